import { expect } from 'vitest';
import { travels } from '../world.ts';
import { faultsOf, launches, strike } from './attack.ts';

/** The calls around which a box comes to be; `npm run test:attack` strikes at every one of a launch. */
const begins = { call: /PUT .*launch.1\.json$/ };
const starts = { call: /RunInstances/ };
const noted = { ...begins, nth: 2 };
const readBack = { call: /DescribeInstanceAttribute/ };

travels(
  'a laptop that is killed at any moment of a launch, and whatever AWS answers, leave no box that sweep does not end',
  async () => {
    await using given = await launches('spot');
    const struck = [
      await strike(given, 'killed-before', starts),
      await strike(given, 'killed-after', starts),
      await strike(given, 'killed-after', noted),
      await strike(given, 'unanswered', starts),
      await strike(given, 'throttled', begins),
      await strike(given, 'denied', readBack),
    ];
    expect(
      struck.map(({ blow, call, code, boxes }) => [blow, call.replace(/ PUT .*\//, ' PUT '), code, boxes]),
    ).toEqual([
      ['killed-before', 'ec2 RunInstances', null, 0],
      ['killed-after', 'ec2 RunInstances', null, 1],
      ['killed-after', 's3 PUT 1.json', null, 1],
      ['unanswered', 'ec2 RunInstances', 0, 1],
      ['throttled', 's3 PUT 1.json', 0, 1],
      ['denied', 'ec2 DescribeInstanceAttribute', 0, 1],
    ]);
    expect(struck.flatMap(faultsOf)).toEqual([]);
    expect(given.cloud.holding()).toEqual([]);
  },
  600,
);
