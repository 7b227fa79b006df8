import { expect, test } from 'vitest';
import { lint, written } from '../world.ts';

const CAMPAIGN = 'campaign: w\nversion: 1\nlimits: { wall: 9h, stage: 10m }\nstages:\n  a: { run: df -h }\n';

async function told(files: Record<string, string>): Promise<readonly string[]> {
  const { findings } = await lint({ campaign: CAMPAIGN, files });
  return findings
    .filter(({ rule }) => rule === 'template-hazard')
    .map(finding => written(finding, 'template-hazard').split(' ')[0]!);
}

const terraform = (template: string, variables = '{ bucket = 1, "zone" = 2 }') =>
  told({ 'infra/main.tf': `x = templatefile("./t.sh", ${variables})\n`, 'infra/t.sh': template });
const cloudFormation = (script: string) =>
  told({
    'infra/stack.yaml': `Parameters:\n  Bucket:\n    Type: String\nResources:\n  Box:\n    Data: !Sub |\n      ${script}\n    Next: "\${HOME}"\n`,
  });

test.each([
  '${HOME}',
  '${HOME:-x}',
  '${#list}',
  '${list[@]}',
  '${name%.gz}',
  '${1}',
  '${!x}',
  '${@}',
  '%{http_code}',
  '${x/a/b}',
  '${v:0:3}',
])('Terraform eats %s', async text => expect(await terraform(`echo ${text}\n`)).toEqual(['infra/t.sh:1:6']));

test.each([
  '${bucket}',
  '${zone}',
  '$${HOME}',
  '$HOME',
  '%%{http_code}',
  '%{ if bucket }x%{ endif }',
  '%{ for z in zone }${z}%{ endfor }',
  '${upper(bucket)}',
  '$(date)',
  '$((1 + 2))',
  '{a,b}',
  '100%',
  '${bucket.name}',
])('Terraform leaves %s, or means it so', async text => expect(await terraform(`echo ${text}\n`)).toEqual([]));

test('a template whose variables are not known here, or that nobody renders, is left alone', async () => {
  expect(await terraform('${HOME}', 'local.vars')).toEqual([]);
  expect(await told({ 'infra/t.sh': '${HOME}', 'infra/main.tf': 'x = 1\n' })).toEqual([]);
});

test.each(['${HOME}', '${HOME:-x}', '${list[@]}'])('CloudFormation eats %s', async text =>
  expect(await cloudFormation(`echo ${text}`)).toEqual(['infra/stack.yaml:7:12']),
);
test.each(['${Bucket}', '${Box.Arn}', '${AWS::Region}', '${!HOME}', '$HOME'])('CloudFormation leaves %s', async text =>
  expect(await cloudFormation(`echo ${text}`)).toEqual([]),
);

test('a template is where the path says, whatever engine of Terraform renders it, and a comment renders nothing', async () => {
  const call = (path: string) => `locals { x = templatefile("${path}", {}) }\n`;
  const eaten = { 'tpl/t.sh': 'echo ${HOME}\n' };
  expect(await told({ 'infra/main.tf': call('${path.module}/../tpl/t.sh'), ...eaten })).toEqual(['tpl/t.sh:1:6']);
  expect(await told({ 'main.tofu': call('./tpl/t.sh'), ...eaten })).toEqual(['tpl/t.sh:1:6']);
  expect(await told({ 'main.tf': `# ${call('./tpl/t.sh')}`, ...eaten })).toEqual([]);
  expect(await told({ 'main.tf': `  // as in ${call('./tpl/t.sh')}`, ...eaten })).toEqual([]);
  expect(await told({ 'template.yaml': 'Resources:\n  Box:\n    Data: !Sub |\n      echo ${HOME}\n' })).toEqual([
    'template.yaml:4:12',
  ]);
});
