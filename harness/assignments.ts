import { type Assignment, type Command, parse, type Word } from 'unbash';
import { credentialsIn, isLiteral, namesSecret } from '../lint/credentials.ts';
import { readShell } from '../lint/shell/commands.ts';
import { readWord } from '../lint/shell/words.ts';
import type { Around } from './around.ts';
import type { Flow } from './flow.ts';
import { paramFor } from './outside.ts';
import { roleOf } from './roles.ts';
import { lineAt, type Script } from './script.ts';
import { stampEdits } from './stamps.ts';

/** Variables whose value is the shell's, or the machine's. */
const MACHINES =
  /^(PATH|HOME|USER|PWD|SHELL|IFS|LD_LIBRARY_PATH|LD_PRELOAD|MANPATH|PYTHONPATH|PS\d|LANG|LC_\w+|DEBIAN_FRONTEND|TERM|CARGO_HOME|RUSTUP_HOME|GOPATH|JAVA_HOME|BASH_ENV)$/;

/**
 * `SF=${SF:-10}` is a param, `export RUSTFLAGS=…` is `env`, a credential is `secrets`; any other value is needed before the
 * commands that use it. False where a value is itself work.
 */
export function takeAssignments(flow: Flow, script: Script, node: Command, around: Around): boolean {
  const { draft } = flow;
  const start = node.pos;
  const end = node.end;
  const text = script.text.slice(start, end);
  const inside = readShell(text, draft.variables).commands.filter(({ context }) => context.value);
  if (
    inside.some(
      command =>
        /^(work|build|install|packages|git|upload)$/.test(roleOf(command)) && !isQuick(command.words[0]?.value),
    )
  )
    return false;
  const program = node.name?.value;
  const items = [...node.prefix, ...node.suffix].filter((item): item is Assignment => item.type === 'Assignment');
  if (items.length === 0) {
    // `export A B` of what has been set before.
    const names = node.suffix.flatMap(item => (item.type === 'Word' && /^\w+$/.test(item.value) ? [item.value] : []));
    if (names.length === 0) return false;
    if (/^(declare|local|typeset)$/.test(program ?? '')) {
      draft.preambles.push({ script, start, end, names, at: draft.pieces.length });
      return true;
    }
    if (program !== 'export') return false;
    for (const name of names) if (!flow.exported.has(name)) flow.exported.add(name);
    draft.preambles.push({
      script,
      start,
      end,
      names,
      mentions: new RegExp(names.join('|')),
      always: true,
      at: draft.pieces.length,
    });
    return true;
  }
  const exported = program === 'export' || (program === 'declare' && /-\w*x/.test(text));
  const places = items.map(item => take(flow, script, item, exported, around));
  const kept = places.some(place => place === undefined);
  if (!kept) {
    draft.moved(script, start, end, [...new Set(places)].join(', '));
    return true;
  }
  const names = items.map(({ name }) => name);
  const always = exported || names.some(name => MACHINES.test(name));
  draft.preambles.push({ script, start, end, names, ...(always && { always }), at: draft.pieces.length });
  return true;
}

/** The value of a path that says when it was written, with the name that it has in the campaign. */
function stampless(written: string, { text, draft }: Flow): string | undefined {
  const [edit] = stampEdits(written, text);
  const item = edit && (parse(`x=${edit.by}`).commands[0]?.command as Command | undefined)?.prefix[0];
  return item?.type === 'Assignment' && item.value.type === 'Word'
    ? readWord(item.value, draft.variables).value
    : undefined;
}

