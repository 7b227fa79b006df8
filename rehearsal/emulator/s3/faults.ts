import type { Address, Operation } from './request.ts';

/** What a fault does to a request that its rule meets. */
export const kinds = [
  /** 403 AccessDenied. */
  'denied',
  /** 500 InternalError. */
  'internal',
  /** 503 SlowDown. */
  'slow-down',
  /** Body and answer pass at `bytesPerSecond`. */
  'slow',
  /** The answer comes `seconds` late. */
  'delay',
  /** The request is read, and nothing ever comes back. */
  'hang',
  /** The connection is reset in the middle: of the body where there is one, else of the answer. */
  'reset',
  /** It is done, and the connection is reset in place of an answer. */
  'lost-ack',
  /** From this request on nobody listens any more. */
  'refuse',
  /** The second half of what is stored, or answered by a GetObject, is missing. */
  'truncate',
  /** One bit in the middle of what is stored, or answered by a GetObject, is wrong. */
  'flip',
  /** It says that it is done, and does nothing. */
  'forget',
] as const;
export type FaultKind = (typeof kinds)[number];

export interface FaultRule {
  readonly fault: FaultKind;
  /** Absent: whatever is asked. */
  readonly operation?: Operation | readonly Operation[];
  /** A pattern for the whole key, in which `*` is any text and `?` any character; absent: any key, and no key too. */
  readonly key?: string;
  /** This many requests that it meets pass unharmed first. */
  readonly after?: number;
  /** This many then meet the fault; absent: all. */
  readonly count?: number;
  /** Of `slow`; 1024 where not said. */
  readonly bytesPerSecond?: number;
  /** Of `delay`; 1 where not said. */
  readonly seconds?: number;
}

/** A rule at work. */
export interface Fault {
  readonly rule: FaultRule;
  /** Requests that have met the fault. */
  readonly hits: number;
  /** Takes the rule away; waits until the server listens again where it does not. */
  lift(): Promise<void>;
}

interface Active extends Fault {
  readonly pattern: RegExp;
  hits: number;
  met: number;
}

/** The rules of a server, in the order in which they came; the first that meets a request has it. */
export class Faults {
  readonly #active = new Set<Active>();
  readonly #lifted: (rule: FaultRule) => Promise<void>;

  /** `lifted` is called for each rule that has been taken away. */
  constructor(lifted: (rule: FaultRule) => Promise<void>) {
    this.#lifted = lifted;
  }

  add(rule: FaultRule): Fault {
    const lift = async () => {
      if (this.#active.delete(fault)) await this.#lifted(rule);
    };
    const fault: Active = { rule, pattern: patternOf(rule.key ?? '*'), hits: 0, met: 0, lift };
    this.#active.add(fault);
    return fault;
  }

  async lift(): Promise<void> {
    for (const fault of [...this.#active]) await fault.lift();
  }

  /** The rule that has this request. */
  meet({ operation, key }: Pick<Address, 'operation' | 'key'>): FaultRule | undefined {
    for (const fault of this.#active) {
      const { rule, pattern } = fault;
      if (rule.operation !== undefined && ![rule.operation].flat().includes(operation)) continue;
      if (!pattern.test(key)) continue;
      fault.met++;
      if (fault.met <= (rule.after ?? 0) || fault.hits >= (rule.count ?? Number.POSITIVE_INFINITY)) continue;
      fault.hits++;
      return rule;
    }
    return undefined;
  }
}

/** The bytes as a fault leaves them. */
export function damaged(kind: FaultKind | undefined, bytes: Buffer): Buffer {
  const middle = bytes.length >> 1;
  if (kind === 'truncate') return bytes.subarray(0, middle);
  if (kind !== 'flip' || bytes.length === 0) return bytes;
  const wrong = Buffer.from(bytes);
  wrong[middle] = bytes[middle]! ^ 1;
  return wrong;
}

function patternOf(glob: string): RegExp {
  const source = glob
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}
