import { dirname, join, relative } from 'node:path';
import type { Checked, CheckOptions } from '../lint/check.ts';
import type { ResolveOptions } from '../plan/resolve.ts';
import type { Campaign } from '../schema/model.ts';
import type { Reading } from '../schema/read.ts';
import type { RunRecord } from '../schema/records.ts';
import type { Source } from '../schema/source.ts';
import { buildOf } from './build.ts';
import { type CampaignFile, readText } from './campaign-file.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import { Refusal } from './io.ts';
import { givenParams, type ParamValue } from './params.ts';
import { keptTexts } from './ports/kept-texts.ts';
import { factsOf, pathInRepository, type Repository } from './ports/repository.ts';
import { repositoryOf } from './repositories.ts';

/** A campaign that has been read and judged. */
export interface Judged extends Checked {
  readonly file: CampaignFile;
  readonly text: string;
  /** As the repository names the campaign. */
  readonly path: string;
  readonly reading: Reading;
  readonly repository: Repository;
  readonly facts: CheckOptions['facts'];
  /** How a source is shown to the person: as written on the command line, else relative to where the command started. */
  readonly nameOf: (source: Source) => string;
}

export interface Judgement extends Pick<CheckOptions, 'tolerate'> {
  /** `--profile`, `--param` and `--params-file` are read from it; absent for commands that take none. */
  readonly invocation?: Invocation;
  readonly stages?: readonly string[];
  /** A run whose profile and parameters count where no others are given. */
  readonly earlier?: Pick<RunRecord, 'profile' | 'params'>;
  /** Run in the working tree instead of a checkout. */
  readonly inPlace?: boolean;
  /** Ask shellcheck too, where it is installed: it costs more than all else, and what it says never stops anything. */
  readonly shellcheck?: boolean;
  /** Texts to judge in place of what is on disk, by their path in the repository. */
  readonly texts?: ReadonlyMap<string, string>;
}

/** Reads a campaign and what is around it, and judges it by all rules. */
export async function judge(file: CampaignFile, context: Context, wanted: Judgement = {}): Promise<Judged> {
  const written = file.text ?? readText(file);
  const repository = repositoryOf(dirname(file.path), context);
  const path = pathInRepository(repository, file.path);
  const { texts } = wanted;
  const text = texts?.get(path) ?? written;
  const { read } = await import('../schema/read.ts');
  const reading = await read(text, path);
  const { check, checkBeside } = await import('../lint/check.ts');
  const profile = wanted.invocation?.value('profile') ?? wanted.earlier?.profile ?? undefined;
  if (reading.campaign && profile !== undefined) checkProfile(reading, profile, file);
  const given =
    reading.campaign && wanted.invocation && (await givenParams(reading.campaign, wanted.invocation, context));
  const params = given && new Map([...earlierParams(reading.campaign!, wanted.earlier), ...given]);
  const plan = { ...(profile !== undefined && { profile }), ...(params && { params }) };
  const { witness, cache } = context.io;
  const { env } = witness?.outside ?? context.io;
  const owner = join(repository.root, path);
  const shelf = cache === undefined ? undefined : { directory: cache, owner };
  const build = cache === undefined ? undefined : buildOf();
  const { shellcheckIn, shellcheckKey } = await import('./ports/shellcheck.ts');
  if (wanted.shellcheck) witness?.asksShellcheck(shellcheckKey(env));
  const shellcheck = wanted.shellcheck ? shellcheckIn(env, shelf) : undefined;
  const kept = cache === undefined || build === undefined ? undefined : keptTexts(cache, owner, build);
  const ref = reading.campaign && (await refOf(reading.campaign, plan));
  const all = factsOf(repository, ref);
  const known = witness?.hears(file, written, repository, ref, all) ?? all;
  const facts = {
    ...known,
    ...(shellcheck && { shellcheck: shellcheck.remarks }),
    ...(texts && { read: (asked: string) => texts.get(asked) ?? known.read(asked) }),
    ...(kept && { kept }),
  };
  const { scriptMeasure } = await import('./measure.ts');
  const options = {
    facts,
    scriptSize: scriptMeasure({ text, path }),
    ...plan,
    ...(wanted.stages && { stages: wanted.stages }),
    ...(wanted.inPlace && { inPlace: repository.root }),
    ...(wanted.tolerate && { tolerate: wanted.tolerate }),
  };
  const checked = shellcheck ? await checkBeside(reading, options, shellcheck.ahead) : check(reading, options);
  kept?.write();
  const fault = shellcheck?.fault();
  if (fault !== undefined) witness?.spoil();
  if (fault !== undefined) context.note(`note: shellcheck's remarks are missing: ${fault}`);
  const nameOf = (source: Source) =>
    source.path === path ? file.shown : relative(context.cwd, join(repository.root, source.path));
  return { ...checked, file, text, path, reading, repository, facts, nameOf };
}

/** What `source.ref` names, expressions replaced; absent where it is not written or depends on a parameter that is not set. */
export async function refOf(
  campaign: Campaign,
  wanted: Pick<ResolveOptions, 'profile' | 'params'>,
): Promise<string | undefined> {
  const { ref } = campaign.repository;
  if (!ref || ref.parts.every(part => part.kind === 'text')) return ref?.text;
  const { resolve } = await import('../plan/resolve.ts');
  const { isUnknown } = await import('../plan/symbol.ts');
  const planned = resolve(campaign, wanted).plan.repository.ref;
  return isUnknown(planned) ? undefined : planned;
}

/** Those that the campaign still has. */
function earlierParams(campaign: Campaign, earlier: Judgement['earlier']): [string, ParamValue][] {
  return Object.entries(earlier?.params ?? {}).flatMap(([name, value]) =>
    value !== null && campaign.params.has(name) ? [[name, value] satisfies [string, ParamValue]] : [],
  );
}

function checkProfile({ campaign }: Reading, profile: string, { shown }: CampaignFile): void {
  const names = campaign!.profiles.map(({ name }) => name.value);
  if (names.includes(profile)) return;
  throw new Refusal(
    `${shown} has no profile \`${profile}\``,
    names.length > 0 ? `it has ${names.join(', ')}` : 'it has none: leave --profile out',
  );
}
