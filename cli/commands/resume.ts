import { createHash } from 'node:crypto';
import type { RunRecord } from '../../schema/records.ts';
import { campaignFile } from '../campaign-file.ts';
import { type OpenedRun, openedRun } from '../campaign-store.ts';
import { type Command, formatOption } from '../command.ts';
import type { Context } from '../context.ts';
import type { Invocation } from '../invocation.ts';
import { Refusal } from '../io.ts';
import { planOptions } from '../params.ts';
import { refuseFaulty } from '../refuse.ts';
import { repositoryOf } from '../repositories.ts';
import { type BoxStart, boxOptions, boxStoreUrl, refuseImpossible, startOnBox } from '../start-box.ts';
import { launchOptions, onOption, type Start, startRun } from '../start-run.ts';
import { liveFiles, lookOption, openedStore, reading, runNamed, storeOfNearest } from '../store.ts';
import { toleratedHere } from '../tolerated.ts';
import { whereOf } from '../where.ts';

export const resume: Command = {
  name: 'resume',
  summary: 'take a run up again: what passed is kept, the rest runs',
  description: `Starts the very script of the run again, on this machine where --on says nothing else; what passed is kept, checked, and put back where it is needed. With FILE,
the campaign as it stands there goes on with the run: what changed in it runs again, and so does what depends on it, each with the
reason. Parameters and profile are the run's where none are given. A run that is alive is refused. With --on it goes on elsewhere:
what the store holds is all that is needed of the machine before.`,
  arguments: [
    { name: 'RUN', summary: 'a run id, the beginning of one, or `latest`', required: true, complete: 'run' },
    { name: 'FILE', summary: 'the campaign to go on with; default: as the run has it', complete: 'campaign' },
  ],
  options: [onOption, ...planOptions, lookOption, ...launchOptions, ...boxOptions, formatOption],
  examples: [
    { command: 'campaign resume latest', meaning: 'go on with the run that was cut off, or run again what failed' },
    {
      command: 'campaign resume 20260517T0915 campaign.yaml --stage count',
      meaning: 'with a mended command of count, which runs again; what it needs is kept',
    },
    {
      command: 'campaign resume latest --on ec2 --yes --store s3://my-bucket/results',
      meaning: 'on another box, such as after one that was taken away',
    },
  ],
  exits: [
    [0, 'every stage passed, is kept or was skipped by its condition, and everything is in the store'],
    [1, 'some stage did not pass'],
    [2, 'the campaign or the command line is wrong'],
    [3, 'the run is alive, or preflight failed; nothing was run'],
    [4, 'the store does not hold everything'],
    [5, 'the run is over, and something of its box is still there and paid for'],
    [130, 'interrupted; 143 for SIGTERM'],
  ],
  async run(invocation, context) {
    const [asked, file] = invocation.arguments;
    const where = whereOf(invocation);
    const { ref, ...opened } =
      where.kind === 'local'
        ? await openedRun(asked, invocation, context)
        : await inBoxStore(asked, invocation, context);
    const { recordOf } = await import('../../run/record.ts');
    const record = recordOf(await reading(() => opened.store.read(ref, 'run.json')));
    if (!record) throw await notBegun({ ref, ...opened });
    const what = { ...ref, resume: true, store: opened.store };
    if (where.kind !== 'local') {
      const box = file === undefined ? await asItRanOnBox() : await onBox(file, record, invocation, context);
      await refuseImpossible(box, where);
      return await startOnBox({ ...what, ...box }, where, invocation, context);
    }
    if (file === undefined) return await startRun({ ...what, ...(await asItRan()) }, invocation, context);
    return await startRun({ ...what, ...(await asItStands(file, record, invocation, context)) }, invocation, context);

    /** The script that the store holds, and the plan that it was compiled from. */
    async function asItRanOnBox(): Promise<Pick<BoxStart, 'script' | 'sha256' | 'origin' | 'plan'>> {
      const { script } = await asItRan();
      const { recallPlan } = await import('../../run/recall-plan.ts');
      const plan = await reading(() => recallPlan(opened.store, ref, record));
      const source = record!.repositories[0];
      if (!plan || !source?.commit)
        throw new Refusal(
          plan ? `${ref.runId} ran in a working tree, which no box has` : `${ref.runId} has left no campaign.yaml`,
          `name the campaign: campaign resume ${ref.runId} campaign.yaml --on …`,
        );
      return { script, sha256: record!.scriptSha256, origin: source.repo, plan };
    }

    /** The script that the store holds. */
    async function asItRan(): Promise<Pick<Start, 'script' | 'root' | 'origins' | 'inPlace'>> {
      for (const name of ['profile', 'param', 'params-file', 'in-place'])
        if (invocation.has(name))
          throw new Refusal(
            `--${name} changes the campaign, and none is named`,
            `campaign resume ${ref.runId} campaign.yaml --${name} …`,
          );
      const bytes = await reading(() => opened.store.read(ref, 'script.sh'));
      const sum = bytes && createHash('sha256').update(bytes).digest('hex');
      if (!bytes || sum !== record!.scriptSha256)
        throw new Refusal(
          bytes
            ? `script.sh of ${ref.runId} is damaged: its SHA-256 is ${sum}, not ${record!.scriptSha256}`
            : `${ref.runId} has left no script.sh`,
          `compile it again: campaign resume ${ref.runId} campaign.yaml`,
        );
      const repository = repositoryOf(context.cwd, context);
      const source = record!.repositories[0];
      // In place it has no commit, and runs where it ran.
      const inPlace = source?.commit === '';
      const known = !inPlace && source && hasCommit(repository.git, source.commit);
      return {
        script: bytes.toString('utf8'),
        root: repository.root,
        origins: known ? [source.repo] : [],
        inPlace,
      };
    }
  },
};

