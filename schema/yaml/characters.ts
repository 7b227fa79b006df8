import type { Diagnostic } from '../diagnostic.ts';
import type { Source } from '../source.ts';

/** Control characters (YAML 1.2.2, 5.1), lone surrogates, and the two that plan/symbol.ts marks unknown values with. */
const FORBIDDEN =
  /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|\udb80[\udc00\udc01]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const REPLACEMENT = '\ufffd';
/** A file of them needs no more. */
const REPORTED = 20;

export interface Cleaned {
  /** As long as the source's text; forbidden characters are replaced, so that the rest can be read. */
  readonly text: string;
  readonly faults: readonly Diagnostic[];
}

export function clean(source: Source): Cleaned {
  const faults: Diagnostic[] = [];
  const report = (start: number, length: number, message: string, help: string) => {
    if (faults.length < REPORTED) {
      faults.push({ code: 'syntax', message, place: { source, range: { start, end: start + length } }, help });
    }
  };
  const damaged = source.text.indexOf(REPLACEMENT);
  if (damaged >= 0) report(damaged, 1, 'the file is not valid UTF-8 here', 'save it as UTF-8');
  const text = source.text.replace(FORBIDDEN, (found, at: number) => {
    report(at, found.length, `the character ${codePoint(found)} cannot be in a campaign`, 'remove it');
    return REPLACEMENT.repeat(found.length);
  });
  return { text, faults };
}

/** The first forbidden character of a text, as `U+0000`: escapes in double quotes can make any. */
export function forbiddenIn(text: string): string | undefined {
  const found = text.match(FORBIDDEN)?.[0];
  return found === undefined ? undefined : codePoint(found);
}

function codePoint(char: string): string {
  return `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}
