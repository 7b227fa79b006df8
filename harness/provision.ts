import { base } from '../lint/path.ts';
import { readShell, type SimpleCommand } from '../lint/shell/commands.ts';
import type { Draft } from './draft.ts';
import { roleOf } from './roles.ts';
import type { Script } from './script.ts';
import { secretEdits } from './secret-edits.ts';

/** Packages that bring a service which has to run. */
const ENGINES = /^(docker|docker\.io|docker-ce|moby-engine)$/;

/** `dnf install -y gcc cmake`: names go to `machine.packages`; anything else about packages is set up as it stands. */
export function takePackages(
  draft: Draft,
  script: Script,
  start: number,
  end: number,
  own: readonly SimpleCommand[],
): boolean {
  const installs = own.filter(one => roleOf(one) === 'packages');
  const names: string[] = [];
  for (const { words } of installs) {
    const [program, ...args] = words.map(({ value }) => value);
    const plain = args.filter(word => word === undefined || !word.startsWith('-'));
    if (/^(update|upgrade|makecache|clean|autoremove|check-update|dist-upgrade|check-upgrade)$/.test(plain[0] ?? ''))
      continue;
    if (!/^(install|add)$/.test(plain[0] ?? '')) return false;
    for (const name of plain.slice(1)) {
      if (name === undefined || !/^[A-Za-z0-9][\w.+:-]*$/.test(name) || /\.(rpm|deb)$/.test(name)) return false;
      names.push(name);
    }
    draft.image ??= /^(apt|apt-get)$/.test(base(program ?? ''))
      ? 'ubuntu-24.04'
      : /^(dnf|yum)$/.test(base(program ?? ''))
        ? 'al2023'
        : undefined;
  }
  if (!/\bsudo\b/.test(script.text.slice(start, end))) draft.root = true;
  for (const name of names) if (!/^(git|awscli|curl)$/.test(name)) draft.packages.add(name);
  if (names.some(name => ENGINES.test(name))) {
    draft.services.add('docker');
    for (const name of names) if (ENGINES.test(name)) draft.packages.delete(name);
  }
  if (names.length === 0) draft.left(script, start, end, 'the run brings the package lists up to date itself');
  else draft.moved(script, start, end, 'machine.packages');
  return true;
}

/** `systemctl enable --now docker` is `machine.services`; other services are set up as they stand. */
export function takeService(
  draft: Draft,
  script: Script,
  start: number,
  end: number,
  own: readonly SimpleCommand[],
): boolean {
  const services = own.flatMap(({ words }) =>
    words
      .slice(1)
      .flatMap(({ value }) =>
        value === undefined || /^-|^(start|restart|enable|daemon-reload)$/.test(value) ? [] : [value],
      ),
  );
  if (services.length === 0 || !services.every(name => /^docker(\.service|\.socket)?$/.test(name))) return false;
  draft.services.add('docker');
  draft.moved(script, start, end, 'machine.services');
  return true;
}

/** What is set up as it stands. A secret in it is not carried over. */
export function takeSetup(draft: Draft, script: Script, start: number, end: number): void {
  draft.setup.push({ script, start, end });
  for (const { secret } of secretEdits(script.text.slice(start, end)))
    draft.wrong(
      'secret',
      script,
      start,
      `${secret!.what} stands in a command that sets the machine up`,
      `it is \`$${secret!.name}\` now, which nothing sets: let a stage with \`secrets: [${secret!.name}]\` run it`,
    );
}

/** A stage that calls docker needs it to be there, whoever had installed it before. */
export function takeDocker(draft: Draft, runs: readonly string[]): void {
  if (draft.setup.some(({ script, start, end }) => /docker/.test(script.text.slice(start, end)))) return;
  const calls = runs.some(run =>
    readShell(run).commands.some(
      ({ words: [program, first], context }) =>
        /^docker(-compose)?$/.test(base(program?.value ?? '')) &&
        !context.elsewhere &&
        !/^(--version|-v|version|--help)$/.test(first?.value ?? ''),
    ),
  );
  if (calls) draft.services.add('docker');
}
