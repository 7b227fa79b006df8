import { base, normalise } from '../../path.ts';
import { type Command, dynamic, UNKNOWN, unknownWord } from '../command.ts';
import type { Work } from '../coverage.ts';
import { asPatterns, isOnlyPackage, moduleAt } from '../go-packages.ts';
import { inside, join, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import { ONLY_STARTS } from '../shell/wrapper-table.ts';
import { telling } from './words.ts';

/** What a command of go does, and over which packages. */
export interface GoWork {
  readonly task: 'test' | 'vet' | 'build' | 'run' | 'other';
  /** Repository paths; `…/...` is everything below. */
  readonly packages: readonly string[];
  /** Where they were listed, each of them by itself. */
  readonly each?: readonly string[];
  /** Parts of paths that are taken out of them: `$(go list ./... | grep -v /e2e)`. */
  readonly except: readonly string[];
  readonly module: string | undefined;
  readonly run: string;
  readonly skip: string;
  readonly bench: string;
  /** How long and how often benchmarks run: `-benchtime`, `-count` and `-cpu`. */
  readonly scale: string;
  readonly short: boolean;
  readonly tags: string;
  readonly race: boolean;
  readonly compileOnly: boolean;
  readonly fuzz: string;
  readonly words: string;
  /** Flags handed to the test binaries that are not the `testing` package's. */
  readonly extra: string;
}

/** Flags with a value (go help testflag, go help build). */
const VALUED =
  /^--?((test\.)?(run|skip|bench|benchtime|timeout|count|cpu|parallel|coverprofile|fuzz|fuzztime|fuzzminimizetime|cpuprofile|memprofile|memprofilerate|blockprofile|mutexprofile|trace|outputdir|shuffle|list|gocoverdir|blockprofilerate|mutexprofilefraction|fuzzcachedir)|tags|p|coverpkg|covermode|o|exec|mod|modfile|ldflags|gcflags|asmflags|gccgoflags|vet|pkgdir|installsuffix|buildmode|compiler|overlay|pgo|toolexec|vettool|rpc)$/;
/** What `-run` says where only benchmarks are meant: no test is called so. */
export const NO_TEST = /^(\^?\$|NONE|XXX|xxx|none|\^\$|-|\^?Benchmark\w*\$?)$/;
const SETUP = /^(mod|get|install|env|version|list|clean|fix|generate|work|tool|telemetry|doc|help|bug)$/;
const STANDARD =
  /^--?(v|short|race|msan|asan|cover|c|failfast|json|benchmem|a|n|x|work|trimpath|buildvcs|i|fullpath|artifacts|linkshared)(=.*)?$/;

/** Options of gotestsum itself that take the next word (github.com/gotestyourself/gotestsum). */
const OF_GOTESTSUM =
  /^(-f|--(format|format-icons|jsonfile|jsonfile-timing-events|junitfile|junitfile-\S+|packages|post-run-command|rerun-fails-(max-\w+|report)|max-fails|hide-summary|no-summary))$/;

/** What gotestsum hands to `go test`: what stands behind its own options, and its packages. */
function handed(words: readonly string[]): readonly string[] {
  const packages: string[] = [];
  let at = 0;
  for (; words[at]?.startsWith('-') && words[at] !== '--'; at++) {
    const [option, value] = words[at]!.split('=');
    const next = value ?? (OF_GOTESTSUM.test(option!) ? words[++at] : undefined);
    if (option === '--packages') packages.push(...(next ?? '').split(/\s+/).filter(path => path !== ''));
  }
  const rest = words.slice(words[at] === '--' ? at + 1 : at);
  return rest.length === 0 && packages.length === 0 ? ['./...'] : [...rest, ...packages];
}

/** Reads a command of go or gotestsum; `undefined` when it is none. */
export function readGo(command: Command, repository: Repository): Work<GoWork> | undefined {
  const name = base(command.words[0]!);
  let words = command.words.slice(1);
  let cwd = command.cwd;
  if (name === 'gotestsum') {
    words = ['test', ...handed(words)];
  } else if (!/^(go[\d.]*|richgo)$/.test(name)) return undefined;
  if (words[0] === '-C') {
    cwd = resolvePath(cwd, words[1] ?? '');
    words = words.slice(2);
  }
  const [sub = '', ...rest] = words;
  // go.dev/ref/mod, "go mod tidy": it fails where it would change something.
  if (sub === 'mod' && rest[0] === 'tidy' && rest.includes('-diff'))
    return {
      nature: 'check',
      detail: { ...BLANK, module: moduleAt(inside(repository, cwd), repository), words: 'mod tidy -diff' },
    };
  if (sub === '' || SETUP.test(sub) || sub.startsWith('-'))
    return { nature: 'setup', detail: { ...BLANK, words: words.join(' ') } };
  const flags = new Map<string, string>();
  const extra: string[] = [];
  const packages: string[] = [];
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at]!;
    if (word === '-args' || word === '--args') {
      // Where the coverage goes is told to the test binary itself.
      extra.push(
        ...rest.slice(at + 1).filter(one => !/^-test\.(gocoverdir|coverprofile|v|parallel|cpu|timeout)/.test(one)),
      );
      break;
    }
    const [option, ...value] = word.split('=');
    if (!word.startsWith('-')) {
      if (sub === 'run' && packages.length > 0) {
        extra.push(...rest.slice(at));
        break;
      }
      packages.push(word);
    } else if (VALUED.test(option!))
      flags.set(option!.replace(/^--?(test\.)?/, ''), value.length > 0 ? value.join('=') : (rest[++at] ?? ''));
    else if (STANDARD.test(word)) flags.set(option!.replace(/^--?/, ''), value.join('=') || 'true');
    else extra.push(word);
  }
  const task = sub === 'test' || sub === 'vet' || sub === 'build' || sub === 'run' ? sub : 'other';
  const compileOnly =
    flags.has('c') ||
    flags.has('list') ||
    (flags.get('run') === 'xxx' && !flags.has('bench')) ||
    (/^\^?\$$/.test(flags.get('run') ?? 'x') && !flags.has('bench'));
  const listed = listedBy(command.text);
  const known = listed ?? packages.filter(path => !unknownWord(path));
  const paths = (known.length > 0 ? known : packages.length > 0 ? [UNKNOWN] : ['.']).map(path =>
    located(path, cwd, repository),
  );
  const module = moduleAt(inside(repository, cwd), repository);
  // Whole import paths are what `go list` prints.
  const isListed = !listed && packages.length > 0 && packages.every(path => !/^\.|\.\.\./.test(path) && !dynamic(path));
  const patterns = isListed && module !== undefined ? asPatterns(paths, module, repository) : undefined;
  const bench = flags.get('bench') ?? '';
  return {
    nature:
      task === 'build' || compileOnly || (task === 'run' && builds(packages[0] ?? '', extra))
        ? 'build'
        : task === 'run' || (bench !== '' && NO_TEST.test(flags.get('run') ?? ''))
          ? 'run'
          : 'check',
    detail: {
      task,
      packages: patterns ?? paths,
      ...(patterns && { each: paths }),
      except: exceptions(command.text),
      module,
      run: flags.get('run') ?? '',
      skip: flags.get('skip') ?? '',
      bench,
      scale: bench === '' ? '' : ['benchtime', 'count', 'cpu'].map(name => scaleOf(name, flags.get(name))).join(' '),
      short: (flags.get('short') ?? 'false') !== 'false',
      tags: (flags.get('tags') ?? tagsOf(command))
        .split(/[\s,]+/)
        .filter(tag => tag !== '')
        .sort()
        .join(','),
      race: (flags.get('race') ?? 'false') !== 'false',
      compileOnly,
      fuzz: flags.has('fuzz') ? `${flags.get('fuzz')} ${flags.get('fuzztime') ?? ''}` : '',
      words: telling([sub, ...rest.filter(word => !/^--?(v|json|x)$/.test(word))]).join(' '),
      // What runs the tests in another way (`-exec 'stress -p 4'`) or instruments them makes other work.
      extra: [
        ...['exec', 'asan', 'msan'].flatMap(name =>
          flags.has(name) && !(name === 'exec' && ONLY_STARTS.test(flags.get(name)!))
            ? [`-${name} ${flags.get(name)}`]
            : [],
        ),
        ...(task === 'test' ? linked(flags.get('ldflags') ?? '') : []),
        ...extra,
      ].join(' '),
    },
  };
}

