import { expect, test } from 'vitest';
import { linksOf } from '../../cli/links.ts';
import type { RunStore } from '../../run/store.ts';
import { openFileStore } from '../../run/stores/file.ts';
import { temporary, write } from './repository.ts';

const ref = { campaign: 'tpch', runId: 'one' };

function links(store: Pick<RunStore, 'url' | 'place'>, cwd: string, env: Record<string, string> = {}) {
  const context = { cwd, io: { env } } as unknown as Parameters<typeof linksOf>[1];
  return linksOf({ store: store as RunStore, ref, page: `${cwd}/report.html` }, context, 's3://b/some where');
}

const bucket = {
  url: 's3://b/p',
  place: (run: typeof ref, key: string) => `s3://b/p/${run.campaign}/${run.runId}/${key}`,
};

test('what lies in a bucket is linked in the console of AWS, unless the bucket is elsewhere', () => {
  const cwd = temporary();
  const { href, meaning, command } = links(bucket, cwd);
  expect(href('stages/s[sf=1]/a&b "c"')).toBe(
    'https://s3.console.aws.amazon.com/s3/object/b?prefix=p%2Ftpch%2Fone%2Fstages%2Fs%5Bsf%3D1%5D%2Fa%26b%20%22c%22',
  );
  expect(meaning).toContain('console of AWS');
  expect(command).toBe("campaign fetch one --store 's3://b/some where'");
  for (const name of ['AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL'])
    expect(links(bucket, cwd, { [name]: 'http://127.0.0.1:9000' }).href('stages/s/log')).toBeUndefined();
});

test('what was fetched of another run, or was not fetched, is not taken for it', () => {
  const cwd = temporary();
  const store = openFileStore(`${cwd}/store`);
  const stored = (key: string) => `file://${cwd}/store/tpch/one/${key}`;
  write(cwd, { 'run.json': '{"runId":"two"}', 'stages/s/log': 'of another run\n' });
  expect(links(store, cwd).href('stages/s/log')).toBe(stored('stages/s/log'));
  write(cwd, { 'campaign-results/one/stages/s/log': 'fetched\n' });
  const fetched = links(store, cwd);
  expect(fetched.href('stages/s/log')).toBe('campaign-results/one/stages/s/log');
  expect(fetched.href('stages/t/log')).toBe(stored('stages/t/log'));
  write(cwd, { 'run.json': '{"runId":"one"}' });
  expect(links(store, cwd).href('stages/s/log')).toBe('stages/s/log');
  write(cwd, { 'run.json': 'null' });
  expect(links(store, cwd).href('stages/s/log')).toBe('campaign-results/one/stages/s/log');
});
