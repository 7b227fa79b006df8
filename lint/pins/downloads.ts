import { base } from '../path.ts';
import { scriptOf } from '../shell/called.ts';
import type { SimpleCommand } from '../shell/commands.ts';
import type { Construct } from '../shell/construct.ts';
import type { ShellWord } from '../shell/words.ts';
import { type Loose, MOVING, nameOf, VERSION } from './loose.ts';

/** `curl … | sh`: what it does is decided by whoever answers, that day. */
export function ofPipe(
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
  if (VERSION.test(url) || /--(default-)?toolchain[= ]?(\S*\d+\.\d+|none\b)/.test(all)) return undefined;
  return piped(url, start, end);
}

function piped(url: string, start: number, end: number): Loose {
  return {
    how: 'piped',
    what: url.replace(/^["']|["']$/g, '') || 'a download',
    instead: 'download a version, check its sha256, then run it: `echo "<sha256>  file" | sha256sum -c -`',
    start,
    end,
  };
}

/** `bash <(curl …)`, `sh -c "$(curl …)"`, `eval "$(curl …)"`, `source <(curl …)`. */
export function ofValues(
  { body, by, start, end }: Extract<Construct, { kind: 'values' }>,
  commands: readonly SimpleCommand[],
): Loose | undefined {
  const runs = /^(ba|da|z|k)?sh$|^(eval|source|\.|python[\d.]*|perl|ruby|node)$/.test(base(nameOf(commands[by])));
  const fetches = commands.slice(body.from, body.to).find(isFetch);
  const url = fetches && addressOf(fetches);
  return runs && url !== undefined && !VERSION.test(url) ? piped(url, start, end) : undefined;
}

function isFetch(one: SimpleCommand): boolean {
  return /^(curl|wget)$/.test(nameOf(one));
}

function addressOf({ words }: SimpleCommand): string | undefined {
  const address = words.find(({ value, text }) => /:\/\//.test(value ?? text));
  return address && (address.value ?? address.text);
}

/** `curl -o i.sh …; bash i.sh`, where nothing between the two looks at what came. */
export function ofScript(command: SimpleCommand, later: readonly SimpleCommand[]): readonly Loose[] {
  const url = addressOf(command);
  if (!isFetch(command) || url === undefined || VERSION.test(url)) return [];
  const args = command.words.slice(1).map(({ value }) => value);
  const option = args.findIndex(
    word =>
      /^(-[a-zA-Z]*o|--output)$/.test(word ?? '') || (nameOf(command) === 'wget' && /^-[a-zA-Z]*O$/.test(word ?? '')),
  );
  const own = url.replace(/[?#].*$/, '');
  const target = option >= 0 ? args[option + 1] : base(own);
  if (!target || target === '-') return [];
  for (const one of later) {
    if (/^(sha256sum|sha512sum|shasum|sha1sum|md5sum|b2sum|gpg|cosign|minisign|gh)$/.test(nameOf(one))) return [];
    const called = scriptOf(one)?.word.value;
    if (called !== undefined && base(called) === base(target)) return [piped(url, command.start, command.end)];
  }
  return [];
}

/** An address that names no version of what is there. */
export function ofAddress({ value, text, start, end }: ShellWord): readonly Loose[] {
  const url = value ?? text.replace(/^["']|["']$/g, '');
  if (!/:\/\//.test(url)) return [];
  const path = url.replace(/[?#].*$/, '');
  if (/\/169\.254\.169\.254\/|\/localhost[:/]/.test(path)) return [];
  if (
    /raw\.githubusercontent\.com\/[^/]+\/[^/]+\/(refs\/heads\/)?(main|master|develop|dev|HEAD)\//.test(path) ||
    /\/(raw|blob|archive|tarball|zipball)\/(refs\/heads\/)?(main|master|develop|HEAD)(\/|\.|$)/.test(path)
  )
    return [{ how: 'branch', what: url, instead: 'write a tag or a commit in place of the branch', start, end }];
  const rest = path.replace(/^\w+:\/\/[^/]*/, '');
  // In a channel, a file that has a version in its name stays what it is: `/stable/x86_64/docker-27.1.1.tgz`.
  const channel = /[/_.-](current|stable|main|master)([/.-]|$)/.test(rest) && !/\d+\.\d+/.test(base(rest));
  return channel || /[/_.-](latest|nightly)([/_.-]|$)/.test(rest)
    ? [{ how: 'latest', what: url, instead: 'write a version in place of `latest`', start, end }]
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

/** Commands of git that take what a branch is that day. */
export function ofGit(command: SimpleCommand, later: readonly SimpleCommand[]): readonly Loose[] {
  const { words, start, end } = command;
  const at = words[1]?.value === '-C' ? 3 : 1;
  const verb = words[at]?.value;
  const rest = words.slice(at + 1);
  const branch = (what: string): readonly Loose[] => [
    {
      how: 'branch',
      what,
      instead: 'check out a commit or a tag: the run pins the one that it starts from',
      start,
      end,
    },
  ];
  if (verb === 'clone') return ofClone(command, later);
  if (verb === 'pull') return branch('git pull');
  if (verb === 'submodule' && rest.some(({ value }) => value === '--remote'))
    return branch('git submodule update --remote');
  const moving = rest.find(({ value }) =>
    /^(origin|upstream)\/[\w./-]+$|^@\{u(pstream)?\}$|^FETCH_HEAD$/.test(value ?? ''),
  );
  return /^(checkout|switch|reset|merge|rebase)$/.test(verb ?? '') &&
    moving &&
    !rest.some(({ value }) => value === '--')
    ? branch(moving.value!)
    : [];
}
