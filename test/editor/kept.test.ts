import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test, vi } from 'vitest';
import { openDesk } from '../../cli/lsp/desk.ts';
import { readCi } from '../../lint/ci/ci.ts';
import { plainEnvironment } from '../cli/process.ts';
import { repository, write } from '../cli/repository.ts';

vi.mock('../../lint/ci/ci.ts', async real => {
  const module = await real<typeof import('../../lint/ci/ci.ts')>();
  return { ...module, readCi: vi.fn(module.readCi) };
});

const campaign = (run: string) =>
  `campaign: kept\nversion: 1\nlimits: { wall: 2h, stage: 20m }\nstages:\n  one: { run: ${run} }\n`;
const workflow = (run: string) =>
  `on: [pull_request]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps: [{ run: ${run} }]\n`;

test('CI is read once while a campaign is typed, and again when a workflow is another one', async () => {
  const root = repository({
    'campaign.yaml': '',
    'Cargo.toml': '[package]\nname = "kept"\n',
    '.github/workflows/ci.yml': workflow('cargo test'),
  });
  const silent = { write: () => {}, isTerminal: false };
  const io = { stdout: silent, stderr: silent, env: plainEnvironment, cwd: root, interactive: false };
  const held = new Map<string, string>();
  const desk = openDesk({ context: { io, cwd: root, note: () => {} } as never, held: path => held.get(path) });
  const path = join(root, 'campaign.yaml');
  const overlaps = async (run: string) => {
    const study = await desk.study({ uri: pathToFileURL(path).href, path, text: campaign(run) });
    const { findings } = await study.judge();
    // Whoever changes it is to have the campaign judged again.
    expect(study.touched).toContain(join(root, '.github/workflows/ci.yml'));
    return findings.filter(({ rule }) => rule === 'ci-overlap').length;
  };
  const told = [await overlaps('cargo test'), await overlaps('cargo test -p kept'), await overlaps('./bench')];
  expect([told, vi.mocked(readCi).mock.calls.length]).toEqual([[1, 1, 0], 1]);
  write(root, { '.github/workflows/ci.yml': workflow('cargo build') });
  expect([await overlaps('cargo test'), vi.mocked(readCi).mock.calls.length]).toEqual([0, 2]);
  // What an editor holds and has not saved counts.
  held.set(join(root, '.github/workflows/ci.yml'), workflow('cargo test'));
  expect([await overlaps('cargo test'), vi.mocked(readCi).mock.calls.length]).toEqual([1, 3]);
});
