import { RunInstancesCommand, type RunInstancesCommandInput } from '@aws-sdk/client-ec2';
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
