import { imageOf, looseImage } from '../images.ts';
import { base } from '../path.ts';
import type { SimpleCommand } from '../shell/commands.ts';
import type { ShellWord } from '../shell/words.ts';
import { ofCargo } from './cargo.ts';
import { ofAddress, ofGit, ofScript } from './downloads.ts';
import { ofCompose, ofDockerfile, ofLockless, ofRequirements } from './files.ts';
import { type Loose, loose, MOVING, type Near, packages, VERSION } from './loose.ts';
import { ofNode, ofRunner } from './node.ts';
import { ofPip } from './python.ts';

/** What is around a command, as far as it decides what the command brings. */
export interface Around {
  readonly later: readonly SimpleCommand[];
  /** Images that the plan builds itself. */
  readonly built: ReadonlySet<string>;
  readonly near: Near;
  readonly looseIn: Parameters<typeof ofDockerfile>[2];
}

/** What one command brings from outside without saying which. */
export function ofCommand(command: SimpleCommand, around: Around): readonly Loose[] {
  const { words, start, end } = command;
  const { near, later } = around;
  const { program, args } = installer(words);
  const [first, second] = args.map(({ value }) => value);
  const whole = (how: Loose['how'], what: string, instead: string): Loose[] => [{ how, what, instead, start, end }];
  const says = (pattern: RegExp) => args.some(({ value }) => pattern.test(value ?? ''));
  const lock = LOCKS[program];
  if (lock && isUpdate(program, args))
    return whole('latest', `${program} ${first}`, `leave it out: ${lock} holds the versions`);
  switch (program) {
    case 'curl':
    case 'wget':
    case 'aria2c': {
      const found = args.flatMap(word => ofAddress(word));
      return found.length > 0 ? found : ofScript(command, later);
    }
    case 'deno': {
      const address = first === 'run' ? args.find(({ value }) => /^https:\/\//.test(value ?? '')) : undefined;
      return address && !VERSION.test(address.value!)
        ? whole('piped', address.value!, 'name a version: `https://deno.land/x/name@v1.2.3/mod.ts`')
        : [];
    }
    case 'kubectl':
      return args.flatMap(word => ofAddress(word));
    case 'aws':
    case 'gsutil': {
      // Of a copy, only what is brought here.
      const verb = args.findIndex(({ value }) => /^(cp|sync|mv|rsync)$/.test(value ?? ''));
      const from = verb < 0 ? undefined : args.slice(verb + 1).find(({ value }) => !value?.startsWith('-'));
      return from ? ofAddress(from) : [];
    }
    case 'git':
      return ofGit(command, later);
    case 'gh':
      return ofGithub(args, whole);
    case 'pip':
      return first === 'install' || first === 'download' || first === 'wheel'
        ? [...ofPip(args.slice(1)), ...ofRequirements(command, near)]
        : [];
    case 'pipx':
      return first === 'install' || first === 'run'
        ? packages(
            first === 'run' ? args.slice(1, 2) : args.slice(1),
            /==|@ ?git|\.whl|^[./]/,
            '==1.2.3',
            /^(--python|--pip-args|--index-url|-i|--suffix|--spec)$/,
          )
        : [];
    case 'uv':
      return ofUv(command, args, near);
    case 'poetry':
    case 'pdm':
      return first === 'add'
        ? packages(args.slice(1), /[@=]|^[./]/, '==1.2.3', /^(-G|--group|-E|--extras)$/)
        : ofLockless(command, program, near);
    case 'bundle':
    case 'composer':
    case 'bun':
      return ofLockless(command, program, near);
    case 'npm':
    case 'pnpm':
    case 'yarn':
      return [
        ...ofNode(program, args),
        ...ofRunner(command, program, args, near),
        ...(first === 'ci' ? [] : ofLockless(command, program, near)),
      ];
    case 'npx':
    case 'bunx':
    case 'pnpx':
    case 'uvx':
      return ofRunner(command, program, args, near);
    case 'corepack':
    case 'mise':
    case 'volta':
    case 'asdf':
    case 'nvm':
    case 'fnm':
    case 'n':
    case 'pyenv':
      return ofVersions(program, args);
    case 'sdk':
      return first === 'install' && args.length === 2
        ? packages(args.slice(1), NEVER, ' 1.2.3', NEVER)
        : ofVersions(program, args);
    case 'brew':
      return first === 'install' ? packages(args.slice(1), /@\d|^[./]|\.rb$/, '@1.2', NEVER) : [];
    case 'cargo': {
      const channel = args.find(({ value }) => /^\+(stable|beta|nightly)$/.test(value ?? ''));
      if (channel) return [loose('latest', channel, ', such as `+1.82.0` or `+nightly-2024-10-01`')];
      return first === 'install' || first === 'binstall' ? ofCargo(args.slice(1)) : [];
    }
    case 'rustup': {
      const channel = args.find(({ value }) => /^(stable|beta|nightly)(-|$)/.test(value ?? ''));
      const installs =
        /^(default|install|update|run|override)$/.test(first ?? '') || (first === 'toolchain' && second === 'install');
      if (first === 'update' && args.length === 1)
        return whole('latest', 'rustup update', 'install one version: `rustup toolchain install 1.82.0`');
      return installs && channel && !/\d{4}-\d{2}-\d{2}/.test(channel.value!)
        ? [
            loose(
              'latest',
              channel,
              channel.value!.startsWith('nightly') ? ', such as `nightly-2024-10-01`' : ', such as `1.82.0`',
            ),
          ]
        : [];
    }
    case 'go': {
      if (first === 'get' && says(/^-u/))
        return whole('latest', 'go get -u', 'leave `-u` out: go.mod holds the versions');
      return first === 'install' || first === 'get' || first === 'run'
        ? args
            .slice(1)
            .filter(({ value }) => /@(latest|main|master|upgrade|HEAD)$/.test(value ?? ''))
            .map(one => loose('latest', one, '@v1.2.3'))
        : [];
    }
    case 'gem':
      return first === 'install' && !says(/^(-v|--version)/)
        ? packages(args.slice(1), /:\d|\.gem$/, ' -v 1.2.3', /^(-n|-i|--source|-s|--bindir)$/)
        : [];
    case 'dotnet':
      return first === 'tool' && /^(install|update)$/.test(second ?? '') && !says(/^--version/)
        ? packages(args.slice(2), /^[./]/, ' --version 1.2.3', /^(--tool-path|--add-source|--framework)$/)
        : [];
    case 'conda':
    case 'mamba':
    case 'micromamba':
      return first === 'install' || first === 'create'
        ? packages(args.slice(1), /=|^[./]/, '=1.2.3', /^(-n|-c|-p|-f|--name|--channel|--prefix|--file)$/)
        : [];
    case 'docker':
    case 'podman':
    case 'nerdctl':
    case 'docker-compose':
      return [
        ...ofImages(args, around.built),
        ...ofDockerfile(command, near, around.looseIn),
        ...(program === 'docker-compose' || first === 'compose' ? ofCompose(command, near) : []),
      ];
    case 'terraform':
    case 'tofu':
      return first === 'init' && says(/^--?upgrade$/)
        ? whole('latest', `${program} init -upgrade`, 'leave `-upgrade` out: .terraform.lock.hcl holds the versions')
        : [];
    case 'helm': {
      const chart = args.find(({ value }) => /^[\w-]+\/[\w-]+$|^oci:\/\/[^:]+$/.test(value ?? ''));
      return /^(install|upgrade)$/.test(first ?? '') && !says(/^--version/) && chart
        ? whole('unversioned', chart.value!, 'add `--version 1.2.3`')
        : [];
    }
    default:
      return [];
  }
}

const NEVER = /(?!)/;

/** Where the managers of packages write down what they have chosen. */
const LOCKS: Readonly<Record<string, string>> = {
  cargo: 'Cargo.lock',
  npm: 'package-lock.json',
  pnpm: 'pnpm-lock.yaml',
  yarn: 'yarn.lock',
  bun: 'bun.lock',
  poetry: 'poetry.lock',
  pdm: 'pdm.lock',
  uv: 'uv.lock',
  bundle: 'Gemfile.lock',
  composer: 'composer.lock',
};

/** Whether it takes the newest of all that the lock file holds. */
function isUpdate(program: string, args: readonly ShellWord[]): boolean {
  const [first = '', ...more] = args.map(({ value }) => value ?? '');
  const says = (pattern: RegExp) => more.some(word => pattern.test(word));
  if (says(/^--(precise|dry-run|workspace|help)(=|$)|^-w$/) && program === 'cargo') return false;
  if (program === 'uv') return /^(lock|sync)$/.test(first) && says(/^(--upgrade|-U)$/);
  return first === 'update' || (/^(npm|pnpm|yarn)$/.test(program) && /^(up|upgrade)$/.test(first) && !says(/@\d/));
}

/** `python3 -m pip` and `uv pip` are pip. */
function installer(words: readonly ShellWord[]): { program: string; args: readonly ShellWord[] } {
  const program = base(words[0]?.value ?? '').replace(/^pip[\d.]*$/, 'pip');
  const args = words.slice(1);
  if (/^python[\d.]*$/.test(program) && args[0]?.value === '-m' && args[1]?.value === 'pip')
    return { program: 'pip', args: args.slice(2) };
  return program === 'uv' && args[0]?.value === 'pip' ? { program: 'pip', args: args.slice(1) } : { program, args };
}

function ofUv(command: SimpleCommand, args: readonly ShellWord[], near: Near): readonly Loose[] {
  const [first, second] = args.map(({ value }) => value);
  const values = /^(--python|-p|--index-url|--group|--extra|--with)$/;
  if (first === 'tool' && /^(install|run)$/.test(second ?? ''))
    return packages(second === 'run' ? args.slice(2, 3) : args.slice(2), /==|@|^[./]/, '==1.2.3', values);
  if (first === 'add') return packages(args.slice(1), /[=@]|^[./]/, '==1.2.3', values);
  return ofLockless(command, 'uv', near);
}

/** `uv run --with polars`, which is read as what it runs. */
export function ofWith({ written }: SimpleCommand): readonly Loose[] {
  if (base(written[0]?.value ?? '') !== 'uv' || written[1]?.value !== 'run') return [];
  return written.flatMap((word, at) =>
    written[at - 1]?.value === '--with' ? packages([word], /[=@]|^[./]/, '==1.2.3', /(?!)/) : [],
  );
}

function ofImages(args: readonly ShellWord[], built: ReadonlySet<string>): readonly Loose[] {
  const image = imageOf(args);
  const why = image?.value === undefined || built.has(image.value) ? undefined : looseImage(image.value);
  if (!image || !why) return [];
  const named = `\`${image.value!.replace(/:[\w.-]*$/, '')}:1.2.3@sha256:…\``;
  const instead =
    why === 'no tag' ? `name its version, best its digest: ${named}` : `name a version, best its digest: ${named}`;
  return [{ how: 'image', what: image.value!, instead, start: image.start, end: image.end }];
}

function ofGithub(
  args: readonly ShellWord[],
  whole: (how: Loose['how'], what: string, instead: string) => readonly Loose[],
): readonly Loose[] {
  const plain = args.filter(
    ({ value }, at) =>
      !value?.startsWith('-') &&
      !/^(-R|--repo|-p|--pattern|-D|--dir|-O|--output|-A|--archive)$/.test(args[at - 1]?.value ?? ''),
  );
  const [noun, verb, name] = plain.map(({ value }) => value);
  if (noun === 'repo' && verb === 'clone')
    return args.some(({ value }) => /^(-b|--branch|--revision)$/.test(value ?? ''))
      ? []
      : whole('branch', `gh repo clone ${name ?? ''}`.trim(), 'name a tag: `gh repo clone x -- --branch v1.2.3`');
  return noun === 'release' && verb === 'download' && plain.length < 3
    ? whole('latest', 'gh release download', 'name the release: `gh release download v1.2.3`')
    : [];
}

/** Managers of versions that are told to take whatever is newest. */
function ofVersions(program: string, args: readonly ShellWord[]): readonly Loose[] {
  if (!/^(install|use|prepare|global|local|set|default|i|lts|latest|exec)$/.test(args[0]?.value ?? '')) return [];
  return args
    .filter(
      ({ value = '' }) =>
        /^--lts$|@latest$|@lts$|@next$/.test(value) || (value !== args[0]?.value && MOVING.test(value)),
    )
    .filter(({ value }) => !(program === 'asdf' && value === 'node'))
    .map(word => ({
      how: 'latest' as const,
      what: `${program} ${args.map(({ value, text }) => value ?? text).join(' ')}`,
      instead: 'name a version in its place, such as `20.11.1`',
      start: word.start,
      end: word.end,
    }));
}
