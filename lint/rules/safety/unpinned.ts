import { defineRule } from '../../rule.ts';
import { imagesBuilt, looseIn } from '../../shell/pins.ts';
import { runTexts } from '../../stage-shell.ts';

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
          '5:10 `https://example.org/install.sh` is run as it is that day: the run cannot be repeated',
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
    piped: ({ what }: { what: string }) => `\`${what}\` is run as it is that day: the run cannot be repeated`,
    latest: ({ what }: { what: string }) => `\`${what}\` may be another thing tomorrow: the run cannot be repeated`,
    branch: ({ what }: { what: string }) => `\`${what}\` is taken from a branch: the run cannot be repeated`,
    unversioned: ({ what }: { what: string }) =>
      `\`${what}\` is installed in whatever version is newest: the run cannot be repeated`,
    image: ({ what }: { what: string }) =>
      `the image \`${what}\` may be another one tomorrow: the run cannot be repeated`,
  },
  check(context) {
    const { plan, facts } = context;
    const texts = [...runTexts(plan, facts)];
    const built = imagesBuilt(texts.flatMap(({ reading }) => reading.commands));
    for (const { stage, reading } of texts)
      for (const { how, what, instead, start, end } of looseIn(reading, built))
        context.report({
          message: how,
          args: { what },
          place: reading.text.placeOf(start, end),
          stage,
          help: instead,
          cost: 'numbers that cannot be compared with those of another day',
        });
  },
});
