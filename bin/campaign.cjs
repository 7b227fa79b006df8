#!/usr/bin/env node
'use strict';
// Starts dist/campaign.cjs with V8's code cache: half of a short command's own time is compiling it. Kept to syntax that
// old Nodes can read, so that they can say what is wrong.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`campaign: this is Node ${process.versions.node}; campaign needs 20.19 or newer\n`);
  process.exit(2);
}

const fs = require('node:fs');
const path = require('node:path');
const bundle = path.join(__dirname, '..', 'dist', 'campaign.cjs');

function cacheFile(code) {
  const { env } = process;
  if (env.CAMPAIGN_NO_CACHE || !process.getuid) return undefined;
  const base = path.isAbsolute(env.XDG_CACHE_HOME || '')
    ? env.XDG_CACHE_HOME
    : env.HOME && path.join(env.HOME, '.cache');
  if (!base || !path.isAbsolute(base)) return undefined;
  // Whoever can write there can run code as us: only a directory that is ours alone will do.
  const directory = path.join(base, 'campaign');
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  const { uid, mode } = fs.lstatSync(directory);
  if (uid !== process.getuid() || (mode & 0o170777) !== 0o040700) return undefined;
  const digest = require('node:crypto').createHash('sha256').update(code).digest('hex').slice(0, 16);
  return path.join(directory, `${process.version}-${process.arch}-${digest}.code`);
}

function load() {
  const code = fs.readFileSync(bundle, 'utf8');
  const wrapper = `(function (exports, require, module, __filename, __dirname) {${code}\n})`;
  let file;
  let cached;
  try {
    file = cacheFile(code);
    cached = file && fs.readFileSync(file);
  } catch {
    // No cache yet, or none to be had.
  }
  const vm = require('node:vm');
  const script = new vm.Script(wrapper, {
    filename: bundle,
    cachedData: cached,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const fresh = cached === undefined || script.cachedDataRejected;
  const module = { exports: {} };
  script.runInThisContext()(
    module.exports,
    require('node:module').createRequire(bundle),
    module,
    bundle,
    path.dirname(bundle),
  );
  return { start: module.exports.start, keep: fresh && file ? () => keep(script, file) : () => {} };
}

/** Keeps what has been compiled by now; only a whole file ever has the name. */
function keep(script, file) {
  try {
    const directory = path.dirname(file);
    const part = `${file}.${process.pid}`;
    fs.writeFileSync(part, script.createCachedData(), { mode: 0o600, flag: 'wx' });
    fs.renameSync(part, file);
    const old = Date.now() - 30 * 86_400_000;
    for (const name of fs.readdirSync(directory)) {
      const other = path.join(directory, name);
      if (other !== file && fs.statSync(other).mtimeMs < old) fs.unlinkSync(other);
    }
  } catch {
    // A slower start next time is all that is lost.
  }
}

if (!fs.existsSync(bundle)) {
  process.stderr.write(`campaign: ${bundle} is missing\n  help: build it: npm ci, in ${path.dirname(__dirname)}\n`);
  process.exit(2);
}
const { start, keep: keepCache } = load();
start().then(exitCode => {
  keepCache();
  process.exit(exitCode);
});
