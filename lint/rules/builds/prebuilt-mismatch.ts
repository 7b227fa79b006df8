import { isOtherCpu, levelOfMachine, levelOfTarget } from '../../../plan/cpu-levels.ts';
import type { Prebuilt } from '../../../schema/model.ts';
import type { Place } from '../../../schema/source.ts';
import { AGREED, differing } from '../../build-differences.ts';
import { artifactBuilds, cargoBuilds } from '../../cargo-builds.ts';
import type { CargoFlags } from '../../cargo-flags.ts';
import { defineRule } from '../../rule.ts';
import { shownCommand } from '../../stage-shell.ts';
import { rustChannel } from '../../toolchain/rust-channel.ts';
import { rustFlags } from '../../toolchain/rust-flags.ts';

export default defineRule({
  id: 'prebuilt-mismatch',
  severity: 'error',
  since: '0.1.0',
  summary: 'an artifact whose build and whose use on the box disagree: compiler flags, toolchain, target, CPU',
  why: `The origin's artifact was built with \`-C target-cpu=x86-64-v4\`, the box exported \`-C target-cpu=native\`: cargo saw other flags
and compiled everything again. "Downloaded" is not "used". And what was built for a CPU that the box has not ends with SIGILL.`,
  instead: `The same \`RUSTFLAGS\`, toolchain and target on both sides: best in the campaign's \`env\`, which both have, or in
\`.cargo/config.toml\`. A CPU level by name (\`x86-64-v3\`), never \`native\`.`,
  examples: {
    bad: [
      {
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
machine: { type: c6a.xlarge }
prebuilt:
  - url: "s3://b/\${{ source.commit }}.tar.zst"
    provides: [target/release/]
    build: RUSTFLAGS="-C target-cpu=x86-64-v4 -C link-arg=-fuse-ld=mold" cargo build --release --workspace
stages:
  bench:
    env: { RUSTFLAGS: "-C target-cpu=native" }
    run: cargo run --release --example bench
`,
        expect: [
          '8:12 the artifact is built for `x86-64-v4`, and a `c6a.xlarge` has no such CPU: it crashes there (SIGILL, illegal instruction)',
          '12:10 `cargo run --release --example bench` has RUSTFLAGS `-C target-cpu=native`, but the `prebuilt` artifact is built with `-C target-cpu=x86-64-v4 -C link-arg=-fuse-ld=mold`: cargo compiles everything again',
        ],
      },
    ],
    good: [
      {
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
machine: { type: c7i.xlarge }
env: { RUSTFLAGS: "-C target-cpu=x86-64-v4" }
prebuilt:
  - url: "s3://b/\${{ source.commit }}.tar.zst"
    provides: [target/release/]
    build: cargo build --release --workspace --examples
stages:
  bench:
    run: cargo run --release --example bench
`,
      },
    ],
  },
  messages: {
    flags: ({ command, here, there }: { command: string; here: string; there: string }) =>
      `\`${command}\` has ${here}, but the \`prebuilt\` artifact is built with ${there}: cargo compiles everything again`,
    toolchain: ({ command, here, there }: { command: string; here: string; there: string }) =>
      `\`${command}\` uses ${here}, but the \`prebuilt\` artifact is built by ${there}: cargo compiles everything again`,
    target: ({ command, here, there }: { command: string; here: string; there: string }) =>
      `\`${command}\` compiles for ${here}, but the \`prebuilt\` artifact is built for ${there}: cargo compiles everything again`,
    linker: ({ command, here, there }: { command: string; here: string; there: string }) =>
      `\`${command}\` links with ${here}, but the \`prebuilt\` artifact with ${there}: cargo compiles everything again`,
    native: () =>
      'the artifact is built for `native`, the CPU of the machine that builds it: on another one it may crash (SIGILL, illegal instruction)',
    cpu: ({ cpu, type }: { cpu: string; type: string }) =>
      `the artifact is built for \`${cpu}\`, and a \`${type}\` has no such CPU: it crashes there (SIGILL, illegal instruction)`,
    architecture: ({ built, type, own }: { built: string; type: string; own: string }) =>
      `the artifact is built for \`${built}\`, and a \`${type}\` is \`${own}\`: nothing of it starts there`,
    place: ({ provided, made }: { provided: string; made: string }) =>
      `the artifact provides \`${provided}\`, but its \`build\` leaves what it makes in \`${made}\``,
  },
  check(context) {
    const { plan, facts, campaign } = context;
    const channel = context.once(rustChannel);
    for (const prebuilt of campaign.prebuilt) {
      const builds = artifactBuilds(prebuilt, plan, facts);
      if (!prebuilt.build) continue;
      const { place } = prebuilt.build;
      const { cpu, option } = cpuOf(builds, context.once(rustFlags), prebuilt.build.text) ?? {
        cpu: undefined,
        option: '',
      };
      const level = cpu?.startsWith('+') ? 4 : cpu === undefined ? undefined : levelOfTarget(cpu);
      const { type } = plan.machine;
      const has = type === undefined ? undefined : levelOfMachine(type);
      const cost = 'the compile that the artifact is there to spare, on the paid machine';
      if (level === 'native')
        context.report({
          message: 'native',
          place,
          help: `name what the machine has, as in \`${option}\``,
          cost: 'a paid machine on which nothing starts',
        });
      else if (
        level !== undefined &&
        has !== undefined &&
        type !== undefined &&
        cpu !== undefined &&
        (!runs(has, level) || isOtherCpu(cpu, type))
      )
        context.report({
          message: 'cpu',
          args: { cpu, type },
          place,
          help: `build for what it has: ${has === 'arm' ? 'an aarch64 target' : has === 4 && level === 4 ? '`x86-64-v4`' : `\`${option.replace(/v\d$/, `v${has}`)}\``}; or take a machine that has more`,
          cost: 'a paid machine on which nothing starts',
        });
      const built = architecturesOf(builds, prebuilt.build.text);
      const own = has === undefined ? undefined : has === 'arm' ? 'aarch64' : 'x86_64';
      if (type !== undefined && own !== undefined && built.length > 0 && !built.includes(own))
        context.report({
          message: 'architecture',
          args: { built: built[0]!, type, own },
          place,
          help: `build for \`${own}\`, or take a machine of \`${built[0]}\``,
          cost: 'a paid machine on which nothing starts',
        });
      const misplaced = misplacedBy(prebuilt, builds);
      if (misplaced)
        context.report({
          message: 'place',
          args: misplaced,
          place: misplaced.place,
          related: [{ place, message: 'how the artifact is built' }],
          help: `write \`provides: [${misplaced.made}]\`, or build what you provide`,
          cost: 'an artifact without what the stages run, or its compile on the paid machine',
        });
      for (const build of cargoBuilds(plan, facts)) {
        const wrong = differing(build, builds, channel);
        if (!wrong) continue;
        const { command, reading, stage } = build;
        context.report({
          message: wrong.what,
          args: { command: shownCommand(command), here: wrong.here, there: wrong.there },
          place: reading.text.placeOf(command.start, command.end),
          stage,
          related: [{ place, message: 'how the artifact is built' }],
          help: `${AGREED[wrong.what]}; or run the binary that the artifact brings: \`target/release/…\``,
          cost,
        });
      }
    }
  },
});

