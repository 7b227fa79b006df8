import { describe, expect, test } from 'vitest';
import { shellcheckIn } from '../../cli/ports/shellcheck.ts';
import { factsOf, lint, written } from './world.ts';

const shellcheck = shellcheckIn(process.env);

async function told(run: string): Promise<readonly string[]> {
  const campaign = `campaign: w\nversion: 1\nlimits: { wall: 9h, stage: 10m }\nstages:\n  a:\n    matrix: { n: [1] }\n    run: ${run}\n`;
  const facts = {
    ...factsOf({ campaign, files: { bench: '' }, executable: ['bench'] }),
    ...(shellcheck && { shellcheck: shellcheck.remarks }),
  };
  const { findings } = await lint({ campaign }, { facts });
  return findings.filter(({ rule }) => rule === 'shell').map(finding => written(finding, 'shell'));
}

describe.runIf(shellcheck)('a remark of shellcheck stands at its place in the YAML', () => {
  const said = 'Quote this to prevent word splitting (SC2046)';
  test.each([
    ['plain', './bench $(cat x)', '7:18'],
    ['single quotes', "'./bench ''a b'' $(cat x)'", '7:27'],
    ['double quotes', '"./bench \\"a\\" $(cat x)"', '7:25'],
    ['double quotes over lines', '"./bench\\n\n      ./bench $(cat x)"', '8:15'],
    ['literal', '|\n      # é😀\n      ./bench "😀" $(cat x)', '9:20'],
    ['literal, stripped', '|-\n      ./bench $(cat x)', '8:15'],
    ['literal, indented', '|2\n          ./bench $(cat x)', '8:19'],
    ['folded', '>\n      ./bench\n      $(cat x)', '9:7'],
    ['plain over lines', './bench\n      $(cat x)', '8:7'],
    ['with an expression', './bench ${{ matrix.n }} $(cat x)', '7:34'],
  ])('%s', async (_, run, at) => {
    expect(await told(run)).toEqual([`${at} ${said}`]);
  });
  test('none where the text does not parse, and none of what does not hold here', async () => {
    expect(await told("./bench $(cat x) 'a")).toEqual(['7:27 bash cannot read this: unterminated single quote']);
    expect(await told('|\n      source lib.sh; x=1; cd data; ./bench "$FROM_ENV"')).toEqual([]);
  });
});

test('without shellcheck there is nothing to ask', () => {
  expect(shellcheckIn({ PATH: '/nowhere' })).toBeUndefined();
});
