import { expect, test } from 'vitest';
import { rehearsalHtml } from '../../report/rehearsal/html.ts';
import { rehearsalList } from '../../report/rehearsal/list.ts';
import { rehearsalPretty } from '../../report/rehearsal/pretty.ts';
import { plain } from '../../report/run/style.ts';
import { textWidth } from '../../report/run/width.ts';
import { rehearsal } from './rehearsed.ts';

test('on a terminal: the matrix, what each fault comes to, what was not rehearsed, and the verdict', () => {
  expect(rehearsalPretty(rehearsal, { style: { colors: plain }, columns: 100 })).toMatchInlineSnapshot(`
    "engine · 2 stages under 3 faults · 4 of 6 rehearsed in 14s

    lost, if the fault strikes at the worst moment of the stage
                      box    stage   out
                      dies   killed  of memory
      generate[sf=1]  −28s   ✓       ?
      <count>         −20m!  ✓       ?

      at worst      lost  of                   kept  done again  costs     when it strikes
      box dies      20m   rows.txt in <count>  0s    20m         0.12 USD  generate[sf=1]
      stage killed  0s                         20m   20m         0.12 USD  generate[sf=1]

    ? not rehearsed
      out of memory: no

    Lengths of stages are their timeouts. What runs is saved every 30s; one second here stood for 30s
    with a store in a directory. An hour costs 0.357 USD.
    Failed: a fault loses 20m of work, of rows.txt in <count>; limits.max-loss is 1m
    "
  `);
});

test('a narrow window has the faults in bands, and no line is wider than it', () => {
  for (const columns of [20, 30, 40, 60, 80]) {
    const text = rehearsalPretty(rehearsal, { style: { colors: plain, ascii: true }, columns });
    const wide = text.split('\n').filter(line => textWidth(line) > columns);
    // A single word may be longer than the window.
    expect(wide.filter(line => line.trim().includes(' '))).toEqual([]);
  }
});

test('in a pipe: a line a case, all fields', () => {
  expect(rehearsalList(rehearsal)).toMatchInlineSnapshot(`
    "stage	fault	verdict	kept	lost	again	cost	note
    generate[sf=1]	box-killed	lost	19m 32s	28s	20m	0.12 USD	of rows.txt
    generate[sf=1]	stage-killed	kept	20m	0s	20m	0.12 USD	
    generate[sf=1]	out-of-memory	not-rehearsed	-	-	-	-	no
    <count>	box-killed	too-much	0s	20m	20m	0.12 USD	of rows.txt
    <count>	stage-killed	kept	20m	0s	20m	0.12 USD	
    <count>	out-of-memory	not-rehearsed	-	-	-	-	no
    "
  `);
});

test('as a page: nothing of a campaign becomes markup, nothing is fetched, every cell has words', () => {
  const page = rehearsalHtml(rehearsal);
  expect(page).not.toContain('<count>');
  expect(page).toContain('&lt;count&gt;');
  expect(page).not.toMatch(/<script|<link|src=|url\(|https?:/);
  expect(page.match(/<td class="cell /g)).toHaveLength(6);
  expect(page).toContain('20m lost, too much');
  expect(page).toContain('not rehearsed');
  expect(page.match(/<th scope="row">/g)).toHaveLength(2);
  expect(page.match(/<th scope="col">/g)).toHaveLength(4);
});
