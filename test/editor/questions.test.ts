import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Hover, Location, WorkspaceEdit } from 'vscode-languageserver-protocol';
import { git, write } from '../cli/repository.ts';
import { type Editor, startEditor } from './client.ts';
import { covered, positionOf } from './marked.ts';

const text = `campaign: engine
version: 1
ci: { none: true, reason: a test }
params:
  trials: { type: integer, default: 3, description: How often. }
machine: { type: c7i.2xlarge }
limits: { wall: 1h30m, stage: 5m }
secrets: { TOKEN: "ssm:/engine/token" }
lint: { unused-output: off }
stages:
  generate:
    matrix: { sf: [1, 10] }
    run: bash scripts/generate.sh "data/sf\${{ matrix.sf }}" "\${{ params.trials }}"
    requires: [scripts/generate.sh, { disk: 4GiB }]
    produces: ["data/sf\${{ matrix.sf }}/"]
    retry: &twice { attempts: 2, on: [spot] }
  # campaign-ignore: no-timeout -- an example
  bench:
    if: params.trials > 1 || params.trials == 3
    run: ls data/sf10 > out.txt
    requires: [data/sf10/, { stage: "generate[sf=1]" }]
    produces: [out.txt]
    secrets: [TOKEN]
    retry: *twice
profiles:
  local:
    params: { trials: 1 }
    stages: { generate: { timeout: 2m } }
`.replace('params.trials > 1', 'params.trials != 1');

let editor: Editor;
let root: string;
let uri: string;

beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'campaign-editor-')));
  git(root, 'init', '-q');
  write(root, { 'scripts/generate.sh': 'true\n', 'campaign.yaml': text });
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', 'one');
  editor = await startEditor(root);
  uri = pathToFileURL(join(root, 'campaign.yaml')).href;
  editor.open(uri, text);
  return async () => {
    await editor.end();
    rmSync(root, { recursive: true });
  };
});

const ask = <T>(method: string, word: string, nth = 1, more: object = {}): Promise<T> =>
  editor.connection.sendRequest(`textDocument/${method}`, {
    textDocument: { uri },
    position: positionOf(text, word, nth),
    ...more,
  }) as Promise<T>;

/** What a hover says, and over which text it says it. */
async function hover(word: string, nth = 1): Promise<readonly [string, string | undefined] | null> {
  const found = await ask<Hover | null>('hover', word, nth);
  if (!found) return null;
  return [(found.contents as { value: string }).value, found.range && covered(text, found.range)];
}

const shown = (locations: readonly Location[]) =>
  locations.map(({ uri: where, range }) =>
    where === uri
      ? `${range.start.line + 1}: ${covered(text, range)}`
      : where.slice(pathToFileURL(root).href.length + 1),
  );

describe('hover', () => {
  test('a key of the language', async () => {
    expect(await hover('produces')).toEqual([
      'What it leaves. Each must exist, be new, be non-empty and meet its `expect`, or the stage has failed.\n\na list of paths and of maps with `path`\n\nExample: `[results/, { path: report.md, expect: { lines: { min: 10 } } }]`',
      'produces',
    ]);
  });

  test('a stage: what it needs, leaves and may cost', async () => {
    expect(await hover('generate:')).toEqual([
      [
        '2 stages: `generate[sf=1]`, `generate[sf=10]`',
        '',
        'At worst 20m (0.12 USD, 2 attempts).',
        '',
        '- requires `scripts/generate.sh`, `4.295 GB disk`',
        '- produces `data/sf1/`, `data/sf10/`',
        '- `bench` waits for it',
        '- runs alone',
      ].join('\n'),
      'generate',
    ]);
  });

  test('paths: who produces them, who requires them, what git has', async () => {
    expect(await hover('data/sf10/, ')).toEqual(['`data/sf10/`: produced by `generate[sf=10]`', 'data/sf10/']);
    expect(await hover('scripts/generate.sh, ')).toEqual([
      '`scripts/generate.sh`: tracked in git',
      'scripts/generate.sh',
    ]);
    expect(await hover('scripts/generate.sh')).toEqual([
      '`scripts/generate.sh`: tracked in git',
      'scripts/generate.sh',
    ]);
    expect(await hover('out.txt]')).toEqual(['`out.txt`: required by no stage; goes to the store', 'out.txt']);
  });

  test('names: a parameter and its value, an axis, a secret', async () => {
    const param = 'parameter `trials` (integer) = `3`\n\nHow often.';
    expect(await hover('trials }')).toEqual([param, 'trials']);
    expect(await hover('trials != 1')).toEqual([param, 'trials']);
    expect(await hover('sf }')).toEqual(['matrix axis `sf` of `generate`: `1`, `10`', 'sf']);
    expect(await hover('TOKEN]')).toEqual(['secret `TOKEN`, read on the box from `ssm:/engine/token`', 'TOKEN']);
  });

  test('quantities and machines in other words', async () => {
    expect(await hover('1h30m')).toEqual(['1h 30m = 5,400 seconds', '1h30m']);
    expect(await hover('4GiB')).toEqual(['4.295 GB = 4,294,967,296 bytes', '4GiB']);
    expect(await hover('c7i.2xlarge')).toEqual([
      '8 cores · 0.357 USD/h on demand in us-east-1 (table of 2026-05)',
      'c7i.2xlarge',
    ]);
  });

  test('a rule, in `lint`, in a comment, and where it finds something', async () => {
    const [said, over] = (await hover('no-timeout'))!;
    expect(over).toBe('no-timeout');
    expect(said).toMatch(/^\[`no-timeout`\]\(file:\/\/.*\/docs\/rules\/no-timeout\.md\) \(error\) finds /);
    expect((await hover('unused-output'))![0]).toMatch(/^\[`unused-output`\]/);
    await editor.diagnostics(uri);
    const finding = editor.published.get(uri)!.diagnostics.find(({ code }) => code === 'unpushed-commit')!;
    const there = (await hover(covered(text, finding.range)))![0].split('\n\n---\n\n');
    expect(there.at(-1)).toMatch(/^\[`unpushed-commit`\]\(file:.*\) \(\w+\) finds /);
  });

  test('nothing over nothing', async () => {
    expect(await hover('an example')).toBeNull();
  });
});

