import type { Plan } from '../plan/plan.ts';
import type { RepositoryFacts } from './facts.ts';
import { base, relative, resolvePath, upwards } from './path.ts';
import type { LocatedCommand } from './stage-shell.ts';

/** Libraries with which a test starts containers by itself: it needs docker though no command says so. */
const STARTS =
  /\btestcontainers\b|github\.com\/ory\/dockertest|\bdocker\.(from_env|DockerClient)\(|\bdockerode\b|\bbollard::/;

/** Whether a test runner is given a test, by its own name, that starts containers. */
export function startsContainers(command: LocatedCommand, plan: Plan, facts: RepositoryFacts): boolean {
  if (command.kind !== 'command' || command.context.elsewhere) return false;
  return testFiles(command, plan, facts).some(path => {
    const text = facts.read(path) ?? '';
    // Without the library it skips its tests.
    return STARTS.test(text) && !/\bimportorskip\(\s*["'](testcontainers|docker)/.test(text);
  });
}

function testFiles({ words, directory }: LocatedCommand, plan: Plan, facts: RepositoryFacts): readonly string[] {
  const [program = '', ...args] = words.map(({ value }) => value ?? '?');
  const local = (name: string) => {
    const absolute = resolvePath(directory, name);
    return relative(plan.repository.dir, absolute);
  };
  const plain = args.filter(word => !word.startsWith('-'));
  const ofPytest = (given: readonly string[]) => {
    // Options and settings may choose among the tests, or take a value that looks like a path: then nothing is known.
    if (!given.every(word => !word.startsWith('-') || HARMLESS.test(word)) || isChosen(directory, plan, facts))
      return [];
    const below = given.flatMap(word => {
      const path = word.startsWith('-') || !/[/\w]/.test(word) ? undefined : local(word);
      return path && facts.exists(path) === 'directory'
        ? [...(facts.git?.tracked.keys() ?? [])].filter(
            one => one.startsWith(`${path}/`) && /(^|\/)(test_[^/]*|[^/]*_test|conftest)\.py$/.test(one),
          )
        : [];
    });
    return [...filesIn(given, local), ...below];
  };
  switch (base(program).replace(/^python[\d.]*$/, 'python')) {
    case 'python':
      return args[0] === '-m' && args[1] === 'pytest' ? ofPytest(args.slice(2)) : [];
    case 'pytest':
      return ofPytest(args);
    case 'vitest':
    case 'jest':
    case 'mocha':
      return filesIn(args, local);
    case 'cargo': {
      if (!/^(test|t|nextest)$/.test(plain[0] ?? '')) return [];
      const names = args.flatMap((word, at) =>
        args[at - 1] === '--test' ? [word] : word.startsWith('--test=') ? [word.slice('--test='.length)] : [],
      );
      const ends = names.flatMap(name => [`tests/${name}.rs`, `tests/${name}/main.rs`]);
      const tracked = ends.length === 0 ? [] : [...(facts.git?.tracked.keys() ?? [])];
      return tracked.filter(path => ends.some(end => path === end || path.endsWith(`/${end}`)));
    }
    case 'go':
      return plain[0] !== 'test'
        ? []
        : plain.slice(1).flatMap(name => {
            const path = name.startsWith('.') && !name.includes('...') ? local(name) : undefined;
            const names = path === undefined ? [] : facts.list(path).filter(one => one.endsWith('_test.go'));
            return names.map(one => (path === '' ? one : `${path}/${one}`));
          });
    default:
      return [];
  }
}

/** Options of pytest without a value of their own behind them that leave every test in. */
const HARMLESS =
  /^(-[vqsxl]+|-r\w+|--(verbose|quiet|exitfirst|showlocals|no-header|no-summary)|--(tb|color|durations|junit-?xml|maxfail|cov|cov-report)=.*)$/;

/** The settings of pytest that hold in a directory have an opinion on which tests run. */
function isChosen(directory: string | undefined, plan: Plan, facts: RepositoryFacts): boolean {
  return upwards(relative(plan.repository.dir, directory)).some(at =>
    ['pytest.ini', '.pytest.ini', 'pyproject.toml', 'tox.ini', 'setup.cfg'].some(name => {
      const text = facts.read(at === '' ? name : `${at}/${name}`) ?? '';
      return text.includes('addopts') && /(^|[\s"'=])(-[mk]|--ignore|--deselect)/m.test(text);
    }),
  );
}

/** `tests/test_db.py::test_insert` names a file too. */
function filesIn(args: readonly string[], local: (name: string) => string | undefined): readonly string[] {
  return args.flatMap(word => {
    const path = word.startsWith('-') ? undefined : local(word.replace(/::.*$/, ''));
    return path && /\.(py|[cm]?[jt]sx?)$/.test(path) ? [path] : [];
  });
}
