import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Told {
  readonly s3: { readonly url: string; readonly buckets: readonly string[] };
  readonly imds: { readonly url: string };
  readonly control: { readonly url: string };
}

async function serving(body: (told: Told, end: () => void) => Promise<void>): Promise<number | null> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(root, 'rehearsal/emulator/serve.ts'), '--bucket', 'one', '--bucket', 'two'],
    { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const exit = once(child, 'exit') as Promise<[number | null]>;
  try {
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    await body(JSON.parse(line.toString()), () => child.stdin.end());
  } finally {
    child.stdin.end();
  }
  return (await exit)[0];
}

const at = async (url: string, init: RequestInit = {}) => {
  const answer = await fetch(url, init);
  return { status: answer.status, text: (await answer.text()).trim() };
};

test('the emulator as a process says where it is and ends with its standard input', async () => {
  const status = await serving(async ({ s3, imds }) => {
    expect(s3.buckets).toEqual(['one', 'two']);
    expect((await at(`${s3.url}/one`)).status).toBe(403);
    expect((await at(`${imds.url}latest/meta-data/`)).status).toBe(401);
  });
  expect(status).toBe(0);
});

test('another process switches faults and metadata, also while the store does not listen', async () => {
  await serving(async ({ s3, imds, control }) => {
    const post = (rule: string) => at(`${control.url}/s3/faults`, { method: 'POST', body: rule });
    expect(await post('{"fault":"refuse","operation":"ListObjects"}')).toEqual({ status: 200, text: '{"id":1}' });
    await expect(fetch(`${s3.url}/one`)).rejects.toThrow();
    await expect(fetch(`${s3.url}/one`)).rejects.toThrow();
    expect((await at(`${control.url}/s3/faults`)).text).toBe(
      '[{"id":1,"fault":"refuse","operation":"ListObjects","hits":1}]',
    );
    expect((await at(`${control.url}/s3/faults/1`, { method: 'DELETE' })).status).toBe(200);
    expect((await at(`${s3.url}/one`)).status).toBe(403);

    const notice = '{"action":"stop","time":"2026-01-01T00:00:00Z"}';
    await at(`${control.url}/imds/spot/instance-action`, { method: 'PUT', body: notice });
    const made = await at(`${imds.url}latest/api/token`, {
      method: 'PUT',
      headers: { 'x-aws-ec2-metadata-token-ttl-seconds': '60' },
    });
    const headers = { 'x-aws-ec2-metadata-token': made.text };
    expect(await at(`${imds.url}latest/meta-data/spot/instance-action`, { headers })).toEqual({
      status: 200,
      text: notice,
    });

    expect(await post('{"fault":"no-such"}')).toEqual({ status: 400, text: '{"error":"fault: \\"no-such\\""}' });
    expect(await post('{"fault":"hang","kye":"x"}')).toEqual({ status: 400, text: '{"error":"kye: \\"x\\""}' });
    expect(await at(`${control.url}/s3/objects/three`)).toEqual({ status: 404, text: '' });
    expect(await at(`${control.url}/s3/objects/two`)).toEqual({ status: 200, text: '[]' });
  });
});
