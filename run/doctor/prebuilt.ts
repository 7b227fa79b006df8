import type { PrebuiltManifest } from '../../schema/records.ts';
import { isNewer } from '../prebuilt/elf.ts';
import { readManifest } from '../prebuilt/manifest.ts';
import { shelfOf } from './artifact.ts';
import { type Check, check } from './check.ts';

/** An artifact, and what it has to fit. */
export interface ArtifactWanted {
  readonly url: string;
  /** What the box does without it. */
  readonly missing: 'build' | 'fail';
  /** In full; absent: not known here. */
  readonly commit?: string;
  /** As `uname -m` has it; absent: the machine does not tell. */
  readonly architecture?: string;
  /** Version of the C library of the machine; absent: not known. */
  readonly glibc?: string;
  /** Whether the machine is this one: only then its files are those of `file://`. */
  readonly here: boolean;
}

/** Whether an artifact is there, is described beside it, and is for this commit and machine: what the box asks before it fetches it. */
export async function checkPrebuilt(wanted: ArtifactWanted): Promise<Check> {
  const { url } = wanted;
  const what = 'prebuilt';
  if (url.startsWith('file://') && !wanted.here)
    return {
      ...{ what, state: 'warn', detail: `${url} is a path of the box, and not to be seen from here` },
      help: 'see that the image brings it, or publish it in a bucket',
    };
  return await check(what, async () => {
    const shelf = await shelfOf(url);
    const size = await shelf.size(url);
    if (size === undefined) return unfit(wanted, `${url} is not there`);
    const text = await shelf.read(`${url}.json`);
    if (text === undefined) {
      if ((await shelf.read(`${url}.sha256`)) === undefined)
        return unfit(wanted, `neither ${url}.json nor ${url}.sha256 is there to verify it by`);
      return {
        ...{ state: 'warn', detail: `${url} has no manifest: what commit and machine it is for is not told` },
        help: `put one beside it, as schema/prebuilt.schema.json describes it: ${url}.json; campaign prebuild does`,
      };
    }
    const manifest = readManifest(text);
    if (!manifest) return unfit(wanted, `${url}.json is no manifest of version 1`);
    const against = differences(manifest, wanted, size);
    if (against.length > 0) return unfit(wanted, `${url} is of no use: ${against.join('; ')}`);
    const { architecture = 'an architecture that it does not say', commit } = manifest;
    return { state: 'ok', detail: `${url}: ${size} bytes for ${architecture}, built from ${commit.slice(0, 12)}` };
  });
}

function unfit({ missing }: ArtifactWanted, detail: string) {
  if (missing === 'build')
    return {
      state: 'warn',
      detail,
      help: 'have it built and published before, or pay for building it on the box',
    } as const;
  return {
    state: 'fail',
    detail,
    help: 'have it built and published, or let the box build it: missing: build',
  } as const;
}

function differences(manifest: PrebuiltManifest, wanted: ArtifactWanted, size: number): readonly string[] {
  const { commit, architecture, glibc } = manifest;
  const against: string[] = [];
  if (wanted.commit !== undefined && commit !== wanted.commit)
    against.push(`it was built from ${commit.slice(0, 12)}, and the run checks out ${wanted.commit.slice(0, 12)}`);
  if (architecture !== undefined && wanted.architecture !== undefined && architecture !== wanted.architecture)
    against.push(`it is for ${architecture}, and the machine is ${wanted.architecture}`);
  if (glibc !== undefined && wanted.glibc !== undefined && isNewer(glibc, wanted.glibc))
    against.push(`it needs glibc ${glibc}, and the machine has ${wanted.glibc}`);
  if (manifest.size !== undefined && size > 0 && size !== manifest.size)
    against.push(`it has ${size} bytes, and its manifest says ${manifest.size}`);
  return against;
}
