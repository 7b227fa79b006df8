import { noAws } from '../aws.ts';
import type { Fault } from '../fault.ts';
import { forAWhile } from '../store-trouble.ts';

export const store503: Fault = {
  name: 'store-503',
  title: 'store 503',
  meaning:
    'The bucket asks for fewer requests, 503 to all of them, when the stage ends, and no longer some checkpoints later.',
  store: 's3',
  isSlow: true,
  impossible: noAws,
  inject: forAWhile({ fault: 'slow-down' }),
  states: ['passed'],
  keepsAll: true,
};
