import { Heap } from './heap.ts';
import type { Edge } from './plan.ts';

/** Names in an order in which everything comes after what it waits for. */
export interface Order {
  /** Earliest in `names` first among those that may go; stages that circles hold back come last, in the given order. */
  readonly names: readonly string[];
  /** Each circle once, as its edges: the `to` of one is the `from` of the next, the last leads back to the first. */
  readonly cycles: readonly (readonly Edge[])[];
}

/** So many circles are reported. */
const MOST_CYCLES = 100;

/** Orders names (distinct, in file order) by what they wait for. Linear in names and edges but for the heap. */
export function order(names: readonly string[], edges: readonly Edge[]): Order {
  const index = new Map(names.map((name, at) => [name, at]));
  const waits: Edge[][] = names.map(() => []);
  const followers: number[][] = names.map(() => []);
  const open = names.map(() => 0);
  for (const edge of edges) {
    const from = index.get(edge.from)!;
    waits[from]!.push(edge);
    followers[index.get(edge.to)!]!.push(from);
    open[from]!++;
  }
  const ready = new Heap<number>((a, b) => a < b);
  for (const [at, count] of open.entries()) if (count === 0) ready.push(at);
  const sorted: number[] = [];
  for (let at = ready.pop(); at !== undefined; at = ready.pop()) {
    sorted.push(at);
    for (const follower of followers[at]!) if (--open[follower]! === 0) ready.push(follower);
  }
  const left = names.flatMap((_, at) => (open[at]! > 0 ? [at] : []));
  const targets = waits.map(list => list.map(edge => index.get(edge.to)!));
  return { names: [...sorted, ...left].map(at => names[at]!), cycles: circles(left, targets, waits) };
}

/**
 * One shortest circle of each knot of stages that all wait for each other; then the same for what is left of the knot
 * without the members of that circle, so that independent circles in one knot all show.
 */
function circles(left: readonly number[], targets: readonly number[][], waits: readonly Edge[][]): Edge[][] {
  const found: Edge[][] = [];
  const open = [left];
  for (let nodes = open.shift(); nodes !== undefined && found.length < MOST_CYCLES; nodes = open.shift()) {
    const knots = components(nodes, targets).filter(knot => knot.length > 1 || targets[knot[0]!]!.includes(knot[0]!));
    for (const knot of knots) {
      const circle = shortestCircle(knot, targets);
      found.push(circle.map((at, step) => edgeTo(waits[at]!, targets[at]!, circle[(step + 1) % circle.length]!)));
      const rest = knot.filter(at => !circle.includes(at));
      if (rest.length > 0) open.push(rest);
    }
  }
  return found.slice(0, MOST_CYCLES);
}

function edgeTo(waits: readonly Edge[], targets: readonly number[], to: number): Edge {
  return waits[targets.indexOf(to)]!;
}

/** Beyond this many members, only the circles through the first one are looked at: the search stays linear. */
const SMALL_KNOT = 50;

function shortestCircle(knot: readonly number[], targets: readonly number[][]): readonly number[] {
  const within = new Set(knot);
  let best: readonly number[] | undefined;
  for (const start of knot.length <= SMALL_KNOT ? knot : knot.slice(0, 1)) {
    const circle = circleThrough(start, within, targets);
    if (circle !== undefined && (best === undefined || circle.length < best.length)) best = circle;
  }
  return best ?? knot;
}

function circleThrough(start: number, within: ReadonlySet<number>, targets: readonly number[][]): number[] | undefined {
  const before = new Map<number, number>();
  const queue = [start];
  for (const at of queue) {
    for (const to of targets[at]!) {
      if (to === start) {
        const path = [at];
        while (path[0] !== start) path.unshift(before.get(path[0]!)!);
        return path;
      }
      if (!within.has(to) || before.has(to)) continue;
      before.set(to, at);
      queue.push(to);
    }
  }
  return undefined;
}

/**
 * Strongly connected components among `nodes` (Tarjan 1972), without recursion; members ascending, components by their
 * first.
 */
function components(nodes: readonly number[], targets: readonly number[][]): number[][] {
  const within = new Set(nodes);
  const number = new Map<number, number>();
  const low = new Map<number, number>();
  const stack: number[] = [];
  const stacked = new Set<number>();
  const found: number[][] = [];
  const enter = (at: number) => {
    number.set(at, number.size);
    low.set(at, number.size - 1);
    stack.push(at);
    stacked.add(at);
    return { at, next: 0 };
  };
  for (const root of nodes) {
    if (number.has(root)) continue;
    const calls = [enter(root)];
    for (let call = calls.at(-1); call !== undefined; call = calls.at(-1)) {
      const { at } = call;
      const to = targets[at]![call.next++];
      if (to !== undefined) {
        if (!within.has(to)) continue;
        if (!number.has(to)) calls.push(enter(to));
        else if (stacked.has(to)) low.set(at, Math.min(low.get(at)!, number.get(to)!));
        continue;
      }
      calls.pop();
      const caller = calls.at(-1)?.at;
      if (caller !== undefined) low.set(caller, Math.min(low.get(caller)!, low.get(at)!));
      if (low.get(at) !== number.get(at)) continue;
      const members = stack.splice(stack.lastIndexOf(at));
      for (const member of members) stacked.delete(member);
      found.push(members.sort((a, b) => a - b));
    }
  }
  return found.sort((a, b) => a[0]! - b[0]!);
}
