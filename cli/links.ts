import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { quote } from '../plan/quote.ts';
import type { Links } from '../report/run-report/html.ts';
import type { RunRef, RunStore } from '../run/store.ts';
import type { Context } from './context.ts';

/**
 * How a page finds what its run left: what `campaign fetch` has brought near it, by relative links, so that both can be passed on;
 * else the store itself, as far as a browser can open it.
 */
export function linksOf(
  { store, ref, page }: { readonly store: RunStore; readonly ref: RunRef; readonly page: string },
  { cwd, io: { env } }: Context,
  asked: string | undefined,
): Links {
  const from = dirname(page);
  const named = [join(from, 'campaign-results', ref.runId), join(cwd, 'campaign-results', ref.runId)];
  const home = isFetched(from, ref) ? from : named.find(each => existsSync(join(each, 'stages')));
  const inStore = storeLink(store, ref, env);
  return {
    href: key => {
      const fetched = home === undefined ? undefined : join(home, key);
      return fetched !== undefined && isFile(fetched) ? written(relative(from, fetched)) : inStore.href(key);
    },
    meaning:
      home === undefined
        ? inStore.meaning
        : `Links lead to what campaign fetch has brought to ${relative(cwd, home) || '.'}: pass it on together with this page.`,
    command: `campaign fetch ${ref.runId}${asked === undefined ? '' : ` --store ${quote(asked)}`}`,
  };
}

function storeLink(store: RunStore, ref: RunRef, env: Context['io']['env']): Pick<Links, 'href' | 'meaning'> {
  if (store.url.startsWith('file://'))
    return {
      href: key => pathToFileURL(store.place(ref, key)).href,
      meaning: 'Links lead into the store on the machine where this page was made, and work there alone.',
    };
  const [, bucket] = /^s3:\/\/([^/]+)/.exec(store.url) ?? [];
  if (bucket === undefined || env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL)
    return {
      href: () => undefined,
      meaning: 'No browser opens what is in this store: fetch it, and make the page again for links to it.',
    };
  return {
    href: key => {
      const path = store.place(ref, key).slice(`s3://${bucket}/`.length);
      return `https://s3.console.aws.amazon.com/s3/object/${bucket}?prefix=${encodeURIComponent(path)}`;
    },
    meaning: 'Links lead to the console of AWS, for whoever is signed in and may read the bucket.',
  };
}

/** Whether a directory is what `campaign fetch` has brought of this run, and not of another. */
function isFetched(directory: string, { runId }: RunRef): boolean {
  const record = join(directory, 'run.json');
  if (!isFile(record)) return false;
  try {
    return (JSON.parse(readFileSync(record, 'utf8')) as { readonly runId?: unknown } | null)?.runId === runId;
  } catch {
    return false;
  }
}

function written(path: string): string {
  return path.split(sep).map(encodeURIComponent).join('/');
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
