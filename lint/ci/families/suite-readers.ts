import { unknownWord } from '../command.ts';
import { parseArguments } from '../options.ts';
import { wordsOf } from './pytest-settings.ts';
import { list, type Reader, selection, values } from './suite-selection.ts';

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
    optioned(words.flatMap(apart)),
    list(
      '-p|--project-dir -x|--exclude-task --tests --console --max-workers -g|--gradle-user-home -I|--init-script --warning-mode -b|--build-file',
    ),
  );
  if (args.plain.length === 0) return undefined;
  return selection(
    'gradle',
    args,
    /^(-p|-x|--tests|--console|--max-workers|-g|-I|--warning-mode|--info|--debug|--quiet|-[iqdsSw]|--stacktrace|--full-stacktrace|--scan|--no-scan|--(no-)?daemon|--(no-)?parallel|--(no-)?build-cache|--(no-)?configuration-cache|--continue|--rerun-tasks|--offline|--no-watch-fs|--(no-)?problems-report|-D(scan|org\.gradle|develocity|gradle\.enterprise|kotlin\.(daemon|compiler))\..*|-[PD][\w.]*(parallel\w*|forks|jvms|workers|threads|jobs|retries|retryFailures|logging\w*|heap\w*|commitId))(=.*)?$/i,
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
      without: values(args, '-x'),
    },
  );
};

/** Long options that are gradle's own and take nothing. */
const PLAIN_GRADLE =
  /^--(no-)?(info|debug|quiet|warn|stacktrace|full-stacktrace|scan|daemon|parallel|build-cache|configuration-cache|configure-on-demand|continue|rerun-tasks|rerun|offline|watch-fs|problems-report|refresh-dependencies|dry-run|foreground|status|stop|profile|refresh-keys|export-keys|write-locks|recompile-scripts|include-build)$/;
const GRADLE_TASK =
  /:|^(clean|build|check|test|assemble|jar|classes|publish|jmh|\w+(Tests?|Check|Main|Jar|Report|Classes|Benchmark))$/;

/** `-Iinit.gradle` and `-xtest`: the value of a short option may stand right behind it. */
function apart(word: string): readonly string[] {
  const found = /^-([pxgIb])([^=-].*)$/.exec(word);
  return found === null ? [word] : [`-${found[1]}`, found[2]!];
}

/** Options of a task (`stress --duration PT2H`) with their values, which are no tasks. */
function optioned(words: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const next = words[at + 1];
    const own =
      /^--(project-dir|exclude-task|tests|console|max-workers|gradle-user-home|init-script|warning-mode|build-file|settings-file)$/;
    if (
      !/^--[\w-]+$/.test(word) ||
      own.test(word) ||
      PLAIN_GRADLE.test(word) ||
      next === undefined ||
      next.startsWith('-') ||
      unknownWord(next) ||
      GRADLE_TASK.test(next)
    )
      found.push(word);
    else found.push(`${word}=${words[++at]}`);
  }
  return found;
}

/** What only counts which lines tests reach (jacoco.org, "Maven Plug-in"). */
const COUNTS = /^(org\.jacoco:)?jacoco(-maven-plugin)?(:[\d.]+)?:(prepare-agent(-integration)?|report(-aggregate)?)$/;

/** A property that chooses tests. */
const MAVEN_TESTS = /^-D(?:(?:it\.)?test|suites|wildcardSuites|tagsToInclude)=(.*)$/;

