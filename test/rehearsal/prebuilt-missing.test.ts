import { expect, test } from 'vitest';
import { campaign } from '../cli/process.ts';
import { repository } from '../cli/repository.ts';

const text = (missing: string) => `campaign: engine
version: 1
machine: { type: c7i.2xlarge, image: al2023, packages: [make] }
limits: { wall: 3h, stage: 20m }
store: { url: "file:///srv/results", checkpoint: 30s }
${missing}stages:
  measure:
    run: ./measure > times.txt
    requires: [measure]
    produces: [times.txt]
  plot:
    run: seq 3 > plot.txt
    produces: [plot.txt]
`;

const artifact = (more: string) =>
  `prebuilt: [{ url: "https://builds.example.com/\${{ source.commit }}.tar.gz", provides: [measure]${more} }]\n`;

const build = ', build: "make -j4"';

function cells(campaignText: string) {
  const root = repository({ 'campaign.yaml': campaignText });
  const { stdout, stderr } = campaign(root, [
    'rehearse',
    '--format',
    'json',
    '--fault',
    'prebuilt-missing',
    '-s',
    'measure',
    '-s',
    'plot',
  ]);
  try {
    return JSON.parse(stdout).cells as readonly Record<string, unknown>[];
  } catch {
    throw new Error(stderr);
  }
}

test('without its artifact a run does not start, at no cost; what asks for none is not touched', () => {
  expect(cells(text(artifact(build)))).toMatchObject([
    {
      stage: 'measure',
      verdict: 'kept',
      does: 'not-started',
      exit: 3,
      state: 'blocked',
      keptSeconds: 0,
      againSeconds: 0,
    },
    { stage: 'plot', verdict: 'kept', does: null, exit: 0, state: 'passed', keptSeconds: 1200, againSeconds: 0 },
  ]);
});

test('`missing: build` builds it on the box, which costs as long as that takes', () => {
  expect(cells(text(artifact(`${build}, missing: build`)))).toMatchObject([
    {
      stage: 'measure',
      verdict: 'kept',
      does: 'built',
      exit: 0,
      state: 'passed',
      keptSeconds: 1200,
      againSeconds: 1200,
      usd: 0.119,
    },
    { stage: 'plot', verdict: 'kept', does: null, exit: 0, state: 'passed', againSeconds: 0 },
  ]);
});

test('a campaign without prebuilt has no such fault', () => {
  const without = text('').replace('./measure', 'seq 9').replace('    requires: [measure]\n', '');
  expect(cells(without)).toEqual([]);
});
