import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunEvent } from '../schema/records.ts';
import { type Imds, startImds } from './emulator/imds.ts';
import { type S3, startS3 } from './emulator/s3/server.ts';
import type { Ground } from './fault.ts';
import { eventsOf } from './invariants.ts';
import { type Mounts, mount } from './mounts.ts';
import { startEmptyServer } from './no-artifact.ts';
import { killAll, processesOf, removeGroups } from './processes.ts';
import { type Remains, remainsIn, remainsUnder } from './remains.ts';
import type { Cue } from './stand-in.ts';

/** Every rehearsed run has this id: its box and its store are its own. */
export const runId = 'rehearsal';

const bucket = 'rehearsal';

/** A corner of this machine that plays the box: a disk with a source directory and a home, a store, and a script that runs. */
export class Box {
  readonly root: string;
  /** The box's own disk: what is on it is gone with the box. */
  readonly disk: string;
  readonly source: string;
  /** Absolute paths of the campaign lie under it. */
  readonly outside: string;
  readonly home: string;
  readonly store: string;
  /** Where the stand-in of the stage under test looks for its cue. */
  readonly cueFile: string;
  /** What a fault has seen that must never be. */
  readonly wrong: string[] = [];
  /** What the script has printed. */
  said = '';
  /** Its exit status, or the signal that ended it; absent while it runs. */
  ended: number | string | undefined;
  mounts: Mounts | undefined;
  /** Of a box whose store is a bucket. */
  s3: S3 | undefined;
  /** Of a box that is an instance of EC2. */
  metadata: Imds | undefined;
  readonly #campaign: string;
  readonly #removals: (() => void)[] = [];
  #child: ChildProcess | undefined;

  /** `root`: an empty directory of its own. */
  constructor(root: string, campaign: string) {
    this.root = root;
    this.#campaign = campaign;
    this.disk = join(root, 'disk');
    this.source = join(this.disk, 'source');
    this.outside = join(this.disk, 'outside');
    this.home = join(this.disk, 'home');
    this.store = join(root, 'store');
    this.cueFile = join(root, 'cue');
    for (const directory of [this.disk, this.store]) mkdirSync(directory);
  }

  /** Lays what is asked for on small disks; answers why that cannot be. */
  async lay({ box, store }: Ground): Promise<string | undefined> {
    const made = await mount([
      ...(box === undefined ? [] : [{ directory: this.disk, megabytes: box }]),
      ...(store === undefined ? [] : [{ directory: this.store, megabytes: store }]),
    ]);
    if ('why' in made) return made.why;
    this.mounts = made;
    return undefined;
  }

  /** Gives it a bucket for its store in place of the directory. */
  async useBucket(): Promise<void> {
    this.s3 = await startS3({ buckets: [bucket] });
  }

  /** Makes it a spot instance of EC2. */
  async beSpot(instanceType: string | undefined): Promise<void> {
    this.metadata = await startImds({ lifeCycle: 'spot', ...(instanceType !== undefined && { instanceType }) });
  }

  /** Starts a server that has no artifact; its URL. */
  async beWithoutArtifacts(): Promise<string> {
    const server = await startEmptyServer();
    this.onClose(server.close);
    return server.url;
  }

  /** A path of the box as this process reaches it. */
  reached(path: string): string {
    return `${this.mounts?.reach ?? ''}${path}`;
  }

  /** `CAMPAIGN_HOME/runs/<run-id>`, as this process reaches it. */
  get local(): string {
    return this.reached(join(this.home, 'runs', runId));
  }

