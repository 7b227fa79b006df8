import { base } from '../path.ts';
import type { LocatedCommand } from '../stage-shell.ts';
import type { Image } from './need.ts';

/** A program of builds of C, C++ and Java that neither image brings, and the packages any of which would. */
export interface Tool {
  /** As it is called. */
  readonly name: string;
  readonly packages: Readonly<Record<Image, string>>;
  /** Packages that bring it. */
  readonly brought: RegExp;
  /** In the name of what is downloaded or unpacked, or in a variable: it is brought by another way. */
  readonly otherwise?: RegExp;
}

const COMPILERS =
  /^(gcc|g\+\+|gcc-c\+\+|clang|build-essential|gcc\d*|g\+\+-\d+|gcc-\d+|clang-?\d+|gcc-toolset.*)$|development[ -]tools/i;

const TOOLS: readonly (Tool & { readonly called: RegExp })[] = [
  { name: 'cmake', called: /^(cmake|ctest|cpack)$/, packages: { al2023: 'cmake', ubuntu: 'cmake' }, brought: /^cmake/ },
  {
    name: 'ninja',
    called: /^ninja$/,
    packages: { al2023: 'ninja-build', ubuntu: 'ninja-build' },
    brought: /^ninja/,
  },
  { name: 'meson', called: /^meson$/, packages: { al2023: 'meson', ubuntu: 'meson' }, brought: /^meson/ },
  {
    name: 'make',
    called: /^g?make$/,
    packages: { al2023: 'make', ubuntu: 'make' },
    brought: /^(make|build-essential|cmake)$|development[ -]tools/i,
  },
  { name: 'gcc', called: /^(gcc|cc)$/, packages: { al2023: 'gcc', ubuntu: 'build-essential' }, brought: COMPILERS },
  {
    name: 'g++',
    called: /^(g\+\+|c\+\+)$/,
    packages: { al2023: 'gcc-c++', ubuntu: 'build-essential' },
    brought: COMPILERS,
  },
  { name: 'clang', called: /^clang(\+\+)?$/, packages: { al2023: 'clang', ubuntu: 'clang' }, brought: /^clang/ },
];
/**
 * The wrappers of Gradle and Maven lie in the repository; what runs them does not. `java-21-amazon-corretto`, `…-headless` and
 * `…-jre` have no compiler: docs.aws.amazon.com/linux/al2023/ug/java.html.
 */
const JDK: Tool = {
  name: 'a JDK',
  packages: { al2023: 'java-21-amazon-corretto-devel', ubuntu: 'openjdk-21-jdk-headless' },
  brought: /^(?!.*(-corretto(-headless)?|-jre(-headless)?)$)(.*(java|jdk|jre|corretto)|maven|gradle|sbt|ant)/i,
  otherwise: /java|jdk|jvm|corretto|temurin|graalvm|zulu|sdkman|coursier|asdf|devbox|\b(mise|nix)\b/i,
};
const COMPILER: Tool = {
  name: 'a C++ compiler',
  packages: { al2023: 'gcc-c++', ubuntu: 'build-essential' },
  brought: COMPILERS,
};

/** What runs a program within an environment that brings it: `micromamba run -n b cmake`. */
const ENVIRONMENTS = /^(conda|mamba|micromamba|pixi|devbox|nix|nix-shell|mise|spack|guix)$/;

/** `if command -v cmake`, `cmake --version || …`: where it is not there, something else is done. */
function isOnlyAsked({ context, words, written }: LocatedCommand): boolean {
  return (
    context.asked &&
    (/^(command|type|which|hash)$/.test(base(written[0]?.value ?? '')) ||
      (words.length === 2 && /^--?(v|version|help)$/i.test(words[1]?.value ?? '')))
  );
}

/**
 * The tools of C, C++ and Java that commands call, each with the first command that does; what is only asked for (`command -v cmake`)
 * is none. `cmake` that configures or builds needs a compiler too.
 */
export function toolsCalled(commands: readonly LocatedCommand[]): ReadonlyMap<Tool, LocatedCommand> {
  const found = new Map<Tool, LocatedCommand>();
  for (const command of commands) {
    const { kind, words, context } = command;
    if (kind !== 'command' || isOnlyAsked(command) || context.trap) continue;
    if (ENVIRONMENTS.test(base(command.written[0]?.value ?? ''))) continue;
    const program = words[0]?.value ?? '';
    const name = base(program);
    if (/^(javac|gradlew?|mvnw?|sbt)$/.test(name) && !found.has(JDK)) found.set(JDK, command);
    // A program with a path is one that something has put there.
    if (program.includes('/')) continue;
    const tool = TOOLS.find(({ called }) => called.test(name));
    if (tool && !found.has(tool)) found.set(tool, command);
    const configures =
      name === 'cmake' && !words.some(({ value }) => /^(-E|-P|--version|--help|--install)$/.test(value ?? ''));
    if (configures && !found.has(COMPILER)) found.set(COMPILER, command);
  }
  return found;
}
