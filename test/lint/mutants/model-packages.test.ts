import type { Example } from '../../../lint/example.ts';
import { found } from './mutants.ts';

const lock = (...crates: readonly string[]) =>
  crates
    .map(crate => {
      const [name, ...deps] = crate.split(' ');
      const dependencies = deps.length ? `dependencies = [\n${deps.map(dep => ` "${dep}",\n`).join('')}]\n` : '';
      return `[[package]]\nname = "${name}"\nversion = "1.2.3"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\n${dependencies}`;
    })
    .join('\n');
const world = (files: Record<string, string>): Partial<Example> => ({ files });
const cargo = (...crates: readonly string[]) =>
  world({
    'Cargo.lock': `version = 4\n\n${lock(...crates)}\n[[package]]\nname = "core"\nversion = "0.1.0"\ndependencies = [\n${crates.map(crate => ` "${crate.split(' ')[0]}",\n`).join('')}]\n`,
  });
const BUILD = 'cargo build --release --features parallel\n@B';
const image = (name: string, packages: string, more = ''): readonly (readonly [string, string])[] => [
  ['image: al2023', `image: ${name}`],
  ['packages: [gcc]', `packages: [${packages}]${more}`],
  ['user: ec2-user', 'user: ubuntu'],
];
const gcc = (packages: string, more = ''): readonly (readonly [string, string])[] => [
  ['packages: [gcc]', `packages: [${packages}]${more}`],
];
const setup = (text: string) => `\n  setup: |\n    ${text}`;
const uv = (name: string, wheels: string) =>
  `version = 1\nrequires-python = ">=3.12"\n\n[[package]]\nname = "${name}"\nversion = "2.9.9"\nsource = { registry = "https://pypi.org/simple" }\nsdist = { url = "https://files.pythonhosted.org/packages/x/${name}-2.9.9.tar.gz", hash = "sha256:aa" }\n${wheels}`;
const PIP = '/opt/venv/bin/pip install --require-hashes -r requirements.txt\n';
const instead = (install: string): readonly (readonly [string, string])[] => [[PIP, `${install}\n`]];
const npmLock = (name: string, more = '"hasInstallScript": true, ') =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: { '': { dependencies: { [name]: '1.0.0' } }, [`node_modules/${name}`]: { version: '1.0.0' } },
  }).replace('{"version"', `{${more}"version"`) + '\n';

const pipfile = (first: string, develop: string) =>
  `${JSON.stringify({ _meta: {}, default: { [first]: { version: '==1.0.0' } }, develop: { [develop]: { version: '==1.0.0' } } }, null, 4)}\n`;

