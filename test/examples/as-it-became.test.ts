import { afterEach, expect, test } from 'vitest';
import { findings } from './command.ts';
import { type OriginRepository, originRepository } from './origin-repository.ts';

let repository: OriginRepository;
afterEach(() => repository.remove());

test('the mistakes that came back in other words are found at their lines', async () => {
  repository = originRepository({});
  const at = { cwd: repository.directory, env: repository.env };
  expect(await findings('as-it-became.campaign.yaml', at)).toEqual([
    '22 world-writable',
    '23 unguarded-glob',
    '36 truncated-log generate',
    '43 exit-zero-on-missing avx-benches',
    '45 prebuilt-mismatch avx-benches',
    '45 truncated-log avx-benches',
    '45 swallowed-failure avx-benches',
    '49 no-completeness-check triangulation',
    '49 spot-without-retry triangulation',
    '51 set-e-toggle triangulation',
    '55 swallowed-failure triangulation',
    '63 unpinned other-engine',
    '63 foreign-log other-engine',
  ]);
});
