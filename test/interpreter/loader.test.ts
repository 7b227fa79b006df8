import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliver } from '../../interpreter/delivery.ts';
import { loader } from '../../interpreter/targets/loader.ts';
import type { S3 } from '../../rehearsal/emulator/s3/server.ts';
import { awsCommandsTried } from '../rehearsal/aws-commands.ts';
import { awsEnvironment, s3 } from '../rehearsal/s3.ts';
import { planned } from './compiled.ts';

const script =
  '#!/bin/bash\necho "ran with provision=${CAMPAIGN_PROVISION-unset} arguments=$* umask=$(umask) sum=$(sha256sum <"$0")"\nexit 7\n';
const sha256 = createHash('sha256').update(script).digest('hex');

let server: Server;
let url: string;
let answers: readonly (string | number)[] = [];
let asked = 0;

beforeAll(async () => {
  server = createServer((_, response) => {
    const answer = answers[Math.min(asked++, answers.length - 1)]!;
    if (typeof answer === 'number') response.writeHead(answer).end('a page that says why');
    else response.end(answer);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x.sh?signature=secret`;
});
afterAll(() => server.close());

/**
 * A machine whose power cannot be switched off: every command that could, and every timer, is a stand-in that notes how it was
 * called. Pauses take no time.
 */
class Machine {
  readonly root = mkdtempSync(join(tmpdir(), 'campaign-loader-'));
  readonly calls = join(this.root, 'calls');

  constructor() {
    mkdirSync(join(this.root, 'bin'));
    writeFileSync(this.calls, '');
    for (const name of ['systemctl', 'systemd-run', 'poweroff', 'setsid', 'sleep', 'shutdown'])
      writeFileSync(join(this.root, 'bin', name), `#!/bin/sh\necho "${name} $*" >>'${this.calls}'\n`, { mode: 0o755 });
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  async run(text: string, env: Record<string, string> = {}, words: readonly string[] = []) {
    const file = join(this.root, 'user-data');
    writeFileSync(file, text);
    const child = spawn('/bin/bash', [file, ...words], {
      env: { PATH: `${this.root}/bin:${process.env.PATH}`, CAMPAIGN_HOME: join(this.root, 'home'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', bytes => (said += bytes));
    const status = await new Promise(resolve => child.once('close', resolve));
    return { status, said: said.replaceAll(this.root, 'ROOT').replaceAll(url.replace(/\?.*/, ''), 'URL') };
  }

  called(): readonly string[] {
    return readFileSync(this.calls, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map(line => line.replace(/ \S+bash -c .*/, ' …'));
  }
}

const loading = (start: 'start-here' | 'start-apart' = 'start-here', limit = 600) =>
  loader({ campaign: 'demo', compiler: 'campaign 0.1.0', url, sha256, region: '', wall: 300, start }).replace(
    'LOAD_LIMIT=600',
    `LOAD_LIMIT=${limit}`,
  );

function answering(...with_: readonly (string | number)[]): void {
  answers = with_;
  asked = 0;
}

describe('the loader', () => {
  test('becomes the script whose SHA-256 it knows, with its arguments and the umask it was given', async () => {
    using machine = new Machine();
    answering(script);
    const { status, said } = await machine.run(loading(), {}, ['one', 'two']);
    expect([status, said]).toEqual([
      7,
      `campaign: starting ROOT/home/scripts/${sha256}.sh, whose SHA-256 is as compiled\nran with provision=unset arguments=one two umask=0022 sum=${sha256}  -\n`,
    ]);
    expect(machine.called()).toEqual([]);
  });

  test('tries again after errors and after other bytes, and runs none of them', async () => {
    using machine = new Machine();
    answering(503, `touch ${machine.root}/touched`, script.slice(0, -1), script);
    const { status, said } = await machine.run(loading());
    expect(status).toBe(7);
    expect(said).toContain(
      'URL cannot be fetched: curl: (22) The requested URL returned error: 503; trying again in 1 s\n',
    );
    expect(said).toContain('what lies at URL is not the script that was compiled: its SHA-256 is ');
    expect(said).not.toContain('signature');
    expect(existsSync(join(machine.root, 'touched'))).toBe(false);
    expect(machine.called()).toEqual(['sleep 1', 'sleep 2', 'sleep 4']);
  });

  test('on a box of the campaign sets a timer first, and the next before it calls that off', async () => {
    using machine = new Machine();
    answering(404, script);
    const { status, said } = await machine.run(loading(), { CAMPAIGN_PROVISION: '1' });
    expect([status, said]).toEqual([7, expect.stringContaining('ran with provision=1')]);
    expect(machine.called()).toEqual(
      existsSync('/run/systemd/system')
        ? [
            'systemd-run --quiet --collect --unit=campaign-loading --on-active=600 -- systemctl --no-block poweroff',
            'sleep 1',
            'systemd-run --quiet --collect --unit=campaign-running --on-active=1200 -- systemctl --no-block poweroff',
            'systemctl --quiet stop campaign-loading.timer',
          ]
        : ['setsid …', 'sleep 1', 'setsid …'],
    );
  });

  test.each([
    ['on a box of the campaign powers it off', '1', ['systemctl --no-block poweroff']],
    ['anywhere else leaves the power alone', '0', []],
  ])('that does not get the script in time says so, and %s', async (_, provision, expected) => {
    using machine = new Machine();
    answering('exit 0');
    const { status, said } = await machine.run(loading('start-here', 61), { CAMPAIGN_PROVISION: provision });
    expect([status, said]).toEqual([
      3,
      expect.stringMatching(/not the script that was compiled: .*; nothing is run\n$/),
    ]);
    expect(machine.called().filter(call => /^(?:systemctl|poweroff)/.test(call))).toEqual(expected);
    expect(readdirSync(join(machine.root, 'home/scripts'))).toEqual([`${sha256}.sh.part`]);
  });

  test('does not wait for a command that will not come', async () => {
    using machine = new Machine();
    for (const name of ['sha256sum', 'mkdir', 'chmod', 'mv', 'timeout'])
      writeFileSync(join(machine.root, 'bin', name), '#!/bin/sh\n', { mode: 0o755 });
    const { status, said } = await machine.run(loading(), { PATH: join(machine.root, 'bin') });
    expect([status, said]).toEqual([3, 'campaign: this machine has no curl command; nothing is run\n']);
    expect(machine.called()).toEqual([]);
  });

  test('cut anywhere does nothing', async () => {
    using machine = new Machine();
    answering(script);
    const text = loading();
    for (let cut = 1; cut < 30; cut++) {
      const { said } = await machine.run(text.slice(0, Math.floor((text.length * cut) / 30)), {
        CAMPAIGN_PROVISION: '1',
      });
      expect(said).not.toContain('ran with');
    }
    expect([machine.called(), asked]).toEqual([[], 0]);
  });
});

describe.each(awsCommandsTried)('by $name', ({ path }) => {
  const environment = (machine: Machine, server: S3) => {
    writeFileSync(join(machine.root, 'bin/aws'), `#!/bin/sh\nexec '${path}' "$@"\n`, { mode: 0o755 });
    const { PATH, ...env } = awsEnvironment(server);
    return { ...env, AWS_ENDPOINT_URL_S3: server.url };
  };
  const key = `runs/demo/_scripts/${sha256}.sh`;
  const text = () => loading().replace(/^SCRIPT_URL=.*$/m, `SCRIPT_URL='s3://results/${key}'`);
  const put = async (machine: Machine, env: Record<string, string>, bytes: string) => {
    writeFileSync(join(machine.root, 'object'), bytes);
    const words = [
      '--endpoint-url',
      env.AWS_ENDPOINT_URL_S3!,
      's3',
      'cp',
      '--quiet',
      join(machine.root, 'object'),
      `s3://results/${key}`,
    ];
    // Not the synchronous one: the server is in this process.
    await promisify(execFile)(path, words, { env: { ...env, PATH: process.env.PATH } });
  };

  test('the loader waits for the script, through errors and damaged bytes', async () => {
    using machine = new Machine();
    await using server = await s3({
      faults: [
        { fault: 'denied', operation: ['GetObject', 'HeadObject'], count: 1 },
        { fault: 'flip', operation: 'GetObject', after: 1, count: 1 },
      ],
    });
    const env = environment(machine, server);
    await put(machine, env, script);
    const { status, said } = await machine.run(text(), env);
    expect([status, said]).toEqual([
      7,
      expect.stringMatching(/(?:.*trying again in \d s\n)+.*as compiled\nran with provision=unset/),
    ]);
  });

  test('one that is never there is named, and nothing is run', async () => {
    using machine = new Machine();
    await using server = await s3();
    const { status, said } = await machine.run(
      text().replace('LOAD_LIMIT=600', 'LOAD_LIMIT=61'),
      environment(machine, server),
    );
    expect([status, said]).toEqual([
      3,
      expect.stringMatching(
        /campaign: s3:\/\/results\/runs\/demo\/_scripts\/[0-9a-f]{64}\.sh cannot be fetched: .*404.*; nothing is run\n$/,
      ),
    ]);
  });
});

describe('what Systems Manager runs', () => {
  const commands = async () => {
    const plan = await planned(
      'campaign: demo\nversion: 1\nlimits: { wall: 5m, stage: 1m }\nstages:\n  a: { run: "true" }\n',
    );
    const { delivery } = deliver({ text: script, sha256, bytes: script.length }, plan, {
      target: 'ssm',
      compiler: 'campaign 0.1.0',
    });
    const { mainSteps } = JSON.parse(delivery!.bytes.toString());
    return (mainSteps[0].inputs.runCommand as string[])
      .join('\n')
      .replace('{{ RunId }}', 'run-1')
      .replace('{{ Store }}', '')
      .replace('{{ Provision }}', '0');
  };

  test('unpacks the script, checks it, starts it apart and ends', async () => {
    using machine = new Machine();
    const { status, said } = await machine.run(await commands());
    expect([status, said]).toEqual([0, expect.stringMatching(/^campaign: starting .*\ncampaign: started/)]);
    expect(readFileSync(join(machine.root, `home/scripts/${sha256}.sh`), 'utf8')).toBe(script);
  });

  test('refuses a script that was changed on its way', async () => {
    using machine = new Machine();
    const { status, said } = await machine.run(
      (await commands()).replace(`SCRIPT_SHA256='${sha256}'`, `SCRIPT_SHA256='${'0'.repeat(64)}'`),
    );
    expect([status, said]).toEqual([
      3,
      expect.stringContaining('what was unpacked is not the script that was compiled'),
    ]);
  });
});
