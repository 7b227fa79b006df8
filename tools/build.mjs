// Bundles the command into dist/: one CommonJS file that needs nothing but Node, and the bash fragments beside it.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ['cli/entry.ts'],
  bundle: true,
  write: false,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  minifyWhitespace: true,
  // Every import() becomes a require(), also of Node's own modules: code that V8 has cached has no door for a real import().
  supported: { 'dynamic-import': false },
  legalComments: 'none',
  logLevel: 'warning',
  define: { 'import.meta.url': 'campaignBundleUrl' },
  banner: { js: "const campaignBundleUrl=require('node:url').pathToFileURL(__filename).href;" },
}).catch(() => {
  // esbuild has said what is wrong.
  process.exit(1);
});

mkdirSync(dist, { recursive: true });
rmSync(join(dist, 'runtime'), { recursive: true, force: true });
cpSync(join(root, 'interpreter', 'runtime'), join(dist, 'runtime'), { recursive: true });
// Last and in one step: whoever finds the bundle finds all of it.
const { contents } = outputFiles[0];
// bin/campaign.cjs keeps compiled code by this digest.
const digest = createHash('sha256').update(contents).digest('hex').slice(0, 16);
writeFileSync(join(dist, 'campaign.cjs.new'), `// ${digest}\n${Buffer.from(contents)}`);
renameSync(join(dist, 'campaign.cjs.new'), join(dist, 'campaign.cjs'));
