import type { Edit, Fix } from './fix.ts';
import type { Schema, Type } from './language/schema.ts';
import { nearest } from './nearest.ts';
import type { Node, ScalarNode } from './node.ts';
import { lettersOf, renaming } from './rename.ts';
import { fits, isOf, kindOf } from './shape.ts';
import { type Spot, shown } from './spot.ts';
import { coreValue } from './yaml/core.ts';

/** What to write instead, and the edit that does it where there is one. */
export interface Remedy {
  readonly help: string;
  readonly fix?: Fix;
}

/** A safe fix that is this edit; none where there is no edit. */
export function fixOf(title: string, edit: Edit | undefined): { readonly fix?: Fix } {
  return edit ? { fix: { title, safety: 'safe', edits: [edit] } } : {};
}

/** Puts a value, plain, where another stands. */
export function writing(node: ScalarNode, value: string): Fix {
  const place = { source: node.source, range: node.range };
  return { title: `write \`${value}\``, safety: 'safe', edits: [{ place, replacement: value }] };
}

/** What to write where nothing is known of what was meant. */
export function exampleOf(expected: string, { key, path, item }: Spot): Remedy | undefined {
  if (path.length === 0)
    return { help: 'begin with `campaign: <name>` and `version: 1`; `campaign init` writes a first one' };
  if (/ a map with one of /.test(expected)) return undefined;
  const values = [...expected.matchAll(/`([^`]+)`/g)].map(([, value]) => value!);
  const inside = key !== undefined && !item ? `${key.text}: ` : '';
  if (/^a map with /.test(expected) && values[0] !== undefined)
    return { help: `write \`${inside}{ ${values[0]}: … }\`` };
  const value = values.find(one => one === '20m') ?? values.find(one => /[a-z{[]/i.test(one));
  return { help: value === undefined ? `write ${expected}` : `write for example \`${inside}${value}\`` };
}

/** A map among the values of an axis: what only `include` and `exclude` of a matrix hold, under a name like theirs. */
export function misspelt(node: Node, { path, item }: Spot): Remedy | undefined {
  if (node.kind !== 'map' || !item || path.at(-2) !== 'matrix') return undefined;
  const guess = nearest(path.at(-1)!, ['include', 'exclude']);
  return guess === undefined ? undefined : { help: `did you mean \`${guess}\`?` };
}

/** `store: s3://bucket/x`: a value that stands where a map with it is wanted. */
export function wrapped(node: Node, schema: Schema, expected: string): Remedy | undefined {
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || kindOf(schema) !== 'map') return undefined;
  const name = /^a map with (?!one of)`([^`]+)`/.exec(expected)?.[1];
  const property = name === undefined ? undefined : schema.properties?.[name];
  if (property === undefined || !fits(node, property)) return undefined;
  const written = `{ ${name}: ${JSON.stringify(node.value)} }`;
  return { help: `write \`${written}\``, fix: writing(node, written) };
}

/** What to write in place of a value that is not of the wanted shape, where it tells what was meant. */
export function remedyFor(node: Node, schema: Schema): Remedy | undefined {
  if (node.kind === 'map' && kindOf(schema) === 'sequence') return { help: 'put it in a list: `[{ … }]`' };
  if (node.kind !== 'scalar') return undefined;
  const glued = kindOf(schema) === 'map' ? /^([\w-]+):(\S.*)$/s.exec(node.text) : null;
  if (glued && Object.hasOwn(schema.properties ?? {}, glued[1]!))
    return {
      help: `write a space after the colon: \`${glued[1]}: ${shown(glued[2]!)}\``,
      fix: writing(node, `${glued[1]}: ${glued[2]}`),
    };
  const curly = /^[“”‘’„](.*)[“”‘’]$/s.exec(node.text)?.[1];
  if (curly !== undefined) return { help: `write straight quotes, or none: \`${shown(curly)}\`` };
  if (node.text === '' && /[|>]/.test(node.source.text[node.range.start] ?? ''))
    return { help: 'put the text on the next lines, each indented deeper than this key' };
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  if (isNeedlesslyQuoted(node, types))
    return { help: `write it without quotes: \`${node.text}\``, fix: writing(node, node.text) };
  if (types.includes('boolean') && /^(?:yes|no|on|off|y|n)$/i.test(node.text))
    return {
      help: 'write `true` or `false`: YAML 1.2 has no yes and no',
      fix: writing(node, String(/^(?:yes|on|y)$/i.test(node.text))),
    };
  const plain = schema['x-quantity'] && inUnits(node.text);
  if (plain && plain !== node.text && fits({ ...node, value: plain, text: plain }, schema))
    return { help: `write \`${plain}\``, fix: writing(node, plain) };
  if (types.join() === 'string' && node.value !== null && new RegExp(schema.pattern ?? '', 'u').test(node.text)) {
    return typeof node.value === 'string'
      ? undefined
      : { help: `put it in quotes: \`"${shown(node.text)}"\``, fix: writing(node, JSON.stringify(node.text)) };
  }
  const slug = node.text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  if (types.join() === 'string' && schema.pattern !== undefined && new RegExp(schema.pattern, 'u').test(slug))
    return { help: `write \`${slug}\`` };
  if (kindOf(schema) === 'sequence' && node.value !== null) return listed(node, schema);
  if (schema.enum && typeof node.value === 'string') {
    const options = schema.enum.map(String);
    const guess = nearest(node.value, options);
    return guess === undefined
      ? undefined
      : { help: `did you mean \`${guess}\`?`, fix: renaming(lettersOf(node), node.text, guess, options) };
  }
  return undefined;
}

/** `packages: jq python3`: a list, written as a text. */
function listed({ text }: ScalarNode, { items }: Schema): Remedy | undefined {
  const words = text.split(/[\s,]+/).filter(word => word !== '');
  const known = items?.enum?.map(String);
  const entries = known ? words.map(word => nearest(word, known)) : words;
  return entries.includes(undefined) ? undefined : { help: `write \`[${shown(entries.join(', '))}]\`` };
}

/** An amount as people write it elsewhere (`5 hours`, `100 gb`, `$5`), in our units where they are known. */
function inUnits(text: string): string {
  const money = /^(?:\$ ?(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)(?: ?usd)?)( ?(?:\/|an |per ) ?h(?:ou)?r?)?$/i.exec(text);
  if (money) return `${money[1] ?? money[2]} USD${money[3] ? '/h' : ''}`;
  const size = /^(\d+(?:\.\d+)?) ?([kmgt])(i?)b?$/i.exec(text);
  if (size && !/^\d+m$/.test(text)) return `${size[1]}${size[2]!.toUpperCase()}${size[3]}B`;
  return text
    .toLowerCase()
    .replace(/(\d+) *(d|h|m|s)(ays?|ours?|rs?|inutes?|ins?|econds?|ecs?)?(?:,|\band\b| )*/g, '$1$2');
}

/** A text that would be a value of the right type, were it not for its quotes. */
function isNeedlesslyQuoted({ value, text }: ScalarNode, types: readonly Type[]): boolean {
  return (
    typeof value === 'string' &&
    !types.includes('string') &&
    types.some(type => isOf(coreValue(text), type)) &&
    text !== ''
  );
}
