import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CompletionList } from 'vscode-languageserver-protocol';
import { type Editor, startEditor } from './client.ts';
import { covered, marked } from './marked.ts';

const head = `campaign: engine
version: 1
ci: { none: true, reason: a test }
params:
  bucket: { type: string, required: true }
  trials: { type: integer, default: 3, description: How often. }
secrets: { HF_TOKEN: "ssm:/engine/token" }
hosts: { workers: { count: 2 } }
limits: { wall: 1h, stage: 5m }
profiles: { local: { params: { bucket: none } } }
stages:
  generate:
    matrix: { sf: [1, 10] }
    run: bash scripts/generate.sh data/sf\${{ matrix.sf }}
    produces: ["data/sf\${{ matrix.sf }}/"]
`;

let editor: Editor;
let uri: string;

beforeAll(async () => {
  const { mkdtempSync, realpathSync, rmSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  const { join } = await import('node:path');
  const { git, write } = await import('../cli/repository.ts');
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'campaign-editor-')));
  git(root, 'init', '-q');
  write(root, { 'scripts/generate.sh': 'true\n', 'scripts/bench.py': '', '.github/workflows/ci.yml': 'on: push\n' });
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', 'one');
  editor = await startEditor(root);
  uri = pathToFileURL(join(root, 'campaign.yaml')).href;
  editor.open(uri, head);
  return async () => {
    await editor.end();
    rmSync(root, { recursive: true });
  };
});

async function complete(text: string): Promise<{ text: string; list: CompletionList }> {
  const { text: plain, position } = marked(text);
  editor.replace(uri, plain);
  const list = (await editor.connection.sendRequest('textDocument/completion', {
    textDocument: { uri },
    position,
  })) as CompletionList;
  return { text: plain, list };
}

const labels = async (text: string) => (await complete(text)).list.items.map(({ label }) => label);
/** The text once an offer is taken. */
async function taken(text: string, label: string): Promise<string> {
  const { text: plain, list } = await complete(text);
  const edit = list.items.find(item => item.label === label)!.textEdit as {
    range: Parameters<typeof covered>[1];
    newText: string;
  };
  const before = covered(plain, { start: { line: 0, character: 0 }, end: edit.range.start });
  return before + edit.newText + plain.slice(before.length + covered(plain, edit.range).length);
}

describe('keys', () => {
  test('of the file, those that are there left out, those that must be there first', async () => {
    expect(await labels('campaign: x\n‸')).toEqual([
      ...['version', 'stages'],
      ...['params', 'source', 'ci', 'machine', 'limits', 'store', 'prebuilt', 'env', 'secrets', 'profiles', 'hosts'],
      'lint',
    ]);
  });

  test('of a stage, with what they mean', async () => {
    const { list } = await complete(`${head}  bench:\n    run: true\n    tim‸\n`);
    expect(list).toEqual({
      isIncomplete: false,
      items: [
        {
          label: 'timeout',
          kind: 10,
          detail: 'a duration of at least a second, such as 90 (seconds), 30s, 20m, 1h30m or 2d',
          documentation: {
            kind: 'markdown',
            value:
              'What one attempt may take. Default: `limits.stage`.\n\na duration of at least a second, such as `90` (seconds), `30s`, `20m`, `1h30m` or `2d`\n\nExample: `20m`',
          },
          sortText: '0000',
          filterText: 'timeout',
          textEdit: {
            range: { start: { line: 17, character: 4 }, end: { line: 17, character: 7 } },
            newText: 'timeout: ',
          },
        },
      ],
    });
  });

  test('of a stage that is being begun, in a file that does not parse', async () => {
    const all = await labels(`${head}  bench:\n    requires: [data/sf1\n    run: |\n      echo "\n  other:\n    ‸`);
    expect(all[0]).toBe('run');
    expect(all).toContain('requires');
  });

  test('in brackets, of one kind of requirement once it is chosen', async () => {
    expect(await labels(`${head}  bench:\n    requires: [{ tool: cargo, ‸ }]\n`)).toEqual(['version']);
    expect(await labels(`${head}  bench:\n    requires: [{ ‸`)).toEqual([
      'path',
      'tool',
      'env',
      'cpu',
      'cores',
      'memory',
      'disk',
      'service',
      'url',
      'stage',
    ]);
    expect(await labels(`${head}  bench:\n    retry: { attempts: 2, ‸ }\n`)).toEqual(['on', 'backoff']);
  });

  test('below a key that takes a list, with its dash', async () => {
    expect(await taken(`${head}  bench:\n    produces:\n      pa‸`, 'path')).toBe(
      `${head}  bench:\n    produces:\n      - path: `,
    );
    expect(await taken(`${head}  bench:\n    requires:\n      gen‸`, 'scripts/generate.sh')).toBe(
      `${head}  bench:\n    requires:\n      - scripts/generate.sh`,
    );
  });

  test('are replaced as a whole where one is corrected', async () => {
    expect(await taken(`${head}  bench:\n    ti‸mout: 3m\n`, 'timeout')).toBe(`${head}  bench:\n    timeout: 3m\n`);
  });

  test('of a profile: stages and parameters by their names; rules in lint', async () => {
    expect(await labels(`${head}profiles:\n  ci:\n    stages:\n      ‸`)).toEqual(['generate']);
    expect(await labels(`${head}profiles:\n  ci:\n    params:\n      tr‸`)).toEqual(['trials']);
    expect(await labels(`${head}lint:\n  no-time‸`)).toEqual(['no-timeout']);
    expect(await labels(`${head}lint:\n  no-timeout: ‸`)).toEqual(['error', 'warning', 'note', 'off']);
  });

  test('nothing in a comment, behind a word, or in shell code', async () => {
    expect(await labels(`${head}# ti‸`)).toEqual([]);
    expect(await labels(`${head}  bench:\n    run: |\n      ti‸`)).toEqual([]);
    expect(await labels(`${head}  bench:\n    run:‸`)).toEqual([]);
  });
});

