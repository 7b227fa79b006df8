import { evaluate } from '../plan/evaluate.ts';
import { Faults } from '../plan/fault.ts';
import type { Plan, PlannedStage } from '../plan/plan.ts';
import type { Prebuilt } from '../schema/model.ts';
import type { RepositoryFacts } from './facts.ts';
import { base, relative, resolvePath } from './path.ts';
import type { Recipe } from './recipes/recipe.ts';
import { ranTexts } from './recipes/recipe-texts.ts';
import { scriptOf } from './shell/called.ts';
import { readShell, type SimpleCommand } from './shell/commands.ts';
import { type LocatedCommand, stageReading, type TextReading } from './stage-shell.ts';

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
  /** `undefined`: as .cargo/config.toml says. */
  readonly rustflags: string | undefined;
}

/** A cargo command of a stage that compiles. */
export interface CargoBuild extends CargoFlags {
  readonly stage: PlannedStage;
  readonly reading: TextReading;
  readonly command: LocatedCommand;
}

const COMPILES = /^(build|b|run|r|test|t|bench|rustc|nextest|llvm-cov|criterion|install|zigbuild)$/;
const VALUES =
  /^(-p|--package|-F|--features|--profile|--target|--target-dir|--manifest-path|--bin|--example|--test|--bench|-j|--jobs|--exclude|--config|-Z|--message-format|--color|-C)$/;

const known = new WeakMap<Plan, readonly CargoBuild[]>();

/**
 * Every cargo command of a plan's stages that compiles the repository, in order, those of recipes after the others; what the compiler
 * derives left out.
 */
export function cargoBuilds(plan: Plan, facts: RepositoryFacts): readonly CargoBuild[] {
  let found = known.get(plan);
  if (!found) {
    found = [...ranTexts(plan, facts)].flatMap(({ stage, reading, recipe }) => {
      if (!stage || stage.derived || (recipe && setsFlags(recipe))) return [];
      const env = new Map(stage.env.map(one => [one.name, one.value]));
      return reading.commands.flatMap((command, index) => {
        let before: readonly SimpleCommand[] | undefined;
        const earlier = () => {
          before ??= [
            ...(recipe ? stageReading(plan, stage, facts).commands : []),
            ...reading.commands.slice(0, index).flatMap(one => withSourced(one, plan, stage, facts)),
          ];
          return before;
        };
        return [command, ...againFor(command, index, reading)].flatMap(one => {
          const flags = cargoFlags(one, earlier, env);
          return flags ? [{ ...flags, stage, reading, command }] : [];
        });
      });
    });
    known.set(plan, found);
  }
  return found;
}

/** More values than anybody gives the features of a crate by. */
const MOST = 30;

