import { type Command, globalOptions, type Option, topOptions } from '../command.ts';
import { listRuns, type Offer, offer, offerOf } from './values.ts';

/** For bash 4 and newer, without the bash-completion package. */
export function bashCompletion(commands: readonly Command[], rules: readonly string[]): string {
  const flags = (options: readonly Option[]) =>
    options.flatMap(option => [`--${option.name}`, ...(option.short ? [`-${option.short}`] : [])]).join(' ');
  const valueCase = (option: Option, command: string) => {
    const names = [`--${option.name}`, ...(option.short ? [`-${option.short}`] : [])];
    return `    ${names.map(name => `'${command} ${name}'`).join(' | ')}) ${reply(offerOf(option, commands, rules))}; return ;;`;
  };
  const withValue = (command: Command) => [...command.options, ...globalOptions].filter(option => option.value);
  const positional = (command: Command) => {
    const branches = command.arguments.map((argument, index) => {
      const last = index === command.arguments.length - 1;
      return `      ${last && argument.many ? '*' : index}) ${reply(offer(argument.complete, commands, rules))} ;;`;
    });
    return [`    ${command.name}) case $seen in`, ...branches, '      esac ;;'];
  };
  return `# bash completion for campaign; made by \`campaign completion bash\`
_campaign() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command='' seen=0 index word
  COMPREPLY=()
  # Readline splits \`--option=value\` at the sign.
  if [[ $current == '=' ]]; then current=''; elif [[ $previous == '=' ]]; then previous=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    if [[ -z $command ]]; then
      case $word in -C | --directory) ((index++)) ;; -*) ;; *) command=$word ;; esac
    else
      case "$command $word" in
${commands
  .map(command => {
    const words = withValue(command).flatMap(option => [
      `--${option.name}`,
      ...(option.short ? [`-${option.short}`] : []),
    ]);
    return `        ${words.map(word => `'${command.name} ${word}'`).join(' | ')}) ((index++)) ;;`;
  })
  .join('\n')}
        *' '-*) ;;
        *) ((seen++)) ;;
      esac
    fi
  done
  if [[ -z $command && ($previous == -C || $previous == --directory) ]]; then mapfile -t COMPREPLY < <(compgen -d -- "$current"); return; fi
  case "$command $previous" in
${commands.flatMap(command => withValue(command).map(option => valueCase(option, command.name))).join('\n')}
  esac
  if [[ $current == -* ]]; then
    case $command in
    '') mapfile -t COMPREPLY < <(compgen -W '${flags([...topOptions, ...globalOptions])}' -- "$current") ;;
${commands.map(command => `    ${command.name}) mapfile -t COMPREPLY < <(compgen -W '${flags([...command.options, ...globalOptions])}' -- "$current") ;;`).join('\n')}
    esac
    return
  fi
  case $command in
    '' | help) mapfile -t COMPREPLY < <(compgen -W '${[...commands.map(({ name }) => name), 'help'].join(' ')}' -- "$current") ;;
${commands.flatMap(positional).join('\n')}
  esac
}
complete -o filenames -F _campaign campaign
`;
}

function reply(what: Offer): string {
  const from = (generate: string) => `mapfile -t COMPREPLY < <(${generate})`;
  switch (what.kind) {
    case 'words':
      return from(`compgen -W '${what.words.join(' ')}' -- "$current"`);
    case 'campaigns':
      return from(
        `compgen -d -- "$current"; compgen -f -X '!*.yaml' -- "$current"; compgen -f -X '!*.yml' -- "$current"`,
      );
    case 'files':
      return from(`compgen -f -- "$current"`);
    case 'directories':
      return from(`compgen -d -- "$current"`);
    case 'runs':
      return from(`compgen -W "$(${listRuns})" -- "$current"`);
    case 'nothing':
      return ':';
  }
}
