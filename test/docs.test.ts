import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'bench/README.md', 'examples/README.md'].concat(
  readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.md'))
    .map(name => join('docs', name)),
);
const exists = (path: string) => statSync(join(root, path), { throwIfNoEntry: false }) !== undefined;

describe('the pages', () => {
  test('link to nothing that is not there', () => {
    const broken = pages.flatMap(page =>
      [...readFileSync(join(root, page), 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
        .map(([, target]) => relative(root, join(root, dirname(page), target!)))
        .filter(target => !exists(target))
        .map(target => `${page}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  test('name no file of this repository that is not there', () => {
    const named =
      /`((?:schema|plan|lint|interpreter|run|report|cli|tools|docs|test|bench|examples)\/[\w./-]*\w\.\w+)`/g;
    const broken = pages
      .filter(page => !page.startsWith('docs/rules/'))
      .flatMap(page =>
        [...readFileSync(join(root, page), 'utf8').matchAll(named)]
          .map(([, path]) => path!)
          .filter(path => !exists(path) && !exists(join(dirname(page), path)))
          .map(path => `${page}: ${path}`),
      );
    expect(broken).toEqual([]);
  });

  test('are reached from the README, the decisions by their index', () => {
    const index = readFileSync(join(root, 'docs/decisions/README.md'), 'utf8');
    const decisions = readdirSync(join(root, 'docs/decisions')).filter(name => name !== 'README.md');
    expect(decisions.filter(name => !index.includes(`](${name})`))).toEqual([]);
    for (const page of ['docs/architecture.md', 'docs/rules/README.md', 'docs/reference/cli.md', 'CONTRIBUTING.md'])
      expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`(${page})`);
  });
});
