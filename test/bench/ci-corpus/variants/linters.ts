import { find, has, join, type Project, type Variant, written } from './variant.ts';

/** A checker: how it is called, what its files look like, and what changes nothing or asks for more. */
interface Checker {
  readonly called: RegExp;
  readonly files: RegExp;
  readonly needs?: RegExp;
  readonly same: readonly string[];
  readonly other: readonly string[];
}

const CHECKERS: readonly Checker[] = [
  { called: /^ruff check$/, files: /\.py$/, same: ['--output-format=github', '--no-cache'], other: ['--select=ALL'] },
  {
    called: /^ruff format$/,
    files: /\.py$/,
    needs: /^--(check|diff)$/,
    same: ['--no-cache'],
    other: ['--line-length=140'],
  },
  { called: /^black$/, files: /\.py$/, needs: /^--check$/, same: ['--quiet'], other: ['--line-length=140'] },
  { called: /^isort$/, files: /\.py$/, needs: /^(--check|--check-only|-c)$/, same: ['--quiet'], other: [] },
  { called: /^flake8$/, files: /\.py$/, same: ['--jobs=4'], other: ['--max-complexity=3'] },
  {
    called: /^mypy$/,
    files: /\.py$/,
    same: ['--no-incremental', '--show-error-codes', '--pretty'],
    other: ['--disallow-any-expr'],
  },
  { called: /^codespell$/, files: /\.(md|rst)$/, same: ['--quiet-level=2'], other: [] },
  {
    called: /^eslint$/,
    files: /\.[cm]?[jt]sx?$/,
    same: ['--cache', '--format=json'],
    other: ['--rule=no-console:error'],
  },
  {
    called: /^prettier$/,
    files: /\.[jt]sx?$/,
    needs: /^(--check|-c|-l|--list-different)$/,
    same: ['--log-level=warn'],
    other: [],
  },
  {
    called: /^golangci-lint run$/,
    files: /\.go$/,
    same: ['--timeout=30m', '-v'],
    other: ['--enable-all', '--build-tags=soak'],
  },
  { called: /^staticcheck$/, files: /\.go$/, same: [], other: ['-tags=soak'] },
  { called: /^biome (check|ci|lint|format)$/, files: /\.[jt]sx?$/, same: ['--max-diagnostics=200'], other: [] },
];

const STARTERS = /^(npx |pnpm exec |yarn |uv run (--[\w-]+(=\S+)? )*|uvx |poetry run |python3? -m )/;

/** Linters and formatters on files of a directory. */
export function linters(words: readonly string[], project: Project, cwd: string): readonly Variant[] | undefined {
  const from = (STARTERS.exec(written(words))?.[0] ?? '').split(' ').length - 1;
  const own = words.slice(from);
  const checker = CHECKERS.find(({ called }) => called.test(own[0] ?? '') || called.test(own.slice(0, 2).join(' ')));
  if (checker === undefined || (checker.needs !== undefined && !has(own, checker.needs))) return undefined;
  const variants: Variant[] = checker.same.map(option => ({
    law: 'same',
    kind: `${own[0]} ${option}`,
    run: written([...words, option]),
  }));
  for (const option of checker.other)
    if (!project.said(new RegExp(option.replace(/=.*/, ''))))
      variants.push({ law: 'other', kind: `${own[0]} ${option}`, run: written([...words, option]) });
  const paths = own.slice(1).filter(word => project.facts.exists(join(cwd, word)) === 'directory');
  const others = own
    .slice(1)
    .filter(word => !word.startsWith('-') && !paths.includes(word) && !/^(check|format|run|ci|lint)$/.test(word));
  if (paths.length === 1 && others.length === 0) {
    const at = join(cwd, paths[0]!);
    const file = find(
      project.below(at),
      one => checker.files.test(one) && !/(^|\/)\.|test|vendor|generated/.test(one.slice(at.length)),
    );
    if (file !== undefined) {
      const relative = cwd === '' ? file : file.slice(cwd.length + 1);
      const of = (path: string): string => written(words.map(word => (word === paths[0] ? path : word)));
      if (!own[0]!.startsWith('golangci'))
        variants.push({ law: 'narrower', kind: `${own[0]} FILE`, run: of(relative) });
      const directory = relative.replace(/\/?[^/]*$/, '');
      if (directory !== '' && join(cwd, directory) !== at)
        variants.push({ law: 'narrower', kind: `${own[0]} DIRECTORY`, run: of(directory) });
    }
  }
  return variants;
}
