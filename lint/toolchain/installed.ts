import type { Plan } from '../../plan/plan.ts';
import { isUnknown } from '../../plan/symbol.ts';
import { base } from '../path.ts';
import type { LocatedCommand } from '../stage-shell.ts';

const INSTALLERS = /^(dnf|yum|microdnf|tdnf|apt|apt-get)$/;

/** What is plainly installed, by the machine's `packages`, its setup and the stages. */
export function known({ machine }: Plan, commands: readonly LocatedCommand[]): readonly string[] {
  const named = commands.flatMap(command =>
    installedBy(command, commands).flatMap(name => (name === undefined ? [] : [name.replace(/[=:].*$/, '')])),
  );
  return [...machine.packages, ...named];
}

/** The same; `undefined` where something that is not known may install more. */
export function installs(plan: Plan, commands: readonly LocatedCommand[]): readonly string[] | undefined {
  if (plan.machine.packages.some(isUnknown)) return undefined;
  const opaque = commands.some(command => {
    const { words, written, context } = command;
    const program = base(words[0]?.value ?? '');
    // `xargs dnf install` and `apt-get install $(cat packages.txt)` are told elsewhere what.
    if (isInstall(command))
      return (
        written.some(({ value }) => base(value ?? '') === 'xargs') || installedBy(command, commands).includes(undefined)
      );
    return (
      /^(ansible-playbook|conda|mamba|micromamba|pixi|devbox|nix|nix-shell|brew|spack)$/.test(program) ||
      // Without names it installs what a file lists.
      (/^(mise|asdf)$/.test(program) && words[1]?.value === 'install' && words.length === 2) ||
      (context.root && /^(ba)?sh$/.test(program) && words.length > 1)
    );
  });
  return opaque ? undefined : known(plan, commands);
}

function isInstall({ words }: LocatedCommand): boolean {
  return (
    INSTALLERS.test(base(words[0]?.value ?? '')) &&
    words.some(({ value }) => /install|^(swap|build-dep)$/.test(value ?? ''))
  );
}

/** The packages that a command installs; `undefined` for a word that may be any. */
function installedBy(command: LocatedCommand, commands: readonly LocatedCommand[]): readonly (string | undefined)[] {
  if (!isInstall(command)) return [];
  return command.words.slice(1).flatMap(({ value, text }): readonly (string | undefined)[] => {
    const list = /^"?\$\{(\w+)\[[@*]\]\}"?$/.exec(text)?.[1];
    const elements = commands.flatMap(({ assigns }) => assigns.find(({ name }) => name === list)?.elements ?? []);
    if (elements.length > 0) return elements.map(one => one.value);
    if (value === undefined) return [undefined];
    // A variable without quotes is as many words as it holds.
    return (text.startsWith('$') ? value.split(/\s+/) : [value]).filter(name => !name.startsWith('-'));
  });
}

/** Tools that crates call as they are compiled, and the packages of which a release of one takes the place. */
const TOOLS: Readonly<Record<string, readonly string[]>> = {
  cmake: ['cmake'],
  protoc: ['protobuf-compiler', 'protobuf-devel', 'libprotobuf-dev'],
  capnp: ['capnproto'],
};

/** The packages whose tool some command brings by another way; `python`: what pip and its like install. */
export function broughtOtherwise(
  commands: readonly LocatedCommand[],
  python: ReadonlySet<string>,
): ReadonlySet<string> {
  return new Set(
    Object.entries(TOOLS).flatMap(([tool, packages]) =>
      python.has(tool) || bringsTool(tool, commands) ? packages : [],
    ),
  );
}

/** Some command brings a tool by another way: it downloads, unpacks or links what has its name. */
export function bringsTool(
  name: string,
  commands: readonly LocatedCommand[],
  named = new RegExp(`(^|[/_.-])${name.replace(/[+ ]/g, '.')}([/_.=@-]|\\d|$)`),
): boolean {
  return commands.some(
    ({ words }) =>
      /^(curl|wget|tar|unzip|install|snap|dpkg|cp|mv|ln|pip[\d.]*|pipx|uv|conda|mamba|brew|sdk|mise|asdf|cs|coursier|devbox|nix|rpm|aws|source|\.|sh|bash|python[\d.]*|update-alternatives)$/.test(
        base(words[0]?.value ?? ''),
      ) && words.some(({ value, text }) => named.test(value ?? text)),
  );
}
