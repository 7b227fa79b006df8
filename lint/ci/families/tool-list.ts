/** How a tool that looks at files is called: what its words mean is the same for all of these, only the names differ. */
export interface Tool {
  /** What it is called by, subcommand included: `ruff check`. */
  readonly names: readonly string[];
  /** Options that take a value. */
  readonly valued: readonly string[];
  /** Of those, the ones that select a part of the work by pattern. */
  readonly selects?: string;
  /** The option whose values are paths, as the words without an option are. */
  readonly files?: string;
  /** Options, valued or not, that change only speed, output or order. */
  readonly harmless: RegExp;
  /** It only writes (a formatter without `--check`): nothing that could fail. */
  readonly needs?: RegExp;
  /** With one of these it is no check. */
  readonly not?: RegExp;
}

const OUTPUT =
  /^(-v|-q|--verbose|--quiet|--silent|--color(s|=.*)?|--no-color(s)?|--ci|--cache.*|--no-cache|--bail.*|--max-?[wW]orkers.*|--concurrency.*|--runInBand|-i|--forceExit|--detectOpenHandles|--passWithNoTests|--pass-with-no-tests|--reporters?|-R|--reporter=.*|--reporter-options?(=.*)?|--coverage.*|--collectCoverage.*|--run|--logHeapUsage|--output-?[fF]ile.*|--json|--silent.*|--format.*|-f|--output-format.*|--exit|--parallel|-p|-j.*|--jobs.*|--(no-)?pretty.*|--watch=false|--watchAll=false|--no-watch|--workers.*|--pool.*|--poolOptions.*|--no-file-parallelism|--testTimeout.*|--retry.*|--retries.*|--timeout.*|--show-.*|--diff|--(no-)?incremental.*|--dot|--no-progress|--log-level.*|--diagnostic-level.*|--max-diagnostics|--no-errors-on-unmatched|--unsafe|--preserveWatchOutput|--listFiles|--extendedDiagnostics|--diagnostics|--verbose=.*|--color=.*|--hide-.*|--install-types|--[\w-]+-report|--junit-xml|--cache-?[dD]ir.*|--workerIdleMemoryLimit.*|--workerThreads|--ignore-unknown|--no-must-find-files|--no-summary|--non-interactive|--reporter-file.*|--log-(kind|file|path).*|--stats|--statistics|--no-fix)$/;

