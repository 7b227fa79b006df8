import type { Place } from '../schema/source.ts';
import { source } from '../schema/source.ts';
import type { RepositoryFacts } from './facts.ts';
import { base, relative, resolvePath } from './path.ts';
import type { ShellWord } from './shell/words.ts';
import type { LocatedCommand } from './stage-shell.ts';

/** A file of the source tree that an image is built of, or that a container gets. */
export interface ImageFile {
  /** Relative to `source.dir`, normalised. */
  readonly path: string;
  readonly place: Place;
}

/** Options of `docker build` whose value is the next word (docs.docker.com/reference/cli/docker/buildx/build). */
const VALUES =
  /^(-t|-f|-o|-m|-c|--(tag|file|build-arg|target|platform|secret|ssh|network|label|cache-from|cache-to|output|progress|build-context|builder|iidfile|metadata-file|add-host|annotation|allow|attest|ulimit|shm-size|memory|memory-swap|cpu-shares|cpuset-cpus|isolation|security-opt|cgroup-parent|volume))$/;

/** What `docker build` reads that no word of it names: the Dockerfile of its directory, and the files that `COPY` and `ADD` name; and what `docker run` mounts. */
export function* imageFiles(command: LocatedCommand, dir: string, facts: RepositoryFacts): Iterable<ImageFile> {
  const { words, directory, text } = command;
  if (!/^(docker|podman|nerdctl|buildah)$/.test(base(words[0]?.value ?? ''))) return;
  const at = words.findIndex(({ value }) => /^(build|bud|run|create)$/.test(value ?? ''));
  const verb = words[at]?.value;
  if (
    verb === undefined ||
    (at > 1 && words[1]?.value !== 'buildx' && words[1]?.value !== 'image' && words[1]?.value !== 'container')
  )
    return;
  const placeOf = ({ start, end }: ShellWord) => text.placeOf(start, end);
  const local = (from: string | undefined, path: string) => {
    const absolute = from === undefined ? undefined : resolvePath(from, path);
    return relative(dir, absolute) || undefined;
  };
  const args = words.slice(at + 1);
  if (verb === 'run' || verb === 'create') {
    for (const [index, word] of args.entries()) {
      const path = mounted(word, args[index - 1]?.value);
      const file = path === undefined ? undefined : local(directory, path);
      if (file !== undefined) yield { path: file, place: placeOf(word) };
    }
    return;
  }
  const context = args.find(
    ({ value }, index) => !/^-./.test(value ?? '') && !VALUES.test(args[index - 1]?.value ?? ''),
  );
  const root =
    context?.value === undefined || context.glob || /^-$|:\/\/|^git@/.test(context.value)
      ? undefined
      : resolvePath(directory ?? '', context.value);
  if (!context || root === undefined || directory === undefined) return;
  const named = args.flatMap(({ value }, index) => {
    const said = /^(?:-f|--file)(?:=(.*))?$/.exec(value ?? '');
    return said ? [said[1] ?? args[index + 1]?.value] : [];
  })[0];
  const isNamed = args.some(({ value }) => /^(-f|--file)(=|$)/.test(value ?? ''));
  const recipe = isNamed ? (named === undefined ? undefined : local(directory, named)) : local(root, 'Dockerfile');
  if (recipe === undefined) return;
  if (!isNamed) yield { path: recipe, place: placeOf(context) };
  const read = facts.read(recipe);
  if (read === undefined) return;
  const file = source(recipe, read);
  for (const { path, start, end } of copied(read)) {
    const one = local(root, path.replace(/^\/+/, ''));
    if (one !== undefined) yield { path: one, place: { source: file, range: { start, end } } };
  }
}

/** The path of this machine in `-v PATH:TARGET` and `--mount type=bind,source=PATH,…`. */
function mounted(word: ShellWord, before: string | undefined): string | undefined {
  // Docker wants an absolute path, which is nearly always written like this.
  const here = word.text.replaceAll('"', '').replace(/\$(?:PWD|\{PWD\}|\(pwd\))\//, './');
  const value = word.value ?? (/[$`'\\]/.test(here) ? undefined : here);
  if (value === undefined) return undefined;
  const volume = /^(-v|--volume)$/.test(before ?? '') ? value : /^(?:--volume=|-v(?==?[./]))=?(.*)$/.exec(value)?.[1];
  // A name without `/` is a volume of docker's own.
  if (volume !== undefined) return /^([^:]*\/[^:]*):/.exec(volume)?.[1];
  const mount = before === '--mount' ? value : /^--mount=(.*)$/.exec(value)?.[1];
  return mount !== undefined && /(^|,)type=bind(,|$)/.test(mount)
    ? /(?:^|,)(?:source|src)=([^,]+)/.exec(mount)?.[1]
    : undefined;
}

/** What the lines `COPY a b /to/` and `ADD a /to` of a Dockerfile take from the directory of the build (docs.docker.com/reference/dockerfile/#copy). */
function copied(text: string): readonly { readonly path: string; readonly start: number; readonly end: number }[] {
  return [...text.matchAll(/^[ \t]*(?:COPY|ADD)[ \t]+((?:[^\n]*\\\r?\n)*[^\n]*)/gim)].flatMap(line => {
    const rest = line[1]!;
    const from = line.index + line[0].length - rest.length;
    if (/(^|\s)--from[=\s]|<</.test(rest)) return [];
    const words = [...rest.matchAll(/[^\s,[\]"\\]+/g)].filter(([word]) => !word.startsWith('--'));
    return words
      .slice(0, -1)
      .flatMap(({ 0: path, index }) =>
        /[*?$]|:\/\/|^git@/.test(path) ? [] : [{ path, start: from + index, end: from + index + path.length }],
      );
  });
}
