import { table } from './table.ts';
import type { Tree } from './world.ts';

const PROJECT: Tree = {
  'package.json': JSON.stringify({
    name: 'x',
    scripts: { check: 'node scripts/check.js', lint: 'node Makefile.js lint' },
  }),
  'tests/lib/a.js': '',
  'docs/package.json': JSON.stringify({ name: 'docs' }),
  'Makefile.js': `"use strict";
const path = require("node:path");
require("shelljs/make");
const { echo, exec, exit } = require("shelljs");

const NODE_MODULES = "./node_modules/", // with a slash
	MOCHA = \`\${NODE_MODULES}mocha/bin/_mocha \`,
	TIMEOUT = parseInt(process.env.TIMEOUT, 10) || 10000;

/** Where npm puts it. */
function getBinFile(command) {
	return path.join("node_modules", ".bin", command);
}

target.lint = function ([fix = false] = []) {
	let errors = 0, lastReturn;
	lastReturn = exec(\`\${getBinFile("eslint")} \${fix ? "--fix" : ""} lib\`);
	if (lastReturn.code !== 0) {
		errors++;
	}
	if (errors) {
		exit(1);
	}
};

target.mocha = () => {
	const lastReturn = exec(\`\${MOCHA} -t \${TIMEOUT} "tests/**/*.js"\`);
	if (lastReturn.code !== 0) exit(1);
};

target.test = function () {
	target.mocha();
	target.fuzz({ amount: 150 });
};

target.fuzz = function ({ amount = 1000 } = {}) {
	const { run } = require("./tools/fuzzer");
	run({ amount });
};

target.loose = function () {
	exec("npx mocha tests");
};
`,
};

table('what a target of shelljs runs', PROJECT, [
  ['node Makefile.js lint', 'npx eslint lib', 'whole'],
  ['npm run lint', 'npx eslint lib', 'whole'],
  ['node Makefile.js lint -- fix', 'npx eslint lib', 'no'],
  ['node Makefile mocha', "npx mocha 'tests/lib/*.js'", 'whole'],
  ['node Makefile.js test', 'npx mocha tests/lib/a.js', 'whole'],
  ["npx mocha 'tests/**/*.js'", 'node Makefile.js test', 'part: the only new part is `./Makefile.js …`'],
  ["npx mocha 'tests/**/*.js'", 'node Makefile.js mocha', 'whole'],
  ['node Makefile.js loose', 'npx mocha tests', 'no'],
  ['node Makefile.js lint', 'npx mocha tests', 'no'],
]);

const SCRIPTS: Tree = {
  ...PROJECT,
  'scripts/check.js': `import { execSync, spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const shell = command => execSync(command, { cwd: root, stdio: 'inherit' });

function main() {
  shell('npx eslint lib');
  const { status } = spawnSync('npx', ['tsc', '--noEmit'], { cwd: path.join(root, 'docs') });
  if (status !== 0) process.exit(1);
  if (process.argv.includes('--slow')) {
    shell('npx mocha tests');
  } else {
    shell('npx mocha tests --grep fast');
  }
  spawnSync('npx', ['prettier', '--check', '.']);
}

main();
`,
  'scripts/ci.mjs': `#!/usr/bin/env zx
import { $, cd } from 'zx';
const suite = 'tests';
await $\`npx mocha \${suite}\`;
cd('docs');
await $\`npx eslint lib\`;
`,
  'scripts/tool.ts': `import { execa } from 'execa';

async function run(program: string, args: string[], env: Record<string, string> = {}): Promise<void> {
  await execa(program, args, { stdio: 'inherit', env: { ...process.env, ...env } });
}

await run('npx', ['mocha', 'tests'], { MODE: 'slow' });
await run('npx', ['eslint', 'lib']);
`,
  'scripts/joined.js': `import { execSync } from 'node:child_process';
const words = ['npx', 'mocha', 'tests'];
execSync(words.join(' '));
`,
  'scripts/regex.js': `import 'child_process';
const found = /x/.exec('npx mocha tests');
pattern.exec('npx eslint lib');
`,
};

table('what a script in JavaScript starts', SCRIPTS, [
  ['node scripts/check.js', 'npx eslint lib', 'whole'],
  ['npm run check', 'cd docs && npx tsc --noEmit', 'whole'],
  ['node scripts/check.js', 'npx tsc --noEmit', 'no'],
  ['node scripts/check.js', 'npx prettier --check .', 'no'],
  ['node scripts/check.js --slow', 'npx mocha tests', 'whole'],
  ['node scripts/check.js', 'npx mocha tests --grep fast', 'whole'],
  ['npx zx scripts/ci.mjs', 'npx mocha tests', 'whole'],
  ['npx zx scripts/ci.mjs', 'cd docs && npx eslint lib', 'whole'],
  ['npx zx scripts/ci.mjs', 'npx eslint lib', 'no'],
  ['npx tsx scripts/tool.ts', 'npx eslint lib', 'whole'],
  ['npx tsx scripts/tool.ts', 'MODE=slow npx mocha tests', 'whole'],
  ['npx tsx scripts/tool.ts', 'MODE=fast npx mocha tests', 'no'],
  ['npx mocha tests\nnpx eslint lib', 'npx tsx scripts/tool.ts', 'part: the only new part is `mocha tests`'],
  ['node scripts/joined.js', 'npx mocha tests', 'whole'],
  ['node scripts/regex.js', 'npx mocha tests', 'no'],
  ['node scripts/regex.js', 'npx eslint lib', 'no'],
]);
