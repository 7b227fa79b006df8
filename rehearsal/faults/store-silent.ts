import { noAws } from '../aws.ts';
import type { Fault } from '../fault.ts';
import { forAWhile } from '../store-trouble.ts';

export const storeSilent: Fault = {
  name: 'store-silent',
  title: 'store silent',
  meaning: 'The bucket takes requests and answers none when the stage ends, and answers again some checkpoints later.',
  store: 's3',
  isSlow: true,
  impossible: noAws,
  inject: forAWhile({ fault: 'hang' }),
  states: ['passed'],
  keepsAll: true,
};
