import { base } from './path.ts';
import type { ShellWord, SimpleCommand } from './shell/commands.ts';

/** What decides whether cargo can take what another command has compiled. */
export interface CargoFlags {
  readonly verb: string;
  /** `dev`, `release`, or the author's own; with what `CARGO_PROFILE_…` changes of it. */
  readonly profile: string;
  /** Sorted, without the package before `/`. */
  readonly features: readonly string[];
  readonly allFeatures: boolean;
  readonly noDefault: boolean;
  /** It names packages, so that features of others do not concern it. */
  readonly selects: boolean;
  /** `+nightly`. */
  readonly toolchain: string | undefined;
  readonly target: string | undefined;
  readonly targetDirectory: string | undefined;
  /** `CARGO_TARGET_…_LINKER`; `undefined`: as .cargo/config.toml says. */
  readonly linker: string | undefined;
  /** `undefined`: as .cargo/config.toml says. */
  readonly rustflags: string | undefined;
}

const COMPILES = /^(build|b|run|r|test|t|bench|rustc|nextest|llvm-cov|criterion|flamegraph|install|zigbuild)$/;
/** What compiles as `release` does without being told: with `--release`, or as `bench`, which inherits it. */
const OPTIMISED = /^(bench|criterion|flamegraph|install)$/;
/** `cargo nextest run` of what was built before. */
const BUILT = /^--(archive-file|binaries-metadata)(=|$)/;
const VALUES =
  /^(-p|--package|-F|--features|--profile|--target|--target-dir|--manifest-path|--bin|--example|--test|--bench|-j|--jobs|--exclude|--config|-Z|--message-format|--color|-C)$/;

/** Reads a cargo command; `undefined` for what is none, or compiles nothing of the repository. */
export function cargoFlags(
  { kind, words, written, assigns, context }: SimpleCommand,
  earlier: () => readonly SimpleCommand[],
  env: ReadonlyMap<string, string>,
): CargoFlags | undefined {
  // `rustup run nightly cargo …` is `cargo +nightly …`.
  const through = base(words[0]?.value ?? '') === 'rustup' && words[1]?.value === 'run' ? 3 : 0;
  if (kind !== 'command' || context.elsewhere || !/^(cargo|cross)$/.test(base(words[through]?.value ?? '')))
    return undefined;
  const all = words.slice(through + 1).map(({ value }) => value ?? '?');
  const named = through > 0 ? `+${words[2]?.value ?? '?'}` : all[0]?.startsWith('+') ? all.shift() : undefined;
  const end = all.indexOf('--');
  const args = end < 0 ? all : all.slice(0, end);
  const verb = args.find((word, index) => !word.startsWith('-') && !VALUES.test(args[index - 1] ?? '')) ?? '';
  if (!COMPILES.test(verb) || (verb === 'install' && !args.some(word => word.startsWith('--path')))) return undefined;
  if (verb === 'nextest' && args.includes('run') && args.some(word => BUILT.test(word))) return undefined;
  // Only a build asks: thousands of commands that are none would each copy all that came before them.
  const before = earlier();
  const value = (...names: string[]) => {
    for (const [index, word] of args.entries()) {
      if (names.includes(word)) return args[index + 1];
      const joined = names.find(name => word.startsWith(`${name}=`));
      if (joined) return word.slice(joined.length + 1);
    }
    return undefined;
  };
  const listed = args.flatMap((word, index) => {
    const one = /^(?:-F|--features)(?:=(.*))?$|^-F([^=].*)$/.exec(word);
    return one ? (one[1] ?? one[2] ?? args[index + 1] ?? '').split(/[\s,]+/) : [];
  });
  const own = (name: string) => {
    const here = assigns.find(one => one.name === name);
    if (!here && isTakenAway(name, written)) return undefined;
    const last = before.findLast(one => unsets(name, one) || one.assigns.some(({ name: other }) => other === name));
    if (!here && last && unsets(name, last)) return undefined;
    const set = here ?? last?.assigns.find(one => one.name === name);
    if (set?.appended !== undefined) return `${env.get(name) ?? ''}${set.appended}`.trim();
    return set ? (set.value ?? '?') : env.get(name);
  };
  const chosen = own('RUSTUP_TOOLCHAIN') ?? overriding(before);
  const toolchain = named ?? (chosen === undefined ? undefined : `+${chosen}`);
  const variables = [
    ...[...env].map(([name, value]) => ({ name, value })),
    ...before.flatMap(one => one.assigns),
    ...assigns,
  ];
  const settings = [
    ...variables.flatMap(({ name, value }) => (/^CARGO_PROFILE_\w+$/.test(name) ? [`${name}=${value ?? '?'}`] : [])),
    ...configsOf(args).filter(word => /^profile\./.test(word)),
  ];
  const profile =
    value('--profile') ??
    (args.some(word => word === '--release' || word === '-r') || (OPTIMISED.test(verb) && !args.includes('--dev'))
      ? 'release'
      : 'dev');
  const flags =
    own('CARGO_ENCODED_RUSTFLAGS')?.replaceAll('\u001f', ' ') ??
    own('RUSTFLAGS') ??
    configured(args) ??
    ofTarget('RUSTFLAGS', variables) ??
    own('CARGO_BUILD_RUSTFLAGS');
  return {
    verb,
    profile: [profile === 'bench' ? 'release' : profile === 'test' ? 'dev' : profile, ...new Set(settings)].join(' '),
    features: [...new Set(listed.filter(Boolean).map(name => base(name)))].sort(),
    allFeatures: args.includes('--all-features'),
    noDefault: args.includes('--no-default-features'),
    selects: args.some(word => /^(-p|--package|--manifest-path)(=|$)/.test(word)),
    toolchain,
    target: value('--target') ?? own('CARGO_BUILD_TARGET'),
    targetDirectory: value('--target-dir') ?? own('CARGO_TARGET_DIR') ?? own('CARGO_BUILD_TARGET_DIR'),
    linker: ofTarget('LINKER', variables),
    rustflags: verb === 'rustc' && end >= 0 ? `${flags ?? ''} ${all.slice(end + 1).join(' ')}`.trim() : flags,
  };
}

