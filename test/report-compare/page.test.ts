import { describe, expect, test } from 'vitest';
import { compareRuns } from '../../compare/comparison.ts';
import type { MeasuredRun } from '../../compare/measured-run.ts';
import { comparisonsHtml } from '../../report/compare/html.ts';
import { browser, overflow, violations } from '../run-report/browser.ts';
import { after, around, before, compared, options, run } from './runs.ts';

const { open } = browser();

const name = '<script>alert(1)</script> & "a" | \u202egnol'.concat(' very'.repeat(30), 'x'.repeat(80));
const many = (factor: number) =>
  Object.fromEntries(Array.from({ length: 80 }, (_, item) => [`item ${item}`, item < 20 ? around(factor) : [factor]]));
const pages: Readonly<Record<string, readonly MeasuredRun[]>> = {
  'of two runs': [before, after],
  'of hostile names': [
    run('<b>a', { [name]: around(1), zero: [0], gone: [1] }),
    run(`b${'b'.repeat(90)}`, { [name]: around(3e5), zero: [1] }, { machine: { kernel: name } }),
  ],
  'of three runs, one refused': [before, after, run('other', { slow: around(1) }, { machine: { cores: 8 } })],
  'of many items': [run('a', many(1)), run('b', many(1.1))],
  'of nothing in common': [before, run('b', { other: [1] })],
};

function page([first, ...others]: readonly MeasuredRun[]): string {
  return comparisonsHtml(
    others.map(other => compareRuns(first!, other, options)),
    [first!, ...others],
  );
}

describe('a page', () => {
  for (const [title, runs] of Object.entries(pages)) {
    test(`fits any window and its paper, and has nothing in it that loads: ${title}`, async () => {
      const opened = await open(page(runs));
      for (const width of [1280, 1000, 600, 360, 320]) {
        await opened.setViewportSize({ width, height: 800 });
        expect(await overflow(opened), `${width} px`).toBe(0);
      }
      const loading = 'script, iframe, object, embed, link, img, base, form, [style], [onerror], [onload], [onclick]';
      expect(await opened.locator(loading).count()).toBe(0);
      await opened.setViewportSize({ width: 1032, height: 700 });
      await opened.emulateMedia({ media: 'print' });
      expect(await overflow(opened), 'A4').toBe(0);
    });

    test.skipIf(title.includes('many'))(`has nothing that axe finds wrong, in light and dark: ${title}`, async () => {
      const opened = await open(page(runs));
      for (const details of await opened.locator('details').all()) await details.locator('summary').click();
      expect(await violations(opened), 'light, wide').toEqual([]);
      await opened.emulateMedia({ colorScheme: 'dark' });
      await opened.setViewportSize({ width: 360, height: 800 });
      expect(await violations(opened), 'dark, narrow').toEqual([]);
    });
  }
});

test('signs and the ends of intervals lie where the figures say, on one axis for all rows', async () => {
  const opened = await open(comparisonsHtml([compared], [before, after]));
  const middle = async (selector: string) => {
    const box = (await opened.locator(selector).boundingBox())!;
    return box.x + box.width / 2;
  };
  const tick = (index: number) => middle(`.scale text >> nth=${index}`);
  const labels = await opened.locator('.scale text').allTextContents();
  expect(labels).toEqual(['0.25', '0.5', '1']);
  const [half, one] = [await tick(1), await tick(2)];
  const place = (ratio: number) => one + (Math.log(ratio) / Math.log(2)) * (one - half);
  for (const { item, ratio, interval } of compared.items) {
    const row = `.forest tbody tr:has(bdi:text-is("${item}"))`;
    expect(Math.abs((await middle(`${row} .estimate svg > *`)) - place(ratio)), item).toBeLessThan(1.5);
    if (!interval) continue;
    const line = (await opened.locator(`${row} .estimate > line.interval`).first().boundingBox())!;
    expect(Math.abs(line.x - place(interval[0])), item).toBeLessThan(1.5);
    expect(Math.abs(line.x + line.width - place(interval[1])), item).toBeLessThan(1.5);
  }
});

test('every value is a dot, and every verdict a word', async () => {
  const opened = await open(comparisonsHtml([compared], [before, after]));
  const drawn = await opened
    .locator('.strip .dots')
    .evaluateAll(all => all.map(each => each.getAttribute('d')!.split('h0').length - 1));
  expect(drawn).toEqual([6, 6, 6, 6, 6, 6, 6, 6]);
  expect(await opened.locator('.forest tbody .verdict-cell').allInnerTexts()).toEqual([
    '✗ slower',
    '✓ faster',
    '– too few values',
    '· no difference ≥ 3.3% seen',
    '· no difference ≥ 3.3% seen',
  ]);
});
