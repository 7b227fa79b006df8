import { type Segment, segment } from './glob.ts';
import { ANYTHING, accepts, type Letter, letters, type Matcher, NAME, ROOT, SLASH, UP } from './letter.ts';

/**
 * A nondeterministic automaton over letters for what a path set covers: the paths it names and all that lies below
 * them. States are numbered; steps without a letter are already followed in `start` and in every move's `to`.
 */
export interface Automaton {
  readonly moves: readonly (readonly Move[])[];
  readonly start: readonly number[];
  readonly accepting: ReadonlySet<number>;
}

export interface Move {
  readonly matcher: Matcher;
  /** Ascending. */
  readonly to: readonly number[];
}

/**
 * A normalised word without braces: its segments, and whether a `/` begins it. `wild`: its unknown symbols match any
 * text.
 */
export interface Word {
  readonly absolute: boolean;
  readonly segments: readonly string[];
  readonly wild?: boolean;
}

/**
 * What a text that is not known may hold: it may also begin a path from the root, or lead above the source directory.
 */
const UNKNOWN: readonly Matcher[] = [ANYTHING, { kind: 'letter', letter: ROOT }, { kind: 'letter', letter: UP }];

/** The automaton of a union of words; `anything`: of all paths whatsoever. */
export function automaton(words: readonly Word[] | 'anything'): Automaton {
  const builder = new Builder();
  if (words === 'anything') builder.anything();
  else for (const word of words) builder.word(word);
  return builder.finish();
}

/** The states after one letter. */
export function advance(of: Automaton, states: readonly number[], letter: Letter): readonly number[] {
  const only = states.length === 1 ? of.moves[states[0]!]! : undefined;
  if (only?.length === 1) return accepts(only[0]!.matcher, letter) ? only[0]!.to : [];
  const next = new Set<number>();
  for (const state of states) {
    for (const move of of.moves[state]!) if (accepts(move.matcher, letter)) for (const to of move.to) next.add(to);
  }
  return [...next].sort((a, b) => a - b);
}

export function isAccepting(of: Automaton, states: readonly number[]): boolean {
  return states.some(state => of.accepting.has(state));
}

class Builder {
  readonly #moves: { matcher: Matcher; to: number }[][] = [];
  readonly #free: number[][] = [];
  readonly #starts: number[] = [];
  readonly #accepting: number[] = [];

  #state(): number {
    this.#free.push([]);
    return this.#moves.push([]) - 1;
  }

  #move(from: number, matcher: Matcher, to = this.#state()): number {
    this.#moves[from]!.push({ matcher, to });
    return to;
  }

  begin(): number {
    const start = this.#state();
    this.#starts.push(start);
    return start;
  }

  /** From here any text at all, none included. */
  below(from: number): void {
    this.#accepting.push(this.#move(from, ANYTHING, from));
  }

  /** Every path: also from the root, also above the source directory. */
  anything(): void {
    const start = this.begin();
    this.below(this.#move(start, { kind: 'letter', letter: ROOT }));
    this.#move(this.#move(start, { kind: 'letter', letter: UP }), { kind: 'letter', letter: SLASH }, start);
    this.below(start);
  }

  word(word: Word): void {
    let at = this.begin();
    const segments = word.segments.map(text => segment(text));
    // `a/**` covers what `a` covers; `**` alone is any name and what is below it.
    while (segments.length > 1 && segments.at(-1) === 'any') segments.pop();
    if (segments.length === 1 && segments[0] === 'any') segments[0] = [{ matcher: NAME, many: true }];
    const slash: Matcher = { kind: 'letter', letter: SLASH };
    const root: Matcher = { kind: 'letter', letter: ROOT };
    if (segments.length === 0 && word.absolute) {
      this.#accepting.push((at = this.#move(at, root)));
      this.below(at);
      return;
    }
    // The source directory itself: every relative path.
    if (segments.length === 0) segments.push([{ matcher: NAME, many: true }]);
    if (word.absolute) at = this.#move(at, root);
    segments.forEach((steps, index) => {
      if (steps === 'any') at = this.#anyDepth(at, slash);
      else {
        at = this.#name(at, steps, word.wild === true);
        if (index < segments.length - 1) at = this.#move(at, slash);
      }
    });
    this.#accepting.push(at);
    this.below(this.#move(at, slash));
  }

  #name(from: number, steps: Exclude<Segment, 'any'>, wild: boolean): number {
    let at = from;
    for (const { matcher, many } of steps) {
      const unknown = wild && matcher.kind === 'letter' && matcher.letter.length > 2;
      if (!many && !unknown) at = this.#move(at, matcher);
      else {
        const loop = this.#state();
        this.#free[at]!.push(loop);
        for (const taken of unknown ? UNKNOWN : [matcher]) this.#move(loop, taken, loop);
        this.#free[loop]!.push((at = this.#state()));
      }
    }
    return at;
  }

  /** `**` before a slash: no segment or any number of them, each with its slash. */
  #anyDepth(from: number, slash: Matcher): number {
    const between = this.#state();
    this.#free[from]!.push(between);
    const inside = this.#move(between, NAME);
    this.#move(inside, NAME, inside);
    this.#move(inside, slash, between);
    return between;
  }

  finish(): Automaton {
    const closed = this.#free.map((_, state) => this.#closure(state));
    const accepting = new Set(this.#accepting);
    return {
      moves: this.#moves.map(moves => moves.map(({ matcher, to }) => ({ matcher, to: closed[to]! }))),
      start: [...new Set(this.#starts.flatMap(state => closed[state]!))].sort((a, b) => a - b),
      accepting: new Set(closed.flatMap((reached, state) => (reached.some(to => accepting.has(to)) ? [state] : []))),
    };
  }

  #closure(state: number): number[] {
    const reached = new Set([state]);
    for (const at of reached) for (const next of this.#free[at]!) reached.add(next);
    return [...reached].sort((a, b) => a - b);
  }
}

/**
 * Which texts are paths at all: no empty segment, none named `.` or `..` (`UP` is a segment of its own). States of a
 * small deterministic automaton; `undefined` where the letter cannot follow.
 */
export type Shape = 'begin' | 'segment' | 'dot' | 'dots' | 'name' | 'up';

export function shapeAfter(shape: Shape, letter: Letter): Shape | undefined {
  if (letter === ROOT) return shape === 'begin' ? 'segment' : undefined;
  if (letter === SLASH) return shape === 'name' || shape === 'up' ? 'segment' : undefined;
  const starts = shape === 'begin' || shape === 'segment';
  if (letter === UP) return starts ? 'up' : undefined;
  if (shape === 'up') return undefined;
  if (letter !== '.') return 'name';
  return starts ? 'dot' : shape === 'dot' ? 'dots' : 'name';
}

/** Whether a path may end here. */
export function isWhole(shape: Shape): boolean {
  return shape === 'name' || shape === 'up';
}

/** A normalised concrete path as letters. */
export function pathLetters(path: string): readonly Letter[] {
  if (path.startsWith('/')) return [ROOT, ...pathLetters(path.slice(1))];
  return path.split('/').flatMap((part, index) => {
    const name = part === UP ? [UP] : letters(part);
    return index > 0 ? [SLASH, ...name] : name;
  });
}

/** The path that letters spell. */
export function spell(path: readonly Letter[]): string {
  return path.map(letter => (letter === ROOT ? '/' : letter)).join('');
}
