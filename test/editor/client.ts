import { type ChildProcess, spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import {
  type ClientCapabilities,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { bin, plainEnvironment } from '../cli/process.ts';

/** An editor: a real client library that talks to the real command. */
export interface Editor {
  readonly connection: ProtocolConnection;
  readonly process: ChildProcess;
  readonly abilities: InitializeResult;
  /** What was published of each file last. */
  readonly published: ReadonlyMap<string, PublishDiagnosticsParams>;
  /** All that was written to stderr. */
  stderr(): string;
  open(uri: string, text: string, languageId?: string): void;
  /** Puts a whole text in place of the one that is there. */
  replace(uri: string, text: string): void;
  /** The diagnostics of a file once those of its newest text are told. */
  diagnostics(uri: string): Promise<readonly Diagnostic[]>;
  /** The next ones that are told of a file, whatever its version. */
  next(uri: string): Promise<readonly Diagnostic[]>;
  end(): Promise<number | null>;
}

export interface EditorOptions {
  readonly capabilities?: ClientCapabilities;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Answers what the server asks; a method that is not here is not known. */
  readonly answers?: Readonly<Record<string, (params: unknown) => unknown>>;
  readonly processId?: number | null;
}

export async function startEditor(root: string | null, options: EditorOptions = {}): Promise<Editor> {
  const { capabilities = {}, args = ['--stdio'], env = {}, answers = {}, processId = process.pid } = options;
  const child = spawn(process.execPath, [bin, 'lsp', ...args], {
    cwd: root ?? '/',
    env: { ...plainEnvironment, ...env } as NodeJS.ProcessEnv,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr!.on('data', (part: Buffer) => (errors += part));
  const ended = new Promise<number | null>(resolve => child.on('exit', code => resolve(code)));
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout!),
    new StreamMessageWriter(child.stdin!),
  );
  const published = new Map<string, PublishDiagnosticsParams>();
  const waiting = new Set<(params: PublishDiagnosticsParams) => void>();
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    published.set(params.uri, params);
    for (const tell of waiting) tell(params);
  });
  for (const [method, answer] of Object.entries(answers)) connection.onRequest(method, answer);
  connection.listen();
  const abilities = (await connection.sendRequest('initialize', {
    processId,
    rootUri: root === null ? null : pathToFileURL(root).href,
    capabilities,
    workspaceFolders: null,
  })) as InitializeResult;
  await connection.sendNotification('initialized', {});
  const versions = new Map<string, number>();
  const until = (uri: string, fits: (params: PublishDiagnosticsParams) => boolean) =>
    new Promise<readonly Diagnostic[]>(resolve => {
      const tell = (params: PublishDiagnosticsParams) => {
        if (params.uri !== uri || !fits(params)) return;
        waiting.delete(tell);
        resolve(params.diagnostics);
      };
      waiting.add(tell);
    });
  const send = (method: string, params: unknown) => void connection.sendNotification(method, params as object);
  return {
    connection,
    process: child,
    abilities,
    published,
    stderr: () => errors,
    open(uri, text, languageId = 'yaml') {
      versions.set(uri, 1);
      send('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
    },
    replace(uri, text) {
      const version = versions.get(uri)! + 1;
      versions.set(uri, version);
      send('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] });
    },
    async diagnostics(uri) {
      const version = versions.get(uri);
      const known = published.get(uri);
      return known && known.version === version ? known.diagnostics : until(uri, params => params.version === version);
    },
    next: uri => until(uri, () => true),
    async end() {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      return ended;
    },
  };
}
