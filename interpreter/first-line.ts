import { positionAt } from '../schema/source.ts';
import type { Template } from '../schema/template.ts';

/**
 * The line of campaign.yaml on which a text's first line stands, so that a line number in the one is a line number in the other.
 * Absent when the lines do not follow one another there: folded or quoted over several lines, or with line ends that a value brought.
 */
function firstLine({ node }: Template, text: string): number | undefined {
  const lineAt = (index: number) => positionAt(node.source, node.offsetAt(index)).line;
  const first = lineAt(0);
  let count = 0;
  for (let end = node.text.indexOf('\n'); end >= 0; end = node.text.indexOf('\n', end + 1)) {
    count++;
    if (end + 1 < node.text.length && lineAt(end + 1) !== first + count) return undefined;
  }
  return text.split('\n').length - 1 === count ? first : undefined;
}

/** A word that takes a text, followed by that line where there is one. */
export function withLine(word: string, template: Template, text: string): string {
  const line = firstLine(template, text);
  return line === undefined ? word : `${word} ${line}`;
}