/** Once is what `-count` says when it is not given. */
function scaleOf(name: string, value = ''): string {
  return name === 'count' && value === '1' ? '' : value;
}

/** Variables that the linker sets for the tests (go tool link, `-X`), but those that only tell what was built. */
function linked(flags: string): readonly string[] {
  return [...flags.matchAll(/-X[= ]['"]?(\S+?)=([^\s'"]*)/g)]
    .filter(([, name]) => !/version|commit|sha|revision|branch|tag|date|time|build|user|host/i.test(base(name!)))
    .map(([, name, value]) => `-X ${name}=${value}`)
    .sort();
}

/** `go run build.go`, `go run ./build/ci.go install`: a program that by its name or its first word makes the project's own. */
function builds(program: string, words: readonly string[]): boolean {
  const first = words.find(word => !word.startsWith('-')) ?? '';
  if (/test|lint|check|vet|verify|bench|run/.test(first) || words.some(word => /^--?(check|verify|test)$/.test(word)))
    return false;
  const [name = '', parent = ''] = program
    .replace(/\/(main\.go)?$/, '')
    .split('/')
    .reverse();
  return (
    /^(build|make|compile)([-_]\w+)*(\.go)?$/.test(name) ||
    (/^(build|ci|make|scripts?|tools?|dev)$/.test(parent) && /^(build|install|dist|xgo)$/.test(first))
  );
}

const BLANK: GoWork = {
  task: 'other',
  packages: [],
  except: [],
  module: undefined,
  run: '',
  skip: '',
  bench: '',
  scale: '',
  short: false,
  tags: '',
  race: false,
  compileOnly: false,
  fuzz: '',
  words: '',
  extra: '',
};

/** The patterns of `$(go list ./… | grep -v …)`: what is taken out of them is told by `exceptions`. */
function listedBy(text: string): readonly string[] | undefined {
  const filtered =
    /(?<=\s)(?<!-coverpkg\s+)["']?\$\(\s*go list((?: -\S+| \.[\w./-]*)*)((?:\s*\|\s*grep\s[^|)]*)*)\s*\)/.exec(text);
  if (
    filtered === null ||
    filtered[2]!.split('|').some(part => part.trim() !== '' && !/grep\s+(-\w+\s+)*-\w*v/.test(part))
  )
    return undefined;
  const patterns = filtered[1]!.split(' ').filter(word => word.startsWith('.'));
  return patterns.length > 0 ? patterns : undefined;
}

/** Vendored packages are in no `./...`, so leaving them out says nothing. */
function exceptions(text: string): readonly string[] {
  return [...text.matchAll(/\bgrep\s+(?:-E\s+)?-v[eE]*\s+(?:-E\s+)?(?:'([^']*)'|"([^"]*)"|([^\s|)'"]+))/g)]
    .flatMap(match => (match[1] ?? match[2] ?? match[3]!).split(/\\?\|/))
    .map(part => part.replaceAll(/[\^$\\()]/g, '').replace(/\/$/, ''))
    .filter(part => part !== '' && !/vendor/.test(part));
}

function tagsOf(command: Command): string {
  return /-tags[= ](\S+)/.exec(command.env.get('GOFLAGS') ?? '')?.[1] ?? '';
}

/** A pattern as a path of the repository, where it is one; `./...` of a module that is one package is that package. */
function located(pattern: string, cwd: string | undefined, repository: Repository): string {
  const path = pathOf(pattern, cwd, repository);
  const outer = /^(?:(.*)\/)?\.\.\.$/.exec(path);
  if (outer === null || moduleAt(inside(repository, cwd), repository) === undefined) return path;
  const directory = outer[1] ?? '';
  return isOnlyPackage(directory, repository) ? directory : path;
}

/** Import paths of the module itself become paths too. */
function pathOf(pattern: string, cwd: string | undefined, repository: Repository): string {
  if (pattern === '...' || pattern === 'all') return join(moduleAt(inside(repository, cwd), repository) ?? '', '...');
  if (/^\.{0,2}\//.test(pattern) || pattern === '.' || pattern === '..')
    return inside(repository, resolvePath(cwd, pattern)) ?? pattern;
  const module = moduleAt(inside(repository, cwd), repository);
  if (module !== undefined && !dynamic(pattern)) {
    const name = /^module\s+(\S+)/m.exec(repository.files.read(join(module, 'go.mod')) ?? '')?.[1];
    if (name !== undefined && (pattern === name || pattern.startsWith(`${name}/`)))
      return normalise(join(module, pattern.slice(name.length + 1)));
  }
  return pattern;
}
