import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CodeAction, TextEdit } from 'vscode-languageserver-protocol';
import { campaign } from '../cli/process.ts';
import { git, write } from '../cli/repository.ts';
import { type Editor, startEditor } from './client.ts';
import { covered, positionOf } from './marked.ts';

let editor: Editor;
let root: string;
let uri: string;
const shownPages: unknown[] = [];

beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'campaign-editor-')));
  git(root, 'init', '-q');
  write(root, { 'scripts/a.sh': 'true\n', 'scripts/b.sh': 'true\n' });
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', 'one');
  git(root, 'remote', 'add', 'origin', 'https://git.example.com/engine.git');
  git(root, 'update-ref', 'refs/remotes/origin/HEAD', 'HEAD');
  editor = await startEditor(root, {
    capabilities: { window: { showDocument: { support: true } } },
    answers: {
      'window/showDocument': params => {
        shownPages.push(params);
        return { success: true };
      },
    },
  });
  uri = pathToFileURL(join(root, 'campaign.yaml')).href;
  editor.open(uri, '');
});

afterAll(async () => {
  await editor.end();
  rmSync(root, { recursive: true });
});

const head = 'campaign: x\nversion: 1\nci: { none: true, reason: a test }\n';
const limits = 'limits: { wall: 1h, stage: 1m }\n';

async function actionsAt(text: string, word: string, only?: string[]): Promise<CodeAction[]> {
  editor.replace(uri, text);
  const start = positionOf(text, word, 1, 0);
  return (await editor.connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri },
    range: { start, end: start },
    context: { diagnostics: [], ...(only && { only }) },
  })) as CodeAction[];
}

/** The text once an action is taken. */
function taken(text: string, action: CodeAction): string {
  const edits = [...(action.edit!.changes![uri] as TextEdit[])].sort(
    (a, b) => b.range.start.line - a.range.start.line || b.range.start.character - a.range.start.character,
  );
  return edits.reduce((whole, { range, newText }) => {
    const before = covered(whole, { start: { line: 0, character: 0 }, end: range.start });
    return before + newText + whole.slice(before.length + covered(whole, range).length);
  }, text);
}

/** The rules that `campaign lint` finds in a text. */
function found(text: string): string[] {
  write(root, { 'campaign.yaml': text });
  const { stdout } = campaign(root, ['lint', '--format', 'json', 'campaign.yaml']);
  return (JSON.parse(stdout) as { findings: { rule: string }[] }).findings.map(({ rule }) => rule);
}

test('a misspelt key: the repair, safe and preferred, and what it mends', async () => {
  const text = `${head}${limits}stages:\n  one:\n    run: df -h\n    timout: 1m\n`;
  const [fix, ...others] = await actionsAt(text, 'timout');
  expect(fix).toMatchObject({ kind: 'quickfix', isPreferred: true, diagnostics: [{ code: 'unknown-key' }] });
  expect(taken(text, fix!)).toBe(text.replace('timout', 'timeout'));
  expect(others.map(({ title }) => title)).toEqual([
    'Ignore `unknown-key` here, with a reason that you write',
    'Explain `unknown-key`',
  ]);
});

test('all that is safe at once, as editors ask for it on saving', async () => {
  const text = `${head}${limits}stages:\n  one:\n    run: df -h\n    timout: 1m\n  two:\n    run: df -h\n    exclusiv: false\n`;
  const all = await actionsAt(text, 'campaign', ['source.fixAll']);
  expect(all.map(({ title, kind }) => [title, kind])).toEqual([
    ['Mend all that is safe to mend', 'source.fixAll.campaign'],
  ]);
  expect(taken(text, all[0]!)).toBe(text.replace('timout', 'timeout').replace('exclusiv:', 'exclusive:'));
  expect(await actionsAt(text, 'campaign', ['refactor'])).toEqual([]);
});

const ignoring = async (text: string, word: string, rule: string) => {
  const actions = await actionsAt(text, word);
  const action = actions.find(({ title }) => title.startsWith(`Ignore \`${rule}\``));
  return taken(text, action!);
};

test('an ignore goes where the linter takes it, with the reason left to write', async () => {
  const inBlock = `${head}${limits}stages:\n  one:\n    run: |\n      df -h\n      make bench || true\n      df -i\n`;
  const once = await ignoring(inBlock, '|| true', 'swallowed-failure');
  expect(once).toBe(inBlock.replace('      make', '      # campaign-ignore: swallowed-failure -- \n      make'));
  expect(found(inBlock)).toEqual(['swallowed-failure']);
  expect(found(once)).toEqual(['ignore-without-reason']);
  expect(found(once.replace('-- \n', '-- it may\n'))).toEqual([]);

  const continued = `${head}${limits}stages:\n  one:\n    run: |\n      df -h && \\\n      make bench || true\n`;
  const before = await ignoring(continued, '|| true', 'swallowed-failure');
  expect(found(before.replace('-- \n', '-- it may\n'))).toEqual([]);

  const plain = `${head}${limits}stages:\n  one:\n    run: make bench || true\n`;
  const above = await ignoring(plain, '|| true', 'swallowed-failure');
  expect(above).toBe(plain.replace('    run:', '    # campaign-ignore: swallowed-failure -- \n    run:'));
  expect(found(above.replace('-- \n', '-- it may\n'))).toEqual([]);
});

test('with the line ends of the file', async () => {
  const text = `${head}${limits}stages:\n  one:\n    run: make bench || true\n`.replaceAll('\n', '\r\n');
  expect(await ignoring(text, '|| true', 'swallowed-failure')).toContain('swallowed-failure -- \r\n    run:');
});

test('no ignore where none is taken', async () => {
  const text = `${head}${limits}stages:\n  one:\n    run: echo \${{ params.x }}\n`;
  expect((await actionsAt(text, 'params')).map(({ title }) => title)).toEqual(['Explain `unknown-name`']);
});

test('an explanation is the rule’s page', async () => {
  const text = `${head}${limits}stages:\n  one:\n    run: make bench || true\n`;
  const explain = (await actionsAt(text, '|| true')).find(({ command }) => command)!;
  expect(explain).toEqual({
    title: 'Explain `swallowed-failure`',
    kind: 'quickfix',
    command: { title: 'Explain', command: 'campaign.explain', arguments: ['swallowed-failure'] },
  });
  await editor.connection.sendRequest('workspace/executeCommand', {
    command: explain.command!.command,
    arguments: explain.command!.arguments,
  });
  expect(shownPages).toEqual([
    { uri: expect.stringMatching(/^file:.*\/docs\/rules\/swallowed-failure\.md$/), takeFocus: true },
  ]);
});
