// Bundles the command into dist/: one CommonJS file that needs nothing but Node, one of `lint` alone, the AWS SDK in two others, the
// language server in another, and the bash fragments beside.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

// The AWS SDK is larger than everything else together: only a command that opens an s3:// store loads the one, and only one that
// asks EC2 or Systems Manager the other. Only an editor starts the language server; what that judges campaigns with is the command's.
const apart = [
  { file: 's3-client.cjs', source: 'run/stores/s3-client.ts' },
  { file: 'aws-clients.cjs', source: 'run/cloud/aws-clients.ts' },
  { file: 'language-server.cjs', source: 'cli/lsp/serve.ts' },
];

/** Directories of the packages that are bundled. */
const packages = new Set();

const bundles = {
  'campaign.cjs': await command('cli/entry.ts'),
  // Hooks call it all day: it holds nothing else, so that nothing else is read and compiled.
  'lint.cjs': await command('cli/lint-entry.ts'),
  // And this before it, to see whether there is anything to do.
  'kept-lint.cjs': await command('cli/kept-lint-entry.ts'),
};
// Its CommonJS form would be taken in whole.
const large = await Promise.all(
  apart.map(({ source }) => bundled(source, { minify: true, mainFields: ['module', 'main'] })),
);

/** A bundle that bin/campaign.cjs starts. */
function command(entry) {
  return bundled(entry, {
    minifyWhitespace: true,
    define: { 'import.meta.url': 'campaignBundleUrl' },
    banner: { js: "const campaignBundleUrl=require('node:url').pathToFileURL(__filename).href;" },
    plugins: [
      {
        name: 'what is large apart',
        setup: ({ onResolve }) =>
          onResolve({ filter: /\/(?:s3-client|aws-clients|lsp\/serve)\.ts$/ }, ({ kind, path }) => {
            const { file } = apart.find(({ source }) => source.endsWith(path.replace(/^.*\//, '/')));
            return kind === 'entry-point' ? undefined : { path: `./${file}`, external: true };
          }),
      },
    ],
  });
}

/** One CommonJS file; where it cannot be made, esbuild says why. */
async function bundled(entry, options) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // Every import() becomes a require(), also of Node's own modules: code that V8 has cached has no door for a real import().
    supported: { 'dynamic-import': false },
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    ...options,
  }).catch(() => process.exit(1));
  for (const input of Object.keys(metafile.inputs)) {
    const [directory] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? [];
    if (directory) packages.add(directory);
  }
  return outputFiles[0].contents;
}

/**
 * esbuild escapes all but ASCII in strings; what is left stands in regular expressions, where the escape means the same. A text that is
 * ASCII is read four times faster.
 */
function ascii(text) {
  return text.replace(/[^\0-\x7f]/g, letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** What the licences of the bundled packages ask for: their texts travel with the code. */
function licences() {
  const texts = [...packages].sort().map(directory => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, directory, 'package.json'), 'utf8'));
    const file = readdirSync(join(root, directory)).find(each => /^licen[cs]e/i.test(each));
    const text = file === undefined ? '' : `\n\n${readFileSync(join(root, directory, file), 'utf8').trim()}`;
    return `${name} ${version}, ${license}${text}\n`;
  });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

mkdirSync(dist, { recursive: true });
rmSync(join(dist, 'runtime'), { recursive: true, force: true });
cpSync(join(root, 'interpreter', 'runtime'), join(dist, 'runtime'), { recursive: true });
writeFileSync(join(dist, 'LICENCES.txt'), licences());
for (const [index, { file }] of apart.entries()) {
  writeFileSync(join(dist, `${file}.new`), large[index]);
  renameSync(join(dist, `${file}.new`), join(dist, file));
}
const fragments = readdirSync(join(dist, 'runtime')).sort();
const runtime = fragments.map(name => readFileSync(join(dist, 'runtime', name), 'utf8')).join('\0');
// Last and in one step each: whoever finds a bundle finds all of it.
for (const [name, bundle] of Object.entries(bundles)) {
  const text = ascii(Buffer.from(bundle).toString('utf8'));
  // What is kept of it is kept by this digest: compiled code, and what it has said, for which the runtime counts too.
  const digest = createHash('sha256').update(text).update(runtime).digest('hex').slice(0, 16);
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${text}\n})`;
  writeFileSync(join(dist, `${name}.new`), `// ${digest}\n${wrapped}`);
}
for (const name of readdirSync(dist)) if (name.endsWith('.code')) rmSync(join(dist, name));
for (const name of Object.keys(bundles)) renameSync(join(dist, `${name}.new`), join(dist, name));
compileAhead();

/**
 * Half of a lint that finds nothing kept is compiling, and a quarter of other commands. What V8 has compiled for two lints of the campaigns
 * of this repository, and for the plan of one, goes beside the bundles: bin/campaign.cjs uses it where the same Node starts them, as
 * it does where a hook's environment was built by npm.
 */
function compileAhead() {
  const cache = mkdtempSync(join(tmpdir(), 'campaign-build-'));
  const { CAMPAIGN_NO_CACHE: _, ...env } = process.env;
  const lint = ['lint', 'campaign.yaml', 'examples'];
  const plan = ['plan', 'campaign.yaml'];
  try {
    for (const words of [lint, lint, plan])
      spawnSync(process.execPath, [join(root, 'bin', 'campaign.cjs'), ...words], {
        cwd: root,
        env: { ...env, XDG_CACHE_HOME: cache },
        stdio: 'ignore',
      });
    const compiled = join(cache, 'campaign');
    // Without the time at which the bundle was written: it is another one when a package has been unpacked.
    for (const name of existsSync(compiled) ? readdirSync(compiled) : [])
      if (name.endsWith('.code'))
        writeFileSync(join(dist, name.replace(/-\d+\.code$/, '.code')), readFileSync(join(compiled, name)));
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}
