import type { CheckedPlan } from '../plan/checked.ts';
import { quote } from './quote.ts';
import type { Texts } from './texts.ts';

/** What the box has to be given before the first stage, in the words of runtime/*.sh. */
export function boxWords(plan: CheckedPlan, texts: Texts): readonly string[] {
  const lines: string[] = [];
  const say = (word: string, ...values: readonly string[]) => lines.push([word, ...values.map(quote)].join(' '));
  for (const { name, from, place } of plan.secrets)
    if (plan.stages.some(({ secrets }) => secrets.includes(name))) say('secret', name, texts.take(from, place));
  return lines;
}
