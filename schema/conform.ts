import type { Diagnostic, DiagnosticCode } from './diagnostic.ts';
import { addEntry } from './edit.ts';
import { belongsIn } from './language/belongs.ts';
import { VERSIONS } from './language/campaign.ts';
import { resolved } from './language/lookup.ts';
import type { Schema } from './language/schema.ts';
import { nearest } from './nearest.ts';
import type { MapNode, Node, ScalarNode } from './node.ts';
import { exampleOf, fixOf, misspelt, type Remedy, remedyFor, wrapped, writing } from './remedy.ts';
import { lettersOf, renaming } from './rename.ts';
import { branchOf, fits, kindOf } from './shape.ts';
import type { Range } from './source.ts';
import { called, found, oneOf, type Spot, shown } from './spot.ts';
import { mayHoldExpression } from './template.ts';

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
          misspelt(node, spot) ??
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

/** Where a key would have a meaning that has none where it stands. */
function elsewhere(key: string, { item, marks }: Spot): string | undefined {
  if (marks?.includes(key)) return `each entry says one thing: write \`{ ${key}: … }\` as an entry of its own`;
  const home = item ? undefined : belongsIn(key);
  return home && `\`${key}\` belongs ${home}`;
}

function startOf(node: MapNode): Range {
  return node.entries[0]?.key.range ?? { start: node.range.start, end: node.range.start };
}
