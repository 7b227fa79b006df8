import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { campaign } from '../cli/process.ts';
import { type OriginRepository, originRepository } from '../examples/origin-repository.ts';
import { kept } from './imported.ts';

let repository: OriginRepository;
afterEach(() => repository.remove());

test('the harness of that day becomes a campaign, and every mistake of it that a text can show is told at its line', async () => {
  repository = originRepository({
    untracked: [
      'infra/lambda/bench.sh',
      'infra/lambda/deploy.sh',
      'infra/lambda/package.sh',
      'infra/tests/test_s3_runlog_real.py',
    ],
    absent: ['infra/k8s/submit.sh', 'infra/tests/distributed_e2e.sh'],
  });
  for (const [name, text] of Object.entries(kept('origin'))) repository.write(`infra/${name}`, text);
  repository.git('add', 'infra/userdata.sh.tpl', 'infra/bench.sh');
  repository.commit();
  const { code, stdout, stderr } = campaign(
    repository.directory,
    ['import', 'infra/userdata.sh.tpl', 'infra/bench.sh', '-o', 'imported.yaml'],
    repository.env,
  );
  await expect(stderr).toMatchFileSnapshot('harnesses/origin/expected.txt');
  expect([code, stdout]).toEqual([0, '']);
  const written = readFileSync(join(repository.directory, 'imported.yaml'), 'utf8');
  await expect(written).toMatchFileSnapshot('harnesses/origin/expected.yaml');
  const told = new Set([...stderr.matchAll(/\[(F\.\d+)\]/g)].map(([, finding]) => finding));
  expect([...told].sort()).toEqual([
    'F.1',
    'F.10',
    'F.11',
    'F.14',
    'F.15',
    'F.16',
    'F.2',
    'F.3',
    'F.4',
    'F.5',
    'F.6',
    'F.8',
    'F.9',
  ]);
});
