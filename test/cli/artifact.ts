import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PrebuiltManifest } from '../../schema/records.ts';
import { bin, type Ended, plainEnvironment } from './process.ts';
import { git, write } from './repository.ts';

/**
 * A cargo as far as artifacts go: what is newer than what was built of it, or was built with other flags, is built again, and it says so
 * in cargo's words. With HOLD in its environment it takes its time.
 */
const cargo = `#!/bin/bash
[[ $1 != --version ]] || { echo cargo 1.0.0; exit; }
out=target/release
mkdir -p $out/deps
[[ -z \${HOLD-} ]] || { touch "$HOLD"; sleep 60; }
if [[ -e $out/tool && ! src.txt -nt $out/tool && $(cat $out/deps/flags) == "\${RUSTFLAGS-}" ]]; then
  echo '       Fresh tool v0.1.0'
else
  echo '   Compiling tool v0.1.0'
  printf '#!/bin/bash\\necho "%s"\\n' "$(cat src.txt)" >$out/deps/tool
  chmod 755 $out/deps/tool
  ln -f $out/deps/tool $out/tool
  printf %s "\${RUSTFLAGS-}" >$out/deps/flags
fi
echo '    Finished in no time' >&2
`;

const rustc = `#!/bin/bash
[[ $1 == --version ]] && echo 'rustc 1.0.0 (a stand-in)'
[[ $* != *--print*cfg* ]] || printf 'target_feature="%s"\\n' sse2 sse4.2
`;

/** A repository whose campaign has an artifact, and the machine that builds it and runs it; all of it goes with it. */
export class Artifact {
  readonly home = realpathSync(mkdtempSync(join(tmpdir(), 'campaign-artifact-')));
  readonly root = join(this.home, 'here');
  /** Where the source lies, on the builder as on a box. */
  readonly dir = join(this.home, 'opt', 'engine');
  readonly shelf = join(this.home, 'shelf');
  readonly commit: string;
  readonly build: string;

  constructor(build = 'cargo build --release', more: Readonly<Record<string, string>> = {}) {
    this.build = build;
    write(join(this.home, 'bin'), { 'cargo*': cargo, 'rustc*': rustc });
    mkdirSync(join(this.home, 'tmp'));
    mkdirSync(this.root);
    git(this.root, 'init', '-q', '-b', 'main');
    write(this.root, {
      ...{ '.gitignore': 'target\nartifacts\n', 'src.txt': 'made elsewhere\n', 'campaign.yaml': this.campaign() },
      ...more,
    });
    git(this.root, 'add', '-A');
    git(this.root, 'commit', '-q', '-m', 'one');
    git(this.root, 'remote', 'add', 'origin', 'https://github.com/example/engine.git');
    git(this.root, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
    this.commit = git(this.root, 'rev-parse', 'HEAD');
  }

  [Symbol.dispose](): void {
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  /** The campaign's text. */
  campaign({
    url = `file://${this.shelf}/\${{ source.commit }}.tar.gz`,
    top = '',
    stage = '',
    requires = 'tool',
    run = `${this.build} && target/release/tool | tee out.txt`,
  } = {}): string {
    return `campaign: engine
version: 1
ci: { none: true, reason: a test }
source: { dir: "${this.dir}" }
limits: { wall: 2m, stage: 1m }
store: { url: "file://${this.home}/store" }
prebuilt:
  - url: "${url}"
    provides: [target/release/]
    build: ${JSON.stringify(this.build)}
${top}stages:
  use:
    run: ${JSON.stringify(run)}
    requires: [target/release/${requires}]
    produces: [out.txt]
${stage}`;
  }

  /** Changes the campaign without a commit of it. */
  declare(campaign: Parameters<Artifact['campaign']>[0]): void {
    write(this.root, { 'campaign.yaml': this.campaign(campaign) });
  }

  get environment(): Record<string, string> {
    return {
      ...(plainEnvironment as Record<string, string>),
      HOME: this.home,
      PATH: `${this.home}/bin:${process.env.PATH}`,
      TMPDIR: join(this.home, 'tmp'),
    };
  }

  get url(): string {
    return `file://${this.shelf}/${this.commit}.tar.gz`;
  }

  start(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const child = execFile(process.execPath, [bin, ...words], { cwd: this.root, env: { ...this.environment, ...env } });
    let [stdout, stderr] = ['', ''];
    child.stdout!.on('data', text => (stdout += text));
    child.stderr!.on('data', text => (stderr += text));
    const ended = once(child, 'close').then(([code]): Ended => ({ code, stdout, stderr }));
    return { child, ended };
  }

  async prebuild(words: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return await this.start(['prebuild', ...words], env).ended;
  }

  /** The script of the campaign, run as a box runs it, which has no other way to the commit than the remote; the log of its stage. */
  async boxed(words: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<string> {
    const compiled = await this.start(['compile', ...words, '-o', 'script.sh'], env).ended;
    if (compiled.code !== 0) throw new Error(compiled.stderr);
    await promisify(execFile)('bash', [join(this.root, 'script.sh')], {
      cwd: this.home,
      env: {
        ...{ ...this.environment, ...env },
        ...{ CAMPAIGN_HOME: join(this.home, 'box'), CAMPAIGN_RUN_ID: 'box', CAMPAIGN_PROVISION: '0' },
        ...{ GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: `url.${this.root}.insteadOf` },
        GIT_CONFIG_VALUE_0: 'https://github.com/example/engine.git',
      },
    });
    return readFileSync(join(this.home, 'store/engine/box/stages/use/log'), 'utf8');
  }

  manifest(): PrebuiltManifest {
    return JSON.parse(readFileSync(`${this.shelf}/${this.commit}.tar.gz.json`, 'utf8'));
  }

  /** What is left of the build on this machine: nothing. */
  left(): readonly string[] {
    return [...namesIn(join(this.home, 'tmp')), ...namesIn(this.dir)];
  }

  published(): readonly string[] {
    return namesIn(this.shelf);
  }
}

export function namesIn(directory: string): readonly string[] {
  return existsSync(directory) ? readdirSync(directory).sort() : [];
}
