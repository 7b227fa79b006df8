import { DescribeInstanceAttributeCommand } from '@aws-sdk/client-ec2';
import { expect } from 'vitest';
import { openCloud } from '../../run/cloud/cloud.ts';
import { ec2Launcher } from '../../run/launchers/ec2.ts';
import { openStore } from '../../run/store.ts';
import type { LaunchRecord } from '../../schema/records.ts';
import { setEnvironment } from '../run/store-worlds.ts';
import { journey, travels, until } from './world.ts';

const long = `
  only: { run: "echo waiting; sleep 100" }
`;

travels(
  'Ctrl-C asks the box to stop and save; it is interrupted, and gone',
  async () => {
    await using given = await journey({}, long);
    const run = given.start('run', '--on', 'ec2', '--yes', '--run-id', 'stopped');
    await until(() => run.stderr().includes('only started'), 200, run.stderr);
    run.child.kill('SIGINT');
    const { code, stdout, stderr } = await run.ended;
    expect(code, `${stderr}${stdout}`).toBe(130);
    expect(stderr).toContain('stopping: it saves what there is; Ctrl-C again leaves it running\n');
    expect(stdout).toContain('only  interrupted');
    expect([...given.stored('stopped')].filter(([key]) => key.endsWith('/log')).map(([, log]) => log)).toEqual([
      'waiting\n',
    ]);
    expect(given.boxes().map(({ state }) => state)).toEqual(['terminated']);
  },
  400,
);

travels(
  'a box that vanishes is told of, with what it had saved',
  async () => {
    await using given = await journey({}, long);
    const run = given.start('run', '--on', 'ec2', '--yes', '--run-id', 'vanished');
    await until(() => run.stderr().includes('only started'), 200, run.stderr);
    await given.cloud.vanish(given.boxes()[0]!.id);
    const { code, stdout, stderr } = await run.ended;
    expect(code, `${stderr}${stdout}`).toBe(4);
    expect(stdout).toMatch(/the box i-[0-9a-f]+ is gone \(EC2 knows it no more\)/);
    expect(stdout).toContain('campaign resume vanished --on ec2 --store s3://results/at\n');
  },
  400,
);

travels(
  'a box that its power-off would not end is ended at once',
  async () => {
    await using given = await journey({}, long);
    const restore = setEnvironment(given.cloud.env);
    try {
      const { value: cloud } = await openCloud(undefined);
      const { value: store } = await openStore('s3://results/at');
      // An account may hold something that changes instances behind one's back.
      const { send } = cloud!.ec2;
      cloud!.ec2.send = (async (command: unknown) => {
        const answer = await (send as (command: unknown) => Promise<unknown>).call(cloud!.ec2, command);
        return command instanceof DescribeInstanceAttributeCommand &&
          command.input.Attribute === 'instanceInitiatedShutdownBehavior'
          ? { InstanceInitiatedShutdownBehavior: { Value: 'stop' } }
          : answer;
      }) as typeof send;
      const launcher = ec2Launcher({
        ...{ cloud: cloud!, store: store!, campaign: 'small', network: {}, instanceProfile: 'campaign-box' },
        machine: { type: 'c7i.large', image: 'al2023', market: 'spot' },
        lifeSeconds: 3600,
        deliver: () => ({ sha256: '0'.repeat(64), loader: () => '#!/bin/bash\nsleep 600\n' }),
        tell: () => {},
      });
      const { fault } = await launcher.launch({ script: 'text', runId: 'unsafe', storeUrl: 's3://results/at' });
      expect(fault).toMatchObject({
        code: 'box-unsafe',
        message: 'power-off ends the box: stop; the box has been ended',
      });
      expect(given.boxes().map(({ state }) => state)).toEqual(['terminated']);
      const record = JSON.parse(given.stored('unsafe').get('launch/1.json')!) as LaunchRecord;
      expect([record.state, record.receipts.filter(({ state }) => state === 'wrong').length]).toEqual(['ended', 1]);
    } finally {
      restore();
    }
  },
  120,
);
