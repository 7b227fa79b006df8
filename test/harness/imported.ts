import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { type Imported, importHarness } from '../../harness/import.ts';
import type { RepositoryFacts } from '../../lint/facts.ts';
import { resolve } from '../../plan/resolve.ts';
import { read } from '../../schema/read.ts';

const harnesses = fileURLToPath(new URL('harnesses', import.meta.url));

/** A repository that holds these files, all of them committed. */
export function holding(files: Readonly<Record<string, string>> = {}): RepositoryFacts {
  return {
    root: '',
    read: path => files[path],
    exists: path =>
      path in files ? 'file' : Object.keys(files).some(name => name.startsWith(`${path}/`)) ? 'directory' : undefined,
    list: path => {
      const below = path === '' ? '' : `${path}/`;
      const names = Object.keys(files).filter(name => name.startsWith(below));
      return [...new Set(names.map(name => name.slice(below.length).split('/')[0]!))];
    },
    git: {
      commit: '1'.repeat(40),
      tracked: new Map(Object.keys(files).map(name => [name, '100755'])),
      modified: () => new Set(),
      ignored: () => false,
      plainEnds: () => false,
      remotes: ['origin'],
      pushed: () => true,
    },
  };
}

/** What is made of a harness; every law that holds for all of them is checked on the way. */
export async function imported(
  text: string | Readonly<Record<string, string>>,
  repository: Readonly<Record<string, string>> = {},
): Promise<Imported> {
  const files = Object.entries(typeof text === 'string' ? { 'bench.sh': text } : text);
  const made = await importHarness(
    files.map(([path, one]) => ({ path, text: one })),
    { name: 'bench', ci: [], facts: holding(repository) },
  );
  if ('fault' in made) throw new Error(made.fault.message);
  await lawful(made);
  return made;
}

/** It is read and planned without a fault, and every command of the harness has become of something. */
export async function lawful({ text, commands, remarks, stages }: Imported): Promise<void> {
  const reading = await read(text, 'campaign.yaml');
  expect([reading.diagnostics.map(({ message }) => message), text]).toEqual([[], text]);
  const { plan, diagnostics } = resolve(reading.campaign!, {});
  expect([diagnostics.map(({ message }) => message), text]).toEqual([[], text]);
  expect([plan.cycles, text]).toEqual([[], text]);
  const names = new Set(stages.map(({ name }) => name));
  for (const { fate, written } of commands) {
    expect([fate !== undefined, written]).toEqual([true, written]);
    if (fate!.kind === 'stage')
      expect([names.has(fate!.stage), written, fate!.stage]).toEqual([true, written, fate!.stage]);
  }
  const left = commands.filter(({ fate }) => fate!.kind === 'left').length;
  if (left > 0) expect(remarks.some(({ kind }) => kind === 'left')).toBe(true);
}

/** The campaign as data. */
export async function campaignOf(text: string): Promise<Record<string, unknown>> {
  const { parse } = await import('yaml');
  return parse(text) as Record<string, unknown>;
}

/** A stage of the campaign as data. */
export async function stageOf(text: string, name: string): Promise<Record<string, unknown>> {
  return ((await campaignOf(text)).stages as Record<string, Record<string, unknown>>)[name]!;
}

/** The harnesses of this test: directory → files, those that were expected left out. */
export function kept(name: string): Readonly<Record<string, string>> {
  const directory = join(harnesses, name);
  return Object.fromEntries(
    readdirSync(directory)
      .filter(file => !file.startsWith('expected'))
      .map(file => [file, readFileSync(join(directory, file), 'utf8')]),
  );
}
