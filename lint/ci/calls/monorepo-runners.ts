import { quote } from '../../../plan/quote.ts';
import type { Command } from '../command.ts';
import { jsonc, members, textsOf } from '../jsonc.ts';
import { inside, join, type Repository } from '../repository.ts';
import type { Called } from '../shell/surroundings.ts';
import { manifestOf, packagesOf, workspaceAbove } from './manifest.ts';
import { nxCalls } from './nx.ts';

/** What `turbo run test`, `lerna run test` and `nx run-many -t test` run in the packages of a workspace. */
export function monorepoCalls(program: string, command: Command, repository: Repository): readonly Called[] {
  const directory = inside(repository, command.cwd);
  if (directory === undefined) return [];
  switch (program) {
    case 'turbo':
      return turboCalls(command, workspaceAbove(directory, repository), repository);
    case 'lerna':
      return lernaCalls(command, workspaceAbove(directory, repository), repository);
    case 'nx':
      return nxCalls(command, directory, repository);
    default:
      return [];
  }
}

const VALUED =
  /^(-F|--filter|--concurrency|--cwd|--cache-dir|--cache|--env-mode|--log-order|--log-prefix|--output-logs|--profile|--token|--team|--api|--remote-cache-timeout|--graph|--dry|--scope|--ignore|--since|--stream|--npm-client|--loglevel|--cache-workers|--verbosity)$/;

/** The words of a runner apart: what is no option, the packages that are chosen, and what is handed on behind `--`. */
function taken(
  words: readonly string[],
  chooses: RegExp,
  leaves?: RegExp,
): { readonly plain: readonly string[]; readonly filters: readonly string[]; readonly rest: readonly string[] } {
  const end = words.indexOf('--');
  const plain: string[] = [];
  const filters: string[] = [];
  const options = end < 0 ? words : words.slice(0, end);
  for (let at = 0; at < options.length; at++) {
    const word = options[at]!;
    const [name = '', ...more] = word.split('=');
    const value = (): string => (more.length > 0 ? more.join('=') : (options[++at] ?? ''));
    if (chooses.test(name)) filters.push(value());
    else if (leaves?.test(name)) filters.push(`!${value()}`);
    else if (VALUED.test(word) && !/^--(stream|since|graph|dry)$/.test(word)) at++;
    else if (!word.startsWith('-')) plain.push(word);
  }
  return { plain, filters, rest: end < 0 ? [] : words.slice(end + 1) };
}

/** turborepo.com, "run": a task is the script of that name in every package; `//#lint` is the root's, and so is one that turbo.json lists thus. */
function turboCalls(command: Command, root: string, repository: Repository): readonly Called[] {
  const { plain, filters, rest } = taken(command.words.slice(1), /^(-F|--filter)$/);
  const names = plain[0] === 'run' ? plain.slice(1) : plain.slice(0, 1);
  const configuration = members(jsonc(repository.files.read(join(root, 'turbo.json')) ?? ''));
  const tasks = members(configuration.tasks ?? configuration.pipeline);
  const packages = packagesOf(root, filters, repository);
  const found: Called[] = [];
  const done = new Set<string>();
  const label = command.words.slice(0, 3).join(' ');
  const take = (name: string, where: readonly string[], means: boolean, depth: number): void => {
    const [, owner, script = name] = /^(.+)#(.+)$/.exec(name) ?? [];
    const at = owner === undefined ? where : owner === '//' ? [root] : packagesOf(root, [owner], repository);
    const rooted = owner === undefined && filters.length === 0 && `//#${script}` in tasks;
    for (const directory of rooted ? [...at, root] : at) {
      const key = JSON.stringify([directory, script]);
      if (done.has(key) || depth > 6) continue;
      done.add(key);
      const manifest = manifestOf(directory, repository);
      const own = members(tasks[`${directory === root ? '//' : (manifest?.name ?? '')}#${script}`] ?? tasks[script]);
      // What the packages before it have to build is a means of the others.
      for (const need of textsOf(own.dependsOn)) if (!/^[$^]/.test(need)) take(need, [directory], true, depth + 1);
      // A script of the root that asks turbo again says nothing more.
      const text = manifest?.scripts.get(script);
      if (text === undefined || (directory === root && /\bturbo\b/.test(text))) continue;
      found.push({ ...scriptCall(label, script, rest, directory, repository), ...(means && { means: true }) });
    }
  };
  for (const name of names) take(name, packages, false, 0);
  return found;
}

/** lerna.js.org, "lerna run" and "lerna exec". */
function lernaCalls(command: Command, root: string, repository: Repository): readonly Called[] {
  const { plain, filters, rest } = taken(command.words.slice(1), /^--scope$/, /^--ignore$/);
  const label = command.words.slice(0, 3).join(' ');
  const packages = packagesOf(root, filters, repository);
  if (plain[0] === 'exec')
    return packages.map(directory => ({
      hop: { label },
      text: [...plain.slice(1), ...rest].join(' '),
      cwd: join(repository.root, directory),
    }));
  if (plain[0] !== 'run' || plain[1] === undefined) return [];
  return plain[1]
    .split(',')
    .flatMap(name => packages.map(directory => scriptCall(label, name, rest, directory, repository)));
}

function scriptCall(
  label: string,
  script: string,
  rest: readonly string[],
  directory: string,
  repository: Repository,
): Called {
  const args = rest.map(quote);
  return {
    hop: { label },
    text: ['npm run', script, ...(args.length > 0 ? ['--', ...args] : [])].join(' '),
    cwd: directory === '' ? repository.root : join(repository.root, directory),
  };
}
