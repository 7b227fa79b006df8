import { readFile } from 'node:fs/promises';
import type { PrebuiltManifest } from '../../schema/records.ts';
import type { Answer, Fault } from '../fault.ts';
import { differences, readManifest } from './manifest.ts';
import { type Shelf, sha256On } from './shelf.ts';

/** An artifact that is made: two files of this machine, and what the second says. */
export interface Made {
  readonly url: string;
  readonly archive: string;
  readonly manifestFile: string;
  readonly manifest: PrebuiltManifest;
}

export interface PublishOptions {
  /** Replace what lies there. */
  readonly force: boolean;
  readonly signal: AbortSignal;
}

/** `present`: what lies there was made of the same, and was left alone. */
export type Published = 'published' | 'present';

/**
 * What keeps an artifact that would be made of this from being published, or `present` where such a one is there already. Nothing is
 * written.
 */
export async function looked(shelf: Shelf, ours: PrebuiltManifest): Promise<Answer<'present' | 'free'>> {
  const text = await shelf.read('manifest');
  if (text === undefined) return { value: 'free' };
  const theirs = readManifest(text.toString('utf8'));
  if (!theirs) return there(`${shelf.url}.json is no manifest of version 1`);
  const wrong = differences(theirs, ours);
  if (wrong.length > 0) return there(`another artifact is at ${shelf.url}: ${wrong.join('; ')}`);
  const size = await shelf.size('archive');
  if (size === undefined) return there(`${shelf.url}.json is there, and the archive is not`);
  if (theirs.size !== undefined && theirs.size !== size)
    return there(`${shelf.url} has ${size} bytes, and ${theirs.size} by its manifest`);
  return { value: 'present' };
}

/**
 * Publishes an artifact: its archive, read back, and only then its manifest, so that a manifest is never of other bytes. Nothing that
 * lies there is replaced without `force`, and then the old manifest goes first. Where it fails or is interrupted on the way, what was
 * put is removed.
 */
export async function publish(shelf: Shelf, made: Made, { force, signal }: PublishOptions): Promise<Answer<Published>> {
  const { manifest } = made;
  if (force) await shelf.remove('manifest');
  else {
    const before = await looked(shelf, manifest);
    if (before.fault) return before;
    if (before.value === 'present') return { value: 'present' };
  }
  let ours = false;
  try {
    ours = await shelf.put('archive', made.archive, { once: !force, signal });
    const sum = await sha256On(shelf, 'archive', signal);
    if (sum !== manifest.sha256)
      return ours
        ? await unpublished(
            shelf,
            `what lies at ${shelf.url} is not what was put there (SHA-256 ${sum ?? 'of nothing'})`,
          )
        : there(`an archive without a manifest is at ${shelf.url}, and it has other bytes`);
    signal.throwIfAborted();
    const put = await shelf.put('manifest', made.manifestFile, { once: true, signal });
    const told = await shelf.read('manifest');
    if (told?.equals(await readFile(made.manifestFile))) return { value: 'published' };
    if (put) return await unpublished(shelf, `${shelf.url}.json is not what was put there`);
    // Somebody else has published in the meantime: the same archive, or, where both replace what was there, one of other bytes.
    ours = false;
    const after = await looked(shelf, manifest);
    if (after.fault && !force) return after;
    if (told && readManifest(told.toString('utf8'))?.sha256 === sum) return after.fault ? after : { value: 'present' };
    // Only one of the two archives is there, and its manifest is the one that stays.
    if (!force || (await sha256On(shelf, 'archive', signal)) !== sum)
      return there(`somebody else is replacing ${shelf.url}`);
    await shelf.put('manifest', made.manifestFile, { once: false, signal });
    return { value: 'published' };
  } catch (error) {
    await takenBack(shelf, manifest, ours);
    throw error;
  }
}

/** Only what this has put: a manifest that is there by now belongs to the archive, and both stay. */
async function takenBack(shelf: Shelf, manifest: PrebuiltManifest, ours: boolean): Promise<void> {
  try {
    const text = await shelf.read('manifest');
    if (text && readManifest(text.toString('utf8'))?.sha256 === manifest.sha256) return;
    if (ours) await shelf.remove('archive');
  } catch {
    // The place does not answer: an archive without a manifest is of no harm, no box fetches it.
  }
}

async function unpublished(shelf: Shelf, message: string): Promise<{ readonly fault: Fault }> {
  await shelf.remove('manifest');
  await shelf.remove('archive');
  return {
    fault: {
      code: 'prebuilt-damaged',
      doing: 'publishing the artifact',
      message,
      help: 'try again; it was removed, so that no box fetches it',
    },
  };
}

function there(message: string): { readonly fault: Fault } {
  return {
    fault: {
      code: 'prebuilt-there',
      doing: 'publishing the artifact',
      message,
      help: 'give the artifact another URL (prebuilt.url), or replace what is there: --force',
    },
  };
}
