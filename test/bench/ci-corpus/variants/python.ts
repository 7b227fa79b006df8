import { find, has, join, type Project, type Variant, written } from './variant.ts';

const STARTERS: readonly RegExp[] = [/^uv run( --[\w-]+(=\S+)?)* /, /^(poetry|pdm|pipenv|hatch) run /, /^python3? -m /];

/** pytest, however it is started. */
export function python(words: readonly string[], project: Project, cwd: string): readonly Variant[] | undefined {
  let from = 0;
  for (const starter of STARTERS) {
    const text = words.slice(from).join(' ');
    from += (starter.exec(text)?.[0] ?? '').split(' ').length - 1;
  }
  if (words[from] !== 'pytest') return undefined;
  const variants: Variant[] = [];
  const add = (law: Variant['law'], kind: string, run: string): void => void variants.push({ law, kind, run });
  const head = words.slice(0, from + 1);
  const args = words.slice(from + 1);
  const with_ = (...options: readonly string[]): string => written([...head, ...args, ...options]);
  const paths = args.filter(word => project.facts.exists(join(cwd, word)) !== undefined);
  if (!has(args, /^-k/)) add('narrower', '-k', with_('-k', 'nothing_at_all'));
  add('same', '-x -q', with_('-x', '-q'));
  add('same', '--durations --tb', with_('--durations=20', '--tb=short'));
  add('same', '--junitxml', with_('--junitxml=/tmp/results.xml'));
  add('same', '-vv -s -ra', with_('-vv', '-s', '-ra'));
  add('same', '--maxfail', with_('--maxfail=1', '--no-header'));
  if (!has(args, /^--cov/)) add('same', '--cov', with_('--cov', '--cov-report=xml'));
  add('narrower', '--deselect', with_('--deselect', 'tests/test_nothing.py::test_nothing'));
  add('same', 'coverage run', written(['coverage', 'run', '-m', ...words.slice(from)]));
  add('same', '-p no:cacheprovider', with_('-p', 'no:cacheprovider'));
  if (!has(args, /^(-n|--numprocesses)/)) add('same', '-n auto', with_('-n', 'auto'));
  if (from === 0) add('same', 'python -m', written(['python', '-m', ...words]));
  const cover = (word: string): boolean => /^--cov(-report|-config)?=|^--no-cov/.test(word);
  if (args.some(cover)) add('narrower', 'without coverage', written([...head, ...args.filter(word => !cover(word))]));
  if (paths.length <= 1 && !has(args, /^--(ignore|deselect|pyargs)/)) {
    const [under] = paths;
    const base = join(cwd, under ?? 'tests');
    const file = find(project.below(base), one => /(^|\/)test_\w+\.py$/.test(one));
    const own = file !== undefined && (cwd === '' ? file : file.slice(cwd.length + 1));
    if (own && own !== under && (under !== undefined || untold(project, cwd))) {
      const of = (path: string): string =>
        under === undefined ? with_(path) : written([...head, ...args.map(word => (word === under ? path : word))]);
      add('narrower', 'a file', of(own));
      add('narrower', 'an absolute file', of(`/opt/campaign/source/${file}`));
      add('narrower', 'a node', of(`${own}::test_nothing`));
    }
  }
  if (!project.said(/doctest/)) add('other', '--doctest-modules', with_('--doctest-modules'));
  if (!project.said(/benchmark|codspeed/)) add('other', '--benchmark-only', with_('--benchmark-only'));
  if (!project.said(/--campaign-slow/)) add('other', '--run-slow', with_('--run-campaign-slow'));
  add('other', 'a variable', `CAMPAIGN_SOAK=1 ${written(words)}`);
  if (!project.said(/hypothesis-profile/)) add('other', '--hypothesis-profile', with_('--hypothesis-profile=soak'));
  add('other', '--count', with_('--count=500'));
  const out = /^not (\w+)$/.exec(args[args.indexOf('-m') + 1] ?? '')?.[1];
  if (args.includes('-m') && out !== undefined && !project.said(new RegExp(`-m[ =]["']?${out}`)))
    add('other', 'what -m leaves out', written([...head, ...args.map(word => (word === `not ${out}` ? out : word))]));
  return variants;
}

/** Without paths, pytest looks everywhere only where no configuration tells it where. */
function untold({ facts }: Project, cwd: string): boolean {
  return ['pyproject.toml', 'pytest.ini', 'setup.cfg', 'tox.ini'].every(
    file => !/testpaths|--ignore|norecursedirs/.test(facts.read(join(cwd, file)) ?? ''),
  );
}
