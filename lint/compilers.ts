import type { RepositoryFacts } from './facts.ts';
import { base, relative, resolvePath } from './path.ts';
import type { LocatedCommand } from './stage-shell.ts';

/** A command that compiles. */
export interface Compiler {
  /** What does it: artifacts of the same kind may make it unnecessary. */
  readonly kind: 'cargo' | 'go' | 'cmake' | 'make' | 'python' | 'node' | 'java' | 'other';
  /** `sure`: an artifact could bring what it makes, and would spare minutes. `small`: seconds. */
  readonly weight: 'sure' | 'small';
}

/** Whether a command compiles, and what. Setup code may `make` anything; in a stage a target of make is as often a task. */
export function compilerOf(
  { kind, words, context, directory }: Pick<LocatedCommand, 'kind' | 'words' | 'context' | 'directory'>,
  inSetup: boolean,
  facts: RepositoryFacts,
  root: string,
): Compiler | undefined {
  if (kind !== 'command' || context.trap || context.elsewhere) return undefined;
  const args = words.slice(1).map(({ value }) => value ?? '?');
  const plain = args.filter((word, at) => !/^[-+]/.test(word) && args[at - 1] !== '-C');
  const [verb = '', next = ''] = plain;
  const has = (pattern: RegExp) => args.some(word => pattern.test(word));
  // `cargo install --version 1.2.3 x` asks for one.
  const tells = args.some((word, at) => /^(--version|-V)$/.test(word) && !/^[\d=^~]/.test(args[at + 1] ?? ''));
  if (tells || has(/^(--help|-h|--list|--no-run=false)$/)) return undefined;
  const when = (is: boolean, of: Compiler['kind'], weight: Compiler['weight'] = 'sure') =>
    is ? { kind: of, weight } : undefined;
  switch (programOf(words[0]?.value ?? '')) {
    case 'cargo':
    case 'cross':
      // The programs of tests are nothing that an artifact brings.
      return when(/^(build|b|run|r|rustc|install|bench|zigbuild|pgo|flamegraph|criterion)$/.test(verb), 'cargo');
    case 'wasm-pack':
    case 'trunk':
      return when(verb === 'build', 'cargo');
    case 'go':
      return verb === 'test'
        ? // Measuring is what the command is for, and one package's tests compile in seconds.
          when(has(/^-(test\.)?bench(=|$)|^-c$/), 'go', 'small')
        : when(/^(build|run|install)$/.test(verb), 'go');
    case 'goreleaser':
      return when(/^(build|release)$/.test(verb), 'go');
    case 'cmake':
      return when(args[0] === '--build' || args[0] === '--workflow', 'cmake');
    case 'ninja':
    case 'samu':
      return when(!args.includes('-t') && !has(/^-n$/), 'cmake');
    case 'make':
      return when(
        !has(/^-n$|^--dry-run$/) &&
          (plain.length === 0 ||
            plain.every(word => /^(all|build|release|install|bin|\w+=.*|\d+)$/.test(word)) ||
            (inSetup && !/clean|test|check|help|^package/.test(verb)) ||
            (isBuildDirectory(args, directory, facts, root) &&
              !plain.some(word => /clean|test|check|help|^package|^(bench|run)$/.test(word)))),
        'make',
      );
    case 'gcc':
    case 'g++':
    case 'cc':
    case 'c++':
    case 'clang':
    case 'clang++':
    case 'nvcc':
    case 'rustc':
    case 'javac':
      return when(
        plain.some(word => /\.(c|cc|cpp|cxx|cu|rs|java)$/.test(word)) && !has(/^(-E|-fsyntax-only|-M+)$/),
        'other',
      );
    case 'bazel':
    case 'bazelisk':
      return when(verb === 'build' || verb === 'run', 'other');
    case 'mvn':
    case 'mvnw':
      return when(
        plain.some(word => /^(package|install|compile|verify)$/.test(word)),
        'java',
      );
    case 'gradle':
    case 'gradlew':
      return when(
        plain.some(word =>
          /(^|:)(build|assemble|classes|\w*[jJ]ar|install\w*Dist|dist(Zip|Tar)|compile\w*|nativeCompile|jmh)$/.test(
            word,
          ),
        ),
        'java',
      );
    case 'sbt':
    case 'mill':
    case 'ant':
      return when(
        plain.some(word =>
          /(^|[./ ])(assembly|compile|package|stage|dist|pack|fullOptJS|nativeImage)$|^([\w.]+:|.* )?jar$/i.test(word),
        ),
        'java',
      );
    case 'maturin':
      return when(verb === 'develop' || verb === 'build', 'python');
    case 'meson':
      return when(verb === 'compile' || (verb === 'install' && next === ''), 'cmake');
    case 'dotnet':
      return when(/^(build|publish|run)$/.test(verb) && !args.includes('--no-build'), 'other');
    case 'swift':
    case 'zig':
    case 'stack':
    case 'cabal':
      return when(verb === 'build' || verb === 'run', 'other');
    case 'npx':
    case 'pnpx':
    case 'bunx':
      return words.length > 1 && !args[0]!.startsWith('-')
        ? compilerOf({ kind, words: words.slice(1), context, directory }, inSetup, facts, root)
        : undefined;
    case 'tsc':
      return when(!has(/^(--noEmit|--init|--showConfig)$/), 'node', 'small');
    case 'node-gyp':
    case 'node-pre-gyp':
    case 'cmake-js':
    case 'napi':
    case 'neon':
      return when(/^(build|rebuild|install|compile)$/.test(verb), 'node');
    case 'prebuildify':
      return when(true, 'node');
    case 'npm':
    case 'pnpm':
    case 'yarn':
      if (verb === 'rebuild' || has(/^--build-from-source(=|$)/)) return when(true, 'node');
      return when((verb === 'run' ? next : verb) === 'build', 'node', 'small');
    case 'scons':
      return when(!has(/^(-c|-n|--clean|--remove|--dry-run)$/), 'other');
    case 'xmake':
      return when(/^(|b|build|r|run)$/.test(verb), 'other');
    case 'cythonize':
      return when(true, 'python');
    case 'python':
      if (/^setup\.py$/.test(base(verb)))
        return when(/^(build|build_ext|install|develop|bdist_wheel)$/.test(next), 'python');
      if (args[0] === '-m' && verb === 'build') return when(isNative(facts), 'python');
      return args[0] === '-m' && verb === 'pip' ? ofPip(plain.slice(1), args, facts) : undefined;
    case 'pip':
      return ofPip(plain, args, facts);
    case 'uv':
      return verb === 'pip'
        ? ofPip(plain.slice(1), args, facts)
        : when(/^(build|sync)$/.test(verb) && !has(/^--no-install-(project|workspace)$/) && isNative(facts), 'python');
    case 'poetry':
    case 'pdm':
      return when(/^(build|install|sync)$/.test(verb) && !has(/^--no-(root|self)$/) && isNative(facts), 'python');
    default:
      return undefined;
  }
}

