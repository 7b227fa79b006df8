import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { actions } from '../../editor/actions.ts';
import { completion } from '../../editor/completion.ts';
import { definition, highlights, references } from '../../editor/goto.ts';
import { hover } from '../../editor/hover.ts';
import { links, outline } from '../../editor/outline.ts';
import { renamable, rename } from '../../editor/rename.ts';
import type { Judged } from './desk.ts';
import type { Judging } from './judging.ts';

interface About {
  readonly textDocument: { readonly uri: string };
}

/** Registers an answer to each question that an editor asks of an open campaign; of any other document nothing is known. */
export function answerRequests(connection: Connection, judging: Judging): void {
  const study = (uri: string) => judging.study(uri);
  const judged = async (uri: string) => (await judging.judged(uri)) ?? (await judging.study(uri));
  connection.onHover(answer(study, (of, { position }) => hover(of, position), null));
  connection.onCompletion(answer(study, (of, { position }) => completion(of, position), null));
  connection.onDefinition(answer(study, (of, { position }) => [...definition(of, position)], null));
  connection.onReferences(
    answer(study, (of, { position, context }) => [...references(of, position, context.includeDeclaration)], null),
  );
  connection.onDocumentHighlight(
    answer(study, (of, { position }) => highlights(of, position).map(range => ({ range })), null),
  );
  connection.onDocumentSymbol(answer(study, of => [...outline(of)], null));
  connection.onDocumentLinks(answer(study, of => [...links(of)], null));
  connection.onPrepareRename(answer(study, (of, { position }) => renamable(of, position), null));
  connection.onRenameRequest(
    answer(
      study,
      (of, { position, newName }) => {
        const edit = rename(of, position, newName);
        return typeof edit === 'string' ? new ResponseError<void>(LSPErrorCodes.RequestFailed, edit) : edit;
      },
      null,
    ),
  );
  connection.onCodeAction(answer(judged, (of, { range, context }) => [...actions(of, range, context.only)], null));
  connection.languages.diagnostics.on(async ({ textDocument: { uri } }, token) => {
    const items = [...(await judging.pull(uri))];
    if (token.isCancellationRequested)
      return new ResponseError(LSPErrorCodes.ServerCancelled, 'cancelled', { retriggerRequest: false });
    return { kind: 'full', items };
  });
}

function answer<P extends About, R, N>(
  about: (uri: string) => Promise<Judged | undefined>,
  told: (study: Judged, params: P) => R,
  none: N,
): (params: P, token: CancellationToken) => Promise<R | N | ResponseError<void>> {
  return async (params, token) => {
    const cancelled = () => new ResponseError<void>(LSPErrorCodes.RequestCancelled, 'the editor has cancelled it');
    if (token.isCancellationRequested) return cancelled();
    const study = await about(params.textDocument.uri);
    if (token.isCancellationRequested) return cancelled();
    return study ? told(study, params) : none;
  };
}
