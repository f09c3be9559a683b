import type { Edge, Graph } from './search.js';

/** A part of a graph: which steps count. */
export type Keeps = (edge: Edge) => boolean;

/** A way that can be walked for ever. */
export interface Loop {
  /** The state at which it begins, the first one found of all loops. */
  readonly at: number;
  readonly edges: readonly Edge[];
}

/**
 * The first loop among the steps that `keeps` lets through which has a step that `wanted` wants; undefined when there
 * is none. Strongly connected components by Tarjan's algorithm, without recursion.
 */
export function findLoop(graph: Graph, keeps: Keeps, wanted: Keeps = () => true): Loop | undefined {
  const component = componentsOf(graph, keeps);
  const inside: Keeps = (edge) => keeps(edge) && component[edge.from] === component[edge.to];
  for (const out of graph.edges) {
    const edge = out.find((one) => inside(one) && wanted(one));
    if (edge !== undefined) return closeLoop(graph, edge, inside);
  }
  return undefined;
}

/** The shortest way from the end of a step back to its beginning, inside its component. */
function closeLoop(graph: Graph, edge: Edge, inside: Keeps): Loop {
  const via = new Map<number, Edge | undefined>([[edge.to, undefined]]);
  for (const number of via.keys()) {
    if (number === edge.from) break;
    for (const next of graph.edges[number] ?? [])
      if (inside(next) && !via.has(next.to)) via.set(next.to, next);
  }
  const back: Edge[] = [];
  for (let next = via.get(edge.from); next !== undefined; next = via.get(next.from)) back.push(next);
  return { at: edge.from, edges: [edge, ...back.reverse()] };
}

/** The number of the component of each state. */
function componentsOf({ edges, states }: Graph, keeps: Keeps): Int32Array {
  const order = new Int32Array(states.length).fill(-1);
  const low = new Int32Array(states.length);
  const component = new Int32Array(states.length).fill(-1);
  const open: number[] = [];
  let counter = 0;
  const enter = (number: number): Frame => {
    order[number] = counter;
    low[number] = counter++;
    open.push(number);
    return { number, out: (edges[number] ?? []).filter(keeps), next: 0 };
  };
  const leave = ({ number }: Frame): void => {
    if (low[number] !== order[number]) return;
    let member: number | undefined;
    do {
      member = open.pop();
      if (member !== undefined) component[member] = number;
    } while (member !== undefined && member !== number);
  };
  const lower = (number: number, to: number): void => {
    low[number] = Math.min(low[number] ?? 0, to);
  };
  for (const start of states.keys()) {
    if (order[start] !== -1) continue;
    const frames = [enter(start)];
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const edge = frame.out[frame.next++];
      if (edge === undefined) {
        leave(frame);
        frames.pop();
        const above = frames.at(-1);
        if (above !== undefined) lower(above.number, low[frame.number] ?? 0);
      } else if (order[edge.to] === -1) frames.push(enter(edge.to));
      else if (component[edge.to] === -1) lower(frame.number, order[edge.to] ?? 0);
    }
  }
  return component;
}

interface Frame {
  readonly number: number;
  readonly out: readonly Edge[];
  next: number;
}
