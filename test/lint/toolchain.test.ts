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
