import { noAws } from '../aws.ts';
import type { Fault } from '../fault.ts';
import { forAWhile } from '../store-trouble.ts';

export const storeSlow: Fault = {
  name: 'store-slow',
  title: 'store slow',
  meaning:
    'Every answer of the bucket comes three seconds late when the stage ends, and no longer some checkpoints later.',
  store: 's3',
  isSlow: true,
  impossible: noAws,
  inject: forAWhile({ fault: 'delay', seconds: 3 }),
  states: ['passed'],
  keepsAll: true,
};
