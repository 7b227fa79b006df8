import { expect, test } from 'vitest';
import { read } from '../../schema/read.ts';
import { positionAt } from '../../schema/source.ts';

/** Each fault on a line: place, code, the text it points at, what is wrong, what to write. */
async function faultsOf(text: string): Promise<string> {
  const { source, diagnostics } = await read(text, 'campaign.yaml');
  return diagnostics
    .map(({ code, message, place: { range }, help, stage, profile, related }) => {
      const { line, column } = positionAt(source, range.start);
      const at = JSON.stringify(source.text.slice(range.start, range.end).split('\n')[0]);
      const where = [
        ...(stage === undefined ? [] : [`stage ${stage}`]),
        ...(profile === undefined ? [] : [`profile ${profile}`]),
      ].join(', ');
      const more = (related ?? [])
        .map(each => `; ${each.message}: ${positionAt(source, each.place.range.start).line}`)
        .join('');
      return `${line}:${column} ${code} ${at} ${message}${help === undefined ? '' : ` (${help})`}${more}${where === '' ? '' : ` [${where}]`}`;
    })
    .join('\n');
}

test('a campaign with many faults of meaning gives all of them at once, each at its place', async () => {
  const text = `campaign: Bad_Name
version: 2
prams: {}
params:
  a: { type: integer, default: x }
  b: { type: enum }
  c: { type: string, required: yes }
  d: { type: string, default: a, pattern: '[' }
machine: { market: sport, disk: 100G }
limits: { wall: soon, cost: 5 }
stages:
  one:
    script: echo \${{ params.aa }} \${{ github.sha }} \${{ matrix.x }} \${{ run.id }}
    needs: [two]
    requires: [{ stage: twoo }, { tol: cargo }, { tool: cargo, env: X }, 5]
    timeout: "\${{ run.id }}"
    if: params.a = 1 && foo
  two:
    run: echo \${{ oops
    matrix: { sf: [] }
    secrets: [TOKEN]
    on: workers
    exclusive: no
    expect: { lines: { min: 5, max: 2 }, matches: { pattern: '(?=a)b' } }
    retry: { attempts: 0, on: [spott] }
  three:
    requires: foo
profiles:
  local:
    params: { a: hello, q: 1 }
    stages: { two: { run: "\${{ matrix.zz }}", timeout: 0 }, tow: {} }
`;
  expect(await faultsOf(text)).toMatchInlineSnapshot(`
    "1:11 schema "Bad_Name" \`campaign\` must be a name of lower-case letters, digits and \`-\`, at most 63 long, that begins with a letter or digit, not \`Bad_Name\` (write \`bad-name\`)
    2:10 schema "2" this release does not read version 2 of the language (it reads version 1)
    3:1 unknown-key "prams" the key \`prams\` is unknown at the top level (did you mean \`params\`?)
    5:32 schema "x" the default of \`a\` is \`x\`, not a number (change one of the two)
    6:3 schema "b" the enum \`b\` has no \`values\` (add \`values: […]\`)
    6:3 schema "b" the parameter \`b\` has neither a default nor \`required: true\` (add one of the two)
    7:32 schema "yes" \`required\` must be \`true\` or \`false\`, not \`yes\` (write \`true\` or \`false\`: YAML 1.2 has no yes and no)
    8:43 schema "'['" \`[\` is no regular expression (write one as in JavaScript)
    9:20 schema "sport" \`market\` must be \`spot\` or \`on-demand\`, not \`sport\` (did you mean \`spot\`?)
    9:33 schema "100G" \`disk\` must be a size such as \`512\` (bytes), \`100MB\`, \`16GB\` or \`4GiB\`, not \`100G\` (write \`100GB\`)
    10:17 schema "soon" \`wall\` must be a duration of at least a second, such as \`90\` (seconds), \`30s\`, \`20m\`, \`1h30m\` or \`2d\`, not \`soon\` (write for example \`wall: 20m\`)
    10:29 schema "5" \`cost\` must be an amount such as \`5 USD\`, not \`5\` (write \`5 USD\`)
    13:5 unknown-key "script" the key \`script\` is unknown in \`one\` (did you mean \`run\`?) [stage one]
    14:5 unknown-key "needs" the key \`needs\` is unknown in \`one\` (did you mean \`requires\`?) [stage one]
    15:25 unknown-name "twoo" there is no stage named \`twoo\` (did you mean \`two\`?) [stage one]
    15:35 unknown-key "tol" the key \`tol\` is unknown in an entry of \`requires\` (did you mean \`tool\`?) [stage one]
    15:64 unknown-key "env" the key \`env\` is unknown in an entry of \`requires\` (each entry says one thing: write \`{ env: … }\` as an entry of its own) [stage one]
    15:74 schema "5" an entry of \`requires\` must be a path, or a map with one of \`path\`, \`tool\`, \`env\`, \`cpu\`, \`cores\`, \`memory\`, \`disk\`, \`service\`, \`url\`, \`stage\`, not \`5\` [stage one]
    16:15 unknown-name "\${{ run.id }}" \`run.id\` is known only once the run has started, and this must be known before (use it in \`run\` and in \`env\`; what is stored lies under the run id already) [stage one]
    17:18 schema "=" \`=\` is no part of a condition (write \`==\`) [stage one]
    19:15 syntax "\${{ oops" \`\${{\` is never closed (close it with \`}}\`, or write \`$\${{\` for the text itself) [stage two]
    20:19 schema "[]" \`sf\` is an empty list (give it at least one entry, or remove it) [stage two]
    21:15 unknown-name "TOKEN" there is no secret named \`TOKEN\` (declare it under \`secrets\` at the top level, such as \`NAME: "ssm:/path"\`) [stage two]
    22:9 unknown-name "workers" there is no role of \`hosts\` named \`workers\` (declare it under \`hosts\` at the top level, such as \`workers: { count: 3 }\`) [stage two]
    23:16 schema "no" \`exclusive\` must be \`true\` or \`false\`, not \`no\` (write \`true\` or \`false\`: YAML 1.2 has no yes and no) [stage two]
    24:37 schema "2" \`max\` 2 is below \`min\` 5 (swap them) [stage two]
    24:63 schema "(?=" look-around has no form in POSIX expressions (match the whole, or use several \`matches\`) [stage two]
    25:24 schema "0" \`attempts\` must be a whole number of at least 1, not \`0\` (write a whole number of at least 1) [stage two]
    25:32 schema "spott" an entry of \`on\` must be \`exit\`, \`timeout\` or \`spot\`, not \`spott\` (did you mean \`spot\`?) [stage two]
    26:3 schema "three" \`three\` has no \`run\` (add \`run:\`, bash code) [stage three]
    27:15 schema "foo" \`requires\` must be a list of paths and of maps such as \`{ tool: cargo }\`, not \`foo\` (write \`[foo]\`) [stage three]
    30:18 schema "hello" the value of \`a\` is \`hello\`, not a number [profile local]
    30:25 unknown-name "q" there is no parameter \`q\` (did you mean \`a\`?) [profile local]
    31:28 unknown-name "\${{ matrix.zz }}" the matrix of \`two\` has no \`zz\` (it has \`sf\`) [stage two, profile local]
    31:56 schema "0" \`timeout\` must be a duration of at least a second, such as \`90\` (seconds), \`30s\`, \`20m\`, \`1h30m\` or \`2d\`, not \`0\` (write for example \`timeout: 20m\`) [stage two, profile local]
    31:61 unknown-name "tow" there is no stage named \`tow\` (did you mean \`two\`?) [stage tow, profile local]"
  `);
});

