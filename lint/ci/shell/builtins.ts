import type { Command as CommandNode, Redirection } from 'unbash';
import { UNKNOWN } from '../command.ts';
import { whole } from './arithmetic.ts';
import { expand, single } from './expand.ts';
import { resolvePath } from './path.ts';
import { type Frame, type State, setList } from './state.ts';
import type { Shell } from './surroundings.ts';

/** Commands that change the shell itself; true when it was one. */
export function builtin(
  shell: Shell,
  words: readonly string[],
  node: CommandNode,
  frame: Frame,
  state: State,
): boolean {
  const [name, ...args] = words;
  switch (name) {
    case 'cd':
    case 'pushd': {
      const target = args.filter(arg => !/^-[LPe@]+$|^--$/.test(arg))[0];
      if (name === 'pushd') state.directories.push(state.cwd);
      if (target === '-') state.cwd = state.directories.pop();
      else {
        if (name === 'cd') state.directories[0] = state.cwd;
        state.cwd = target === undefined ? undefined : resolvePath(state.cwd, target);
      }
      return true;
    }
    case 'popd':
      state.cwd = state.directories.pop();
      return true;
    case 'export':
    case 'declare':
    case 'typeset':
    case 'local':
    case 'readonly': {
      if (name === 'export' && args[0] === '-f') {
        for (const arg of args.slice(1)) {
          const defined = state.functions.get(arg);
          if (defined !== undefined) shell.handed.set(arg, defined);
        }
        return true;
      }
      const exports = name === 'export' || args.some(arg => /^-[a-z]*x/.test(arg));
      for (const item of node.suffix) {
        if (item.type === 'Redirect' || item.type === 'HereDoc' || item.type === 'HereString') continue;
        const key = item.type === 'Assignment' ? item.name : item.value;
        if (item.type === 'Assignment') {
          if (item.value.type === 'ArrayValue')
            setList(
              state,
              item.name,
              item.value.elements.flatMap(element => expand(element, state, () => {})),
            );
          else
            state.variables.set(
              item.name,
              single(item.value, state, () => {}),
            );
        }
        if (exports && /^\w+$/.test(key)) state.exported.add(key);
      }
      return true;
    }
    case 'unset':
      for (const arg of args) {
        state.variables.delete(arg);
        state.exported.delete(arg);
      }
      return true;
    case 'alias':
      for (const arg of args) {
        const equals = arg.indexOf('=');
        if (equals > 0) state.aliases.set(arg.slice(0, equals), arg.slice(equals + 1));
      }
      return true;
    case 'source':
    case '.': {
      const path = resolvePath(state.cwd, args[0] ?? '');
      const script = path === undefined ? undefined : shell.surroundings.script(path);
      if (script === undefined || frame.via.some(known => known.place?.source.path === script.path)) return true;
      const { at: _, ...base } = frame;
      const hop = { label: script.path, place: { source: script, range: { start: 0, end: 0 } } };
      const outer = state.sourced;
      state.sourced = path;
      shell.text(
        { ...base, text: script.text, offset: 0, source: script, via: [...frame.via, hop], depth: frame.depth + 1 },
        state,
      );
      state.sourced = outer;
      return true;
    }
    case 'echo':
    case 'printf': {
      const handed = /^([A-Za-z_]\w*)=(.*)$/s.exec(args.filter(arg => !/^-[neE]+$/.test(arg)).join(' '));
      if (handed !== null && (frame.handsOn === true || toEnvironment(node.redirects)))
        shell.surroundings.handsOn?.(handed[1]!, handed[2]!);
      return true;
    }
    case 'shift': {
      const count = whole(args[0] ?? '1');
      // How many are left is not known either.
      if (count === undefined) state.positionalKnown = false;
      state.positional = [state.positional[0] ?? 'bash', ...state.positional.slice(1 + (count ?? Infinity))];
      return true;
    }
    case 'read':
      readInto(args, node, state);
      return true;
    case 'set':
    case 'shopt':
    case 'trap':
    case 'true':
    case ':':
    case 'false':
    case 'test':
    case '[':
    case 'wait':
    case 'ulimit':
    case 'umask':
      return true;
    default:
      return words.length === 0;
  }
}

/** Whether what is printed becomes variables of the steps after it: `>> "$GITHUB_ENV"`. */
export function toEnvironment(redirects: readonly Redirection[]): boolean {
  return redirects.some(redirect => redirect.type === 'Redirect' && redirect.target?.text.includes('GITHUB_ENV'));
}

/**
 * `read -ra words <<< "$TEXT"` gives the words of a text, `IFS='|' read a b <<< …` one field a name and the rest to the last; of any
 * other input nothing is known.
 */
function readInto(args: readonly string[], node: CommandNode, state: State): void {
  const names: string[] = [];
  let array = false;
  for (let at = 0; at < args.length; at++) {
    const word = args[at]!;
    if (/^-[a-zA-Z]*[dinNptu]$/.test(word)) at++;
    else if (word.startsWith('-')) array ||= word.includes('a');
    else names.push(word);
  }
  const input = node.redirects.find(redirect => redirect.type === 'HereString');
  const separator = separatorOf(node, state);
  const blank = separator === undefined || /^\s+$/.test(separator);
  const text =
    input?.type === 'HereString' && input.target !== undefined && (blank || separator.length < 2)
      ? single(input.target, state, () => {})
      : UNKNOWN;
  const words = blank
    ? text.split(/[ \t\n]+/).filter(word => word !== '')
    : separator === ''
      ? [text]
      : text.split(separator);
  const between = blank ? ' ' : separator;
  for (const [index, name] of names.entries())
    if (array) state.variables.set(name, words);
    else
      state.variables.set(
        name,
        text === UNKNOWN ? UNKNOWN : words.slice(index, index < names.length - 1 ? index + 1 : undefined).join(between),
      );
}

/** The IFS of this very command, which may not be known; `undefined`: the usual one. */
function separatorOf(node: CommandNode, state: State): string | undefined {
  const given = node.prefix.find(item => item.type === 'Assignment' && item.name === 'IFS');
  if (given?.type !== 'Assignment' || given.value?.type !== 'Word') return undefined;
  return single(given.value, state, () => {});
}
