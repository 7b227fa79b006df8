import { noAws } from '../aws.ts';
import type { Fault } from '../fault.ts';

export const store403: Fault = {
  name: 'store-403',
  title: 'store 403',
  meaning: 'The bucket denies every request, for good, and the stage ends: the run has to say that it is incomplete.',
  store: 's3',
  isSlow: true,
  impossible: noAws,
  async inject(box) {
    box.s3?.fault({ fault: 'denied' });
    box.cue('finish');
  },
  states: ['none'],
  keepsAll: false,
};
