import { base } from '../path.ts';
import type { Command } from './command.ts';
import type { WorkUnit } from './coverage.ts';
import { inside, join, type Repository } from './repository.ts';
import { resolvePath } from './shell/path.ts';

/**
 * The options of the project's own build that a command configures otherwise than the project does by itself, as `NAME=VALUE`; names
 * without a default that is known are left to `instrumentation.ts`. A test of such a build runs other code.
 */
export function changedOptions(command: Command, repository: Repository): ReadonlyMap<string, string | undefined> {
  const program = base(command.words[0]!);
  if (program !== 'cmake' && program !== 'ccmake' && program !== 'meson') return NONE;
  const given = definitions(command.words);
  if (given.length === 0) return NONE;
  const directory = sourceOf(command, repository, program === 'meson' ? 'meson.build' : 'CMakeLists.txt');
  const defaults = repository.files.remember(`options of ${program} in ${directory}`, () =>
    program === 'meson' ? mesonDefaults(directory, repository) : cmakeDefaults(directory, repository),
  );
  return new Map(
    given.flatMap(([name, value]) => {
      const usual = defaults.get(name);
      if (usual === undefined) return [];
      const said = program === 'meson' ? value : truth(value);
      return [[name, said === usual || isAside(name, said, usual) ? undefined : `${name}=${said}`] as const];
    }),
  );
}

const NONE: ReadonlyMap<string, string | undefined> = new Map();

/**
 * The build directories that the commands of a text configure, where all that they choose is known by `changedOptions`: what their
 * names say (`out-static`) is said by that already.
 */
export function knownBuilds(units: readonly WorkUnit[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { command, detail } of units) {
    const { words, cwd, env } = command;
    if (!/(^|\/)cmake$/.test(words[0]!) || words.some(word => /^--(build|install|open)$|^-[PE]$/.test(word))) continue;
    const { changed } = detail as { readonly changed?: ReadonlyMap<string, string | undefined> };
    const plain =
      /^(CMAKE_(BUILD_TYPE|INSTALL_PREFIX|EXPORT_COMPILE_COMMANDS|(C|CXX)_COMPILER(_LAUNCHER)?|POSITION_INDEPENDENT_CODE)|BUILD_TESTING)$/;
    const isKnown = definitions(words).every(([name]) => plain.test(name) || changed?.has(name));
    const flags = [...env.keys()].some(name => /^(C|CXX|CPP|LD)FLAGS$/.test(name));
    if (!isKnown || flags || words.some(word => /^-(D$|C)|^--(preset|toolchain)|FLAGS|TOOLCHAIN/.test(word))) continue;
    const option = words.indexOf('-B');
    const stated = option < 0 ? words.flatMap(word => /^-B(.+)$/.exec(word)?.[1] ?? [])[0] : words[option + 1];
    const directory = resolvePath(cwd, stated ?? '.');
    if (directory !== undefined) found.add(directory);
  }
  return found;
}

/** `-DX=ON`, `-D X:BOOL=ON`. */
function definitions(words: readonly string[]): readonly (readonly [string, string])[] {
  return words.flatMap((word, index) => {
    const text = word === '-D' ? `-D${words[index + 1] ?? ''}` : word;
    const [, name, value] = /^-D([\w-]+)(?::\w+)?=(.*)$/.exec(text) ?? [];
    return name === undefined ? [] : [[name, value!] as const];
  });
}

/** cmake.org, `if(<constant>)`. */
function truth(value: string): string {
  if (/^(1|ON|YES|TRUE|Y)$/i.test(value)) return 'ON';
  return /^(0|OFF|NO|FALSE|N|)$/i.test(value) ? 'OFF' : value;
}

/** Parts of a build besides the code that is tested, how it is compiled and looked at, and what is only left out. */
function isAside(name: string, said: string, usual: string): boolean {
  if (/(^|_)(SHARED|STATIC)(_|$)/i.test(name)) return false;
  if (usual === 'auto' && said === 'enabled') return true;
  return (
    /TEST|BENCH|FUZZ|EXAMPLE|SAMPLE|DEMO|DOC|MAN(_|$)|TOOL|INSTALL|EXPORT|PACKAG|WERROR|WARN|STRICT|CCACHE|SCCACHE|PCH|UNITY|COVERAGE|CLANG_TIDY|CPPCHECK|IWYU|VERBOSE|COLOU?R|LINKER|(^|_)(LLD|MOLD|GOLD)(_|$)|DOWNLOAD|FETCH|BUNDLED|VENDOR|SYSTEM|EXTERNAL|SANITI|[ATM]SAN|UBSAN/i.test(
      name,
    ) ||
    (/(^|_)(BUILD|CLI|BINAR(Y|IES)|BINDINGS?|PYTHON|JAVA|UTILS?|APPS?|CTL)(_|$)/i.test(name) &&
      /^(OFF|disabled|false)$/.test(said))
  );
}

