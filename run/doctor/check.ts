import { CloudFailure } from '../cloud/faults.ts';
import { StoreFailure } from '../fault.ts';

/** One thing that a run needs, as it was found. `unknown`: it could not be looked at, and is not taken for fine. */
export interface Check {
  readonly what: string;
  readonly state: 'ok' | 'warn' | 'fail' | 'unknown';
  readonly detail: string;
  /** What to do; absent where all is well. */
  readonly help?: string;
}

export type Found = Omit<Check, 'what'>;

/** Looks at one thing. What AWS or the store refuses to tell is unknown; what it says is wrong is a failure. */
export async function check(what: string, look: () => Promise<Found>): Promise<Check> {
  try {
    return { what, ...(await look()) };
  } catch (error) {
    if (!(error instanceof CloudFailure || error instanceof StoreFailure)) throw error;
    const { code, message, help } = error.fault;
    const untold = ['aws-denied', 'aws-unreachable', 'aws-throttled'].includes(code);
    return { what, state: untold ? 'unknown' : 'fail', detail: message, help };
  }
}
