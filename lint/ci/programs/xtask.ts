import { workspaceAt } from '../cargo-workspace.ts';
import type { Command } from '../command.ts';
import { join, type Repository } from '../repository.ts';
import type { Called } from '../shell/surroundings.ts';
import { definitionsIn, indexed } from './functions.ts';
import { remembered, textOf } from './lines.ts';
import { programOf } from './program.ts';
import { Reading } from './reading.ts';
import { RUST_LAUNCHES } from './rust-launches.ts';
import { is, isGroup, type Node, partedAt, RUST, treeOf } from './tokens.ts';

/** Names of packages that are made to start others, and not the product (github.com/matklad/cargo-xtask). */
const HELPER = /(^|[-_])(xtasks?|ci|dev|devtools?|tools?|tasks?|tidy|automation|scripts?)([-_]|$)/;

/** More files than these are no helper's. */
const MOST = 80;

const started = remembered(startedBy);

/** What a helper program of the workspace starts: `cargo run -p xtask -- lint`, mostly behind an alias. */
export function xtaskCalls(command: Command, repository: Repository): readonly Called[] {
  return command.words.some(word => word === 'run' || word === 'r') ? started(command, repository) : [];
}

function startedBy(command: Command, repository: Repository): readonly Called[] {
  const { words } = command;
  const end = words.indexOf('--');
  const own = end < 0 ? words : words.slice(0, end);
  const option = (...names: readonly string[]): string | undefined => {
    const at = own.findIndex(word => names.some(name => word === name || word.startsWith(`${name}=`)));
    return at < 0 ? undefined : own[at]!.includes('=') ? own[at]!.slice(own[at]!.indexOf('=') + 1) : own[at + 1];
  };
  const { members, root, selected } = workspaceAt(repository, command.cwd, option('--manifest-path'));
  const name = option('-p', '--package', '--bin') ?? (selected?.size === 1 ? [...selected][0] : undefined);
  const directory =
    name === undefined
      ? undefined
      : (members.get(name) ??
        (HELPER.test(name) && repository.files.exists(join(name, 'Cargo.toml')) === 'file' ? name : undefined));
  if (name === undefined || directory === undefined || !HELPER.test(name)) return [];
  const top = repository.files.remember(`rust ${directory}`, () =>
    filesBelow(join(directory, 'src'), repository).flatMap(path => treeOf(repository.files.read(path) ?? '', RUST)),
  );
  const definitions = repository.files.remember(`rust functions ${directory}`, () => definitionsIn(top, RUST));
  const main = definitions.find(({ name, of }) => name === 'main' && of === undefined);
  if (main === undefined) return [];
  // What stands behind the options of cargo's own is the program's, also without `--`.
  const told = end < 0 ? wordsBehind(own) : words.slice(end + 1);
  const constants = top.filter((_, at) => isConstant(top, at));
  const program = programOf(RUST, RUST_LAUNCHES, constants, {
    functions: indexed(definitions),
    types: typesIn(top),
    directory: join(repository.root, directory),
    root: join(repository.root, root ?? ''),
    env: command.env,
    words: told,
  });
  const reading = new Reading(program);
  reading.start(main);
  if (reading.lines.length === 0) return [];
  const label = `${name} ${told.filter(word => !word.startsWith('-'))[0] ?? ''}`.trim();
  return [{ hop: { label }, text: textOf(reading, directory), cwd: command.cwd }];
}

const VALUED =
  /^(-p|--package|--bin|--manifest-path|--features|-F|--profile|--target|--target-dir|--color|-j|--jobs|--config|-Z)$/;

function wordsBehind(words: readonly string[]): readonly string[] {
  const at = words.findIndex(
    (word, index) =>
      index > 1 &&
      !word.startsWith('-') &&
      !word.startsWith('+') &&
      !/^(run|r)$/.test(word) &&
      !VALUED.test(words[index - 1]!),
  );
  return at < 0 ? [] : words.slice(at);
}

/** Whether a node belongs to `const NAME: … = …;`. */
function isConstant(top: readonly Node[], at: number): boolean {
  for (let from = at; from >= 0 && from > at - 12; from--) {
    if (is(top[from], 'const', 'static')) return !top.slice(from, at).some(node => is(node, ';'));
    if (is(top[from], ';') && from !== at) return false;
  }
  return false;
}

function filesBelow(directory: string, repository: Repository): readonly string[] {
  return repository.files
    .list(directory)
    .flatMap(name => {
      const path = join(directory, name);
      return name.endsWith('.rs')
        ? [path]
        : repository.files.exists(path) === 'directory'
          ? filesBelow(path, repository)
          : [];
    })
    .slice(0, MOST);
}

/** What the variants of enums hold: `Tidy(tidy::TidyArgs)`. */
function typesIn(top: readonly Node[]): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const [at, node] of top.entries()) {
    if (!is(node, 'enum')) continue;
    const block = top.slice(at).find(one => isGroup(one, '{'));
    for (const part of isGroup(block) ? partedAt(block.items, ',') : []) {
      const held = part.at(-1);
      const variant = part.at(-2);
      const type = isGroup(held, '(') ? held.items.filter(one => one.kind === 'name').at(-1) : undefined;
      if (variant?.kind === 'name' && type?.kind === 'name') types.set(variant.text, type.text);
    }
  }
  return types;
}
