import { type Automaton, advance, isAccepting, isWhole, type Shape, shapeAfter, spell } from './automaton.ts';
import { alphabet, type Letter } from './letter.ts';

/** How two sets of paths lie to each other, the first seen from the second; `undefined` where no path is in both. */
export type Relation = 'equal' | 'inside' | 'around' | 'overlap';

/** So many states of a determinised product are looked at before a search gives up on them. */
const MOST_STATES = 20_000;

/**
 * A shortest path that is in both sets, by breadth-first search over the product of both automata with the shape of a
 * path. Exact: where patterns make the determinised states too many, pairs of plain states (never more than their
 * product) are searched instead.
 */
export function commonPath(a: Automaton, b: Automaton): string | undefined {
  let all: readonly Letter[] | undefined;
  const over = () => (all ??= alphabet(matchers(a, b)));
  const queue: Visit[] = [{ a: a.start, b: b.start, shape: 'begin', letter: '' }];
  const seen = new Set([keyOf(queue[0]!)]);
  for (const at of queue) {
    if (isWhole(at.shape) && isAccepting(a, at.a) && isAccepting(b, at.b)) return pathTo(at);
    for (const letter of literals(a, at.a) ?? literals(b, at.b) ?? over()) {
      const next = step(a, b, at, letter);
      if (next === undefined || next.a.length === 0 || next.b.length === 0) continue;
      const key = keyOf(next);
      if (seen.has(key)) continue;
      if (seen.size >= MOST_STATES) return commonPathByPairs(a, b, over());
      seen.add(key);
      queue.push(next);
    }
  }
  return undefined;
}

/**
 * How two sets that have a path in common lie to each other; `overlap` also where telling more needs too many states.
 */
export function relation(a: Automaton, b: Automaton): Relation {
  const over = alphabet(matchers(a, b));
  const queue: Visit[] = [{ a: a.start, b: b.start, shape: 'begin', letter: '' }];
  const seen = new Set([keyOf(queue[0]!)]);
  let onlyA = false;
  let onlyB = false;
  for (const at of queue) {
    if (isWhole(at.shape)) {
      const inA = isAccepting(a, at.a);
      const inB = isAccepting(b, at.b);
      onlyA ||= inA && !inB;
      onlyB ||= inB && !inA;
    }
    if (onlyA && onlyB) return 'overlap';
    for (const letter of over) {
      const next = step(a, b, at, letter);
      if (next === undefined || (next.a.length === 0 && next.b.length === 0)) continue;
      const key = keyOf(next);
      if (seen.has(key)) continue;
      if (seen.size >= MOST_STATES) return 'overlap';
      seen.add(key);
      queue.push(next);
    }
  }
  return onlyA ? 'around' : onlyB ? 'inside' : 'equal';
}

function* matchers(...automata: readonly Automaton[]) {
  for (const { moves } of automata) for (const from of moves) for (const { matcher } of from) yield matcher;
}

/** The only letters that lead on from these states, where all their moves are for one letter each. */
function literals(of: Automaton, states: readonly number[]): readonly Letter[] | undefined {
  const found = new Set<Letter>();
  for (const state of states) {
    for (const { matcher } of of.moves[state]!) {
      if (matcher.kind !== 'letter') return undefined;
      found.add(matcher.letter);
    }
  }
  return [...found];
}

interface Visit {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly shape: Shape;
  readonly letter: Letter;
  readonly before?: Visit;
}

function step(a: Automaton, b: Automaton, at: Visit, letter: Letter): Visit | undefined {
  const shape = shapeAfter(at.shape, letter);
  if (shape === undefined) return undefined;
  return { a: advance(a, at.a, letter), b: advance(b, at.b, letter), shape, letter, before: at };
}

function keyOf(visit: Visit): string {
  return `${visit.shape};${visit.a.join()};${visit.b.join()}`;
}

function commonPathByPairs(a: Automaton, b: Automaton, over: readonly Letter[]): string | undefined {
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
