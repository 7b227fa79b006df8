import { quote } from '../../../plan/quote.ts';
import { type Command, UNKNOWN, unknownWord } from '../command.ts';
import type { Repository } from '../repository.ts';
import type { Called } from '../shell/surroundings.ts';
import type { Line } from './program.ts';
import type { Reading } from './reading.ts';
import type { Value } from './values.ts';

/** What was read of a program as a text for bash. `name`: the program, to stand for what of it was not read. */
export function textOf({ lines, complete }: Pick<Reading, 'lines' | 'complete'>, name: string): string {
  const unread = complete ? [] : [`'./${name}' ${UNKNOWN}`];
  return [...lines.map(line => written(line)), ...unread].join('\n');
}

function written(line: Line): string {
  const command = typeof line.words === 'string' ? `{ ${line.words}\n}` : line.words.flatMap(words).join(' ');
  const set = line.env instanceof Map ? [...line.env] : [];
  const clouded = line.clouded === true || hides(line.words);
  if (clouded) set.push(['PROGRAM_SETTINGS', UNKNOWN]);
  const env = set.map(([key, value]) => `export ${key}=${words(value).join(' ')}; `);
  const place = typeof line.cwd === 'string' && line.cwd !== '' && line.cwd !== '.' ? `cd ${quote(line.cwd)} && ` : '';
  const whole = env.length + place.length > 0 ? `(${place}${env.join('')}${command}\n)` : command;
  // What may not run, or with what nobody knows, is nothing that CI does for certain.
  return line.maybe || line.forgiven === true || clouded ? `{ ${whole}\n} || true` : whole;
}

/** Whether a word may be any: a test, a feature, an option. A shell's variable is mostly empty, an expression of a program is not. */
function hides(words: Line['words']): boolean {
  return typeof words === 'string'
    ? words.split(/\s+/).some(word => unknownWord(word.replaceAll(/["']/g, '')))
    : words.some(word => typeof word !== 'string' || unknownWord(word));
}

function words(value: Value): readonly string[] {
  if (typeof value === 'string') return value === UNKNOWN ? [UNKNOWN] : [quote(value)];
  return Array.isArray(value) ? value.flatMap(words) : [UNKNOWN];
}

type Read = (command: Command, repository: Repository) => readonly Called[];

/** What a program starts, read once: the jobs of a matrix ask for the same again and again. */
export function remembered(read: Read): Read {
  return (command, repository) => {
    const key = `program ${JSON.stringify([command.words, command.cwd ?? null, repository.root, [...command.env]])}`;
    return repository.files.remember(key, () => read(command, repository));
  };
}
