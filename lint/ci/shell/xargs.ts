import type { Command as CommandNode } from 'unbash';
import { quote } from '../../../plan/quote.ts';
import { dynamic } from '../command.ts';
import { expand } from './expand.ts';
import { copy, type Frame, type State } from './state.ts';
import type { Shell } from './surroundings.ts';

/** More of them say nothing more. */
const MOST = 64;

/** `echo core cli | xargs -n1 cargo test -p`: the commands that xargs runs for what is known to be written; `false` where it is not. */
export function fedCommands(shell: Shell, node: CommandNode, input: string, frame: Frame, state: State): boolean {
  if (node.name?.value !== 'xargs' || dynamic(input)) return false;
  const words = node.suffix.filter(item => item.type === 'Word').flatMap(word => expand(word, state, () => {}));
  let at = 0;
  let mark: string | undefined;
  let each = Number.POSITIVE_INFINITY;
  for (; words[at]?.startsWith('-'); at++) {
    const [, letter = '', joined = ''] = /^-([a-zA-Z])(.*)$/.exec(words[at]!) ?? [];
    if (letter === '' || letter === 'd' || letter === 'a' || letter === '0') return false;
    const value = (): string => (joined === '' ? (words[++at] ?? '') : joined);
    if (letter === 'I') mark = value();
    else if (letter === 'n' || letter === 'L') each = Number(value());
    else if (letter === 'P' || letter === 's' || letter === 'E') value();
  }
  const command = words.slice(at);
  if (command.length === 0 || !(each > 0)) return false;
  const range = frame.at ?? { start: node.pos + frame.offset, end: node.end + frame.offset };
  for (const given of batches(input, mark === undefined ? each : undefined).slice(0, MOST)) {
    const whole =
      mark === undefined ? [...command, ...given] : command.map(word => word.replaceAll(mark, () => given[0]!));
    const text = whole.map(quote).join(' ');
    shell.text({ ...frame, text, offset: 0, at: range, depth: frame.depth + 1 }, copy(state));
  }
  return true;
}

/** The words of a text, so many at once; without a number, its lines. */
function batches(input: string, each: number | undefined): readonly (readonly string[])[] {
  if (each === undefined)
    return input
      .split('\n')
      .map(line => [line.trim()])
      .filter(([line]) => line !== '');
  const words = input.split(/\s+/).filter(word => word !== '');
  if (each >= words.length) return words.length === 0 ? [] : [words];
  return Array.from({ length: Math.ceil(words.length / each) }, (_, index) =>
    words.slice(index * each, (index + 1) * each),
  );
}

/** `parallel cargo test -p {} ::: core cli`: the commands that GNU parallel runs for what stands behind `:::`; `false` where it is another. */
export function listedCommands(shell: Shell, words: readonly string[], frame: Frame, state: State): boolean {
  const end = words.indexOf(':::');
  if (words[0] !== 'parallel' || end < 0 || words.slice(end + 1).some(word => /^:::/.test(word))) return false;
  let at = 1;
  for (; at < end && words[at]!.startsWith('-'); at++)
    if (/^(-j|-P|-n|-N|-a|-S|--jobs|--joblog|--results|--delay|--timeout|--retries|--halt|--colsep)$/.test(words[at]!))
      at++;
  const command = words.slice(at, end).join(' ');
  for (const given of words.slice(end + 1).slice(0, MOST)) {
    const text = command.includes('{}') ? command.replaceAll('{}', () => given) : `${command} ${given}`;
    shell.text({ ...frame, text, offset: 0, depth: frame.depth + 1 }, copy(state));
  }
  return true;
}
