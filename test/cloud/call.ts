/** The services that are emulated beside S3. */
export type ServiceName = 'ec2' | 'ssm' | 'sts' | 'iam' | 'servicequotas';

/** A parameter as it came: text from a query, anything JSON has from a JSON body; lists are arrays in both. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };
export type Parameters = { readonly [name: string]: Value };

/** A call that came in, in the order of arrival. */
export interface Called {
  readonly service: ServiceName | 's3';
  /** `RunInstances`; of S3 the method and the path, since its own record says more. */
  readonly action: string;
  /** Whether it makes, changes or ends something, or runs a command. */
  readonly mutating: boolean;
  readonly parameters: Parameters;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Access key that signed it. */
  key?: string;
  /** Absent while there is no answer, for ever where a fault took it. */
  status?: number;
  /** Error code. */
  code?: string;
}

/** What an answer says: an object whose arrays are lists; `undefined` leaves a member out. */
export type Output = { readonly [name: string]: OutputValue };
export type OutputValue = string | number | boolean | undefined | Output | readonly OutputValue[];

/** An action of a service: what it takes, and what it does. */
export interface Action {
  readonly mutating?: true;
  readonly takes: Shape;
  readonly does: (parameters: Parameters, caller: Caller) => Output | Promise<Output>;
}

/** Who asks: an access key, and what of. */
export interface Caller {
  readonly accessKeyId: string;
  readonly arn: string;
  readonly userId: string;
  readonly requestId: string;
}

/** Kinds of parameter: text, whole number, yes or no, a point in time; one in an array is a list of them; an exclamation mark: required. */
export type Shape = { readonly [name: string]: Kind };
export type Kind = 'text' | 'text!' | 'number' | 'number!' | 'flag' | 'time' | readonly [Kind] | Shape;
