import { appendFileSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-protocol';
import type { LintObject } from '../../report/findings-json.ts';
import { campaign, root as project } from '../cli/process.ts';
import { git, repository, temporary, write } from '../cli/repository.ts';
import { covered } from './marked.ts';
import { started } from './started.ts';

const head = `campaign: engine
version: 1
ci: { none: true, reason: a test }
limits: { wall: 1h, stage: 5m }
stages:
`;
const one = `${head}  one:
    run: bash scripts/one.sh
    produces: [{ path: one.txt, upload: false }]
`;
const address = (root: string, name = 'campaign.yaml') => pathToFileURL(join(root, name)).href;
const rules = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);

/** What `campaign lint` prints of a file, as the editor is to be told it. */
function linted(root: string, file: string): unknown[] {
  const { findings } = JSON.parse(campaign(root, ['lint', '--format', 'json', file]).stdout) as LintObject;
  return findings.map(
    ({ rule, severity, message, line, column, endLine, endColumn, file: where, help, cost, related }) => ({
      where,
      rule,
      severity: { error: 1, warning: 2, note: 3 }[severity],
      range: {
        start: { line: line - 1, character: column - 1 },
        end: { line: endLine - 1, character: endColumn - 1 },
      },
      said: [message, ...(help ? [`help: ${help}`] : []), ...(cost ? [`cost: ${cost}`] : [])],
      related: (related ?? []).map(({ message: said, line: l, column: c }) => ({
        said,
        line: l - 1,
        character: c - 1,
      })),
    }),
  );
}

function told(
  root: string,
  published: ReadonlyMap<string, { readonly diagnostics: readonly Diagnostic[] }>,
): unknown[] {
  return [...published].flatMap(([uri, { diagnostics }]) =>
    diagnostics.map(({ code, severity, range, message, relatedInformation = [] }) => ({
      where: uri.slice(address(root, '').length).replace(/^\//, ''),
      rule: code,
      severity,
      range,
      said: String(message).split('\n'),
      related: relatedInformation.map(({ location: { range: at }, message: said }) => ({ said, ...at.start })),
    })),
  );
}

describe('the findings are those of campaign lint', () => {
  for (const name of ['as-it-was', 'as-it-became', 'fixed'])
    test(`of examples/origin/${name}.campaign.yaml`, async () => {
      const text = readFileSync(join(project, `examples/origin/${name}.campaign.yaml`), 'utf8');
      const root = repository({ 'campaign.yaml': text, 'Cargo.toml': '', '.github/workflows/ci.yml': 'on: push\n' });
      const editor = await started(root);
      editor.open(address(root), text);
      await editor.diagnostics(address(root));
      const without = (all: unknown[]) =>
        all.map(each => ({ ...(each as { said: string[] }), said: (each as { said: string[] }).said.slice(1) }));
      expect(without(told(root, editor.published))).toEqual(without(linted(root, 'campaign.yaml')));
      await editor.end();
    });

  test('one as a whole: its code, its page, its range in UTF-16, its tag', async () => {
    const text = `${head}  one:
    run: echo 😀 > one.txt
    produces: [{ path: one.txt, upload: false }] # 😀
`;
    const root = repository({ 'campaign.yaml': text });
    const editor = await started(root);
    editor.open(address(root), text);
    const diagnostics = await editor.diagnostics(address(root));
    expect(diagnostics.find(({ code }) => code === 'unused-output')).toEqual({
      range: { start: { line: 7, character: 15 }, end: { line: 7, character: 47 } },
      severity: 3,
      code: 'unused-output',
      codeDescription: { href: pathToFileURL(join(project, 'docs/rules/unused-output.md')).href },
      source: 'campaign',
      message:
        '`one.txt` is neither uploaded nor required by any stage (stage one)\nhelp: delete `upload: false`, or list it under `requires` of the stage that reads it\ncost: the time to make it',
      tags: [1],
    });
    await editor.end();
  });

  test('after an astral character on the same line', async () => {
    const text = `${head}  one:\n    run: echo "😀😀" && exit\n    nonsense: 1\n    user: "\${{ params.😀 }} \${{ params.none }}"\n`;
    const root = repository({ 'campaign.yaml': text });
    const editor = await started(root);
    editor.open(address(root), text);
    const found = (await editor.diagnostics(address(root))).filter(({ code }) => code === 'unknown-name');
    expect(found.map(({ range }) => covered(text, range))).toEqual(['${{ params.😀 }}', '${{ params.none }}']);
    await editor.end();
  });

  test('shellcheck’s too, and none of them is lost while one types', async () => {
    const text = `${head}  one:\n    run: |\n      name=$(ls)\n      cp $name results\n    timeout: 1m\n`;
    const root = repository({ 'campaign.yaml': text });
    const editor = await started(root);
    editor.open(address(root), text);
    const first = rules(await editor.diagnostics(address(root)));
    editor.replace(address(root), text.replace('1m', '2m'));
    expect(rules(await editor.diagnostics(address(root)))).toEqual(first);
    expect(first).toEqual((linted(root, 'campaign.yaml') as { rule: string }[]).map(({ rule }) => rule));
    await editor.end();
  });
});

test('a finding in a script that a stage runs is told there, and goes when the campaign closes', async () => {
  const script = '#!/bin/bash\nset -e\ncargo bench || true\n';
  const text = `${head}  one:\n    run: bash scripts/one.sh\n    requires: [scripts/one.sh]\n`;
  const root = repository({ 'campaign.yaml': text, 'scripts/one.sh': script });
  const editor = await started(root);
  editor.open(address(root), text);
  await editor.diagnostics(address(root));
  const there = editor.published.get(address(root, 'scripts/one.sh'))!;
  expect(there.diagnostics.map(({ code, range }) => [code, covered(script, range)])).toContainEqual([
    'swallowed-failure',
    '|| true',
  ]);
  const gone = editor.next(address(root, 'scripts/one.sh'));
  await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri: address(root) } });
  expect(await gone).toEqual([]);
  await editor.end();
});

