import type { Command } from '../command.ts';
import type { Nature } from '../coverage.ts';
import { type Arguments, parseArguments } from '../options.ts';

/** What a command of a whole suite selects, in words that its tool's `Reader` has made comparable. */
export interface Selection {
  readonly tool: string;
  readonly nature: Nature;
  /** Relative to where the command stands. */
  readonly directory: string;
  /** Empty: everything. */
  readonly targets: readonly string[];
  readonly only: readonly string[];
  /** Parts of the project, any of which may be chosen; empty: all of it. */
  readonly modules: readonly string[];
  readonly without: readonly string[];
  /** Options that may make other work. */
  readonly modes: readonly string[];
}

/** Reads the words after the program's name; `undefined` for a subcommand it does not know. */
export type Reader = (words: readonly string[], command: Command) => Selection | undefined;

const list = (text: string): readonly string[] => text.split(' ');

function selection(tool: string, args: Arguments, known: RegExp, rest: Partial<Selection>): Selection {
  const modes = [...args.flags, ...[...args.values].map(([name, values]) => `${name}=${values.join(',')}`)];
  return {
    tool,
    nature: 'check',
    directory: '.',
    targets: [],
    only: [],
    modules: [],
    without: [],
    modes: modes.filter(option => !known.test(option)).sort(),
    ...rest,
  };
}

const values = (args: Arguments, name: string, mark = ''): readonly string[] =>
  (args.values.get(name) ?? []).map(value => `${mark}${value}`);

/** cmake.org, ctest(1). */
export const ctest: Reader = words => {
  const args = parseArguments(
    words,
    list(
      '-R|--tests-regex -E|--exclude-regex -L|--label-regex -LE|--label-exclude --test-dir -j|--parallel -C|--build-config --timeout --repeat --output-junit -O|--output-log --no-tests --test-load --test-output-size-passed --test-output-size-failed --schedule-random-seed --stop-time --preset',
    ),
  );
  const nothing = ['-N', '--show-only', '--print-labels', '--version', '--help'].some(flag => args.flags.has(flag));
  return selection(
    'ctest',
    args,
    /^(-R|-E|-L|-LE|--test-dir|-j|-C|--timeout|--repeat|--output-junit|-O|--no-tests|--test-load|--test-output.*|--schedule-random.*|--stop-time|-V|-VV|-Q|--verbose|--extra-verbose|--quiet|--output-on-failure|--progress|--no-label-summary|--no-subproject-summary|--stop-on-failure|-F)(=.*)?$/,
    {
      directory: values(args, '--test-dir')[0] ?? '.',
      only: [...values(args, '-R', 'name '), ...values(args, '-L', 'label ')],
      without: [...values(args, '-E', 'name '), ...values(args, '-LE', 'label ')],
      ...(nothing && { nature: 'setup' as const }),
    },
  );
};

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

/** bazel.build, "Command-Line Reference". A configuration is a mode unless its name says that it is only about speed or place. */
export const bazel: Reader = words => {
  const at = words.findIndex(word => !word.startsWith('-'));
  const sub = words[at];
  if (sub !== 'test' && sub !== 'build' && sub !== 'coverage') return undefined;
  const args = parseArguments(
    words.slice(at + 1),
    list(
      '-c|--compilation_mode --config --jobs|-j --test_output --test_tag_filters --test_filter --build_tag_filters --test_env --test_timeout --color --curses --disk_cache --remote_cache --runs_per_test --flaky_test_attempts --extra_toolchains',
    ),
  );
  const tags = values(args, '--test_tag_filters').flatMap(text => text.split(','));
  const all = [...args.plain, ...args.after];
  return selection(
    sub === 'build' ? 'bazel build' : 'bazel test',
    args,
    /^(-c|--compilation_mode|--jobs|--test_output|--test_tag_filters|--test_filter|--build_tag_filters|--test_timeout|--color|--curses|--disk_cache|--remote_\w+|--runs_per_test|--flaky_test_attempts|-k|--keep_going|--verbose_failures|--(no)?show_\w+|--(no)?cache_test_results|--build_event\w+|--local_\w+|--announce_rc|--test_summary|--combined_report|--instrumentation_filter|--extra_toolchains|--noprogress.*|--config=(opt|release|ci|dbg|debug|fastbuild|remote|rbe\S*|verbose))(=.*)?$/,
    {
      nature: sub === 'build' ? 'build' : 'check',
      targets: all.filter(word => !word.startsWith('-')),
      only: [
        ...tags.filter(tag => tag !== '' && !tag.startsWith('-')).map(tag => `tag ${tag}`),
        ...values(args, '--test_filter', 'filter '),
      ],
      without: [
        ...tags.filter(tag => tag.startsWith('-')).map(tag => `tag ${tag.slice(1)}`),
        ...all.filter(word => /^-(\/\/|:)/.test(word)).map(word => word.slice(1)),
      ],
    },
  );
};

