import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Answer, Fault } from '../fault.ts';
import { type LocalOptions, scriptEnvironment } from '../launchers/local.ts';

export interface BuilderOptions extends Pick<LocalOptions, 'repository' | 'environment'> {
  /** The program that builds as a box would; it knows the steps below. */
  readonly program: string;
  /** An absolute path: a directory of this build alone. */
  readonly directory: string;
  /** Install packages, make users and run the setup, as root. */
  readonly provision: boolean;
  /** Whether the box can compile Rust: only then does it matter whether cargo would compile anything there. */
  readonly boxHasCargo: boolean;
  /** What it and the build print, as it comes. */
  readonly onOutput: (bytes: Buffer) => void;
  readonly signal: AbortSignal;
}

export type BuilderStep = 'make' | 'try' | 'clear';

/** Seconds that a build has to end in when it is asked to. */
const grace = 5;

/** Variables by which cargo tells one build from another (interpreter/runtime/prebuilt.sh): a manifest has those that were set. */
export function isCargoSetting(name: string): boolean {
  return /^(RUSTFLAGS|CARGO_ENCODED_RUSTFLAGS|CARGO_BUILD_RUSTFLAGS|CARGO_BUILD_TARGET|CARGO_TARGET_.*|CARGO_PROFILE_.*)$/.test(
    name,
  );
}

/**
 * Variables that would change what is built, and that a box has from the campaign or not at all: cargo's and rustup's own, and those by
 * which the cc crate and make find and drive a C compiler, also of one target alone (docs.rs/cc, "External configuration via environment variables").
 */
function changesTheBuild(name: string): boolean {
  return (
    isCargoSetting(name) ||
    /^(CARGO_BUILD_.*|CARGO_INCREMENTAL|RUSTC|RUSTC_BOOTSTRAP|RUSTC_(WORKSPACE_)?WRAPPER|RUSTUP_TOOLCHAIN)$/.test(
      name,
    ) ||
    /^((HOST|TARGET)_)?(AR|CC|CXX|LD|(AR|C|CPP|CXX|LD)FLAGS)(_[a-z].*)?$/.test(name)
  );
}

/** Credentials, which are for publishing alone; the tokens of the job that this may run in, and the files by which its steps tell each other things. */
const withheld =
  /^(AWS_.*|ACTIONS_.*|GITHUB_(TOKEN|ENV|PATH|OUTPUT|STATE|STEP_SUMMARY)|GH_TOKEN|NODE_AUTH_TOKEN|NPM_TOKEN)$/;

/** What is left of an environment for a build. */
export function cleanEnvironment(environment: LocalOptions['environment']): LocalOptions['environment'] {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !withheld.test(name) && !changesTheBuild(name)),
  );
}

/** Those variables of an environment that would change what is built, and that no build gets. */
export function leftOut(environment: LocalOptions['environment']): readonly string[] {
  return Object.keys(environment).filter(changesTheBuild).sort();
}

/** A program that builds; every step runs in a session of its own, so that all of it can be ended. */
export function openBuilder(options: BuilderOptions) {
  const { directory, program, provision } = options;
  const script = join(directory, 'builder.sh');
  const environment = cleanEnvironment(options.environment);
  const launch = { script: program, runId: `prebuild-${process.pid}`, storeUrl: 'file:///nowhere' };
  const local = { home: directory, environment, ...(options.repository && { repository: options.repository }) };

  /** Whether the step has done what it is for, or why not. `flags`: what the CPU is taken to have beside its own. */
  async function run(step: BuilderStep, flags: readonly string[] = []): Promise<Answer<true>> {
    await writeFile(script, program, { mode: 0o755 });
    const child = spawn('bash', [script, step], {
      cwd: directory,
      detached: true,
      // The first is closed by the system even when this process is killed: by that the program knows.
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        ...scriptEnvironment(launch, local),
        CAMPAIGN_PROVISION: provision ? '1' : '0',
        CAMPAIGN_CPU_FLAGS: flags.join(' '),
        CAMPAIGN_BOX_CARGO: options.boxHasCargo ? 'yes' : 'no',
      },
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', options.onOutput);
    const end = (signal: NodeJS.Signals) => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, signal);
      } catch {
        // It has ended already.
      }
    };
    let last: NodeJS.Timeout | undefined;
    const stop = () => {
      end('SIGTERM');
      last = setTimeout(() => end('SIGKILL'), grace * 1000);
    };
    const isStopped = step !== 'clear';
    if (isStopped && options.signal.aborted) stop();
    else if (isStopped) options.signal.addEventListener('abort', stop, { once: true });
    const status = await new Promise<number>(resolve => {
      child.once('error', () => resolve(127));
      child.once('close', code => resolve(code ?? 143));
    });
    clearTimeout(last);
    options.signal.removeEventListener('abort', stop);
    // What it left running in its session would go on writing to what is about to be removed.
    end('SIGKILL');
    if (isStopped) options.signal.throwIfAborted();
    return status === 0 ? { value: true } : { fault: await faultOf(status) };
  }

  async function faultOf(status: number): Promise<Fault> {
    const [doing = '', ...why] = (await readFile(join(directory, 'fault'), 'utf8').catch(() => '')).split('\n');
    if (doing === '')
      return {
        ...{ code: 'prebuilt-host', doing: 'building the artifact', message: `bash ended with exit code ${status}` },
        help: 'see above what it says; it needs bash 4.4 or newer, git, GNU tar and findutils',
      };
    return {
      code: 'prebuilt-made',
      doing,
      message: why.join(' ').trim(),
      help: remedies[doing] ?? 'see above what it says',
    };
  }

  return { run };
}

/** By what the program says it was doing (interpreter/runtime/builder.sh). */
const remedies: Readonly<Record<string, string>> = {
  'preparing the machine':
    'see above what machine.packages and machine.setup say; without --provision they are left alone',
  'checking out the source': 'see that the directory can be made, and that the commit can be fetched from here',
  'checking out the source again': 'see that the build leaves the repository of its checkout alone',
  building: 'see above what it says: it runs as a stage does, in source.dir, with the env of the campaign',
  packing: 'let prebuilt.provides name only files that the build makes; tar must be GNU tar',
  'bringing it as a box does': 'nothing is published that a box could not use; see above, and campaign lint',
};