  /**
   * Starts the script as the least urgent work of this machine, in a session of its own. `own`: what stands in place of the variables
   * that a box sets, `HOME` and the run's id.
   */
  start(
    script: string,
    environment: Readonly<Record<string, string | undefined>>,
    own: Readonly<Record<string, string | undefined>> = {},
  ): void {
    mkdirSync(this.reached(this.source));
    const path = join(this.root, 'script.sh');
    writeFileSync(path, script);
    const [command, ...words] = ['nice', '-n', '19', ...(this.mounts?.enter ?? []), 'bash', path];
    const child = spawn(command!, words, {
      cwd: this.root,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...environment, ...this.#environment(), ...only(own, ['HOME', 'CAMPAIGN_RUN_ID']) },
    });
    this.#child = child;
    child.stderr.on('data', (bytes: Buffer) => {
      this.said += bytes;
    });
    child.once('error', error => {
      this.said += error.message;
      this.ended ??= 127;
    });
    child.once('exit', (code, name) => {
      this.ended = code ?? name ?? 'unknown';
    });
  }

  /** The script's own variables, and nothing that could lead it to a real cloud. */
  #environment(): Readonly<Record<string, string>> {
    const { s3, metadata } = this;
    return {
      HOME: this.root,
      CAMPAIGN_HOME: this.home,
      CAMPAIGN_RUN_ID: runId,
      CAMPAIGN_PROVISION: '0',
      CAMPAIGN_STORE: s3 ? `s3://${bucket}` : `file://${this.store}`,
      ...(metadata ? { AWS_EC2_METADATA_SERVICE_ENDPOINT: metadata.url } : { AWS_EC2_METADATA_DISABLED: 'true' }),
      ...(s3 && {
        AWS_ENDPOINT_URL_S3: s3.url,
        AWS_ACCESS_KEY_ID: s3.accessKeyId,
        AWS_SECRET_ACCESS_KEY: s3.secretAccessKey,
        AWS_REGION: 'us-east-1',
      }),
    };
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Something that has to be done away with when nothing of the box runs any more. */
  onClose(removal: () => void): void {
    this.#removals.push(removal);
  }

  /** Tells the stand-in of the stage under test what to do. */
  cue(word: Cue): void {
    writeFileSync(this.cueFile, `${word}\n`);
  }

  /** What the run has left in the store. */
  remains(): Remains {
    if (this.s3) return remainsUnder(this.s3.objects(bucket), `${this.#campaign}/${runId}/`);
    return remainsIn(this.reached(join(this.store, this.#campaign, runId)));
  }

  /** What the box itself has of the run. */
  ownRecords(): Remains {
    return remainsIn(this.local);
  }

  events(): readonly RunEvent[] {
    return eventsOf(this.ownRecords());
  }

  /** A number that the run has noted in a file of its own, such as a process id. */
  number(name: string): number | undefined {
    const path = join(this.local, name);
    return existsSync(path) ? Number(readFileSync(path, 'utf8').split('\n')[0]) || undefined : undefined;
  }

  /** Seconds since what is saved most seldom of a running stage was saved; 0 where nothing was. */
  sinceSave(stage: string): number {
    const saves = new Map<string, number>();
    for (const event of this.events())
      if (event.event === 'checkpoint' && event.stage === stage) saves.set(event.key, event.up);
    return saves.size === 0 ? 0 : this.up() - Math.min(...saves.values());
  }

  /** Seconds since the script began, as its events count them. */
  up(): number {
    const began = this.number('begun') ?? 0;
    return Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) - began / 100;
  }

  processes(): readonly number[] {
    return processesOf(this.root);
  }

  async killAll(): Promise<void> {
    await killAll(this.root);
  }

  /** Whether it came to be within so many seconds, looked at every so many milliseconds. */
  async until(what: () => boolean, seconds: number, signal?: AbortSignal, every = 40): Promise<boolean> {
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end) {
      signal?.throwIfAborted();
      if (what()) return true;
      await sleep(every);
    }
    return what();
  }

  /** Ends what still runs and removes everything but, on request, the files. */
  async close({ keep = false } = {}): Promise<void> {
    await this.killAll();
    await removeGroups(this.local);
    for (const removal of this.#removals) removal();
    await this.metadata?.close();
    await this.s3?.close();
    await this.mounts?.close();
    if (!keep) rmSync(this.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}

function only(variables: Readonly<Record<string, string | undefined>>, names: readonly string[]) {
  return Object.fromEntries(names.flatMap(name => (variables[name] === undefined ? [] : [[name, variables[name]]])));
}
