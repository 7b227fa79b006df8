import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { awsCommands } from './aws-commands.ts';
import { awsEnvironment, s3 } from './s3.ts';

const run = promisify(execFile);

function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'campaign-tls-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** What the clients trust for the length of a test. */
function certificate(directory: string) {
  const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const words = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', [...words, ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return { path: cert, tls: { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') } };
}

// Over http the same commands send their checksums as a header: what production sends is seen over https only.
test.each(awsCommands)('over https $name is held to its checksums too', async ({ path, major }) => {
  const cwd = scratch();
  const { path: bundle, tls } = certificate(cwd);
  await using server = await s3({ tls });
  const env = { ...awsEnvironment(server), AWS_CA_BUNDLE: bundle, AWS_MAX_ATTEMPTS: '1' };
  const aws = (...words: string[]) => run(path, ['--endpoint-url', server.url, ...words], { cwd, env });
  const large = Buffer.alloc(9_000_000, 'large ');
  writeFileSync(join(cwd, 'large'), large);
  writeFileSync(join(cwd, 'small'), 'small\n');
  await aws('s3', 'cp', 'large', 's3://results/large');
  await aws('s3', 'cp', 'small', 's3://results/small');
  expect(server.objects('results').get('large')?.body.equals(large)).toBe(true);
  const small = server.objects('results').get('small')!;
  expect(small.body.toString()).toBe('small\n');
  expect(small.checksum).toEqual(
    major === 1 ? { algorithm: 'CRC32', value: 'thwCpw==', type: 'FULL_OBJECT' } : undefined,
  );
  await aws('s3', 'cp', 's3://results/large', 'back');
  expect(readFileSync(join(cwd, 'back')).equals(large)).toBe(true);
});
