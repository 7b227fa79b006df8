import { UNKNOWN } from '../command.ts';
import type { Arguments, Scope, Value } from './values.ts';

/** Parts of a path as one. */
export function joined(parts: readonly Value[]): Value {
  if (!parts.every(part => typeof part === 'string')) return undefined;
  return parts.reduce((path, part) => {
    if (part.startsWith('/')) return part;
    if (path === '' || path === '.') return part;
    let [above, rest] = [path.replace(/\/$/, ''), part.replace(/^\.\//, '')];
    for (; rest === '..' || rest.startsWith('../'); rest = rest.slice(3)) above = around(above);
    return rest === '' ? above : `${above}/${rest}`;
  }, '');
}

/** The directory that a path lies in. */
function around(path: string): string {
  return path.includes('/') && !path.endsWith('..') ? path.slice(0, path.lastIndexOf('/')) : '.';
}

/** A path and the directories that it lies in, nearest first. */
function ancestors(path: string): readonly string[] {
  return /^(\/?|\.)$/.test(path) ? [path] : [path, ...ancestors(around(path))];
}

/** `%s` by what follows, in order. */
export function formatted(text: string, value: Value): string {
  const values = Array.isArray(value) ? [...value] : [value];
  return text.replaceAll(/%[+#-]?[\d.]*[svdqrw%]/g, mark => (mark === '%%' ? '%' : known(values.shift())));
}

/** `{}` and `{name}` by what follows. */
function braced(text: string, values: readonly Value[], named: ReadonlyMap<string, Value>, scope: Scope): string {
  let at = 0;
  return text.replaceAll(/\{(\w*)(?::[^{}]*)?\}/g, (_, name: string) => {
    if (name === '') return known(values[at++]);
    if (/^\d+$/.test(name)) return known(values[Number(name)]);
    return known(named.has(name) ? named.get(name) : scope.values.get(name));
  });
}

function known(value: Value): string {
  return typeof value === 'string' ? value : UNKNOWN;
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter(word => word !== '');
}

function listed(list: Value, between: Value): Value {
  return Array.isArray(list) && typeof between === 'string' ? list.map(known).join(between) : undefined;
}

function surroundings([name, usual]: readonly Value[], { directory, env }: Scope): Value {
  if (typeof name !== 'string') return undefined;
  if (name === 'CARGO_MANIFEST_DIR') return directory;
  return env.get(name) ?? usual ?? (name === 'CARGO' ? 'cargo' : undefined);
}

type Call = (args: Arguments, scope: Scope) => Value;

function ofText(make: (text: string, args: Arguments, scope: Scope) => Value): Call {
  return (args, scope) => (typeof args.values[0] === 'string' ? make(args.values[0], args, scope) : undefined);
}

/** Functions of libraries that put words or paths together. */
const CALLS = new Map<string, Call>(
  (
    [
      ['os.path.join path.join path.resolve filepath.Join resolve join', ({ values }) => joined(values)],
      ['os.path.abspath os.path.realpath os.path.normpath os.fspath Path pathlib.Path', ({ values }) => values[0]],
      ['filepath.FromSlash filepath.Clean fileURLToPath Path.new PathBuf.from', ({ values }) => values[0]],
      ['str list dict parseInt Number String String.from which shutil.which', ({ values }) => values[0]],
      ['os.path.dirname path.dirname filepath.Dir dirname', ofText(around)],
      ['shlex.split strings.Fields', ofText(wordsOf)],
      ['fmt.Sprintf util.format', ofText((text, { values }) => formatted(text, values.slice(1)))],
      ['format', ofText((text, { values, named }, scope) => braced(text, values.slice(1), named, scope))],
      ['strings.Join', ({ values }) => listed(values[0], values[1])],
      ['append', ({ values: [list, ...more] }) => (Array.isArray(list) ? [...list, ...more] : undefined)],
      ['os.environ.copy os.Environ mapOf', () => new Map()],
      [
        'os.environ.get os.getenv os.Getenv env option_env env.var std.env.var',
        ({ values }, scope) => surroundings(values, scope),
      ],
    ] as readonly (readonly [string, Call])[]
  ).flatMap(([names, call]) => names.split(' ').map(name => [name, call] as const)),
);

/** What a program takes of its words to hand it on. */
const LEFT = /\.(finish|rest|remaining|extra|trailing|posargs)$/;

/** What a function makes of its arguments. */
export function ofCall(name: string, args: Arguments, scope: Scope): Value {
  const call = CALLS.get(name);
  if (call !== undefined) return call(args, scope);
  if (/(^|\.)parse_args$/.test(name)) return scope.options;
  // What is left of no words is nothing.
  if (scope.told && LEFT.test(name)) return [];
  return scope.returned(name, args.values);
}

/** Methods that only hand on what they are asked of. */
const HANDING =
  /^(to_string|to_owned|to_str|into|as_str|as_ref|as_deref|as_slice|clone|unwrap|expect|unwrap_or_default|to_vec|resolve|absolute|as_posix|copy|toString|trim|strip|display|to_string_lossy|into_iter|iter|context|to_path_buf|into_boxed_path|canonicalize)$/;

/** What a method makes of a value. */
export function ofMethod(value: Value, name: string, { values, named }: Arguments, scope: Scope): Value {
  const [first] = values;
  if (HANDING.test(name)) return value;
  if (typeof value === 'string') {
    if (name === 'format') return braced(value, values, named, scope);
    if (name === 'split') return wordsOf(value);
    if (name === 'join') return Array.isArray(first) ? listed(first, value) : joined([value, first]);
    return name === 'ancestors' ? ancestors(value) : name === 'parent' ? around(value) : undefined;
  }
  if (!Array.isArray(value)) return undefined;
  if (name === 'join') return listed(value, first);
  if (name === 'nth') return value[Number(first)];
  return name === 'slice' && values.length === 1 && /^\d+$/.test(known(first)) ? value.slice(Number(first)) : undefined;
}

/** What a value has by a name. */
export function ofMember(value: Value, name: string): Value {
  if (value instanceof Map) return value.get(name);
  if (typeof value !== 'string') return undefined;
  return name === 'parent' ? around(value) : name === 'parents' ? ancestors(value).slice(1) : undefined;
}
