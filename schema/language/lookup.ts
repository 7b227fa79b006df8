import { definitions } from './campaign.ts';
import type { Schema } from './schema.ts';

/** Follows a `$ref`; what stands beside it wins over what it refers to. */
export function resolved(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const cached = cache.get(schema);
  if (cached) return cached;
  const { $ref, ...own } = schema;
  const target = definitions[$ref.slice('#/$defs/'.length)];
  if (!target) throw new Error(`no definition ${$ref}`);
  const whole = { ...resolved(target), ...own };
  cache.set(schema, whole);
  return whole;
}

const cache = new WeakMap<Schema, Schema>();
