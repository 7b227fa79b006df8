import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ReportObject } from '../../report/run-report/object.ts';
import type { LaunchRecord } from '../../schema/records.ts';
import { journey, travels, until } from './world.ts';

/** One stage: what these are about comes before and after it. */
const one = `
  only: { run: "hostname > out.txt", produces: [out.txt] }
`;

/** Calls by which something comes to be or goes in EC2 or Systems Manager. */
const mutating = /^(?:Run|Start|Stop|Terminate|Create|Delete|Cancel|Modify|Put|Send|Attach|Detach|Request)/;

travels(
  'a box from the second zone runs the campaign, ends itself, and nothing of it is left; looking at a campaign makes nothing',
  async () => {
    await using given = await journey({}, one);
    for (const command of ['lint', 'plan', 'compile']) expect((await given.campaign(command)).code).toBe(0);
    expect(given.cloud.requests).toEqual([]);
    const unasked = await given.campaign('run', '--on', 'ec2');
    expect([unasked.code, unasked.stderr]).toEqual([
      2,
      expect.stringContaining(
        'error: nobody is there to be asked, and nothing was started\n  help: to start it all the same: --yes\n',
      ),
    ]);
    expect(given.cloud.requests.map(({ action }) => action).filter(action => mutating.test(action))).toEqual([]);

    given.cloud.fault({ fault: 'error', action: 'RunInstances', code: 'InsufficientInstanceCapacity', count: 1 });
    const { code, stdout, stderr } = await given.campaign('run', '--on', 'ec2', '--yes', '--run-id', 'one');
    const [box, ...others] = given.boxes();
    expect([code, others], `${stderr}${stdout}${box?.console}`).toEqual([0, []]);
    expect(given.asked('RunInstances')).toBe(2);
    expect([box!.state, box!.reason]).toEqual(['terminated', 'Client.InstanceInitiatedShutdown']);
    const stored = given.stored('one');
    expect([...stored.keys()]).toEqual(
      expect.arrayContaining(['COMPLETE', 'launch/1.json', 'stages/only/outputs/out.txt']),
    );
    const record = JSON.parse(stored.get('launch/1.json')!) as LaunchRecord;
    expect(record).toMatchObject({
      ...{ kind: 'ec2', state: 'ended', instanceId: box!.id, zone: 'us-east-1b', market: 'on-demand' },
      ...{ account: '123456789012', imageId: 'ami-0123456789abcdef0' },
      receipts: Array.from({ length: 7 }, () => ({ state: 'ok' })),
      tried: [expect.stringContaining('on-demand in us-east-1a: InsufficientInstanceCapacity')],
    });
    const lines = stderr.split('\n');
    expect(lines).toContain('no on-demand machine in us-east-1a: InsufficientInstanceCapacity');
    expect(lines.filter(line => /^ {2}(?:ok|WRONG|UNKNOWN) /.test(line)).map(line => line.slice(2, 9).trim())).toEqual([
      'UNKNOWN',
      ...Array.from({ length: 6 }, () => 'ok'),
    ]);
    expect(stderr).toMatch(/^timer on the box: a process that waits 1500 s from the start of the script$/m);
    expect(stdout).toContain(`box        ${box!.id} in us-east-1, on-demand`);
    const swept = await given.campaign('sweep');
    expect(swept).toEqual({ code: 0, stdout: 'nothing of campaigns is in us-east-1\n', stderr: '' });
    const told = await given.campaign('report', 'one', '--format', 'json', '--store', 's3://results/at');
    expect([told.code, told.stderr]).toEqual([0, '']);
    const { cost, launches, moments, starts } = JSON.parse(told.stdout) as ReportObject;
    expect(cost).toMatchObject({ state: 'known', market: 'on-demand', worstUsd: record.worstUsd });
    expect(cost.usd).toBeCloseTo((cost.paidSeconds / 3600) * cost.usdPerHour!, 10);
    expect([launches.map(({ instanceId }) => instanceId), starts.length]).toEqual([[box!.id], 1]);
    expect(moments[0]!.text).toContain(`${box!.id}, ${record.instanceType}, us-east-1b, on-demand: launched`);
  },
  600,
);

travels(
  'the laptop goes away, the box is taken away, and another box goes on from what the store holds',
  async () => {
    const two = `
  first: { run: "echo x > out.txt", produces: [out.txt] }
  second: { run: "hostname; test -e /opt/second || sleep 300", requires: [out.txt], retry: { attempts: 2, on: [spot] } }
`;
    // The second box is told by what lies on its disk.
    await using given = await journey({}, two, 'spot');
    const launched = given.start('run', '--on', 'ec2', '--yes', '--run-id', 'two');
    await until(() => launched.stderr().includes('results in s3://'), 60, launched.stderr);
    launched.child.kill('SIGKILL');
    const box = given.boxes()[0]!;
    await until(
      () => given.stored('two').get('status.json')?.includes('"stage":"second","state":"running"') === true,
      300,
      () => given.cloud.instance(box.id).console,
    );
    given.cloud.spotNotice(box.id, 100);
    await given.cloud.until(box.id, 'terminated', 200);
    expect(given.stored('two').get('stages/second/result.json')).toContain('"interrupted"');
    const standing = await given.campaign('status', 'two', '--store', 's3://results/at');
    expect(standing.stdout).toContain('second  interrupted');

    const resumed = given.start('resume', 'two', '--on', 'ec2', '--yes', '--store', 's3://results/at', '--detach');
    const { code, stdout, stderr } = await resumed.ended;
    expect([code, stdout], stderr).toEqual([0, expect.stringContaining('two goes on without this command.')]);
    const other = given.boxes()[1]!;
    await until(
      () =>
        given.stored('two').get('status.json')?.includes('"stage":"second","state":"running"') === true &&
        given.stored('two').get('status.json')!.includes('"start":2'),
      300,
      () => given.cloud.instance(other.id).console,
    );
    expect(given.stored('two').get('status.json')).toContain('"stage":"first","state":"cached"');
    expect(JSON.parse(given.stored('two').get('launch/2.json')!)).toMatchObject({
      number: 2,
      instanceId: other.id,
      market: 'spot',
    });
  },
  900,
);

