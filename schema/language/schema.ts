/** The part of JSON Schema (draft 2020-12) that the language is declared in, and what we add to it. */
export interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  /** What a key means. Markdown, one paragraph. */
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly type?: Type | readonly Type[];
  readonly enum?: readonly (string | number | boolean)[];
  readonly const?: string | number | boolean;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** `false`: the keys of `properties` are all there are. */
  readonly additionalProperties?: Schema | false;
  readonly propertyNames?: Schema;
  readonly minProperties?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  /** Branches that differ in type, or in a required key (the first of `required`). */
  readonly oneOf?: readonly Schema[];
  /** In words, what a value must be: completes "must be …". */
  readonly 'x-expected'?: string;
  /** `${{ }}` is replaced here; `run`: also `${{ run.id }}`, which only the running script knows. */
  readonly 'x-template'?: 'plan' | 'run';
  /** The text is a quantity of schema/quantity.ts; `minimum` then bounds its value. */
  readonly 'x-quantity'?: 'duration' | 'size' | 'money' | 'price';
}

export type Type = 'string' | 'integer' | 'number' | 'boolean' | 'null' | 'object' | 'array';

/** Refers to a shared definition. */
export function ref(name: string): Schema {
  return { $ref: `#/$defs/${name}` };
}

/** An object that knows the given keys and no other. */
export function object(
  properties: Readonly<Record<string, Schema>>,
  rest: Omit<Schema, 'type' | 'properties' | 'additionalProperties'> = {},
): Schema {
  return { type: 'object', properties, additionalProperties: false, ...rest };
}

export function list(items: Schema, rest: Omit<Schema, 'type' | 'items'> = {}): Schema {
  return { type: 'array', items, ...rest };
}

/** A map from names that the user chooses. */
export function map(names: Schema, values: Schema, rest: Omit<Schema, 'type'> = {}): Schema {
  return { type: 'object', propertyNames: names, additionalProperties: values, ...rest };
}
