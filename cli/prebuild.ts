import { spawnSync } from 'node:child_process';
import { machine } from 'node:os';
import { buildEnvironment, builderScript } from '../interpreter/builder.ts';
import type { CheckedPlan } from '../plan/checked.ts';
import { isUnknown } from '../plan/symbol.ts';
import { type PrebuildView, prebuildObject, prebuildText } from '../report/prebuild.ts';
import { type Fault, StoreFailure } from '../run/fault.ts';
import { cleanEnvironment, isCargoSetting, leftOut } from '../run/prebuilt/builder.ts';
import { make, type Wanted } from '../run/prebuilt/make.ts';
import { readManifest } from '../run/prebuilt/manifest.ts';
import { looked, type Made, publish } from '../run/prebuilt/publish.ts';
import { openShelf, type Shelf } from '../run/prebuilt/shelf.ts';
import { processSignals } from '../run/signals.ts';
import type { PrebuiltManifest } from '../schema/records.ts';
import type { CampaignFile } from './campaign-file.ts';
import { compiled } from './compiled.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import { Refusal } from './io.ts';
import { type Judged, judge } from './judge.ts';
import { foundIn, saved } from './prebuilt-files.ts';
import { refuseFaulty } from './refuse.ts';

/** What this command does not hang on: where the commit has been pushed to, and what else lies in the working tree. */
const tolerated = ['userdata-size', 'unpushed-commit', 'untracked-file', 'dirty-file'];

/** `campaign prebuild`: the exit status. */
export async function prebuildCampaign(file: CampaignFile, invocation: Invocation, context: Context): Promise<number> {
  for (const [one, other] of [
    ['from', 'output'],
    ['from', 'provision'],
    ['from', 'dry-run'],
    ['output', 'dry-run'],
    ['output', 'force'],
  ] as const)
    if (invocation.has(one) && invocation.has(other))
      throw new Refusal(`--${one} and --${other} do not go together`, 'see campaign prebuild --help');
  const judged = await judge(file, context, { invocation, tolerate: tolerated });
  const plan = await refuseFaulty(judged, context, 'built');
  const artifacts = wantedOf(plan, file, context);
  const controller = new AbortController();
  let killedBy = 143;
  const off = processSignals(signal => {
    killedBy = signal === 'INT' ? 130 : 143;
    context.note('stopping: what was begun is taken back');
    controller.abort(new Error('interrupted'));
  });
  const job = { plan, judged, artifacts, invocation, context, signal: controller.signal };
  try {
    const views = await (invocation.has('dry-run') ? planned(job) : done(job));
    const view = { campaign: plan.campaign.name.value, commit: plan.repository.commit!, artifacts: views };
    context.io.stdout.write(
      invocation.value('format') === 'json'
        ? `${JSON.stringify(prebuildObject(view), null, 2)}\n`
        : prebuildText(view, context.colors.stdout),
    );
    return 0;
  } catch (error) {
    if (controller.signal.aborted)
      throw new Refusal('interrupted: what was begun is taken back, what was published is whole', undefined, killedBy);
    if (error instanceof StoreFailure) throw refusal(error.fault);
    throw error;
  } finally {
    off();
  }
}

interface Job {
  readonly plan: CheckedPlan;
  readonly judged: Judged;
  readonly artifacts: readonly Wanted[];
  readonly invocation: Invocation;
  readonly context: Context;
  readonly signal: AbortSignal;
}

type ArtifactView = PrebuildView['artifacts'][number];

function refusal(fault: Fault): Refusal {
  const status = /^(store|aws)-|-damaged$/.test(fault.code) ? 4 : fault.code === 'prebuilt-host' ? 3 : 1;
  return new Refusal(`${fault.doing}: ${fault.message}`, fault.help, status);
}

/** Those artifacts of the campaign that it says how to build. */
function wantedOf(plan: CheckedPlan, { shown }: CampaignFile, context: Context): readonly Wanted[] {
  if (plan.prebuilt.length === 0)
    throw new Refusal(`${shown} declares no prebuilt artifact`, 'declare one: prebuilt, with url, provides and build');
  const wanted = plan.prebuilt.flatMap(({ url, build, provides }, index) => {
    if (build !== undefined) return [{ index, url, build, provides: provides.map(({ text }) => text) }];
    context.note(`note: ${url} has no \`build\`, and is left to whoever makes it`);
    return [];
  });
  if (wanted.length === 0)
    throw new Refusal(
      `${shown} says of no prebuilt artifact how it is built`,
      'give it a command: build: cargo build --release',
    );
  const { commit, ref } = plan.repository;
  if (commit === undefined)
    throw new Refusal(
      `${shown}: \`source.ref\` ${ref} names no commit here`,
      'make a commit first, or name one that is here',
    );
  if (wanted.some(({ url, build }) => isUnknown(url) || isUnknown(build)))
    throw new Refusal('a parameter that the artifacts hang on has no value', 'give it one: --param NAME=VALUE');
  return wanted;
}

async function shelfOf(url: string): Promise<Shelf> {
  const opened = await openShelf(url);
  if (opened.fault) throw refusal(opened.fault);
  return opened.value;
}

/** With --dry-run: what lies where. */
async function planned({ artifacts, plan, context }: Job): Promise<readonly ArtifactView[]> {
  const views: ArtifactView[] = [];
  for (const { url, build } of artifacts) {
    const text = await (await shelfOf(url)).read('manifest');
    const manifest = text && readManifest(text.toString('utf8'));
    context.note(`would build in ${plan.repository.dir}: ${build.trim()}`);
    views.push({ url, state: text === undefined ? 'absent' : 'there', ...(manifest && { manifest }) });
  }
  return views;
}

