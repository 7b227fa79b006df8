import type { Place } from '../../schema/source.ts';
import { base } from '../path.ts';
import type { ShellText } from '../stage-script.ts';
import type { LocatedCommand } from '../stage-shell.ts';
import { hereText, wordText, writtenOut } from './stage-programs.ts';

/** A file that a program in a command's own words or here-document plainly opens. */
export interface InlineFile {
  /** As written. */
  readonly path: string;
  readonly writes: boolean;
  readonly place: Place;
}

/** What a language opens files with; the path is the first group that matched. */
interface Opening {
  readonly pattern: RegExp;
  readonly writes: boolean;
}

/** A text without anything to be filled in. */
const TEXT = String.raw`\(\s*(?:"([^"\\{}\n]+)"|'([^'\\{}\n]+)')`;
const python = (before: string, after: string, writes: boolean): Opening => ({
  pattern: new RegExp(`${before}${TEXT}${after}`, 'g'),
  writes,
});
const PYTHON: readonly Opening[] = [
  python(String.raw`(?<![\w.])open`, String.raw`\s*,\s*(?:mode\s*=\s*)?["'][rbt+]*[wax]`, true),
  python(String.raw`(?<![\w.])open`, String.raw`\s*(?:\)|,\s*(?:\w+\s*=\s*)?["'](?!\w*[wax+]))`, false),
  python(
    String.raw`\.(?:to_(?:csv|parquet|json|feather|pickle|markdown)|write_(?:csv|parquet|json|ndjson)|savefig|save|savez|savetxt|tofile)`,
    '',
    true,
  ),
  python(
    String.raw`\.(?:read_(?:csv|parquet|json|feather|table|ndjson)|scan_(?:csv|parquet)|loadtxt|genfromtxt)`,
    '',
    false,
  ),
  // The second name is the one that stays.
  {
    pattern: /\b(?:os\.(?:replace|rename)|shutil\.(?:copy\w*|move))\([^(),\n]+,\s*(?:"([^"\\{}\n]+)"|'([^'\\{}\n]+)')/g,
    writes: true,
  },
  python(String.raw`\bPath`, String.raw`\)\.write_(?:text|bytes)\(`, true),
  python(String.raw`\bPath`, String.raw`\)\.read_(?:text|bytes)\(`, false),
];
const sql = (before: string, writes: boolean): Opening => ({
  pattern: new RegExp(String.raw`${before}\s*'([^'\n]+)'`, 'gi'),
  writes,
});
const COPIED = String.raw`\\copy\b[^;\n]*?`;
const PSQL = [sql(String.raw`${COPIED}\bto`, true), sql(String.raw`${COPIED}\bfrom`, false)];
const DUCKDB = [
  sql(String.raw`\bcopy\b[^;]{0,4000}?\bto`, true),
  sql(String.raw`\b(?:from|join|read_\w+\s*\(\s*\[?)`, false),
];
const CLICKHOUSE = [sql(String.raw`\binto\s+outfile`, true), sql(String.raw`\b(?:infile|file\s*\()`, false)];
/** Commands of the shells of sqlite and duckdb. */
const DOTTED: readonly Opening[] = [
  { pattern: /^[ \t]*\.(?:output|once|excel|backup|save)\s+(?:-\w+\s+)*["']?([^\s"';]+)/gm, writes: true },
  { pattern: /^[ \t]*\.(?:import|read|restore|open)\s+(?:-+\w+\s+)*["']?([^\s"';]+)/gm, writes: false },
];
const PROGRAMS: readonly (readonly [program: RegExp, openings: readonly Opening[]])[] = [
  [/^psql$/, PSQL],
  [/^duckdb$/, [...DUCKDB, ...DOTTED]],
  [/^sqlite3$/, DOTTED],
  [/^clickhouse(-client|-local)?$/, CLICKHOUSE],
  [/^[gm]?awk$/, [{ pattern: /\bprintf?\b[^;}\n|]*?>{1,2}\s*"([^"\s]+)"/g, writes: true }]],
];

/** The files that `python -c`, `duckdb -c`, `sqlite3 x.db '…'`, `awk '…'` and their here-documents open by a plain name. */
export function* inlineFiles(command: LocatedCommand, text: ShellText): Iterable<InlineFile> {
  if (command.kind !== 'command' || command.context.elsewhere) return;
  const program = base(command.words[0]?.value ?? '');
  if (/^(python|pypy)[\d.]*$/.test(program)) {
    const inner = writtenOut('python', command, text);
    if (!inner) return;
    // What it says in comments and long texts it does not do, and elsewhere it opens nothing of the stage's.
    const code = inner.text.replace(/^[ \t]*#.*|("""|''')[\s\S]*?\1/gm, said => said.replace(/[^\n]/g, ' '));
    if (/\bchdir\(/.test(code)) return;
    for (const one of opened({ ...inner, text: code }, PYTHON)) if (!one.writes || !isGone(one.path, code)) yield one;
    return;
  }
  const openings = PROGRAMS.find(([name]) => name.test(program))?.[1];
  if (!openings) return;
  const texts = command.words
    .slice(1)
    .flatMap(word => (/\s/.test(word.value ?? '') ? (wordText(word, text) ?? []) : []));
  const here = hereText(command, text);
  for (const inner of here ? [...texts, here] : texts) yield* opened(inner, openings);
}

/** A file that a program in Python takes away again, or gives another name once it is whole. */
function isGone(path: string, code: string): boolean {
  const quoted = path.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(
    `\\b(?:remove|unlink|replace|rename|move)\\(\\s*["']${quoted}["']|["']${quoted}["']\\)\\.(?:unlink|rename|replace)\\(`,
  ).test(code);
}

function* opened({ text, placeOf }: ShellText, openings: readonly Opening[]): Iterable<InlineFile> {
  for (const { pattern, writes } of openings)
    for (const match of text.matchAll(pattern)) {
      const path = match.slice(1).find(group => group !== undefined);
      if (path === undefined || /[$*?%|]|:\/\/|^-|^:/.test(path) || !/[./]/.test(path)) continue;
      const from = match.index + match[0].lastIndexOf(path);
      yield { path, writes, place: placeOf(from, from + path.length) };
    }
}
