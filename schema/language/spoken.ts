import type { Schema } from './schema.ts';

/** In words, what a value must be: completes "must be …". */
export function expected(schema: Schema): string {
  if (schema['x-expected'] !== undefined) return schema['x-expected'];
  if (schema.enum) return schema.enum.map(value => `\`${value}\``).join(', ');
  return schema.type === undefined ? 'anything' : String(schema.type);
}

/** A value as one line of YAML in flow style. */
export function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, inner]) => `${key}: ${flow(inner)}`)
      .join(', ')} }`;
  }
  if (typeof value !== 'string') return String(value);
  return /^[A-Za-z0-9./][\w ./-]*$/.test(value) && !/^\d+$/.test(value) ? value : `'${value.replaceAll("'", "''")}'`;
}
