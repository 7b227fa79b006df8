import type { Plan, PlannedStage } from '../plan/plan.ts';

/** A fragment of the runtime, as the script's table of contents has it. */
export interface RuntimePart {
  /** Of its file in runtime/. */
  readonly name: string;
  readonly about: string;
  /** Absent: every script holds it. */
  readonly when?: (plan: Plan) => boolean;
}

const some = (what: (stage: PlannedStage) => boolean) => (plan: Plan) => plan.stages.some(what);
const secrets = some(stage => stage.secrets.length > 0);
const artifacts = (plan: Plan) => plan.prebuilt.length > 0;
const bucketUrls = some(({ requires }) => requires.some(each => each.kind === 'url' && each.url.startsWith('s3:')));

/**
 * All parts in the order in which a person reads them: the run first, then what it does before, during and after the stages, what
 * saves it, what ends it, and the words that all of them use. They are functions only, so bash does not mind.
 */
export const runtimeParts: readonly RuntimePart[] = [
  { name: 'main', about: 'the run, from its beginning to its end' },
  { name: 'unit', about: 'a unit of systemd for it, on a machine of its own' },
  { name: 'takeup', about: 'taking up a run that has begun' },
  { name: 'earlier', about: 'what earlier starts left of each stage, and whether it counts' },
  { name: 'restore', about: 'outputs of an earlier start, put back in their places' },

  { name: 'preflight', about: 'everything that must be there, before anything is run' },
  { name: 'provision', about: 'packages, services and setup' },
  { name: 'users', about: 'whether we provision, and the users of the stages' },
  { name: 'secrets', about: 'secrets, read on the box and masked in logs', when: secrets },
  { name: 'prebuilt', about: 'prebuilt artifacts, fetched and verified', when: artifacts },
  { name: 'checkout', about: 'the source, at its commit', when: plan => !plan.repository.inPlace },
  { name: 'background', about: 'what takes long, beside main' },

  { name: 'schedule', about: 'which stage runs, and when' },
  {
    name: 'condition',
    about: 'conditions that only the box can decide',
    when: some(stage => stage.boxCondition !== undefined),
  },
  { name: 'attempt', about: 'one attempt of a stage, and how it ended' },
  { name: 'outputs', about: 'what a stage leaves: found, new, and not empty' },
  {
    name: 'expect',
    about: 'what it expects of its outputs and its log',
    when: some(({ expect, produces }) => expect !== undefined || produces.some(output => output.expect)),
  },
  {
    name: 'expect-json',
    about: 'the same of JSON',
    when: some(({ produces }) => produces.some(output => output.expect?.json.length)),
  },
  { name: 'settle', about: 'what becomes of a stage that has ended, and of those that wait for it' },
  { name: 'cgroup', about: 'a control group for each stage' },
  { name: 'kill', about: 'ending all of a stage' },
  { name: 'containers', about: 'containers that a stage leaves running' },

  { name: 'checkpoint', about: 'the process that saves while stages run' },
  { name: 'publish', about: 'all of a stage into the store, or owed' },
  { name: 'gather', about: 'many files in one directory, to be stored at once' },
  { name: 'store', about: 'what every store can do' },
  { name: 'store-file', about: 'a store in a directory' },
  { name: 'store-s3', about: 'a store in a bucket' },
  { name: 'store-s3-claim', about: 'of two that take a key of a bucket, one has it' },
  { name: 'store-s3-proof', about: 'what is in a bucket, held against what was put' },
  { name: 'aws-cli', about: 'the aws command, bounded' },
  {
    name: 'aws',
    about: 'what else is read from AWS',
    when: plan => secrets(plan) || artifacts(plan) || bucketUrls(plan),
  },

  { name: 'time', about: 'limits, signals and the heartbeat' },
  { name: 'notice', about: 'notices that a spot instance is taken away' },
  { name: 'imds', about: 'the metadata of an instance' },
  { name: 'hold', about: 'what could not be saved yet is tried again' },
  { name: 'finish', about: 'the end: everything saved, the mark last' },
  { name: 'watchdog', about: 'the process that ends the run when main cannot' },
  { name: 'poweroff', about: 'the end of a machine of our own' },

  { name: 'records', about: 'events, status.json and run.json' },
  { name: 'json', about: 'texts as JSON' },
  { name: 'words', about: 'small words that all the others use' },
  { name: 'stages', about: 'the words in which the stages at the end are written' },
];

/** Those that a plan needs. */
export function partsFor(plan: Plan): readonly RuntimePart[] {
  return runtimeParts.filter(({ when }) => when?.(plan) ?? true);
}
