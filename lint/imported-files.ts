import { type Source, source } from '../schema/source.ts';
import type { RepositoryFacts } from './facts.ts';
import { normalise, parentOf, relative } from './path.ts';
import type { NamedFile } from './stage-files.ts';
import { unmarked } from './stage-script.ts';

/** Of so many files that a program imports, directly or by another one, the imports are followed. */
const FOLLOWED = 100;

/** A line of a program that imports a file beside it. */
interface Import {
  readonly start: number;
  readonly end: number;
  /** Where the file may lie: relative to the directory of the program, or, with `rooted`, also to where Python looks. */
  readonly paths: readonly string[];
  readonly rooted: boolean;
}

const read = new WeakMap<RepositoryFacts, Map<string, { source: Source; imports: readonly Import[] } | undefined>>();

/**
 * The files of the source tree that a program in Python or JavaScript plainly imports, and those that these import: at the beginning of
 * a line, by a name that a file beside it has. What git ignores is none: it is made on the way, as `x_pb2.py` is.
 */
export function importedFiles(program: NamedFile, dir: string, facts: RepositoryFacts): readonly NamedFile[] {
  if (program.how === 'argument' || !/\.(py|[cm]?[jt]s)$/.test(program.path)) return [];
  const root = relative(dir, program.command.directory);
  const found = new Map<string, NamedFile>();
  const pending = [program.path];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const file = importsOf(path, facts);
    for (const { start, end, paths, rooted } of file?.imports ?? []) {
      const places = [
        parentOf(path),
        ...(rooted ? [parentOf(program.path), ...(root === undefined ? [] : [root])] : []),
      ];
      const candidates = places.flatMap(place => paths.map(one => normalise(place === '' ? one : `${place}/${one}`)));
      const there = candidates.find(one => !one.startsWith('..') && facts.exists(one) === 'file');
      if (!there || there === program.path || found.has(there) || found.size >= FOLLOWED) continue;
      if (facts.git && !facts.git.tracked.has(there) && facts.git.ignored(there)) continue;
      found.set(there, {
        path: there,
        place: { source: file!.source, range: { start, end } },
        how: 'read',
        conditional: program.conditional,
        command: program.command,
      });
      pending.push(there);
    }
  }
  return [...found.values()];
}

function importsOf(path: string, facts: RepositoryFacts) {
  let known = read.get(facts);
  if (!known) read.set(facts, (known = new Map()));
  if (!known.has(path)) {
    const raw = facts.read(path);
    const content = raw === undefined ? undefined : unmarked(raw);
    const imports = path.endsWith('.py') ? ofPython : ofNode;
    known.set(
      path,
      content === undefined ? undefined : { source: source(path, content), imports: [...imports(content)] },
    );
  }
  return known.get(path);
}

/** `import a.b`, `from .a import b, c`; not what is indented, which may not come to it. */
function* ofPython(text: string): Iterable<Import> {
  for (const match of text.matchAll(
    /^(?:import[ \t]+([\w.]+)|from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+\(?([\w, \t]*))/gm,
  )) {
    const [all, plain, dots = '', from = '', names = ''] = match;
    const module = (plain ?? from).replaceAll('.', '/');
    const up = '../'.repeat(Math.max(0, dots.length - 1));
    const inner = names.split(',').flatMap(one => /^\s*(\w+)/.exec(one)?.[1] ?? []);
    const said = { start: match.index, end: match.index + all.trimEnd().length, rooted: dots === '' };
    for (const one of [...(module ? [module] : []), ...inner.map(name => (module ? `${module}/${name}` : name))])
      yield { ...said, paths: [`${up}${one}.py`, `${up}${one}/__init__.py`] };
  }
}

const ENDS = ['', '.js', '.mjs', '.cjs', '.ts', '.json', '/index.js', '/index.ts'];

/** `import x from "./y.mjs"`, `const x = require("./y")`. */
function* ofNode(text: string): Iterable<Import> {
  const line =
    /^(?:import\b[^;'"]*?|export\b[^;'"]*?\bfrom\s*|(?:const|let|var)\b[^;\n]*?=\s*require\(\s*)(["'])(\.{1,2}\/[^"'\n]+)\1/gm;
  for (const match of text.matchAll(line)) {
    const path = match[2]!;
    const end = match.index + match[0].length - 1;
    // TypeScript names what it will have made of the file.
    const paths = [...ENDS.map(more => path + more), path.replace(/\.([cm]?)js$/, '.$1ts')];
    yield { start: end - path.length, end, paths, rooted: false };
  }
}