/** A box has nothing but a bucket. */
async function inBoxStore(asked: string | undefined, invocation: Invocation, context: Context): Promise<OpenedRun> {
  const planned = (await storeOfNearest(context.cwd)) ?? { checkpoint: 0 };
  const opened = await openedStore(invocation, context, boxStoreUrl(invocation, context, planned));
  return { ...opened, ref: await runNamed(asked, opened) };
}

/** A run of which the store has no run.json: it may have been started a moment ago. */
async function notBegun({ ref, store, home }: OpenedRun): Promise<Refusal> {
  const { recallRun } = await import('../../run/recall.ts');
  const { state } = await reading(() => recallRun(store, ref, { brief: true, directory: liveFiles(home, ref.runId) }));
  return state === 'running' || state === 'starting'
    ? new Refusal(`${ref.runId} is alive: it has only been started`, `see it go on: campaign watch ${ref.runId}`, 3)
    : new Refusal(
        `${ref.runId} has left no run.json: it died before it had begun`,
        `start it anew: campaign run --run-id ${ref.runId}`,
      );
}

async function asItStands(
  file: string,
  record: RunRecord,
  invocation: Invocation,
  context: Context,
): Promise<Pick<Start, 'script' | 'root' | 'origins' | 'inPlace' | 'worstSeconds'>> {
  const inPlace = invocation.has('in-place');
  const { script, origin, plan, root } = await compiledAgain(file, record, invocation, context, toleratedHere(inPlace));
  return { script: script.text, root, origins: [origin], inPlace, worstSeconds: plan.time.worstCase };
}

async function onBox(
  file: string,
  record: RunRecord,
  invocation: Invocation,
  context: Context,
): Promise<Pick<BoxStart, 'script' | 'sha256' | 'origin' | 'plan'>> {
  if (invocation.has('in-place'))
    throw new Refusal('--in-place is of this machine alone', 'a box runs a checkout: leave it out, or --on local');
  const { script, origin, plan } = await compiledAgain(file, record, invocation, context, ['userdata-size']);
  return { script: script.text, sha256: script.sha256, origin, plan };
}

/** The campaign of a file, compiled with the run's own parameters and profile where no others are given. */
async function compiledAgain(
  file: string,
  record: RunRecord,
  invocation: Invocation,
  context: Context,
  tolerate: readonly string[],
) {
  const { judge } = await import('../judge.ts');
  const stages = invocation.values('stage');
  const inPlace = invocation.has('in-place');
  const judged = await judge(campaignFile(file, context), context, {
    invocation,
    inPlace,
    earlier: record,
    tolerate,
    ...(stages.length > 0 && { stages }),
  });
  const plan = await refuseFaulty(judged, context, 'started', ['unpushed-commit', 'untracked-file', 'dirty-file']);
  const name = plan.campaign.name.value;
  if (name !== record.campaign)
    throw new Refusal(`${file} is the campaign ${name}, and the run is one of ${record.campaign}`, 'name its own file');
  const commit = record.repositories[0]?.commit ?? '';
  const here = plan.repository.commit ?? '';
  if (commit !== here && !invocation.has('yes'))
    throw new Refusal(
      `the run is of ${shown(commit)}, and ${file} asks for ${shown(here)}: every stage would run again`,
      `start a new run: campaign run ${file}; or have it all run again under this id: --yes`,
    );
  const { compiled } = await import('../compiled.ts');
  return { ...(await compiled(judged, plan, context, { here: true })), plan, root: judged.repository.root };
}

function shown(commit: string): string {
  return commit === '' ? 'a working tree' : `commit ${commit.slice(0, 12)}`;
}

function hasCommit(git: ReturnType<typeof repositoryOf>['git'], commit: string): boolean {
  return git?.(['cat-file', '-e', `${commit}^{commit}`]).status === 0;
}
