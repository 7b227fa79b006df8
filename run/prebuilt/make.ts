import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlannedMachine } from '../../plan/plan.ts';
import type { PrebuiltManifest } from '../../schema/records.ts';
import type { Answer } from '../fault.ts';
import { readPart } from '../stores/file.ts';
import { type BuilderOptions, openBuilder } from './builder.ts';
import { cpuFlagsOf, isNative } from './cpu.ts';
import { isNewer, leastGlibc } from './elf.ts';
import { cpuFault, glibcFault, hostFault, placeFault } from './fitness.ts';
import { manifestText } from './manifest.ts';
import type { Made } from './publish.ts';

/** One artifact of a campaign, as it is to be made. */
export interface Wanted {
  /** Its place in the campaign's list. */
  readonly index: number;
  readonly url: string;
  readonly build: string;
  /** Relative to the source. */
  readonly provides: readonly string[];
}

export interface MakeOptions extends Omit<BuilderOptions, 'directory'> {
  readonly artifacts: readonly Wanted[];
  readonly commit: string;
  /** Where the source lies on a box, and so here; then its siblings. */
  readonly directories: readonly [string, ...string[]];
  readonly machine: Pick<PlannedMachine, 'type' | 'image'>;
  /** Makes all that is temporary, archives included. */
  readonly temporary: string;
}

/**
 * Builds the artifacts in a fresh checkout where a box has its own, packs them, and brings each of them back as a box would: only what
 * the box would use is handed on. The files are in a directory that `dispose` removes; the checkouts are gone already.
 */
export async function make(options: MakeOptions): Promise<Answer<{ made: readonly Made[]; dispose(): Promise<void> }>> {
  const { directories, machine, signal } = options;
  const unfit = hostFault(machine) ?? placeFault(directories);
  if (unfit) return { fault: unfit };
  const directory = await mkdtemp(join(options.temporary, 'campaign-prebuild-'));
  const dispose = () => rm(directory, { recursive: true, force: true });
  const builder = openBuilder({ ...options, directory });
  let kept = false;
  try {
    // Users of the stages must be able to enter it.
    await chmod(directory, 0o755);
    const built = await builder.run('make');
    if (built.fault) return { fault: built.fault };
    const made: Made[] = [];
    const flags = new Set<string>();
    for (const wanted of options.artifacts) {
      const one = await describe(wanted, join(directory, `artifact.${wanted.index}`), options);
      if (one.fault) return { fault: one.fault };
      made.push(one.value);
      for (const flag of one.value.manifest.cpuFlags ?? []) flags.add(flag);
      signal.throwIfAborted();
    }
    const tried = await builder.run('try', [...flags]);
    if (tried.fault) return { fault: tried.fault };
    kept = true;
    return { value: { made, dispose } };
  } finally {
    await builder.run('clear');
    if (!kept) await dispose();
  }
}

/** The manifest of what was packed, written beside it. */
async function describe(
  { url, build, provides }: Wanted,
  at: string,
  { commit, directories, machine, signal }: MakeOptions,
): Promise<Answer<Made>> {
  const archive = join(at, 'archive');
  const noted = async (name: string) => (await readFile(join(at, name), 'utf8').catch(() => '')).trim();
  const [codegen, rustc] = [await noted('codegen'), await noted('rustc')];
  const cpuFlags = cpuFlagsOf(codegen, await noted('cfg'));
  const glibc = await glibcOf(directories[0], (await noted('files')).split('\0').filter(Boolean), signal);
  const fault = cpuFault(machine, cpuFlags, isNative(codegen)) ?? glibcFault(machine, glibc);
  if (fault) return { fault };
  const manifest: PrebuiltManifest = {
    version: 1,
    sha256: await sha256Of(archive, signal),
    size: (await stat(archive)).size,
    commit,
    path: directories[0],
    provides: [...provides],
    build,
    env: settings(await noted('settings')),
    tools: rustc === '' ? {} : { rustc },
    architecture: await noted('architecture'),
    cpuFlags: [...cpuFlags],
    ...(glibc !== undefined && { glibc }),
  };
  // Where `try` looks for it, and where it is published from.
  const manifestFile = `${archive}.json`;
  await writeFile(manifestFile, manifestText(manifest));
  return { value: { url, archive, manifestFile, manifest } };
}

/** `NAME=VALUE` lines, sorted by name. */
function settings(text: string): Record<string, string> {
  const pairs = text.split('\n').flatMap(line => {
    const at = line.indexOf('=');
    return at > 0 ? [[line.slice(0, at), line.slice(at + 1)] as const] : [];
  });
  return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The least C library with which everything in the archive starts; absent where nothing in it asks for one. */
async function glibcOf(root: string, files: readonly string[], signal: AbortSignal): Promise<string | undefined> {
  let most: string | undefined;
  for (const file of files) {
    signal.throwIfAborted();
    const path = join(root, file);
    // The most of what a build leaves is none: four bytes tell.
    if ((await readPart(path, 0, 4)).toString('latin1') !== '\x7fELF') continue;
    const one = leastGlibc(await readFile(path));
    if (one !== undefined && (most === undefined || isNewer(one, most))) most = one;
  }
  return most;
}

/** Of a file of this machine, lower-case hex. */
export async function sha256Of(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path, { signal })) hash.update(bytes as Buffer);
  return hash.digest('hex');
}
