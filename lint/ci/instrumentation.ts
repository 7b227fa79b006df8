import { base } from '../path.ts';
import type { Command } from './command.ts';
import type { WorkUnit } from './coverage.ts';
import { replacedPackages } from './replaced-packages.ts';
import { directoryOf, resolvePath } from './shell/path.ts';
import { READY } from './units.ts';

/**
 * What the commands of one text build with, otherwise than the project does by itself: by the build directory that they configure,
 * by its absolute path, and besides.
 */
export interface Builds {
  readonly at: ReadonlyMap<string, ReadonlySet<string>>;
  readonly besides: ReadonlySet<string>;
  /** Of these, what a command stands before. */
  readonly later: ReadonlyMap<Command, ReadonlySet<string>>;
}

/** What both of two texts build with, one after the other. */
export function together(one: Builds | undefined, other: Builds): Builds {
  if (one === undefined) return other;
  const at = new Map(one.at);
  for (const [directory, found] of other.at) at.set(directory, new Set([...(at.get(directory) ?? []), ...found]));
  const later = new Map([...one.later, ...other.later]);
  return { at, besides: new Set([...one.besides, ...other.besides]), later };
}

/** What the build is made with that a command works in: where that build is not known, with all that any is made with. */
export function madeWith({ command }: WorkUnit, builds: Builds): ReadonlySet<string> {
  let own: ReadonlySet<string> | undefined;
  for (let at = buildDirectory(command); at !== undefined && at !== '/' && own === undefined; at = directoryOf(at))
    own = builds.at.get(at);
  const later = builds.later.get(command);
  const besides = [...builds.besides].filter(one => !later?.has(one));
  return new Set([...besides, ...(own ?? [...builds.at.values()].flatMap(found => [...found]))]);
}

/** `ctest --test-dir out`, `cmake --build out`, `make -C out check`, or where it stands. */
function buildDirectory({ words, cwd }: Command): string | undefined {
  const option = words.findIndex(word => /^(--test-dir|--build|-C)$/.test(word));
  const joined = words.flatMap(word => /^--test-dir=(.+)$/.exec(word)?.[1] ?? [])[0];
  // `ctest -C Release` names a configuration.
  const named =
    option < 0 || (words[option] === '-C' && /(^|\/)ctest$/.test(words[0]!)) ? undefined : words[option + 1];
  return resolvePath(cwd, joined ?? named ?? '.');
}

/** The directory that `cmake` configures a build in, anew where it names one of `known`; `undefined` for any other command. */
function configures({ words, cwd }: Command, known: ReadonlyMap<string, unknown>): string | undefined {
  const at = words.findIndex(word => /(^|\/)cmake$/.test(word));
  if (at !== 0 && !(at === 1 && /(^|\/)emcmake$/.test(words[0]!))) return undefined;
  if (words.some(word => /^--(build|install|open|preset|workflow)|^-[PE]$/.test(word))) return undefined;
  const option = words.indexOf('-B');
  const stated = option < 0 ? words.flatMap(word => /^-B(.+)$/.exec(word)?.[1] ?? [])[0] : (words[option + 1] ?? '.');
  if (stated !== undefined) return resolvePath(cwd, stated);
  // `cmake [options] <path-to-existing-build>` (cmake.org, cmake(1)).
  const again = words
    .slice(at + 1)
    .filter(word => !word.startsWith('-'))
    .flatMap(word => resolvePath(cwd, word) ?? []);
  return again.find(path => known.has(path)) ?? resolvePath(cwd, '.');
}

/**
 * The sanitizers that the commands of one text build with, by the compiler's names for them, the features that they switch on, the
 * processor that they build for, the options of `configure` and the packages that they replace; a stage's, where its own text says them: what make configures
 * on the way to a library does not count. A test of such a build can fail where the plain one does not, and only its configuration, some commands before it, says so.
 */
export function buildsOf(units: readonly WorkUnit[], isStage = false): Builds {
  const at = new Map<string, ReadonlySet<string>>();
  const replaced = replacedPackages(units.map(({ command }) => command));
  const besides = new Set(replaced.map(({ change }) => PACKAGES + change));
  const later = new Map(
    units.flatMap(({ command }, index) => {
      const ahead = replaced.filter(({ at }) => at > index).map(({ change }) => PACKAGES + change);
      return ahead.length > 0 ? [[command, new Set(ahead)] as const] : [];
    }),
  );
  for (const [command, others] of configuredOtherwise(units, isStage))
    later.set(command, new Set([...(later.get(command) ?? []), ...others]));
  for (const unit of units) {
    const found = saidBy(unit, isStage);
    const directory = configures(unit.command, at);
    if (directory === undefined) for (const one of found) besides.add(one);
    else at.set(directory, new Set([...(at.get(directory) ?? []), ...found]));
  }
  return { at, besides, later };
}

/** Of several `configure` in one directory the last one before a command counts for it: what the others say. */
function configuredOtherwise(
  units: readonly WorkUnit[],
  isStage: boolean,
): readonly (readonly [Command, readonly string[]])[] {
  const all = units.flatMap((unit, at) =>
    CONFIGURE.test(unit.command.words[0]!) ? [{ at, cwd: unit.command.cwd, said: saidBy(unit, isStage) }] : [],
  );
  if (all.length < 2) return [];
  return units.map(({ command }, index) => {
    const before = all.filter(({ at }) => at <= index);
    const own = before.findLast(({ cwd }) => cwd === command.cwd) ?? before.at(-1);
    return [command, all.flatMap(({ said }) => [...said].filter(one => own?.said.has(one) !== true))];
  });
}

const CONFIGURE = /(^|\/)configure$/;

