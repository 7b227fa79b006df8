import { noAws } from '../aws.ts';
import type { Fault } from '../fault.ts';
import { forAWhile } from '../store-trouble.ts';

export const store500: Fault = {
  name: 'store-500',
  title: 'store 500',
  meaning: 'Every request to the bucket fails with 500 when the stage ends, and no longer some checkpoints later.',
  store: 's3',
  isSlow: true,
  impossible: noAws,
  inject: forAWhile({ fault: 'internal' }),
  states: ['passed'],
  keepsAll: true,
};
