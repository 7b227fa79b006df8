import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Plan } from '../plan/plan.ts';
import type { Answer } from '../run/fault.ts';
import type { RunRef, RunStore } from '../run/store.ts';
import { readText, searchUpward } from './campaign-file.ts';
import type { Option } from './command.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import { Refusal } from './io.ts';

export const storeOption: Option = {
  name: 'store',
  value: 'URL',
  complete: 'directory',
  summary: 'where results are: s3://bucket/prefix, file:///dir, or a directory; default: .campaign/',
};

/** The same of commands that look for runs. */
export const lookOption: Option = {
  ...storeOption,
  summary:
    'where results are: s3://bucket/prefix, file:///dir, or a directory; default: .campaign/ and the bucket that the campaign names',
};

/** The value of an answer of run/, or its fault as a refusal. */
export function answered<T>(answer: Answer<T>): T {
  if (answer.fault) throw new Refusal(`${answer.fault.doing}: ${answer.fault.message}`, answer.fault.help);
  return answer.value;
}

/** What is read from an open store, or, where the store fails under it, that as a refusal. */
export async function reading<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const { StoreFailure } = await import('../run/fault.ts');
    if (error instanceof StoreFailure) return answered<T>({ fault: error.fault });
    throw error;
  }
}

/** What `--store` means: a URL as it is, a path as a directory of this machine. */
export function storeUrl(given: string, cwd: string): string {
  return /^[a-z0-9+]+:\/\//i.test(given) ? given : `file://${resolve(cwd, given)}`;
}

/** The store of a local run: `--store`, else the campaign's own where it is a local one, else `.campaign/`. */
export function localStoreUrl(
  invocation: Invocation,
  context: Context,
  root: string,
  planned: Plan['store'] | undefined,
): string {
  const given = invocation.value('store');
  if (given !== undefined) return storeUrl(given, context.cwd);
  return planned?.url?.startsWith('file://') ? planned.url : `file://${join(root, '.campaign')}`;
}

export interface OpenedStore {
  readonly store: RunStore;
  /** Where this machine's runs have their live files. */
  readonly home: string;
}

/** Opens the store that `runs`, `status` and `logs` look into, without judging the campaign. `url`: this one instead. */
export async function openedStore(invocation: Invocation, context: Context, url?: string): Promise<OpenedStore> {
  const root = rootAbove(context.cwd);
  if (url !== undefined) {
    const { openStore } = await import('../run/store.ts');
    return { store: answered(await openStore(url)), home: homeIn(root) };
  }
  const campaign = searchUpward(context.cwd);
  const planned = invocation.has('store') || campaign === undefined ? undefined : await plannedStore(campaign);
  const { openStore } = await import('../run/store.ts');
  const store = answered(await openStore(localStoreUrl(invocation, context, root, planned)));
  return { store, home: homeIn(root) };
}

/** The run that a person means. One that has been started here a moment ago may not have reached its store yet: it is waited for. */
export async function runNamed(asked: string | undefined, { store, home }: OpenedStore): Promise<RunRef> {
  const { findRun } = await import('../run/recall.ts');
  for (let tries = 0; ; tries++) {
    const answer = await reading(() => findRun(store, asked));
    const young = answer.fault && asked !== undefined && existsSync(liveFiles(home, asked));
    if (!young || tries === 100) return answered(answer);
    await setTimeout(100);
  }
}

/** Where the live files of a run of this machine are. */
export function liveFiles(home: string, runId: string): string {
  return join(home, 'runs', runId);
}

/** Where local runs keep their live files. */
export function homeIn(root: string): string {
  return join(root, '.campaign', '.home');
}

/** The store of the nearest campaign, for its default parameters; absent where there is none or it depends on others. */
export async function storeOfNearest(cwd: string): Promise<Plan['store'] | undefined> {
  const campaign = searchUpward(cwd);
  const store = campaign === undefined ? undefined : await plannedStore(campaign);
  const { isUnknown } = await import('../plan/symbol.ts');
  return store?.url !== undefined && isUnknown(store.url) ? undefined : store;
}

async function plannedStore(path: string): Promise<Plan['store'] | undefined> {
  const { read } = await import('../schema/read.ts');
  const { campaign } = await read(readText({ path, shown: path }), path);
  if (!campaign?.store) return undefined;
  const { resolve: plan } = await import('../plan/resolve.ts');
  return plan(campaign).plan.store;
}

/** The nearest directory that holds `.campaign` or is a repository's root; else the directory itself. */
function rootAbove(start: string): string {
  for (let directory = start; ; directory = dirname(directory)) {
    if (existsSync(join(directory, '.campaign')) || existsSync(join(directory, '.git'))) return directory;
    if (directory === dirname(directory)) return start;
  }
}
