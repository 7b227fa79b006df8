import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startS3 } from '../../rehearsal/emulator/s3/server.ts';
import { Artifact } from './artifact.ts';
import { root as project } from './process.ts';
import { write } from './repository.ts';

const page = readFileSync(join(project, 'docs/prebuilt.md'), 'utf8');

/** The machine of the page is an x86_64. */
test.skipIf(process.arch !== 'x64')(
  'every command of the page about artifacts does what it says',
  async () => {
    const server = await startS3({ buckets: ['my-bucket'] });
    using one = new Artifact();
    try {
      const [, shown] = /```yaml\n([\s\S]*?)```/.exec(page)!;
      const [head, rest] = one.campaign().split(/prebuilt:[\s\S]*?(?=stages:)/);
      write(one.root, { 'campaign.yaml': `${head}${shown}${rest}` });
      const env = {
        ...{ AWS_ENDPOINT_URL_S3: server.url, AWS_REGION: 'us-east-1' },
        ...{ AWS_ACCESS_KEY_ID: server.accessKeyId, AWS_SECRET_ACCESS_KEY: server.secretAccessKey },
      };
      const commands = [...page.matchAll(/^ {4}campaign ([^#\n]*)/gm)].map(([, words]) => words!.trim().split(/ +/));
      expect(commands.length).toBe(5);
      for (const words of commands) {
        const { code, stdout, stderr } = await one.start(words, env).ended;
        expect(code, `${words.join(' ')}: ${stdout}${stderr}`).toBe(0);
      }
      expect([...server.objects('my-bucket').keys()].sort()).toEqual([
        `prebuilt/${one.commit}.tar.zst`,
        `prebuilt/${one.commit}.tar.zst.json`,
      ]);
      expect(readFileSync(join(one.root, 'trust.json'), 'utf8')).toContain('"repo:example/engine:ref:refs/heads/main"');
    } finally {
      await server.close();
    }
  },
  60_000,
);
