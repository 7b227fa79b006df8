import { base } from '../path.ts';
import type { WorkUnit } from './coverage.ts';
import { replacedPackages } from './replaced-packages.ts';

/**
 * The sanitizers that the commands of one text build with, by the compiler's names for them, the features that they switch on, the
 * processor that they build for, the options of `configure` and the packages that they replace; a stage's, where its own text says them: what make configures
 * on the way to a library does not count. A test of such a build can fail where the plain one does not, and only its configuration, some commands before it, says so.
 */
export function sanitizersOf(units: readonly WorkUnit[], isStage = false): ReadonlySet<string> {
  const found = new Set(replacedPackages(units.map(({ command }) => command)).map(change => PACKAGES + change));
  for (const { command, detail } of units) {
    const { changed } = detail as { readonly changed?: ReadonlyMap<string, string | undefined> };
    for (const option of changed?.values() ?? []) if (option !== undefined) found.add(option);
    // `-DUSE_FOLLY=1` compiles other code; a build without what CI's has is a part of CI's.
    if (/(^|\/)(cmake|ccmake)$/.test(command.words[0]!))
      for (const word of command.words) {
        const [, name, value] =
          /^-D(?:\w+_)?((?:USE|WITH|ENABLE|DISABLE|NO|FORCE)_\w+|\w+_ONLY)(?::\w+)?=(\w+)$/.exec(word) ?? [];
        if (changed?.has(/^-D(\w+)/.exec(word)?.[1] ?? '')) continue;
        if (name !== undefined && /^(ON|1|TRUE|YES)$/i.test(value!) && !ASIDE.test(name)) found.add(name);
      }
    if (/(^|\/)configure$/.test(command.words[0]!) && !(isStage && command.caller !== undefined))
      for (const word of command.words) {
        const [, choice, name, value = ''] = /^--(enable|with|disable|without)-([\w-]+)(?:=(.*))?$/.exec(word) ?? [];
        if (name !== undefined && !BESIDE.test(name))
          found.add(`--${choice}-${name}${value === 'yes' || PLACE.test(value) ? '' : `=${value}`}`);
      }
    if (/(^|\/)(ctest|meson)$/.test(command.words[0]!))
      for (const word of [...command.words, command.cwd ?? ''])
        for (const match of base(word).matchAll(/(?:^|[-_.])(a|t|ub|m)san(?![a-z])/gi))
          found.add(SHORT[match[1]!.toUpperCase()]!);
    const flags = ['CFLAGS', 'CXXFLAGS', 'LDFLAGS'].map(name => command.env.get(name) ?? '');
    const said = [...command.words, ...flags].join(' ');
    for (const match of said.matchAll(/-m(?:arch|cpu)=[\w.+-]+/g)) found.add(match[0]);
    // Every spelling below has it.
    if (!/san/i.test(said)) continue;
    for (const match of said.matchAll(/(?:-fsanitize=|-Db_sanitize=|SANITI[SZ]ERS?[=:])["']?([\w,]+)/g))
      for (const name of match[1]!.toLowerCase().split(',')) if (name !== 'none' && name !== 'off') found.add(name);
    for (const match of said.matchAll(/SANITI[SZ]E_(ADDRESS|THREAD|UNDEFINED|MEMORY|LEAK)\w*[=:](?:ON|TRUE|YES|1)\b/gi))
      found.add(match[1]!.toLowerCase());
    for (const match of said.matchAll(/\b\w*?(A|T|UB|M)SAN(?:_\w+)?[=:](?:ON|TRUE|1)\b/gi))
      found.add(SHORT[match[1]!.toUpperCase()]!);
  }
  return found;
}

const PACKAGES = 'packages: ';

/** Whether it is no kind of build but other packages, of `replacedPackages`. */
export function saysPackages(built: string): boolean {
  return built.startsWith(PACKAGES);
}

/** Parts of a build besides the code that is tested. */
const ASIDE =
  /TEST|BENCH|EXAMPLE|DOC|TOOL|INSTALL|WERROR|WARN|CCACHE|LTO|IPO|PCH|UNITY|COVERAGE|GFLAGS|CLANG_TIDY|STATIC|SHARED/;

/** Options of `configure` that every project has, and parts of a build besides the code that is tested (gnu.org, "Autoconf"). */
const BESIDE =
  /^(silent-rules|dependency-tracking|maintainer-mode|option-checking|fast-install|libtool-lock|rpath|nls|gnu-ld|pic|aix-soname|sysroot)$|doc|man(ual|page)s?$|werror|warning|example|install|pkg-?config|completion/;
/** Where a library lies makes no other build. */
const PLACE = /^([/~.$]|$)/;

const SHORT: Readonly<Record<string, string>> = { A: 'address', T: 'thread', UB: 'undefined', M: 'memory' };
