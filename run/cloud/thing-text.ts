import type { CloudThing } from './boxes.ts';

/** A thing in the words of a person: `box i-0abc, running, c7i.2xlarge in us-east-2`. */
export function thingText({ kind, id, state, what, region }: CloudThing): string {
  return `${kind === 'spot-request' ? 'spot request' : kind} ${id}, ${state}, ${what} in ${region}`;
}
