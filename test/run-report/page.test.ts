import { describe, expect, test } from 'vitest';
import { rehearsalHtml } from '../../report/rehearsal/html.ts';
import { type Links, reportHtml } from '../../report/run-report/html.ts';
import { rehearsal } from '../report-rehearsal/rehearsed.ts';
import { browser, overflow, patience, violations } from './browser.ts';
import * as runs from './runs.ts';
import { reported } from './stored.ts';

const links: Links = {
  href: key => `campaign-results/${encodeURIComponent(key)}`,
  meaning: 'Links lead there.',
  command: 'campaign fetch x',
};
const { open } = browser();

const pages: Readonly<Record<string, () => Promise<string>>> = {
  'on a box': () => page(runs.onBox),
  'with hostile names': () => page(runs.hostile),
  'of two hundred stages': () => page(runs.many),
  'taken up again': () => page(runs.resumed),
  'that died': () => page(runs.died),
  'that left nothing': () => page(runs.bare),
  'of a rehearsal': async () => rehearsalHtml(rehearsal),
};

async function page(left: Parameters<typeof reported>[0]): Promise<string> {
  return reportHtml((await reported(left)).report, links);
}

describe('a page', () => {
  for (const [name, make] of Object.entries(pages)) {
    test(`fits any window and its paper, prints, and has nothing in it that loads: ${name}`, async () => {
      const opened = await open(await make());
      for (const width of [1280, 900, 600, 360, 320]) {
        await opened.setViewportSize({ width, height: 800 });
        expect(await overflow(opened), `${width} px`).toBe(0);
      }
      const loading =
        'script, iframe, object, embed, link, img, video, audio, base, form, [style], [onerror], [onload], [onclick]';
      expect(await opened.locator(loading).count()).toBe(0);
      const targets: string[] = await opened.evaluate(
        `[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))`,
      );
      expect(targets.filter(target => !/^(#|campaign-results\/)/.test(target))).toEqual([]);
      await opened.setViewportSize({ width: 1032, height: 700 });
      expect((await opened.pdf({ preferCSSPageSize: true })).subarray(0, 5).toString()).toBe('%PDF-');
      await opened.emulateMedia({ media: 'print' });
      expect(await overflow(opened), 'A4').toBe(0);
    });

    // The long one differs from the others by its length alone, and axe would take a minute for it.
    if (!name.includes('two hundred'))
      test(`has nothing that axe finds wrong, in light and dark: ${name}`, async () => {
        const opened = await open(await make());
        expect(await violations(opened), 'light, wide').toEqual([]);
        await opened.emulateMedia({ colorScheme: 'dark' });
        await opened.setViewportSize({ width: 360, height: 800 });
        expect(await violations(opened), 'dark, narrow').toEqual([]);
      });
  }

  test('lets nothing run or load that should slip into it', async () => {
    const slipped =
      '<script>document.title = "run"</script><style>body { display: none }</style><img src="https://192.0.2.1/x.png">';
    const opened = await open(
      (await page(runs.onBox))
        .replace('<main id="main"', `${slipped}<main id="main"`)
        .replace('</body>', '<p id="last">end</p></body>'),
      { refuses: ['inline script', 'inline style', 'Loading the image', 'csp: https://192.0.2.1/x.png'] },
    );
    expect(await opened.title()).toBe('tpch: run 20260517T091500Z-a1b2c3');
    expect(await opened.locator('#last').isVisible()).toBe(true);
  });
});

test('bars lie where the times say, and ticks too', async () => {
  const { report } = await reported(runs.onBox);
  const opened = await open(reportHtml(report, links));
  const box = async (selector: string, index = 0) => (await opened.locator(selector).nth(index).boundingBox())!;
  const track = await box('.row:not(.axis, .lane) .track');
  const { launched, to: end } = report.chronicle.starts[0] as { readonly launched: number; readonly to: number };
  const x = (time: number) => track.x + ((time - launched) / (end - launched)) * track.width;
  const boot = await box('rect.phase.boot');
  expect([boot.x - x(launched), boot.x + boot.width - x(launched + 120_000)].map(Math.round)).toEqual([0, 0]);
  const bars = opened.locator('g[data-stage]');
  expect(await bars.count()).toBe(4);
  for (const { stage, attempt, from, to } of report.chronicle.attempts) {
    const bar = await box(`g[data-stage="${stage}"][data-attempt="${attempt}"] > .bar`);
    expect(Math.abs(bar.x - x(from))).toBeLessThan(1);
    expect(Math.abs(bar.x + bar.width - x(to))).toBeLessThan(1);
  }
  const lines: number[] = await opened.evaluate(
    `[...document.querySelectorAll('.grid .tick')].map(line => line.getBoundingClientRect().x)`,
  );
  const labels = opened.locator('.axis').first().locator('text');
  expect(await labels.allTextContents()).toEqual(['09:20', '09:30', '09:40', '09:50', '10:00', '10:10']);
  for (let index = 0; index < (await labels.count()); index++) {
    const label = (await labels.nth(index).boundingBox())!;
    const time = x(Number(await labels.nth(index).getAttribute('data-time')));
    expect(Math.abs(label.x + label.width / 2 - time)).toBeLessThan(1.5);
    expect(Math.min(...lines.map(line => Math.abs(line - time)))).toBeLessThan(1);
  }
});

test('the words of the page are those of the JSON', async () => {
  for (const left of [runs.onBox, runs.resumed, runs.died]) {
    const { report } = await reported(left);
    const opened = await open(reportHtml(report, links));
    const rows = await opened.locator('table.stages tbody tr').allTextContents();
    expect(rows).toHaveLength(report.object.stages.length);
    for (const { stage, state, reason } of report.object.stages) {
      const row = rows.find(each => each.startsWith(stage));
      expect(row).toContain(state);
      expect(row).toContain(reason);
    }
    const text = (await opened.locator('body').textContent()) ?? '';
    expect(text).toContain(report.object.verdict);
    expect(text).toContain(report.object.cost.basis);
    for (const moment of report.object.moments) expect(text).toContain(moment.text);
    for (const { commit } of report.object.provenance?.repositories ?? []) expect(text).toContain(commit);
  }
});

test('no state is told by colour alone', async () => {
  const opened = await open(await page(runs.onBox));
  const told = await opened.locator('table.stages tbody td:nth-child(2)').allTextContents();
  expect(told.map(each => each.split(' ').slice(0, 2).join(' '))).toEqual([
    '✓ passed',
    '✓ passed',
    expect.stringMatching(/^! interrupted/),
    expect.stringMatching(/^○ blocked/),
  ]);
});

test('the keyboard reaches all that can be used, shows where it is, and opens what a link names', async () => {
  const opened = await open(await page(runs.onBox));
  const wanted: number = await opened.evaluate(`
    [...document.querySelectorAll('a[href]:not([tabindex="-1"]), summary, [tabindex="0"]')].filter(each => each.checkVisibility()).length`);
  const seen = new Set<string>();
  for (let press = 0; press < wanted; press++) {
    await opened.keyboard.press('Tab');
    const [what, ring] = (await opened.evaluate(`(() => {
      const at = document.activeElement;
      const all = [...document.querySelectorAll('*')];
      return [at.tagName + all.indexOf(at), getComputedStyle(at).outlineStyle];
    })()`)) as [string, string];
    expect(ring, what).not.toBe('none');
    seen.add(what);
  }
  expect([wanted > 15, seen.size]).toEqual([true, wanted]);
  await opened.locator('table.stages a', { hasText: 'bench' }).focus();
  await opened.keyboard.press('Enter');
  const details = opened.locator('details', { has: opened.locator('#stage-3') });
  await expect.poll(() => details.getAttribute('open'), { timeout: patience }).not.toBeNull();
});

test('a log that was cut says how much of it there is', async () => {
  const opened = await open(await page(runs.many));
  const text = (await opened.locator('section#wrong').textContent()) ?? '';
  expect(text).toContain('The last 25 lines of the log, 360.0 kB');
  expect(text).toContain('the end');
  expect(await opened.locator('section#wrong article').count()).toBe(20);
});
