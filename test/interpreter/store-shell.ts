import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3 } from '../../rehearsal/emulator/s3/server.ts';
import type { LedgerEntry } from '../../schema/records.ts';
import { awsCommandsTried } from '../rehearsal/aws-commands.ts';
import { awsEnvironment, s3 } from '../rehearsal/s3.ts';
import { compiled } from './compiled.ts';

export interface Said {
  readonly status: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** The functions of a compiled script, called one by one: all of it but the call of main. */
export class StoreShell implements AsyncDisposable {
  readonly root = mkdtempSync(join(tmpdir(), 'campaign-store-'));
  readonly files = join(this.root, 'files');
  readonly run: string;
  readonly url: string;
  readonly s3: (S3 & AsyncDisposable) | undefined;
  readonly #environment: Readonly<Record<string, string>>;

  private constructor(server: (S3 & AsyncDisposable) | undefined, aws: string | undefined, script: string) {
    this.s3 = server;
    this.run = 'r1';
    this.url = server ? 's3://results/deep/er' : `file://${this.root}/store`;
    mkdirSync(this.files);
    mkdirSync(join(this.root, 'bin'));
    if (aws !== undefined)
      writeFileSync(join(this.root, 'bin/aws'), `#!/bin/sh\nexec '${aws}' "$@"\n`, { mode: 0o755 });
    writeFileSync(join(this.root, 'functions.sh'), script.replace(/\nmain "\$@"\nexit\n$/, '\n'));
    const { PATH, ...keys } = awsEnvironment(server ?? { accessKeyId: '', secretAccessKey: '' });
    this.#environment = {
      ...keys,
      PATH: `${join(this.root, 'bin')}:${process.env.PATH}`,
      CAMPAIGN_STORE: this.url,
      CAMPAIGN_PROVISION: '0',
      ...(server && { AWS_ENDPOINT_URL: server.url }),
    };
  }

  /** `aws` is the path of an AWS CLI: then the store is a bucket. */
  static async open(aws?: string): Promise<StoreShell> {
    const text = 'campaign: box\nversion: 1\nlimits: { wall: 1h, stage: 1h }\nstages: { a: { run: "true" } }\n';
    const { script } = await compiled(text, { inPlace: '/nowhere' });
    return new StoreShell(aws === undefined ? undefined : await s3(), aws, script!.text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.s3?.close();
    rmSync(this.root, { recursive: true, force: true });
  }

  /** Writes a file that `bash` may put. */
  file(name: string, text: string | Buffer): string {
    const path = join(this.files, name);
    writeFileSync(path, text);
    return path;
  }

  /**
   * Runs bash in the place of main, on the machine of this name. Events come as lines `event …` of its standard output; a command
   * that fails says so by `failed: ERROR` and goes on.
   */
  async bash(text: string, env: Record<string, string> = {}, machine = 'here'): Promise<Said> {
    const home = join(this.root, machine);
    const path = join(this.root, `${machine}-${Math.random().toString(36).slice(2)}.sh`);
    writeFileSync(
      path,
      `source '${this.root}/functions.sh'
settle_caller; settle_provisioning; settle_environment; find_run ${this.run}
mkdir -p -- "$RUN_DIR"/{events,owed,saved}
cp '${this.root}/functions.sh' "$RUN_DIR/script.sh"
[[ -p $RUN_DIR/quiet ]] || mkfifo "$RUN_DIR/quiet"
open_quiet
MAIN_PID=$BASHPID HARNESS_PIDS=$$ PUBLISHING=a
post_all() { printf 'event %s\\n' "$@"; }
try() { ERROR= ; if "$@"; then return 0; else printf 'failed %d: %s\\n' "$?" "$ERROR"; fi; }
final() { put_file final "$1" '${this.files}' "\${2-$1}" "$(sha256sum -b <'${this.files}'/"\${2-$1}" | head -c 64)" ''; }
FILES='${this.files}'
cd "$FILES"
store_open
${text}
`,
    );
    const child = spawn('bash', ['-p', path], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...this.#environment, CAMPAIGN_HOME: home, ...env },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (more: string) => {
      stdout += more;
    });
    child.stderr.setEncoding('utf8').on('data', (more: string) => {
      stderr += more;
    });
    return await new Promise(resolve => {
      child.once('close', (code, signal) => resolve({ status: code ?? signal ?? 'unknown', stdout, stderr }));
    });
  }

  /** What this machine's ledger holds. */
  ledger(machine = 'here'): readonly LedgerEntry[] {
    return readFileSync(join(this.root, machine, 'runs', this.run, 'ledger.jsonl'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line));
  }

  /** The bytes of an object of the run; undefined when it is not there. */
  stored(key: string): Buffer | undefined {
    if (this.s3) return this.s3.objects('results').get(`deep/er/box/${this.run}/${key}`)?.body;
    try {
      return readFileSync(join(this.root, 'store/box', this.run, key));
    } catch {
      return undefined;
    }
  }
}

/** Every store, and the bucket by the AWS CLIs that are tried. */
export const stores: readonly { readonly name: string; readonly aws: string | undefined }[] = [
  { name: 'file://', aws: undefined },
  ...awsCommandsTried.map(({ name, path }) => ({ name: `s3:// by ${name}`, aws: path })),
];
