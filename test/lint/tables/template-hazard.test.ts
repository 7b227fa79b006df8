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

test('the data source that came before templatefile() renders too, with the variables that it names', async () => {
  const files = { 'infra/t.sh': '#!/bin/bash\necho ${bucket} ${HOME}\n' };
  const block = (body: string) => ({ ...files, 'infra/main.tf': `data "template_file" "x" {\n  ${body}\n}\n` });
  expect(await told(block('template = file("${path.module}/t.sh")\n  vars = { bucket = var.b }'))).toEqual([
    'infra/t.sh:2:16',
  ]);
  expect(await told(block('template = "${file("${path.module}/t.sh")}"\n  vars {\n    bucket = "b"\n  }'))).toEqual([
    'infra/t.sh:2:16',
  ]);
  expect(await told(block('template = file("${path.module}/t.sh")\n  vars = local.vars'))).toEqual([]);
});

test('a script in a here-document of Terraform is a template of its own', async () => {
  const box = (script: string) =>
    told({
      'infra/main.tf': `resource "aws_instance" "x" {\n  user_data = <<-EOF\n    #!/bin/bash\n    echo ${script}\n  EOF\n}\n`,
    });
  for (const eaten of ['${HOME}', '${HOME:-/root}', '${list[@]}', '%{http_code}'])
    expect(await box(eaten)).toEqual(['infra/main.tf:4:10']);
  for (const meant of ['${var.bucket}', '${each.key}', '${aws_s3_bucket.b.id}', '$${HOME}', '$HOME', '${upper(var.x)}'])
    expect(await box(meant)).toEqual([]);
  expect(await told({ 'infra/main.tf': 'x = <<EOF\n${local.a}\n{"x": "${HOME}"}\nEOF\n' })).toEqual([]);
});

test('CloudFormation substitutes on one line, in a list and in JSON as well', async () => {
  const stack = (data: string) => told({ 'infra/stack.yaml': `Resources:\n  Box:\n    Data: ${data}\n` });
  expect(await stack('!Sub "echo ${HOME} ${Box.Arn} ${AWS::Region}"')).toEqual(['infra/stack.yaml:3:22']);
  expect(await stack("!Sub 'echo ${Box}'")).toEqual([]);
  expect(
    await stack(
      '\n      Fn::Sub:\n        - |\n          echo ${Zone} ${HOME}\n        - Bucket: b\n          Zone: z',
    ),
  ).toEqual(['infra/stack.yaml:6:24']);
  const json = '{ "Resources": { "Box": { "Data": { "Fn::Sub": "echo ${Box} ${HOME}" } } } }\n';
  expect(await told({ 'infra/stack.json': json })).toEqual(['infra/stack.json:1:61']);
  expect(await told({ 'infra/other.json': json.replace('Resources', 'Others') })).toEqual([]);
});

test('comments of Terraform render nothing, and a `for` of it names what it gives', async () => {
  const script = (at: string, name = 'HOME') => `${at}<<EOF\n#!/bin/bash\necho \${${name}}\nEOF\n`;
  const files = { 'infra/u.sh': 'echo ${HOME}\n' };
  const block = 'data "template_file" "x" {\n  template = file("${path.module}/u.sh")\n}\n';
  for (const [text, eaten] of [
    [block, ['infra/u.sh:1:6']],
    [`/*\n${block}*/\n`, []],
    [`/*\n${script('user = ')}*/\n`, []],
    [`x = "*/*"\n${script('user = ')}`, ['infra/main.tf:4:6']],
    [`x = "a" # don't <<EOF\n${script('user = ')}`, ['infra/main.tf:4:6']],
    [script('s = [for N in range(3) : ', 'N'), []],
    [script('s = { for k, N in var.m : k => ', 'N'), []],
    [script('s = [for N in range(3) : '), ['infra/main.tf:3:6']],
    ['u = <<EOF\n#!/bin/bash\nfor F in *.csv; do echo ${F}; done\nEOF\n', ['infra/main.tf:3:25']],
    ['u = <<EOF\n#!/bin/bash\n# %{x}\nEOF\nv = <<A\n', ['infra/main.tf:3:3']],
    ['x = templatefile("u.sh", {\n  # HOME = 1\n})\n', ['infra/u.sh:1:6']],
  ] as const)
    expect([text, await told({ ...files, 'infra/main.tf': text })]).toEqual([text, eaten]);
});

test('CloudFormation knows its names at any indent, and those that a transform makes are not known here', async () => {
  const stack = (text: string) => told({ 'template.yaml': text });
  const wide =
    'Parameters:\n    Env:\n        Type: String\nResources:\n    Box:\n        Name: !Sub "${Env}-${Box} ${HOME}"\n';
  expect(await stack(wide)).toEqual(['template.yaml:6:35']);
  const box = (data: string) => `Resources:\n  Box:\n    ${data}\n`;
  expect(await stack(box('# as in !Sub "${NOT}"'))).toEqual([]);
  expect(await stack(box('Data: !Sub |\n\n      # ${NOT}\n    Next: "${HOME}"'))).toEqual(['template.yaml:5:9']);
  const api = 'Transform: AWS::Serverless-2016-10-31\n';
  expect(await stack(`${api}${box('Url: !Sub "https://${ServerlessRestApi}.${HOME}"')}`)).toEqual([
    'template.yaml:4:45',
  ]);
});

test('files that are no templates after all, however long, are read to their ends', async () => {
  const many = (line: (at: number) => string) => Array.from({ length: 10_000 }, (_, at) => line(at)).join('');
  for (const text of [
    many(() => 'data "template_file" x\n'),
    many(() => 'data "template_file" "x" {\n'),
    many(at => ` u = <<A${at}\n#!/bin/bash\n`),
    many(() => 'x = templatefile("u.sh", {\n'),
    many(at => `u = <<A\n#!/bin/bash\necho ${at} $HOME\nA\n`),
  ])
    expect(await told({ 'infra/main.tf': text })).toEqual([]);
}, 60_000);
