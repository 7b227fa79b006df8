import type { Diagnostic, DiagnosticCode } from './diagnostic.ts';
import { addEntry } from './edit.ts';
import type { Edit, Fix } from './fix.ts';
import { belongsIn } from './language/belongs.ts';
import { VERSIONS } from './language/campaign.ts';
import { resolved } from './language/lookup.ts';
import type { Schema, Type } from './language/schema.ts';
import { nearest } from './nearest.ts';
import type { MapNode, Node, ScalarNode } from './node.ts';
import { duration, money, price, size } from './quantity.ts';
import { lettersOf, renaming } from './rename.ts';
import type { Range } from './source.ts';
import { mayHoldExpression } from './template.ts';
import { coreValue } from './yaml/core.ts';

/** A scalar in which `${{ }}` is replaced. */
export interface TemplateSite {
  readonly node: ScalarNode;
  /** The keys that lead to it; items of lists count as their list. */
  readonly path: readonly string[];
  readonly when: 'plan' | 'run';
}

export interface Conformity {
  readonly faults: readonly Diagnostic[];
  readonly sites: readonly TemplateSite[];
}

/** How many unknown keys are compared with the known ones: a text of nothing else would take too long. */
const GUESSES = 1_000;

/** Where a value stands: what to call it, and what to point at when something in it is missing. */
interface Spot {
  readonly path: readonly string[];
  readonly key?: ScalarNode;
  /** It is an entry of the list that `path` names. */
  readonly item?: true;
  /** It is a map that is known by one of these keys. */
  readonly marks?: readonly string[];
}

/**
 * Holds a tree to the language's schema: one fault for each thing that is wrong, in words, at its range. It knows the part
 * of JSON Schema that the language is declared in; `ajv` on the generated schema is its oracle in the tests.
 * `lenient`: a key or value that is missing is no fault, because it may lie in a part of the file that could not be read.
 */
export function conform(root: Node, schema: Schema, spot: Spot = { path: [] }, lenient = false): Conformity {
  const check = new Check(lenient);
  check.node(root, schema, spot);
  return check;
}

class Check implements Conformity {
  readonly faults: Diagnostic[] = [];
  readonly sites: TemplateSite[] = [];
  readonly #lenient: boolean;
  #guesses = 0;

  constructor(lenient: boolean) {
    this.#lenient = lenient;
  }

