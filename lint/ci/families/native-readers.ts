import { base, upwards } from '../../path.ts';
import { onlyTells } from '../calls/make-options.ts';
import { type Command, unknownWord } from '../command.ts';
import { type Arguments, parseArguments } from '../options.ts';
import { inside, join, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import { wordsOf } from './pytest-settings.ts';
import { list, type Reader, type Selection, selection, values } from './suite-selection.ts';

/** cmake.org, ctest(1). */
export const ctest: Reader = words => {
  const args = parseArguments(
    words,
    list(
      '-R|--tests-regex -E|--exclude-regex -L|--label-regex -LE|--label-exclude --test-dir -j|--parallel -C|--build-config --timeout --repeat --output-junit -O|--output-log --no-tests --test-load --test-output-size-passed --test-output-size-failed --schedule-random-seed --stop-time --max-width --preset -T|--test-action -M|--test-model -D|--dashboard',
    ),
  );
  const nothing = ['-N', '--show-only', '--print-labels', '--version', '--help'].some(flag => args.flags.has(flag));
  return selection(
    'ctest',
    args,
    /^(-R|-E|-L|-LE|--test-dir|-j|-C|--timeout|--repeat|--output-junit|-O|--no-tests|--test-load|--test-output.*|--schedule-random.*|--stop-time|--max-width|-V|-VV|-Q|--verbose|--extra-verbose|--quiet|--output-on-failure|--progress|--no-label-summary|--no-subproject-summary|--stop-on-failure|-F|-M)(=.*)?$|^-T=((start|update|configure|build|test|coverage|submit),?)+$/i,
    {
      directory: values(args, '--test-dir')[0] ?? '.',
      only: [...values(args, '-R', 'name '), ...values(args, '-L', 'label ')],
      without: [...values(args, '-E', 'name '), ...values(args, '-LE', 'label ')],
      ...(nothing && { nature: 'setup' as const }),
    },
  );
};

/** What by its name is more than a part of the build: a target that tests, checks or measures. */
const ACTING =
  /(^|[-_.])(ci|test|tests|check|checks|\w*check|lint|tidy|format|bench\w*|run|verify|fuzz|coverage|analy[sz]e\w*|docs?|doxygen|package|dist)([-_.]|$)/;

/** cmake.org, cmake(1), "Build a Project": without a target, all that is built by default. */
export const cmakeBuild: Reader = words => {
  if (words[0] !== '--build') return undefined;
  const args = parseArguments(words.slice(1), list('--target|-t --config -j|--parallel --preset'));
  // Several targets may follow one option.
  const named = [...values(args, '--target'), ...args.plain.slice(1)].flatMap(text => text.split(/[\s;]+/));
  return built(args, args.plain[0] ?? '.', [...named, ...args.after.filter(word => /^[a-zA-Z][\w-]*$/.test(word))]);
};

/** ninja-build.org, "Running Ninja". */
export const ninja: Reader = words => {
  const args = parseArguments(words, list('-C -j -l -k -f -d -t -w'));
  if (args.values.has('-t') || args.values.has('-f')) return undefined;
  return built(args, values(args, '-C')[0] ?? '.', args.plain);
};

function built(args: Arguments, directory: string, named: readonly string[]): Selection {
  const targets = named.filter(name => name !== '' && name !== 'all' && name !== 'ALL_BUILD' && name !== 'clean');
  return selection(
    'cmake --build',
    args,
    /^(--target|--config|-[jCklvwdn]|--parallel|--verbose|--clean-first|--use-stderr|--quiet|--fresh)(=.*)?$|^-[jlk]\d+$/,
    {
      nature: targets.some(name => ACTING.test(name))
        ? 'check'
        : targets.length > 0 && targets.every(name => /^(install|uninstall|package)/.test(name))
          ? 'setup'
          : 'build',
      directory,
      targets: targets.length > 0 ? targets : ['all'],
    },
  );
}

/** Whether one target of a build makes another: the default one makes what is no test, check or measurement. */
export function makes(outer: string, target: string): boolean {
  return outer === 'all' && !ACTING.test(target);
}

/** mesonbuild.com, "Unit tests". */
export const meson: Reader = words => {
  if (words[0] !== 'test') return undefined;
  const args = parseArguments(
    words.slice(1),
    list(
      '-C --suite --no-suite -t|--timeout-multiplier -j|--num-processes --logbase --repeat --setup --wrapper --test-args --maxfail',
    ),
  );
  return selection(
    'meson test',
    args,
    /^(-C|--suite|--no-suite|-t|-j|--num-processes|--logbase|--repeat|--maxfail|-v|--verbose|-q|--quiet|--print-errorlogs|--no-rebuild|--no-stdsplit)(=.*)?$/,
    {
      directory: values(args, '-C')[0] ?? '.',
      targets: args.plain,
      only: values(args, '--suite'),
      without: values(args, '--no-suite'),
      ...(args.flags.has('--list') && { nature: 'setup' as const }),
    },
  );
};

/**
 * `make -C build check` in a directory that is none of the repository's, beside a project that cmake alone configures: the Makefile
 * there is the one that cmake has written, whose `test` runs ctest (cmake.org, cmake-generators(7)).
 */
export function generatedMake(command: Command, repository: Repository): Selection | undefined {
  if (!/^g?make$/.test(base(command.words[0]!)) || command.words.some(onlyTells)) return undefined;
  // How many jobs may stand behind `-j`, or nothing.
  const words = command.words
    .slice(1)
    .filter(word => !/^(-[jl]\S*|--jobs(=.*)?|[\d.]+)$/.test(word) && !unknownWord(word));
  const variables = words.filter(word => /^\w+\s*[:?+]?=/.test(word));
  const args = parseArguments(
    words.filter(word => !variables.includes(word)),
    list('-C|--directory -f|--file|--makefile -o -W'),
  );
  const directory = values(args, '-C')[0] ?? '.';
  const path = inside(repository, resolvePath(command.cwd, directory));
  const { files } = repository;
  if (!path || args.values.has('-f') || files.exists(path) !== undefined) return undefined;
  const source = upwards(path).find(at => files.exists(join(at, 'CMakeLists.txt')) === 'file');
  if (source === undefined || files.list(source).some(name => /^[cC]onfigure(\.(ac|in))?$/.test(name)))
    return undefined;
  // Only the target `test` hands its `ARGS` on (cmake.org, ctest(1)).
  const given = variables.flatMap(one => /^ARGS\s*[:?+]?=(.*)$/s.exec(one)?.[1] ?? []).join(' ');
  const found = args.plain.join() === 'test' ? ctest(wordsOf(given), command)! : built(args, directory, args.plain);
  const own = variables.filter(one => !/^(V|VERBOSE|ARGS|CTEST_PARALLEL_LEVEL)\s*[:?+]?=/.test(one));
  return { ...found, directory, modes: [...found.modes, ...own].sort() };
}
