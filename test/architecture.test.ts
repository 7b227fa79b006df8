import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What a room may import besides itself and Node: other rooms, packages, and rooms of which it may know the types. */
const arrows: Readonly<
  Record<string, { rooms: readonly string[]; types: readonly string[]; packages: readonly string[] }>
> = {
  schema: { rooms: [], types: [], packages: ['yaml', 'js-yaml', 'ajv'] },
  plan: { rooms: ['schema'], types: [], packages: [] },
  lint: { rooms: ['schema', 'plan'], types: [], packages: ['unbash'] },
  compare: { rooms: ['schema', 'plan'], types: [], packages: ['csv-parse'] },
  harness: { rooms: ['schema', 'plan', 'lint'], types: [], packages: ['unbash', 'yaml'] },
  interpreter: { rooms: ['schema', 'plan'], types: [], packages: [] },
  run: {
    rooms: ['schema', 'plan'],
    types: [],
    packages: [
      '@aws-sdk/client-s3',
      '@aws-sdk/client-ec2',
      '@aws-sdk/client-ssm',
      '@aws-sdk/client-sts',
      '@aws-sdk/client-iam',
      '@aws-sdk/client-service-quotas',
    ],
  },
  rehearsal: { rooms: ['schema', 'plan'], types: [], packages: [] },
  report: { rooms: ['schema', 'plan'], types: ['lint', 'run', 'rehearsal', 'harness', 'compare'], packages: [] },
  editor: { rooms: ['schema', 'plan', 'lint'], types: [], packages: ['vscode-languageserver-protocol'] },
  cli: {
    rooms: ['schema', 'plan', 'lint', 'harness', 'interpreter', 'run', 'rehearsal', 'compare', 'report', 'editor'],
    types: [],
    packages: ['yaml', 'vscode-languageserver', 'vscode-languageserver-textdocument'],
  },
};

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
  /** Inside a function, so that it loads when that is called. */
  readonly later: boolean;
}

const files = Object.keys(arrows).flatMap(room => sources(room));
const imports = files.flatMap(importsOf);

describe('the arrows of docs/architecture.md', () => {
  for (const [room, { rooms, types, packages }] of Object.entries(arrows))
    test(`${room}/ imports only what it may`, () => {
      const foreign = imports.filter(({ file, target, typeOnly }) => {
        if (roomOf(file) !== room || target.startsWith('node:')) return false;
        if (!target.startsWith('.')) return !packages.includes(packageOf(target));
        const other = roomOf(resolved(file, target));
        if (other === room || rooms.includes(other)) return false;
        if (resolved(file, target) === 'package.json' && room === 'cli') return false;
        return !(typeOnly && types.includes(other));
      });
      expect(foreign.map(({ file, target }) => `${file} → ${target}`)).toEqual([]);
    });

  test('rooms without side effects do not touch the machine', () => {
    const harmless = ['node:crypto', 'node:path', 'node:url', 'node:util', 'node:zlib'];
    const found = imports.filter(
      ({ file, target, typeOnly }) =>
        ['schema', 'plan', 'lint', 'harness', 'compare', 'report', 'editor'].includes(roomOf(file)) &&
        target.startsWith('node:') &&
        !typeOnly &&
        !harmless.includes(target),
    );
    expect(found.map(({ file, target }) => `${file} → ${target}`)).toEqual([]);
  });
});

test('only lint/check.ts mints a checked plan', () => {
  const minting = files.filter(file => file !== 'plan/checked.ts' && /\bmint\b/.test(code(file)));
  expect(minting).toEqual(['lint/check.ts']);
});

/** A program of its own beside the command: the emulated cloud for tests that need it in another process. */
const emulatorProgram = 'rehearsal/emulator/serve.ts';

test('only the roof touches the command line, the standard streams and the exit code', () => {
  const touching = files.filter(
    file =>
      roomOf(file) !== 'cli' &&
      file !== emulatorProgram &&
      /\bprocess\.(?:argv|stdout|stderr|stdin|exit|exitCode|cwd)\b/.test(code(file)),
  );
  expect(touching).toEqual([]);
});

test('a command that is not called costs nothing: the heavy rooms are imported inside functions', () => {
  const reached = new Set<string>();
  const visit = (file: string) => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const { target, typeOnly, later } of importsOf(file))
      if (target.startsWith('.') && !typeOnly && !later) visit(resolved(file, target));
  };
  for (const entry of ['cli/entry.ts', 'cli/lint-entry.ts']) visit(entry);
  const heavy = [...reached].filter(file => !file.startsWith('cli/') && file !== 'package.json');
  expect(heavy.sort()).toEqual(['report/findings.ts', 'schema/nearest.ts']);
});

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => join(folder, name))
    .sort();
}

/** A file without its comments, so that a word about something is no use of it. */
function code(file: string): string {
  return readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
}

function importsOf(file: string): Import[] {
  if (!file.endsWith('.ts')) return [];
  const text = code(file);
  const from = /^(?:import|export)\s+(type\s)?[^'"`;]*?from\s*'([^']+)'|^import\s*'([^']+)'/gm;
  const found: Import[] = [];
  for (const [all, typed, target, bare] of text.matchAll(from))
    found.push({ file, target: (target ?? bare)!, typeOnly: typed !== undefined || onlyTypes(all), later: false });
  for (const [, target] of text.matchAll(/\bimport\(\s*'([^']+)'/g))
    found.push({ file, target: target!, typeOnly: false, later: true });
  return found;
}

/** `import { type A, type B } from` brings nothing at run time either. */
function onlyTypes(statement: string): boolean {
  const names = /\{([^}]*)\}/
    .exec(statement)?.[1]
    ?.split(',')
    .map(name => name.trim())
    .filter(Boolean);
  return names !== undefined && names.length > 0 && names.every(name => name.startsWith('type '));
}

function resolved(file: string, target: string): string {
  return normalize(relative(root, join(root, dirname(file), target)));
}

function roomOf(file: string): string {
  return file.split('/')[0]!;
}

function packageOf(target: string): string {
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
}