  node(node: Node, reference: Schema, spot: Spot): void {
    const schema = resolved(reference);
    if (schema.oneOf) {
      this.#union(node, schema, schema.oneOf.map(resolved), spot);
      return;
    }
    if (!fits(node, schema)) {
      this.#wrong(node, schema, spot);
      return;
    }
    if (node.kind === 'map') this.#map(node, schema, spot);
    else if (node.kind === 'sequence') {
      if (node.items.length < (schema.minItems ?? 0)) {
        this.#fault('schema', node, `${called(spot)} is an empty list`, {
          help: 'give it at least one entry, or remove it',
        });
      }
      if (schema.items) for (const item of node.items) this.node(item, schema.items, { path: spot.path, item: true });
    } else this.#scalar(node, schema, spot);
  }

  #scalar(node: ScalarNode, schema: Schema, spot: Spot): void {
    if (!mayHoldExpression(node.text)) return;
    if (schema['x-template']) this.sites.push({ node, path: spot.path, when: schema['x-template'] });
    else if (schema.type !== undefined && spot.path.at(-1) !== 'if') {
      this.#fault('schema', node, `\`\${{ }}\` is not replaced in ${called(spot)}`, {
        help: 'write the text itself; a literal `${{` is written `$${{` where expressions are',
      });
    }
  }

  #union(node: Node, union: Schema, branches: readonly Schema[], spot: Spot): void {
    const sameKind = branches.filter(branch => kindOf(branch) === node.kind);
    if (sameKind.length === 0) {
      this.#wrong(node, union, spot);
      return;
    }
    const branch = node.kind === 'map' ? branchOf(node, sameKind) : sameKind.find(candidate => fits(node, candidate));
    const marks = sameKind.flatMap(({ required }) => required?.slice(0, 1) ?? []);
    if (branch) {
      this.node(node, branch, { ...spot, marks });
      return;
    }
    const [first] = node.kind === 'map' ? node.entries : [];
    if (first && node.kind === 'map' && nearest(first.key.text, marks) !== undefined)
      this.#unknownKey(first.key, marks, spot, namesIn(node));
    else this.#wrong(node, union, spot);
  }

  #map(node: MapNode, schema: Schema, spot: Spot): void {
    const known = schema.properties ?? {};
    const guessed = new Set<string>();
    const names = namesIn(node);
    for (const { key, value } of node.entries) {
      const name = key.text;
      const inside = { path: [...spot.path, name], key };
      const property = Object.hasOwn(known, name) ? known[name] : undefined;
      if (property) this.node(value, property, inside);
      else if (schema.additionalProperties) {
        const shape = schema.propertyNames && resolved(schema.propertyNames);
        if (shape && !new RegExp(shape.pattern ?? '', 'u').test(name)) {
          this.#fault('schema', key, `\`${shown(name)}\` must be ${shape['x-expected']}`, { help: 'rename it' });
        }
        this.node(value, schema.additionalProperties, inside);
      } else if (schema.additionalProperties === false) {
        const guess = this.#unknownKey(key, Object.keys(known), spot, names);
        if (guess !== undefined) guessed.add(guess);
      }
    }
    if (this.#lenient) return;
    const missing = (schema.required ?? []).filter(name => !names.has(name) && !guessed.has(name));
    for (const name of missing) {
      const { const: only, 'x-expected': what } = resolved(known[name] ?? {});
      this.#faultAt(
        'schema',
        spot.key ?? node,
        spot.key?.range ?? startOf(node),
        `${called(spot)} has no \`${name}\``,
        only !== undefined
          ? {
              help: `add \`${name}: ${only}\``,
              ...fixOf(`add \`${name}: ${only}\``, addEntry(node, name, String(only), 'campaign')),
            }
          : what && { help: `add \`${name}:\`, ${what}` },
      );
    }
    if (missing.length === 0 && node.entries.length < (schema.minProperties ?? 0)) {
      this.#faultAt(
        'schema',
        node,
        spot.key?.range ?? node.range,
        `${called(spot)} says too little`,
        schema['x-expected'] && { help: `write ${schema['x-expected']}` },
      );
    }
  }

  #unknownKey(key: ScalarNode, known: readonly string[], spot: Spot, taken: ReadonlySet<string>): string | undefined {
    const guess = this.#guesses++ < GUESSES ? nearest(key.text, known) : undefined;
    if (/^[\u00a0\u2007\u202f\u200b]/.test(key.text)) {
      this.#fault('unknown-key', key, 'this line begins with a no-break space, which indents nothing', {
        help: 'indent it with plain spaces',
      });
      return undefined;
    }
    const where = spot.path.length === 0 ? 'at the top level' : `in ${called(spot)}`;
    const help =
      guess !== undefined
        ? `did you mean \`${guess}\`?`
        : (elsewhere(key.text, spot) ?? `known ${where}: ${known.map(name => `\`${name}\``).join(', ')}`);
    this.#fault('unknown-key', key, `the key \`${shown(key.text)}\` is unknown ${where}`, {
      help,
      ...(guess !== undefined &&
        !taken.has(guess) && {
          fix: renaming(lettersOf(key), key.text, guess, known),
        }),
    });
    return guess;
  }

  #wrong(node: Node, schema: Schema, spot: Spot): void {
    const name = called(spot);
    const expected = schema['x-expected'] ?? (schema.enum ? oneOf(schema.enum) : 'something else');
    if (node.kind === 'scalar' && node.value === null && node.range.start === node.range.end) {
      // In a broken text the value may be what could not be read.
      if (this.#lenient) return;
      const range = spot.item ? node.range : (spot.key?.range ?? node.range);
      this.#faultAt('schema', node, range, `${name} has no value`, {
        help: `write ${expected}, or remove it`,
      });
    } else if (name === '`version`' && node.kind === 'scalar' && node.value !== null) {
      const message = `this release does not read version ${shown(node.text)} of the language`;
      const quoted = typeof node.value === 'string' && VERSIONS.some(version => String(version) === node.text.trim());
      if (quoted)
        this.#fault('schema', node, '`version` must be a number, not a text', {
          help: 'write it without quotes',
          fix: writing(node, node.text.trim()),
        });
      else
        this.#fault('schema', node, message, {
          help: `it reads ${VERSIONS.map(version => `version ${version}`).join(', ')}`,
        });
    } else {
      this.#fault(
        'schema',
        node,
        `${name} must be ${expected}, not ${found(node)}`,
        remedyFor(node, schema) ??
          (spot.path.length > 0 ? wrapped(node, schema, expected) : undefined) ??
          exampleOf(expected, spot),
      );
    }
  }

  #fault(code: DiagnosticCode, node: Node, message: string, remedy?: Remedy): void {
    this.#faultAt(code, node, node.range, message, remedy);
  }

  #faultAt(code: DiagnosticCode, node: Node, range: Range, message: string, remedy?: Remedy | ''): void {
    this.faults.push({ code, message, place: { source: node.source, range }, ...(remedy || {}) });
  }
}

/** The keys that a map has. */
function namesIn({ entries }: MapNode): ReadonlySet<string> {
  return new Set(entries.map(({ key }) => key.text));
}

/** What to write instead, and the edit that does it where there is one. */
interface Remedy {
  readonly help: string;
  readonly fix?: Fix;
}