/** `for f in a b; do cargo run --features "$f"; done`: it is read with the first of the values; this is the command with the others. */
function againFor(command: LocatedCommand, at: number, { constructs }: TextReading): readonly LocatedCommand[] {
  if (command.context.loops === 0) return [];
  return constructs.flatMap(one => {
    if (one.kind !== 'loop' || one.variable === undefined || at < one.body.from || at >= one.body.to) return [];
    const [first, ...more] = one.words;
    const named = new RegExp(`\\$(?:${one.variable}\\b|\\{${one.variable}\\})`);
    if (!first?.value || more.length > MOST || !command.words.some(({ text }) => named.test(text))) return [];
    return more.flatMap(({ value, glob }) => {
      if (value === undefined || glob) return [];
      const words = command.words.map(word => {
        if (!named.test(word.text) || word.value === undefined) return word;
        const around = word.text.replaceAll(/["']/g, '').split(named);
        // Where something else is expanded too, nothing tells which letters are the loop's.
        return { ...word, value: around.join(first.value) === word.value ? around.join(value) : undefined };
      });
      return [{ ...command, words }];
    });
  });
}

/** The file of a recipe has a say elsewhere in what cargo is told by variables, and only its own runner knows what. */
function setsFlags({ text }: Recipe): boolean {
  const mentions = (of: string) => of.match(/RUSTFLAGS|CARGO_|RUSTUP_/g)?.length ?? 0;
  return mentions(text.placeOf(0, 0).source.text) > mentions(text.text);
}

/** A command, and where it is `source x.sh`, what that sets as well. */
function withSourced(
  command: LocatedCommand,
  plan: Plan,
  stage: PlannedStage,
  facts: RepositoryFacts,
): readonly LocatedCommand[] {
  const script = scriptOf(command);
  const path =
    script?.sourced && script.word.value !== undefined ? resolvePath(command.directory, script.word.value) : undefined;
  if (path === undefined) return [command];
  const local = relative(plan.repository.dir, path);
  const sourced = stageReading(plan, stage, facts).texts.find(text => text.script === local && local !== undefined);
  return [command, ...(sourced?.commands ?? [])];
}

/** How an artifact is built: the cargo commands of its `build`; empty where there are none. */
export function artifactBuilds(prebuilt: Prebuilt, plan: Plan): readonly CargoFlags[] {
  if (!prebuilt.build) return [];
  const text = evaluate(prebuilt.build, { texts: new Map() }, new Faults());
  const env = new Map(plan.campaign.env.map(({ name, value }) => [name.value, value.text]));
  const { commands } = readShell(text);
  return commands.flatMap((command, index) => cargoFlags(command, () => commands.slice(0, index), env) ?? []);
}

/** Reads a cargo command; `undefined` for what is none, or compiles nothing of the repository. */
function cargoFlags(
  { kind, words, assigns, context }: SimpleCommand,
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
    const one = /^(?:-F|--features)(?:=(.*))?$/.exec(word);
    return one ? (one[1] ?? args[index + 1] ?? '').split(/[\s,]+/) : [];
  });
  const own = (name: string) => {
    const set =
      assigns.find(one => one.name === name) ??
      before
        .findLast(one => one.assigns.some(({ name: other }) => other === name))
        ?.assigns.find(one => one.name === name);
    if (set?.appended !== undefined) return `${env.get(name) ?? ''}${set.appended}`.trim();
    return set ? (set.value ?? '?') : env.get(name);
  };
  const chosen = own('RUSTUP_TOOLCHAIN') ?? overriding(before);
  const toolchain = named ?? (chosen === undefined ? undefined : `+${chosen}`);
  const settings = [
    ...[...env].map(([name, value]) => ({ name, value })),
    ...before.flatMap(one => one.assigns),
    ...assigns,
  ].flatMap(({ name, value }) => (/^CARGO_PROFILE_\w+$/.test(name) ? [`${name}=${value ?? '?'}`] : []));
  const profile =
    value('--profile') ??
    (args.some(word => word === '--release' || word === '-r') || verb === 'bench' || verb === 'install'
      ? 'release'
      : 'dev');
  const flags =
    own('CARGO_ENCODED_RUSTFLAGS')?.replaceAll('\u001f', ' ') ??
    own('RUSTFLAGS') ??
    configured(args) ??
    ofTarget([...assigns, ...before.flatMap(one => one.assigns)], env) ??
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
    targetDirectory: value('--target-dir') ?? own('CARGO_TARGET_DIR'),
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
  const said = args
    .filter((word, index) => args[index - 1] === '--config' || word.startsWith('--config='))
    .map(word => /^(?:--config=)?(?:build|target\..+)\.rustflags\s*=\s*(.*)$/.exec(word)?.[1])
    .findLast(flags => flags !== undefined);
  return said?.replace(/["'[\],]+/g, ' ').trim();
}

/** `CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUSTFLAGS=…`. */
function ofTarget(
  assigns: readonly { readonly name: string; readonly value: string | undefined }[],
  env: ReadonlyMap<string, string>,
): string | undefined {
  const isOne = (name: string) => /^CARGO_TARGET_\w+_RUSTFLAGS$/.test(name) && !name.includes('WINDOWS');
  const set = assigns.find(({ name }) => isOne(name));
  return set ? (set.value ?? '?') : [...env].find(([name]) => isOne(name))?.[1];
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

/** Flags in one order, so that they can be compared. */
export function plainFlags(flags: string | undefined): string {
  return (flags ?? '').replace(/-C\s+/g, '-C').split(/\s+/).filter(Boolean).sort().join(' ');
}
