import { UNKNOWN } from '../command.ts';
import type { Arguments, Scope, Value } from './values.ts';

const LEFT = /\.(finish|rest|remaining|extra|trailing|posargs)$/;

/** Parts of a path as one. */
export function joined(parts: readonly Value[]): Value {
  if (!parts.every(part => typeof part === 'string')) return undefined;
  return parts.reduce((path, part) => {
    if (part!.startsWith('/')) return part!;
    if (path === '' || path === '.') return part!;
    let [base, rest] = [path.replace(/\/$/, ''), part!.replace(/^\.\//, '')];
    for (; rest === '..' || rest.startsWith('../'); rest = rest.slice(3)) base = parentOf(base);
    return rest === '' ? base : `${base}/${rest}`;
  }, '');
}

/** The directory that a path lies in. */
export function parentOf(path: string): string {
  return path.includes('/') && !path.endsWith('..') ? path.slice(0, path.lastIndexOf('/')) : '.';
}

/** `%s` by what follows, in order. */
export function formatted(text: string, value: Value): string {
  const values = Array.isArray(value) ? [...value] : [value];
  return text.replaceAll(/%[+#-]?[\d.]*[svdqrw%]/g, mark => {
    if (mark === '%%') return '%';
    const next = values.shift();
    return typeof next === 'string' ? next : UNKNOWN;
  });
}

/** `{}` and `{name}` by what follows. */
export function braced(text: string, { values, named }: Pick<Arguments, 'values' | 'named'>, scope?: Scope): string {
  let at = 0;
  return text.replaceAll(/\{(\w*)(?::[^{}]*)?\}/g, (_, name: string) => {
    const value =
      name === ''
        ? values[at++]
        : /^\d+$/.test(name)
          ? values[Number(name)]
          : named.has(name)
            ? named.get(name)
            : scope?.values.get(name);
    return typeof value === 'string' ? value : UNKNOWN;
  });
}

/** What a function of a library makes of its arguments, where it is one that puts words or paths together. */
export function ofCall(chain: string, args: Arguments, scope: Scope): Value {
  const [first, second] = args.values;
  switch (chain) {
    case 'os.path.join':
    case 'path.join':
    case 'path.resolve':
    case 'filepath.Join':
    case 'resolve':
    case 'join':
      return joined(args.values);
    case 'os.path.abspath':
    case 'os.path.realpath':
    case 'os.path.normpath':
    case 'filepath.FromSlash':
    case 'filepath.Clean':
    case 'fileURLToPath':
    case 'Path':
    case 'pathlib.Path':
    case 'str':
    case 'os.fspath':
    case 'list':
    case 'parseInt':
    case 'Number':
    case 'which':
    case 'shutil.which':
    case 'String':
    case 'String.from':
    case 'dict':
    case 'Path.new':
    case 'PathBuf.from':
      return first;
    case 'os.path.dirname':
    case 'path.dirname':
    case 'filepath.Dir':
    case 'dirname':
      return typeof first === 'string' ? parentOf(first) : undefined;
    case 'shlex.split':
    case 'strings.Fields':
      return typeof first === 'string' ? first.split(/\s+/).filter(word => word !== '') : undefined;
    case 'fmt.Sprintf':
    case 'util.format':
      return typeof first === 'string' ? formatted(first, args.values.slice(1)) : undefined;
    case 'format':
      return typeof first === 'string'
        ? braced(first, { values: args.values.slice(1), named: args.named }, scope)
        : undefined;
    case 'strings.Join':
      return Array.isArray(first) && typeof second === 'string'
        ? first.map(part => part ?? UNKNOWN).join(second)
        : undefined;
    case 'append':
      return Array.isArray(first) ? [...first, ...args.values.slice(1)] : undefined;
    case 'os.environ.copy':
    case 'os.Environ':
    case 'mapOf':
      return new Map();
    case 'os.environ.get':
    case 'os.getenv':
    case 'env':
    case 'option_env':
    case 'std.env.var':
    case 'env.var':
      if (first === 'CARGO_MANIFEST_DIR') return scope.directory;
      return typeof first === 'string'
        ? (scope.env.get(first) ?? second ?? (first === 'CARGO' ? 'cargo' : undefined))
        : undefined;
    case 'os.Getenv':
      return typeof first === 'string' ? scope.env.get(first) : undefined;
    default:
      if (/^(process[.])?argv[.]slice$/.test(chain)) return scope.words;
      if (/(^|\.)parse_args$/.test(chain)) return scope.options;
      // What is left of no words is nothing.
      if (scope.told && LEFT.test(chain)) return [];
      return scope.returned(chain, args.values);
  }
}