function fixOf(title: string, edit: Edit | undefined): { readonly fix?: Fix } {
  return edit ? { fix: { title, safety: 'safe', edits: [edit] } } : {};
}

/** Puts a value, plain, where another stands. */
function writing(node: ScalarNode, value: string): Fix {
  const place = { source: node.source, range: node.range };
  return { title: `write \`${value}\``, safety: 'safe', edits: [{ place, replacement: value }] };
}

/** Where a key would have a meaning that has none where it stands. */
function elsewhere(key: string, { item, marks }: Spot): string | undefined {
  if (marks?.includes(key)) return `each entry says one thing: write \`{ ${key}: … }\` as an entry of its own`;
  const home = item ? undefined : belongsIn(key);
  return home && `\`${key}\` belongs ${home}`;
}

/** The branch of a union of maps whose mark, the first key it requires, a map has. */
function branchOf(node: MapNode, branches: readonly Schema[]): Schema | undefined {
  if (branches.length === 1) return branches[0];
  for (const { key } of node.entries) {
    const branch = branches.find(({ required }) => required?.[0] === key.text);
    if (branch) return branch;
  }
  return undefined;
}

/** Whether a value itself is of the right shape; what is inside a map or a list is not looked at. */
function fits(node: Node, schema: Schema): boolean {
  if (node.kind !== 'scalar') return kindOf(schema) === node.kind || kindOf(schema) === undefined;
  const { value } = node;
  if (schema.const !== undefined) return value === schema.const;
  if (schema.enum) return schema.enum.some(option => option === value);
  if (schema.type === undefined) return kindOf(schema) === undefined;
  const types: readonly Type[] = typeof schema.type === 'string' ? [schema.type] : schema.type;
  if (!types.some(type => isOf(value, type))) return false;
  if (typeof value === 'number')
    return (
      value >= (schema.minimum ?? Number.NEGATIVE_INFINITY) && value <= (schema.maximum ?? Number.POSITIVE_INFINITY)
    );
  if (typeof value !== 'string') return true;
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) return false;
  if (schema['x-quantity'] === undefined || mayHoldExpression(value)) return true;
  const amount = QUANTITIES[schema['x-quantity']](value);
  return amount !== undefined && amount >= (schema.minimum ?? 0);
}

const QUANTITIES = { duration, size, money, price };

function isOf(value: unknown, type: Type): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return Number.isSafeInteger(value);
    case 'number':
      return Number.isFinite(value);
    case 'null':
      return value === null;
    default:
      return false;
  }
}

function kindOf(schema: Schema): Node['kind'] | undefined {
  if (schema.type === 'object') return 'map';
  if (schema.type === 'array') return 'sequence';
  return schema.type === undefined && schema.const === undefined && !schema.enum ? undefined : 'scalar';
}

function called({ path, item }: Spot): string {
  if (path.length === 0) return 'the file';
  return `${item ? 'an entry of ' : ''}\`${shown(path.at(-1)!)}\``;
}

function found(node: Node): string {
  if (node.kind === 'map') return 'a map';
  if (node.kind === 'sequence') return 'a list';
  if (node.value === null) return '`null`';
  if (typeof node.value === 'string' && node.text.trim() === '') return 'an empty text';
  if (typeof node.value === 'string' && typeof coreValue(node.text) !== 'string')
    return `the text \`${shown(node.text)}\``;
  return `\`${shown(node.text)}\``;
}

/** What to write where nothing is known of what was meant. */
function exampleOf(expected: string, { key, path, item }: Spot): Remedy | undefined {
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

/** `store: s3://bucket/x`: a value that stands where a map with it is wanted. */
function wrapped(node: Node, schema: Schema, expected: string): Remedy | undefined {
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || kindOf(schema) !== 'map') return undefined;
  const name = /^a map with (?!one of)`([^`]+)`/.exec(expected)?.[1];
  const property = name === undefined ? undefined : schema.properties?.[name];
  if (property === undefined || !fits(node, property)) return undefined;
  const written = `{ ${name}: ${JSON.stringify(node.value)} }`;
  return { help: `write \`${written}\``, fix: writing(node, written) };
}

function remedyFor(node: Node, schema: Schema): Remedy | undefined {
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
  if (kindOf(schema) === 'sequence' && node.value !== null) return { help: `write \`[${shown(node.text)}]\`` };
  if (schema.enum && typeof node.value === 'string') {
    const options = schema.enum.map(String);
    const guess = nearest(node.value, options);
    return guess === undefined
      ? undefined
      : { help: `did you mean \`${guess}\`?`, fix: renaming(lettersOf(node), node.text, guess, options) };
  }
  return undefined;
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

function oneOf(options: readonly unknown[]): string {
  const quoted = options.map(option => `\`${option}\``);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

/** A user's text in a message: one line, not too long. */
function shown(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}

function startOf(node: MapNode): Range {
  return node.entries[0]?.key.range ?? { start: node.range.start, end: node.range.start };
}
