import { expect, test } from 'vitest';
import type * as generated from '../../schema/generated/records.ts';
import type {
  LaunchRecord,
  LedgerEntry,
  PrebuiltManifest,
  RunEvent,
  RunRecord,
  RunStatus,
  StageResult,
} from '../../schema/records.ts';

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;
/** `true` only where each can stand for the other. */
type Same<A, B> = [DeepReadonly<A>] extends [DeepReadonly<B>]
  ? [DeepReadonly<B>] extends [DeepReadonly<A>]
    ? true
    : false
  : false;

test('the types of records say what their schemas say', () => {
  // A difference does not compile; the check of types runs before the tests.
  const same: {
    result: Same<generated.StageResult, StageResult>;
    status: Same<generated.RunStatus, RunStatus>;
    event: Same<generated.RunEvent, RunEvent>;
    ledger: Same<generated.LedgerEntry, LedgerEntry>;
    launch: Same<generated.LaunchRecord, LaunchRecord>;
    run: Same<generated.RunRecord, RunRecord>;
    prebuilt: Same<generated.PrebuiltManifest, PrebuiltManifest>;
  } = { result: true, status: true, event: true, ledger: true, launch: true, run: true, prebuilt: true };
  expect(Object.values(same)).toEqual([true, true, true, true, true, true, true]);
});
