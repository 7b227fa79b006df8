import type { While } from 'unbash';
import { dynamic } from '../command.ts';
import { single } from './expand.ts';
import type { State } from './state.ts';

/**
 * The options that `while getopts "ab:" name` reads of arguments that are known, one a round: sets the name, OPTARG and OPTIND, and
 * yields once for each; `undefined` for a loop that reads none, or of words nobody knows (POSIX, "getopts").
 */
export function optionsRead(loop: While, state: State): Generator<void> | undefined {
  const [statement, ...others] = loop.clause.commands;
  const command = statement?.command;
  if (others.length > 0 || command?.type !== 'Command' || command.name?.value !== 'getopts') return undefined;
  const words = command.suffix.filter(item => item.type === 'Word').map(word => single(word, state, () => {}));
  const [letters, name] = words;
  if (words.length !== 2 || !state.positionalKnown || state.positional.slice(1).some(dynamic)) return undefined;
  return read(letters!.replace(/^:/, ''), name!, state);
}

function* read(letters: string, name: string, state: State): Generator<void> {
  const args = state.positional.slice(1);
  let at = 0;
  for (; /^-./.test(args[at] ?? '') && args[at] !== '--'; at++) {
    const word = args[at]!;
    for (let index = 1; index < word.length; index++) {
      const letter = word[index]!;
      const takes = letters[letters.indexOf(letter) + 1] === ':';
      const known = letter !== ':' && letters.includes(letter);
      state.variables.set(name, known ? letter : '?');
      if (known && takes) {
        const rest = word.slice(index + 1);
        state.variables.set('OPTARG', rest === '' ? (args[++at] ?? '') : rest);
        index = word.length;
      }
      state.variables.set('OPTIND', String(at + 2));
      yield;
    }
  }
  state.variables.set('OPTIND', String(at + (args[at] === '--' ? 2 : 1)));
}
