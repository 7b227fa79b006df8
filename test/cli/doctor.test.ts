import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { arch } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startCampaign } from './process.ts';
import { git, repository, temporary, write } from './repository.ts';

const machine = arch() === 'arm64' ? 'aarch64' : 'x86_64';

/** Files of a directory by HTTP, as whoever publishes an artifact, or a repository, serves them. */
async function served(directory: string): Promise<string> {
  const server = createServer((request, response) => {
    try {
      const bytes = readFileSync(join(directory, new URL(request.url!, 'http://x').pathname));
      response.writeHead(200, { 'content-length': bytes.length }).end(request.method === 'HEAD' ? undefined : bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What the doctor says, with what differs from machine to machine by name. */
async function said(root: string, words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { code, stdout, stderr } = await startCampaign(root, ['doctor', ...words], env);
  const commit = git(root, 'rev-parse', 'HEAD');
  const plainly = stdout
    .replaceAll(commit, 'COMMIT')
    .replaceAll(commit.slice(0, 12), 'COMMIT')
    .replaceAll(root, 'ROOT')
    .replace(/git version \S+/, 'git VERSION')
    .replace(/GNU bash.*/, 'bash VERSION');
  return { code, stderr, lines: plainly.split('\n') };
}

const text = (more: string, run = 'true') => `campaign: small
version: 1
machine: { type: c7i.large }
limits: { wall: 1h, stage: 10m, cost: 1 USD }
store: { url: "s3://results/at", region: us-east-2 }
${more}stages:
  a: { run: "${run}" }
`;

describe('an artifact', () => {
  const sha256 = 'a'.repeat(64);

  async function artifact(missing: 'build' | 'fail', manifest: object | string | undefined, name = 'x.tar.zst') {
    const shelf = temporary();
    const url = await served(shelf);
    const root = repository({
      'campaign.yaml': text(
        `prebuilt: [{ url: "${url}/${name}", provides: [target/], missing: ${missing}${missing === 'build' ? ', build: make' : ''} }]\n`,
      ),
    });
    write(shelf, { 'x.tar.zst': '12345' });
    const whole = { version: 1, sha256, commit: git(root, 'rev-parse', 'HEAD'), architecture: machine, size: 5 };
    if (manifest !== undefined)
      write(shelf, {
        'x.tar.zst.json': typeof manifest === 'string' ? manifest : JSON.stringify({ ...whole, ...manifest }),
      });
    const { code, stderr, lines } = await said(root, []);
    expect(stderr).toBe('');
    const at = lines.findIndex(line => line.includes('prebuilt'));
    return { code, told: lines.slice(at, -1).map(line => line.replaceAll(url, 'URL')) };
  }

  const publish = '         help: have it built and published, or let the box build it: missing: build';
  const pay = '         help: have it built and published before, or pay for building it on the box';
  const fine = ['', 'nothing that was looked at would stop a run on local'];
  const stopped = ['', 'a run on local would be stopped: 1 failed'];

  test('that fits is told with what it is for', async () => {
    expect(await artifact('fail', {})).toEqual({
      code: 0,
      told: [`ok       prebuilt  URL/x.tar.zst: 5 bytes for ${machine}, built from COMMIT`, ...fine],
    });
  });

  test('that is for another commit, machine and library, and damaged, is of no use', async () => {
    const other = { commit: 'b'.repeat(40), architecture: 'riscv64', glibc: '9.0', size: 6 };
    const { code, told } = await artifact('fail', other);
    expect({ code, told: told.map(line => line.replace(/machine has \d+\.\d+/, 'machine has GLIBC')) }).toEqual({
      code: 1,
      told: [
        `fail     prebuilt  URL/x.tar.zst is of no use: it was built from bbbbbbbbbbbb, and the run checks out COMMIT; it is for riscv64, and the machine is ${machine}; it needs glibc 9.0, and the machine has GLIBC; it has 5 bytes, and its manifest says 6`,
        publish,
        ...stopped,
      ],
    });
  });

  test('that is not there stops a run, unless it may be built', async () => {
    const absent = ['URL/y.tar.zst is not there'];
    expect(await artifact('fail', {}, 'y.tar.zst')).toEqual({
      code: 1,
      told: [`fail     prebuilt  ${absent}`, publish, ...stopped],
    });
    expect(await artifact('build', {}, 'y.tar.zst')).toEqual({
      code: 0,
      told: [`warn     prebuilt  ${absent}`, pay, ...fine],
    });
  });

  test('that nothing describes, or something else than a manifest, is not taken for one that fits', async () => {
    expect(await artifact('fail', undefined)).toEqual({
      code: 1,
      told: [
        'fail     prebuilt  neither URL/x.tar.zst.json nor URL/x.tar.zst.sha256 is there to verify it by',
        publish,
        ...stopped,
      ],
    });
    expect(await artifact('fail', '{"version":2}')).toEqual({
      code: 1,
      told: ['fail     prebuilt  URL/x.tar.zst.json is no manifest of version 1', publish, ...stopped],
    });
  });
});

describe('whether a box can check the commit out', () => {
  /** AWS does not answer there, so what comes after that is not looked at. */
  const nobody = {
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'none',
    AWS_MAX_ATTEMPTS: '1',
  };

  async function pushed(
    change: (root: string, remote: string) => void,
    address = (url: string) => `${url}/engine.git`,
  ) {
    const shelf = temporary();
    const url = await served(shelf);
    const root = repository({ 'campaign.yaml': text('') });
    const remote = join(shelf, 'engine.git');
    execFileSync('git', ['clone', '-q', '--bare', root, remote], { env: {} as NodeJS.ProcessEnv, stdio: 'ignore' });
    git(root, 'remote', 'set-url', 'origin', address(url));
    change(root, remote);
    git(remote, 'update-server-info');
    const { lines } = await said(root, ['--on', 'ec2'], nobody);
    const at = lines.findIndex(line => line.includes('pushed'));
    return lines.slice(at, at + 2).map(line => line.replaceAll(url, 'URL'));
  }

  test('is asked of the remote, without a key', async () => {
    const [line] = await pushed(() => {});
    expect(line).toBe('ok       pushed       COMMIT is in URL/engine.git, which is read without a key');
  });

  test('is found though the remote has gone on', async () => {
    const [line] = await pushed((root, remote) => {
      git(root, 'commit', '-q', '--allow-empty', '-m', 'two');
      git(root, 'push', '-q', remote, 'HEAD:main');
      git(root, 'reset', '-q', '--hard', 'HEAD~1');
    });
    expect(line).toBe('ok       pushed       COMMIT is in URL/engine.git, which is read without a key');
  });

  test('is no: it was never pushed', async () => {
    const lines = await pushed(root => {
      git(root, 'commit', '-q', '--allow-empty', '-m', 'two');
    });
    expect(lines).toEqual([
      'fail     pushed       nothing that URL/engine.git offers has COMMIT',
      '         help: push it: git push',
    ]);
  });

  test('is not told where the remote has what nobody here has seen', async () => {
    const lines = await pushed((root, remote) => {
      git(root, 'commit', '-q', '--allow-empty', '-m', 'two');
      const other = temporary();
      git(other, 'clone', '-q', remote, '.');
      git(other, 'commit', '-q', '--allow-empty', '-m', 'theirs');
      git(other, 'push', '-q');
    });
    expect(lines).toEqual([
      'UNKNOWN  pushed       whether URL/engine.git has COMMIT is not told by what was fetched from it',
      '         help: look again after: git fetch',
    ]);
  });

  test('is no: nobody reads the remote without a key', async () => {
    const lines = await pushed(
      () => {},
      url => `${url}/private.git`,
    );
    expect(lines).toEqual([
      "fail     pushed       URL/private.git cannot be read without a key: repository 'URL/private.git/' not found",
      '         help: a box has no key: name an address that anybody can read in source.repo, as https://…, or give it one by an image of its own',
    ]);
  });
});

describe('the programs of this machine', () => {
  async function told(programs: Readonly<Record<string, string>>) {
    const directory = temporary();
    for (const [name, body] of Object.entries(programs)) write(directory, { [`${name}*`]: `#!/bin/sh\n${body}\n` });
    const root = repository({ 'campaign.yaml': text('') });
    const env = { PATH: `${directory}:${process.env.PATH}` };
    const { lines } = await said(root, ['--store', 's3://results/at'], {
      ...env,
      ...{ AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'none' },
      ...{ AWS_MAX_ATTEMPTS: '1', AWS_REGION: 'us-east-2' },
    });
    return lines.slice(
      2,
      lines.findIndex(line => / store /.test(line)),
    );
  }
  const real = (name: string) => `exec ${execFileSync('which', [name], { encoding: 'utf8' }).trim()} "$@"`;

  test('are told with their versions', async () => {
    const lines = await told({
      aws: 'case $1 in --version) echo aws-cli/2.31.0 Python/3;; *) echo \'{"IfNoneMatch": ""}\';; esac',
    });
    expect(lines).toEqual([
      'ok       git       git VERSION',
      'ok       bash      bash VERSION',
      'ok       aws       aws-cli/2.31.0',
    ]);
  });

  test('that are too old, or of no use, are told with what to do', async () => {
    const lines = await told({
      git: `[ "$1" != --version ] || { echo git version 2.30.2; exit; }; ${real('git')}`,
      bash: `[ "$1" != --version ] || { echo 'GNU bash, version 3.2.57(1)-release'; exit; }; ${real('bash')}`,
      aws: "case $1 in --version) echo aws-cli/2.9.19 Python/3;; *) echo '{}';; esac",
    });
    expect(lines).toEqual([
      'fail     git       git VERSION',
      '         help: install 2.31 or newer, first in PATH',
      'fail     bash      bash VERSION',
      '         help: install 4.4 or newer, first in PATH',
      'warn     aws       aws-cli/2.9.19 cannot create conditionally: runs of one name take turns more slowly',
      '         help: install version 2.17.34 or newer',
    ]);
    expect((await told({ aws: 'exit 1' })).slice(-2)).toEqual([
      'fail     aws       it is not in PATH, or does not run, and the script reaches S3 by it',
      '         help: install the AWS CLI',
    ]);
  });
});
