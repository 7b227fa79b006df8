import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Comparison, compareRuns } from '../../compare/comparison.ts';
import { comparisonsMarkdown, longestComment } from '../../report/compare/markdown.ts';
import { after, around, before, compared, options, run } from './runs.ts';

test('what changed is in sight, what did not is folded, and the runs are side by side', () => {
  expect(comparisonsMarkdown([compared], [before, after])).toBe(`### \`after\` compared with \`before\`

**✗ 1 of 5 items got slower: q=slow, +25.0% [+22.8%, +27.3%]. 1 got faster.** Where no difference is seen (2), one of 3.3% or more would have been, four times in five; smaller ones may be there. Of 1 it cannot be told: they do not have 5 values in both runs.

> **Note**: the kernel differs: 6.1 in before, 6.8 in after

- · \`seconds\`, geometric mean of 5 items, as if these were drawn from many: ×0.815 [×0.354, ×1.22], no difference ≥ ×3.03 seen

|  | item | \`before\` | \`after\` | change | 95% interval | verdict |
| :-: | --- | --: | --: | --: | :-: | --- |
| ✗ | \`q=slow\` | 1.00 s (6) | 1.25 s (6) | +25.0% | [+22.8%, +27.3%] | slower |
| ✓ | \`q=fast\` | 20.0 ms (6) | 5.00 ms (6) | ×0.250 | [×0.246, ×0.255] | faster |
| – | \`q=once\` | 7.00 s (1) | 8.00 s (1) | +14.3% |  | too few values |

<details><summary>2 items in which no difference is seen</summary>

|  | item | \`before\` | \`after\` | change | 95% interval | verdict |
| :-: | --- | --: | --: | --: | :-: | --- |
| · | \`q=level\` | 4.00 s (6) | 4.02 s (6) | +0.50% | [−1.3%, +2.3%] | no difference ≥ 3.3% seen |
| · | \`q=same\` | 3.00 s (6) | 3.00 s (6) | 0% | [−1.8%, +1.8%] | no difference ≥ 3.3% seen |

</details>

stage bench, file times.csv, measure seconds; lower is better; in brackets: numbers of values

<details><summary>What the runs are, and what they ran on</summary>

|  | \`before\` | \`after\` |  |
| --- | --- | --- | --- |
| campaign | \`engine\` | \`engine\` |  |
| commit of https&#58;//example.com/engine | \`before0000000000000000000000000000000000\` | \`after00000000000000000000000000000000000\` | **differs** |
| started | \`2026-05-17T09:15:00Z\` | \`2026-05-17T09:15:00Z\` |  |
| took | \`10m 00s\` | \`10m 00s\` |  |
| complete | \`yes\` | \`yes\` |  |
| processor | \`Processor 1\` | \`Processor 1\` |  |
| cores | \`4\` | \`4\` |  |
| kernel | \`6.1\` | \`6.8\` | **differs** |

</details>
`);
});

test('foreign names end no cell and no line, format nothing, mention nobody', () => {
  const letters = fc.constantFrom(...'|\\`*_[]()<>&@#$:~!"\'\n\r\t {}ab1é😀\u202e');
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: letters, minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 }),
      names => {
        const items = Object.fromEntries(names.map(name => [`x${name}`, around(2)]));
        const [a, b] = [run('a', items), run('b', items, { machine: { kernel: names.join('') } })];
        const text = comparisonsMarkdown([compareRuns(a, b, options)], [a, b]);
        const plainText = text.replaceAll(/`[^`\n]*`/g, 'CODE').replaceAll(/<code>[^<\n]*<\/code>/g, 'CODE');
        for (const row of plainText.split('\n').filter(line => line.startsWith('|')))
          expect([5, 8]).toContain(row.split('|').length - 1);
        expect(plainText.replaceAll(/<\/?(?:details|summary)>/g, '')).not.toMatch(
          /[<`\\~]|@(?!&#8288;)|(?<![#&])#(?!#|&#8288;| )/,
        );
        expect(text).not.toMatch(/[\r\t\u202e]/);
      },
    ),
    { numRuns: 200 },
  );
});

test('a comment is never longer than GitHub takes, and says what it leaves out', () => {
  const many = (count: number, name: (item: number) => string, factor: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, item) => [name(item), item < 40 ? around(item % 3 === 0 ? factor : 1) : [1]]),
    );
  const names: readonly ((item: number) => string)[] = [item => `item ${item}`, item => `|${'`_'.repeat(400)}${item}`];
  for (const name of names)
    for (const others of [1, 12]) {
      const a = run('a', many(900, name, 1), { machine: { hostname: '*'.repeat(5000) } });
      const b = run('b', { ...many(800, name, 1.5), ...many(600, item => `new ${name(item)}`, 1) });
      const all = Array.from({ length: others }).fill(compareRuns(a, b, options)) as Comparison[];
      const text = comparisonsMarkdown(all, [a, b]);
      expect(text.length).toBeLessThan(longestComment);
      expect(text.length).toBeGreaterThan(10_000);
      expect(text).toMatch(/more (?:items?|comparisons?).* not shown here, for want of room/);
    }
}, 300_000);
