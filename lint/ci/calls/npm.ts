import { quote } from '../../../plan/quote.ts';
import type { Command } from '../command.ts';
import { inside, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import type { Called } from '../shell/surroundings.ts';
import { manifestOf, packagesOf, workspaceAbove } from './manifest.ts';
import { type Asked, askedOf } from './npm-asked.ts';

/** The scripts of package.json that `npm run x`, `npm test`, `pnpm x`, `yarn x` and `bun run x` run, with pre and post. */
export function npmCalls(command: Command, repository: Repository): readonly Called[] {
  const asked = askedOf(command.words);
  if (asked === undefined) return [];
  const { program } = asked;
  const directories = packagesAsked(asked, command, repository);
  if (program === undefined) return directories.flatMap(at => scriptsOf(at, asked, repository));
  return directories.map(at => ({
    hop: { label: `${asked.manager} exec${where(at)}` },
    text: program.map(quote).join(' '),
    cwd: absolute(at, repository),
  }));
}

/** Whether the words start a program in other directories than their own: `pnpm --filter core exec vitest`. */
export function entersPackages(words: readonly string[]): boolean {
  if (!words.includes('exec') && !words.includes('x')) return false;
  const asked = askedOf(words);
  return (
    asked?.program !== undefined &&
    (asked.everywhere || asked.rooted || asked.directory !== undefined || asked.packages.length > 0)
  );
}

/** The same scripts by the directory of their package.json and by name, whether they are there or not. */
export function scriptsNamed(
  command: Command,
  repository: Repository,
): readonly { readonly directory: string; readonly name: string }[] {
  const asked = askedOf(command.words);
  return asked === undefined || asked.program !== undefined
    ? []
    : packagesAsked(asked, command, repository).flatMap(directory =>
        namesRun(asked, directory, repository).map(name => ({ directory, name })),
      );
}

/** The one script that a command runs, whichever package manager it calls, as `npm run` would say it where its package.json is. */
export function scriptRun(
  command: Command,
  repository: Repository,
): { readonly directory: string; readonly words: readonly string[] } | undefined {
  const asked = askedOf(command.words);
  const [directory, ...others] = asked === undefined ? [] : packagesAsked(asked, command, repository);
  if (asked === undefined || asked.program !== undefined || directory === undefined || others.length > 0)
    return undefined;
  if (manifestOf(directory, repository)?.scripts.has(asked.script) !== true) return undefined;
  return { directory, words: ['npm', 'run', asked.script, ...asked.args] };
}

function packagesAsked(asked: Asked, command: Command, repository: Repository): readonly string[] {
  const cwd = asked.directory === undefined ? command.cwd : resolvePath(command.cwd, asked.directory);
  const directory = inside(repository, cwd);
  if (directory === undefined) return [];
  if (asked.rooted) return [workspaceAbove(directory, repository)];
  return asked.everywhere || asked.packages.length > 0
    ? packagesOf(workspaceAbove(directory, repository), asked.packages, repository)
    : [directory];
}

/** The scripts that are run, in order. pnpm takes an expression for those whose names fit (pnpm.io, "pnpm run"). */
function namesRun({ manager, script }: Asked, directory: string, repository: Repository): readonly string[] {
  const form = manager === 'pnpm' ? /^\/(.+)\/$/.exec(script)?.[1] : undefined;
  if (form !== undefined) {
    const all = [...(manifestOf(directory, repository)?.scripts.keys() ?? [])];
    try {
      const expression = new RegExp(form);
      return all.filter(name => expression.test(name));
    } catch {
      // pnpm refuses it as well.
      return [];
    }
  }
  return manager === 'pnpm' || manager === 'node' ? [script] : [`pre${script}`, script, `post${script}`];
}

function scriptsOf(directory: string, asked: Asked, repository: Repository): readonly Called[] {
  const manifest = manifestOf(directory, repository);
  const cwd = absolute(directory, repository);
  // `yarn jest`, `yarn run jest` and `pnpm jest` run a program when no script has that name.
  if (
    manifest?.scripts.has(asked.script) !== true &&
    (asked.manager === 'yarn' || (asked.manager === 'pnpm' && !asked.explicit))
  ) {
    return [
      {
        hop: { label: `${asked.manager} ${asked.script}` },
        text: [asked.script, ...asked.args].map(quote).join(' '),
        cwd,
      },
    ];
  }
  const names = namesRun(asked, directory, repository);
  return names.flatMap(name => {
    const text = manifest?.scripts.get(name);
    if (text === undefined) return [];
    const args = name === asked.script || asked.script.startsWith('/') ? asked.args.map(quote).join(' ') : '';
    return [
      {
        hop: { label: `${asked.manager} ${name === 'test' ? 'test' : `run ${name}`}${where(directory)}` },
        text: args === '' ? text : `${text} ${args}`,
        cwd,
      },
    ];
  });
}

function where(directory: string): string {
  return directory === '' ? '' : ` in ${directory}`;
}

function absolute(directory: string, repository: Repository): string {
  return directory === '' ? repository.root : `${repository.root}/${directory}`;
}
