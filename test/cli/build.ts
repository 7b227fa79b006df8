import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const rooms = [
  'schema',
  'plan',
  'lint',
  'interpreter',
  'run',
  'rehearsal',
  'report',
  'editor',
  'cli',
  'tools/build.mjs',
  'package.json',
];

/** Builds the bundle once before all tests, if a source is younger: tests of the command drive the real one. */
export default function build(): void {
  const bundle = statSync(join(root, 'dist/campaign.cjs'), { throwIfNoEntry: false });
  if (bundle && bundle.mtimeMs >= Math.max(...rooms.map(newest))) return;
  try {
    execFileSync(process.execPath, ['tools/build.mjs'], { cwd: root, stdio: ['ignore', 'inherit', 'pipe'] });
  } catch (error) {
    // Tests that need no bundle can still tell what they have to tell.
    process.stderr.write(
      `the bundle does not build: node tools/build.mjs says\n${(error as { stderr?: Buffer }).stderr ?? error}\n`,
    );
  }
}

function newest(path: string): number {
  const entry = statSync(join(root, path));
  if (!entry.isDirectory()) return entry.mtimeMs;
  const times = readdirSync(join(root, path), { recursive: true, encoding: 'utf8' }).map(
    name => statSync(join(root, path, name)).mtimeMs,
  );
  return Math.max(entry.mtimeMs, ...times);
}
