import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commands } from '../../cli/commands/index.ts';
import { bash, campaign } from './process.ts';
import { git, repository, temporary } from './repository.ts';

const text = `campaign: engine
version: 1
ci: { none: true, reason: a test }
params: { rows: { type: integer, default: 10 } }
limits: { wall: 1h, stage: 1m }
stages:
  measure:
    run: printf 'query,seconds\\nq1,1.5\\n' > times.csv
    produces: [times.csv]
  generate:
    run: seq \${{ params.rows }} > rows.txt
    requires: [times.csv]
    produces: [rows.txt]
  count:
    run: wc -l rows.txt > count.txt
    requires: [rows.txt]
    produces: [count.txt]
profiles:
  local: { params: { rows: 3 } }
`;

/** Examples that are about boxes. */
const onBoxes = /--on (?:ec2|ssm)|--now|^campaign sweep/;

test('every example that a command gives does what it says, in the order of the commands', () => {
  const home = temporary();
  const root = repository({ 'campaign.yaml': text, 'bench.campaign.yaml': text });
  const results = join(home, 'results');
  mkdirSync(join(home, '.config/fish/completions'), { recursive: true });
  mkdirSync(join(home, 'engine'));
  git(join(home, 'engine'), 'init', '-q');
  const bare = repository({});
  const artifact = (url: string) =>
    text.replace(
      'stages:',
      `source: { dir: "${home}/opt/engine" }\nprebuilt: [{ url: "${url}", provides: [bin/], build: "mkdir bin && echo x > bin/x" }]\nstages:`,
    );
  const built = repository({ 'campaign.yaml': artifact(`file://${home}/artifact`) });
  const published = repository({ '.github/workflows/ci.yml': '', 'campaign.yaml': artifact('s3://my-bucket/x') });
  const harness = repository({ 'bench.sh': './bench\n', 'userdata.sh': 'bash bench.sh\nshutdown -h now\n' });
  expect(campaign(root, ['run', '--run-id', '20260517T091500Z-abcdef', '-q']).code).toBe(0);
  expect(campaign(root, ['run', '--store', results, '--run-id', 'elsewhere', '-q']).code).toBe(0);

  const examples = commands.flatMap(({ name, examples }) => examples.map(example => ({ name, ...example })));
  expect(examples.length).toBeGreaterThanOrEqual(commands.length * 2);
  const rootOf = (name: string, command: string) => {
    if (command.includes('github-workflow')) return published;
    return { init: bare, import: harness, prebuild: built }[name] ?? root;
  };
  const failed: string[] = [];
  for (const { name, command } of examples) {
    // test/journeys/examples.test.ts has a cloud for these.
    if (onBoxes.test(command)) continue;
    const { code, stdout, stderr } = bash(
      rootOf(name, command),
      // What a bucket answers is told by s3-store.test.ts; here it is a directory.
      `set -o pipefail\n${command.replace(/\/srv\/results|s3:\/\/my-bucket\/results/, results)}`,
      { HOME: home },
    );
    if (code !== 0) failed.push(`${command}: ${code}\n${stdout}${stderr}`);
  }
  expect(failed).toEqual([]);
}, 180_000);
