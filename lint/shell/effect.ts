import type { Command, Word } from 'unbash';
import { resolvePath } from '../path.ts';
import type { SimpleCommand } from './commands.ts';
import type { Construct, Omitted, ShellKind, Span } from './construct.ts';
import { handed, takesName } from './handed.ts';
import { type Switch, setSwitches, shoptSwitches } from './set.ts';
import type { State } from './state.ts';
import type { ShellWord } from './words.ts';

/** The text being read, and how a position in it maps to the text first given. */
export interface Frame {
  readonly text: string;
  readonly locate: (position: number) => number;
}

/** What an effect may ask of the walk that meets it. */
export interface Reader {
  readonly found: readonly SimpleCommand[];
  readonly functions: ReadonlyMap<string, (state: State) => void>;
  /** Reads a text of its own. */
  text(text: string, state: State, locate: (position: number) => number): void;
  /** Reads words as a command. */
  run(words: readonly ShellWord[], node: { pos: number; end: number }, state: State, frame: Frame): void;
  word(word: Word, state: State, frame: Frame): ShellWord;
  subshell(state: State, kind?: ShellKind): State;
  span(node: { pos: number; end: number }, frame: Frame, work: () => void): Span;
  note(construct: Omitted<Construct>, node: { pos: number; end: number }, at: number, state: State, frame: Frame): void;
}

/** A command in the course of being read. `here` is the state behind its wrappers, `state` that of the shell. */
interface Running {
  readonly words: readonly ShellWord[];
  readonly node: Pick<Command, 'pos' | 'end' | 'redirects'>;
  readonly here: State;
  readonly state: State;
  readonly frame: Frame;
}

/** The name in `Variables` of the directories that `pushd` left, a line each. */
const PUSHED = 'pushd';

/** Where the shell is from then on; `$PWD` follows where it is known. */
function moveTo(target: string | undefined, state: State): void {
  const { variables } = state;
  const before = variables.get('PWD');
  state.cwd = target === undefined ? undefined : resolvePath(state.cwd, target);
  variables.set('OLDPWD', before);
  variables.set('PWD', target === undefined ? undefined : resolvePath(before, target));
}

/** What a command does to the shell that runs it, or runs in turn. */
export function effect(reader: Reader, running: Running): void {
  const { words, node, here, state, frame } = running;
  const name = words[0]!.value;
  const args = words.slice(1);
  if (name === undefined) return;
  const called = reader.functions.get(name);
  if (called) {
    const at = reader.found.length;
    const body = reader.span(node, frame, () => call(called, args, state));
    reader.note({ kind: 'call', name, body }, node, at, state, frame);
    return;
  }
  switch (name) {
    case 'cd':
    case 'pushd': {
      const target = args.find(arg => arg.value === undefined || !/^-[LPe@]+$|^--$/.test(arg.value))?.value;
      const { variables } = state;
      if (name === 'pushd') variables.set(PUSHED, [variables.get('PWD'), variables.get(PUSHED) ?? ''].join('\n'));
      moveTo(target === '-' ? variables.get('OLDPWD') : target, state);
      break;
    }
    case 'popd': {
      const [last, ...before] = state.variables.get(PUSHED)?.split('\n') ?? [];
      state.variables.set(PUSHED, before.join('\n'));
      moveTo(args.length === 0 ? last || undefined : undefined, state);
      break;
    }
    case 'unset':
    case 'read':
    case 'mapfile':
    case 'readarray':
    case 'getopts':
      for (const { value } of args) if (value !== undefined) state.variables.set(value, undefined);
      break;
    case 'printf':
      if (args[0]?.value === '-v') state.variables.set(args[1]?.value ?? '', undefined);
      break;
    case 'shift':
      setArguments(state, state.args?.slice(Number(args[0]?.value ?? 1) || 0));
      break;
    case 'set':
      if (args.some(({ value }) => value === '--'))
        setArguments(state, args.slice(args.findIndex(({ value }) => value === '--') + 1));
      change(reader, setSwitches(args.map(({ value }) => value)), running);
      break;
    case 'shopt':
      change(reader, shoptSwitches(args.map(({ value }) => value)), running);
      break;
    case 'eval':
      if (args.length === 1) string(reader, args[0], state);
      break;
    case 'trap': {
      const [body, ...signals] = args.filter(arg => arg.value !== '--');
      const at = reader.found.length;
      const span = reader.span(node, frame, () =>
        string(reader, body, { ...here, conditional: true, trap: true, asked: false, last: true }),
      );
      const names = signals.map(({ value }) => value?.replace(/^SIG/, '') ?? '');
      reader.note({ kind: 'trap', signals: names, body: span }, node, at, state, frame);
      break;
    }
    default:
      hand(reader, running);
  }
}

