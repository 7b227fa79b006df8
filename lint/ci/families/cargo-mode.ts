import type { Command } from '../command.ts';
import { dynamic } from '../command.ts';
import type { Arguments } from '../options.ts';
import { WORKFLOW_RUSTFLAGS } from '../workflow/environment.ts';

/** What makes the same packages other code: features, cfgs, another target. */
export interface Mode {
  readonly features: ReadonlySet<string>;
  readonly allFeatures: boolean;
  readonly defaultFeatures: boolean;
  /** Every combination is run (`cargo hack --each-feature`). */
  readonly anyFeatures: boolean;
  /** Of `anyFeatures`: those that no combination has. */
  readonly withheld: ReadonlySet<string>;
  /** Flags of RUSTFLAGS that change code or need hardware, sorted. */
  readonly cfgs: string;
  /** Those of `cfgs` that are not set for everybody. */
  readonly unusual: string;
  /** `''` for what the runner is; else the triple. */
  readonly target: string;
  /** An interpreter such as miri. */
  readonly tool: string;
}

/**
 * `settled`: the flags that the repository's `.cargo/config.toml` sets for everybody. With or without them, and those that a
 * workflow sets for all its jobs, it is the project's usual code.
 */
export function modeOf(
  args: Arguments,
  command: Command,
  anyFeatures: boolean,
  tool: string,
  settled: readonly string[],
  withheld: ReadonlySet<string> = new Set(),
): Mode {
  const only = args.values.get('-p')?.length === 1 ? args.values.get('-p')![0] : undefined;
  const features = (args.values.get('-F') ?? [])
    .flatMap(list => list.split(/[\s,]+/))
    .filter(name => name !== '' && name !== 'default')
    // With one package selected, `core/simd` is its own `simd`.
    .map(name => (only !== undefined && name.startsWith(`${only}/`) ? name.slice(only.length + 1) : name));
  const flags = flagsOf(command.env.get('CARGO_ENCODED_RUSTFLAGS') ?? command.env.get('RUSTFLAGS') ?? configured(args));
  return {
    features: new Set(features),
    allFeatures: args.flags.has('--all-features'),
    defaultFeatures: !args.flags.has('--no-default-features'),
    anyFeatures,
    withheld,
    cfgs: flags.join(' '),
    unusual: without(flags, flagsOf([...settled, command.env.get(WORKFLOW_RUSTFLAGS) ?? ''].join(' '))),
    target: targetOf(args.values.get('--target')?.[0] ?? command.env.get('CARGO_BUILD_TARGET') ?? ''),
    tool,
  };
}

/** Whether CI compiled the code that the stage compiles, or more of it. */
export function sameMode(ci: Mode, stage: Mode): boolean {
  if (ci.tool !== stage.tool || ci.target !== stage.target) return false;
  if (plainly(ci.cfgs) !== plainly(stage.cfgs) && plainly(ci.unusual) !== plainly(stage.unusual)) return false;
  if (stage.cfgs.includes(SHUFFLED) && !ci.cfgs.includes(SHUFFLED)) return false;
  if (ci.anyFeatures)
    return ci.withheld.size === 0 || (!stage.allFeatures && [...stage.features].every(name => !ci.withheld.has(name)));
  // One set of features is not every one.
  if (stage.anyFeatures) return false;
  if ([...stage.features].some(dynamic))
    return [...stage.features].every(name => ci.features.has(name)) && ci.features.size === stage.features.size;
  if (ci.allFeatures) return stage.defaultFeatures;
  if (stage.allFeatures || ci.defaultFeatures !== stage.defaultFeatures) return false;
  return [...stage.features].every(name => ci.features.has(name));
}

/** With which CI only looks closer: what fails without it fails with it. */
const SHUFFLED = '-Z=randomize-layout';

function plainly(flags: string): string {
  return flags.replace(SHUFFLED, '').replaceAll('  ', ' ').trim();
}

/** Triples that a usual runner is itself: one of Linux is x86_64 unless it says so. */
export function targetOf(triple: string): string {
  if (dynamic(triple) || triple === '' || triple === 'host-tuple') return '';
  return /^(x86_64-(unknown-linux|apple-darwin|pc-windows)|aarch64-(apple-darwin|pc-windows))/.test(triple)
    ? ''
    : triple;
}

const OPTIMISATION =
  /^(-C|--codegen)=?(opt-level|debuginfo|debug-assertions|lto|embed-bitcode|codegen-units|link-arg|link-args|linker|incremental|strip|split-debuginfo|prefer-dynamic|force-frame-pointers|instrument-coverage|symbol-mangling-version|panic=|save-temps|relocation-model)/;
const LINTING = /^(-[DWAFd]|--deny|--warn|--allow|--forbid|--cap-lints)/;

/** The flags of `--config 'build.rustflags=[…]'` or of a target's table, as RUSTFLAGS would hold them. */
function configured(args: Arguments): string {
  return (args.values.get('--config') ?? [])
    .flatMap(text => /rustflags\s*=\s*(.*)$/s.exec(text)?.[1] ?? [])
    .join(' ')
    .replaceAll(/[[\]"',]+/g, ' ');
}

function without(flags: readonly string[], settled: readonly string[]): string {
  return flags.filter(flag => !settled.includes(flag)).join(' ');
}

/** What of RUSTFLAGS is neither optimisation nor a lint level: `--cfg x`, `-C target-feature=…`, `-Z sanitizer=…`. */
export function flagsOf(text: string): readonly string[] {
  const words = text.split(/[\s\u001f]+/).filter(word => word !== '' && !dynamic(word));
  const flags: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const flag = /^(-[CZDWAFLl]|--cfg|--check-cfg|--deny|--warn|--allow|--cap-lints|--codegen)$/.test(word)
      ? `${word}=${words[++at] ?? ''}`
      : word.replace(/^(-[CZDWA])(?=[^=])/, '$1=');
    if (
      OPTIMISATION.test(flag) ||
      LINTING.test(flag) ||
      /^(-[Ll]|--check-cfg|-Z=?(threads|share-generics|macro-backtrace))/.test(flag) ||
      // What cargo-llvm-cov gives everything that it builds.
      /^--cfg=(coverage|coverage_nightly|trybuild_no_target)$/.test(flag)
    )
      continue;
    flags.push(flag);
  }
  return flags.sort();
}