/** maven.apache.org, "Maven CLI Options Reference" and "Introduction to the Build Lifecycle". */
export const maven: Reader = (words, { env }) => {
  const args = parseArguments(
    // Options of failing, which begin like the one that names a file.
    [...wordsOf(env.get('MAVEN_ARGS') ?? ''), ...words].filter(word => !/^-(ff|fae|fn|fos)$/.test(word)),
    list(
      '-pl|--projects -f|--file -T|--threads -P|--activate-profiles -s|--settings -gs|--global-settings -t|--toolchains -gt|--global-toolchains -b|--builder -l|--log-file -rf|--resume-from',
    ),
  );
  // The last three are of scalatest's plugin (scalatest.org, "Using the ScalaTest Maven plugin").
  const filters = [...args.flags].flatMap(flag => MAVEN_TESTS.exec(flag)?.[1] ?? []);
  const skips = [...args.flags].some(flag => /^-D(skipTests|maven\.test\.skip)(=true)?$/.test(flag));
  const goals = args.plain.filter(goal => goal !== 'clean' && !COUNTS.test(goal));
  // A module is called by its directory or by `group:artifactId`, of which the group says nothing more.
  const modules = values(args, '-pl')
    .flatMap(text => text.split(','))
    .map(name => name.trim().replace(/^(!?)(?:.*\/|[^:]*(?=:))/, '$1'));
  const found = selection(
    'mvn',
    args,
    /^(-pl|-f|-T|-g?s|-g?t|-b|-l|-rf|-[BqeUXoVCc]|-nsu|-ntp|-fae|-ff|-am|--also-make|-D((it\.)?test|suites|wildcardSuites|tagsToInclude)=.*|-D(skipTests|maven\.test\.skip).*|-Dstyle\.color.*|-Dsurefire\.\w+|-D(forkCount|threadCount|reuseForks|perCoreThreadCount)=.*|-DfailIfNoTests.*|--batch-mode|--no-transfer-progress|--errors|--update-snapshots|--fail-at-end|--show-version|--quiet|--offline|--strict-checksums|--lax-checksums|--no-snapshot-updates|-Dmaven\.repo\.local.*|-Dmaven\.javadoc\.skip.*|-Dorg\.slf4j\S*|-Djacoco\.\S*)(=.*)?$/s,
    {
      nature:
        goals.length === 0 || goals.every(goal => /^(dependency|versions|help|wrapper):/.test(goal))
          ? 'setup'
          : (skips && goals.every(goal => PHASES.includes(goal))) ||
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
      : [mode.replace(/^(-D[^=]+)=true$/, '$1')];
  return { ...found, modes: found.modes.flatMap(profiles).filter(mode => !/^-P(coverage|jacoco)$/.test(mode)) };
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

/** learn.microsoft.com, "dotnet test", "dotnet build", "dotnet publish" and "dotnet pack". */
export const dotnet: Reader = words => {
  const [name, ...rest] = words;
  if (name !== 'test' && name !== 'build' && name !== 'publish' && name !== 'pack') return undefined;
  const tests = name === 'test';
  const args = parseArguments(
    // One property has four spellings, and a value may stand behind a colon.
    rest.map(word => word.replace(/^(\/p|[-/]property|--property):/i, '-p:').replace(/^(--[a-z-]+|-[lvcfsr]):/, '$1=')),
    list(
      tests
        ? '--filter -c|--configuration -v|--verbosity -l|--logger --collect -r|--results-directory -s|--settings -f|--framework -a|--arch --os --blame-hang-timeout -o|--output -e|--environment'
        : '-c|--configuration -v|--verbosity -f|--framework -a|--arch --os -o|--output --artifacts-path --version-suffix -s|--source -t|--target -r|--runtime',
    ),
  );
  return selection(`dotnet ${name}`, args, tests ? NO_OTHER_TESTS : NO_OTHER_BUILD, {
    targets: args.plain,
    only: [...values(args, '--filter'), ...values(args, '-f', 'framework ')],
    ...(!tests
      ? { nature: 'build' as const }
      : (args.flags.has('--list-tests') || args.flags.has('-t')) && { nature: 'setup' as const }),
  });
};

/** Options that make `dotnet test` and the building commands do no other work. */
const NO_OTHER_TESTS =
  /^(--filter|-c|-v|-l|--collect|-r|--blame\S*|-o|--no-build|--no-restore|--nologo|--blame|-f|-m(:\d+)?|-maxcpucount(:\d+)?|--tl(:\w+)?|-p:(\w*Parallel\w*|Configuration|CI|ContinuousIntegrationBuild|CollectCoverage|Coverlet\w*|Deterministic\w*|UseSharedCompilation))(=.*)?$/i;
const NO_OTHER_BUILD =
  /^(-c|-v|-o|--artifacts-path|--no-build|--no-restore|--no-incremental|--nologo|-f|-m(:\d+)?|-maxcpucount(:\d+)?|--tl(:\w+)?|-p:(\w*Parallel\w*|Configuration|CI|ContinuousIntegrationBuild|Deterministic\w*|UseSharedCompilation))(=.*)?$/i;

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