/** The CPU that an artifact's build names, and how one is named there; `configured` are the flags of .cargo/config.toml. */
function cpuOf(
  builds: readonly CargoFlags[],
  configured: string,
  build: string,
): { cpu: string; option: string } | undefined {
  const flags = builds.map(({ rustflags }) => rustflags ?? configured).join(' ');
  const rust = /target-cpu=([\w.-]+)/.exec(flags)?.[1];
  if (rust) return { cpu: rust, option: '-C target-cpu=x86-64-v3' };
  const feature = /target-feature=[^\s"']*(\+avx512\w*)/.exec(flags)?.[1];
  if (feature) return { cpu: feature, option: '-C target-cpu=x86-64-v3' };
  const extension = /-m(avx512\w*)/.exec(build)?.[1];
  if (extension) return { cpu: `+${extension}`, option: '-march=x86-64-v3' };
  const march = /-m(?:arch|cpu)=([\w.-]+)/.exec(build)?.[1];
  if (march) return { cpu: march, option: '-march=x86-64-v3' };
  const go = /\bGOAMD64=["']?(v[1-4])/.exec(build)?.[1];
  return go ? { cpu: `x86-64-${go}`, option: 'GOAMD64=v3' } : undefined;
}

const ARCHITECTURES: Readonly<Record<string, string>> = { arm64: 'aarch64', amd64: 'x86_64' };

/** What the build is for, where it says so: the targets of cargo, `GOARCH`. */
function architecturesOf(builds: readonly CargoFlags[], build: string): readonly string[] {
  const targets = builds.every(({ target }) => target !== undefined) ? builds.map(({ target }) => target!) : [];
  const go = [...build.matchAll(/\bGOARCH=["']?(\w+)/g)].map(([, name]) => ARCHITECTURES[name!] ?? name!);
  return [...targets.map(target => target.split('-')[0]!), ...go].filter(name => /^(x86_64|aarch64)$/.test(name));
}

/** A directory of cargo's that the artifact provides, and none of its builds writes into. */
function misplacedBy(
  { provides, build }: Prebuilt,
  builds: readonly CargoFlags[],
): { provided: string; made: string; place: Place } | undefined {
  if (builds.length === 0 || /[$]|\b(cp|mv|ln|rsync|install|make|just|strip)\b/.test(build?.text ?? ''))
    return undefined;
  const made = builds.map(({ profile, target, targetDirectory }) => {
    const name = profile.split(' ')[0]!;
    return `${targetDirectory ?? 'target'}/${target ? `${target}/` : ''}${name === 'dev' ? 'debug' : name}/`;
  });
  for (const { text, place } of provides) {
    const provided = /^(?:\.\/)?(target\/[\w.-]+(\/(debug|release))?)(\/|$)/.exec(text)?.[1];
    if (provided !== undefined && !made.some(one => one.startsWith(`${provided}/`)))
      return { provided: text, made: made[0]!, place };
  }
  return undefined;
}

function runs(has: ReturnType<typeof levelOfMachine>, level: 2 | 3 | 4 | 'arm'): boolean {
  return has === 'arm' || level === 'arm' ? has === level : (has ?? 4) >= level;
}
