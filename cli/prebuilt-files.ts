import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { CheckedPlan } from '../plan/checked.ts';
import type { PrebuildView } from '../report/prebuild.ts';
import { sha256Of, type Wanted } from '../run/prebuilt/make.ts';
import { differences, readManifest } from '../run/prebuilt/manifest.ts';
import type { Made } from '../run/prebuilt/publish.ts';
import type { PrebuiltManifest } from '../schema/records.ts';
import type { Context } from './context.ts';
import { Refusal } from './io.ts';

interface Asked {
  readonly artifacts: readonly Wanted[];
  readonly plan: CheckedPlan;
  /** What a manifest of this campaign has as `env`. */
  readonly env: PrebuiltManifest['env'] & {};
  readonly context: Context;
  readonly signal: AbortSignal;
}

/** With --output: the files, by the last part of their URL. */
export function saved(
  all: readonly Made[],
  artifacts: readonly Wanted[],
  { cwd }: Context,
  shown: string,
): PrebuildView['artifacts'] {
  const directory = resolve(cwd, shown);
  return all.map(({ url, archive, manifestFile, manifest }) => {
    const name = fileOf(artifacts.find(each => each.url === url)!);
    try {
      mkdirSync(directory, { recursive: true });
      rmSync(join(directory, `${name}.json`), { force: true });
      cpSync(archive, join(directory, name));
      cpSync(manifestFile, join(directory, `${name}.json`));
    } catch (error) {
      throw new Refusal(`${shown} cannot be written: ${(error as Error).message}`, 'name another directory with -o');
    }
    return { url, state: 'made', file: join(shown, name), manifest };
  });
}

/** With --from: what --output has left, of this very commit and undamaged. */
export async function foundIn(
  shown: string,
  { artifacts, plan, env, context, signal }: Asked,
): Promise<readonly Made[]> {
  const directory = resolve(context.cwd, shown);
  const all: Made[] = [];
  for (const wanted of artifacts) {
    const archive = join(directory, fileOf(wanted));
    const manifestFile = `${archive}.json`;
    const manifest =
      existsSync(manifestFile) && existsSync(archive) && readManifest(readFileSync(manifestFile, 'utf8'));
    if (!manifest)
      throw new Refusal(
        `${shown} does not hold ${basename(archive)} and its manifest`,
        `make them: campaign prebuild -o ${shown}`,
      );
    const commit = plan.repository.commit!;
    const path = plan.repository.dir;
    const { build, provides } = wanted;
    const wrong = [...differences(manifest, { ...manifest, commit, build, provides: [...provides], path, env })];
    if ((await sha256Of(archive, signal)) !== manifest.sha256) wrong.push('its bytes are not those of its manifest');
    if (wrong.length > 0)
      throw new Refusal(
        `${join(shown, basename(archive))} is not what the campaign asks for: ${wrong.join('; ')}`,
        `make it again: campaign prebuild -o ${shown}`,
      );
    all.push({ url: wanted.url, archive, manifestFile, manifest });
  }
  return all;
}

function fileOf({ url, index }: Wanted): string {
  return `${index + 1}-${url.replace(/^.*\//s, '')}`;
}
