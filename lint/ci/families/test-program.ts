import type { Command } from '../command.ts';
import { inside, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import type { Selection } from './suite-selection.ts';

/** A program that by its name tests, and by its name neither measures nor loads. */
const TESTING = /(^|[-_])(unit[-_]?)?tests?([-_][a-z]{1,2})?$|(^|[-_])(unit[-_]?)?tests?[-_]|^test[-_]\w/i;
const OTHERWISE =
  /(^|[-_])(\w*bench\w*|perf\w*|stress\w*|fuzz\w*|load|soak|speed\w*|\w*gen|generat\w*)([-_]|$)|^test[-_](server|client|data|tool|util|helper|app|plugin|driver)|[-_](tool|util|helper)s?$/i;

/** Options of googletest, Catch2 and doctest about order and output (google.github.io/googletest, "Advanced Topics"). */
const HARMLESS =
  /^(--gtest_(repeat|color|brief|output|shuffle|random_seed|print_\w+|break_on_failure|catch_exceptions|fail_fast|stack_trace_depth)|--(reporter|durations|out|rng-seed|order|colou?r(-mode)?|verbosity|verbose|success|abort|no-?colou?rs?)|-[rdosvV])(=.*)?$/;
const CHOOSING = /^--(gtest_filter|test-case|test-suite|tc|ts|subcase)=/;

/**
 * A test that the project's own build makes, started by its name (`build/tests/map_test --gtest_filter=Map.*`): one of those that
 * ctest or meson runs. `undefined` for anything that may be something else.
 */
export function testProgram(command: Command, repository: Repository): Selection | undefined {
  const [called = '', ...words] = command.words;
  const slash = called.lastIndexOf('/');
  const name = called.slice(slash + 1);
  if (slash < 0 || !/^[\w-]+$/.test(name) || !TESTING.test(name) || OTHERWISE.test(name)) return undefined;
  const path = inside(repository, resolvePath(command.cwd, called));
  if (path === undefined || /^(target|node_modules|\.?venv)\//.test(path) || !path.includes('/')) return undefined;
  const { files } = repository;
  // Where the program's directory is one of the repository, what lies in it is a script or was put there by hand.
  if (files.exists(path) !== undefined || !/(^|[-_.])(build|out|bin|debug|release|obj)/i.test(path)) return undefined;
  const tool = ['CMakeLists.txt', 'meson.build'].find(file => files.exists(file) === 'file');
  if (tool === undefined) return undefined;
  const modes: string[] = [];
  const cases: string[] = [];
  for (const word of words)
    if (CHOOSING.test(word) || (/^[^-]/.test(word) && !/^(\[\.|\*$)/.test(word))) cases.push(`case ${word}`);
    else if (!HARMLESS.test(word)) modes.push(word);
  return {
    tool: tool === 'meson.build' ? 'meson test' : 'ctest',
    nature: 'check',
    directory: called.slice(0, slash) || '/',
    targets: tool === 'meson.build' ? [name] : [],
    only: tool === 'meson.build' ? cases : [`name ${name}`, ...cases],
    modules: [],
    without: [],
    modes: modes.sort(),
  };
}
