import type { Command } from '../command.ts';
import { inside, join, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import type { Called } from '../shell/surroundings.ts';
import { type Definition, definitionsIn, indexed } from './functions.ts';
import { GO_LAUNCHES } from './go-launches.ts';
import { remembered, textOf } from './lines.ts';
import { programOf } from './program.ts';
import { Reading } from './reading.ts';
import { assignmentOf, statementsOf } from './statements.ts';
import { GO, type Node, treeOf } from './tokens.ts';

/** What the targets run that `mage` is asked for: exported functions, also of namespaces (magefile.org, "Targets"). */
export const mageCalls = remembered(targetsOf);

function targetsOf(command: Command, repository: Repository): readonly Called[] {
  const asked = askedOf(command.words.slice(1));
  if (asked === undefined) return [];
  const cwd = asked.directory === undefined ? command.cwd : resolvePath(command.cwd, asked.directory);
  const directory = inside(repository, cwd);
  if (directory === undefined) return [];
  const magefiles = repository.files.remember(`magefiles ${directory}`, () => magefilesIn(directory, repository));
  const { functions, top, path } = magefiles;
  const names = asked.targets.length > 0 ? asked.targets : defaultOf(top);
  return names.flatMap((name): readonly Called[] => {
    const definition = targetOf(name, functions);
    if (definition === undefined) return [];
    const program = programOf(GO, GO_LAUNCHES, top, { functions, directory: cwd!, env: command.env });
    const reading = new Reading(program);
    reading.start(definition);
    return [{ hop: { label: `mage ${name}` }, text: textOf(reading, path), cwd }];
  });
}

function askedOf(
  words: readonly string[],
): { readonly targets: readonly string[]; readonly directory?: string } | undefined {
  const targets: string[] = [];
  let directory: string | undefined;
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (/^-(l|h|clean|init|version|compile|-\w*)$/.test(word)) return undefined;
    if (word === '-d' || word === '-w') directory = words[++at];
    else if (word === '-t' || word === '-goos' || word === '-goarch' || word === '-ldflags' || word === '-gocmd') at++;
    else if (!word.startsWith('-')) targets.push(word);
  }
  return { targets, ...(directory !== undefined && { directory }) };
}

interface Magefiles {
  readonly functions: ReadonlyMap<string, Definition>;
  readonly top: readonly Node[];
  /** The directory, or one of them, to name them all. */
  readonly path: string;
}

/** The files with the build tag `mage`, and all of a directory `magefiles` (magefile.org, "Magefiles"). */
function magefilesIn(directory: string, repository: Repository): Magefiles {
  const { files } = repository;
  const own = join(directory, 'magefiles');
  const at = files.exists(own) === 'directory' ? own : directory;
  const paths = files
    .list(at)
    .filter(name => name.endsWith('.go') && !name.endsWith('_test.go'))
    .map(name => join(at, name))
    .filter(path => at === own || /^\/\/\s*(go:build|\+build)\b.*\bmage\b/m.test(files.read(path) ?? ''));
  const top = paths.flatMap(path => treeOf(files.read(path) ?? '', GO));
  return { functions: indexed(definitionsIn(top, GO)), top, path: at === own ? own : (paths[0] ?? own) };
}

/** Targets are found whatever their letters' case; `test:unit` is `Unit` of `Test`. */
function targetOf(name: string, functions: ReadonlyMap<string, Definition>): Definition | undefined {
  const wanted = name.replace(':', '.').toLowerCase();
  for (const [known, definition] of functions)
    if (
      known.toLowerCase() === wanted &&
      /^[A-Z]/.test(definition.name) &&
      (definition.of === undefined) === !wanted.includes('.')
    )
      return definition;
  return undefined;
}

function defaultOf(top: readonly Node[]): readonly string[] {
  const given = statementsOf(top, GO).map(assignmentOf);
  const value = given.find(one => one?.names[0] === 'Default')?.value ?? [];
  const names = value.flatMap(node => (node.kind === 'name' ? [node.text] : []));
  return names.length === 0 ? [] : [names.join(':')];
}