describe('definition', () => {
  test('of a required path: the producer, or the file', async () => {
    expect(shown(await ask('definition', 'data/sf10/, '))).toEqual(['15: "data/sf${{ matrix.sf }}/"']);
    expect(shown(await ask('definition', 'scripts/generate.sh, '))).toEqual(['scripts/generate.sh']);
    expect(shown(await ask('definition', 'scripts/generate.sh'))).toEqual(['scripts/generate.sh']);
  });

  test('of names: a stage, also of an instance and in a profile; a parameter, an axis, a secret', async () => {
    expect(shown(await ask('definition', 'generate[sf'))).toEqual(['11: generate']);
    expect(shown(await ask('definition', 'generate: { timeout'))).toEqual(['11: generate']);
    expect(shown(await ask('definition', 'trials }'))).toEqual(['5: trials']);
    expect(shown(await ask('definition', 'trials == 3'))).toEqual(['5: trials']);
    expect(shown(await ask('definition', 'sf }'))).toEqual(['12: sf']);
    expect(shown(await ask('definition', 'TOKEN]'))).toEqual(['8: TOKEN']);
  });

  test('of an alias: its anchor', async () => {
    expect(shown(await ask('definition', '*twice'))).toEqual(['16: &twice']);
    expect(shown(await ask('definition', '*twice', 1, { position: positionOf(text, '*twice', 1, 3) }))).toEqual([
      '16: &twice',
    ]);
  });
});

test('references: of a stage all who name or need it, of a path all who make and ask for it, of a parameter all uses', async () => {
  const withAll = { context: { includeDeclaration: true } };
  expect(shown(await ask('references', 'generate:', 1, withAll))).toEqual([
    '11: generate',
    '21: generate',
    '28: generate',
    '21: data/sf10/',
  ]);
  expect(shown(await ask('references', 'data/sf${{', 2, withAll))).toEqual([
    '15: "data/sf${{ matrix.sf }}/"',
    '21: data/sf10/',
  ]);
  expect(shown(await ask('references', 'trials:', 1, { context: { includeDeclaration: false } }))).toEqual([
    '13: trials',
    '19: trials',
    '19: trials',
    '27: trials',
  ]);
  expect(await ask('documentHighlight', 'sf: ')).toHaveLength(3);
});

describe('rename', () => {
  const renamed = async (word: string, newName: string) => {
    const { changes } = await ask<WorkspaceEdit>('rename', word, 1, { newName });
    const edits = [...changes![uri]!].sort(
      (a, b) => b.range.start.line - a.range.start.line || b.range.start.character - a.range.start.character,
    );
    return edits.reduce((whole, { range, newText }) => {
      const before = covered(whole, { start: { line: 0, character: 0 }, end: range.start });
      return before + newText + whole.slice(before.length + covered(whole, range).length);
    }, text);
  };

  test('of a stage and of a parameter, everywhere at once', async () => {
    expect(await renamed('generate:', 'make')).toBe(
      text
        .replace('  generate:\n', '  make:\n')
        .replace('generate[sf=1]', 'make[sf=1]')
        .replace('{ generate: {', '{ make: {'),
    );
    expect(await renamed('trials:', 'rounds')).toBe(text.replaceAll('trials', 'rounds'));
    expect(await ask('prepareRename', 'sf: [1')).toEqual({
      start: { line: 11, character: 14 },
      end: { line: 11, character: 16 },
    });
  });

  test('is refused with a reason, or not offered', async () => {
    await expect(ask('rename', 'generate:', 1, { newName: 'a b' })).rejects.toMatchObject({
      message: expect.stringContaining('`a b` must be a name of letters'),
    });
    await expect(ask('rename', 'generate:', 1, { newName: 'bench' })).rejects.toMatchObject({
      message: 'there is a stage `bench` already',
    });
    expect(await ask('prepareRename', 'TOKEN:')).toBeNull();
    expect(await ask('prepareRename', 'version')).toBeNull();
  });
});

test('the outline: sections, and below them the names', async () => {
  type Symbols = readonly { name: string; kind: number; children?: Symbols }[];
  const names = (all: Symbols): unknown[] =>
    all.map(({ name, kind, children }) => (children ? [name, kind, names(children)] : [name, kind]));
  expect(names(await ask<Symbols>('documentSymbol', 'campaign'))).toEqual([
    ['campaign', 15],
    ['version', 15],
    ['ci', 3],
    ['params', 3, [['trials', 13]]],
    ['machine', 3],
    ['limits', 3],
    ['secrets', 3, [['TOKEN', 13]]],
    ['lint', 3],
    [
      'stages',
      3,
      [
        ['generate', 12],
        ['bench', 12],
      ],
    ],
    ['profiles', 3, [['local', 3]]],
  ]);
});

test('links to the files that are named', async () => {
  const links = await ask<{ range: Location['range']; target: string }[]>('documentLink', 'campaign');
  const target = pathToFileURL(join(root, 'scripts/generate.sh')).href;
  expect(links.map(({ range, target: to }) => [range.start.line + 1, covered(text, range), to])).toEqual([
    [13, 'scripts/generate.sh', target],
    [14, 'scripts/generate.sh', target],
  ]);
});
