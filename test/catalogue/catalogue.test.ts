import t from 'tap';
import { boardIds, boards, drivers, findBoard, findDriver } from '../../src/catalogue/index.js';

/** The order of the lists: by id, case ignored. */
const byId = (a: string, b: string) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1);

t.test('the lists are complete, sorted and free of duplicates', async (t) => {
  t.equal(drivers.length, 57);
  t.equal(boards.length, 37);
  for (const ids of [drivers.map(({ id }) => id), boardIds()]) {
    t.strictSame(ids, [...ids].sort(byId));
    t.equal(new Set(ids).size, ids.length);
  }
});

t.test('a board id is what people would type', async (t) => {
  for (const id of boardIds()) t.match(id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
});

t.test("every board's driver exists", async (t) => {
  const without = boards.filter(({ driver }) => driver === null).map(({ id }) => id);
  t.strictSame(without, ['generic-x86-64', 'jetson-nano']);
  for (const { id, driver } of boards) {
    if (driver !== null) t.ok(findDriver(driver), `${id}: ${driver}`);
  }
});

t.test('lookups find by exact id only', async (t) => {
  t.equal(findBoard('rock64')?.driver, 'dw_wdt');
  t.equal(findDriver('dw_wdt')?.identity, 'Synopsys DesignWare Watchdog');
  t.equal(findBoard('Rock64'), undefined);
  t.equal(findBoard('__proto__'), undefined);
  t.equal(findDriver(''), undefined);
});

t.test('every fact has a source', async (t) => {
  for (const { id, sources } of [...drivers, ...boards]) {
    t.ok(sources.length > 0, id);
    for (const source of sources) t.match(source, /\S+ \S+/, `${id}: ${source}`);
  }
  for (const { id, symbols } of drivers) {
    for (const { symbol, source } of symbols) {
      t.match(source, /^linux 6\.\d+\.\d+ [\w/.-]*Kconfig[\w.-]*:\d+$/, `${id}: ${symbol}`);
    }
  }
});

t.test('texts fit on one line and end without surprises', async (t) => {
  for (const { id, notes } of [...drivers, ...boards]) {
    for (const note of notes) t.match(note, /^[^\n]+[.;]$/, `${id}: ${note}`);
  }
  for (const { id, symbols } of drivers) {
    for (const { why } of symbols) t.match(why, /^[^\n]{10,100}[^.\n]$/, `${id}: ${why}`);
  }
});

t.test("a driver's own symbol comes first and no symbol twice", async (t) => {
  for (const { id, symbols, since } of drivers) {
    t.match(symbols[0]?.symbol, /WATCHDOG|WDT|TCO|TIMER/, id);
    t.equal(symbols[0]?.since, since, id);
    t.equal(new Set(symbols.map(({ symbol }) => symbol)).size, symbols.length, id);
  }
});

t.test('a driver that can only be built in has no module to load', async (t) => {
  for (const { id, symbols, modules } of drivers) {
    t.equal(modules.length === 0, symbols[0]?.type === 'bool', id);
  }
});

t.test('answers that depend on something say on what', async (t) => {
  for (const driver of drivers) {
    for (const key of ['stoppable', 'stopOnReboot', 'bootHandover', 'pretimeout', 'timeleft'] as const) {
      const { value, note } = driver[key];
      if (value === 'conditional' || value === 'version-dependent') t.ok(note, `${driver.id} ${key}`);
    }
    if (driver.nowayout.value === 'ignored') t.ok(driver.nowayout.note, `${driver.id} nowayout`);
  }
});

t.test('the two that do not behave like hardware that resets in time', async (t) => {
  t.strictSame(idsOf(drivers.filter(({ softwareOnly }) => softwareOnly)), ['softdog']);
  t.strictSame(idsOf(drivers.filter(({ resetsAtExpiry }) => resetsAtExpiry === 2)), ['iTCO_wdt']);
});

function idsOf(list: readonly { readonly id: string }[]): string[] {
  return list.map(({ id }) => id);
}