test('a text with many faults of syntax gives all of them at once, and what could be read is judged too', async () => {
  const text = `campaign: broken
version: 1
machine: { disk: \${{ params.d }}GB }
limits: { wall: 1h
env:
\tA: 1
stages:
  one:
    run: "echo hello
    timeout: 5m
  two:
    run: a: b
    tiemout: 5m
    produces: [x, y
   three:
    run: @x
    env: { A: "\\q" }
    requires: *nothing
`;
  expect(await faultsOf(text)).toMatchInlineSnapshot(`
    "3:18 syntax "\${{ params.d }}" \`\${{ }}\` needs quotes inside \`[ ]\` and \`{ }\`, and so does a value that begins with a brace (put the whole text in double quotes)
    4:9 syntax "{" this \`{\` is never closed (close it with \`}\`)
    6:1 syntax "\\t" a tab indents this line (indent with spaces)
    9:10 syntax "\\"" this \`"\` is never closed (close it with \`"\`) [stage one]
    12:10 syntax "a: b" there is a second \`: \` in this value (put the value in quotes) [stage two]
    13:5 unknown-key "tiemout" the key \`tiemout\` is unknown in \`two\` (did you mean \`timeout\`?) [stage two]
    14:15 syntax "[" this \`[\` is never closed (close it with \`]\`) [stage two]
    16:10 syntax "@" a text cannot begin with \`@\` unless it is in quotes (put it in quotes) [stage three]
    17:16 syntax "\\\\q" \`\\q\` is no escape that double quotes know (write \`\\\\q\`, or use single quotes) [stage three]
    18:15 syntax "*nothing" no anchor \`&nothing\` comes before the alias \`*nothing\` (name the anchor before it is used, or put a glob in quotes) [stage three]"
  `);
});

