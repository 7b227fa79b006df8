import type { Flow } from './flow.ts';
import { uses } from './stages.ts';

/** `start=$(date +%s)` of which something is subtracted, `rc=$?`, and what is computed of such values. */
export function isMoment({ moments, text: harness, draft }: Flow, text: string, names: readonly string[]): boolean {
  const subtracted = (name: string) =>
    new RegExp(
      `\\(\\([^\\n]*\\b${name}\\b|\\b${name}\\b\\}? - | - \\$\\{?${name}\\b|\\$\\{?${name}\\b[^\\n]*\\|\\s*bc\\b`,
    ).test(harness);
  const clock = /\bdate\b|\bSECONDS\b|\bEPOCH(REALTIME|SECONDS)\b/.test(text) && names.some(subtracted);
  if (!clock && !/\$[?!]|\$\{?PIPESTATUS/.test(text) && ![...moments].some(name => uses(text, name))) return false;
  for (const name of names) {
    moments.add(name);
    draft.variables.set(name, undefined);
  }
  return names.length > 0;
}
