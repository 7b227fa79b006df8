import { expect, test } from 'vitest';
import { lint, written } from './world.ts';

async function told(campaign: string): Promise<readonly string[]> {
  const { findings } = await lint({ campaign });
  return findings.map(finding =>
    [
      written(finding),
      finding.stage && `{${finding.stage}}`,
      finding.profile && `@${finding.profile}`,
      finding.help && `(${finding.help})`,
    ]
      .filter(Boolean)
      .join(' '),
  );
}

const stages = 'stages:\n  a:\n    run: df -h\n';
const head = 'campaign: demo\nversion: 1\n';
const limits = 'limits: { wall: 2h, stage: 10m }\n';

test('a misspelt `limits` is one finding, not three', async () => {
  expect(await told(`${head}limit: { wall: 2h, stage: 10m }\n${stages}`)).toEqual([
    '3:1 [unknown-key] the key `limit` is unknown at the top level (did you mean `limits`?)',
  ]);
});

test('an empty `limits` is one finding', async () => {
  expect((await told(`${head}limits:\n${stages}`)).length).toBe(1);
});

test('another fault in `limits` does not hide that the wall limit is missing', async () => {
  expect(await told(`${head}limits: { foo: 1, stage: 10m }\n${stages}`)).toEqual([
    '3:1 [no-wall-limit] no `limits.wall`: nothing ends the run (add `wall: 2h` to `limits`)',
    '3:11 [unknown-key] the key `foo` is unknown in `limits` (known in `limits`: `wall`, `stage`, `cost`, `hold`, `max-loss`)',
  ]);
});

test('without a name the missing wall limit is still told', async () => {
  expect(await told(`campain: demo\nversion: 1\n${stages.replace('df -h', 'df -h\n    timeout: 1m')}`)).toEqual([
    '1:1 [unknown-key] the key `campain` is unknown at the top level (did you mean `campaign`?)',
    '3:1 [no-wall-limit] no `limits.wall`: nothing ends the run (write `limits: { wall: 2h, stage: 30m }`)',
  ]);
});

test('a misspelt key of a parameter, and bounds that contradict each other, are one finding each', async () => {
  const params = (body: string) => `${head}${limits}params:\n  n: { ${body} }\n${stages}`;
  expect((await told(params('type: integer, defualt: 3'))).length).toBe(1);
  expect((await told(params('type: integer, minimum: 5, maximum: 1, default: 3'))).length).toBe(1);
});

test('a fault in a profile names the profile, and the stage where it lies in one', async () => {
  expect(
    await told(`${head}${limits}${stages}profiles:\n  local:\n    stages: { a: { exclusive: 'false' } }\n`),
  ).toEqual([
    '9:31 [schema] `exclusive` must be `true` or `false`, not the text `false` {a} @local (write it without quotes: `false`)',
  ]);
});

test.each([
  ["version: '1'", 'version: 1', '`version` must be a number, not a text (write it without quotes)'],
  ['timeout: 5 hours', '', 'not `5 hours` {a} (write `5h`)'],
  ['timeout: 1 hour 30 min', '', 'not `1 hour 30 min` {a} (write `1h30m`)'],
  [
    'requires: [{ tool: cargo, env: HOME }]',
    '',
    'in an entry of `requires` {a} (each entry says one thing: write `{ env: … }` as an entry of its own)',
  ],
  [
    'secrets: [TOKEN]',
    '',
    'no secret named `TOKEN` {a} (declare it under `secrets` at the top level, such as `NAME: "ssm:/path"`)',
  ],
])('%s is told with what to write instead', async (wrong, instead_of, said) => {
  const text = `${head}${limits}${stages}`;
  const found = await told(instead_of === '' ? `${text}    ${wrong}\n` : text.replace(instead_of, wrong));
  expect(found.map(finding => finding.slice(-said.length))).toEqual([said]);
});

test('a merge key without its anchor is one finding', async () => {
  expect(await told(`${head}${limits}${stages}  b:\n    <<: *m\n    timeout: 1m\n`)).toEqual([
    '8:9 [syntax] no anchor `&m` comes before the alias `*m` {b} (name the anchor before it is used, or put a glob in quotes)',
  ]);
});

test.each([
  ['produces: ["data/sf${{ matrix.sF }}/"]', 'unknown-name'],
  ['produce: ["data/sf${{ matrix.sf }}/"]', 'unknown-key'],
  ['outputs: ["data/sf${{ matrix.sf }}/"]', 'unknown-key'],
  ['produces: ["data/sf${{ matrix.sf }}/", { upload: true }]', 'schema'],
])('%s is told of the producer, and not of what reads it or what it writes', async (produces, rule) => {
  const campaign = `${head}${limits}stages:
  generate: { matrix: { sf: [1] }, run: "df -h > data/sf\${{ matrix.sf }}/a", ${produces} }
  bench: { run: df -h, requires: [data/sf1/] }
`;
  const { findings } = await lint({ campaign });
  expect(findings.map(finding => finding.rule)).toEqual([rule]);
});
