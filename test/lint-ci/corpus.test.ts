import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SETS } from '../bench/ci-corpus/corpus.ts';

const REPOSITORIES = SETS.flatMap(([, repositories]) => repositories);

test('the corpus names each public repository once, at a whole commit', () => {
  expect(new Set(REPOSITORIES.map(({ name }) => name)).size).toBe(REPOSITORIES.length);
  expect(
    REPOSITORIES.filter(({ name, commit }) => !/^[\w.-]+\/[\w.-]+$/.test(name) || !/^[0-9a-f]{40}$/.test(commit)),
  ).toEqual([]);
});

test('each case of the corpus is asked once and says what its label rests on', () => {
  for (const { name, cases } of REPOSITORIES) {
    const asked = cases.map(([, , run, , around]) => JSON.stringify([run, around]));
    expect([name, asked.filter((key, index) => asked.indexOf(key) !== index)]).toEqual([name, []]);
    expect([name, cases.filter(([, , , because]) => because.length < 4)]).toEqual([name, []]);
  }
});

test('the documentation counts the corpus as it is', () => {
  const page = readFileSync(new URL('../../docs/ci-overlap.md', import.meta.url), 'utf8');
  const cases = REPOSITORIES.reduce((sum, repository) => sum + repository.cases.length, 0);
  expect(page).toContain(`all ${REPOSITORIES.length} repositories and ${cases} cases`);
});
