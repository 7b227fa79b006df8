import { describe, expect, test } from 'vitest';
import type { Example } from '../../../lint/example.ts';
import { lint } from '../world.ts';
import { BENCH, type Ecosystem, ecosystems, GENERATE } from './ecosystems.ts';

/** What is done to a clean campaign; a text alone is a new `run` of its measuring stage, in which `@B` stands for the old one. */
export type Mutation =
  | string
  | {
      readonly run?: string;
      /** New `run` texts of other stages. */
      readonly runs?: Readonly<Record<string, string>>;
      /** Texts of the campaign, and what stands there instead. */
      readonly swap?: readonly (readonly [from: string, to: string])[];
      /** More stages. */
      readonly add?: string;
      /** Lines before `stages`. */
      readonly top?: string;
      readonly world?: Partial<Example>;
    };

/** A clean campaign, what is done to it, and the other rules that have something to say of that. */
export type Row = readonly [ecosystem: Ecosystem, mutation: Mutation, others?: readonly string[]];

/**
 * Says of each mutant that the rule finds it, and of each look-alike that the rule is silent; and which other rules speak, so that one
 * fault is told once. Without a rule: that nothing is found at all.
 */
export function mutants(rule: string | undefined, mutated: readonly Row[], lookAlikes: readonly Row[]): void {
  describe(rule ?? 'every rule', () => {
    for (const row of mutated)
      test(`finds ${name(row)}`, async () => {
        expect(await rulesOf(row)).toEqual([rule!, ...(row[2] ?? [])].sort());
      });
    for (const row of lookAlikes)
      test(`leaves ${name(row)}`, async () => {
        expect(await rulesOf(row)).toEqual([...(row[2] ?? [])].sort());
      });
  });
}

/** The same for mutants that are faults of several kinds: only whether the rule itself finds them. */
export function found(rule: string, mutated: readonly Row[], lookAlikes: readonly Row[]): void {
  describe(rule, () => {
    for (const row of mutated)
      test(`finds ${name(row)}`, async () => {
        expect(await rulesOf(row)).toContain(rule);
      });
    for (const row of lookAlikes)
      test(`leaves ${name(row)}`, async () => {
        expect(await rulesOf(row)).not.toContain(rule);
      });
  });
}

function name([ecosystem, mutation]: Row): string {
  const text = typeof mutation === 'string' ? mutation : JSON.stringify(mutation);
  return `${ecosystem}: ${text.replace(/\s*\n\s*/g, ' ⏎ ')}`;
}

/** The rules that find something, in order of their names, each once. */
export async function rulesOf([ecosystem, mutation]: Row): Promise<readonly string[]> {
  const { findings } = await lint(mutatedOf(ecosystem, mutation));
  return [...new Set(findings.map(({ rule }) => rule))].sort();
}

function mutatedOf(ecosystem: Ecosystem, mutation: Mutation): Example {
  const clean = ecosystems[ecosystem];
  const {
    run,
    runs,
    swap = [],
    add = '',
    top = '',
    world = {},
  } = typeof mutation === 'string' ? { run: mutation } : mutation;
  let { campaign } = clean;
  for (const [stage, text] of Object.entries({ ...runs, ...(run !== undefined && { bench: run }) }))
    campaign = withRun(campaign, stage, text.replaceAll('@B', BENCH[ecosystem]).replaceAll('@G', GENERATE[ecosystem]));
  for (const [from, to] of swap) {
    expect(campaign, 'what is to be swapped').toContain(from);
    campaign = campaign.replace(from, () => to);
  }
  return {
    ...clean,
    ...world,
    campaign: campaign.replace('stages:\n', () => `${top}stages:\n`) + add,
    files: { ...clean.files, ...world.files },
    executable: [...(clean.executable ?? []), ...(world.executable ?? [])],
  };
}

function withRun(campaign: string, stage: string, run: string): string {
  const block = new RegExp(`( {2}${stage}:\\n {4}run: \\|\\n)(?: {6}.*\\n)+`);
  expect(campaign, `a stage ${stage}`).toMatch(block);
  const body = run.split('\n').map(line => (line === '' ? '\n' : `      ${line}\n`));
  return campaign.replace(block, (_, head: string) => head + body.join(''));
}
