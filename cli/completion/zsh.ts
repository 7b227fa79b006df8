import { type Command, globalOptions, type Option, topOptions } from '../command.ts';
import { listRuns, type Offer, offer, offerOf } from './values.ts';

/** For zsh 5 with compinit. */
export function zshCompletion(commands: readonly Command[], rules: readonly string[]): string {
  const option = (one: Option): string => {
    const about = `[${escaped(one.summary)}]`;
    const value = one.value ? `:${escaped(one.value)}:${values(offerOf(one, commands, rules))}` : '';
    const names = one.short ? [`-${one.short}`, `--${one.name}`] : [`--${one.name}`];
    const group = one.many ? '*' : `(${names.join(' ')})`;
    return names
      .map(name => quoted(`${group}${name}${one.value && name.startsWith('--') ? '=' : ''}${about}${value}`))
      .join(' ');
  };
  const argument = (command: Command) =>
    command.arguments.map(({ name, many, complete }) =>
      quoted(`${many ? '*' : ''}:${name}:${values(offer(complete, commands, rules))}`),
    );
  const body = (command: Command) =>
    `    ${command.name}) _arguments -s ${[...[...command.options, ...globalOptions].map(option), ...argument(command)].join(' ')} ;;`;
  return `#compdef campaign
# zsh completion for campaign; made by \`campaign completion zsh\`
_campaign_runs() {
  local -a runs
  runs=(\${(f)"$(${listRuns})"})
  compadd -a runs
}
_campaign() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -C -s ${[...topOptions, ...globalOptions].map(option).join(' ')} '1:command:->command' '*::argument:->argument'
  case $state in
  command)
    local -a commands
    commands=(${[...commands.map(({ name, summary }) => quoted(`${name}:${escaped(summary)}`)), quoted('help:help on a command')].join(' ')})
    _describe command commands ;;
  argument)
    case $words[1] in
    help) _values command ${commands.map(({ name }) => name).join(' ')} ;;
${commands.map(body).join('\n')}
    esac ;;
  esac
}
if [[ $funcstack[1] == _campaign ]]; then _campaign "$@"; else compdef _campaign campaign; fi
`;
}

function values(what: Offer): string {
  switch (what.kind) {
    case 'words':
      return `(${what.words.join(' ')})`;
    case 'campaigns':
      return '_files -g "*.y(a|)ml"';
    case 'files':
      return '_files';
    case 'directories':
      return '_files -/';
    case 'runs':
      return '_campaign_runs';
    case 'nothing':
      return ' ';
  }
}

/** Brackets and colons have a meaning in specifications. */
function escaped(text: string): string {
  return text.replace(/[[\]:\\]/g, '\\$&');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
