import { stripVTControlCharacters } from 'node:util';

let segmenter: Intl.Segmenter | undefined;

/** Made when first needed: it loads tables that take longer than a short command. */
function segments(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return segmenter.segment(text);
}

const ascii = /^[ -~]*$/;

/**
 * East Asian Wide and Fullwidth (Unicode 15, EastAsianWidth.txt, blocks rounded up) and what terminals draw as emoji.
 * A character counted too wide costs a column; one counted too narrow breaks the repainting.
 */
const wide =
  /[\u1100-\u115f\u231a\u231b\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;

/** Marks that take no column of their own. */
const empty = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

/** Columns that `text`, which holds no control characters, takes in a terminal. */
export function textWidth(text: string): number {
  if (ascii.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segments(text)) width += columnsOf(segment);
  return width;
}

function columnsOf(segment: string): number {
  if (segment.length === 1 && segment >= ' ' && segment <= '~') return 1;
  if (empty.test(segment)) return 0;
  // Terminals disagree on joined emoji and on spacing marks; the sum of the parts is the most that any of them draws.
  let width = 0;
  for (const point of segment) if (!empty.test(point)) width += wide.test(point) ? 2 : 1;
  return segment.includes('\ufe0f') ? Math.max(2, width) : width;
}

/** `text` in at most `width` columns; what was cut away shows as `mark`, where there is room for it. */
export function cut(text: string, width: number, mark: string): string {
  if (textWidth(text) <= width) return text;
  const room = width - textWidth(mark);
  if (room < 0) return '';
  let taken = '';
  let used = 0;
  for (const { segment } of segments(text)) {
    used += columnsOf(segment);
    if (used > room) break;
    taken += segment;
  }
  return taken + mark;
}

/** `text` filled with spaces up to `width` columns. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

/** The same for names that differ at their ends, as matrix instances do: what is cut away lies in the middle. */
export function cutMiddle(text: string, width: number, mark: string): string {
  if (textWidth(text) <= width) return text;
  const room = width - textWidth(mark);
  if (room < 2) return cut(text, width, mark);
  const head = cut(text, Math.ceil(room / 2), '');
  let tail = '';
  let used = 0;
  for (const { segment } of [...segments(text)].reverse()) {
    used += columnsOf(segment);
    if (used > Math.floor(room / 2)) break;
    tail = segment + tail;
  }
  return head + mark + tail;
}

/** One line of foreign output without what would move the cursor, recolour or reorder the terminal; tabs become spaces. */
export function clean(line: string): string {
  return stripVTControlCharacters(line)
    .replace(/\t/g, '    ')
    .replace(/[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/\p{Cs}/gu, '\ufffd');
}