describe('values', () => {
  test('paths that other stages produce, then tracked files', async () => {
    expect(await labels(`${head}  bench:\n    requires: [‸]\n`)).toEqual([
      'data/sf${{ matrix.sf }}/',
      '.github/workflows/ci.yml',
      'scripts/bench.py',
      'scripts/generate.sh',
    ]);
    expect(await taken(`${head}  bench:\n    requires: [da‸]\n`, 'data/sf${{ matrix.sf }}/')).toBe(
      `${head}  bench:\n    requires: ["data/sf\${{ matrix.sf }}/"]\n`,
    );
    expect(await labels(`${head}  bench:\n    requires:\n      - sc‸`)).toEqual(
      expect.arrayContaining(['scripts/bench.py', 'scripts/generate.sh']),
    );
  });

  test('stages, secrets, roles, words of the language, machine types of the price table', async () => {
    expect(await labels(`${head}  bench:\n    requires: [{ stage: ‸ }]\n`)).toEqual(['generate']);
    expect(await labels(`${head}  bench:\n    secrets: [‸]\n`)).toEqual(['HF_TOKEN']);
    expect(await labels(`${head}  bench:\n    on: ‸\n`)).toEqual(['workers']);
    expect(await labels(`${head}  bench:\n    exclusive: ‸\n`)).toEqual(['true', 'false']);
    expect(await labels(`${head}  bench:\n    retry: { on: [‸] }\n`)).toEqual(['exit', 'timeout', 'spot']);
    expect(await labels(`${head}  bench:\n    ci-overlap: { allow: ‸`)).toEqual([
      'hardware',
      'scale',
      'real-service',
      'data',
      'profile',
    ]);
    const { list } = await complete(`${head}machine:\n  type: c7i.2x‸\n`);
    expect(list.items.map(({ label, detail }) => [label, detail])[0]).toEqual(['c7i.2xlarge', '0.357 USD/h']);
    expect(await labels('ci: { workflows: [‸')).toEqual(['.github/workflows/ci.yml']);
  });

  test('names in expressions: the stage’s own axes first, the run’s id only where it is known', async () => {
    expect(await labels(`${head}  bench:\n    matrix: { q: [1] }\n    run: echo \${{ ‸`)).toEqual([
      'matrix.q',
      'params.bucket',
      'params.trials',
      'source.commit',
      'campaign',
      'profile',
      'run.id',
    ]);
    expect(await labels(`${head}store: { url: "s3://\${{ ‸" }\n`)).not.toContain('run.id');
    expect(await taken(`${head}  bench:\n    run: |\n      echo \${{ params.t‸\n`, 'params.trials')).toBe(
      `${head}  bench:\n    run: |\n      echo \${{ params.trials }}\n`,
    );
    expect(await taken(`${head}  bench:\n    run: echo \${{ par‸ams.bucket }}\n`, 'params.trials')).toBe(
      `${head}  bench:\n    run: echo \${{ params.trials }}\n`,
    );
    expect(await labels(`${head}  bench:\n    run: echo $\${{ ‸`)).toEqual([]);
  });

  test('names and profiles in a condition', async () => {
    expect(await labels(`${head}  bench:\n    if: pro‸`)).toEqual(['profile']);
    expect(await taken(`${head}  bench:\n    if: params.trials > 1 && profile == '‸`, "local'")).toBe(
      `${head}  bench:\n    if: params.trials > 1 && profile == 'local'`,
    );
  });

  test('rules in an ignore comment, in YAML and in the shell', async () => {
    expect(await labels(`${head}  # campaign-ignore: no-time‸`)).toEqual(['no-timeout']);
    expect(await labels(`${head}  bench:\n    run: |\n      # campaign-ignore: cycle, unpi‸`)).toEqual([
      'unpinned',
      'unpushed-commit',
    ]);
    expect(await labels(`${head}  # campaign-ignore: cycle -- un‸`)).toEqual([]);
  });
});