/** A program by one name: `gmake`, `python3.12`, `pip3`, and what npx runs in one version, `node-gyp@10.1.0`. */
function programOf(word: string): string {
  const name = base(word);
  return /^g?make$/.test(name) ? 'make' : name.replace(/^(python|pip)[\d.]+$/, '$1').replace(/(?<=.)@[\w.^~-]+$/, '');
}

/** `make -C build x`, in what `cmake -B build` has made. */
function isBuildDirectory(
  args: readonly string[],
  from: string | undefined,
  facts: RepositoryFacts,
  root: string,
): boolean {
  const named = args[args.indexOf('-C') + 1] ?? '';
  if (!args.includes('-C') || !/^\.?\/?(build|cmake-build|out)[\w./-]*$/.test(named)) return false;
  const directory = relative(root, resolvePath(from, named));
  return directory !== undefined && !facts.exists(directory === '' ? 'Makefile' : `${directory}/Makefile`);
}

/** `pip install .` of a project that is written in another language too; `--no-binary`, with which nothing comes compiled. */
function ofPip(
  [verb, ...what]: readonly string[],
  args: readonly string[],
  facts: RepositoryFacts,
): Compiler | undefined {
  if (!/^(install|wheel)$/.test(verb ?? '')) return undefined;
  const source = args.some(word => /^--no-binary(=|$)/.test(word)) && !args.includes(':none:');
  const own = what.some(word => /^\.{1,2}(\/|$|\[)/.test(word));
  return source || (own && isNative(facts)) ? { kind: 'python', weight: 'sure' } : undefined;
}

/** The Python project of the repository is built by a compiler. */
function isNative(facts: RepositoryFacts): boolean {
  return (
    /maturin|scikit[-_]build|mesonpy|meson-python|setuptools[-_]rust|pybind11|cython|nanobind|cffi/i.test(
      /\[build-system\][^[]*(\[[^\]]*\][^[]*)?/.exec(facts.read('pyproject.toml') ?? '')?.[0] ?? '',
    ) || /ext_modules|cythonize|rust_extensions|Extension\(/.test(facts.read('setup.py') ?? '')
  );
}
