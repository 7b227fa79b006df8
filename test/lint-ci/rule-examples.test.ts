import { expect, test } from 'vitest';
import ciOverlap from '../../lint/rules/ci/ci-overlap.ts';
import { lint, written } from '../lint/world.ts';

for (const [index, example] of [...ciOverlap.examples.bad, ...ciOverlap.examples.good].entries())
  test(`the rule's example ${index + 1} says exactly what it promises`, async () => {
    const { findings } = await lint(example, { rules: [ciOverlap] });
    expect(findings.map(finding => written(finding, 'ci-overlap'))).toEqual(example.expect ?? []);
  });