/** The toolchain that `rustup override set` has chosen before. */
function overriding(before: readonly SimpleCommand[]): string | undefined {
  const one = before.findLast(
    ({ words: [program, verb, what] }) =>
      base(program?.value ?? '') === 'rustup' && verb?.value === 'override' && what?.value === 'set',
  );
  return one?.words[3]?.value;
}

/** `--config 'build.rustflags=["-C", "target-cpu=native"]'`. */
function configured(args: readonly string[]): string | undefined {
  const said = configsOf(args)
    .map(word => /^(?:build|target\..+)\.rustflags\s*=\s*(.*)$/.exec(word)?.[1])
    .findLast(flags => flags !== undefined);
  return said?.replace(/["'[\],]+/g, ' ').trim();
}

/** What `--config` is followed by. */
function configsOf(args: readonly string[]): readonly string[] {
  return args
    .filter((word, index) => args[index - 1] === '--config' || word.startsWith('--config='))
    .map(word => word.replace(/^--config=/, ''));
}

/** `env -u RUSTFLAGS cargo …`. */
function isTakenAway(name: string, written: readonly ShellWord[]): boolean {
  return (
    base(written[0]?.value ?? '') === 'env' &&
    written.some(
      ({ value }, at) =>
        value === `--unset=${name}` || (value === name && /^(-u|--unset)$/.test(written[at - 1]?.value ?? '')),
    )
  );
}

/** `unset RUSTFLAGS`. */
function unsets(name: string, { words: [program, ...names] }: SimpleCommand): boolean {
  return program?.value === 'unset' && names.some(({ value }) => value === name);
}

/** `CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUSTFLAGS=…` and its like, as it was said last. */
function ofTarget(
  what: 'RUSTFLAGS' | 'LINKER',
  variables: readonly { readonly name: string; readonly value: string | undefined }[],
): string | undefined {
  const named = new RegExp(`^CARGO_TARGET_\\w+_${what}$`);
  const set = variables.findLast(({ name }) => named.test(name) && !name.includes('WINDOWS'));
  return set && (set.value ?? '?');
}

/** What cargo compiles once for all commands that have it in common. */
export function setOf({ profile, features, allFeatures, noDefault }: CargoFlags): string {
  const said = [...(noDefault ? ['no default'] : []), ...(allFeatures ? ['all'] : features)];
  return `${profile}|${said.join(',')}`;
}

/** As people say it: `release with parallel`. */
export function spokenSet({ profile, features, allFeatures, noDefault }: CargoFlags): string {
  const said = allFeatures
    ? 'all features'
    : features.length > 0
      ? features.map(name => `\`${name}\``).join(' and ')
      : noDefault
        ? 'no default features'
        : '';
  return said === '' ? `\`${profile}\`` : `\`${profile}\` with ${said}`;
}

/** Flags as cargo compares them: word by word, so that `-C x` is another than `-Cx`, and another order is another compile. */
export function plainFlags(flags: string | undefined): string {
  return (flags ?? '').split(/\s+/).filter(Boolean).join(' ');
}
