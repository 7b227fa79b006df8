import { mkdir } from 'node:fs/promises';
import type { LedgerEntry, OutputRecord } from '../schema/records.ts';
import type { Answer } from './fault.ts';
import { landing } from './landing.ts';
import { markOf } from './recall.ts';
import { recordOf, resultOf } from './record.ts';
import type { RunRef, RunStore } from './store.ts';

/**
 * What became of one object. `fetched`, `kept` (it was here already): its bytes are what the run recorded. `unverified`: it is here,
 * but nothing recorded says what its bytes should be. `missing`: recorded, and not in the store. `damaged`: in the store with other
 * bytes than recorded; not written. `refused`: it cannot be written below the directory.
 */
export type Fate = 'fetched' | 'kept' | 'unverified' | 'missing' | 'damaged' | 'refused';

export interface FetchedObject {
  /** Relative to the run's folder, and to the directory; of an output that never reached the store, its path. */
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly fate: Fate;
  /** What a checkpoint saved of a stage that did not finish. */
  readonly partial: boolean;
  /** Why it is not as recorded; empty when it is. */
  readonly why: string;
}

export interface Fetched {
  /** Absent: the run has not ended by itself, so there may be more to come or to miss. */
  readonly mark?: 'COMPLETE' | 'INCOMPLETE';
  readonly objects: readonly FetchedObject[];
}

export interface FetchOptions {
  /** Absolute; made where it is not there. */
  readonly directory: string;
  /** Only what these stages left; empty: the whole run. */
  readonly stages: readonly string[];
  /** Called before each object, with its place in the row. */
  readonly onObject?: (key: string, number: number, of: number) => void;
}

/** How an object is to be: what the ledger or a stage's result says of it. */
export type Expected = Pick<OutputRecord, 'size' | 'sha256' | 'mode' | 'link'>;

/** Brings a run's folder home below a directory, each file whole and verified or not at all. What is there already is kept. */
export async function fetchRun(store: RunStore, run: RunRef, options: FetchOptions): Promise<Answer<Fetched>> {
  // The mark comes before the list: what is listed afterwards is all that a run which had ended has.
  const mark = await markOf(store, run);
  const listed = new Map((await store.list(run, '')).map(object => [object.key, object.size]));
  listed.delete('stop');
  const wanted = (key: string) =>
    options.stages.length === 0 || options.stages.some(stage => key.startsWith(`stages/${stage}/`));
  const unknown = await unknownStage(store, run, [...listed.keys()], options.stages);
  if (unknown) return unknown;
  const { expected, absent } = await expectations(store, run, [...listed.keys()]);
  const keys = [...new Set([...listed.keys(), ...expected.keys()])].filter(wanted).sort();
  try {
    await mkdir(options.directory, { recursive: true });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return {
      fault: {
        code: 'home-unwritable',
        doing: `fetching ${run.campaign}/${run.runId}`,
        message: `cannot make the directory ${options.directory} (${error.code})`,
        help: 'give another one: -o DIR',
      },
    };
  }
  const land = landing(options.directory);
  const objects: FetchedObject[] = [];
  for (const [index, key] of keys.entries()) {
    options.onObject?.(key, index + 1, keys.length);
    const entry = expected.get(key);
    const size = listed.get(key) ?? (entry?.link === undefined ? undefined : entry.size);
    const partial = /^stages\/[^/]+\/partial\//.test(key);
    const settled = mark !== undefined && !partial;
    if (size === undefined)
      objects.push({ key, size: entry?.size ?? 0, fate: 'missing', partial, why: 'recorded, but not in the store' });
    else objects.push({ key, partial, ...(await land(store, run, { key, size, expected: entry, settled })) });
  }
  for (const { stage, path, size } of absent)
    if (wanted(`stages/${stage}/`))
      objects.push({ key: `${stage}: ${path}`, size, fate: 'missing', partial: false, why: 'never reached the store' });
  return { value: { ...(mark && { mark }), objects } };
}

async function unknownStage(
  store: RunStore,
  run: RunRef,
  keys: readonly string[],
  asked: readonly string[],
): Promise<{ readonly fault: NonNullable<Answer<never>['fault']> } | undefined> {
  const planned = recordOf(await store.read(run, 'run.json'))?.plan.map(({ stage }) => stage) ?? [];
  const known = new Set([...planned, ...keys.flatMap(key => /^stages\/([^/]+)\//.exec(key)?.[1] ?? [])]);
  const unknown = asked.find(stage => !known.has(stage));
  if (unknown === undefined) return undefined;
  return {
    fault: {
      code: 'stage-unknown',
      doing: `fetching ${run.campaign}/${run.runId}`,
      message: `the run has no stage \`${unknown}\``,
      help: known.size ? `it has ${[...known].join(', ')}` : 'it has left nothing of any stage yet',
    },
  };
}

/** What the run says of its objects: the ledger's last word on each key, and the results of its stages for modes and links. */
async function expectations(store: RunStore, run: RunRef, keys: readonly string[]) {
  const expected = new Map<string, Expected>();
  const ledger = (await store.read(run, 'ledger.jsonl'))?.toString('utf8') ?? '';
  for (const line of ledger.split('\n')) {
    const entry = entryOf(line);
    if (entry?.kind === 'dropped') expected.delete(entry.key);
    else if (entry) expected.set(entry.key, { size: entry.size, sha256: entry.sha256 });
  }
  const absent: { readonly stage: string; readonly path: string; readonly size: number }[] = [];
  for (const key of keys) {
    const folder = /^stages\/([^/]+)\/result(\.\d+)?\.json$/.exec(key);
    const result = folder ? resultOf(await store.read(run, key)) : undefined;
    if (!folder || !result) continue;
    const attempt = folder[2] ?? '';
    for (const output of result.outputs) {
      if (output.key === null) {
        if (!attempt) absent.push({ stage: result.stage, path: output.path, size: output.size });
        continue;
      }
      // An earlier attempt's outputs have moved aside with its result.
      const home = `stages/${folder[1]}/outputs`;
      const moved =
        attempt && output.key.startsWith(`${home}/`) ? home + attempt + output.key.slice(home.length) : output.key;
      if (!attempt || moved !== output.key || !expected.has(moved)) expected.set(moved, output);
    }
  }
  return { expected, absent };
}

/** A line of the ledger; a kill may have cut it short. */
function entryOf(line: string): LedgerEntry | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    const whole = typeof entry === 'object' && entry !== null && 'key' in entry && 'sha256' in entry && 'kind' in entry;
    return whole ? (entry as LedgerEntry) : undefined;
  } catch {
    return undefined;
  }
}
