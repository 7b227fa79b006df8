import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Wrappable, Wrapped } from './wrapping.ts';

/**
 * A MIME archive with one part, compressed: other parts can be put beside it. cloud-init unpacks both
 * (https://docs.cloud-init.io/en/latest/explanation/format.html).
 */
export function cloudInit({ text, campaign }: Wrappable): Wrapped[] {
  const bytes = gzipSync(archive(text, `${campaign}.sh`), { level: 9 });
  return [{ form: 'gzip', bytes, size: bytes.length }];
}

function archive(text: string, name: string): string {
  // Lines of mail are ASCII and end in line feeds that mean nothing else.
  const plain = /^[\n\t -~]*$/.test(text);
  const body = plain ? text : `${lines(Buffer.from(text).toString('base64'))}\n`;
  const boundary = `campaign-${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
  return [
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/x-shellscript; charset="utf-8"',
    `Content-Transfer-Encoding: ${plain ? '7bit' : 'base64'}`,
    `Content-Disposition: attachment; filename="${name}"`,
    '',
    `${body}`,
    `--${boundary}--`,
    '',
  ].join('\n');
}

/** Base64 in lines as mail has them. */
export function lines(base64: string): string {
  return base64.replace(/.{76}(?=.)/g, '$&\n');
}
