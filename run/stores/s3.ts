import type { Answer } from '../fault.ts';
import type { RunRef, RunStore, StoredObject } from '../store.ts';
import { byKey, newestFirst, signs } from './layout.ts';
import { openBucket } from './s3-bucket.ts';

/**
 * Opens `s3://bucket/prefix`: `<prefix>/<campaign>/<run-id>/<key>`. Endpoint, region and credentials are found as the SDK and the
 * AWS CLI find them (`AWS_PROFILE`, `AWS_REGION`, `AWS_ENDPOINT_URL_S3`, …); whether the bucket can be read is tried at once.
 */
export async function openS3Store(url: string): Promise<Answer<RunStore>> {
  const place = placeOf(url);
  if (!place)
    return {
      fault: {
        code: 'store-url',
        doing: 'opening the store',
        message: `\`${url}\` names no bucket`,
        help: 'write s3://bucket/prefix; a bucket has 3 to 63 lower-case letters, digits, dots and dashes',
      },
    };
  const { prefix } = place;
  const opened = await openBucket(place.bucket, prefix, url);
  if (opened.fault) return { fault: opened.fault };
  const bucket = opened.value;
  const folderOf = (run: RunRef) => `${prefix}${run.campaign}/${run.runId}/`;

  /** The names of what is directly in a folder, those of folders with a slash. */
  async function namesIn(folder: string): Promise<readonly string[]> {
    const names: string[] = [];
    for await (const { key } of bucket.listed(folder, '/')) names.push(key.slice(folder.length));
    return names;
  }

  async function foldersIn(folder: string): Promise<readonly string[]> {
    const names = await namesIn(folder);
    return names.filter(name => /^[^.].*\/$/s.test(name)).map(name => name.slice(0, -1));
  }

  async function runsOf(campaign: string): Promise<readonly RunRef[]> {
    const runs = (await foldersIn(`${prefix}${campaign}/`)).map(runId => ({ campaign, runId }));
    const names = await Promise.all(runs.map(run => namesIn(folderOf(run))));
    return runs.filter((_, index) => names[index]!.some(name => signs.includes(name.replace(/\/$/, ''))));
  }

  const store: RunStore = {
    url,
    lookEvery: 2000,
    place: (run, key) => `s3://${place.bucket}/${folderOf(run)}${key}`.replace(/\/$/, ''),

    async runs() {
      const campaigns = await foldersIn(prefix);
      return (await Promise.all(campaigns.map(runsOf))).flat().sort(newestFirst);
    },

    read: (run, key) => bucket.get(folderOf(run) + key),

    async readFrom(run, key, offset, limit) {
      if (limit > 0) return await bucket.getPart(folderOf(run) + key, offset, limit);
      return (await store.size(run, key)) === undefined ? undefined : Buffer.alloc(0);
    },

    size: (run, key) => bucket.size(folderOf(run) + key),

    async list(run, under) {
      const folder = folderOf(run);
      const found: StoredObject[] = [];
      for await (const { key, size, modifiedAt } of bucket.listed(folder + under)) {
        // What consoles leave to show an empty folder is no object of a run.
        if (!(key.endsWith('/') && size === 0)) found.push({ key: key.slice(folder.length), size, modifiedAt });
      }
      return found.sort(byKey);
    },

    write: (run, key, bytes, { once = false } = {}) => bucket.put(folderOf(run) + key, bytes, once),

    remove: (run, key) => bucket.drop(folderOf(run) + key),
  };
  return { value: store };
}

/** A bucket and what stands before every key in it, empty or with a slash at its end ("General purpose bucket naming rules", S3 user guide). */
export function placeOf(url: string): { readonly bucket: string; readonly prefix: string } | undefined {
  const [, bucket, path = ''] = /^s3:\/\/([a-z\d][a-z\d.-]{1,61}[a-z\d])(?:\/(.*))?$/s.exec(url) ?? [];
  if (bucket === undefined) return undefined;
  const prefix = path.replace(/\/+$/, '');
  return { bucket, prefix: prefix === '' ? '' : `${prefix}/` };
}
