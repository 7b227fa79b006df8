import { table } from './table.ts';

const box = (image: string, packages: string): string => `machine: { image: ${image}, packages: [${packages}] }`;
const rust = box('ubuntu-24.04', 'build-essential');
const npm = (name: string, entry: string): string =>
  `{ "lockfileVersion": 3, "packages": { "node_modules/${name}": { ${entry} } } }`;
const locked = (name: string): string =>
  `[[package]]\nname = "w"\nversion = "0.1.0"\ndependencies = ["${name}"]\n\n[[package]]\nname = "${name}"\nversion = "1.0.0"\nsource = "registry+x"\n`;
const linker = (text: string) => ({ files: { 'Cargo.lock': locked('serde'), '.cargo/config.toml': text } });

table(
  'missing-package',
  [
    { run: '▶cmake -S . -B b', top: box('ubuntu-24.04', 'build-essential') },
    { run: '▶make -j8', top: 'machine: { image: al2023 }' },
    { run: '▶sbt bench', top: box('al2023', 'git') },
    { run: '▶g++ -O3 x.cpp -o /tmp/x', top: box('al2023', 'cmake') },
    { run: '▶cmake -S . -B b', top: box('al2023', 'cmake') },
    { run: "bash -ec '▶cmake --build b'", top: box('ubuntu-24.04', 'build-essential') },
    {
      run: 'npm ci',
      top: box('ubuntu-24.04', '▶nodejs'),
      world: { files: { 'package-lock.json': npm('x', '"hasInstallScript": true, "dependencies": { "nan": "1" }') } },
    },
    {
      run: 'yarn install',
      top: box('al2023', '▶nodejs'),
      world: { files: { 'yarn.lock': 'node-pty@^1.0.0:\n  version "1.0.0"\n' } },
    },
    {
      run: 'pnpm install',
      top: box('al2023', '▶nodejs'),
      world: { files: { 'pnpm-lock.yaml': 'packages:\n\n  libpq@1.8.13:\n    resolution: {}\n' } },
    },
    { run: 'pip install psycopg2==2.9.9', top: box('ubuntu-24.04', '▶python3-pip') },
    {
      run: 'cargo run',
      top: box('ubuntu-24.04', '▶build-essential'),
      world: linker('[build]\nrustflags = ["-C", "link-arg=-fuse-ld=lld"]\n'),
    },
    {
      run: 'cargo run',
      top: box('al2023', '▶gcc'),
      world: linker('[target.x86_64-unknown-linux-gnu]\nlinker = "clang"\n'),
    },
    {
      run: 'cargo run',
      top: box('debian-12', '▶build-essential'),
      world: { files: { 'Cargo.lock': locked('openssl-sys') } },
    },
    { run: 'cargo run', top: box('rocky-9', '▶gcc'), world: { files: { 'Cargo.lock': locked('libz-ng-sys') } } },
  ],
  [
    { run: 'cmake -S . -B b', top: box('ubuntu-24.04', 'cmake, g++') },
    { run: 'make -j8', top: box('ubuntu-24.04', 'build-essential') },
    { run: 'mise install\n./gradlew jmhJar', top: box('al2023', 'git') },
    {
      run: 'sbt bench',
      top: 'machine:\n  image: al2023\n  setup: /usr/local/bin/cs setup --yes --jvm 21',
    },
    { run: 'command -v cmake || echo none', top: box('ubuntu-24.04', 'jq') },
    {
      run: 'cmake -S . -B b',
      top: 'machine:\n  image: ubuntu-24.04\n  packages: [build-essential]\n  setup: pip install cmake==3.30.1',
    },
    { run: 'cmake -S . -B b', top: box('ami-0123456789abcdef0', 'jq') },
    { run: 'docker run --rm gcc:14.1 make', top: 'machine: { image: ubuntu-24.04, services: [docker] }' },
    {
      run: 'npm ci',
      top: box('ubuntu-24.04', 'nodejs'),
      world: {
        files: {
          'package-lock.json': npm(
            'x',
            '"hasInstallScript": true, "dependencies": { "nan": "1", "prebuild-install": "7" }',
          ),
        },
      },
    },
    {
      run: 'npm ci',
      top: box('ubuntu-24.04', 'nodejs'),
      world: {
        files: {
          'package-lock.json': npm('x', '"optional": true, "hasInstallScript": true, "dependencies": { "nan": "1" }'),
        },
      },
    },
    {
      run: 'npm ci --ignore-scripts',
      top: box('ubuntu-24.04', 'nodejs'),
      world: { files: { 'package-lock.json': npm('node-pty', '"hasInstallScript": true') } },
    },
    {
      run: 'cargo run',
      top: rust,
      world: linker('[target.x86_64-pc-windows-msvc]\nrustflags = ["-Clink-arg=-fuse-ld=lld"]\n'),
    },
    {
      run: 'cargo run',
      top: `${rust}\nenv: { RUSTFLAGS: "-C target-cpu=x86-64-v3" }`,
      world: linker('[build]\nrustflags = ["-C", "link-arg=-fuse-ld=mold"]\n'),
    },
    {
      run: 'cargo run',
      top: box('al2023', 'gcc, clang, lld'),
      world: linker('[build]\nrustflags = ["-Clinker=clang", "-C", "link-arg=-fuse-ld=lld"]\n'),
    },
  ],
);