test('a text that the editor holds counts in place of the file on disk', async () => {
  const text = `${head}  one:\n    run: bash scripts/one.sh\n    requires: [scripts/one.sh]\n`;
  const root = repository({ 'campaign.yaml': text, 'scripts/one.sh': 'true\n' });
  const editor = await started(root);
  const script = address(root, 'scripts/one.sh');
  editor.open(address(root), text);
  expect(rules(await editor.diagnostics(address(root)))).toEqual([]);
  const next = editor.next(script);
  editor.open(script, 'make bench || true\n', 'shellscript');
  expect(rules(await next)).toEqual(['swallowed-failure']);
  const back = editor.next(script);
  await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri: script } });
  expect(await back).toEqual([]);
  await editor.end();
});

describe('judged again when the world changes', () => {
  const text = `${head}  one:\n    run: bash scripts/one.sh\n    requires: [scripts/one.sh]\n`;

  test('told by an editor that watches files', async () => {
    const root = repository({ 'campaign.yaml': text });
    const registered: unknown[] = [];
    const editor = await started(root, {
      capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
      answers: {
        'client/registerCapability': params => {
          registered.push(params);
          return null;
        },
      },
    });
    editor.open(address(root), text);
    expect(rules(await editor.diagnostics(address(root)))).toEqual(['missing-input']);
    expect(registered).toMatchObject([
      {
        registrations: [
          { method: 'workspace/didChangeWatchedFiles', registerOptions: { watchers: [{ globPattern: '**/*' }] } },
        ],
      },
    ]);
    write(root, { 'scripts/one.sh': 'true\n' });
    const change = { uri: address(root, 'scripts/one.sh'), type: 1 };
    const here = editor.next(address(root));
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [change] });
    expect(rules(await here)).toEqual(['untracked-file']);
    git(root, 'add', '-A');
    git(root, 'commit', '-qm', 'two');
    git(root, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
    const tracked = editor.next(address(root));
    const index = { uri: address(root, '.git/index'), type: 2 };
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [index] });
    expect(await tracked).toEqual([]);
    await editor.end();
  });

  test('seen within seconds by itself where the editor watches none: files, the index of git, workflows', async () => {
    const root = repository({ 'campaign.yaml': text });
    const editor = await started(root);
    editor.open(address(root), text);
    expect(rules(await editor.diagnostics(address(root)))).toEqual(['missing-input']);
    // The first look is what the others are compared with.
    await new Promise(resolve => setTimeout(resolve, 2_200));
    const here = editor.next(address(root));
    write(root, { 'scripts/one.sh': 'true\n' });
    expect(rules(await here)).toEqual(['untracked-file']);
    await new Promise(resolve => setTimeout(resolve, 2_200));
    const tracked = editor.next(address(root));
    git(root, 'add', '-A');
    git(root, 'commit', '-qm', 'two');
    git(root, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
    expect(await tracked).toEqual([]);
    await editor.end();
  });
});

