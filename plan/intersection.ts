import { type Automaton, advance, isAccepting, isWhole, type Shape, shapeAfter, spell } from './automaton.ts';
import { alphabet, type Letter } from './letter.ts';

/** How two sets of paths lie to each other, the first seen from the second; `undefined` where no path is in both. */
export type Relation = 'equal' | 'inside' | 'around' | 'overlap';

export interface Intersection {
  readonly relation: Relation;
  /** A shortest path that is in both. */
  readonly witness: string;
}

/** So many states of the determinised product are looked at before the relation is called `overlap` without more detail. */
const MOST_STATES = 20_000;

/**
 * The intersection of two sets, exact: a breadth-first search over the product of both automata with the shape of a path.
 * The search is over determinised states, which also tells equality and inclusion; where patterns make these too many, a search over
 * pairs of plain states (never more than their product) still decides whether a common path exists, and the relation is `overlap`.
 */
export function intersect(a: Automaton, b: Automaton): Intersection | undefined {
  const over = alphabet(matchers(a, b));
  const found = searchSets(a, b, over);
  if (found === 'too many') {
    const witness = searchPairs(a, b, over);
    return witness === undefined ? undefined : { relation: 'overlap', witness };
  }
  if (found.witness === undefined) return undefined;
  const relation = found.onlyA ? (found.onlyB ? 'overlap' : 'around') : found.onlyB ? 'inside' : 'equal';
  return { relation, witness: found.witness };
}

function* matchers(...automata: readonly Automaton[]) {
  for (const { moves } of automata) for (const from of moves) for (const { matcher } of from) yield matcher;
}

interface Visit {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly shape: Shape;
  readonly letter: Letter;
  readonly before?: Visit;
}

function searchSets(a: Automaton, b: Automaton, over: readonly Letter[]) {
  const queue: Visit[] = [{ a: a.start, b: b.start, shape: 'begin', letter: '' }];
  const seen = new Set([keyOf(queue[0]!)]);
  let witness: string | undefined;
  let onlyA = false;
  let onlyB = false;
  for (const at of queue) {
    if (isWhole(at.shape)) {
      const inA = isAccepting(a, at.a);
      const inB = isAccepting(b, at.b);
      if (inA && inB) witness ??= pathTo(at);
      else if (inA) onlyA = true;
      else if (inB) onlyB = true;
      if (witness !== undefined && onlyA && onlyB) break;
    }
    for (const letter of over) {
      const shape = shapeAfter(at.shape, letter);
      if (shape === undefined) continue;
      const next = { a: advance(a, at.a, letter), b: advance(b, at.b, letter), shape, letter, before: at };
      if (next.a.length === 0 && next.b.length === 0) continue;
      const key = keyOf(next);
      if (seen.has(key)) continue;
      if (seen.size >= MOST_STATES) return 'too many';
      seen.add(key);
      queue.push(next);
    }
  }
  return { witness, onlyA, onlyB };
}

function keyOf(visit: Visit): string {
  return `${visit.shape};${visit.a.join()};${visit.b.join()}`;
}

function searchPairs(a: Automaton, b: Automaton, over: readonly Letter[]): string | undefined {
  const queue: Visit[] = [];
  const seen = new Set<string>();
  const visit = (from: readonly number[], to: readonly number[], shape: Shape, letter: Letter, before?: Visit) => {
    for (const p of from) {
      for (const q of to) {
        const next = { a: [p], b: [q], shape, letter, ...(before && { before }) };
        const key = keyOf(next);
        if (!seen.has(key)) queue.push(next);
        seen.add(key);
      }
    }
  };
  visit(a.start, b.start, 'begin', '');
  for (const at of queue) {
    if (isWhole(at.shape) && isAccepting(a, at.a) && isAccepting(b, at.b)) return pathTo(at);
    for (const letter of over) {
      const shape = shapeAfter(at.shape, letter);
      if (shape !== undefined) visit(advance(a, at.a, letter), advance(b, at.b, letter), shape, letter, at);
    }
  }
  return undefined;
}

function pathTo(last: Visit): string {
  const path: Letter[] = [];
  for (let at: Visit | undefined = last; at !== undefined; at = at.before) path.push(at.letter);
  return spell(path.reverse());
}
