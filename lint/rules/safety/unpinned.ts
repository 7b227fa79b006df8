import { source } from '../../../schema/source.ts';
import { cargoBuilds } from '../../cargo-builds.ts';
import { relative, resolvePath } from '../../path.ts';
import { imagesBuilt } from '../../pins/images-built.ts';
import type { Near } from '../../pins/loose.ts';
import { looseIn } from '../../pins/pins.ts';
import { ranTexts } from '../../recipes/recipe-texts.ts';
import { defineRule } from '../../rule.ts';
import type { LocatedCommand } from '../../stage-shell.ts';
import { isMoving, rustChannel } from '../../toolchain/rust-channel.ts';

export default defineRule({
  id: 'unpinned',
  severity: 'warning',
  since: '0.1.0',
  summary:
    'something from outside that may be another thing tomorrow: `curl … | sh`, `latest`, a branch, an install without a version',
  why: `A result is worth what it can be compared with. Where the tools are whatever was newest that day, two runs of one commit
measure different things, and a run that worked on Monday fails on Tuesday, on a machine that is paid for.`,
  instead: `A version: \`image:1.2.3@sha256:…\`, \`pip install numpy==2.1.0\`, \`cargo install --version 1.2.3\`, a tag or a commit. What
the machine image's own package manager brings needs none: the image pins its repositories.`,
  examples: {
    bad: [
      {
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
machine:
  setup: curl -fsSL https://example.org/install.sh | sh
  services: [docker]
stages:
  bench:
    run: |
      pip install numpy
      git clone https://github.com/example/engine.git
      docker run --rm example/engine:latest
`,
        expect: [
          '5:10 `https://example.org/install.sh` is run whatever it holds that day: the run cannot be repeated',
          '10:19 `numpy` is installed in whatever version is newest: the run cannot be repeated',
          '11:17 `https://github.com/example/engine.git` is taken from a branch: the run cannot be repeated',
          '12:23 the image `example/engine:latest` may be another one tomorrow: the run cannot be repeated',
        ],
      },
    ],
    good: [
      {
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
machine:
  packages: [cmake]
  setup: |
    dnf install -y perf
    curl -fsSLo /usr/local/bin/kubectl https://dl.k8s.io/release/v1.31.4/bin/linux/amd64/kubectl
  services: [docker]
stages:
  bench:
    run: |
      pip install numpy==2.1.0
      git clone --branch v1.2.3 https://github.com/example/engine.git
      docker run --rm example/engine:1.2.3
`,
      },
    ],
  },
  messages: {
    piped: ({ what }: Said) => `\`${what}\` is run whatever it holds that day: the run cannot be repeated`,
    latest: ({ what }: Said) => `\`${what}\` may be something else tomorrow: the run cannot be repeated`,
    branch: ({ what }: Said) => `\`${what}\` is taken from a branch: the run cannot be repeated`,
    unversioned: ({ what, more }: Said) =>
      `\`${what}\`${more ? ` and ${more} more are` : ' is'} installed in whatever version is newest: the run cannot be repeated`,
    lockless: ({ what }: Said) =>
      `nothing holds the versions of what \`${what}\` asks for: whatever is newest is installed, and the run cannot be repeated`,
    compiler: ({ what, file }: { what: string; file: string }) =>
      `\`${what}\` in ${file} may be another compiler tomorrow: the run cannot be repeated`,
    image: ({ what }: Said) => `the image \`${what}\` may be another one tomorrow: the run cannot be repeated`,
  },
  check(context) {
    const { plan, facts } = context;
    const texts = [...ranTexts(plan, facts)];
    const built = imagesBuilt(texts.flatMap(({ reading }) => reading.commands));
    const near: Near = (command, path) => {
      const { directory } = command as LocatedCommand;
      const from =
        path.startsWith('/') && !path.startsWith(plan.repository.dir) ? `${plan.repository.dir}${path}` : path;
      const absolute = resolvePath(directory ?? plan.repository.dir, from);
      const local = relative(plan.repository.dir, absolute);
      const text = local ? facts.read(local) : undefined;
      return local && text !== undefined ? { path: local, text } : undefined;
    };
    const channel = context.once(rustChannel);
    const build = cargoBuilds(plan, facts).find(({ toolchain }) => toolchain === undefined);
    if (channel && build && isMoving(channel.name))
      context.report({
        message: 'compiler',
        args: { what: channel.name, file: channel.place.source.path },
        place: channel.place,
        stage: build.stage,
        related: [
          {
            place: build.reading.text.placeOf(build.command.start, build.command.end),
            message: 'what is compiled with it on the machine',
          },
        ],
        help: `name a version: \`channel = "${channel.name.startsWith('nightly') ? 'nightly-2024-10-01' : '1.82.0'}"\``,
        cost: 'numbers that cannot be compared with those of another day',
      });
    for (const { stage, reading } of texts)
      for (const { how, what, more, instead, file, start, end } of looseIn(reading, built, near))
        context.report({
          message: how,
          args: { what, ...(more !== undefined && { more }) },
          place: file
            ? { source: source(file.path, file.text), range: { start, end } }
            : reading.text.placeOf(start, end),
          stage,
          help: instead,
          cost: 'numbers that cannot be compared with those of another day',
        });
  },
});

interface Said {
  readonly what: string;
  /** How many more there are like it. */
  readonly more?: number;
}
