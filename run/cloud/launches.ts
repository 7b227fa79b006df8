import type { LaunchRecord } from '../../schema/records.ts';
import type { RunRef, RunStore } from '../store.ts';

const keyOf = (number: number) => `launch/${number}.json`;

/** A record, if that is what the bytes hold as far as its readers rely on it. */
function launchOf(bytes: Buffer | undefined): LaunchRecord | undefined {
  if (!bytes) return undefined;
  try {
    const value = JSON.parse(bytes.toString('utf8')) as Partial<LaunchRecord> | null;
    return typeof value?.number === 'number' && typeof value.region === 'string' && Array.isArray(value.receipts)
      ? (value as LaunchRecord)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Every launch of a run on a box, the first one first. Throws a `StoreFailure` as reads do. */
export async function launchesOf(store: RunStore, run: RunRef): Promise<readonly LaunchRecord[]> {
  const keys = (await store.list(run, 'launch/')).map(({ key }) => key).filter(key => /^launch\/\d+\.json$/.test(key));
  const records = await Promise.all(keys.map(async key => launchOf(await store.read(run, key))));
  return records.filter(record => record !== undefined).sort((a, b) => a.number - b.number);
}

/** Notes a launch before AWS is asked for anything, under a number that no other has. */
export async function beginLaunch(
  store: RunStore,
  run: RunRef,
  make: (number: number) => LaunchRecord,
): Promise<LaunchRecord> {
  for (let number = ((await launchesOf(store, run)).at(-1)?.number ?? 0) + 1; ; number++) {
    const record = make(number);
    if (await store.write(run, keyOf(number), bytesOf(record), { once: true })) return record;
  }
}

/** Writes a launch again, as it stands now. */
export async function noteLaunch(store: RunStore, record: LaunchRecord): Promise<void> {
  await store.write(record, keyOf(record.number), bytesOf(record));
}

function bytesOf(record: LaunchRecord): Buffer {
  return Buffer.from(`${JSON.stringify(record, null, 2)}\n`);
}

/** Where scripts lie for boxes to fetch them, by their SHA-256: no run's id begins with an underscore. */
const scripts = '_scripts';

/** Puts a script where a box fetches it, if it is not there yet; its URL. */
export async function uploadScript(store: RunStore, campaign: string, script: Buffer, sha256: string): Promise<string> {
  const shelf = { campaign, runId: scripts };
  const key = `${sha256}.sh`;
  if ((await store.size(shelf, key)) !== script.length) await store.write(shelf, key, script);
  return store.place(shelf, key);
}
