import type { For, Statement, While, Word } from 'unbash';
import { readShell } from '../lint/shell/commands.ts';
import { readWord } from '../lint/shell/words.ts';
import { writtenBy } from '../lint/writes.ts';
import { type Around, deeper } from './around.ts';
import type { Axis, Draft } from './draft.ts';
import { extentOf } from './extent.ts';
import type { Flow } from './flow.ts';
import { isWork } from './leaf.ts';
import { commandsOf } from './ledger.ts';
import { optionsOf } from './outside.ts';
import { roleOf } from './roles.ts';
import { wordsOf } from './runner.ts';
import { lineAt, type Script, scriptOf } from './script.ts';
import { allStatements } from './statements.ts';

/** More values than this are a loop of the benchmark itself, and not stages. */
const MOST_VALUES = 8;

/** A loop over known values: instances of the stages in it, a stage for each function, or the options of the script. */
export function takeFor(flow: Flow, script: Script, node: For, statement: Statement, around: Around): boolean {
  const { draft } = flow;
  const own = node.wordlist?.map(({ text }) => text.replace(/"/g, '')) ?? ['$@'];
  if (own.length === 1 && /^\$[@*]$/.test(own[0]!) && onlyReads(flow, script, node) && around.depth === 0) {
    const chosen = optionsOf(script, node, draft);
    if (chosen > 0) {
      draft.left(
        script,
        node.pos,
        node.end,
        'it reads the options of the script: a campaign has typed params, `--param k=v`',
      );
      return true;
    }
  }
  const values = node.wordlist?.flatMap(word => valuesOf(word, draft)) ?? [];
  const given = values.every((value): value is string => value !== undefined) ? values : [];
  const known = given.length > 0 ? given : offered(flow, node, own);
  if (known.length < 2 || known.length > MOST_VALUES || new Set(known).size < known.length) return false;
  const variable = node.name.value;
  const body = script.text.slice(node.body.pos, node.body.end);
  const rounds = callsEach(flow, node, known) ? known.map(value => roundOf(script, node, value)) : [];
  if (rounds.length > 0 && rounds.every(round => round !== undefined)) {
    for (const round of rounds) {
      draft.ledger.enter(round);
      flow.statements(round, round.parsed.commands, deeper(around));
    }
    draft.moved(script, node.pos, node.end, 'stages, one for each function');
    return true;
  }
  const used = new RegExp(`\\$\\{?${variable}\\b`);
  const routines = [...flow.routines.values()].filter(({ name }) => new RegExp(`(^|[\\s;&|({])${name}\\b`).test(body));
  const uses =
    used.test(body) || routines.some(one => used.test(one.script.text.slice(one.node.body.pos, one.node.body.end)));
  if (!uses || /\b(break|continue)\b/.test(body) || around.axes.some(axis => axis.variable === variable)) return false;
  if (!flow.conducts(node.body.commands) && !ownOutputs(body, variable, draft)) return false;
  if (leavesValues(script, node, extentOf(statement)) || goesOnAfter(node, body)) return false;
  const axis: Axis = { name: axisName(variable), variable, values: known };
  const before = draft.variables.get(variable);
  draft.variables.set(variable, `\${{ matrix.${axis.name} }}`);
  flow.statements(script, node.body.commands, deeper({ ...around, axes: [...around.axes, axis] }), node.body.pos);
  draft.variables.set(variable, before);
  return true;
}

/** `for part in "$@"; do $part; done`, `for f in $(declare -F | …)`: the functions that it may call, by what is put for its variable. */
function offered(flow: Flow, { name: { value: variable }, body }: For, list: readonly string[]): readonly string[] {
  if (list.length !== 1 || !/^\$[@*]$|^\$\((declare|compgen|typeset)\b/.test(list[0]!)) return [];
  const calls = [...commandsOf(body.commands)].flatMap(({ node }) =>
    node.type === 'Command' && wordsOf(node).length === 0 ? (node.name?.text ?? '') : [],
  );
  const pattern = new RegExp(`^"?([\\w-]*)\\$(?:${variable}|\\{${variable}\\})"?$`);
  const prefix = calls.map(text => pattern.exec(text)?.[1]).find(found => found !== undefined);
  if (prefix === undefined) return [];
  const wanted = /\bgrep\s+(?:-\w+\s+)*["']?(\^?[\w-]+)/.exec(list[0]!)?.[1] ?? '';
  const names = [...flow.routines.values()].flatMap(({ name, runs }) =>
    !runs && name.startsWith(prefix) && new RegExp(wanted).test(name) && flow.works(name)
      ? name.slice(prefix.length)
      : [],
  );
  return /\bsort\b/.test(list[0]!) ? names.sort() : names;
}

/** `for part in load query; do $part; done`: each round calls another function, which is a stage of its own. */
function callsEach(flow: Flow, { name: { value: variable }, body }: For, values: readonly string[]): boolean {
  const { variables } = flow.draft;
  return [...commandsOf(body.commands)].some(({ node }) => {
    const word = node.type === 'Command' ? node.name : undefined;
    if (!word || !new RegExp(`\\$\\{?${variable}\\b`).test(word.text)) return false;
    return values.every(value => {
      const called = readWord(word, new Map(variables).set(variable, value)).value;
      return called !== undefined && !flow.routines.get(called)?.runs && flow.works(called);
    });
  });
}

/** Whether a loop over the words of the command line does nothing with them but keep them. */
function onlyReads(flow: Flow, script: Script, { body }: While | For): boolean {
  const { commands } = readShell(script.text.slice(body.pos, body.end), flow.draft.variables);
  return !commands.some(command => {
    const name = command.words[0]?.value ?? '';
    return flow.routines.has(name) ? flow.works(name) : isWork(roleOf(command));
  });
}

/** `while [ $# -gt 0 ]`, `while getopts`: the options of the script become params. */
export function takeWhile(flow: Flow, script: Script, node: While): boolean {
  if (!/\$#|\bgetopts\b|\$\{?1\b/.test(script.text.slice(node.clause.pos, node.clause.end))) return false;
  if (!onlyReads(flow, script, node)) return false;
  optionsOf(script, node, flow.draft);
  flow.draft.left(
    script,
    node.pos,
    node.end,
    'it reads the options of the script: a campaign has typed params, `--param k=v`',
  );
  return true;
}

/** The literal values of a word of a loop: a plain word, a known list, `{1..3}`, `$(seq 1 3)`. */
function valuesOf(word: Word, { variables, lists }: Draft): readonly (string | undefined)[] {
  const all = lists.get(/^"?\$\{(\w+)\[[@*]\]\}"?$/.exec(word.text)?.[1] ?? '');
  const range = /^\{(\d+)\.\.(\d+)\}$/.exec(word.text) ?? /^"?\$\(seq (?:(\d+) )?(\d+)\)"?$/.exec(word.text);
  if (range) {
    const from = Number(range[1] ?? 1);
    const to = Number(range[2]);
    return to - from > MOST_VALUES
      ? [undefined]
      : Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
  }
  const { value, glob } = readWord(word, variables);
  if (!all && (value === undefined || glob || value.includes('${{'))) return [undefined];
  const list = all ?? (word.text.startsWith('$') ? value!.split(/\s+/).filter(Boolean) : [value!]);
  return list.map(one => (/^[\w./:=-]+$/.test(one) ? one : undefined));
}

/** The body of a loop as one round runs it; `undefined` where the variable is more than put in its place. */
function roundOf(script: Script, { name, body }: For, value: string): Script | undefined {
  const inside = script.text
    .slice(body.pos, body.end)
    .replace(/^\s*do\b/, '  ')
    .replace(/\bdone\s*$/, '');
  const text = inside.replace(new RegExp(`\\$(?:${name.value}\\b|\\{${name.value}\\})`, 'g'), value);
  const quoted = new RegExp(
    `'[^'\\n]*\\$\\{?${name.value}\\b[^'\\n]*'|\\$\\{[#!]?${name.value}\\b|\\b(break|continue)\\b`,
  );
  if (quoted.test(inside.replaceAll(`\${${name.value}}`, ''))) return undefined;
  const round = scriptOf(script.path, text, lineAt(script, body.pos));
  return (round.parsed.errors ?? []).length === 0 ? round : undefined;
}

/** Whether what a loop's body writes has the variable in its name, so that every round has files of its own. */
function ownOutputs(body: string, variable: string, { variables }: Draft): boolean {
  const values = new Map(variables).set(variable, '\u0001');
  const { commands } = readShell(body, values);
  return commands.every(command =>
    [...writtenBy({ ...command, text: { text: body, placeOf: none }, directory: undefined })].every(
      ({ path, how }) => how === 'make' || path.includes('\u0001') || path.startsWith('/tmp/') || path === '/dev/null',
    ),
  );
}

function none(): never {
  throw new Error('a harness has no places of a campaign');
}

/** Whether a loop sets what is looked at after it, before something else sets it again. */
function leavesValues({ text }: Script, node: For, end: number): boolean {
  const body = text.slice(node.body.pos, node.body.end);
  const after = text.slice(end);
  return [...body.matchAll(/(?:^|[\s;({])(\w+)(?:\[[^\]]*\])?(?:\+?=|\+\+)/gm)].some(([, name]) => {
    const used = new RegExp(`\\$\\{?#?${name}\\b|\\(\\([^)]*\\b${name}\\b`).exec(after)?.index;
    const set = new RegExp(`(^|[\\s;({])${name}=`, 'm').exec(after)?.index;
    return used !== undefined && (set === undefined || used < set);
  });
}

/** `for i in 1 2; do ./bench $i & done; wait`: its rounds run beside each other, and are waited for after it. */
function goesOnAfter({ body }: For, text: string): boolean {
  const started = [...allStatements(body.commands)].some(({ statement }) => statement.background);
  return started && !/\b(wait|kill|pkill)\b/.test(text);
}

function axisName(variable: string): string {
  return variable.toLowerCase();
}