found(
  'missing-package',
  [
    ['cpp', './gradlew jmhJar\n@B'],
    ['cpp', { run: 'mvn -q package\n@B', swap: [['image: al2023', 'image: ubuntu-24.04']] }],
    ['rust', { run: BUILD, world: cargo('openssl-sys cc libc pkg-config') }],
    [
      'rust',
      { run: BUILD, swap: image('ubuntu-24.04', 'build-essential'), world: cargo('openssl-sys cc libc pkg-config') },
    ],
    ['rust', { run: BUILD, world: cargo('openssl-sys cc openssl-src pkg-config', 'openssl-src cc') }],
    ['rust', { run: BUILD, world: cargo('prost-build bytes', 'bytes') }],
    ['rust', { run: BUILD, world: cargo('librdkafka-sys', 'rdkafka-sys cmake libc', 'cmake cc') }],
    ['rust', { run: BUILD, world: cargo('pq-sys libc') }],
    ['rust', { run: BUILD, world: cargo('libduckdb-sys cc') }],
    [
      'rust',
      { swap: [['packages: [gcc]', 'packages: [git]\n  setup: |\n    cargo build --release --features parallel']] },
    ],
    ['python', { swap: instead('/opt/venv/bin/pip install --require-hashes --no-binary :all: -r requirements.txt') }],
    [
      'python',
      {
        swap: instead('/opt/venv/bin/pip install -r requirements.txt'),
        world: world({ 'requirements.txt': 'psycopg2==2.9.9\n' }),
      },
    ],
    [
      'python',
      { swap: instead('uv sync --frozen'), world: world({ 'uv.lock': uv('psycopg2', ''), 'requirements.txt': '' }) },
    ],
    [
      'python',
      {
        swap: instead('poetry install --no-interaction'),
        world: world({
          'poetry.lock':
            '[[package]]\nname = "mysqlclient"\nversion = "2.2.4"\noptional = false\npython-versions = ">=3.8"\nfiles = [\n    {file = "mysqlclient-2.2.4.tar.gz", hash = "sha256:aa"},\n]\n',
        }),
      },
    ],
    [
      'python',
      {
        swap: instead('/opt/venv/bin/pip install -r requirements.txt'),
        world: world({ 'requirements.txt': 'pygraphviz==1.14\n' }),
      },
    ],
    [
      'go',
      {
        run: 'go build -o /tmp/x ./cmd/kvbench\n@B',
        world: world({
          'go.sum': 'github.com/mattn/go-sqlite3 v1.14.24 h1:a=\ngithub.com/mattn/go-sqlite3 v1.14.24/go.mod h1:b=\n',
          'go.mod': 'module example.org/kvstore\n\ngo 1.22\n\nrequire github.com/mattn/go-sqlite3 v1.14.24\n',
        }),
      },
    ],
    [
      'node',
      {
        run: 'pnpm install --frozen-lockfile\n@B',
        world: world({
          'pnpm-lock.yaml':
            "lockfileVersion: '9.0'\npackages:\n\n  node-rdkafka@3.2.0:\n    resolution: {integrity: sha512-a==}\n    engines: {node: '>=16'}\n",
        }),
      },
    ],
    ['cpp', { run: 'cmake -S . -B b2\n@B' }],
    ['cpp', { run: 'ninja -C build2\n@B' }],
    ['cpp', { run: './gradlew jmhJar && java -jar build/x.jar\n@B' }],
    [
      'cpp',
      {
        run: './gradlew jmhJar\n@B',
        swap: [['packages: [gcc-c++]', 'packages: [java-21-amazon-corretto-headless]']],
      },
    ],
    [
      'rust',
      {
        run: BUILD,
        swap: gcc('gcc', setup('dnf remove -y openssl-devel')),
        world: cargo('openssl-sys cc libc pkg-config'),
      },
    ],
    ['rust', { run: BUILD, swap: image('ubuntu-24.04', 'build-essential'), world: cargo('capnpc capnp') }],
    ['rust', { run: BUILD, swap: image('ubuntu-24.04', 'build-essential'), world: cargo('hdf5-sys libc') }],
    ['rust', { run: BUILD, world: cargo('hdf5-sys hdf5-src', 'hdf5-src cmake') }],
    ['rust', { run: `RUSTFLAGS="-C link-arg=-fuse-ld=lld" ${BUILD}` }],
    ['rust', { run: `CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER=clang ${BUILD}` }],
    ['rust', { swap: [['missing: fail', 'missing: build']], world: cargo('openssl-sys cc libc pkg-config') }],
    ...['-r /opt/campaign/frames/requirements/all.txt', '--requirement=requirements/all.txt'].map(
      said =>
        [
          'python',
          {
            swap: instead(`/opt/venv/bin/pip install ${said}`),
            world: world({
              'requirements/all.txt': 'numpy==2.1.0\n-r base.txt\n',
              'requirements/base.txt': 'mysqlclient==2.2.4\n',
            }),
          },
        ] as const,
    ),
    [
      'python',
      {
        swap: instead('/opt/venv/bin/pip install -r requirements.txt'),
        world: world({ 'requirements.txt': 'psycopg[c]==3.2.1\n' }),
      },
    ],
    ['python', { swap: instead('pipenv sync'), world: world({ 'Pipfile.lock': pipfile('psycopg2', 'numpy') }) }],
    [
      'python',
      {
        swap: [
          ...instead('/opt/venv/bin/pip install -r requirements.txt'),
          ['packages: [python3.12]', 'packages: [python3.12, python3-devel, gcc, libpq-devel]'],
        ],
        world: world({ 'requirements.txt': 'psycopg2==2.9.9\n' }),
      },
    ],
  ],
  [
    [
      'cpp',
      { run: './gradlew jmhJar\n@B', swap: [['packages: [gcc-c++]', 'packages: [java-21-amazon-corretto-devel]']] },
    ],
    [
      'cpp',
      {
        run: './gradlew jmhJar\n@B',
        swap: [
          [
            'packages: [gcc-c++]',
            'packages: [gcc-c++]\n  setup: curl -fsSL https://corretto.aws/jdk-21.0.4.tar.gz | tar -C /opt -xz',
          ],
        ],
      },
    ],
    ['cpp', { run: 'export JAVA_HOME=/opt/jdk\n./gradlew jmhJar\n@B' }],
    [
      'rust',
      {
        run: BUILD,
        swap: gcc('gcc, openssl-devel, pkgconf-pkg-config'),
        world: cargo('openssl-sys cc libc pkg-config'),
      },
    ],
    [
      'rust',
      {
        run: BUILD,
        swap: gcc('gcc', setup('dnf -y install openssl-devel pkgconf-pkg-config')),
        world: cargo('openssl-sys cc libc pkg-config'),
      },
    ],
    [
      'rust',
      {
        run: BUILD,
        swap: gcc('gcc', setup('sudo dnf install -y "pkgconfig(openssl)" pkg-config')),
        world: cargo('openssl-sys cc libc pkg-config'),
      },
    ],
    ['rust', { run: BUILD, swap: gcc('git', setup('dnf groupinstall -y "Development Tools"')) }],
    ['rust', { run: BUILD, swap: gcc('git', setup('for p in gcc make; do dnf install -y "$p"; done')) }],
    [
      'rust',
      {
        run: BUILD,
        swap: image(
          'ubuntu-24.04',
          'git',
          setup('apt-get update && apt-get install -y --no-install-recommends build-essential libssl-dev pkg-config'),
        ),
        world: cargo('openssl-sys cc libc pkg-config'),
      },
    ],
    [
      'rust',
      {
        run: BUILD,
        swap: image('ubuntu-24.04', 'clang, lld, libssl-dev, pkgconf, gcc'),
        world: cargo('openssl-sys cc libc pkg-config'),
      },
    ],
    [
      'rust',
      { run: BUILD, world: cargo('ring cc', 'libz-sys cc', 'aws-lc-sys cc cmake', 'zstd-sys cc', 'libsqlite3-sys cc') },
    ],
    ['rust', { world: cargo('openssl-sys cc libc pkg-config') }],
    ['rust', { run: BUILD, world: cargo('prost-build bytes', 'protoc-bin-vendored bytes', 'bytes') }],
    [
      'python',
      {
        swap: instead('/opt/venv/bin/pip install --require-hashes -r requirements.txt'),
        world: world({ 'requirements.txt': 'psycopg2-binary==2.9.9 --hash=sha256:aa\n' }),
      },
    ],
    [
      'python',
      {
        swap: instead('uv sync --frozen'),
        world: world({
          'uv.lock': uv(
            'numpy',
            'wheels = [\n    { url = "https://files.pythonhosted.org/packages/x/numpy-2.1.0-cp312-cp312-manylinux_2_17_x86_64.whl", hash = "sha256:bb" },\n]\n',
          ),
        }),
      },
    ],
    [
      'python',
      {
        swap: [
          ...instead('/opt/venv/bin/pip install -r requirements.txt'),
          ['packages: [python3.12]', 'packages: [python3.12, python3.12-devel, gcc, libpq-devel]'],
        ],
        world: world({ 'requirements.txt': 'psycopg2==2.9.9\n' }),
      },
    ],
    [
      'go',
      {
        run: 'CGO_ENABLED=0 go build -o /tmp/x ./cmd/kvbench\n@B',
        swap: [['packages: [git]', 'packages: [golang]']],
        world: world({ 'go.sum': 'github.com/mattn/go-sqlite3 v1.14.24 h1:a=\n' }),
      },
    ],
    [
      'go',
      {
        run: 'go build -o /tmp/x ./cmd/kvbench\n@B',
        swap: [['packages: [git]', 'packages: [golang]']],
        world: world({ 'go.sum': 'modernc.org/sqlite v1.33.1 h1:a=\n' }),
      },
    ],
    [
      'go',
      {
        run: 'go build -o /tmp/x ./cmd/kvbench\n@B',
        swap: [
          [
            'packages: [git]\n',
            'packages: [git]\n  setup: |\n    curl -fsSLo /tmp/go.tgz https://go.dev/dl/go1.23.4.linux-amd64.tar.gz\n    tar -C /usr/local -xzf /tmp/go.tgz\n    ln -s /usr/local/go/bin/go /usr/local/bin/go\n',
          ],
        ],
      },
    ],
    ['node', { run: 'npm ci --ignore-scripts\n@B', world: world({ 'package-lock.json': npmLock('bcrypt') }) }],
    ['node', { run: 'npm ci\n@B', world: world({ 'package-lock.json': npmLock('lodash', '') }) }],
    [
      'node',
      {
        run: 'npm ci\n@B',
        swap: [['packages: [nodejs20, nodejs20-npm]', 'packages: [nodejs20, nodejs20-npm, gcc-c++, make, python3]']],
        world: world({ 'package-lock.json': npmLock('zeromq') }),
      },
    ],
    ['cpp', { run: 'cmake -S . -B b2\n@B', swap: [['packages: [gcc-c++]', 'packages: [gcc-c++, cmake, make]']] }],
    [
      'cpp',
      {
        run: 'cmake -S . -B b2\n@B',
        swap: [
          ['packages: [gcc-c++]', 'packages: [gcc-c++, make]\n  setup: |\n    python3 -m pip install cmake==3.30.5'],
        ],
      },
    ],
    ['cpp', { run: 'if cmake --version; then echo there; fi\n@B' }],
    ['cpp', { run: 'command -v ninja && echo there\n@B' }],
    ...[
      'pkgs="openssl-devel pkgconf-pkg-config"\n    dnf install -y $pkgs',
      'pkgs=(openssl-devel pkgconf-pkg-config)\n    dnf install -y "${pkgs[@]}"',
    ].map(
      text =>
        [
          'rust',
          { run: BUILD, swap: gcc('gcc', setup(text)), world: cargo('openssl-sys cc libc pkg-config') },
        ] as const,
    ),
    ['rust', { run: BUILD, world: cargo('capnpc capnp') }],
    ['rust', { run: `RUSTFLAGS="-C link-arg=-fuse-ld=lld" ${BUILD}`, swap: gcc('gcc, lld') }],
    ['rust', { swap: [['missing: fail', 'missing: build']] }],
    ['python', { swap: instead('pipenv sync'), world: world({ 'Pipfile.lock': pipfile('numpy', 'psycopg2') }) }],
    [
      'python',
      {
        swap: instead('/opt/venv/bin/pip install -r requirements.txt'),
        world: world({ 'requirements.txt': 'psycopg[binary]==3.2.1\n' }),
      },
    ],
  ],
);