/** Where a value has gone; `undefined` where the line itself is needed. */
function take(flow: Flow, script: Script, item: Assignment, exported: boolean, around: Around): string | undefined {
  const { draft } = flow;
  const { name } = item;
  if (item.value.type !== 'Word' || item.append || item.index) {
    draft.variables.set(name, undefined);
    const listed =
      item.value.type === 'ArrayValue' && !item.append
        ? item.value.elements.map(word => readWord(word, draft.variables).value)
        : [undefined];
    if (listed.every(one => one !== undefined)) draft.lists.set(name, listed);
    else draft.lists.delete(name);
    return undefined;
  }
  const written = script.text.slice(item.value.pos, item.value.end);
  const line = lineAt(script, item.pos);
  const value = readWord(item.value, draft.variables).value ?? stampless(written, flow);
  const credential = value !== undefined && credentialsIn(value).length > 0;
  if (credential || (value !== undefined && namesSecret(name) && isLiteral(value))) {
    draft.secrets.set(name, { exported, what: credentialsIn(value)[0]?.what ?? 'a credential' });
    draft.wrong(
      'secret',
      script,
      item.pos,
      `\`${name}\` is written into the script`,
      `\`secrets.${name}\`: put the value into Parameter Store, and change it, for it has been read by whoever had the file`,
    );
    draft.variables.set(name, undefined);
    return `secrets.${name}`;
  }
  const outside = fromOutside(flow, name, written, draft.variables);
  if (outside && around.axes.length === 0 && !MACHINES.test(name)) {
    if (namesSecret(name)) {
      draft.secrets.set(name, { exported, what: 'a credential' });
      draft.variables.set(name, undefined);
      return `secrets.${name}`;
    }
    if (outside.index !== undefined) draft.positional.set(name, outside.index);
    const expression = paramFor(draft, name, outside.fallback, line);
    if (exported) (isRegion(name) ? draft.regions : draft.env).set(name, expression);
    regionOf(flow, name, expression);
    return `params.${name.toLowerCase().replace(/^_+/, '')}`;
  }
  draft.variables.set(name, value ?? knownStart(item.value, draft.variables));
  if (
    exported &&
    value !== undefined &&
    value !== '' &&
    !MACHINES.test(name) &&
    around.axes.length === 0 &&
    around.group === undefined &&
    !draft.env.has(name)
  ) {
    (isRegion(name) ? draft.regions : draft.env).set(name, value);
    regionOf(flow, name, value);
    return isRegion(name) ? 'store.region' : `env.${name}`;
  }
  return undefined;
}

/** `${SF:-10}`, `$1`, `${1:?usage}`, and what a template gives. */
function fromOutside(
  flow: Flow,
  name: string,
  written: string,
  variables: ReadonlyMap<string, string | undefined>,
): { readonly fallback?: string; readonly index?: number } | undefined {
  const plain = written.replace(/^"(.*)"$/s, '$1');
  const positional = /^\$(\d)$|^\$\{(\d)\}$/.exec(plain);
  if (positional) return { index: Number(positional[1] ?? positional[2]) };
  const given = /^\$\{(\w+)(:?[-=?])([^{}]*(?:\$\{?\w+\}?[^{}]*)*)\}$/s.exec(plain);
  if (!given) return undefined;
  const [, variable, operator, rest] = given;
  const index = /^\d$/.test(variable!) ? { index: Number(variable) } : {};
  // A value of the script's own that is set before.
  if (variable !== name && variables.get(variable!) !== undefined && !flow.draft.positional.has(variable!))
    return undefined;
  if (operator!.endsWith('?')) return index;
  const unquoted = rest!.replace(/^(["'])(.*)\1$/s, '$2');
  if (/[`]|\$\(/.test(unquoted)) return undefined;
  const known = unquoted.replace(/\$\{?(\w+)\}?/g, (all, other: string) => variables.get(other) ?? all);
  if (/\$(?!\{\{)/.test(known) || /\$\{\{/.test(known)) return undefined;
  return known === '' ? { fallback: '', ...index } : { fallback: known, ...index };
}

/** `s3://bucket/prefix/$(date)`: the bucket is known, though not all of the address. */
function knownStart(word: Word, variables: ReadonlyMap<string, string | undefined>): string | undefined {
  const start = word.text
    .replace(/^"|"$/g, '')
    .replace(/\$\{?(\w+)\}?/g, (all, name: string) => variables.get(name) ?? all);
  const known = start.slice(0, start.search(/\$(?!\{\{)|`/));
  return /^s3:\/\/[^$`]/.test(known) || /^s3:\/\/\$\{\{/.test(known) ? `${known}${UNKNOWN}` : undefined;
}

/** Stands for the rest of a value that is not known. */
const UNKNOWN = '\u{f0002}';

function regionOf({ draft }: Flow, name: string, value: string): void {
  if (isRegion(name) || name === 'REGION') draft.region ??= value;
}

function isRegion(name: string): boolean {
  return /^AWS_(DEFAULT_)?REGION$/.test(name);
}

/** What only asks, though it is no question to the shell. */
function isQuick(program: string | undefined): boolean {
  return /^(git|aws|curl|nproc|python[\d.]*|node|go|cargo|rustc|lscpu|docker|jq|mktemp|imds|psql|uuidgen)$/.test(
    program ?? '',
  );
}
