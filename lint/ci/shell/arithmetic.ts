import type { ArithmeticExpression, ArithmeticWord } from 'unbash';

/** The text of a word of an expression once it is expanded; a bare name is its variable's value. */
export type Expansion = (word: ArithmeticWord) => string;

/** What `$(( … ))` and `(( … ))` make of whole numbers; `undefined` where one is not known, and for what assigns. */
export function numberOf(expression: ArithmeticExpression, textOf: Expansion): number | undefined {
  switch (expression.type) {
    case 'ArithmeticWord':
      return whole(textOf(expression));
    case 'ArithmeticGroup':
      return numberOf(expression.expression, textOf);
    case 'ArithmeticBinary': {
      const [left, right] = [numberOf(expression.left, textOf), numberOf(expression.right, textOf)];
      return left === undefined || right === undefined ? undefined : BINARY[expression.operator]?.(left, right);
    }
    case 'ArithmeticUnary': {
      const value = numberOf(expression.operand, textOf);
      if (value === undefined) return undefined;
      return expression.operator === '-' ? -value : expression.operator === '!' ? Number(value === 0) : undefined;
    }
    default:
      return undefined;
  }
}

/** A whole number as it is written; an empty text is none. */
export function whole(text: string): number | undefined {
  return /^\s*[-+]?\d+\s*$/.test(text) ? Number(text) : undefined;
}

const BINARY: Readonly<Record<string, (left: number, right: number) => number | undefined>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => (right === 0 ? undefined : Math.trunc(left / right)),
  '%': (left, right) => (right === 0 ? undefined : left % right),
  '<': (left, right) => Number(left < right),
  '<=': (left, right) => Number(left <= right),
  '>': (left, right) => Number(left > right),
  '>=': (left, right) => Number(left >= right),
  '==': (left, right) => Number(left === right),
  '!=': (left, right) => Number(left !== right),
  '&&': (left, right) => Number(left !== 0 && right !== 0),
  '||': (left, right) => Number(left !== 0 || right !== 0),
};
