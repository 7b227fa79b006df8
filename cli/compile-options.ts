import type { CompileOptions } from '../interpreter/compile.ts';
import { version } from '../package.json';

/** As scripts name what made them. */
export const compiler = `campaign ${version}`;

/** What the interpreter is told beside the plan. */
export function compileOptions(
  { text, path }: { readonly text: string; readonly path: string },
  origin: string,
  dirty: boolean,
): CompileOptions {
  return { compiler, campaignText: text, campaignPath: path, origin, dirty };
}
