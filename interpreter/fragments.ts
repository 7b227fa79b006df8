import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Beside this file in the sources, beside the bundle when built. */
const directory = fileURLToPath(new URL('./runtime/', import.meta.url));

/** A fragment of the runtime as the script holds it: without the lines that only shellcheck reads when it sees the file alone. */
export function fragment(name: string): string {
  const text = readFileSync(`${directory}${name}.sh`, 'utf8');
  return text.replace(/^(# shellcheck [^\n]*\n)+/, '').trim();
}
