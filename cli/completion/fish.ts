import { type Command, globalOptions, type Option, topOptions } from '../command.ts';
import { listRuns, type Offer, offer, offerOf } from './values.ts';

/** For fish 3 and newer. */
export function fishCompletion(commands: readonly Command[], rules: readonly string[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const none = `not __fish_seen_subcommand_from ${names} help`;
  const option = (one: Option, condition: string) =>
    [
      'complete -c campaign',
      condition && `-n '${condition}'`,
      `-l ${one.name}`,
      one.short && `-s ${one.short}`,
      one.value && value(offerOf(one, commands, rules)),
      `-d ${quoted(one.summary)}`,
    ]
      .filter(Boolean)
      .join(' ');
  const lines = [
    '# fish completion for campaign; made by `campaign completion fish`',
    'complete -c campaign -f',
    ...globalOptions.map(one => option(one, '')),
    ...topOptions.map(one => option(one, none)),
    ...commands.map(({ name, summary }) => `complete -c campaign -n '${none}' -a ${name} -d ${quoted(summary)}`),
    `complete -c campaign -n '${none}' -a help -d 'help on a command'`,
    `complete -c campaign -n '__fish_seen_subcommand_from help' -a '${names}'`,
  ];
  for (const command of commands) {
    const here = `__fish_seen_subcommand_from ${command.name}`;
    for (const one of command.options) lines.push(option(one, here));
    const [first] = command.arguments;
    if (first)
      lines.push(`complete -c campaign -n '${here}' ${values(offer(first.complete, commands, rules))}`.trimEnd());
  }
  return `${lines.join('\n')}\n`;
}

/** An option's value: `-x` means that it needs one and that files are none, so it cannot go with `-F`. */
function value(what: Offer): string {
  return what.kind === 'files' ? '-r -F' : `-x ${values(what)}`.trimEnd();
}

function values(what: Offer): string {
  switch (what.kind) {
    case 'words':
      return `-a '${what.words.join(' ')}'`;
    case 'campaigns':
      return `-a '(__fish_complete_suffix .yaml .yml)'`;
    case 'files':
      return '-F';
    case 'directories':
      return `-a '(__fish_complete_directories)'`;
    case 'runs':
      return `-a ${quoted(`(${listRuns})`)}`;
    case 'nothing':
      return '';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