function sourceOf(command: Command, repository: Repository, file: string): string {
  const { words } = command;
  const option = words.findIndex(word => word === '-S' || word === '--source');
  const stated =
    option < 0 ? words.flatMap(word => /^(?:-S|--source=)(.+)$/.exec(word)?.[1] ?? []) : [words[option + 1]!];
  const plain = words.slice(1).filter(word => !word.startsWith('-'));
  for (const word of [...stated, ...plain, '.']) {
    const path = inside(repository, resolvePath(command.cwd, word));
    if (path !== undefined && repository.files.exists(join(path, file)) === 'file') return path;
  }
  return '';
}

/** `option(NAME "…" ON)`, and functions of projects that are called so, and `set(NAME ON CACHE BOOL "…")`. */
const CMAKE =
  /\b\w*option\w*\s*\(\s*(\w+)\s+"(?:[^"\\]|\\.)*"\s*("?\$[^\s)]*|[\w-]*)\s*[^)]*\)|\bset\s*\(\s*(\w+)\s+"?([\w-]+)"?\s+CACHE\s+BOOL\b/gi;

function cmakeDefaults(directory: string, repository: Repository): ReadonlyMap<string, string> {
  const { files } = repository;
  const found = new Map<string, string>();
  const unsure = new Set<string>();
  const paths = [
    'CMakeLists.txt',
    ...['', 'cmake', 'cmake/modules', 'CMake'].flatMap(folder =>
      files
        .list(join(directory, folder))
        .filter(name => name.endsWith('.cmake'))
        .map(name => join(folder, name)),
    ),
  ];
  for (const path of new Set(paths.slice(0, 200))) {
    const text = (files.read(join(directory, path)) ?? '').replaceAll(/^\s*#.*$/gm, '');
    // A target that configures the project once more with it: what CI builds so is not said by its steps.
    for (const [inner] of text.matchAll(/\$\{CMAKE_COMMAND\}[^)]*/g))
      for (const [, name] of inner.matchAll(/-D(\w+)=/g)) unsure.add(name!);
    for (const [, option, usual, variable, value] of text.matchAll(CMAKE)) {
      const name = option ?? variable!;
      const said = truth(usual ?? value ?? '');
      if (said !== 'ON' && said !== 'OFF') unsure.add(name);
      else if (found.get(name) !== undefined && found.get(name) !== said) unsure.add(name);
      else found.set(name, said);
    }
  }
  for (const name of unsure) found.delete(name);
  // What cmake takes for it where the project says nothing.
  if (!unsure.has('BUILD_SHARED_LIBS') && !found.has('BUILD_SHARED_LIBS')) found.set('BUILD_SHARED_LIBS', 'OFF');
  return found;
}

/** mesonbuild.com, "Build options": booleans are true unless it is said, features follow `auto_features`. */
function mesonDefaults(directory: string, repository: Repository): ReadonlyMap<string, string> {
  const text = ['meson.options', 'meson_options.txt']
    .map(name => repository.files.read(join(directory, name)))
    .find(Boolean);
  const found = new Map<string, string>();
  for (const [, name, rest] of (text ?? '')
    .replaceAll(/^\s*#.*$/gm, '')
    .matchAll(/\boption\s*\(\s*'([\w-]+)'\s*,((?:'(?:[^'\\]|\\.)*'|[^')])*)\)/g)) {
    const type = /\btype\s*:\s*'(\w+)'/.exec(rest!)?.[1];
    const value = /\bvalue\s*:\s*'?(\w+)'?/.exec(rest!)?.[1];
    if (type === 'boolean') found.set(name!, value ?? 'true');
    if (type === 'feature') found.set(name!, value ?? 'auto');
  }
  return found;
}
