import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';

/** The texts that the editor holds: campaigns, and other files in place of what is on disk. */
export class Sheets {
  readonly #documents: TextDocuments<TextDocument>;

  constructor(documents: TextDocuments<TextDocument>) {
    this.#documents = documents;
  }

  get(uri: string): TextDocument | undefined {
    return this.#documents.get(uri);
  }

  /** The addresses of the open campaigns. */
  campaigns(): readonly string[] {
    return this.#documents.keys().filter(isCampaign);
  }

  /** What the editor holds in place of a file (an absolute path without links). */
  held(path: string): string | undefined {
    for (const document of this.#documents.all()) if (realPathOf(document.uri) === path) return document.getText();
    return undefined;
  }
}

/** Whether an address is a campaign's, by its last part. */
export function isCampaign(uri: string): boolean {
  return /(?:^|[/:.])campaign\.ya?ml$/.test(uri);
}

/** The absolute path of an address; absent for what is no file. */
export function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
}

const real = new Map<string, string | undefined>();

/** The absolute path of an address, links in its directory resolved; absent for what is no file. */
function realPathOf(uri: string): string | undefined {
  if (!real.has(uri)) real.set(uri, resolved(uri));
  return real.get(uri);
}

function resolved(uri: string): string | undefined {
  const path = pathOf(uri);
  if (path === undefined) return undefined;
  try {
    return join(realpathSync(dirname(path)), basename(path));
  } catch {
    return undefined;
  }
}
