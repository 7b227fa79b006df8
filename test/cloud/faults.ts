import type { Called, Parameters, ServiceName } from './call.ts';

/** What goes wrong with calls that a rule meets. */
export interface CloudFault {
  /**
   * `error`: refused with `code`, nothing done. `lost-answer`: done, and the connection is reset before the answer. `reset`: reset before
   * anything is done. `delay`: answered late. `twice`: a command reaches the machine two times. `unseen`: a machine younger than
   * `seconds` (a command, for its result) is not found yet, though it was made.
   */
  readonly fault: 'error' | 'lost-answer' | 'reset' | 'delay' | 'twice' | 'unseen';
  readonly service?: ServiceName;
  /** One or more; absent: all. */
  readonly action?: string | readonly string[];
  /** Narrows it further: by market, zone or type, say. */
  readonly when?: (parameters: Parameters) => boolean;
  /** Calls that are let pass first; 0 where not said. */
  readonly after?: number;
  /** Calls that it meets then; all where not said. */
  readonly count?: number;
  /** Of `error`: the code. */
  readonly code?: string;
  /** Of `error`: in place of the code's usual message. */
  readonly message?: string;
  /** Of `error`: HTTP status in place of the usual one. */
  readonly status?: number;
  /** Of `delay` and `unseen`. */
  readonly seconds?: number;
}

export interface Injected {
  readonly rule: CloudFault;
  /** How many calls it has met. */
  readonly hits: number;
  lift(): void;
}

/** The rules at work; the first that matches a call is the one. */
export class CloudFaults {
  readonly #rules: { readonly rule: CloudFault; seen: number; hits: number }[] = [];

  add(rule: CloudFault): Injected {
    const entry = { rule, seen: 0, hits: 0 };
    this.#rules.push(entry);
    const lift = () => {
      const at = this.#rules.indexOf(entry);
      if (at >= 0) this.#rules.splice(at, 1);
    };
    return {
      rule,
      get hits() {
        return entry.hits;
      },
      lift,
    };
  }

  meet({ service, action, parameters }: Called): CloudFault | undefined {
    for (const entry of this.#rules) {
      const { rule } = entry;
      if (rule.service !== undefined && rule.service !== service) continue;
      if (rule.action !== undefined && ![rule.action].flat().includes(action)) continue;
      if (rule.when && !rule.when(parameters)) continue;
      entry.seen += 1;
      if (entry.seen <= (rule.after ?? 0) || entry.hits >= (rule.count ?? Number.POSITIVE_INFINITY)) continue;
      entry.hits += 1;
      return rule;
    }
    return undefined;
  }
}

/** Messages and HTTP statuses of codes that rules name ("Error codes for the Amazon EC2 API", and of Systems Manager). */
export const usual: Readonly<Record<string, readonly [status: number, message: string]>> = {
  InsufficientInstanceCapacity: [
    500,
    'We currently do not have sufficient capacity in the Availability Zone you requested. Our system will be working on provisioning additional capacity.',
  ],
  SpotMaxPriceTooLow: [
    400,
    'Your Spot request price is lower than the minimum required Spot request fulfillment price.',
  ],
  MaxSpotInstanceCountExceeded: [400, 'Max spot instance count exceeded'],
  VcpuLimitExceeded: [
    400,
    'You have requested more vCPU capacity than your current vCPU limit allows for the instance bucket that the specified instance type belongs to.',
  ],
  InstanceLimitExceeded: [400, 'You have requested more instances than your current instance limit allows.'],
  Unsupported: [400, 'Your requested instance type is not supported in your requested Availability Zone.'],
  RequestLimitExceeded: [503, 'Request limit exceeded.'],
  ThrottlingException: [400, 'Rate exceeded'],
  UnauthorizedOperation: [403, 'You are not authorized to perform this operation.'],
  AccessDeniedException: [400, 'User is not authorized to perform this operation'],
  AccessDenied: [403, 'User is not authorized to perform this operation'],
  ExpiredToken: [403, 'The security token included in the request is expired'],
  InternalError: [500, 'An internal error has occurred'],
  InternalServerError: [500, 'An internal error occurred'],
  ServiceUnavailable: [503, 'Service is unavailable. Please try again later.'],
};
