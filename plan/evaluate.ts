import type { Template } from '../schema/template.ts';
import type { Faults } from './fault.ts';
import { RUN_ID, symbol } from './symbol.ts';

/** What the names in `${{ … }}` mean at one place. A name that is absent is not known there and becomes a symbol. */
export interface Scope {
  /** Every name with its text, such as `params.bucket`, `source.commit`, `campaign`. */
  readonly texts: ReadonlyMap<string, string>;
  /** The stage instance, for messages. */
  readonly stage?: string;
  /** `matrix.x` that other instances of the stage have and this one lacks. */
  readonly lacking?: ReadonlySet<string>;
}

/** A template as text: expressions replaced, what is not known as its symbol. */
export function evaluate(template: Template, scope: Scope, faults: Faults): string {
  let text = '';
  for (const part of template.parts) {
    if (part.kind === 'text') {
      text += part.value;
      continue;
    }
    if (scope.lacking?.has(part.name)) {
      const place = { source: template.place.source, range: part.range };
      faults.add('unknown-name', place, `\`${part.name}\` has no value in \`${scope.stage}\``, {
        help: 'give it a value in every combination, or put the include entry under all of them',
        ...(scope.stage !== undefined && { stage: scope.stage }),
      });
    }
    text += part.name === 'run.id' ? RUN_ID : (scope.texts.get(part.name) ?? symbol(part.name));
  }
  return text;
}

/** Whether a template holds an expression; if not, reading has checked its text already. */
export function hasExpression(template: Template): boolean {
  return template.parts.some(part => part.kind === 'expression');
}