/** The checkers and test runners that are called in this way. Facts from their own `--help`. */
export const TOOLS: readonly Tool[] = [
  {
    names: ['vitest', 'vitest run'],
    valued:
      '-t|--testNamePattern --project --exclude --config|-c --root|-r --dir --reporter --shard --pool --maxWorkers --environment --mode --testTimeout --outputFile --coverage.reporter'.split(
        ' ',
      ),
    selects: '-t',
    harmless: OUTPUT,
    not: /^(bench|watch|list|init|--watch|-w|--version|typecheck)$/,
  },
  {
    names: ['jest'],
    valued:
      '-t|--testNamePattern --testPathPattern|--testPathPatterns --config|-c --selectProjects --projects --testPathIgnorePatterns --shard --maxWorkers|-w --reporters --testMatch --rootDir --env --coverageReporters --testTimeout --outputFile --coverageDirectory --cacheDirectory --workerIdleMemoryLimit'.split(
        ' ',
      ),
    selects: '-t',
    files: '--testMatch',
    harmless: OUTPUT,
    not: /^(--watch|--watchAll|--version|--showConfig|--listTests|--init)$/,
  },
  {
    names: ['mocha'],
    valued:
      '-g|--grep -f|--fgrep --config --spec --ignore -r|--require -R|--reporter -t|--timeout --retries --extension --ui|-u -j|--jobs --reporter-options --package --loader'.split(
        ' ',
      ),
    selects: '-g',
    harmless: new RegExp(`${OUTPUT.source}|^-[bt]$`),
    not: /^(--watch|-w|--version)$/,
  },
  {
    names: ['playwright test'],
    valued:
      '-g|--grep --grep-invert --project --config|-c --shard --reporter --workers|-j --retries --timeout --max-failures|-x --output'.split(
        ' ',
      ),
    selects: '-g',
    harmless: OUTPUT,
    not: /^(--ui|--list|--debug)$/,
  },
  {
    names: ['node --test'],
    valued:
      '--test-name-pattern --test-reporter --test-concurrency --test-timeout --import --require|-r --test-reporter-destination --test-shard'.split(
        ' ',
      ),
    selects: '--test-name-pattern',
    harmless:
      /^(--test-reporter.*|--test-concurrency.*|--test-timeout.*|--experimental-test-coverage|--enable-source-maps|--no-warnings)$/,
  },
  {
    // github.com/mcollina/borp: node's own tests, whose files it takes as a pattern too.
    names: ['borp'],
    valued: '-p|--pattern -c|--concurrency -t|--timeout -i|--ignore -r|--reporter -X|--coverage-exclude'.split(' '),
    files: '-p',
    harmless: /^(-c|-t|-r|-C|-X|--coverage\S*|--expose-gc|--no-timeout|--no-typescript|--check-coverage)$/,
    not: /^(-w|--watch|-o|--only)$/,
  },
  {
    names: ['ava', 'tap', 'uvu', 'tape', 'cypress run'],
    valued: '-m|--match -c|--concurrency -T|--timeout --config --spec --browser -t -r|--require -j|--jobs -R'.split(
      ' ',
    ),
    selects: '-m',
    files: '--spec',
    harmless: new RegExp(`${OUTPUT.source}|^(-c|-T|-t|-s|--serial|--tap|--headless|--record)$`),
    not: /^(-w|--watch|-u|--update-snapshots)$/,
  },
  {
    // Words without an option are texts that a test file's path contains (tstyche.org, "Command-Line Options").
    names: ['tstyche'],
    valued: '--config --only --skip --target --tsconfig --root --reporters --testFileMatch --fixtureFileMatch'.split(
      ' ',
    ),
    selects: '--only',
    harmless: /^(--failFast|--quiet|--verbose|--reporters)$/,
    not: /^(--watch|--list|--listFiles|--fetch|--prune|--update|--showConfig)$/,
  },
  {
    names: ['bun test'],
    valued: '-t|--test-name-pattern --timeout --preload --reporter --reporter-outfile --max-concurrency'.split(' '),
    selects: '-t',
    harmless: OUTPUT,
    not: /^(--watch|--only|-u|--update-snapshots)$/,
  },
  {
    // docs.deno.com, "deno test": permissions and locks decide whether a test may run, not which.
    names: ['deno test'],
    valued: '-c|--config --filter --ignore --shard --import-map --reporter --junit-path --env-file'.split(' '),
    selects: '--filter',
    harmless: new RegExp(
      `${OUTPUT.source}|^(-A|-[RWNES]+|-[RWNES]=.*|--allow-.*|--no-lock|--frozen.*|--lock.*|--no-prompt|--no-check.*|--clean|--permit-no-files|--reload|-r|--trace-leaks|--hide-stacktraces|--junit-path.*|--fail-fast.*)$`,
    ),
    not: /^(--watch|--no-run|--help|-h)$/,
  },
  {
    names: ['tsc', 'vue-tsc'],
    valued:
      '-p|--project --outDir --rootDir --generateTrace --generateCpuProfile --tsBuildInfoFile --target|-t --module|-m --moduleResolution --lib --jsx'.split(
        ' ',
      ),
    harmless:
      /^(--noEmit|--pretty.*|--incremental.*|--diagnostics|--extendedDiagnostics|--listFiles|--listFilesOnly|--listEmittedFiles|--explainFiles|--traceResolution|--noErrorTruncation|--generateTrace|--generateCpuProfile|--tsBuildInfoFile|--sourceMap|--declarationMap|--inlineSourceMap|--removeComments|--skipLibCheck|--emitDeclarationOnly|--declaration|--outDir|--preserveWatchOutput)$/,
    not: /^(-w|--watch|--version|-v|--init|--showConfig|--help)$/,
  },
  {
    names: ['eslint'],
    valued:
      '-c|--config --ext --ignore-path --ignore-pattern --max-warnings --rule --plugin --parser --format|-f --output-file|-o --cache-location --cache-strategy --rulesdir --resolve-plugins-relative-to --concurrency'.split(
        ' ',
      ),
    harmless: new RegExp(
      `${OUTPUT.source}|^(--no-error-on-unmatched-pattern|--no-warn-ignored|--pass-on-no-patterns|--debug|--exit-on-fatal-error)$`,
    ),
    not: /^(--init|--print-config|--version|-v|--fix-dry-run|--env-info)$/,
  },
  {
    names: ['prettier'],
    valued: '--config --ignore-path --plugin --parser --log-level --cache-location --cache-strategy'.split(' '),
    harmless: new RegExp(`${OUTPUT.source}|^(-u|--no-error-on-unmatched-pattern)$`),
    needs: /^(--check|-c|--list-different|-l)$/,
  },
  { names: ['oxfmt', 'dprint'], valued: ['-c|--config'], harmless: OUTPUT, needs: /^(--check|check)$/ },
  {
    names: ['clang-format'],
    // The last two are of actions that start it.
    valued: ['--style', '--fallback-style', '--exclude', '--exclude-regex'],
    // What it does without being told (clang.llvm.org, "ClangFormat").
    harmless: new RegExp(`${OUTPUT.source}|^--style=file$`),
    needs: /^(--dry-run|-n)$/,
  },
  {
    names: ['biome check', 'biome lint', 'biome ci', 'biome format'],
    valued:
      '--config-path --max-diagnostics --diagnostic-level --colors --reporter --reporter-file --log-kind --log-level --log-file --log-path'.split(
        ' ',
      ),
    harmless: OUTPUT,
    not: /^(--write|--apply|--fix)$/,
  },
  {
    names: ['ruff check', 'ruff format'],
    valued:
      '--select --ignore --extend-select --extend-ignore --config --target-version --line-length --exclude --extend-exclude --output-format --output-file|-o --cache-dir --per-file-ignores'.split(
        ' ',
      ),
    harmless: new RegExp(
      `${OUTPUT.source}|^(--force-exclude|--preview|--exit-non-zero-on-fix|-[ns]|--(no-)?unsafe-fixes|--respect-gitignore)$`,
    ),
    // With some it fails for nothing that it finds.
    not: /^(--fix|--version|--fix-only|-e|--exit-zero|--show-files|--show-settings)$/,
  },
  {
    names: ['mypy', 'dmypy run'],
    valued:
      '-p|--package -m|--module --config-file --python-version --exclude --follow-imports --cache-dir --python-executable --platform --cobertura-xml-report --html-report --txt-report --xml-report --junit-xml --any-exprs-report --lineprecision-report --linecount-report --soft-error-limit -O|--output -n|--num-workers --timing-stats --line-checking-stats'.split(
        ' ',
      ),
    harmless: new RegExp(
      `${OUTPUT.source}|^(--(no-)?error-summary|--(no-)?color-output|--no-show-[\\w-]+|--sqlite-cache|--skip-cache-mtime-checks|--soft-error-limit.*|-O|--output=.*|-n|--(timing|line-checking)-stats|--tb|--traceback|--raise-exceptions)$`,
    ),
    not: /^(--version|-V)$/,
  },
  {
    names: ['black', 'isort'],
    valued:
      '-l|--line-length --config --exclude --extend-exclude -t|--target-version --profile --settings-path -W|--workers --jobs'.split(
        ' ',
      ),
    harmless: new RegExp(`${OUTPUT.source}|^(-W|--fast|--safe)$`),
    needs: /^(--check|--check-only|-c)$/,
  },
  {
    names: [
      'flake8',
      'pylint',
      'pyright',
      'pydocstyle',
      'bandit',
      'codespell',
      'yamllint',
      'shellcheck',
      'ty check',
      'pyrefly check',
      'knip',
      'typos',
      'actionlint',
      'hadolint',
      'markdownlint',
      'stylelint',
      'oxlint',
      'basedpyright',
      'cspell',
      'cspell lint',
      'markdownlint-cli2',
      'sqlfluff lint',
      'textlint',
      'publint',
      'depcheck',
      'deptry',
      'vulture',
      'vale',
      'zizmor',
      'lint-imports',
    ],
    valued:
      '--config --select --ignore --exclude --max-line-length --rcfile --disable --enable -c -p|--project -x -s --severity -S --skip -d --max-complexity --extend-ignore --extend-select --pythonversion --exclude-file --output-file --output-format --format --color --msg-template --threads --jobs'.split(
        ' ',
      ),
    // Of flake8, pylint, pyright and yamllint what is counted, shown and scored.
    harmless: new RegExp(
      `${OUTPUT.source}|^(--outputjson|--threads.*|--count|--benchmark|--tee|--no-show-source|--no-warnings|--reports=.*|-rn|-sn|--score=.*|--msg-template.*|--persistent=.*|--no-banner|--no-score)$`,
    ),
    not: /^(--version|--fix|--exit-zero|--createstub|--list-msgs|--generate-rcfile)$/,
  },
  {
    names: ['rubocop', 'swiftlint', 'swiftlint lint', 'ktlint', 'detekt', 'standard', 'xo'],
    valued: '-c|--config --only --except --baseline -b --reporter'.split(' '),
    harmless: OUTPUT,
    not: /^(-a|-A|-F|--auto-?correct\S*|--fix|--version)$/,
  },
  // perldoc.perl.org, "prove".
  {
    names: ['prove'],
    valued:
      '-j|--jobs -I -e|--exec --ext -f|--formatter --harness -P -M --source --rc --rules --state --archive -a'.split(
        ' ',
      ),
    harmless:
      /^(-[bcflmopqQrsvw]+|--(blib|lib|merge|verbose|quiet|QUIET|timer|comments|failures|color|nocolor|count|nocount|shuffle|reverse|recurse|parse|directives|trap|normalize)|-j\d*|--jobs.*|-I.*|-f|--formatter.*|--harness.*|--archive.*|-a.*)$/,
    not: /^(--version|-V|--help|-h|--man|-H|-D|--dry)$/,
  },
  {
    names: ['govulncheck'],
    valued: '-show -tags -format -mode -db'.split(' '),
    harmless: /^-(show|format|json|test)(=.*)?$/,
    not: /^-version$/,
  },
  {
    names: ['golangci-lint run'],
    valued:
      '-c|--config --timeout --out-format -E|--enable -D|--disable --build-tags --new-from-rev -j|--concurrency --go --issues-exit-code --path-prefix --path-mode --color --max-issues-per-linter --max-same-issues --sort-order --modules-download-mode --cpu-profile-path --mem-profile-path --trace-path'.split(
        ' ',
      ),
    harmless: new RegExp(
      `${OUTPUT.source}|^(--path-(prefix|mode)|--output\\.[\\w.-]+(=.*)?|--max-(issues-per-linter|same-issues)|--sort-(order|results)|--print-[\\w-]+|--uniq-by-line|--allow-(parallel|serial)-runners|--modules-download-mode|--(cpu|mem)-profile-path|--trace-path|--verbose)(=.*)?$`,
    ),
    not: /^(--fix)$/,
  },
  {
    names: ['staticcheck', 'revive', 'gofmt', 'goimports', 'gofumpt'],
    valued: '-checks -tags -go -f -config -formatter -local -debug.cpuprofile -debug.memprofile'.split(' '),
    harmless: new RegExp(`${OUTPUT.source}|^(-formatter|-debug\\.\\S+|-show-ignored|-[del])$`),
    not: /^(-w|-version)$/,
  },
];