test('several folders and repositories at once, each campaign with its own', async () => {
  const first = repository({ 'campaign.yaml': one, 'scripts/one.sh': 'true\n' });
  const second = repository({ 'deep/bench.campaign.yaml': one });
  const editor = await started(null);
  editor.open(address(first), one);
  editor.open(address(second, 'deep/bench.campaign.yaml'), one);
  expect(rules(await editor.diagnostics(address(first)))).toEqual(['unused-output']);
  expect(rules(await editor.diagnostics(address(second, 'deep/bench.campaign.yaml')))).toContain('missing-input');
  await editor.end();
});

test('outside of git, where nothing is tracked, and on no disk at all, where only the language is judged', async () => {
  const root = temporary();
  write(root, { 'scripts/one.sh': 'true\n' });
  const editor = await started(root);
  editor.open(address(root), one);
  expect(rules(await editor.diagnostics(address(root)))).toContain('untracked-file');
  const uri = 'untitled:campaign.yaml';
  editor.open(uri, `${one}nonsense: 1\n`);
  expect(rules(await editor.diagnostics(uri))).toEqual(['unknown-key']);
  await editor.end();
});

test('newer text overtakes older: only the newest is told, and letters sent in pieces are put together', async () => {
  const root = repository({ 'campaign.yaml': one, 'scripts/one.sh': 'true\n' });
  const uri = address(root);
  const editor = await started(root);
  editor.open(uri, `${head}`);
  const versions: (number | undefined)[] = [];
  for (let version = 2; version <= 30; version++)
    await editor.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [
        { range: { start: { line: 5, character: 0 }, end: { line: 5, character: 0 } }, text: `# ${version}\n` },
      ],
    });
  const settled = new Promise<void>(resolve => {
    const look = setInterval(() => {
      const version = editor.published.get(uri)?.version;
      versions.push(version);
      if (version === 30) {
        clearInterval(look);
        resolve();
      }
    }, 10);
  });
  await settled;
  expect(
    new Set(versions.filter(version => version !== undefined && version !== 1 && version !== 30)).size,
  ).toBeLessThan(5);
  expect(rules(editor.published.get(uri)!.diagnostics)).toEqual(['schema']);
  await editor.end();
});

test('a huge file and one of a single endless line are answered', async () => {
  const root = repository({});
  const editor = await started(root);
  editor.open(address(root), `${head}${'  x: { run: "true" }\n'.repeat(20_000)}`);
  const many = await editor.diagnostics(address(root));
  expect(many.length).toBe(1_000);
  editor.open(address(root, 'a.campaign.yaml'), `campaign: ${'x'.repeat(1_000_000)}`);
  expect(rules(await editor.diagnostics(address(root, 'a.campaign.yaml')))).toContain('schema');
  await editor.end();
});

test('an editor that asks for diagnostics gets the same, and is told to ask again', async () => {
  const root = repository({ 'campaign.yaml': one, 'scripts/one.sh': 'make x || true\n' });
  const uri = address(root);
  let asked = 0;
  const editor = await started(root, {
    capabilities: { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } },
    answers: {
      'workspace/diagnostic/refresh': () => {
        asked++;
        return null;
      },
    },
  });
  expect(editor.abilities.capabilities.diagnosticProvider).toEqual({
    identifier: 'campaign',
    interFileDependencies: true,
    workspaceDiagnostics: false,
  });
  editor.open(uri, one);
  const pull = () =>
    editor.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } }) as Promise<{
      kind: string;
      items: Diagnostic[];
    }>;
  const { kind, items } = await pull();
  expect([kind, rules(items)]).toEqual(['full', ['unused-output']]);
  expect(editor.published.has(uri)).toBe(false);
  expect(rules(editor.published.get(address(root, 'scripts/one.sh'))!.diagnostics)).toEqual(['swallowed-failure']);
  appendFileSync(join(root, 'scripts/one.sh'), 'true\n');
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: address(root, 'scripts/one.sh'), type: 2 }],
  });
  await expect.poll(() => asked).toBe(1);
  expect(rules((await pull()).items)).toContain('dirty-file');
  await editor.end();
});

test('through a symbolic link the addresses stay those that the editor knows', async () => {
  const real = repository({ 'campaign.yaml': one, 'scripts/one.sh': 'make x || true\n' });
  const links = temporary();
  symlinkSync(real, join(links, 'here'));
  const root = join(links, 'here');
  const editor = await started(root);
  editor.open(address(root), one);
  await editor.diagnostics(address(root));
  expect([...editor.published.keys()].sort()).toEqual([address(root), address(root, 'scripts/one.sh')]);
  const script = address(root, 'scripts/one.sh');
  const next = editor.next(script);
  editor.open(script, 'true\n');
  expect(await next).toEqual([]);
  await editor.end();
});
