import { type InitializeParams, type InitializeResult, TextDocumentSyncKind } from 'vscode-languageserver/node';
import { EXPLAIN, FIX_ALL } from '../../editor/actions.ts';
import { version } from '../../package.json';

/** What the editor can do that changes how it is served. */
export interface Client {
  /** It asks for diagnostics itself, and asks again when told to. */
  readonly pulls: boolean;
  /** It watches files for us. */
  readonly watches: boolean;
  readonly shows: boolean;
}

export function clientOf({ capabilities: { textDocument, workspace, window } }: InitializeParams): Client {
  return {
    pulls: textDocument?.diagnostic !== undefined && workspace?.diagnostics?.refreshSupport === true,
    watches: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    shows: window?.showDocument?.support === true,
  };
}

/** What this server can do for it. */
export function abilities({ pulls }: Client): InitializeResult {
  return {
    serverInfo: { name: 'campaign', version },
    capabilities: {
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
      hoverProvider: true,
      completionProvider: { triggerCharacters: [' ', '"', "'", '.', '/', '{', '[', ',', ':', '-'] },
      definitionProvider: true,
      referencesProvider: true,
      documentHighlightProvider: true,
      documentSymbolProvider: true,
      documentLinkProvider: {},
      renameProvider: { prepareProvider: true },
      codeActionProvider: { codeActionKinds: ['quickfix', FIX_ALL] },
      executeCommandProvider: { commands: [EXPLAIN] },
      ...(pulls && {
        diagnosticProvider: { identifier: 'campaign', interFileDependencies: true, workspaceDiagnostics: false },
      }),
    },
  };
}
