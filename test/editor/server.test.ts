import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { version } from '../../package.json';
import { bin, plainEnvironment } from '../cli/process.ts';
import { repository } from '../cli/repository.ts';
import { started } from './started.ts';

const minimal =
  'campaign: x\nversion: 1\nci: { none: true, reason: a test }\nlimits: { wall: 1h, stage: 1m }\nstages:\n  one:\n    run: df -h\n';

function server(args: readonly string[] = []) {
  return spawn(process.execPath, [bin, 'lsp', ...args], {
    env: plainEnvironment as NodeJS.ProcessEnv,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

test('says what it can do, and ends as the protocol has it', async () => {
  const editor = await started(null);
  expect(editor.abilities).toEqual({
    serverInfo: { name: 'campaign', version },
    capabilities: {
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: 2, save: { includeText: false } },
      hoverProvider: true,
      completionProvider: { triggerCharacters: [' ', '"', "'", '.', '/', '{', '[', ',', ':', '-'] },
      definitionProvider: true,
      referencesProvider: true,
      documentHighlightProvider: true,
      documentSymbolProvider: true,
      documentLinkProvider: {},
      renameProvider: { prepareProvider: true },
      codeActionProvider: { codeActionKinds: ['quickfix', 'source.fixAll.campaign'] },
      executeCommandProvider: { commands: ['campaign.explain'] },
    },
  });
  expect(await editor.end()).toBe(0);
  expect(editor.stderr()).toBe('');
});

test('ends with 1 where the editor leaves without a shutdown, and with 0 where none ever came', async () => {
  const left = await started(null);
  await left.connection.sendNotification('exit');
  const [code] = await once(left.process, 'exit');
  expect(code).toBe(1);
  const cut = await started(null);
  cut.process.stdin!.end();
  expect((await once(cut.process, 'exit'))[0]).toBe(1);
  const none = server(['--stdio', '--clientProcessId=1']);
  none.stdin.end();
  expect((await once(none, 'exit'))[0]).toBe(0);
});

test('ends when the process that it was told of does', async () => {
  const parent = spawn('sleep', ['60']);
  const editor = await started(null, { processId: parent.pid! });
  parent.kill('SIGKILL');
  const [code] = await once(editor.process, 'exit');
  expect(code).toBe(1);
});

test('writes nothing but the protocol, also in trouble: git that refuses is told in the log', async () => {
  const root = repository({ 'campaign.yaml': minimal });
  const logged: string[] = [];
  const editor = await started(root, { env: { PATH: '/nonexistent' } });
  editor.connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
    logged.push(message);
  });
  const uri = pathToFileURL(`${root}/campaign.yaml`).href;
  editor.open(uri, minimal);
  await editor.diagnostics(uri);
  expect(logged).toEqual(['there is no git in PATH: files count as untracked']);
  expect(editor.stderr()).toBe('');
  expect(await editor.end()).toBe(0);
});

test('answers a cancelled question with the protocol’s word for it, and goes on', async () => {
  const root = repository({ 'campaign.yaml': minimal });
  const uri = pathToFileURL(`${root}/campaign.yaml`).href;
  const editor = await started(root);
  editor.open(uri, minimal);
  const params = { textDocument: { uri }, position: { line: 5, character: 3 } };
  const { CancellationTokenSource } = await import('vscode-languageserver-protocol/node');
  const source = new CancellationTokenSource();
  const asked = editor.connection.sendRequest('textDocument/hover', params, source.token);
  source.cancel();
  const ended = await asked.then(
    () => 'answered',
    (error: { code: number }) => error.code,
  );
  expect([-32800, 'answered']).toContain(ended);
  expect(await editor.connection.sendRequest('textDocument/hover', params)).toMatchObject({
    contents: { kind: 'markdown' },
  });
  await expect(editor.connection.sendRequest('campaign/nothing')).rejects.toMatchObject({ code: -32601 });
  expect(await editor.end()).toBe(0);
});

test('knows nothing of documents that are no campaigns', async () => {
  const root = repository({ 'campaign.yaml': minimal });
  const uri = pathToFileURL(`${root}/compose.yaml`).href;
  const editor = await started(root);
  editor.open(uri, 'services: {}\n');
  const at = { textDocument: { uri }, position: { line: 0, character: 1 } };
  expect(await editor.connection.sendRequest('textDocument/hover', at)).toBeNull();
  expect(await editor.connection.sendRequest('textDocument/completion', at)).toBeNull();
  expect(editor.published.size).toBe(0);
  await editor.end();
});
