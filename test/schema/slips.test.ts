import { describe, expect, test } from 'vitest';
import { read } from '../../schema/read.ts';
import { positionAt } from '../../schema/source.ts';

const HEAD = 'campaign: b\nversion: 1\nlimits: { wall: 2h, stage: 20m }\n';

/** What is said of a text: place, message and help of each fault. */
async function said(text: string): Promise<readonly string[]> {
  const { diagnostics } = await read(text, 'campaign.yaml');
  return diagnostics.map(({ place, message, help }) => {
    const { line, column } = positionAt(place.source, place.range.start);
    return `${line}:${column} ${message} (${help})`;
  });
}

describe('a slip of YAML is told as what it is', () => {
  test.each([
    [
      'a list entry without its space',
      'stages:\n  a:\n    run: ls\n    produces:\n    -out.csv\n',
      '8:5 after the `-` of `-out.csv` a space is missing (write `- out.csv`)',
    ],
    [
      'a key without its space',
      'stages:\n  a:\n    run:ls\n',
      '6:5 `a` must be a map with `run`, not `run:ls` (write a space after the colon: `run: ls`)',
    ],
    [
      'a value in place of the map that holds it',
      'store: s3://results/engine\nstages: { a: { run: ls } }\n',
      '4:8 `store` must be a map with `url`, not `s3://results/engine` (write `{ url: "s3://results/engine" }`)',
    ],
    [
      'commands in place of a stage',
      'stages:\n  a: make bench\n',
      '5:6 `a` must be a map with `run`, not `make bench` (write `{ run: "make bench" }`)',
    ],
    [
      'a glob that YAML takes for an alias',
      'stages: { a: { run: ls, produces: [*.csv] } }\n',
      '4:36 no anchor `&.csv` comes before the alias `*.csv` (put a glob in quotes: `"*.csv"`)',
    ],
    [
      'an `&`',
      'stages:\n  a:\n    run: & ls\n',
      '6:10 `&` begins an anchor, and no name follows (put the text in quotes)',
    ],
    [
      'a negation that YAML would swallow',
      'stages:\n  a:\n    run: ! test -f x\n',
      '6:10 `!` at the beginning of a value is YAML’s own, and the shell would never see it (put the text in quotes, or after `|` on a line of its own: `! test -f x`)',
    ],
    [
      'curly quotes',
      'stages:\n  a:\n    run: ls\n    timeout: “5m”\n',
      '7:14 `timeout` must be a duration of at least a second, such as `90` (seconds), `30s`, `20m`, `1h30m` or `2d`, not `“5m”` (write straight quotes, or none: `5m`)',
    ],
    [
      'a list that is a text',
      'machine: { packages: jq python3 }\nstages: { a: { run: ls } }\n',
      '4:22 `packages` must be a list of names, not `jq python3` (write `[jq, python3]`)',
    ],
    [
      'an entry that stands alone, and is another word for a known one',
      'stages: { a: { run: ls, retry: { on: exit-code } } }\n',
      '4:38 `on` must be a list of `exit`, `timeout`, `spot`, not `exit-code` (write `[exit]`)',
    ],
    [
      'a map in place of the list that holds it',
      'stages: { a: { run: ls, produces: { path: x.csv } } }\n',
      '4:35 `produces` must be a list of paths and of maps with `path`, not a map (put it in a list: `[{ … }]`)',
    ],
    [
      'a key that begins as a known one',
      'stages: { a: { run: ls, produces: [{ path: x, expect: { match: { pattern: y } } }] } }\n',
      '4:57 the key `match` is unknown in `expect` (did you mean `matches`?)',
    ],
    [
      'a key that another part of the language has',
      'stages: { a: { run: ls, expect: { lines: { minimum: 3 } } } }\n',
      '4:44 the key `minimum` is unknown in `lines` (did you mean `min`?)',
    ],
    [
      'a key without its end',
      'stages: { a: { run: ls, on-fail: stop } }\n',
      '4:25 the key `on-fail` is unknown in `a` (did you mean `on-failure`?)',
    ],
    [
      'two anchors',
      'stages: { a: { run: ls, retry: &b &c { attempts: 2 } } }\n',
      '4:35 a value can have but one anchor (keep one of the two)',
    ],
  ])('%s', async (_, stages, fault) => {
    expect(await said(`${HEAD}${stages}`)).toEqual([fault]);
  });

  test('a comma that is missing between entries', async () => {
    expect((await said(`${HEAD}machine: { type: c7i.large image: al2023 }\nstages: { a: { run: ls } }\n`))[0]).toBe(
      '4:18 inside `{ }` and `[ ]` a comma is missing here, or a text with `: ` has no quotes (put a comma between the entries, or the text in quotes)',
    );
  });

  test('a block text that is not indented', async () => {
    expect(await said(`${HEAD}stages:\n  a:\n    run: |\n    ls\n    pwd\n`)).toEqual([
      '6:10 `run` must be bash code, not an empty text (put the text on the next lines, each indented deeper than this key)',
      '7:5 this line is not indented deeper than the key of the text that begins above it (indent every line of the text by two more spaces)',
    ]);
  });

  test('the marks of a merge', async () => {
    const faults = await said(
      `${HEAD}<<<<<<< HEAD\nstages: { a: { run: ls } }\n=======\nstages: { a: { run: pwd } }\n>>>>>>> x\n`,
    );
    expect(faults[0]).toBe(
      '4:1 a merge conflict is left here (keep one of the two sides, and delete the lines of `<<<<<<<`, `=======` and `>>>>>>>`)',
    );
  });

  test('a no-break space', async () => {
    expect(await said(`${HEAD}stages:\n  a:\n\u00a0   run: ls\n`)).toContain(
      '6:1 this line begins with a no-break space, which indents nothing (indent it with plain spaces)',
    );
  });
});

test('a map under a name like those of a matrix’s lists is one of them', async () => {
  const matrix = (name: string) => `${HEAD}stages: { a: { run: ls, matrix: { k: [1], ${name}: [{ k: 1 }] } } }\n`;
  expect(await said(matrix('excludes'))).toEqual([
    '4:54 an entry of `excludes` must be a text, a number, `true` or `false`, not a map (did you mean `exclude`?)',
  ]);
  expect(await said(matrix('engine'))).toEqual([
    '4:52 an entry of `engine` must be a text, a number, `true` or `false`, not a map (write for example `true`)',
  ]);
});

test('another file gets one sentence, and nothing is judged', async () => {
  const fault = (line: string) =>
    `${line} this is no campaign: the file has neither \`campaign\` nor \`stages\` (name the file of the campaign, such as campaign.yaml; \`campaign init\` writes a first one)`;
  expect(await said('services:\n  db: { image: x }\nversion: "3"\n')).toEqual([fault('1:1')]);
  expect(await said('name: CI\non: push\njobs: { a: { runs-on: x, steps: [] } }\n')).toEqual([fault('1:1')]);
  expect((await read('services: {}\n', 'x.yaml')).campaign).toBeUndefined();
  // A slip of one of its names is a campaign all the same.
  expect(await said('campain: x\nversion: 1\nstagse: { a: { run: ls } }\n')).toHaveLength(2);
});
