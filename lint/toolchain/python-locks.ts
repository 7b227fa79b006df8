import { source } from '../../schema/source.ts';
import type { RepositoryFacts } from '../facts.ts';
import { type Locked, placeIn } from './locks.ts';
import { askedByExtras } from './python-packages.ts';

/** Which of the packages that are there only for some an installation asks for. */
export interface Asked {
  /** Extras, or groups other than the usual: `--extra postgres`, `.[postgres]`. */
  readonly more: boolean;
  /** What is there to develop with too. */
  readonly development: boolean;
}

/** Packages that a text of requirements, or a lock file of Python, names, in their normal form, as far as they are installed on Linux. */
export function pythonPackages(path: string, facts: RepositoryFacts, asked: Asked): readonly Locked[] {
  const whole = facts.read(path);
  if (whole === undefined) return [];
  const from = source(path, whole);
  const name = path.replace(/^.*\//, '');
  const kind =
    name === 'uv.lock' || name === 'poetry.lock' ? 'lock' : (/^Pipfile\.lock$|toml$/.exec(name)?.[0] ?? 'text');
  const reached = name === 'uv.lock' && !asked.more ? reachedIn(whole, asked) : undefined;
  return [...leftOut(whole, name, asked).matchAll(PATTERNS[kind]!)]
    .filter(match => reached?.has(match[1]!) ?? true)
    .flatMap(match =>
      [match[1]!, ...askedByExtras(match[1]!, match[2] ?? '')].map(one => ({
        name: normal(one),
        dependencies: [],
        place: placeIn(from, match.index, match.index + match[0].length),
      })),
    );
}

const PATTERNS: Readonly<Record<string, RegExp>> = {
  lock: /^name = "([\w.-]+)"/gm,
  'Pipfile.lock': /^\s+"([A-Za-z][\w.-]*)": \{/gm,
  toml: /^\s*"?([A-Za-z][\w.-]*)(?:\[[\w,-]*\])?\s*(?:[=<>!~][^"]*)?"\s*,?\s*\]?\s*$/gm,
  text: /^([A-Za-z][\w.-]*)(\[[\w, -]*\])?(?=\s*(?:[=<>!~;@#]|$))/gm,
};

/** A marker of another system than Linux: packaging.python.org, "Dependency specifiers". */
const FOREIGN = /\b(?:sys_platform|platform_system|os_name)\s*==\s*\\?["'](?:win32|darwin|cygwin|Windows|Darwin|nt)\b/;

/** The text with blanks in the place of what is not installed, so that offsets stay what they are. */
function leftOut(text: string, name: string, { more, development }: Asked): string {
  const blank = (pattern: RegExp, isOut: (part: string) => boolean = () => true) =>
    text.replace(pattern, part => (isOut(part) ? part.replace(/[^\n]/g, ' ') : part));
  switch (name) {
    case 'Pipfile.lock':
      return development ? text : blank(/"develop":[\s\S]*/);
    case 'poetry.lock':
      return blank(
        /^\[\[package\]\]\n(?:(?!\[\[).*\n?)*/gm,
        part =>
          (!more && /^optional = true/m.test(part)) ||
          (!development && /^groups = \[(?!.*"main")/m.test(part)) ||
          FOREIGN.test(/^markers = .*/m.exec(part)?.[0] ?? ''),
      );
    case 'pyproject.toml':
      return more ? text : blank(/^\[(?:project\.optional-dependencies|dependency-groups)\]\n(?:(?!\[).*\n?)*/gm);
    default:
      return name.endsWith('.lock') ? text : blank(/^.*$/gm, line => FOREIGN.test(line));
  }
}

/** What `uv sync` installs without extras: what the project depends on; `undefined` where nothing tells which is the project. */
function reachedIn(text: string, { development }: Asked): ReadonlySet<string> | undefined {
  const blocks = text.split(/^(?=\[\[package\]\])/m).map(block => ({
    name: /^name = "([\w.-]+)"/m.exec(block)?.[1] ?? '',
    isRoot: /^source = \{ (?:virtual|editable) = "\." \}/m.test(block),
    block,
  }));
  const roots = blocks.filter(({ isRoot }) => isRoot);
  if (roots.length === 0) return undefined;
  const named = (part: string) =>
    [...part.matchAll(/\{ name = "([\w.-]+)"[^\n]*/g)].flatMap(([edge, name]) => (FOREIGN.test(edge) ? [] : [name!]));
  const section = (block: string, name: string) =>
    new RegExp(`^\\[package\\.${name}\\]\\n(?:(?!\\[).*\\n?)*`, 'm').exec(block)?.[0] ?? '';
  const reached = new Set<string>();
  for (const { block } of roots)
    for (const part of [
      block.replace(/^\[package\.[\s\S]*/m, ''),
      ...(development ? [section(block, 'dev-dependencies')] : []),
    ])
      for (const name of named(part)) reached.add(name);
  // What asks for another package may ask for its extras too.
  for (const next of reached)
    for (const { block } of blocks.filter(({ name }) => name === next))
      for (const name of named(block)) reached.add(name);
  return reached;
}

/** A Python package's name in its normal form: packaging.python.org, "Names and normalization". */
export function normal(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