describe('a box', () => {
  travels(
    'is one, whatever answers get lost',
    async () => {
      await using given = await journey({}, one);
      given.cloud.fault({ fault: 'lost-answer', action: 'RunInstances', count: 2 });
      const { code, stderr } = await given.campaign('run', '--on', 'ec2', '--yes', '--detach');
      expect([code, given.boxes().length], stderr).toEqual([0, 1]);
      expect(given.asked('RunInstances')).toBe(3);
    },
    120,
  );

  travels(
    'is seen late and asked for too often, and found all the same',
    async () => {
      await using given = await journey({}, one);
      given.cloud.fault({ fault: 'unseen', action: 'RunInstances', seconds: 3 });
      given.cloud.fault({ fault: 'error', action: 'DescribeImages', code: 'RequestLimitExceeded', count: 3 });
      const { code, stderr } = await given.campaign('run', '--on', 'ec2', '--yes', '--detach');
      expect([code, given.boxes().length], stderr).toEqual([0, 1]);
      expect(stderr).toContain('ok       power-off ends the box');
    },
    120,
  );

  travels(
    'is taken on demand, and that is said, where no zone has one on the spot market',
    async () => {
      await using given = await journey({}, one, 'spot');
      const isSpot = (parameters: unknown) => JSON.stringify(parameters).includes('spot');
      given.cloud.fault({
        fault: 'error',
        action: 'RunInstances',
        code: 'InsufficientInstanceCapacity',
        when: parameters => isSpot(parameters),
      });
      const { code, stderr } = await given.campaign('run', '--on', 'ec2', '--yes', '--detach');
      expect([code, given.boxes().map(({ market }) => market)], stderr).toEqual([0, ['on-demand']]);
      expect(stderr).toContain(
        'there is no spot machine to be had: taking one on demand, at the price that the worst case counts\n',
      );
      // Every zone twice on the spot market, and one on demand.
      expect(given.asked('RunInstances')).toBe(7);
    },
    120,
  );

  travels(
    'is asked for once where that is a mistake, and the remedy is said',
    async () => {
      await using given = await journey({}, one);
      const { code, stderr } = await given.campaign('run', '--on', 'ec2', '--yes', '--instance-profile', 'no-such');
      expect([code, given.boxes()]).toEqual([2, []]);
      expect(stderr).toContain('Invalid IAM Instance Profile name');
      expect(stderr).toContain('help: make an instance profile `no-such` as docs/running-on-aws.md shows');
      given.cloud.fault({ fault: 'error', action: 'RunInstances', code: 'VcpuLimitExceeded' });
      const limited = await given.campaign('run', '--on', 'ec2', '--yes');
      expect([limited.code, given.boxes()]).toEqual([2, []]);
      expect(limited.stderr).toContain(
        'help: ask for more in Service Quotas (Amazon EC2, us-east-1), or use a smaller machine.type',
      );
    },
    120,
  );

  travels(
    'that was started while the laptop died is found, left alone, and ended when it is named',
    async () => {
      await using given = await journey({}, one);
      // Its answer comes when nobody waits for it any more.
      given.cloud.fault({ fault: 'lost-answer', action: 'RunInstances' });
      const launched = given.start('run', '--on', 'ec2', '--yes', '--run-id', 'lost');
      await until(() => given.boxes().length === 1, 60, launched.stderr);
      launched.child.kill('SIGKILL');
      await launched.ended;
      const box = given.boxes()[0]!;
      expect(JSON.parse(given.stored('lost').get('launch/1.json')!)).toMatchObject({ state: 'asking' });
      const looked = await given.campaign('sweep');
      expect([looked.code, looked.stdout]).toEqual([0, expect.stringContaining(box.id)]);
      const again = await given.campaign('run', '--on', 'ec2', '--yes', '--run-id', 'lost');
      expect([again.code, again.stderr]).toEqual([
        2,
        expect.stringContaining(`the run has one already: box ${box.id}`),
      ]);
      const swept = await given.campaign('sweep', box.id, '--yes', '--format', 'json');
      expect([swept.code, JSON.parse(swept.stdout)], swept.stderr).toMatchObject([
        0,
        { ended: [box.id, expect.stringMatching(/^vol-/)], left: [] },
      ]);
      expect(given.cloud.instance(box.id).state).toBe('terminated');
      expect(given.boxes()).toHaveLength(1);
    },
    120,
  );
});

test('the page for newcomers names what the box and the person need', () => {
  const page = readFileSync(new URL('../../docs/running-on-aws.md', import.meta.url), 'utf8');
  for (const action of ['ec2:RunInstances', 'iam:PassRole', 's3:ListBucket', 'ssm:SendCommand'])
    expect(page).toContain(action);
});
