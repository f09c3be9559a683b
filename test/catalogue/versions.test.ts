import t from 'tap';
import { findDriver } from '../../src/catalogue/index.js';
import type { KconfigSymbol } from '../../src/catalogue/types.js';
import { compareVersions, hasSymbol, symbolsFor } from '../../src/catalogue/versions.js';

t.test('versions compare by number, not by letter', async (t) => {
  const rising = ['5.10', '6.1', '6.1.192', '6.4', '6.12', '6.12.95', '7.0'];
  t.strictSame([...rising].sort().sort(compareVersions), rising);
  t.ok(compareVersions('6.1', '6.12') < 0);
  t.equal(compareVersions('6.1', '6.1.0'), 0);
  t.equal(compareVersions('6.12-rc2', '6.12'), 0, 'a suffix is ignored');
  t.equal(compareVersions('6.1.0-50-amd64', '6.1'), 0);
});

t.test('a symbol lives from `since` up to, not including, `until`', async (t) => {
  const symbol = (range: Partial<KconfigSymbol>): KconfigSymbol => ({
    symbol: 'X',
    why: 'for the test',
    type: 'bool',
    source: 'none',
    ...range,
  });
  t.notOk(hasSymbol(symbol({ since: '6.4' }), '6.1'));
  t.ok(hasSymbol(symbol({ since: '6.4' }), '6.4'));
  t.ok(hasSymbol(symbol({ until: '6.12' }), '6.6'));
  t.notOk(hasSymbol(symbol({ until: '6.12' }), '6.12'));
});

t.test('symbolsFor leaves out what the kernel does not have', async (t) => {
  const starfive = findDriver('starfive-wdt');
  if (starfive === undefined) throw new Error('no starfive-wdt');
  t.strictSame(symbolsFor(starfive, '6.1'), []);
  t.strictSame(symbolsFor(starfive, '6.12'), starfive.symbols);
  t.strictSame(symbolsFor(starfive, null), starfive.symbols, 'unknown version: all of them');
});
