import { expect, test } from 'vitest';
import { CRATES } from '../../lint/toolchain/crates.ts';
import { GO_MODULES } from '../../lint/toolchain/go-modules.ts';
import { PYTHON_PACKAGES } from '../../lint/toolchain/python-packages.ts';
import { lint } from './world.ts';

test('every row names a package, what it needs on both images, why, and where that is from', () => {
  for (const { names, al2023, ubuntu, why, source } of [...CRATES, ...GO_MODULES, ...PYTHON_PACKAGES]) {
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(al2023).size).toBe(al2023.length);
    expect(al2023.length + ubuntu.length).toBeGreaterThan(0);
    for (const name of [...al2023, ...ubuntu]) expect(name).toMatch(/^[a-zA-Z0-9][\w.+-]*$/);
    expect(why.length).toBeGreaterThan(5);
    expect(source.length).toBeGreaterThan(5);
  }
});

const crate = (name: string, ...dependencies: string[]) =>
  `[[package]]\nname = "${name}"\nversion = "1.0.0"\nsource = "registry+https://x"\ndependencies = [\n${dependencies.map(one => ` "${one}",\n`).join('')}]\n\n`;
const root = (...dependencies: string[]) =>
  `[[package]]\nname = "engine"\nversion = "0.1.0"\ndependencies = [\n${dependencies.map(one => ` "${one}",\n`).join('')}]\n\n`;

async function missing(
  machine: string,
  files: Record<string, string>,
  run = 'cargo build --release',
): Promise<readonly string[]> {
  const campaign = `campaign: w\nversion: 1\nlimits: { wall: 9h, stage: 10m }\nmachine: { ${machine} }\nstages:\n  a:\n    run: ${run}\n`;
  const { findings } = await lint({ campaign, files });
  return findings
    .filter(({ rule }) => rule === 'missing-package')
    .flatMap(({ message }) => [...message.matchAll(/`([\w.+-]+)`/g)].map(match => match[1]!));
}

test('edges of Cargo.lock decide', async () => {
  const lock = root('openssl-sys') + crate('openssl-sys', 'cc') + crate('openssl-src', 'cc') + crate('alsa-sys');
  expect(await missing('image: al2023, packages: [gcc]', { 'Cargo.lock': lock })).toEqual([
    'openssl-sys',
    'openssl-devel',
    'pkgconf-pkg-config',
  ]);
  const vendored = lock.replace(
    'name = "openssl-sys"\nversion = "1.0.0"\nsource = "registry+https://x"\ndependencies = [\n',
    match => `${match} "openssl-src",\n`,
  );
  expect(await missing('image: al2023, packages: [gcc, make, perl]', { 'Cargo.lock': vendored })).toEqual([]);
  expect((await missing('image: al2023, packages: [gcc, make]', { 'Cargo.lock': vendored })).slice(0, 3)).toEqual([
    'openssl-sys',
    'perl-interpreter',
    'perl-lib',
  ]);
});

test('what the machine brings, another way, or nothing to compile is no finding', async () => {
  const lock = root('prost-build') + crate('prost-build');
  expect(await missing('image: ubuntu-24.04, packages: [build-essential]', { 'Cargo.lock': lock })).toEqual([
    'prost-build',
    'protobuf-compiler',
    'libprotobuf-dev',
  ]);
  expect(
    await missing('image: al2023, packages: [gcc]', { 'Cargo.lock': lock }, 'PROTOC=/opt/protoc cargo build'),
  ).toEqual([]);
  expect(
    await missing('image: al2023, packages: [gcc]', {
      'Cargo.lock': root('prost-build', 'protoc-bin-vendored') + crate('prost-build') + crate('protoc-bin-vendored'),
    }),
  ).toEqual([]);
  expect(await missing('image: al2023', { 'Cargo.lock': lock }, './bench')).toEqual([]);
  expect(await missing('image: my-own', { 'Cargo.lock': lock })).toEqual([]);
  expect(await missing('image: al2023', {})).toEqual(['gcc']);
});

test('Python packages and Go modules are read too', async () => {
  const files = { 'requirements.txt': 'numpy==2.1.0\npsycopg2==2.9.10\n' };
  expect(await missing('image: al2023, packages: [gcc]', files, 'pip install -r requirements.txt')).toEqual([
    'psycopg2',
    'python3-devel',
    'libpq-devel',
  ]);
  const go = { 'go.mod': 'module x\n\nrequire (\n\tgithub.com/mattn/go-sqlite3 v1.14.24\n)\n' };
  expect(await missing('image: al2023', go, 'go build ./...')).toEqual(['gcc']);
  expect(await missing('image: al2023', go, 'CGO_ENABLED=0 go build ./...')).toEqual([]);
});

