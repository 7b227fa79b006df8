import type { Case, CompoundList, For, If, Select, While, Word } from 'unbash';
import { dynamic } from '../command.ts';
import { conditionOf, forgives, patternOf } from './condition.ts';
import { expand, single } from './expand.ts';
import { optionsRead } from './options.ts';
import { matches } from './pattern.ts';
import { copy, doubt, type State, strictly, takeOver } from './state.ts';

/** What surely ended here, so that nothing after it runs: the shell or function, a loop, or a round of it. */
export type End = 'exit' | 'break' | 'continue' | undefined;

/** Whether a loop has no further round. */
export function isOver(end: End): boolean {
  return end === 'break' || end === 'exit';
}

/** Walks the commands of a list; `swallowed`: their failures are lost. */
export type Run = (list: CompoundList, state: State, swallowed: boolean) => End;

/** Takes the branch that is taken, or, where nobody can tell, all that may be. */
export function branches(node: If, state: State, swallowed: boolean, run: Run): End {
  const decided = conditionOf(node.clause, state);
  run(node.clause, state, swallowed || forgives(node));
  // Where nobody can tell which branch runs, none knows what another has set.
  const before = decided === undefined ? copy(state) : undefined;
  let end: End;
  if (decided !== false) end = run(node.then, state, swallowed);
  if (decided === true) return end;
  if (before !== undefined) doubt(state, before.variables);
  let surely = decided === false;
  for (const elif of node.elif) {
    const inner = before === undefined ? state : copy(before);
    const other = conditionOf(elif.clause, inner);
    run(elif.clause, inner, swallowed);
    if (other === false) continue;
    end = run(elif.then, inner, swallowed);
    if (before !== undefined) takeOver(state, before, inner);
    if (other === true) return surely ? end : undefined;
    surely = false;
  }
  if (node.else === undefined) return undefined;
  const inner = before === undefined ? state : copy(before);
  end = run(node.else, inner, swallowed);
  if (before !== undefined) takeOver(state, before, inner);
  return surely ? end : undefined;
}

/** A loop that takes one argument after another is gone through with those that are known; of any other one round is enough. */
export function loop(node: While, state: State, swallowed: boolean, run: Run): End {
  const options = optionsRead(node, state);
  if (options !== undefined) {
    for (const _ of options) {
      const end = run(node.body, state, swallowed);
      if (end === 'exit') return end;
      if (end === 'break') break;
    }
    return undefined;
  }
  for (;;) {
    const says = conditionOf(node.clause, state);
    const runs = says === undefined ? undefined : says === (node.kind === 'while');
    run(node.clause, state, swallowed);
    if (runs === false) return undefined;
    const { positional } = state;
    const before = runs ? undefined : new Map(state.variables);
    const end = run(node.body, state, swallowed);
    if (before !== undefined) doubt(state, before);
    if (end === 'exit' && runs) return end;
    if (!runs || end === 'break' || end === 'exit' || state.positional.length >= positional.length) return undefined;
  }
}

/** `case … in`: the items that match, or, where the word is not known, all of them. */
export function choice(node: Case, state: State, swallowed: boolean, run: Run): End {
  const sure = strictly(state);
  const value = single(node.word, sure, () => {});
  for (const item of node.items) {
    const patterns = item.pattern.map(pattern => patternOf(pattern, sure));
    const fits = patterns.some(pattern => !dynamic(pattern) && matches(pattern, value));
    const decided = dynamic(value) || (!fits && patterns.some(dynamic)) ? undefined : fits;
    if (decided === false) continue;
    const inner = decided ? state : copy(state);
    const end = run(item.body, inner, swallowed);
    if (!decided) doubt(state, state.variables, inner.variables);
    if (decided && (end !== undefined || (item.terminator !== ';;&' && item.terminator !== ';&'))) return end;
  }
  return undefined;
}

/** `for`: a round for each word, of which more than so many say nothing more. */
export function each(node: For | Select, state: State, swallowed: boolean, run: Run): End {
  const values = node.wordlist?.flatMap(word => matched(word, state)) ?? state.positional.slice(1);
  for (const value of values.slice(0, 64)) {
    state.variables.set(node.name.value, value);
    if (isOver(run(node.body, state, swallowed))) break;
  }
  return undefined;
}

/** A word as the shell expands it, with the files that a pattern without quotes matches in its place. */
function matched(word: Word, state: State): readonly string[] {
  const words = expand(word, state, () => {});
  if (/["']/.test(word.text)) return words;
  return words.flatMap(text => {
    const paths = /^[\w./*?-]*[*?][\w./*?-]*$/.test(text) ? state.listing(`ls -d ${text}`, state.cwd) : undefined;
    return paths ? paths.split('\n') : [text];
  });
}
