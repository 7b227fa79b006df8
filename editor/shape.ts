import { campaign } from '../schema/language/campaign.ts';
import { resolved } from '../schema/language/lookup.ts';
import type { Schema } from '../schema/language/schema.ts';

/** Stands in a path for an entry of a list. */
export const ITEM: unique symbol = Symbol('an entry of a list');

/** A key of a map, or an entry of a list. */
export type Step = string | typeof ITEM;

/** The keys and entries that lead to a value. */
export type Path = readonly Step[];

/** What the language says of the value at a path: several shapes where it may be one of several, none where it knows nothing. */
export function shapesAt(path: Path): readonly Schema[] {
  let shapes = branches(campaign);
  for (const step of path) shapes = shapes.flatMap(shape => next(shape, step)).flatMap(branches);
  return shapes;
}

/** The declaration of the key that a path ends with; absent where the language has none. */
export function declarationAt(path: Path): { readonly schema: Schema; readonly required: boolean } | undefined {
  const key = path.at(-1);
  if (typeof key !== 'string') return undefined;
  for (const shape of shapesAt(path.slice(0, -1)))
    if (shape.properties && Object.hasOwn(shape.properties, key))
      return { schema: resolved(shape.properties[key]!), required: shape.required?.includes(key) ?? false };
  return undefined;
}

/** The maps that may stand at a path, given the keys that one has already: where these choose between several, only that one. */
export function mapsAt(path: Path, written: readonly string[] = []): readonly Schema[] {
  const maps = shapesAt(path).filter(({ properties, additionalProperties }) => properties ?? additionalProperties);
  if (maps.length < 2) return maps;
  const chosen = maps.filter(({ required }) => required?.[0] !== undefined && written.includes(required[0]));
  return chosen.length > 0 ? chosen : maps;
}

function next(shape: Schema, step: Step): readonly Schema[] {
  if (step === ITEM) return shape.items ? [shape.items] : [];
  if (shape.properties && Object.hasOwn(shape.properties, step)) return [shape.properties[step]!];
  return shape.additionalProperties ? [shape.additionalProperties] : [];
}

function branches(reference: Schema): readonly Schema[] {
  const schema = resolved(reference);
  return schema.oneOf ? schema.oneOf.flatMap(branches) : [schema];
}

/** The stage that a path leads into, and the rest of the path; also for the overlay of one in a profile. */
export function inStage(path: Path): { readonly stage: string; readonly rest: Path } | undefined {
  const at = path[0] === 'profiles' ? 2 : 0;
  const stage = path[at + 1];
  return path[at] === 'stages' && typeof stage === 'string' ? { stage, rest: path.slice(at + 2) } : undefined;
}

/** The path without the profile that it lies in: a profile's fields mean what the campaign's do. */
export function withoutProfile(path: Path): Path {
  return path[0] === 'profiles' && path.length > 2 ? path.slice(2) : path;
}