const UV = `version = 1

[[package]]
name = "app"
source = { virtual = "." }
dependencies = [
    { name = "requests" },
    { name = "pywin32", marker = "sys_platform == 'win32'" },
]

[package.optional-dependencies]
postgres = [
    { name = "psycopg2" },
]

[package.dev-dependencies]
dev = [
    { name = "python-ldap" },
]

[package.metadata]
requires-dist = [{ name = "psycopg2", marker = "extra == 'postgres'" }]

[[package]]
name = "psycopg2"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "python-ldap"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "pywin32"
source = { registry = "https://pypi.org/simple" }
dependencies = [{ name = "pygraphviz" }]

[[package]]
name = "pygraphviz"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "requests"
source = { registry = "https://pypi.org/simple" }
dependencies = [{ name = "mysqlclient" }]

[[package]]
name = "mysqlclient"
source = { registry = "https://pypi.org/simple" }
`;
const POETRY = `[[package]]
name = "psycopg2"
optional = true
groups = ["main"]
markers = "extra == \\"pg\\""

[[package]]
name = "mysqlclient"
optional = false
groups = ["dev"]

[[package]]
name = "pygraphviz"
optional = false
groups = ["main", "dev"]

[[package]]
name = "python-ldap"
optional = false
groups = ["main"]
markers = "sys_platform == \\"darwin\\""
`;
const PYPROJECT = `[project]
dependencies = [
  "requests",
  "mysqlclient>=2",
]

[project.optional-dependencies]
pg = [
  "psycopg2>=2.9",
]

[build-system]
requires = ["hatchling"]
`;
const REQUIREMENTS = 'mysqlclient==2.2.4 ; sys_platform == "win32"\npsycopg2==2.9.9 ; python_version >= "3.9"\n';

test.each([
  ['uv sync --frozen', { 'uv.lock': UV }, ['mysqlclient', 'python-ldap']],
  ['uv sync --frozen --no-dev', { 'uv.lock': UV }, ['mysqlclient']],
  ['uv sync --extra postgres', { 'uv.lock': UV }, ['psycopg2', 'mysqlclient', 'python-ldap', 'pygraphviz']],
  ['uv pip install ruff==0.6.0', { 'uv.lock': UV }, []],
  ['uv tool install ruff==0.6.0', { 'uv.lock': UV }, []],
  ['poetry install', { 'poetry.lock': POETRY }, ['mysqlclient', 'pygraphviz']],
  ['poetry install --only main', { 'poetry.lock': POETRY }, ['pygraphviz']],
  ['poetry install --without dev -E pg', { 'poetry.lock': POETRY }, ['psycopg2', 'pygraphviz']],
  ['pip install .', { 'pyproject.toml': PYPROJECT }, ['mysqlclient']],
  ["pip install '.[pg]'", { 'pyproject.toml': PYPROJECT }, ['psycopg2', 'mysqlclient']],
  ['pip install -r requirements.txt', { 'requirements.txt': REQUIREMENTS }, ['psycopg2']],
] as const)('%s', async (run, files, packages) => {
  const found = await missing('image: al2023', files, run);
  expect(found.filter(name => PYTHON_PACKAGES.some(({ names }) => names.includes(name))).sort()).toEqual(
    [...packages].sort(),
  );
});

const rust = (...crates: readonly string[]) => ({
  'Cargo.lock': root(...crates) + crates.map(one => crate(one)).join(''),
});
const PROST = rust('prost-build');
const ZLIB = rust('libz-ng-sys');
const GO = { 'go.mod': 'module x\n\nrequire (\n\tgithub.com/mattn/go-sqlite3 v1.14.24\n)\n' };
const pty = (more: string, files: Record<string, string> = {}) => ({
  'package-lock.json': `{"packages": {"node_modules/node-pty": {"version": "1.0.0", ${more} "hasInstallScript": true}}}\n`,
  ...files,
});
const GCC = 'image: al2023, packages: [gcc, make]';
const RUN = 'cargo run --release';
const linked = (target: string) => ({
  ...rust('libc'),
  '.cargo/config.toml': `[target.${target}]\nlinker = "clang"\n`,
});
const developed = (more = '') => ({
  ...ZLIB,
  'Cargo.toml': `[package]\nname = "engine"\nversion = "0.1.0"\n\n[dependencies]\nserde = "1"\n${more}\n[dev-dependencies]\nlibz-ng-sys = "1"\n`,
});

