import { createHash } from 'node:crypto';
import { escaped } from './escaped.ts';
import { style } from './style.ts';

/** By this line anybody knows a page that is ours, and may be written over. */
export const generator = '<meta name="generator" content="campaign">';

export interface Page {
  /** Plain text. */
  readonly title: string;
  /** Rules beside those of every page. */
  readonly style: string;
  /** Markup: everything in the body. */
  readonly body: string;
}

/**
 * A page that needs nothing else: no script, no font, no image, no network. Its policy forbids what it does not have, so that even
 * markup that should slip in could load and run nothing; and no style but its own, by its digest.
 */
export function page({ title, style: own, body }: Page): string {
  const rules = `${style}${own}\n`;
  const digest = createHash('sha256').update(rules).digest('base64');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${generator}
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<style>${rules}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
${body}
</body>
</html>
`;
}
