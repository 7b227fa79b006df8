import type { Schema } from '../schema/language/schema.ts';

/** A schema as a JSON Schema file: what only our reader understands is left out. */
export function jsonSchema(id: string, schema: Schema, definitions: Readonly<Record<string, Schema>> = {}): object {
  const $defs = Object.keys(definitions).length > 0 ? { $defs: plain(definitions) } : {};
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', $id: id, ...(plain(schema) as object), ...$defs };
}

export function toText(json: object): string {
  return `${JSON.stringify(json, null, 2)}\n`;
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (key.startsWith('x-') ? [] : [[key, plain(inner)]])),
  );
}