test.each<readonly [machine: string, files: Record<string, string>, run: string, missing: readonly string[]]>([
  // Crates call tools that releases, pip and snap bring too.
  [`${GCC}, setup: unzip -o protoc-27.0-linux-x86_64.zip -d /usr/local`, PROST, RUN, []],
  [
    `${GCC}, setup: unzip -o data-27.0-linux-x86_64.zip -d /usr/local`,
    PROST,
    RUN,
    ['prost-build', 'protobuf-compiler', 'protobuf-devel'],
  ],
  [`${GCC}, setup: pip install cmake==3.30.5`, ZLIB, RUN, []],
  [`${GCC}, setup: snap install cmake --classic`, ZLIB, RUN, []],
  [`${GCC}, setup: snap install aws-cli --classic`, ZLIB, RUN, ['libz-ng-sys', 'cmake']],
  [`${GCC}, setup: pip install -r tools.txt`, { ...ZLIB, 'tools.txt': 'cmake==3.30.5\n' }, RUN, []],
  [
    `${GCC}, setup: pip install -r tools.txt`,
    { ...ZLIB, 'tools.txt': 'ninja==1.11.1\n' },
    RUN,
    ['libz-ng-sys', 'cmake'],
  ],
  // The package makes it `cc`.
  ['image: ubuntu-24.04, packages: [clang]', rust('libc'), RUN, []],
  ['image: ubuntu-24.04, packages: [clang-18]', rust('libc'), RUN, ['build-essential']],
  [GCC, { ...PROST, '.cargo/config.toml': '[env]\nPROTOC = { value = "tools/protoc", relative = true }\n' }, RUN, []],
  [
    GCC,
    { ...PROST, '.cargo/config.toml': '[alias]\nPROTOC = "run"\n' },
    RUN,
    ['prost-build', 'protobuf-compiler', 'protobuf-devel'],
  ],
  [GCC, rust('prost-build', 'protox'), RUN, []],
  // What one develops with.
  [GCC, developed(), RUN, []],
  [GCC, developed(), 'cargo build --release --workspace', []],
  [GCC, developed(), 'cargo run --release --example tpch', ['libz-ng-sys', 'cmake']],
  [GCC, developed(), 'cargo bench run', ['libz-ng-sys', 'cmake']],
  [GCC, developed('zlib = { package = "libz-ng-sys", version = "1" }\n'), RUN, ['libz-ng-sys', 'cmake']],
  [GCC, developed('\n[build-dependencies.libz-ng-sys]\nversion = "1"\n'), RUN, ['libz-ng-sys', 'cmake']],
  // Linkers of targets that nothing is compiled for.
  [`${GCC}, type: c7i.large`, linked('aarch64-unknown-linux-gnu'), RUN, []],
  [`${GCC}, type: c7g.large`, linked('aarch64-unknown-linux-gnu'), RUN, ['clang', 'clang']],
  [`${GCC}, type: c7i.large`, linked('x86_64-unknown-linux-gnu'), RUN, ['clang', 'clang']],
  [GCC, linked('x86_64-unknown-linux-musl'), RUN, []],
  [GCC, linked('x86_64-unknown-linux-musl'), `${RUN} --target x86_64-unknown-linux-musl`, ['clang', 'clang']],
  // What an environment brings.
  ['image: ubuntu-24.04', {}, 'micromamba run -n b cmake -B build', []],
  ['image: ubuntu-24.04, packages: [g++]', {}, 'nice cmake -B build', ['cmake']],
  // Another module, and none of C.
  ['image: al2023', GO, 'go install golang.org/x/perf/cmd/benchstat@v0.1.0', []],
  ['image: al2023', GO, 'go install ./cmd/x', ['gcc']],
  ['image: al2023, setup: go env -w CGO_ENABLED=0', GO, 'go build ./cmd/x', []],
  // What npm does not compile, or goes on without.
  ['image: al2023', pty(''), 'npm ci', ['node-pty', 'gcc-c++', 'make']],
  ['image: al2023', pty('"dev": true,'), 'npm ci --omit=dev', []],
  ['image: al2023', pty('"dev": true,'), 'npm ci', ['node-pty', 'gcc-c++', 'make']],
  ['image: al2023', pty('"optional": true,'), 'npm ci', []],
  ['image: al2023', pty(''), 'npm install -g pnpm@9.1.0', []],
  ['image: al2023', pty('', { '.npmrc': 'ignore-scripts=true\n' }), 'npm ci', []],
])('%s; %o; %s', async (machine, files, run, packages) => {
  const found = await missing(machine, files, run);
  expect(found.filter(name => !/\.(com|cargo)/.test(name))).toEqual(packages);
});
