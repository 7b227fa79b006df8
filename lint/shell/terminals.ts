import type { Question } from './questions.ts';

const EDITORS = /^(vi|vim|nvim|nano|emacs|pico|joe|ed|visudo|vipw|vigr|crontab)$/;
const SCREENS =
  /^(top|htop|btop|less|more|man|info|watch|nmtui|dialog|whiptail|tig|lazygit|k9s|ncdu|mc|minicom|cfdisk|alsamixer)$/;
/** Without a program of their own they read one, or SQL, from an input that is empty. */
const PROMPTS =
  /^(python[\d.]*|ipython[\d.]*|node|irb|php|lua|ghci|jshell|bash|sh|zsh|gdb|lldb|pdb|bpython|bc|sqlite3|psql|mysql|mongosh|redis-cli)$/;

/** What needs an editor or a terminal; `false` for such a program that does without, `undefined` for any other. */
export function ofTerminal(program: string, args: readonly string[]): Question | false | undefined {
  const has = (pattern: RegExp) => args.some(word => pattern.test(word));
  const plain = args.filter(word => !word.startsWith('-'));
  if (EDITORS.test(program)) {
    if (program === 'crontab') return has(/^-[a-z]*e/) ? { how: 'editor', instead: '`crontab FILE`' } : false;
    if (/^(vi|vim|nvim|ed|emacs)$/.test(program) && has(/^(-[esE]+|--headless|--batch|-batch|--version)$/))
      return false;
    return { how: 'editor', instead: '`sed -i` or a file of the repository' };
  }
  if (SCREENS.test(program)) {
    if (program === 'top' && has(/^-[a-zA-Z]*b/)) return false;
    if (/^(less|more|man|info)$/.test(program)) return false;
    if (has(/^--?(version|help|V|h)$/) || (program === 'mc' && plain.length > 0)) return false;
    return { how: 'terminal', instead: program === 'top' ? '`top -b -n 1`' : 'something that ends by itself' };
  }
  return PROMPTS.test(program) ? ofPrompt(program, args, plain) : undefined;
}

/** `docker run -it` ends at once: "the input device is not a TTY"; `docker login` asks for a password. */
export function ofContainers(verb: string, next: string, args: readonly string[]): Question | undefined {
  const shown = /^(run|exec|attach)$/.test(verb) || (verb === 'container' && /^(run|exec)$/.test(next));
  const options = shown ? optionsBefore(args) : [];
  const has = (pattern: RegExp) => options.some(word => pattern.test(word));
  // Without `-i` its input is not attached, and with `-d` nobody's is: no terminal is asked for (docker/cli, `CheckTty`).
  if (isTerminal(options) && has(/^(-[dit]*i[dit]*|--interactive(=true)?)$/) && !isDetached(options))
    return { how: 'terminal', instead: 'it without `-t`', deaf: true };
  // `docker compose run` takes a terminal unless told not to, but does without one.
  if (verb === 'login' && !args.some(word => /^(--password-stdin|-p|--password.*|-p.+)$/.test(word)))
    return { how: 'login', instead: '`--password-stdin` and a password from `secrets:`', deaf: true };
  if (
    /^(system|image|container|volume|network|builder|buildx)$/.test(verb) &&
    next === 'prune' &&
    !args.some(word => /^(-[a-z]*f[a-z]*|--force)$/.test(word))
  )
    return { how: 'confirm', instead: '`-f`' };
  return undefined;
}

/** The options before the image or the name: what follows belongs to what runs inside. */
export function optionsBefore(args: readonly string[]): readonly string[] {
  const verb = args.findIndex(word => /^(run|exec|attach|debug)$/.test(word));
  const rest = args.slice(verb + 1);
  const end = rest.findIndex(
    (word, index) =>
      word === '--' ||
      (!word.startsWith('-') &&
        (index === 0 ||
          !/^-/.test(rest[index - 1]!) ||
          /^-(-rm|-detach|[a-z]*[dit]|-init|-privileged|-tty|-interactive)$/.test(rest[index - 1]!))),
  );
  return end < 0 ? rest : rest.slice(0, end);
}

/** It goes on by itself: only its id is printed. */
export function isDetached(options: readonly string[]): boolean {
  return options.some(word => /^(-[dit]*d[dit]*|--detach(=true)?)$/.test(word));
}

export function isTerminal(options: readonly string[]): boolean {
  return options.some(word => /^(-[diT]*t[dit]*|--tty(=true)?)$/.test(word));
}

/** `python3`, `psql db`: a prompt, and nobody at it. */
function ofPrompt(program: string, args: readonly string[], plain: readonly string[]): Question | undefined {
  const has = (pattern: RegExp) => args.some(word => pattern.test(word));
  const terminal = (instead: string): Question => ({ how: 'terminal', instead });
  // With a word behind it, `-h` is the host of a client.
  if (has(/^(--?version|-V|--help|\?)$/) || args.at(-1) === '-h') return undefined;
  if (/^(gdb|lldb)$/.test(program))
    return has(/^--?(batch|ex|eval-command|x|b|o|one-line)/) ? undefined : terminal('`gdb -batch -ex …`');
  if (/^(python|ipython)/.test(program)) {
    if (args[0] === '-m' && /^(pdb|ipdb|pudb)$/.test(args[1] ?? ''))
      return terminal('the program without the debugger');
    if (args[0] === '-i') return terminal('the program without `-i`');
  }
  if (/^(ba|z)?sh$/.test(program))
    return has(/^-[a-z]*i[a-z]*$/) || args.length === 0
      ? terminal('the commands themselves, or `bash FILE`')
      : undefined;
  if (/^(psql|mysql|mongosh|sqlite3|redis-cli)$/.test(program)) {
    const says = has(
      /^(-[a-zA-Z0-9]*[cefl].*|--(command|file|list|execute|eval|pipe|scan|bigkeys|latency|cluster|stat)(=.*)?|-[?V])$/,
    );
    const words =
      (program === 'redis-cli' && plain.length > 0) ||
      (program === 'sqlite3' && plain.length > 1) ||
      (program === 'mongosh' && plain.some(word => /\.(m?js|mongodb)$/.test(word)));
    return says || words ? undefined : terminal(STATEMENTS[program] ?? 'a file on its input');
  }
  if (program === 'bc') return undefined;
  return args.length === 0 ? terminal(`a script: \`${program} FILE\``) : undefined;
}

/** How a client of a database is told what to do. */
const STATEMENTS: Readonly<Record<string, string>> = {
  psql: '`psql -c "…"` or `psql -f FILE`',
  mysql: '`mysql -e "…"` or `mysql < FILE`',
  mongosh: '`mongosh --eval "…"` or `mongosh --file FILE`',
  sqlite3: '`sqlite3 DB "…"` or `sqlite3 DB < FILE`',
  'redis-cli': '`redis-cli COMMAND …`, or a file on its input',
};
