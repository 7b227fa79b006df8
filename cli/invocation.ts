import { parseArgs } from 'node:util';
import { nearest } from '../schema/nearest.ts';
import { type Command, globalOptions, type Option, topOptions } from './command.ts';
import { Refusal } from './io.ts';

/** A command line, taken apart and checked against its declaration. */
export class Invocation {
  readonly arguments: readonly string[];
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(values: ReadonlyMap<string, readonly string[]>, positionals: readonly string[]) {
    this.#values = values;
    this.arguments = positionals;
  }

  has(option: string): boolean {
    return this.#values.has(option);
  }

  /** The last one counts. */
  value(option: string): string | undefined {
    return this.#values.get(option)?.at(-1);
  }

  values(option: string): readonly string[] {
    return this.#values.get(option) ?? [];
  }
}

/** The options before the command, the command's name, and what follows it. */
export function splitCommand(argv: readonly string[]): { before: string[]; name?: string; after: string[] } {
  const before: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index]!;
    if (!word.startsWith('-') || word === '-') return { before, name: word, after: argv.slice(index + 1) };
    before.push(word);
    if ((word === '-C' || word === '--directory') && index + 1 < argv.length) before.push(argv[++index]!);
  }
  return { before, after: [] };
}

/** Reads the words after a command's name, or, without a command, those before one. */
export function parse(words: readonly string[], command?: Command): Invocation {
  const options = [...(command?.options ?? topOptions), ...globalOptions];
  const known = new Map(options.map(option => [option.name, option]));
  const doing = command ? `campaign ${command.name}` : 'campaign';
  const { tokens } = parseArgs({
    args: [...words],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      options.map(option => [
        option.name,
        {
          type: option.value ? ('string' as const) : ('boolean' as const),
          ...(option.short && { short: option.short }),
        },
      ]),
    ),
  });
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const option = known.get(token.name);
    if (!option) throw unknownOption(token.rawName, doing, options);
    const given = optionValue(option, token.rawName, token.value, token.inlineValue === true);
    const all = values.get(option.name) ?? [];
    if (all.length > 0 && option.value && !option.many) throw new Refusal(`${token.rawName} is given twice`);
    values.set(option.name, [...all, given]);
  }
  return new Invocation(values, positionals);
}

/** Refuses too many arguments and too few. */
export function checkArguments(command: Command, { arguments: given }: Invocation): void {
  const asked = command.arguments;
  const missing = asked[given.length];
  const help = `usage: campaign ${command.name} --help`;
  if (missing?.required) throw new Refusal(`campaign ${command.name} needs ${missing.name}: ${missing.summary}`, help);
  if (given.length > asked.length && !asked.at(-1)?.many)
    throw new Refusal(
      `campaign ${command.name} takes ${asked.length === 0 ? 'no argument' : `only ${asked.map(argument => argument.name).join(' ')}`}: \`${given[asked.length]}\` is too much`,
      help,
    );
}

function optionValue(option: Option, written: string, value: string | undefined, inline: boolean): string {
  if (!option.value) {
    if (value !== undefined) throw new Refusal(`${written} takes no value: \`${value}\``);
    return '';
  }
  if (value === undefined) throw new Refusal(`${written} needs a value: ${written} ${option.value}`);
  if (!inline && value.startsWith('-') && value.length > 1)
    throw new Refusal(
      `${written} needs a value, and \`${value}\` looks like an option`,
      `if it is the value: --${option.name}=${value}`,
    );
  if (option.later?.some(later => value === later || (later.endsWith(':') && value.startsWith(later))))
    throw new Refusal(`${written} ${value} is not supported yet`, `this release has ${option.choices?.join(', ')}`);
  if (option.choices && !option.choices.includes(value)) {
    const near = nearest(value, option.choices);
    throw new Refusal(
      `${written} cannot be \`${value}\``,
      near ? `did you mean \`${near}\`?` : `it is one of ${option.choices.join(', ')}`,
    );
  }
  return value;
}

function unknownOption(written: string, doing: string, options: readonly Option[]): Refusal {
  const near = written.startsWith('--')
    ? nearest(
        written.slice(2),
        options.map(option => option.name),
      )
    : undefined;
  if (laterOptions.includes(written)) return new Refusal(`${written} is not supported yet`);
  return new Refusal(
    `${doing} has no option ${written}`,
    near ? `did you mean --${near}?` : `see what there is: ${doing} --help`,
  );
}

/** Options of releases to come. */
const laterOptions = ['--open', '--real'];
