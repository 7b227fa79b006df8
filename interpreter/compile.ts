import type { CheckedPlan } from '../plan/checked.ts';
import { fingerprints } from '../plan/fingerprint.ts';
import type { PlannedStage } from '../plan/plan.ts';
import { readable } from '../plan/symbol.ts';
import { boxWords } from './box-words.ts';
import { stageWords } from './stage-words.ts';
import { type Parts, userdata } from './targets/userdata.ts';
import { type CompileFault, Texts } from './texts.ts';

export interface CompileOptions {
  /** For example `campaign 0.1.0`. */
  readonly compiler: string;
  readonly campaignText: string;
  readonly campaignPath: string;
  /** Clone URL when the campaign names no `source.repo`. */
  readonly origin: string;
  /** Tracked files were modified where it was compiled. */
  readonly dirty: boolean;
  /** Seconds between TERM and KILL; 10 where not said. A rehearsal has no time for that. */
  readonly grace?: number;
}

export interface Script {
  readonly text: string;
  /** Of the text as UTF-8, lower-case hex. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Either a script, or why there is none; `draft` is then what it would be without what stands against it, fit only to be measured. */
export type Compilation =
  | { readonly script: Script; readonly faults?: never }
  | { readonly faults: readonly CompileFault[]; readonly draft: Script; readonly script?: never };

/** Translates a checked plan. Equal plans and options give equal bytes. Never throws for a user's fault. */
export function compile(plan: CheckedPlan, options: CompileOptions): Compilation {
  const texts = new Texts(`${everyText(plan)}${options.campaignText}`);
  unsupported(plan, texts);
  const script = scriptOf(userdata(parts(plan, options, texts)));
  return texts.faults.length ? { faults: texts.faults, draft: script } : { script };
}

function scriptOf(text: string): Script {
  const bytes = Buffer.from(text, 'utf8');
  return { text, sha256: sha256(bytes), bytes: bytes.length };
}

function sha256(content: string | Buffer): string {
  // Loaded here: a lint that measures no script has no use for it.
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(content).digest('hex');
}

/** Every text of the plan that may hold the run's id or what stands for it. */
function everyText({ stages, store, repository, siblings, secrets, prebuilt, machine }: CheckedPlan): string {
  return JSON.stringify([
    [store.url, store.region, machine.setup, machine.packages, machine.services, machine.user],
    [secrets.map(({ from }) => from), prebuilt.map(({ url, build }) => [url, build])],
    repository.dir,
    siblings.map(({ dir }) => dir),
    stages.map(({ name, run, env, cwd, requires, produces, expect }) => [
      [name, run, env, cwd],
      requires.map(({ requirement, place, ...rest }) => ({ ...rest, prebuilt: undefined })),
      [...produces.map(({ path, as, expect }) => [path, as, expected(expect)]), expected(expect)],
    ]),
  ]);
}

function expected(expect: PlannedStage['expect']) {
  return expect && { ...expect, expectation: undefined };
}

/** What a later release brings. */
function unsupported(plan: CheckedPlan, texts: Texts): void {
  const { campaign } = plan;
  for (const { name } of campaign.hosts)
    texts.unsupported(`\`hosts\` is not supported yet: \`${name.value}\``, name.place, 'use one machine');
  for (const stage of plan.stages) {
    const { on } = stage.stage;
    if (on && !campaign.hosts.length)
      texts.unsupported('`on` is not supported yet', on.place, 'leave it out', stage.name);
  }
}

function parts(plan: CheckedPlan, options: CompileOptions, texts: Texts): Parts {
  const campaign = plan.campaign.name.value;
  const { place } = plan.campaign.name;
  const campaignSha256 = sha256(options.campaignText);
  const repositories = [plan.repository, ...plan.siblings].map(({ repo, commit, ref, dir }) => ({
    repo: texts.take(repo ?? options.origin, plan.campaign.repository.place),
    ref,
    commit: commit ?? '',
    dir: texts.take(dir, plan.campaign.repository.place),
    dirtyAtCompile: options.dirty,
  }));
  if (!plan.repository.inPlace)
    for (const { repo, ref, commit } of repositories)
      if (commit === '')
        texts.faults.push({
          code: 'unsupported',
          message: `\`${ref}\` of ${repo} is pinned to no commit`,
          place: plan.campaign.repository.place,
          help: 'name a full commit, or a ref that can be resolved here',
        });
  const prints = fingerprints(plan);
  const stages = plan.stages.map(stage => stageWords(stage, plan.prebuilt, prints.get(stage.name)!, texts));
  const store = plan.store.url === undefined ? '' : texts.take(plan.store.url, plan.campaign.store?.place ?? place);
  const record = {
    campaign,
    compiler: options.compiler,
    profile: plan.profile ?? null,
    campaignSha256,
    params: Object.fromEntries([...plan.params].map(([name, value]) => [name, value ?? null])),
    repositories,
    env: Object.fromEntries(
      ownEnvironment(plan).map(({ name, value }) => [name, readable(value).replaceAll('${{ run.id }}', texts.mark)]),
    ),
    secrets: plan.campaign.secrets.map(({ name }) => name.value),
  };
  return {
    plan,
    header: header(plan, options, campaignSha256),
    settings: [
      ['CAMPAIGN', campaign],
      ['STORE_URL', store],
      ['STORE_REGION', texts.take(plan.store.region ?? '', plan.campaign.store?.place ?? place)],
      ['WALL', String(Math.max(1, Math.round(plan.limits.wall ?? 0)))],
      ...costSettings(plan),
      ['HOLD', String(Math.round(plan.limits.hold))],
      ['MARKET', plan.machine.market],
      ['CHECKPOINT', String(Math.max(1, Math.round(plan.store.checkpoint)))],
      ['GRACE', String(options.grace ?? 10)],
      ['IN_PLACE', plan.repository.inPlace ? 'yes' : ''],
      ['RUN_ID_MARK', texts.mark],
    ],
    repositories: repositories.map(({ repo, commit, dir }) => ({ url: repo, commit, dir })),
    record: JSON.stringify(record, null, 2).slice(2, -2),
    box: boxWords(plan, ownEnvironment(plan), texts),
    stages,
    campaignText: options.campaignText,
  };
}

/** How long the machines may run for what `limits.cost` allows, in whole seconds; 0: no limit, or no known price. */
function costSettings({ limits, machine: { price, count } }: CheckedPlan): (readonly [string, string])[] {
  if (limits.cost === undefined || !price) return [['COST_SECONDS', '0']];
  const seconds = Math.max(1, Math.floor((limits.cost / (price.usdPerHour * count)) * 3600));
  const machines = count === 1 ? '' : ` for each of ${count} machines`;
  return [
    ['COST_SECONDS', String(seconds)],
    [
      'COST_LIMIT',
      `$${limits.cost}, which is ${seconds} s at $${Number(price.usdPerHour.toFixed(6))} an hour${machines}`,
    ],
  ];
}

/** The campaign's own `env`. */
function ownEnvironment(plan: CheckedPlan): readonly { readonly name: string; readonly value: string }[] {
  return plan.campaign.env.map(({ name }) => ({ name: name.value, value: environmentValue(plan, name.value) }));
}

/** A variable of the campaign's own `env`, as the first stage that does not replace it has it. */
function environmentValue(plan: CheckedPlan, name: string): string {
  for (const { stage, env } of plan.stages) {
    if (stage.env.some(own => own.name.value === name)) continue;
    const found = env.find(each => each.name === name);
    if (found) return found.value;
  }
  return plan.stages.flatMap(({ env }) => env).find(each => each.name === name)?.value ?? '';
}

function header(plan: CheckedPlan, options: CompileOptions, digest: string): string[] {
  const { repository, profile, stages } = plan;
  const running = stages.filter(stage => !stage.off).length;
  return [
    `Campaign ${plan.campaign.name.value}: ${running} ${running === 1 ? 'stage' : 'stages'}${profile === undefined ? '' : `, profile ${profile}`}.`,
    `Made by ${options.compiler} from ${options.campaignPath.replaceAll(/[\r\n]/g, ' ')}`,
    `  campaign  sha256:${digest}`,
    `  source    ${(repository.repo ?? options.origin).replaceAll(/[\r\n]/g, ' ')}`,
    `  commit    ${repository.commit ?? 'none'}`,
    'Change the campaign and compile it again rather than editing this.',
    '',
    'To run it: bash script.sh, on Linux with bash 4.4 or newer. It reads these variables and no others:',
    '  CAMPAIGN_STORE      store URL in place of STORE_URL below: s3://bucket/prefix or file:///directory',
    '  CAMPAIGN_RUN_ID     names this run, or takes it up again; resume:ID also one that is complete; a new id otherwise',
    '  CAMPAIGN_HOME       where it keeps its own files; /var/lib/campaign otherwise',
    '  CAMPAIGN_PROVISION  1: packages, services, users and setup first, power-off at the end; 0: none of these. As user data 1, else 0',
    '  CAMPAIGN_STAGES     only these stages, and what they need',
    '  AWS_*               as the aws command reads them, AWS_ENDPOINT_URL_S3 included',
    '',
    'Exit status: 0 every stage passed and everything is in the store, 1 some stage did not pass, 2 called wrongly,',
    '3 something was missing and nothing was run, 4 the store is incomplete, 130 and 143 interrupted.',
    '',
    'To read it: what follows are its parts, each found by its line; the runtime is functions only, and main is called at the very end.',
    'A stage says where it stands in the campaign, `runs` on which line its text begins. Line numbers in its messages are of the',
    'campaign, too.',
  ];
}