/** docs.gradle.org, "Command-Line Interface". Properties (`-P`, `-D`) are modes. */
export const gradle: Reader = words => {
  const args = parseArguments(
    words,
    list(
      '-p|--project-dir -x|--exclude-task --tests --console --max-workers -g|--gradle-user-home -I|--init-script --warning-mode -b|--build-file',
    ),
  );
  if (args.plain.length === 0) return undefined;
  return selection(
    'gradle',
    args,
    /^(-p|-x|--tests|--console|--max-workers|-g|-I|--warning-mode|--info|--debug|--quiet|-[iqdsSw]|--stacktrace|--full-stacktrace|--scan|--no-scan|--(no-)?daemon|--(no-)?parallel|--(no-)?build-cache|--(no-)?configuration-cache|--continue|--rerun-tasks|--offline|--no-watch-fs|-[PD][\w.]*(parallel\w*|forks|workers|threads|jobs|retries|retryFailures|logging\w*|heap\w*|commitId))(=.*)?$/i,
    {
      nature: args.plain.every(task =>
        /(^|:)(assemble|classes|testClasses|jar|compile\w*|shadowJar|bootJar)$/.test(task),
      )
        ? 'build'
        : args.plain.every(task => /(^|:)(clean|tasks|dependencies|wrapper|properties|publish\w*)$/.test(task))
          ? 'setup'
          : args.plain.some(task => /(^|:)(run|bootRun|jmh\w*)$/.test(task))
            ? 'run'
            : 'check',
      directory: values(args, '-p')[0] ?? '.',
      targets: args.plain.filter(task => task !== 'clean'),
      only: values(args, '--tests'),
      without: values(args, '-x').map(task => task.replace(/^:/, '')),
    },
  );
};

