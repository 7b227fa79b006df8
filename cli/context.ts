import type { Colors } from '../report/run/style.ts';
import type { Io, Refusal, Writer } from './io.ts';

/** What every command is given. */
export interface Context {
  readonly io: Io;
  /** Absolute, `-C` applied: where relative paths start. */
  readonly cwd: string;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly debug: boolean;
  /** The colours to use on stdout and on stderr; plain where there are to be none. */
  readonly colors: { readonly stdout: Colors; readonly stderr: Colors };
  /** A line for people on stderr; nothing with --quiet. */
  note(text: string): void;
}

/** Says what is wrong with what a person gave, and what to do. */
export function tellRefusal({ message, help }: Refusal, io: Io, { bold, red }: Colors): void {
  io.stderr.write(`${red(bold('error:'))} ${message}${help === undefined ? '' : `\n  ${bold('help:')} ${help}`}\n`);
}

const wrap = (open: number, close: number) => (text: string) =>
  text === ''
    ? ''
    : `\u001b[${open}m${text.replaceAll(`\u001b[${close}m`, `\u001b[${close}m\u001b[${open}m`)}\u001b[${close}m`;

const same = (text: string) => text;
const plain: Colors = { bold: same, dim: same, red: same, green: same, yellow: same, cyan: same };

/** Ten lines in place of a package: https://no-color.org, FORCE_COLOR as Node and npm read it. */
export function colorsFor(writer: Writer, env: Io['env'], off: boolean): Colors {
  const forced = env.FORCE_COLOR;
  if (off) return plain;
  if (forced !== undefined && forced !== '') {
    if (forced === '0' || forced === 'false') return plain;
  } else if (env.NO_COLOR || !writer.isTerminal || env.TERM === 'dumb') return plain;
  return {
    bold: wrap(1, 22),
    dim: wrap(2, 22),
    red: wrap(31, 39),
    green: wrap(32, 39),
    yellow: wrap(33, 39),
    cyan: wrap(36, 39),
  };
}
