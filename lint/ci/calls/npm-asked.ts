import { base } from '../../path.ts';

/** What the words of a package manager ask for: a script of package.json, or a program. */
export interface Asked {
  readonly manager: string;
  /** The script, or with pnpm `/^test:/`, which is all whose names fit. */
  readonly script: string;
  readonly args: readonly string[];
  readonly directory?: string;
  /** `run` was written: it is a script, not a program. */
  readonly explicit: boolean;
  readonly everywhere: boolean;
  /** It runs at the workspace's root. */
  readonly rooted: boolean;
  readonly packages: readonly string[];
  /** `exec` was written: the program that is started in each package. */
  readonly program?: readonly string[];
}

/** Commands of the package managers themselves: `yarn add` runs no script named `add`. */
const OWN =
  /^(install|i|ci|add|remove|rm|uninstall|update|up|upgrade|publish|pack|link|unlink|audit|outdated|list|ls|why|info|view|config|cache|login|logout|init|create|dlx|exec|x|import|version|set|plugin|global|whoami|bin|prune|rebuild|dedupe|setup|store|fetch|deploy|patch|approve-builds|help|pm|build)$/;
/** Of those, names that yarn or pnpm leave to scripts. */
const FREE: ReadonlyMap<string, RegExp> = new Map([
  [
    'yarn',
    /^(i|ci|rm|uninstall|update|ls|view|x|rebuild|setup|store|fetch|deploy|patch|prune|approve-builds|pm|build)$/,
  ],
  ['pnpm', /^(build|pm|view|version|set|global)$/],
]);

/** Options that take the next word and choose nothing. */
const VALUED =
  /^--(workspace-concurrency|reporter|loglevel|script-shell|cache|registry|userconfig|test-pattern|changed-files-ignore-pattern|resume-from|store-dir|network-timeout|mutex)$/;

/** Reads the words of npm, pnpm, yarn and bun, and of `node --run`; `undefined` where they ask for neither script nor program. */
export function askedOf(words: readonly string[]): Asked | undefined {
  const program = base(words[0]!);
  if (program === 'node') return nodeAsked(words);
  if (!/^(npm|pnpm|pn|yarn|bun)$/.test(program)) return undefined;
  // pnpm also goes by this name.
  const manager = program === 'pn' ? 'pnpm' : program;
  const { plain, args, ...where } = taken(words.slice(1), manager);
  const [first, second] = plain;
  if (first === 'exec' || (first === 'x' && manager === 'npm'))
    return {
      manager,
      script: '',
      args: [],
      explicit: true,
      ...where,
      program: [...plain.slice(1), ...args.slice(args[0] === '--' ? 1 : 0)],
    };
  const explicit = first === 'run' || first === 'run-script' || first === 'rum' || first === 'urn';
  const script = explicit
    ? second
    : /^(t|tst|test|start|stop|restart)$/.test(first ?? '')
      ? first === 't' || first === 'tst'
        ? 'test'
        : first
      : manager === 'npm' ||
          manager === 'bun' ||
          (OWN.test(first ?? '') && FREE.get(manager)?.test(first ?? '') !== true)
        ? undefined
        : first;
  if (script === undefined || (manager === 'bun' && script === 'test' && !explicit)) return undefined;
  const tail = explicit ? plain.slice(2) : plain.slice(1);
  return { manager, script, args: [...tail, ...args], explicit, ...where };
}

/** The words apart: options of the manager, what is no option, and what is handed on. */
function taken(
  words: readonly string[],
  manager: string,
): Pick<Asked, 'args' | 'directory' | 'everywhere' | 'rooted' | 'packages'> & { readonly plain: readonly string[] } {
  let directory: string | undefined;
  let everywhere = false;
  let rooted = false;
  // `yarn workspaces foreach` has options of its own (yarnpkg.com/cli/workspaces/foreach).
  let foreach = false;
  const packages: string[] = [];
  const plain: string[] = [];
  let args: readonly string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const [name, ...rest] = word.split('=');
    const value = (): string => (rest.length > 0 ? rest.join('=') : (words[++at] ?? ''));
    const scripted = plain.length > (plain[0] === 'run' || plain[0] === 'run-script' ? 1 : 0);
    if (word === '--') {
      args = words.slice(at + 1);
      break;
    }
    // After the script's name npm still reads its own options; the others hand everything on.
    if (scripted && manager !== 'npm') {
      args = words.slice(at);
      break;
    }
    if (name === '--prefix' || name === '--cwd' || name === '--dir' || name === '-C') directory = value();
    else if (VALUED.test(word)) at++;
    else if (name === '-w' || name === '--workspace') {
      if (manager === 'pnpm') rooted = true;
      else packages.push(value());
    } else if (name === '--workspace-root' || name === '-T' || name === '--top-level') rooted = true;
    else if (name === '--filter' || name === '-F' || name === '--filter-prod') packages.push(value());
    else if (foreach && (name === '--include' || name === '--from')) packages.push(value());
    else if (foreach && name === '--exclude') packages.push(`!${value()}`);
    else if (foreach && /^(?:-j|--jobs)$/.test(name!)) value();
    else if (name === '--workspaces' || name === '-ws' || name === '-r' || name === '--recursive') everywhere = true;
    else if (word === 'workspace' && manager === 'yarn' && plain.length === 0) packages.push(words[++at] ?? '');
    else if (word === 'workspaces' && manager === 'yarn' && plain.length === 0) {
      everywhere = true;
      foreach = words[at + 1] === 'foreach';
      if (foreach) at++;
    } else if (!word.startsWith('-')) plain.push(word);
  }
  return { plain, args, everywhere, rooted, packages, ...(directory !== undefined && { directory }) };
}

/** `node --run test`: that script and nothing around it (nodejs.org, "Command-line API"). */
function nodeAsked(words: readonly string[]): Asked | undefined {
  const at = words.findIndex(word => word === '--run' || word.startsWith('--run='));
  const script = at < 0 ? undefined : (/=(.*)$/.exec(words[at]!)?.[1] ?? words[at + 1]);
  if (script === undefined || words.slice(1, at).some(word => !word.startsWith('-'))) return undefined;
  const end = words.indexOf('--');
  return {
    manager: 'node',
    script,
    args: end < 0 ? [] : words.slice(end + 1),
    explicit: true,
    everywhere: false,
    rooted: false,
    packages: [],
  };
}