function saidBy({ command, detail }: WorkUnit, isStage: boolean): ReadonlySet<string> {
  const found = new Set<string>();
  const { caller } = command;
  const isConfigure = CONFIGURE.test(command.words[0]!);
  // What `configure` tries is no build.
  if (caller !== undefined && CONFIGURE.test(caller.words[0]!)) return found;
  const isReady = caller !== undefined && READY.test(caller.words[0]!);
  const { changed } = detail as { readonly changed?: ReadonlyMap<string, string | undefined> };
  if (/(^|\/)emcmake$/.test(command.words[0]!)) found.add('emscripten');
  for (const option of changed?.values() ?? []) if (option !== undefined) found.add(option);
  // `-DUSE_FOLLY=1` compiles other code; a build without what CI's has is a part of CI's.
  if (/(^|\/)(cmake|ccmake)$/.test(command.words[0]!))
    for (const word of command.words) {
      const [, name, value] =
        /^-D(?:\w+_)?((?:USE|WITH|ENABLE|DISABLE|NO|FORCE)_\w+|\w+_ONLY|INTERPROCEDURAL_OPTIMIZATION)(?::\w+)?=(\w+)$/.exec(
          word,
        ) ?? [];
      if (changed?.has(/^-D(\w+)/.exec(word)?.[1] ?? '')) continue;
      if (name !== undefined && /^(ON|1|TRUE|YES)$/i.test(value!) && !ASIDE.test(name)) found.add(name);
    }
  if (isConfigure && !(isStage && caller !== undefined && !isReady)) {
    for (const flag of compilerFlags(command)) if (OTHER_CODE.test(flag)) found.add(`--${flag}`);
    for (const word of command.words) {
      const [, choice, name, value = ''] = /^--(enable|with|disable|without)-([\w-]+)(?:=(.*))?$/.exec(word) ?? [];
      if (name !== undefined && !BESIDE.test(name))
        found.add(`--${choice}-${name}${value === 'yes' || PLACE.test(value) ? '' : `=${value}`}`);
    }
  }
  if (/(^|\/)(ctest|meson)$/.test(command.words[0]!))
    for (const word of [...command.words, command.cwd ?? ''])
      for (const match of base(word).matchAll(/(?:^|[-_.])(a|t|ub|m)san(?![a-z])/gi))
        found.add(SHORT[match[1]!.toUpperCase()]!);
  const flags = ['CFLAGS', 'CXXFLAGS', 'LDFLAGS'].map(name => command.env.get(name) ?? '');
  const said = [...command.words, ...flags].join(' ');
  for (const match of said.matchAll(/-m(?:arch|cpu)=[\w.+-]+/g)) found.add(match[0]);
  // Every spelling below has it.
  if (!/san/i.test(said)) return found;
  for (const match of said.matchAll(/(?:-fsanitize=|-Db_sanitize=|SANITI[SZ]E(?:RS?)?(?::STRING)?[=:])["']?([\w,;]+)/g))
    for (const name of match[1]!.toLowerCase().split(/[,;]/))
      if (!/^(none|off|on|no|yes|false|true|[01]|)$/.test(name)) found.add(name);
  for (const match of said.matchAll(/SANITI[SZ]E_(ADDRESS|THREAD|UNDEFINED|MEMORY|LEAK)\w*[=:](?:ON|TRUE|YES|1)\b/gi))
    found.add(match[1]!.toLowerCase());
  if (/SANITI[SZ]E=(ON|TRUE|YES|1)\b/i.test(said)) found.add('address');
  for (const match of said.matchAll(/\b\w*?(A|T|UB|M)SAN(?:_\w+)?[=:](?:ON|TRUE|1)\b/gi))
    found.add(SHORT[match[1]!.toUpperCase()]!);
  return found;
}

/** What `configure` is told of the compiler, before it or behind it (gnu.org, "Autoconf", "Preset Output Variables"). */
function compilerFlags({ words, env }: Command): readonly string[] {
  const names = ['CC', 'CXX', 'CPPFLAGS', 'CFLAGS', 'CXXFLAGS', 'LDFLAGS'];
  const told = words.flatMap(word => /^(?:CC|CXX|C(?:XX|PP)?FLAGS|LDFLAGS)=(.*)$/s.exec(word)?.[1] ?? []);
  return [...told, ...names.map(name => env.get(name) ?? '')].flatMap(text => text.split(/\s+/));
}

/** Flags of a compiler with which a test of what it makes can fail where it does not without them. */
const OTHER_CODE = /^-(fsanitize=|m(arch|cpu)=|m32$|D)/;

const PACKAGES = 'packages: ';

/** Whether it is no kind of build but other packages, of `replacedPackages`. */
export function saysPackages(built: string): boolean {
  return built.startsWith(PACKAGES);
}

/** Parts of a build besides the code that is tested. */
const ASIDE =
  /TEST|BENCH|FUZZ|EXAMPLE|DOC|TOOL|INSTALL|WERROR|WARN|CCACHE|PCH|UNITY|COVERAGE|GFLAGS|CLANG_TIDY|STATIC|SHARED/;

/** Options of `configure` that every project has, and parts of a build besides the code that is tested (gnu.org, "Autoconf"). */
const BESIDE =
  /^(autogen|silent-rules|dependency-tracking|maintainer-mode|option-checking|fast-install|libtool-lock|rpath|nls|gnu-ld|pic|aix-soname|sysroot)$|doc|man(ual|page)s?$|werror|warning|example|install|pkg-?config|completion/;
/** Where a library lies makes no other build. */
const PLACE = /^([/~.$]|$)/;

const SHORT: Readonly<Record<string, string>> = { A: 'address', T: 'thread', UB: 'undefined', M: 'memory' };
