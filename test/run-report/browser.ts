import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page, type Request } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, vi } from 'vitest';
import { temporary } from '../cli/repository.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Milliseconds: a page takes a second, and on a machine of many a minute. */
export const patience = 600_000;

interface Options extends BrowserContextOptions {
  readonly refuses?: readonly string[];
}

/** The browser of this machine, headless, for all tests of a file. Without one they fail: tools/setup.sh installs it. */
export function browser(): { open(text: string, options?: Options): Promise<Page> } {
  let running: Browser | undefined;
  vi.setConfig({ testTimeout: patience, hookTimeout: patience });
  beforeAll(async () => {
    running = await chromium.launch({
      timeout: patience,
      executablePath: installed(),
      // As root, as in most containers, it has no sandbox; it opens nothing but our own pages.
      chromiumSandbox: process.getuid?.() !== 0,
    });
  });
  afterAll(() => running?.close());

  /**
   * Opens a page from a file, as a reader does; what it logs, throws or asks the network for fails the test at its end, but for what
   * its policy refuses, each in a message that holds these words.
   */
  async function open(text: string, { refuses = [], ...options }: Options = {}): Promise<Page> {
    const path = join(temporary(), 'page.html');
    writeFileSync(path, text);
    const context = await running!.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    context.setDefaultTimeout(patience);
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', message => said.push(message.text()));
    page.on('pageerror', error => said.push(String(error)));
    const note = (request: Request, end: string) => {
      if (request.url().split('#')[0] !== pathToFileURL(path).href) said.push(`${end} ${request.url()}`);
    };
    page.on('requestfinished', request => note(request, 'loaded'));
    page.on('requestfailed', request => note(request, `${request.failure()?.errorText}:`));
    onTestFinished(async () => {
      await context.close();
      expect(said).toEqual(refuses.map(words => expect.stringContaining(words)));
    });
    await page.goto(pathToFileURL(path).href);
    return page;
  }
  return { open };
}

function installed(): string {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const places = (process.env.PATH ?? '').split(delimiter).flatMap(folder => names.map(name => join(folder, name)));
  const found = places.find(place => statSync(place, { throwIfNoEntry: false })?.isFile());
  if (found === undefined)
    throw new Error('these tests look at pages in chromium, which is not installed: bash tools/setup.sh --tests');
  return found;
}

/** What axe finds wrong with a page as it stands: rule and element of each. */
export async function violations(page: Page): Promise<readonly string[]> {
  // Evaluated by the debugger, and so past the page's own policy, which lets no script run.
  await page.evaluate(axe);
  const results = (await page.evaluate('axe.run()')) as AxeResults;
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  );
}

/** By how many pixels a page is wider than its window. */
export async function overflow(page: Page): Promise<number> {
  return await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
