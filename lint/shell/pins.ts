import { imageOf, looseImage } from '../images.ts';
import type { SimpleCommand } from './commands.ts';
import type { Construct, ShellReading } from './construct.ts';
import { base } from './directory.ts';
import type { ShellWord } from './words.ts';

/** Something from outside that may be another thing tomorrow. */
export interface Loose {
  readonly how: 'piped' | 'latest' | 'branch' | 'unversioned' | 'image';
  /** What is loose: a package, an address, an image. */
  readonly what: string;
  /** How it would be pinned. */
  readonly instead: string;
  readonly start: number;
  readonly end: number;
}

const MOVING = /^(main|master|develop|dev|trunk|HEAD|latest|nightly|stable|next|edge|release)$/;
const VERSION = /(^|[^\w.])v?\d+\.\d+|[0-9a-f]{12,}|\d{4}-\d{2}-\d{2}/;

/** What a text brings from outside without saying which. */
export function looseIn({ commands, constructs }: ShellReading, built: ReadonlySet<string>): readonly Loose[] {
  const found: Loose[] = [];
  for (const one of constructs) {
    const piped = one.kind === 'pipe' ? ofPipe(one, commands) : undefined;
    if (piped) found.push(piped);
  }
  for (const [index, command] of commands.entries()) {
    if (command.kind !== 'command' || command.words.length === 0) continue;
    if (
      isPiped(index, constructs, commands) ||
      found.some(({ start, end }) => start <= command.start && command.end <= end)
    )
      continue;
    found.push(...ofCommand(command, commands.slice(index + 1), built));
  }
  return found;
}

/** Images that the texts of a plan build themselves. */
export function imagesBuilt(commands: Iterable<SimpleCommand>): ReadonlySet<string> {
  const built = new Set<string>();
  for (const { words } of commands) {
    const args = words.map(({ value }) => value);
    if (
      !/^(docker|podman|nerdctl|buildah)$/.test(args[0] ?? '') ||
      !args.some(word => /^(build|tag|commit|import|load|bud)$/.test(word ?? ''))
    )
      continue;
    if (args[1] === 'tag' && args[3]) built.add(args[3]);
    for (const [index, word] of args.entries()) {
      const tag = /^(-t|--tag)$/.test(args[index - 1] ?? '') ? word : /^--tag=(.*)$/.exec(word ?? '')?.[1];
      if (tag) built.add(tag);
    }
  }
  return built;
}