/** Runs a function's body with the words of its call for `$1` and `"$@"`. */
function call(body: (state: State) => void, args: readonly ShellWord[], state: State): void {
  const { last, args: outer } = state;
  // Where a function ends with a failure, the call itself is what fails.
  state.last = true;
  setArguments(state, args);
  body(state);
  state.last = last;
  setArguments(state, outer);
}

const NUMBERED = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Sets what `"$@"` and `$1` to `$9` stand for; `undefined` where that is not known. */
function setArguments(state: State, args: readonly ShellWord[] | undefined): void {
  state.args = args;
  // Behind a word that may stand for several, the places of the others are not known.
  const known = args?.findIndex(({ value, text }) => value === undefined && /[@*]/.test(text)) ?? 0;
  for (const [index, name] of NUMBERED.entries())
    state.variables.set(name, known >= 0 && index >= known ? undefined : args?.[index]?.value);
}

function change(reader: Reader, switches: readonly Switch[], { node, state, frame }: Running): void {
  for (const { option, on } of switches) {
    const was = state.options[option];
    state.options[option] = on;
    reader.note({ kind: 'option', option, was, on }, node, reader.found.length, state, frame);
  }
}

function hand(reader: Reader, { words, node, here, frame }: Running): void {
  const all = handed(words);
  for (const one of all) {
    const outer = one.elsewhere ? { ...here, elsewhere: true, cwd: undefined } : here;
    if (one.kind === 'words') reader.run(one.words, node, { ...reader.subshell(outer), conditional: true }, frame);
    else string(reader, one.word, { ...child(reader, outer, one.options), ...(one.demoted && { root: false }) });
  }
  if (all.length > 0) return;
  const shell = readsProgram(words);
  if (!shell) return;
  const inner = shell.elsewhere ? { ...here, elsewhere: true, cwd: undefined } : here;
  for (const item of node.redirects)
    if (item.type === 'HereDoc')
      reader.text(item.body.text, child(reader, inner, shell.options), at => frame.locate(item.body.pos + at));
    else if (item.type === 'HereString' && item.target)
      string(reader, reader.word(item.target, reader.subshell(here), frame), child(reader, inner, shell.options));
}

/** A shell that reads its program from its input: `bash`, `sh -s`, `ssh host`, `docker exec -i x bash`. */
function readsProgram(
  words: readonly ShellWord[],
): { readonly elsewhere: boolean; readonly options: readonly ShellWord[] } | undefined {
  const program = words[0]?.value ?? '';
  const args = words.slice(1);
  if (/^(.*\/)?(ba|da|z|k)?sh$/.test(program)) {
    const reads = args.some(({ value }) => /^-[a-zA-Z]*s$/.test(value ?? ''));
    const named = args.some((arg, at) => !arg.value?.startsWith('-') && !takesName(args[at - 1]));
    return reads || !named ? { elsewhere: false, options: args } : undefined;
  }
  if (program === 'ssh') {
    const plain = args.filter(({ value }) => !value?.startsWith('-'));
    return plain.length === 1 || /^(ba)?sh$/.test(plain[1]?.value ?? '') ? { elsewhere: true, options: [] } : undefined;
  }
  if (/^(docker|podman|kubectl)$/.test(program) && /^(ba|da)?sh$/.test(words.at(-1)?.value ?? ''))
    return { elsewhere: true, options: [] };
  return undefined;
}

/** `bash -c`, a here-document for a shell: it starts without `set -e`, unless its own options say so. */
function child(reader: Reader, state: State, args: readonly ShellWord[]): State {
  const inner = reader.subshell(state, 'string');
  Object.assign(inner.options, { errexit: false, pipefail: false, nullglob: false });
  for (const { option, on } of setSwitches(args.map(({ value }) => value))) inner.options[option] = on;
  return { ...inner, last: true, asked: false };
}

/** A word that is itself bash. Its letters stand where they are written when nothing in it is escaped; else at its start. */
function string(reader: Reader, word: ShellWord | undefined, state: State): void {
  if (word?.value === undefined) return;
  const { value, start, end } = word;
  const quotes = end - start - value.length;
  const first = start + quotes / 2;
  const plain = quotes === 0 || quotes === 2;
  reader.text(value, { ...state, variables: new Map(state.variables) }, at => (plain ? first + at : start));
}
