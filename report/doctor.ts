import type { Check } from '../run/doctor/check.ts';
import type { Colors } from './run/style.ts';

const marks = { ok: 'ok', warn: 'warn', fail: 'fail', unknown: 'UNKNOWN' } as const;

/** One line a check, with its remedy below where it has one, and what they come to. */
export function doctorText(checks: readonly Check[], on: string, { green, yellow, red, bold }: Colors): string {
  const colors = { ok: green, warn: yellow, fail: red, unknown: yellow };
  const width = Math.max(...checks.map(({ what }) => what.length));
  const lines = checks.flatMap(({ what, state, detail, help }) => [
    `${colors[state](marks[state].padEnd(7))}  ${what.padEnd(width)}  ${detail}`,
    ...(help === undefined ? [] : [`${' '.repeat(9)}${bold('help:')} ${help}`]),
  ]);
  return `${[...lines, '', verdict(checks, on)].join('\n')}\n`;
}

function verdict(checks: readonly Check[], on: string): string {
  const count = (state: Check['state']) => checks.filter(each => each.state === state).length;
  if (count('fail') > 0) return `a run on ${on} would be stopped: ${count('fail')} failed`;
  if (count('unknown') > 0)
    return `whether a run on ${on} would be stopped is UNKNOWN: ${count('unknown')} could not be looked at`;
  return `nothing that was looked at would stop a run on ${on}`;
}

/** `campaign doctor --format json`. */
export function doctorObject(checks: readonly Check[], on: string) {
  return {
    version: 1,
    on,
    checks: checks.map(({ what, state, detail, help }) => ({ what, state, detail, help: help ?? null })),
  };
}

/** What `campaign doctor --format json` prints; written to schema/output/doctor.schema.json. */
export const doctorJsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'What would stop a run',
  type: 'object',
  properties: {
    version: { const: 1 },
    on: { type: 'string', description: 'local, ec2, or ssm: with the id of an instance.' },
    checks: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          what: { type: 'string' },
          state: {
            enum: ['ok', 'warn', 'fail', 'unknown'],
            description: 'unknown: it could not be looked at, and may be wrong.',
          },
          detail: { type: 'string' },
          help: { type: ['string', 'null'], description: 'What to do; null where all is well.' },
        },
        required: ['what', 'state', 'detail', 'help'],
        additionalProperties: false,
      },
    },
  },
  required: ['version', 'on', 'checks'],
  additionalProperties: false,
};
