import { describe, expect, test } from 'vitest';
import { type Asked, type Tree, verdict, workflow } from './world.ts';

/** CI's step or whole workflow, the stage's commands, the verdict; files beside those of the table, and what is asked beside the text. */
export type Case = readonly [ci: string, stage: string, verdict: string, files?: Tree, asked?: Asked];

/** A test for each case: what the stage's commands have in common with what CI does in a repository. */
export function table(title: string, repository: Tree, cases: readonly Case[]): void {
  describe(title, () => {
    for (const [ci, stage, expected, files, asked] of cases)
      test(`${ci} | ${stage}${told(files)}${told(asked)} → ${expected}`, () => {
        const text = ci.includes('\non:') ? ci : workflow(ci);
        expect(verdict({ ...repository, ...files, '.github/workflows/ci.yml': text }, stage, asked)).toBe(expected);
      });
  });
}

function told(given: object | undefined): string {
  return given === undefined ? '' : ` with ${JSON.stringify(given)}`;
}
