import type { Param } from './model.ts';
import type { Scalar } from './node.ts';

/** Why a parameter cannot have a value, as the end of a sentence that begins with the parameter; absent when it can. */
export function paramFault(param: Param, value: Scalar): string | undefined {
  switch (param.type) {
    case 'integer':
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return `is ${quoted(value)}, not a number`;
      if (param.type === 'integer' && !Number.isSafeInteger(value)) return `is ${quoted(value)}, not a whole number`;
      if (param.minimum !== undefined && value < param.minimum)
        return `is ${quoted(value)}, below its minimum ${param.minimum}`;
      if (param.maximum !== undefined && value > param.maximum)
        return `is ${quoted(value)}, above its maximum ${param.maximum}`;
      return undefined;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `is ${quoted(value)}, not \`true\` or \`false\``;
    case 'enum':
      if (!param.values || param.values.some(each => each === String(value))) return undefined;
      return `is ${quoted(value)}, not one of ${param.values.map(each => `\`${each}\``).join(', ')}`;
    case 'string':
      if (typeof value !== 'string') return `is ${quoted(value)}, not a text: put it in quotes`;
      return patternOf(param)?.test(value) === false
        ? `is ${quoted(value)}, which does not match \`${param.pattern}\``
        : undefined;
  }
}

/** The expression that the whole value must match; absent when there is none, or when it does not compile (a fault of its own). */
export function patternOf(param: Param): RegExp | undefined {
  if (param.pattern === undefined) return undefined;
  try {
    return new RegExp(`^(?:${param.pattern})$`, 'u');
  } catch {
    return undefined;
  }
}

function quoted(value: Scalar): string {
  return `\`${String(value)}\``;
}