/** `curl … | sh`: what it does is decided by whoever answers, that day. */
function ofPipe(
  { parts, start, end }: Extract<Construct, { kind: 'pipe' }>,
  commands: readonly SimpleCommand[],
): Loose | undefined {
  const fetches = commands.slice(parts[0]!.from, parts[0]!.to).find(one => /^(curl|wget)$/.test(nameOf(one)));
  const last = commands.slice(parts.at(-1)!.from, parts.at(-1)!.to).find(({ calls }) => !calls);
  if (!fetches || parts.length < 2 || !/^(ba|da|z)?sh$|^(python[\d.]*|perl|ruby|node)$/.test(base(nameOf(last))))
    return undefined;
  const scripted = last!.words
    .slice(1)
    .filter(({ value }) => value !== undefined && !value.startsWith('-') && value !== '-');
  const all = last!.words.map(({ value }) => value ?? '?').join(' ');
  if (scripted.length > 0 && !/(^| )-s( |$)/.test(all) && !/(ba|da|z)?sh /.test(all)) return undefined;
  const address = fetches.words.find(({ value, text }) => /:\/\//.test(value ?? text));
  const url = address?.value ?? address?.text ?? '';
  // Rust's installer is pinned by the toolchain it is told to install.
  if (VERSION.test(url) || /--(default-)?toolchain[= ]?\S*\d+\.\d+/.test(all)) return undefined;
  return {
    how: 'piped',
    what: url.replace(/^["']|["']$/g, '') || 'a download',
    instead: 'download a version, check its sha256, then run it',
    start,
    end,
  };
}

/** A part of `curl | sh`, which has been told. */
function isPiped(index: number, constructs: readonly Construct[], commands: readonly SimpleCommand[]): boolean {
  return constructs.some(
    one =>
      one.kind === 'pipe' &&
      one.parts[0]!.from <= index &&
      index < one.parts.at(-1)!.to &&
      ofPipe(one, commands) !== undefined,
  );
}

function ofCommand(
  command: SimpleCommand,
  later: readonly SimpleCommand[],
  built: ReadonlySet<string>,
): readonly Loose[] {
  const { words, start, end } = command;
  let program = base(nameOf(command)).replace(/^pip[\d.]*$/, 'pip');
  let args = words.slice(1);
  if (/^python[\d.]*$/.test(program) && args[0]?.value === '-m' && args[1]?.value === 'pip') {
    program = 'pip';
    args = args.slice(2);
  }
  if (program === 'uv' && args[0]?.value === 'pip') {
    program = 'pip';
    args = args.slice(1);
  }
  const [first, second] = args.map(({ value }) => value);
  const whole = (how: Loose['how'], what: string, instead: string): Loose[] => [{ how, what, instead, start, end }];
  switch (program) {
    case 'curl':
    case 'wget':
    case 'aria2c':
      return args.flatMap(word => ofAddress(word));
    case 'git':
      return first === 'clone'
        ? ofClone(command, later)
        : first === 'pull'
          ? whole('branch', 'git pull', 'check out a commit: the run pins it')
          : [];
    case 'pip':
      return first === 'install' ? ofPip(args.slice(1)) : [];
    case 'pipx':
      return first === 'install' || first === 'run'
        ? packages(
            args.slice(1),
            /==|@ ?git|\.whl|^[./]/,
            '==1.2.3',
            /^(--python|--pip-args|--index-url|-i|--suffix|--spec)$/,
          )
        : [];
    case 'uv':
      return first === 'tool' && second === 'install'
        ? packages(args.slice(2), /==|@|^[./]/, '==1.2.3', /^(--python|-p|--with|--index-url)$/)
        : [];
    case 'npm':
    case 'pnpm':
    case 'yarn':
      return ofNode(program, args);
    case 'npx':
    case 'bunx':
    case 'pnpx':
    case 'uvx':
      return args
        .slice(0, 3)
        .filter(({ value }) => /@(latest|next|canary)$/.test(value ?? ''))
        .map(one => loose('latest', one, '@1.2.3'));
    case 'cargo':
      return first === 'install' || first === 'binstall' ? ofCargo(args.slice(1)) : [];
    case 'rustup': {
      const channel = args.find(({ value }) => /^(stable|beta|nightly)(-|$)/.test(value ?? ''));
      const installs =
        /^(default|install|update)$/.test(first ?? '') || (first === 'toolchain' && second === 'install');
      return installs && channel && !/\d{4}-\d{2}-\d{2}/.test(channel.value!)
        ? [loose('latest', channel, ', such as `1.82.0`')]
        : [];
    }
    case 'go':
      return first === 'install' || first === 'get' || first === 'run'
        ? args
            .slice(1)
            .filter(({ value }) => /@(latest|main|master|upgrade|HEAD)$/.test(value ?? ''))
            .map(one => loose('latest', one, '@v1.2.3'))
        : [];
    case 'gem':
      return first === 'install' && !args.some(({ value }) => /^(-v|--version)/.test(value ?? ''))
        ? packages(args.slice(1), /:\d|\.gem$/, ' -v 1.2.3', /^(-n|-i|--source|-s|--bindir)$/)
        : [];
    case 'conda':
    case 'mamba':
    case 'micromamba':
      return first === 'install' || first === 'create'
        ? packages(args.slice(1), /=|^[./]/, '=1.2.3', /^(-n|-c|-p|-f|--name|--channel|--prefix|--file)$/)
        : [];
    case 'docker':
    case 'podman':
    case 'nerdctl': {
      const image = imageOf(args);
      const why = image?.value === undefined || built.has(image.value) ? undefined : looseImage(image.value);
      return image && why
        ? [
            {
              how: 'image',
              what: image.value!,
              instead:
                why === 'no tag'
                  ? 'name its version, best its digest: `image:1.2.3@sha256:…`'
                  : 'name a version, best its digest: `image:1.2.3@sha256:…`',
              start: image.start,
              end: image.end,
            },
          ]
        : [];
    }
    case 'helm':
      return /^(install|upgrade)$/.test(first ?? '') &&
        !args.some(({ value }) => /^--version/.test(value ?? '')) &&
        args.some(({ value }) => /^[\w-]+\/[\w-]+$/.test(value ?? '') && !/^\.?\.?\//.test(value ?? ''))
        ? whole(
            'unversioned',
            args.find(({ value }) => /^[\w-]+\/[\w-]+$/.test(value ?? ''))!.value!,
            'add `--version 1.2.3`',
          )
        : [];
    default:
      return [];
  }
}

function loose(how: Loose['how'], { value, text, start, end }: ShellWord, pin: string): Loose {
  return {
    how,
    what: value ?? text,
    instead: `name a version${pin.startsWith(',') ? pin : `: \`${(value ?? text).replace(/@[\w-]+$/, '')}${pin}\``}`,
    start,
    end,
  };
}

function ofAddress({ value, text, start, end }: ShellWord): readonly Loose[] {
  const url = value ?? text.replace(/^["']|["']$/g, '');
  if (!/:\/\//.test(url)) return [];
  const path = url.replace(/[?#].*$/, '');
  if (/\/169\.254\.169\.254\/|\/localhost[:/]/.test(path)) return [];
  if (
    /raw\.githubusercontent\.com\/[^/]+\/[^/]+\/(refs\/heads\/)?(main|master|develop|dev|HEAD)\//.test(path) ||
    /\/(raw|blob|archive|tarball|zipball)\/(refs\/heads\/)?(main|master|develop|HEAD)(\/|\.|$)/.test(path)
  )
    return [{ how: 'branch', what: url, instead: 'name a tag or a commit in its place', start, end }];
  return /[/_.-](latest|nightly|current|stable|main|master)([/_.-]|$)/.test(path.replace(/^\w+:\/\/[^/]*/, ''))
    ? [{ how: 'latest', what: url, instead: 'name a version in its place', start, end }]
    : [];
}

/** `git clone` without a tag or commit, unless one is checked out right after. */
function ofClone({ words }: SimpleCommand, later: readonly SimpleCommand[]): readonly Loose[] {
  const args = words.slice(2);
  const at = args.findIndex(({ value }) => /^(-b|--branch|--revision)$/.test(value ?? ''));
  const joined = args.map(({ value }) => /^--(?:branch|revision)=(.*)$/.exec(value ?? '')?.[1]).find(Boolean);
  const named = joined ?? (at < 0 ? undefined : (args[at + 1]?.value ?? '?'));
  const address = args.find(({ value, text }) => /:\/\/|^git@|\.git$/.test(value ?? text));
  if (!address || /^["']?(\/|\.|file:)/.test(address.text)) return [];
  if (named !== undefined && !MOVING.test(named)) return [];
  const pinned = later.some(
    one =>
      nameOf(one) === 'git' &&
      one.words.some(({ value }) => /^(checkout|reset|switch|fetch)$/.test(value ?? '')) &&
      one.words.some(
        ({ value, text }) =>
          /^[0-9a-f]{7,40}$|^v?\d+\.\d|\d+\.\d+/.test(value ?? '') ||
          (value === undefined && text.includes('$')) ||
          /^(--detach|tags\/)/.test(value ?? ''),
      ),
  );
  const what = address.value ?? address.text;
  return pinned
    ? []
    : [
        {
          how: 'branch',
          what,
          instead:
            'name a tag, `--branch v1.2.3`, or check out a commit after it; better, list it under `source.siblings`',
          start: address.start,
          end: address.end,
        },
      ];
}

function ofPip(args: readonly ShellWord[]): readonly Loose[] {
  const values =
    /^(-r|--requirement|-c|--constraint|-e|--editable|-t|--target|-i|--index-url|--extra-index-url|-f|--find-links|--python|--platform|--prefix|--root|--python-version|--trusted-host|--cache-dir|--progress-bar|--only-binary|--no-binary|--timeout|--retries|--proxy|--cert)$/;
  // A constraints file holds the versions.
  if (args.some(({ value }) => /^(-c|--constraint|--require-hashes)/.test(value ?? ''))) return [];
  return args.flatMap((word, index): Loose[] => {
    const { value, text, start, end } = word;
    const given = value ?? text;
    if (values.test(args[index - 1]?.value ?? '') || given.startsWith('-') || value === undefined) return [];
    if (/^git\+/.test(given) || /@ ?git\+/.test(given)) {
      const ref = /\.git@([^#]+)|[^/:@]@([\w./-]+)(#|$)/.exec(given.replace(/^git\+\w+:\/\/([^@/]*@)?/, ''));
      const name = ref?.[1] ?? ref?.[2];
      return name !== undefined && !MOVING.test(name)
        ? []
        : [{ how: 'branch', what: given, instead: 'name a tag or a commit: `…git@v1.2.3`', start, end }];
    }
    if (/^[./~]|:\/\/|\.whl$|\.tar\.gz$|\//.test(given)) return [];
    const name = given.replace(/\[.*\]/, '');
    if (/^(pip|setuptools|wheel|build|virtualenv|uv)$/.test(name)) return [];
    return /===?|@/.test(given)
      ? []
      : [
          {
            how: 'unversioned',
            what: given,
            instead: `name its version: \`${name.replace(/[<>=!~;,].*$/, '')}==1.2.3\`, or a file of pinned requirements`,
            start,
            end,
          },
        ];
  });
}

