import type { Plan } from '../../plan/plan.ts';
import { isUnknown } from '../../plan/symbol.ts';
import { base } from '../path.ts';
import type { LocatedCommand } from '../stage-shell.ts';

const INSTALLERS = /^(dnf|yum|microdnf|tdnf|apt|apt-get)$/;

/** What is plainly installed, by the machine's `packages`, its setup and the stages. */
export function known({ machine }: Plan, commands: readonly LocatedCommand[]): readonly string[] {
  const named = commands.flatMap(({ words }) =>
    INSTALLERS.test(base(words[0]?.value ?? ''))
      ? words.slice(1).flatMap(({ value }) => (value && !value.startsWith('-') ? [value.replace(/[=:].*$/, '')] : []))
      : [],
  );
  return [...machine.packages, ...named];
}

/** The same; `undefined` where something that is not known may install more. */
export function installs(plan: Plan, commands: readonly LocatedCommand[]): readonly string[] | undefined {
  if (plan.machine.packages.some(isUnknown)) return undefined;
  const opaque = commands.some(({ words, context }) => {
    const program = base(words[0]?.value ?? '');
    if (INSTALLERS.test(program)) return words.some(({ value }) => value === undefined);
    return (
      /^(ansible-playbook|conda|mamba|nix|nix-shell|brew|spack)$/.test(program) ||
      (context.root && /^(ba)?sh$/.test(program) && words.length > 1)
    );
  });
  return opaque ? undefined : known(plan, commands);
}

/** Some command brings a tool by another way: it downloads, unpacks or links what has its name. */
export function bringsTool(
  name: string,
  commands: readonly LocatedCommand[],
  named = new RegExp(`(^|[/_.-])${name.replace(/[+ ]/g, '.')}([/_.=@-]|\\d|$)`),
): boolean {
  return commands.some(
    ({ words }) =>
      /^(curl|wget|tar|unzip|install|cp|mv|ln|pip[\d.]*|pipx|uv|conda|mamba|brew|sdk|mise|asdf|cs|coursier|devbox|nix|rpm|aws|source|\.|sh|bash|python[\d.]*|update-alternatives)$/.test(
        base(words[0]?.value ?? ''),
      ) && words.some(({ value, text }) => named.test(value ?? text)),
  );
}
