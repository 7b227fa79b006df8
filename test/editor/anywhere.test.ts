import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Position, Range } from 'vscode-languageserver-protocol';
import { openDesk } from '../../cli/lsp/desk.ts';
import { actions } from '../../editor/actions.ts';
import { completion } from '../../editor/completion.ts';
import { definition, highlights, references } from '../../editor/goto.ts';
import { hover } from '../../editor/hover.ts';
import { links, outline } from '../../editor/outline.ts';
import { toOffset, toPosition } from '../../editor/position.ts';
import { renamable, rename } from '../../editor/rename.ts';
import type { Study } from '../../editor/study.ts';
import { source } from '../../schema/source.ts';
import { plainEnvironment } from '../cli/process.ts';
import { times } from '../more.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const campaigns = [
  'campaign.yaml',
  ...['examples', 'examples/origin'].flatMap(folder =>
    readdirSync(join(root, folder))
      .filter(name => name.endsWith('.campaign.yaml'))
      .map(name => join(folder, name)),
  ),
].map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }));

const silent = { write: () => {}, isTerminal: false };
const io = { stdout: silent, stderr: silent, env: plainEnvironment, cwd: root, interactive: false };
const context = { io, cwd: root, note: () => {} };
const desk = openDesk({ context: context as never, held: () => undefined });
const study = (path: string, text: string) =>
  desk.study({ uri: pathToFileURL(join(root, path)).href, path: join(root, path), text });

const texts = new Map<string, string>();
/** The text behind an address. */
function textOf(uri: string, own: { readonly uri: string; readonly text: string }): string {
  if (uri === own.uri) return own.text;
  const path = fileURLToPath(uri);
  if (!texts.has(path)) texts.set(path, readFileSync(path, 'utf8'));
  return texts.get(path)!;
}

/** Whether a range lies in a text, and its ends are positions that the text has. */
function lies({ start, end }: Range, text: string): boolean {
  const of = source('', text);
  const has = (position: Position) =>
    JSON.stringify(toPosition(of, toOffset(of, position))) === JSON.stringify(position);
  return has(start) && has(end) && toOffset(of, start) <= toOffset(of, end);
}

/** Asks everything at a position, and gives every range that was answered outside of its text. */
function strays(about: Study, position: Position): readonly unknown[] {
  const { text } = about.reading.source;
  const uri = about.uriOf(about.reading.source);
  const own = { uri, text };
  const wrong: unknown[] = [];
  const held = (what: string, range: Range | undefined, where = uri) => {
    if (range && !lies(range, textOf(where, own))) wrong.push([what, position, range, where]);
  };
  held('hover', hover(about, position)?.range);
  for (const { textEdit, label } of completion(about, position).items)
    held(`completion ${label}`, (textEdit as { range: Range }).range);
  for (const one of definition(about, position)) held('definition', one.range, one.uri);
  for (const one of references(about, position, true)) held('references', one.range, one.uri);
  for (const range of highlights(about, position)) held('highlight', range);
  held('rename', renamable(about, position) ?? undefined);
  const renamed = rename(about, position, 'other-name');
  if (typeof renamed !== 'string') for (const { range } of renamed.changes![uri]!) held('rename', range);
  for (const { edit } of actions(about, { start: position, end: position }, undefined))
    for (const [where, edits] of Object.entries(edit?.changes ?? {}))
      for (const { range } of edits) held('action', range, where);
  return wrong;
}

describe('anywhere in a campaign everything is answered, and inside the text', () => {
  for (const { path, text } of campaigns)
    test(path, async () => {
      const about = await study(path, text);
      await about.judge();
      const lines = text.split('\n');
      const wrong = lines.flatMap((line, number) =>
        Array.from({ length: Math.ceil((line.length + 1) / 3) }, (_, third) =>
          strays(about, { line: number, character: Math.min(line.length, third * 3 + (number % 3)) }),
        ).flat(),
      );
      expect(wrong).toEqual([]);
      for (const { range, selectionRange } of outline(about))
        expect([lies(range, text), lies(selectionRange, text)]).toEqual([true, true]);
      for (const { range } of links(about)) expect(lies(range, text)).toBe(true);
    }, 120_000);
});

test('also while it is torn: cut off anywhere, a piece missing, brackets and quotes sown in', async () => {
  const piece = fc.constantFrom(
    '',
    '{',
    '[',
    '"',
    "'",
    '${{ ',
    '- ',
    '\n',
    ': ',
    '|',
    '*x',
    '&x ',
    '😀',
    '\t',
    '# ',
    '\r\n',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...campaigns),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(200),
      piece,
      fc.boolean(),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
      async ({ path, text }, at, length, sown, isCut, asked) => {
        const start = Math.floor(at * text.length);
        const torn = text.slice(0, start) + sown + (isCut ? '' : text.slice(start + length));
        const about = await study(path, torn);
        const of = source('', torn);
        // Where it was torn is where somebody types.
        const positions = [start, start + sown.length, ...asked.map(one => Math.floor(one * torn.length))];
        for (const offset of positions) expect(strays(about, toPosition(of, offset))).toEqual([]);
        expect(outline(about).filter(({ range }) => !lies(range, torn))).toEqual([]);
      },
    ),
    { numRuns: times(100, 300) },
  );
}, 180_000);
