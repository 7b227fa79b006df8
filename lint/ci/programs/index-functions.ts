import type { Definition } from './functions.ts';

/** Functions by their name, and those of a type by both. */
export function indexed(definitions: readonly Definition[]): ReadonlyMap<string, Definition> {
  const functions = new Map<string, Definition>();
  for (const definition of definitions) {
    if (definition.of !== undefined) functions.set(`${definition.of}.${definition.name}`, definition);
    if (definition.of === undefined || !functions.has(definition.name)) functions.set(definition.name, definition);
  }
  return functions;
}
