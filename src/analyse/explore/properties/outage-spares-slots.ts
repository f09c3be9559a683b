import { booksOf } from '../counting/index.js';
import type { RollbackMachine } from '../machine.js';
import type { Edge, Graph } from '../search.js';
import { type Trace, traceTo } from '../trace.js';
import type { Property, Violation } from './types.js';

/**
 * A sound slot loses nothing because the network is out, however long: health checks that ask for the network do not give
 * it up, and reboots of the ladder cost a slot that is marked good no try.
 */
export const outageSparesSlots: Property = {
  code: 'WD1104',
  name: 'outage-spares-slots',
  toldBy: ['WD1059', 'WD1082'],
  check: ({ outages }, { rollback }) => {
    if (rollback === null) return [];
    const [first, second] = rollback.slots;
    const good = givenUp(outages, 0);
    if (good !== undefined)
      return [byChecks(`Slot ${first} is sound and was marked good, and is given up`, good)];
    const burned = byLadder(outages, rollback);
    if (burned !== undefined) return [burned];
    const trial = givenUp(outages, 1);
    if (trial === undefined) return [];
    // A slot on trial that has no network is what a rollback is for: then it is the price of a check.
    const said = `An update of slot ${second} that is sound is rolled back`;
    return [{ ...byChecks(said, trial), severity: 'note' }];
  },
};

function byChecks(said: string, trace: Trace): Violation {
  return {
    at: ['rollback', 'commit', 'checks'],
    detail: `${said} because the network is out: its health checks ask for it, and every boot in which they fail costs a try.`,
    help: 'check what the device does by itself; leave the network to the self-heal ladder',
    trace,
  };
}

/** The shortest way from a start with this slot first to a boot of another one. */
function givenUp(graph: Graph, slot: number): Trace | undefined {
  for (const [number, state] of graph.states.entries()) {
    if (state.stage !== 'kernel' || state.slot === slot) continue;
    const trace = traceTo(graph, number);
    if (trace.start.env.first === slot) return trace;
  }
  return undefined;
}

/** A reboot of the ladder from a slot that is marked good, after which the boot is counted. */
function byLadder(graph: Graph, rollback: RollbackMachine): Violation | undefined {
  const books = booksOf(rollback);
  if (!books.countsGood) return undefined;
  const counted = graph.edges.flat().find(({ event, from }) => {
    const state = graph.states[from];
    if (event.what !== 'ladder-reboots' || event.excused || state === undefined) return false;
    return state.stage === 'good' && books.committed(rollback, state.env, state.slot);
  });
  if (counted === undefined) return undefined;
  return {
    at: ['network', 'reboot'],
    detail: 'A reboot of the ladder costs a slot that is marked good a try.',
    help: 'let it reboot on purpose, which gives the try back',
    trace: traceTo(graph, counted.from, { more: untilBoot(graph, counted) }),
  };
}

function untilBoot({ edges }: Graph, first: Edge): Edge[] {
  const way = [first];
  for (let edge: Edge | undefined = first; edge !== undefined && edge.event.what !== 'boots'; ) {
    edge = edges[edge.to]?.find(({ kind }) => kind === 'response');
    if (edge !== undefined) way.push(edge);
  }
  return way;
}
