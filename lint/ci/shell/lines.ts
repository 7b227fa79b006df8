import type { Redirection, While } from 'unbash';
import { dynamic } from '../command.ts';
import { documentText, single } from './expand.ts';
import type { State } from './state.ts';

/** More of them say nothing more. */
const MOST = 64;

/** Whether a loop is `while read …`. */
export function reads(loop: While): boolean {
  return namesRead(loop) !== undefined;
}

/** Sets what `while read -r a b` reads for each line of a text that is known; yields once for each. */
export function* lineByLine(loop: While, text: string, state: State): Generator<void> {
  const names = namesRead(loop) ?? [];
  for (const line of text.split('\n').slice(0, MOST)) {
    if (line.trim() === '') continue;
    const fields = line.trim().split(/[ \t]+/);
    for (const [index, name] of names.entries())
      state.variables.set(
        name,
        names.length === 1
          ? line.trim()
          : index === names.length - 1
            ? fields.slice(index).join(' ')
            : (fields[index] ?? ''),
      );
    yield;
  }
}

/** What stands in `<<EOF` or `<<<`, or `< <(find …)` prints; `undefined` where it is not known. */
export function inputOf(redirects: readonly Redirection[], state: State): string | undefined {
  for (const redirect of redirects) {
    if (redirect.type === 'Redirect') {
      const [part] = redirect.operator === '<' ? (redirect.target?.parts ?? []) : [];
      if (part?.type !== 'ProcessSubstitution') continue;
      return state.listing(part.text.slice(2, -1), state.cwd);
    }
    if (redirect.type === 'HereString' && redirect.target === undefined) continue;
    const text =
      redirect.type === 'HereDoc' ? documentText(redirect, state) : single(redirect.target!, state, () => {});
    return dynamic(text) ? undefined : text;
  }
  return undefined;
}

function namesRead(loop: While): readonly string[] | undefined {
  const [statement, ...others] = loop.clause.commands;
  const command = statement?.command;
  if (others.length > 0 || command?.type !== 'Command' || command.name?.value !== 'read') return undefined;
  // Another separator than blanks, another end than a line's, or an array.
  const separator = command.prefix.find(item => item.type === 'Assignment' && item.name === 'IFS');
  if (separator?.type === 'Assignment' && separator.value.type === 'Word' && separator.value.value !== '')
    return undefined;
  const words = command.suffix.filter(item => item.type === 'Word').map(word => word.value);
  if (words.some(word => /^-.*[adnNtu]/.test(word))) return undefined;
  const names = words.filter(word => !word.startsWith('-'));
  return names.length === 0 ? ['REPLY'] : names;
}
