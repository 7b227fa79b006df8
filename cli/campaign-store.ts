import { existsSync } from 'node:fs';
import type { Answer, Fault } from '../run/fault.ts';
import type { RunRef, RunStore } from '../run/store.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import { answered, liveFiles, type OpenedStore, openedStore, reading, runNamed, storeOfNearest } from './store.ts';

/** A run, and the store that has it. */
export interface OpenedRun extends OpenedStore {
  readonly ref: RunRef;
}

/**
 * Finds the run that a person means: in `--store`, where it is given; else on this machine, and in the bucket that the campaign here names,
 * where runs on boxes are. A run that is named and is here needs no network; of the latest of both the newer is meant, and where the bucket
 * does not answer, that is said and what is here counts.
 */
export async function openedRun(
  asked: string | undefined,
  invocation: Invocation,
  context: Context,
): Promise<OpenedRun> {
  const here = await openedStore(invocation, context);
  const url = await bucketBeside(invocation, context);
  if (url === undefined) return { ...here, ref: await runNamed(asked, here) };
  const { findRun } = await import('../run/recall.ts');
  const local = await reading(() => findRun(here.store, asked));
  const latest = asked === undefined || asked === 'latest';
  if (local.value && !latest) return { ...here, ref: local.value };
  // What may be two runs here is no run of the bucket's.
  if (local.fault && local.fault.code !== 'run-unknown') answered(local);
  const there = await openedBucket(url);
  const found = there.value && (await reading(() => findRun(there.value, asked)));
  if (found?.value && (!local.value || isNewer(found.value, local.value))) {
    context.note(`${found.value.runId} is in ${url}`);
    return { home: here.home, store: there.value!, ref: found.value };
  }
  if (there.fault) await missed(url, there.fault, local.value !== undefined, context);
  if (local.value) return { ...here, ref: local.value };
  // It may be that it was started here a moment ago.
  if (asked !== undefined && existsSync(liveFiles(here.home, asked)))
    return { ...here, ref: await runNamed(asked, here) };
  if (there.fault) answered(local);
  if (found?.fault && found.fault.code !== 'run-unknown') answered(found);
  const { fault } = local;
  return { ...here, ref: answered<RunRef>({ fault: { ...fault!, doing: `${fault!.doing}, and in ${url}` } }) };
}

/** The bucket that the campaign here names, beside what is on this machine; absent with `--store`, or where it names none. */
export async function bucketBeside(invocation: Invocation, context: Context): Promise<string | undefined> {
  if (invocation.has('store')) return undefined;
  const url = (await storeOfNearest(context.cwd))?.url;
  return url?.startsWith('s3://') ? url : undefined;
}

export async function openedBucket(url: string): Promise<Answer<RunStore>> {
  const { openStore } = await import('../run/store.ts');
  return await openStore(url);
}

/** Says that a bucket could not be looked at; who has no credentials at all, and has runs here, has not asked for it. */
export async function missed(
  url: string,
  { message }: Fault,
  isSomethingHere: boolean,
  context: Context,
): Promise<void> {
  const { noCredentials } = await import('../run/no-credentials.ts');
  if (isSomethingHere && message === noCredentials) return;
  context.note(`note: only this machine was looked at, and not ${url}: ${message}`);
}

/** Ids begin with the time. */
function isNewer(a: RunRef, b: RunRef): boolean {
  return a.runId > b.runId;
}