async function done(job: Job): Promise<readonly ArtifactView[]> {
  const { artifacts, invocation, context, signal } = job;
  const force = invocation.has('force');
  const from = invocation.value('from');
  const output = invocation.value('output');
  if (from !== undefined)
    return await published(await foundIn(from, { ...job, env: settingsOf(job.plan) }), force, job);
  // Before minutes go into a build that would not be published.
  const present = output !== undefined || force ? [] : await presentOf(job);
  const missing = artifacts.filter(({ url }) => !present.some(each => each.url === url));
  if (missing.length === 0) return present;
  const answer = await made(job, missing);
  try {
    if (output !== undefined) return saved(answer.made, artifacts, context, output);
    const rest = await published(answer.made, force, job);
    return artifacts.map(({ url }) => [...present, ...rest].find(each => each.url === url)!);
  } finally {
    await answer.dispose();
    signal.throwIfAborted();
  }
}

/** Those that lie there already, made of the same; one that was made of something else stops it all. */
async function presentOf({ artifacts, plan, judged, context }: Job): Promise<readonly ArtifactView[]> {
  const views: ArtifactView[] = [];
  for (const wanted of artifacts) {
    const shelf = await shelfOf(wanted.url);
    const text = await shelf.read('manifest');
    const theirs = text && readManifest(text.toString('utf8'));
    if (!text) continue;
    const expected = expectedOf(wanted, plan, theirs, judged, context);
    const answer = await looked(shelf, expected);
    if (answer.fault) throw refusal(answer.fault);
    if (answer.value === 'present') views.push({ url: wanted.url, state: 'present', manifest: theirs! });
  }
  return views;
}

/** What a manifest would say that can be known before anything is built. */
function expectedOf(
  { build, provides }: Wanted,
  plan: CheckedPlan,
  theirs: PrebuiltManifest | undefined,
  { repository }: Judged,
  { io }: Context,
): PrebuiltManifest {
  const { HOME = '', PATH = '' } = io.env;
  const asked = spawnSync('rustc', ['--version'], {
    cwd: repository.root,
    env: { ...cleanEnvironment(io.env), PATH: `${PATH}:${HOME}/.cargo/bin` } as NodeJS.ProcessEnv,
    encoding: 'utf8',
  });
  const rustc = asked.status === 0 ? asked.stdout.trim() : theirs?.tools?.rustc;
  return {
    ...{
      version: 1,
      sha256: '',
      commit: plan.repository.commit!,
      build,
      path: plan.repository.dir,
      provides: [...provides],
    },
    env: settingsOf(plan),
    tools: theirs?.tools?.rustc === undefined || rustc === undefined ? (theirs?.tools ?? {}) : { rustc },
    architecture: machine(),
  };
}

/** Those of the campaign's env by which cargo tells one build from another, as a manifest has them. */
function settingsOf(plan: CheckedPlan): Readonly<Record<string, string>> {
  return Object.fromEntries(
    buildEnvironment(plan)
      .filter(({ name }) => isCargoSetting(name))
      .map(({ name, value }) => [name, value.replaceAll('\n', ' ')]),
  );
}

async function made({ plan, judged, invocation, context, signal }: Job, artifacts: readonly Wanted[]) {
  const { script, origin } = await compiled(judged, plan, context, { here: true });
  const dropped = leftOut(context.io.env);
  if (dropped.length > 0)
    context.note(
      `note: ${dropped.join(', ')} of this shell ${dropped.length === 1 ? 'is' : 'are'} left out: a box has only the campaign's env`,
    );
  const tail: Buffer[] = [];
  const { repository, siblings } = plan;
  const answer = await make({
    program: builderScript(
      script,
      plan,
      artifacts.map(({ index }) => index),
    ),
    artifacts,
    commit: repository.commit!,
    directories: [repository.dir, ...siblings.map(({ dir }) => dir)],
    machine: plan.machine,
    temporary: context.io.env.TMPDIR ?? '/var/tmp',
    repository: { directory: judged.repository.root, origins: [origin] },
    environment: context.io.env,
    provision: invocation.has('provision'),
    boxHasCargo: hasCargo(plan),
    signal,
    onOutput: bytes => {
      if (context.quiet) tail.push(bytes);
      else context.io.stderr.write(bytes);
    },
  });
  if (!answer.fault) return answer.value;
  // What went wrong is in what the build said last.
  const said = Buffer.concat(tail).toString('utf8').split('\n').slice(-40).join('\n');
  if (said !== '') context.io.stderr.write(said);
  throw refusal(answer.fault);
}

/** Whether a box of this campaign has cargo: images come without, so that something has to bring it; of others, and here, it is taken for granted. */
function hasCargo({ machine: { image, type, packages, setup = '' }, stages }: CheckedPlan): boolean {
  if ((type === undefined && image === undefined) || image?.startsWith('ami-')) return true;
  return [...packages, setup, ...stages.filter(each => !each.derived).map(({ run }) => run)].some(text =>
    /\b(cargo|rustup|rustc|rust)\b/.test(text),
  );
}

async function published(
  all: readonly Made[],
  force: boolean,
  { context, signal }: Job,
): Promise<readonly ArtifactView[]> {
  const views: ArtifactView[] = [];
  for (const one of all) {
    const shelf = await shelfOf(one.url);
    context.note(`publishing ${one.url}, ${one.manifest.size} bytes`);
    const answer = await publish(shelf, one, { force, signal });
    if (answer.fault) throw refusal(answer.fault);
    views.push({ url: one.url, state: answer.value, manifest: one.manifest });
  }
  return views;
}
