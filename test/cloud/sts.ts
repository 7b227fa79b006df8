import { accountId } from './account.ts';
import type { Action } from './call.ts';

/** The actions of the Security Token Service (API version 2011-06-15). */
export const sts: Readonly<Record<string, Action>> = {
  GetCallerIdentity: {
    takes: {},
    does: (_, caller) => ({ Arn: caller.arn, UserId: caller.userId, Account: accountId }),
  },
};