test('anchors and merge keys work, and a fault in what is anchored is told once', async () => {
  const text = `campaign: merged
version: 1
stages:
  one: &one { run: echo, timeout: 5x }
  two: { <<: *one, run: echo 2 }
  three: { <<: [*one, { retry: { attempts: 2 } }] }
`;
  expect(await faultsOf(text)).toMatchInlineSnapshot(
    `"4:35 schema "5x" \`timeout\` must be a duration of at least a second, such as \`90\` (seconds), \`30s\`, \`20m\`, \`1h30m\` or \`2d\`, not \`5x\` (write for example \`timeout: 20m\`) [stage one]"`,
  );
  const { campaign } = await read(text, 'campaign.yaml');
  expect(campaign?.stages.map(({ name, run, retry }) => [name.value, run.text, retry?.attempts?.text])).toEqual([
    ['one', 'echo', undefined],
    ['two', 'echo 2', undefined],
    ['three', 'echo', '2'],
  ]);
});

test('duplicate keys, tags, control characters and a second document are told', async () => {
  const text =
    'campaign: a\nversion: 1\ncampaign: b\nenv: { A: !local x, B: "\\0", C: a\u0001b, "<<": 1 }\nstages: { s: { run: x, run: y } }\n---\nb: 1\n';
  expect(await faultsOf(text)).toMatchInlineSnapshot(`
    "3:1 duplicate-key "campaign" the key \`campaign\` stands here twice (remove or rename one of them); the first is here: 1
    4:11 syntax "!local" the tag \`!local\` has no meaning here (remove the tag)
    4:24 syntax "\\"\\\\0\\"" this text holds the character U+0000, which cannot be in a campaign
    4:34 syntax "\\u0001" the character U+0001 cannot be in a campaign (remove it)
    5:24 duplicate-key "run" the key \`run\` stands here twice (remove or rename one of them); the first is here: 5 [stage s]
    6:1 syntax "---" a campaign is one document, and a second one begins here (put it into a file of its own)"
  `);
});

test('a text that is no campaign gives one fault', async () => {
  const texts = ['', '# only a comment\n', '- a\n- b\n', 'just words\n', '\ufeff', '42', 'null', '[]', '{}'];
  expect(await Promise.all(texts.map(faultsOf))).toMatchInlineSnapshot(`
    [
      "1:1 syntax "" the file says nothing (begin with \`campaign: <name>\` and \`version: 1\`; \`campaign init\` writes a first one)",
      "1:1 syntax "" the file says nothing (begin with \`campaign: <name>\` and \`version: 1\`; \`campaign init\` writes a first one)",
      "1:1 schema "- a" the file must be a map with \`campaign\`, \`version\`, \`limits\` and \`stages\`, not a list (begin with \`campaign: <name>\` and \`version: 1\`; \`campaign init\` writes a first one)",
      "1:1 schema "just words" the file must be a map with \`campaign\`, \`version\`, \`limits\` and \`stages\`, not \`just words\` (begin with \`campaign: <name>\` and \`version: 1\`; \`campaign init\` writes a first one)",
      "1:1 syntax "" the file says nothing (begin with \`campaign: <name>\` and \`version: 1\`; \`campaign init\` writes a first one)",
      "1:1 schema "42" the file must be a map with \`campaign\`, \`version\`, \`limits\` and \`stages\`, not \`42\` (begin with \`campaign: <name>\` and \`version: 1\`; \`campaign init\` writes a first one)",
      "1:1 schema "null" the file must be a map with \`campaign\`, \`version\`, \`limits\` and \`stages\`, not \`null\` (begin with \`campaign: <name>\` and \`version: 1\`; \`campaign init\` writes a first one)",
      "1:1 schema "[]" the file must be a map with \`campaign\`, \`version\`, \`limits\` and \`stages\`, not a list (begin with \`campaign: <name>\` and \`version: 1\`; \`campaign init\` writes a first one)",
      "1:1 schema "" the file has no \`campaign\` (add \`campaign:\`, a name of lower-case letters, digits and \`-\`, at most 63 long, that begins with a letter or digit)
    1:1 schema "" the file has no \`version\` (add \`version: 1\`)
    1:1 schema "" the file has no \`stages\` (add \`stages:\`, a map from name to stage)",
    ]
  `);
});
