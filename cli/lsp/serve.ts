import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type Connection,
  createConnection,
  DidChangeWatchedFilesNotification,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { EXPLAIN } from '../../editor/actions.ts';
import type { Context } from '../context.ts';
import { answerRequests } from './answers.ts';
import { abilities, type Client, clientOf } from './client.ts';
import type { Desk, DeskOptions } from './desk.ts';
import { Judging } from './judging.ts';
import { pollFiles } from './poll.ts';
import { pathOf, Sheets } from './sheets.ts';

/** Serves one editor over stdin and stdout, and answers the exit code once its input ends. After `exit` the library ends the process. */
export function serve(context: Context, openDesk: (options: DeskOptions) => Desk): Promise<number> {
  let begun = false;
  let isShutDown = false;
  const connection = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(process.stdin),
    new StreamMessageWriter(process.stdout),
  );
  // Only the protocol may stand on stdout.
  console.log = console.info = console.debug = (...words) => connection.console.log(words.join(' '));
  const documents = new TextDocuments(TextDocument);
  const sheets = new Sheets(documents);
  const desk = openDesk({ context, held: path => sheets.held(path) });
  let client: Client = { pulls: false, watches: false, shows: false };
  const judging = new Judging({ connection, sheets, desk, client: () => client });

  connection.onInitialize(params => {
    begun = true;
    client = clientOf(params);
    return abilities(client);
  });
  connection.onShutdown(() => {
    isShutDown = true;
  });
  connection.onInitialized(() => {
    if (client.watches)
      connection.client
        .register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: '**/*' }] })
        .catch((error: Error) => connection.console.warn(`the editor does not watch files: ${error.message}`));
    else pollFiles(judging);
  });
  connection.onDidChangeWatchedFiles(({ changes }) => judging.changed(changes.flatMap(({ uri }) => pathOf(uri) ?? [])));
  documents.onDidChangeContent(({ document }) => judging.edited(document.uri));
  documents.onDidSave(({ document }) => judging.saved(document.uri));
  documents.onDidClose(({ document }) => judging.closed(document.uri));
  answerRequests(connection, judging);
  connection.onExecuteCommand(async ({ command, arguments: words = [] }) => {
    if (command === EXPLAIN) await explain(connection, String(words[0]), judging, client);
    return null;
  });
  documents.listen(connection);
  connection.listen();
  return new Promise(resolve => {
    // Where no editor ever came there is nobody to miss a shutdown.
    const ended = () => resolve(begun && !isShutDown ? 1 : 0);
    process.stdin.once('end', ended).once('close', ended);
  });
}

/** Shows a rule's page, in the editor where that can open a file, else as a message. */
async function explain(connection: Connection, rule: string, judging: Judging, client: Client): Promise<void> {
  const page = judging.pageOf(rule);
  if (page === undefined)
    connection.window.showWarningMessage(`no page tells of \`${rule}\`: campaign explain ${rule}`);
  else if (client.shows) await connection.window.showDocument({ uri: page, takeFocus: true });
  else connection.window.showInformationMessage(readFileSync(fileURLToPath(page), 'utf8'));
}
