import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';

/** A command, declared once: parsing, help, completions and the reference page all come from it. */
export interface Command {
  readonly name: string;
  /** One line, as in the list of commands. */
  readonly summary: string;
  /** What a newcomer needs to know beyond the summary; paragraphs of plain text. */
  readonly description?: string;
  readonly arguments: readonly Argument[];
  readonly options: readonly Option[];
  /** At least two that work as they stand. */
  readonly examples: readonly { readonly command: string; readonly meaning: string }[];
  /** The exit codes that mean something of their own here, in order. */
  readonly exits?: readonly (readonly [code: number, meaning: string])[];
  /** Loads what it needs itself: a command that is not called costs nothing. */
  run(invocation: Invocation, context: Context): Promise<number>;
}

export interface Argument {
  /** Upper case, as `FILE`. */
  readonly name: string;
  readonly summary: string;
  readonly required?: boolean;
  readonly many?: boolean;
  readonly complete: Completion;
}

export interface Option {
  /** Long form without dashes. */
  readonly name: string;
  readonly short?: string;
  /** What stands for the value in help; absent: the option takes none. */
  readonly value?: string;
  readonly many?: boolean;
  readonly choices?: readonly string[];
  /** Choices to come: naming one says so. */
  readonly later?: readonly string[];
  readonly complete?: Completion;
  readonly summary: string;
}

/** What a shell offers for a value. */
export type Completion = 'campaign' | 'file' | 'directory' | 'rule' | 'run' | 'command' | 'nothing' | readonly string[];

/** Options that every command takes, before or after its name. */
export const globalOptions: readonly Option[] = [
  { name: 'help', short: 'h', summary: 'show this and exit' },
  {
    name: 'directory',
    short: 'C',
    value: 'DIR',
    many: true,
    complete: 'directory',
    summary: 'start in DIR instead of here',
  },
  { name: 'quiet', short: 'q', summary: 'results only: no progress, no summary of what is well' },
  { name: 'verbose', short: 'v', summary: 'say more of what is done' },
  { name: 'no-color', summary: 'no colours (also NO_COLOR; FORCE_COLOR for the contrary)' },
  { name: 'debug', summary: 'show stack traces' },
];

/** Options that only stand before a command, or alone. */
export const topOptions: readonly Option[] = [{ name: 'version', short: 'V', summary: 'show the version and exit' }];

export const formatOption: Option = {
  name: 'format',
  short: 'f',
  value: 'FORMAT',
  choices: ['pretty', 'json'],
  summary: 'how results are written: pretty (default) or json',
};

/** `campaign lint [-h] … [FILE…]`, in one line. */
export function usage(command: Command): string {
  const words = command.arguments.map(argument => {
    const name = argument.many ? `${argument.name}…` : argument.name;
    return argument.required ? name : `[${name}]`;
  });
  return ['campaign', command.name, '[OPTIONS]', ...words].join(' ');
}

/** `-f, --format FORMAT`. */
export function optionLabel(option: Option): string {
  const long = `--${option.name}${option.value ? ` ${option.value}` : ''}`;
  return option.short ? `-${option.short}, ${long}` : `    ${long}`;
}
