import { noAws } from '../aws.ts';
import type { Fault } from '../fault.ts';
import { forAWhile } from '../store-trouble.ts';

export const storeWrong: Fault = {
  name: 'store-wrong',
  title: 'store wrong',
  meaning: 'The bucket says that it has what it is given, and has one bit of it wrong, until some checkpoints later.',
  store: 's3',
  isSlow: true,
  impossible: noAws,
  inject: forAWhile({ fault: 'flip', operation: ['PutObject', 'UploadPart'] }),
  states: ['passed'],
  keepsAll: true,
};