function packages(args: readonly ShellWord[], pinned: RegExp, pin: string, values: RegExp): readonly Loose[] {
  return args.flatMap((word, index): Loose[] => {
    const { value } = word;
    if (value === undefined || value.startsWith('-') || values.test(args[index - 1]?.value ?? '') || pinned.test(value))
      return [];
    return [
      {
        how: 'unversioned',
        what: value,
        instead: `name its version: \`${value.replace(/[<>=~].*$/, '')}${pin}\``,
        start: word.start,
        end: word.end,
      },
    ];
  });
}

function ofNode(program: string, args: readonly ShellWord[]): readonly Loose[] {
  const [first, second] = args.map(({ value }) => value);
  const global = program === 'yarn' && first === 'global' && second === 'add';
  if (!/^(install|i|add)$/.test(first ?? '') && !global) return [];
  return args.slice(global ? 2 : 1).flatMap((word, index, all): Loose[] => {
    const { value } = word;
    if (
      value === undefined ||
      value.startsWith('-') ||
      /^(--prefix|-C|--dir|--registry|--filter|-w|--workspace)$/.test(all[index - 1]?.value ?? '')
    )
      return [];
    if (/^[./]|^(file|link|workspace|https?|git\+\w+):|\.tgz$/.test(value)) return [];
    const version = /^(?:@[^/]+\/)?[^@]+@(.+)$/.exec(value)?.[1];
    if (version !== undefined && !/^(latest|next|canary|beta|\*)$/.test(version)) return [];
    return [loose(version === undefined ? 'unversioned' : 'latest', word, '@1.2.3')];
  });
}

function ofCargo(args: readonly ShellWord[]): readonly Loose[] {
  const all = args.map(({ value }) => value ?? '?');
  if (all.some(word => /^(--version|--vers|--rev|--tag|--path)(=|$)/.test(word))) return [];
  const git = all.findIndex(word => /^--git(=|$)/.test(word));
  if (git >= 0)
    return [
      {
        how: 'branch',
        what: all[git + 1] ?? all[git]!,
        instead: 'add `--tag v1.2.3` or `--rev`',
        start: args[git]!.start,
        end: (args[git + 1] ?? args[git]!).end,
      },
    ];
  return packages(
    args,
    /@\d|@=/,
    '@1.2.3',
    /^(--root|--target|--profile|--features|-F|-j|--jobs|--registry|--index|--config|--bin|--example|--target-dir|-Z)$/,
  );
}

function nameOf(command: SimpleCommand | undefined): string {
  return command?.words[0]?.value ?? '';
}
