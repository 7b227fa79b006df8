import type { Node } from '../../../schema/node.ts';
import { dynamic, UNKNOWN } from '../command.ts';
import { type Context, evaluate, substitute, type Value } from './expression.ts';
import { entries, field, textOf } from './fields.ts';

/** The inputs of an action or a reusable workflow: what `with` gives, else the declared default. */
export function inputsOf(
  declared: Node | undefined,
  given: Node | undefined,
  context: Context,
): ReadonlyMap<string, Value> {
  const inputs = new Map<string, Value>();
  for (const { key, value } of entries(declared)) {
    const fallback = field(value, 'default');
    const type = textOf(field(value, 'type'));
    const text = textOf(fallback);
    inputs.set(
      key.text,
      text === undefined ? (type === 'boolean' ? false : type === 'number' ? 0 : '') : typed(text, type),
    );
  }
  for (const { key, value } of entries(given)) {
    if (value.kind !== 'scalar') continue;
    const whole = /^\$\{\{([\s\S]*)\}\}$/.exec(value.text)?.[1];
    const known =
      whole !== undefined && !whole.includes('${{') ? evaluate(whole, context) : substitute(value.text, context);
    inputs.set(
      key.text,
      typeof known === 'string'
        ? dynamic(known)
          ? begun(known)
          : typed(known, textOf(field(field(declared, key.text), 'type')))
        : known,
    );
  }
  return inputs;
}

/** A text that is known as far as its first expression that is not. */
function begun(text: string): Value {
  const prefix = text.slice(0, text.indexOf(UNKNOWN));
  return prefix.trim() === '' ? undefined : { prefix };
}

function typed(text: string, type: string | undefined): Value {
  if (text.includes('${{')) return undefined;
  if (type === 'boolean') return text === 'true';
  return type === 'number' ? Number(text) : text;
}
