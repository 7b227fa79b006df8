import type { Amount } from '../schema/model.ts';
import { duration, money, price, size } from '../schema/quantity.ts';
import type { Template } from '../schema/template.ts';
import { evaluate, hasExpression, type Scope } from './evaluate.ts';
import type { Faults } from './fault.ts';
import type { PlannedAmount } from './plan.ts';
import { isUnknown } from './symbol.ts';

/** A kind of quantity: how it is read and how it is written. */
interface Kind {
  readonly read: (text: string) => number | undefined;
  readonly noun: string;
  readonly example: string;
}

export const DURATION: Kind = { read: duration, noun: 'duration', example: '30s, 20m or 1h30m' };
export const SIZE: Kind = { read: size, noun: 'size', example: '500MB, 16GB or 4GiB' };
export const MONEY: Kind = { read: money, noun: 'amount of money', example: '5 USD' };
export const PRICE: Kind = { read: price, noun: 'price', example: '0.357 USD/h' };
export const COUNT: Kind = {
  read: text => (/^\d{1,15}$/.test(text) ? Number(text) : undefined),
  noun: 'whole number',
  example: '8',
};
export const NUMBER: Kind = {
  read: text => (text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined),
  noun: 'number',
  example: '0.5',
};

/**
 * A quantity with its expressions replaced. `undefined` where none is written, where it hangs on something unknown, or
 * where it is faulty; a fault is said here only if an expression made it, for reading has checked the others.
 */
export function quantity(kind: Kind, template: Template | undefined, scope: Scope, faults: Faults): number | undefined {
  if (template === undefined) return undefined;
  const text = evaluate(template, scope, faults);
  if (isUnknown(text)) return undefined;
  const value = kind.read(text);
  if (value === undefined && hasExpression(template)) {
    faults.add('schema', template.place, `\`${template.text}\` comes to \`${text}\`, which is no ${kind.noun}`, {
      help: `write it so that it becomes, for example, ${kind.example}`,
      ...(scope.stage !== undefined && { stage: scope.stage }),
    });
  }
  return value;
}

/** An amount of things that are counted. */
export function amount(written: Amount, scope: Scope, faults: Faults): PlannedAmount {
  const min = quantity(COUNT, written.min, scope, faults);
  const max = quantity(COUNT, written.max, scope, faults);
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}
