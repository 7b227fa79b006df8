import { RunInstancesCommand, type RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import { sdk } from '../cloud/clients.ts';
import { instanceInput } from '../cloud/inputs.ts';
import { journey, travels } from './world.ts';

const wait = '#!/bin/bash\nsleep 600\n';

/** Tags as a launch gives them, with a deadline so many seconds from now; none: an instance of somebody else. */
function tagged(runId: string, seconds: number): Partial<RunInstancesCommandInput> {
  const tags = {
    'campaign:run': runId,
    'campaign:name': 'small',
    'campaign:store': 's3://results/at',
    'campaign:deadline': new Date(Date.now() + seconds * 1000).toISOString(),
  };
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return {
    TagSpecifications: (['instance', 'volume'] as const).map(ResourceType => ({ ResourceType, Tags })),
    // A disk that would stay.
    BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 8, DeleteOnTermination: false } }],
  };
}

travels(
  'what is there beyond its deadline is named by the next command and ended by sweep, with the disk; what may be alive, or is not ours, stays',
  async () => {
    await using given = await journey();
    const { ec2 } = sdk(given.cloud);
    const start = async (more: Partial<RunInstancesCommandInput> = {}) => {
      const input = instanceInput(wait, { IamInstanceProfile: { Name: 'campaign-box' }, ...more });
      const id = (await ec2.send(new RunInstancesCommand(input))).Instances![0]!.InstanceId!;
      await given.cloud.until(id, 'running', 60);
      return id;
    };
    const [late, alive, other] = [
      await start(tagged('late', -7300)),
      await start(tagged('alive', 3600)),
      await start(),
    ];

    const run = await given.campaign('run', '--on', 'ec2');
    expect(run.stderr).toContain(
      `still there and paid for: box ${late}, running, c7i.large in us-east-1, of run small/late: its deadline passed 2 h ago\n`,
    );
    expect(run.stderr).not.toContain(alive);

    const asked = await given.campaign('sweep');
    expect([asked.code, asked.stderr.split('\n')[0]]).toEqual([
      1,
      'nobody is there to be asked: to end what should be gone, campaign sweep --yes',
    ]);
    expect(asked.stdout).toMatch(new RegExp(`box +${late} .* small/late +its deadline passed 2 h ago`));
    expect(asked.stdout).toMatch(
      new RegExp(`box +${alive} .* small/alive +its run may be alive; it ends itself within`),
    );
    expect(asked.stdout).not.toContain(other);

    const swept = await given.campaign('sweep', '--yes', '--format', 'json');
    expect(swept.code, swept.stderr).toBe(0);
    const told = JSON.parse(swept.stdout) as {
      ended: string[];
      left: string[];
      found: { id: string; over: string | null }[];
    };
    expect([told.ended.includes(late), told.ended.length, told.left]).toEqual([true, 2, []]);
    const states = given.boxes().map(({ id, state }) => [id, state]);
    expect(Object.fromEntries(states)).toEqual({ [late]: 'terminated', [alive]: 'running', [other]: 'running' });
    const again = JSON.parse((await given.campaign('sweep', '--format', 'json')).stdout) as typeof told;
    expect(again.found.map(({ over }) => over)).toEqual([null, null]);

    // A name that nothing has ends nothing.
    const unknown = await given.campaign('sweep', other, '--yes');
    expect([unknown.code, unknown.stderr]).toEqual([
      2,
      expect.stringContaining(`nothing of campaigns there is called ${other}`),
    ]);
    given.cloud.fault({ fault: 'error', action: 'TerminateInstances', code: 'UnauthorizedOperation' });
    const denied = await given.campaign('sweep', 'alive', '--yes');
    expect([denied.code, denied.stderr]).toEqual([2, expect.stringContaining('AWS does not let you')]);
  },
  300,
);

travels(
  'a box whose run has just ended is ending, and is left to it; minutes later it should be gone',
  async () => {
    await using given = await journey();
    const { ec2 } = sdk(given.cloud);
    const input = instanceInput(wait, { IamInstanceProfile: { Name: 'campaign-box' }, ...tagged('ended', 3600) });
    const id = (await ec2.send(new RunInstancesCommand(input))).Instances![0]!.InstanceId!;
    await given.cloud.until(id, 'running', 60);
    const s3 = new S3Client({
      ...{ endpoint: given.cloud.s3.url, region: given.cloud.region, forcePathStyle: true },
      credentials: given.cloud.owner,
    });
    /** The records of a run that ended so many seconds ago, by the clock of its box. */
    const ended = async (seconds: number) => {
      const at = new Date(Date.now() - seconds * 1000).toISOString();
      const status = {
        ...{ version: 1, campaign: 'small', runId: 'ended', state: 'ended', start: 1, startedAt: at, updatedAt: at },
        ...{ seconds: 9, wallSeconds: 600, checkpointSeconds: 2, exitStatus: 0, stages: [] },
        uploads: { done: 0, failed: 0, bytes: 0 },
      };
      for (const [name, Body] of [
        ['COMPLETE', '{}\n'],
        ['status.json', JSON.stringify(status)],
      ] as const)
        await s3.send(new PutObjectCommand({ Bucket: 'results', Key: `at/small/ended/${name}`, Body }));
    };
    await ended(-2);
    const going = await given.campaign('sweep', '--yes');
    expect([going.code, going.stderr]).toEqual([0, '']);
    expect(going.stdout).toMatch(
      new RegExp(
        `box +${id} +running +c7i.large +us-east-1 +small/ended +its run is complete, and it powers itself off\n`,
      ),
    );
    expect(given.cloud.instance(id).state).toBe('running');
    const told = JSON.parse((await given.campaign('sweep', '--format', 'json')).stdout) as {
      found: { id: string; over: string | null; ending: string | null }[];
    };
    expect(told.found.find(each => each.id === id)).toMatchObject({
      over: null,
      ending: 'its run is complete, and it powers itself off',
    });
    expect((await given.campaign('runs', '--store', 's3://results/at')).stderr).toBe('');

    // As it looks to somebody who asks minutes later: the box was launched before the run ended, and is there.
    given.cloud.advance(-3600);
    await ended(301);
    const again = instanceInput(wait, { IamInstanceProfile: { Name: 'campaign-box' }, ...tagged('ended', 3600) });
    const old = (await ec2.send(new RunInstancesCommand(again))).Instances![0]!.InstanceId!;
    await given.cloud.until(old, 'running', 60);
    const asked = await given.campaign('sweep');
    expect([asked.code, asked.stdout]).toEqual([
      1,
      expect.stringMatching(new RegExp(`${old} .*its run is complete\n`)),
    ]);
    const swept = await given.campaign('sweep', old, '--yes');
    expect([swept.code, given.cloud.instance(old).state]).toEqual([0, 'terminated']);
  },
  300,
);