const artifact = (build: string, provides: string): string =>
  `prebuilt:\n  - url: "s3://b/x.tar.zst"\n    provides: [${provides}]\n    build: ${build}`;
const native = { files: { 'pyproject.toml': '[build-system]\nrequires = ["maturin>=1"]\n' } };

table(
  'compile-on-box',
  [
    '▶cargo bench',
    '▶go build ./...',
    '▶go run ./cmd/x',
    '▶go test -bench=. ./...',
    '▶g++ -O3 x.cpp -o /tmp/x',
    '▶npx node-gyp rebuild',
    '▶npm run build',
    '▶maturin develop',
    '▶ant jar',
    '▶dotnet run -c Release --project bench',
    '▶cmake --build build',
    '▶mill show core:jar',
    'cd sub\n▶make -C build all2',
    '▶pip install --no-binary :all: numpy==2.1.0',
    '▶python3 setup.py build_ext',
    { run: '▶pip install -e .', world: native },
    { run: '▶go run ./cmd/x', top: artifact('go build -o bin/ ./cmd/...', 'bin/') },
    { run: '▶cmake --build other', top: artifact('cmake --build build', 'build/') },
    { run: '▶make all', top: artifact('cargo build --release', 'target/release/') },
  ],
  [
    'ant -lib lib/ant-contrib.jar bench',
    'mill show bench.run lib/app.jar',
    'make -C out bench',
    { run: 'cd sub\nmake -C build all2', world: { files: { 'sub/build/Makefile': 'all2:\n\t./bench\n' } } },
    'dotnet run --no-build -c Release --project bench',
    'cmake --install build',
    'ssh worker cmake --build build',
    'cargo test',
    'go test ./...',
    'go vet ./...',
    'go mod download',
    'npm ci',
    'npm run bench',
    'pip install .',
    'pip install -r requirements.txt',
    { run: 'bin/x', top: artifact('go build -o bin/ ./cmd/...', 'bin/') },
    { run: 'cmake --build build', top: artifact('cmake --build build', 'build/') },
    { run: 'make all', top: artifact('make all', 'build/') },
  ],
);

const toolchain = (channel: string) => ({ files: { 'rust-toolchain.toml': `[toolchain]\nchannel = "${channel}"\n` } });
const configured = (flag: string) => ({
  files: { '.cargo/config.toml': `[build]\nrustflags = ["-C", "${flag}"]\n` },
});
const debugged = artifact('RUSTFLAGS="-C debuginfo=1" cargo build --release', 'target/release/');
const release = artifact('cargo build --release', 'target/release/');

table(
  'prebuilt-mismatch',
  [
    { run: '▶cargo +1.83.0 run --release', top: release, world: toolchain('1.82.0') },
    {
      run: '▶cargo run --release',
      top: artifact('cargo +1.83.0 build --release', 'target/release/'),
      world: toolchain('1.82.0'),
    },
    { run: '▶cargo +1.82.0 run --release', top: release },
    { run: '▶cargo run --release', top: debugged, world: configured('debuginfo=2') },
  ],
  [
    // Where flags are said, cargo does not compare.
    { run: 'cargo run --release', top: debugged, world: configured('debuginfo=1') },
    { run: 'cargo +1.82.0 run --release', top: release, world: toolchain('1.82.0') },
    { run: 'cargo run --release', top: release, world: toolchain('1.82.0') },
    {
      run: 'cargo run --release',
      top: artifact('cargo +1.82.0 build --release', 'target/release/'),
      world: { files: { 'rust-toolchain': '1.82.0\n' } },
    },
  ],
);

table(
  'unpinned',
  [
    { run: 'cargo run --release', world: { files: { 'rust-toolchain.toml': '[toolchain]\nchannel = "▶stable"\n' } } },
    { run: 'cargo bench', world: { files: { 'rust-toolchain': '▶nightly\n' } } },
  ],
  [
    { run: 'cargo run --release', world: toolchain('1.82.0') },
    { run: 'cargo run --release', world: toolchain('nightly-2024-10-01') },
    { run: 'target/release/x', world: toolchain('stable') },
    { run: 'cargo +1.82.0 run', world: toolchain('stable') },
  ],
);
