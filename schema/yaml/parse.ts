import type { Diagnostic } from '../diagnostic.ts';
import type { Node } from '../node.ts';
import type { Comment } from '../read.ts';
import type { Source } from '../source.ts';
import { clean } from './characters.ts';
import { type FirstFault, type Parsed, parseFast } from './events.ts';
import { fault, syntaxFault } from './faults.ts';

export interface ParsedText {
  /** Absent when the text says nothing. */
  readonly root?: Node;
  readonly comments: readonly Comment[];
  readonly faults: readonly Diagnostic[];
  /** Whether all of the text could be read. */
  readonly complete: boolean;
}

/** The most text (UTF-16 units) that is searched for further faults, in about a fifth of a second. */
const SALVAGED = 150_000;

/** Parses a text, whatever it is: what is wrong comes as diagnostics, what can be read as a tree. */
export async function parse(source: Source): Promise<ParsedText> {
  const { text, faults } = clean(source);
  const parsed = parseFast(source, text);
  if ('offset' in parsed) return broken(source, text, faults, parsed);
  return whole(source, parsed, faults);
}

function whole(source: Source, { tree, comments, second }: Parsed, faults: readonly Diagnostic[]): ParsedText {
  const found = [...faults, ...tree.faults];
  if (second) {
    found.push(
      fault(
        source,
        second,
        'a campaign is one document, and a second one begins here',
        'put it into a file of its own',
      ),
    );
  }
  const empty = tree.root === undefined || (tree.root.kind === 'scalar' && tree.root.text === '');
  if (empty) return { comments, faults: [...found, nothingIn(source)], complete: false };
  return { ...(tree.root && { root: tree.root }), comments, faults: found, complete: !tree.lacksMerge };
}

/** A file without a word in it, or with nothing but comments. */
function nothingIn(source: Source): Diagnostic {
  return fault(
    source,
    { start: 0, end: 0 },
    'the file says nothing',
    'begin with `campaign: <name>` and `version: 1`; `campaign init` writes a first one',
  );
}

async function broken(
  source: Source,
  text: string,
  faults: readonly Diagnostic[],
  first: FirstFault,
): Promise<ParsedText> {
  const told = syntaxFault(source, first);
  const tooDeep = first.message.startsWith('nesting exceeded');
  const limit = text.length <= SALVAGED ? text.length : lineStartBefore(text, SALVAGED);
  if (!tooDeep && first.offset <= limit) {
    const { salvage } = await import('./broken.ts');
    const salvaged = withoutOverflow(() => salvage(source, text.slice(0, limit)));
    if (salvaged) {
      const { tree, comments } = salvaged;
      const found = salvaged.faults.length > 0 ? salvaged.faults : [told];
      const cut = limit < text.length ? [notLookedAt(source, found[0]!, limit)] : [];
      return {
        ...(tree.root && { root: tree.root }),
        comments,
        faults: [...faults, ...cut, ...found.slice(cut.length), ...tree.faults],
        complete: false,
      };
    }
  }
  // What comes before the entry at fault can be read as it is.
  const end = lineStartBefore(text, first.offset);
  const before = parseFast(source, text.slice(0, end));
  const found = tooDeep || end >= text.length ? told : notLookedAt(source, told, first.offset);
  if ('offset' in before) return { comments: [], faults: [...faults, found], complete: false };
  const { tree, comments } = before;
  return {
    ...(tree.root && { root: tree.root }),
    comments,
    faults: [...faults, found, ...tree.faults],
    complete: false,
  };
}

/** A fault that also says how far the file was searched for more. */
function notLookedAt(source: Source, first: Diagnostic, from: number): Diagnostic {
  const range = { start: from, end: from };
  return {
    ...first,
    related: [
      {
        place: { source, range },
        message: 'what follows is too much to be searched for further faults until this one is mended',
      },
    ],
  };
}

/** Where the last line before an offset begins that is a key at the top or of a stage. */
function lineStartBefore(text: string, offset: number): number {
  const line = /(?:^|\n|\r) {0,2}[^\s#-][^\n\r]*/g;
  let at = Math.max(0, offset - 100_000);
  let found = 0;
  line.lastIndex = at;
  for (let match = line.exec(text); match && match.index < offset; match = line.exec(text)) {
    at = match.index + (/^[\r\n]/.test(match[0]) ? 1 : 0);
    if (at <= offset) found = at;
  }
  return found;
}

/** The parser of broken texts recurses; a text nested deeper than the stack leaves it to the first fault alone. */
function withoutOverflow<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