/** maven.apache.org, "Maven CLI Options Reference" and "Introduction to the Build Lifecycle". */
export const maven: Reader = words => {
  const args = parseArguments(
    // Options of failing, which begin like the one that names a file.
    words.filter(word => !/^-(ff|fae|fn|fos)$/.test(word)),
    list('-pl|--projects -f|--file -T|--threads -P|--activate-profiles -s|--settings -l|--log-file -rf|--resume-from'),
  );
  const filters = [...args.flags].flatMap(flag => /^-D(?:it\.)?test=(.*)$/.exec(flag)?.[1] ?? []);
  const skips = [...args.flags].some(flag => /^-D(skipTests|maven\.test\.skip)(=true)?$/.test(flag));
  const goals = args.plain.filter(goal => goal !== 'clean');
  // A module is called by its directory or by `:artifactId`, which seldom differ in their last part.
  const modules = values(args, '-pl')
    .flatMap(text => text.split(','))
    .map(name => name.replace(/^(!?).*[/:]/, '$1'));
  const found = selection(
    'mvn',
    args,
    /^(-pl|-f|-T|-s|-l|-rf|-[BqeUXoV]|-ntp|-fae|-ff|-am|--also-make|-D(it\.)?test=.*|-D(skipTests|maven\.test\.skip).*|-Dstyle\.color.*|-Dsurefire\.\w+|-DfailIfNoTests.*|--batch-mode|--no-transfer-progress|--errors|--update-snapshots|--fail-at-end|--show-version|--quiet|--offline|-Dmaven\.repo\.local.*|-Dmaven\.javadoc\.skip.*|-Dorg\.slf4j\S*)(=.*)?$/,
    {
      nature:
        goals.length === 0 || goals.every(goal => /^(dependency|versions|help|wrapper):/.test(goal))
          ? 'setup'
          : skips ||
              goals.every(goal => /^(validate|compile|test-compile|process-classes|generate-sources)$/.test(goal))
            ? 'build'
            : 'check',
      directory: (values(args, '-f')[0] ?? '.').replace(/\/?pom\.xml$/, '') || '.',
      targets: skips ? goals.map(goal => (PHASES.includes(goal) ? 'test-compile' : goal)) : goals,
      only: filters.map(name => `test ${name}`),
      modules: modules.filter(name => !name.startsWith('!')),
      without: modules.filter(name => name.startsWith('!')).map(name => `module ${name.slice(1)}`),
    },
  );
  const profiles = (mode: string): readonly string[] =>
    mode.startsWith('-P=')
      ? mode
          .slice(3)
          .split(',')
          .map(name => `-P${name}`)
      : [mode];
  return { ...found, modes: found.modes.flatMap(profiles) };
};

/** Each phase runs those before it. */
export const PHASES: readonly string[] = [
  'validate',
  'compile',
  'test-compile',
  'test',
  'package',
  'integration-test',
  'verify',
  'install',
  'deploy',
];

/** learn.microsoft.com, "dotnet test". */
export const dotnet: Reader = words => {
  if (words[0] !== 'test') return undefined;
  const args = parseArguments(
    words.slice(1),
    list(
      '--filter -c|--configuration -v|--verbosity -l|--logger --collect -r|--results-directory -s|--settings -f|--framework -a|--arch --os --blame-hang-timeout -o|--output -e|--environment',
    ),
  );
  return selection(
    'dotnet test',
    args,
    /^(--filter|-c|-v|-l|--collect|-r|--blame\S*|-o|--no-build|--no-restore|--nologo|--blame|-f)(=.*)?$/,
    {
      targets: args.plain,
      only: [...values(args, '--filter'), ...values(args, '-f', 'framework ')],
      ...((args.flags.has('--list-tests') || args.flags.has('-t')) && { nature: 'setup' as const }),
    },
  );
};

/** docs.python.org, "unittest": modules as files; `discover` looks below a directory. */
export const unittest: Reader = words => {
  if (words[0] !== '-m' || words[1] !== 'unittest') return undefined;
  const discovers = words[2] === 'discover' || words.slice(2).every(word => word.startsWith('-'));
  const args = parseArguments(
    words.slice(words[2] === 'discover' ? 3 : 2),
    list('-s|--start-directory -p|--pattern -t|--top-level-directory -k'),
  );
  const [start, pattern] = discovers ? args.plain : [];
  const below = start ?? values(args, '-s')[0] ?? '.';
  const patterns = pattern === undefined ? values(args, '-p') : [pattern];
  return selection(
    'unittest',
    args,
    /^(-s|-p|-t|-k|-v|-q|-f|-b|-c|--verbose|--quiet|--failfast|--buffer|--catch|--locals|--durations)(=.*)?$/,
    {
      targets: discovers
        ? [below.replace(/^\.\/|\/$/g, '')]
        : args.plain.map(name => (name.endsWith('.py') ? name.slice(0, -3) : name.replaceAll('.', '/'))),
      only: [...values(args, '-k', '-k '), ...patterns.filter(name => name !== 'test*.py').map(name => `-p ${name}`)],
    },
  );
};
