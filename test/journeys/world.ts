import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bin, type Ended, plainEnvironment } from '../cli/process.ts';
import { git, write } from '../cli/repository.ts';
import { policiesOf } from '../cloud/allowed.ts';
import { type Cloud, type CloudOptions, type InstanceView, startCloud } from '../cloud/cloud.ts';

const noCloud =
  process.getuid?.() === 0 ? undefined : 'an emulated cloud makes its machines of namespaces, which needs root';

/** A test with a cloud of its own, beside others: most of its time is spent waiting. Skipped, and said so, where there can be none. */
export function travels(name: string, body: () => Promise<void>, seconds: number): void {
  (noCloud === undefined ? test.concurrent : test.skip)(
    `${name}${noCloud === undefined ? '' : ` (${noCloud})`}`,
    body,
    seconds * 1000,
  );
}

export interface Command extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stderr(): string;
}

/** A cloud, and a repository with a campaign whose results go to a bucket of it. */
export interface Journey extends AsyncDisposable {
  readonly cloud: Cloud;
  readonly root: string;
  /** Of its campaign. */
  readonly text: string;
  /** Starts the real command, as on a laptop. */
  start(...words: string[]): Command;
  /** Runs it to its end. */
  campaign(...words: string[]): Promise<Ended>;
  /** What the store holds of a run, by its key. */
  stored(runId: string): ReadonlyMap<string, string>;
  /** The calls of RunInstances that were answered, one for each box that was asked for. */
  asked(action: string): number;
  boxes(): readonly InstanceView[];
}

/** Two short stages, the second of which takes up what the first has left. */
export const stages = `
  first: { run: "echo said; hostname > out.txt", produces: [out.txt] }
  second: { run: "cat out.txt > sum.txt", requires: [out.txt], produces: [sum.txt] }
`;

export async function journey(
  options: Partial<CloudOptions> = {},
  of = stages,
  market = 'on-demand',
  {
    env = {},
    denied = [],
  }: {
    readonly env?: Readonly<Record<string, string>>;
    /** Denials that the journey is about. */
    readonly denied?: readonly string[];
  } = {},
): Promise<Journey> {
  // Not by a hook of the test's: those of tests beside one another are mixed up.
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'campaign-journey-')));
  const text = `campaign: small
version: 1
source: { repo: "file:///srv/engine", dir: /opt/campaign/small }
machine: { type: c7i.large, image: al2023, market: ${market} }
limits: { wall: 10m, stage: 3m, cost: 1 USD }
store: { url: "s3://results/at", region: ${options.region ?? 'us-east-1'}, checkpoint: 2s }
stages:${of}`;
  git(root, 'init', '-q', '-b', 'main');
  write(root, { 'campaign.yaml': text });
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', 'one');
  git(root, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
  // What `campaign compile --target iam` writes is all that box and person may do.
  const { box, person } = await policiesOf(text);
  const own = options.profiles?.['campaign-box'];
  const cloud = await startCloud({
    ...{ buckets: ['results'], disk: { '/srv/engine': root }, person: [person] },
    ...options,
    profiles: {
      ...options.profiles,
      'campaign-box': { ...own, policies: { store: box, ...own?.policies } },
    },
  });
  const commands: Command[] = [];
  const start = (...words: string[]): Command => {
    const child = spawn(process.execPath, [bin, ...words], {
      cwd: root,
      env: { ...plainEnvironment, ...cloud.env, ...env } as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', text => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', text => {
      stderr += text;
    });
    const ended = once(child, 'close').then(([code]) => ({ code, stdout, stderr }));
    const command: Command = {
      ...{ child, ended, stderr: () => stderr },
      async [Symbol.asyncDispose]() {
        child.kill('SIGKILL');
        await ended;
      },
    };
    commands.push(command);
    return command;
  };
  return {
    cloud,
    root,
    text,
    start,
    campaign: (...words) => start(...words).ended,
    stored(runId) {
      const prefix = `at/small/${runId}/`;
      const objects = [...cloud.s3.objects('results')].filter(([key]) => key.startsWith(prefix));
      return new Map(objects.map(([key, { body }]) => [key.slice(prefix.length), body.toString()]));
    },
    asked: action => cloud.requests.filter(call => call.action === action).length,
    boxes: () => cloud.instances(),
    async [Symbol.asyncDispose]() {
      for (const command of commands) await command[Symbol.asyncDispose]();
      await cloud.close();
      rmSync(root, { recursive: true, force: true });
      // Whatever a journey does, these policies allow it.
      expect(cloud.denials.filter(each => !denied.includes(each))).toEqual([]);
    },
  };
}

/** Waits until something is so. */
export async function until(what: () => boolean, seconds: number, say: () => string = () => ''): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !what(); ) {
    if (Date.now() > end) expect.fail(`it did not come to be within ${seconds} s: ${what}\n${say()}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
