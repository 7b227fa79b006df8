import type { Expectation, JsonExpectation } from '../schema/model.ts';
import { toPosixEre } from '../schema/pattern.ts';
import type { Template } from '../schema/template.ts';
import { amount, NUMBER, quantity, SIZE } from './amounts.ts';
import { evaluate, hasExpression, type Scope } from './evaluate.ts';
import type { Faults } from './fault.ts';
import type { PlannedExpectation } from './plan.ts';
import { isUnknown } from './symbol.ts';

/** What an output or a log must be, with its expressions replaced. */
export function expectation(written: Expectation, scope: Scope, faults: Faults): PlannedExpectation {
  const minBytes = quantity(SIZE, written.minSize, scope, faults);
  const sha256 = checksum(written, scope, faults);
  return {
    expectation: written,
    ...(minBytes !== undefined && { minBytes }),
    ...(written.files && { files: amount(written.files, scope, faults) }),
    ...(written.lines && { lines: amount(written.lines, scope, faults) }),
    matches: written.matches.map(({ pattern, count }) => ({
      pattern: regularExpression(pattern, scope, faults),
      ...(count && { count: amount(count, scope, faults) }),
    })),
    json: written.json.map(json => jsonExpectation(json, scope, faults)),
    ...(sha256 !== undefined && { sha256 }),
  };
}

function jsonExpectation(written: JsonExpectation, scope: Scope, faults: Faults): PlannedExpectation['json'][number] {
  const minimum = quantity(NUMBER, written.minimum, scope, faults);
  const maximum = quantity(NUMBER, written.maximum, scope, faults);
  return {
    pointer: evaluate(written.pointer, scope, faults),
    ...(written.equals && { equals: { value: written.equals.value } }),
    ...(written.length && { length: amount(written.length, scope, faults) }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
  };
}

function regularExpression(written: Template, scope: Scope, faults: Faults): string {
  const text = evaluate(written, scope, faults);
  if (!hasExpression(written) || isUnknown(text)) return text;
  const result = toPosixEre(text);
  if ('fault' in result) {
    const { message, help } = result.fault;
    faults.add('schema', written.place, `in \`${text}\`: ${message}`, help === undefined ? {} : { help });
  }
  return text;
}

function checksum({ sha256 }: Expectation, scope: Scope, faults: Faults): string | undefined {
  if (sha256 === undefined) return undefined;
  const text = evaluate(sha256, scope, faults).toLowerCase();
  if (!isUnknown(text) && !/^[0-9a-f]{64}$/.test(text) && hasExpression(sha256)) {
    faults.add('schema', sha256.place, `\`${sha256.text}\` comes to \`${text}\`, which is no SHA-256`, {
      help: 'a SHA-256 is 64 hexadecimal digits',
    });
  }
  return text;
}
