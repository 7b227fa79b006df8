import { list, map, object, type Schema } from '../language/schema.ts';

/** Shapes that several records share. */
export const text: Schema = { type: 'string' };
export const count: Schema = { type: 'integer', minimum: 0 };
export const seconds: Schema = { type: 'number', minimum: 0 };
export const sha256: Schema = { type: 'string', pattern: '^[0-9a-f]{64}$' };
export const texts: Schema = list(text);
/** UTC, RFC 3339, to the second or finer. */
export const time: Schema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?Z$' };
export const runId: Schema = {
  type: 'string',
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$',
  examples: ['20260517T091500Z-a1b2c3'],
};

export const stageStates = [
  'passed',
  'failed',
  'timed-out',
  'killed',
  'incomplete',
  'blocked',
  'skipped',
  'interrupted',
  'cached',
] as const;

export function orNull(schema: Schema): Schema {
  return typeof schema.type === 'string' ? { ...schema, type: [schema.type, 'null'] } : schema;
}

/** A record: every key is there unless it is named as optional. */
export function record(
  properties: Readonly<Record<string, Schema>>,
  description: string,
  optional: readonly string[] = [],
): Schema {
  return object(properties, { description, required: Object.keys(properties).filter(key => !optional.includes(key)) });
}

/** Values by a name that the writer chooses. */
export function byName(values: Schema, description: string): Schema {
  return map(text, values, { description });
}

export function said(schema: Schema, description: string): Schema {
  return { ...schema, description };
}
