import { CHOMPING_MODE, EVENT_ID, type ScalarEvent } from 'js-yaml';

/** What js-yaml calls the ways to end a block scalar. */
export const CHOMPING = { clip: CHOMPING_MODE.CLIP, strip: CHOMPING_MODE.STRIP, keep: CHOMPING_MODE.KEEP };

/** A scalar as js-yaml's own parser tells it, without anchor and tag. */
export function scalarEvent(
  style: ScalarEvent['style'],
  valueStart: number,
  valueEnd: number,
  indent: number,
  chomping: ScalarEvent['chomping'],
): ScalarEvent {
  const none = { anchorStart: -1, anchorEnd: -1, tagStart: -1, tagEnd: -1 };
  return { type: EVENT_ID.SCALAR, valueStart, valueEnd, ...none, style, chomping, indent, fast: false };
}
