#!/usr/bin/env node
'use strict';
// Starts a bundle of dist/ with V8's code cache: half of a short command's own time is compiling it. Kept to syntax that
// old Nodes can read, so that they can say what is wrong.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`campaign: this is Node ${process.versions.node}; campaign needs 20.19 or newer\n`);
  process.exit(2);
}

const fs = require('node:fs');
const path = require('node:path');
const dist = path.join(__dirname, '..', 'dist');
// Options may come before the command's name: then the whole bundle does it, as well and later.
const isLint = process.argv[2] === 'lint';

/** Where what was worked out is kept for the next time; `undefined` where it cannot be. */
function cacheDirectory() {
  const { env } = process;
  if (env.CAMPAIGN_NO_CACHE || !process.getuid) return undefined;
  const base = path.isAbsolute(env.XDG_CACHE_HOME || '')
    ? env.XDG_CACHE_HOME
    : env.HOME && path.join(env.HOME, '.cache');
  if (!base || !path.isAbsolute(base)) return undefined;
  // Whoever can write there can run code as us: only a directory that is ours alone will do.
  const directory = path.join(base, 'campaign');
  // One by one: where a parent cannot hold directories, such as /proc, Node's recursive way never ends.
  for (const one of [base, directory]) if (!fs.existsSync(one)) fs.mkdirSync(one, { mode: 0o700 });
  const { uid, mode } = fs.lstatSync(directory);
  return uid === process.getuid() && (mode & 0o170777) === 0o040700 ? directory : undefined;
}

/** Where code that V8 has compiled of a bundle may be: what the build has brought, and what is the user's own. */
function codeFiles(bundle, code, directory) {
  // The engine itself only compares lengths. The digest that the build has put into the first line tells builds apart, the rest
  // tells a bundle that somebody has edited.
  const digest = /^\/\/ ([0-9a-f]{16})\n/.exec(code)[1];
  const name = `${process.version}-${process.arch}-${digest}`;
  const { size, mtimeMs } = fs.statSync(bundle);
  return {
    brought: path.join(dist, `${name}-${size}.code`),
    own: directory && path.join(directory, `${name}-${size}-${Math.round(mtimeMs)}.code`),
  };
}

function readIfThere(file) {
  try {
    return file && fs.readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Loads a bundle; `keep` is to be called when it has done its work. */
function load(name, directory) {
  const bundle = path.join(dist, name);
  // A function that makes the module, in ASCII, which is the fastest to read as this; put together here, it would be copied.
  const code = fs.readFileSync(bundle, 'latin1');
  const { brought, own } = codeFiles(bundle, code, directory);
  const kept = readIfThere(own);
  const { Script } = require('node:vm');
  const script = new Script(code, { filename: bundle, cachedData: kept || readIfThere(brought) });
  const fresh = kept === undefined || script.cachedDataRejected;
  const module = { exports: {} };
  script.runInThisContext()(
    module.exports,
    // Most bundles want Node's own modules alone, and what makes a `require` takes longer to load than that.
    name => (name[0] === '.' ? require('node:module').createRequire(bundle)(name) : require(name)),
    module,
    bundle,
    path.dirname(bundle),
  );
  return { start: module.exports.start, keep: fresh && own ? () => keep(script, own) : () => {} };
}

/** Keeps what has been compiled by now; only a whole file ever has the name. */
function keep(script, file) {
  try {
    const directory = path.dirname(file);
    const part = `${file}.${process.pid}`;
    fs.writeFileSync(part, script.createCachedData(), { mode: 0o600, flag: 'wx' });
    fs.renameSync(part, file);
    const others = fs
      .readdirSync(directory)
      .filter(name => /\.code(\.|$)/.test(name))
      .map(name => path.join(directory, name));
    const age = other => fs.statSync(other).mtimeMs;
    // Enough for two versions of Node and of campaign.
    for (const other of others.sort((a, b) => age(b) - age(a)).slice(12)) fs.unlinkSync(other);
  } catch {
    // A slower start next time is all that is lost.
  }
}

async function run() {
  let directory;
  try {
    directory = cacheDirectory();
  } catch {
    // There is none to be had.
  }
  if (isLint && directory) {
    // Where nothing has changed since the last time, it has said all there is to say.
    const again = load('kept-lint.cjs', directory);
    const exitCode = await again.start(directory);
    if (exitCode !== undefined) {
      // Only now has it run as a whole.
      again.keep();
      return exitCode;
    }
  }
  // A command is over before optimising it has paid: on Node 20 this makes a lint of 16 stages a quarter faster, and one of 1,600
  // a third. Young objects get room at once, instead of in steps with a collection each: another twenty-fifth. Most patterns are tried
  // some times: to compile them once is a twenty-fifth again. The V8 of Node 22 and later does not know the first flag and complains
  // on stderr. A language server stays, and is optimised.
  if (major === 20 && !process.argv.includes('lsp'))
    require('node:v8').setFlagsFromString(
      '--interrupt-budget=1000000 --semi-space-growth-factor=8 --no-regexp-tier-up',
    );
  const command = load(isLint ? 'lint.cjs' : 'campaign.cjs', directory);
  const exitCode = await command.start(directory);
  command.keep();
  return exitCode;
}

if (!fs.existsSync(path.join(dist, 'campaign.cjs'))) {
  process.stderr.write(`campaign: ${dist} is missing\n  help: build it: npm ci, in ${path.dirname(__dirname)}\n`);
  process.exit(2);
}
run().then(exitCode => process.exit(exitCode));
