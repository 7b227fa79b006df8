import { base, normalise } from '../path.ts';
import { dynamic, UNKNOWN } from './command.ts';
import type { WorkUnit } from './coverage.ts';
import { isElsewhere, isRunner } from './named-environments.ts';
import { WORKSPACE } from './repository.ts';
import { ONLY_STARTS, saysMachine } from './shell/wrapper-table.ts';

/** Variables known to change only speed, logging, output or where things lie; flags of compilers are compared by their family. */
const HARMLESS =
  /^(CI|TERM|COLORTERM|(\w+_)?(NO|FORCE)_COLOR|CLICOLOR(_FORCE)?|PY_COLORS|RUST_LOG(_STYLE)?|RUST_BACKTRACE|RUST_LIB_BACKTRACE|RUST_MIN_STACK|RUST_TEST_(THREADS|NOCAPTURE|TIME_\w+)|CARGO_(TERM_\w+|INCREMENTAL|PROFILE_\w+|BUILD_JOBS|BUILD_WARNINGS|NET_\w+|HTTP_\w+|HOME|TARGET_DIR|REGISTRIES_\w+|UNSTABLE_\w+|LLVM_COV\w*|TARGET_\w+_(RUNNER|LINKER)|ENCODED_RUSTFLAGS|BUILD_TARGET|BUILD_TARGET_DIR|MAKEFLAGS)|CARGO|RUSTC_WRAPPER|RUSTC|RUSTDOC|RUSTFLAGS|RUSTDOCFLAGS|(\w+_)?COVERAGE|COVERAGE_(FILE|RCFILE|DIR|CORE|PROCESS_\w+|REPORT\w*|FAIL_UNDER|ENABLED)|RUSTUP_\w+|SCCACHE_\w+|CCACHE_\w+|MAKEFLAGS|CMAKE_BUILD_(TYPE|PARALLEL_LEVEL)|CTEST_(PARALLEL_LEVEL|OUTPUT_ON_FAILURE)|(\w+_)?(JOBS|NPROC|NUM_JOBS)|NPROC|(OMP|RAYON|TOKIO|OPENBLAS|MKL|NUMEXPR|POLARS)_(NUM|MAX)_?(THREADS|WORKERS)|RAYON_NUM_THREADS|TOKIO_WORKER_THREADS|GOMAXPROCS|GOCACHE|GOPATH|GOMODCACHE|GOPROXY|GOSUMDB|GOTOOLCHAIN|GOFLAGS|GOGC|GOMEMLIMIT|GOTRACEBACK|GO111MODULE|GORACE|PYTHON(UNBUFFERED|MALLOC|DONTWRITEBYTECODE|FAULTHANDLER|IOENCODING|UTF8|HASHSEED|PATH|OPTIMIZE|WARNINGS)|PYTEST_XDIST_AUTO_NUM_WORKERS|TOXENV|TOX_(ENV|SKIP_\w+|PARALLEL\w*)|DO_NOT_TRACK|\w+_TELEMETRY_(OPT_?OUT|DISABLED?)|(\w+_)?(NO|DISABLE)_\w*(TELEMETRY|ANALYTICS|PROGRESS_BARS?)|PYTEST_(ADDOPTS|THEME)|NEXTEST_PROFILE|COLUMNS|LINES|(\w+_)?LOG(_LEVEL|GING|LEVEL)?|LOGLEVEL|PIP_\w+|UV_(?!THREADPOOL|USE_IO|RESOLUTION|PRERELEASE|EXCLUDE_NEWER)\w+|POETRY_\w+|NPM_CONFIG_\w+|npm_config_\w+|YARN_\w+|NODE_OPTIONS|NODE_NO_WARNINGS|HUSKY|DEBIAN_FRONTEND|LANG|LANGUAGE|LC_\w+|C(XX)?FLAGS|LDFLAGS|CPPFLAGS|CC|CXX|AR|LD|LIBRARY_PATH|LD_LIBRARY_PATH|PKG_CONFIG_PATH|TMPDIR|TMP|TEMP|HOME|USER|SHELL|PATH|PWD|GITHUB_\w+|RUNNER_\w+|CODECOV_\w+|DOTNET_\w+|NUGET_\w+|V|VERBOSE|(\w+_)?(INDEX|PARALLEL|PARALLELISM|PARALLEL_(VALUE|JOBS|WORKERS|PROCESSES|PROCS|THREADS)|CHUNKS?|CHUNK_(INDEX|COUNT|TOTAL)|TEST_CHUNK_TOTAL|SHARD|SHARDS|SHARD_(INDEX|ID|COUNT|TOTAL)|SHARD(INDEX|COUNT|TOTAL)|(TOTAL|NUM)_SHARDS)|DEBUG_COLORS|MALLOC_ARENA_MAX|INSTA_(UPDATE|OUTPUT|PENDING_DIR|WORKSPACE_ROOT)|LLVM_PROFILE_FILE|GRADLE_OPTS|MAVEN_OPTS|MAVEN_ARGS|JAVA_OPTS|JAVA_HOME|_JAVA_OPTIONS|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS)$/;

/** Names of variables that say where something is, who asks or how much is allowed, not how the work is done; what fails with cgo mostly fails without. */
const WHERE =
  /(URL|URI|HOST|PORT|ADDR|ADDRESS|TOKEN|KEY|SECRET|PASS|PASSWORD|USER|USERNAME|DIR|FOLDER|PATH|HOME|FILE|CACHE|VERSION|TAG|SHA|REF|BRANCH|REGION|BUCKET|NAME|ID|EMAIL|REGISTRY|IMAGE|TIMEOUT|INTERVAL|DELAY|PERIOD|ENDPOINT|OUTPUT|DSN|STORE|LEVEL|CONTEXT|LABEL|TITLE|MAX|LIMIT|RETRIE|ATTEMPT|SCHEMA|TOPIC|PREFIX|SUFFIX|NAMESPACE|NS|PROJECT|ACCOUNT|ZONE)S?(_(MS|S|SECS?|SECONDS))?$|^CGO_ENABLED$|(^|_)IP$|(^|_)RETR(Y|IES)(_|$)/i;

/** Names of variables with which CI only looks closer or prints otherwise: what fails without them fails with them. */
const CLOSER =
  /(^|_)(LEAKS?|COLORS?|STRICT|CHECKS?|VERBOSE|TRACE|WARN(ING)?S?|PROGRESS|REPORT|COVERAGE|SESSION|FAIL_ON_\w+)(_|$)/;

function looksCloser(name: string): boolean {
  return CLOSER.test(name) && !/(^|_)(SKIP|NO|NOT|DISABLE|WITHOUT|IGNORE|ALLOW)(_|$)/.test(name);
}

/** Names of variables about what is prepared or left behind, which compiler is used or what is logged: none of it is the work. */
const ASIDE =
  /^(TARGET|CHANNEL|TOOLCHAIN)$|^(?!(\w+_)?(NO|NOT|WITHOUT|DISABLED?|SKIP|IGNORE)_)\w*_(PYTHON|NODE|JOB|RUNNER)$|^TESTCONTAINERS_|^G?LOG_|(^|_)(SKIP|NO)_(\w+_)?BUILD$|(^|_)(KEEP|INSTALL|DOWNLOAD|SETUP|CLEANUP|TELEMETRY|ANALYTICS|BANNER|UPDATE_CHECK|NOTIFI\w+)(_|$)|(^|_)(NO|DISABLE|SUPPRESS|HIDE)_\w*WARNINGS?$/i;

/** Whether what a value says of a variable that only one side sets is a mode: a short literal, of a name that may mean one. */
export function isSwitch(name: string, value: string): boolean {
  if (saysMachine(name) || HARMLESS.test(name) || WHERE.test(name) || ASIDE.test(name) || looksCloser(name))
    return false;
  if (isUsual(name, value)) return false;
  // How often something is tried that is tried anyway; `FAST_TESTS=1` says which.
  if (/(^|_)(TESTS|CASES|ITERATIONS|ITERS|RUNS|ROUNDS|REPEATS)$/.test(name) && /^([02-9]|\d{2,})$/.test(value))
    return false;
  // A runner, and which of several implementations is used, by its whole name.
  if (/^(ubuntu|macos|windows)-[\w.-]+$|^(io|com|org|net)(\.[\w-]+){2,}$/.test(value)) return false;
  // Off is how it is without it, and what only says that this is CI changes nothing that a stage would do.
  if (/^(false|off|no|disabled|0|ci|github([-_]actions)?|gha|normal|standard)$|(^|[-_.])default$/i.test(value))
    return false;
  // Options for a program ask for no other mode, unless they take something away.
  if (value.startsWith('-') && !/skip|exclude|only|without|\bno-|quick|fast/.test(value)) return false;
  return value !== '' && !dynamic(value) && /^[\w.,+-]{1,24}$/.test(value);
}

/** Names of variables which, when they are on, leave something out, do another thing in its place or build something else. */
const INSTEAD =
  /(^|_)(SKIP\w*|NO|NOT|DISABLED?|WITHOUT|IGNORE|ONLY|EXCLUDE\w*|QUICK|FAST|SHORT|SMOKE|MINIMAL|DRY_?RUN|MOCK|FAKE|STUB|BENCH\w*|USE|WITH|ENABLED?|FORCE)(_|$)/i;

/** A switch that is on and no more: CI does what is done without it, and something besides. */
function besides(name: string, value: string): boolean {
  return /^(true|on|yes|1)$/i.test(value) && !INSTEAD.test(name);
}

/** What a runner and a box are anyway. */
function isUsual(name: string, value: string): boolean {
  return (name === 'GOOS' && value === 'linux') || (name === 'GOARCH' && /^(amd64|arm64)$/.test(value));
}

/** Options of node in NODE_OPTIONS that change what a program does; memory, warnings, reports and what jest needs of it are not. */
function nodeModes(options: string): readonly string[] {
  return options
    .split(/\s+/)
    .filter(
      option =>
        option.startsWith('--') &&
        !/^--(max-|min-|semi-space|stack-|no-warnings|no-deprecation|trace-|enable-source-maps|expose[-_]gc|experimental-(vm-modules|strip-types|transform-types|loader|specifier-resolution|require-module|import-meta-resolve|test-\w+)|no-experimental-\w+|openssl-legacy-provider|unhandled-rejections|preserve-symlinks|import|require|loader|inspect|cpu-prof|heap|report|dns-result-order|conditions|title|test-|env-file|disable-warning|network-family|no-network-family|use-openssl-ca|use-system-ca|huge-max-old)/.test(
          option,
        ),
    );
}

/** What of a variable that is harmless otherwise makes other work where CI's value does not have it. */
const MODES: ReadonlyMap<string, (value: string) => readonly string[]> = new Map([
  ['NODE_OPTIONS', nodeModes],
  ['JAVA_TOOL_OPTIONS', javaModes],
  ['JDK_JAVA_OPTIONS', javaModes],
  ['_JAVA_OPTIONS', javaModes],
  // A seed that is not the usual one is there to see what another order does.
  ['PYTHONHASHSEED', value => (value === '0' ? [] : [value])],
  // Assertions are not compiled, and warnings fail (docs.python.org, "Command line and environment").
  ['PYTHONOPTIMIZE', value => (value === '' || value === '0' ? [] : [value])],
  // Another implementation of the language, not another version of it.
  ['UV_PYTHON', value => /(?:^|\/)(pypy|graalpy)/.exec(value)?.slice(1) ?? []],
  ['PYTHONWARNINGS', value => value.split(',').filter(filter => filter.startsWith('error'))],
]);

/** Options of a JVM that change what a program does or how it is compiled; memory, reports, agents and what a server has anyway are not. */
function javaModes(options: string): readonly string[] {
  return options
    .split(/\s+/)
    .filter(option =>
      /^-(Xint|Xcomp|XX:[+-]?(Use(?!G1GC|ContainerSupport|PerfData|StringDeduplication|\w*HugePages|NUMA)|Tiered|Enable|Compile)\w*|Duser\.(?!home|dir|name)|-enable-preview)/.test(
        option,
      ),
    );
}

/** Whether a variable is known to make no other work. */
export function isHarmlessVariable(name: string): boolean {
  return HARMLESS.test(name);
}

/** Whether two texts of flags say the same: `"$MIRIFLAGS -Zmiri-strict-provenance"` adds to what is not known. */
function sameFlags(ci: string, stage: string): boolean {
  const [mine, theirs] = [ci, stage].map(flags => flags.split(/\s+/).filter(flag => flag !== '' && flag !== UNKNOWN));
  return theirs!.length > 0 && mine!.length === theirs!.length && theirs!.every(flag => mine!.includes(flag));
}

/** What the stage knows of its surroundings besides its own text. */
export interface Demands {
  /** Names that the stage requires from the box, or has as secrets: their values are not known. */
  readonly required: ReadonlySet<string>;
  /** Where the source lies on the box. */
  readonly root?: string;
  /** Nothing is made other work by its environment: what an allowance could be about. */
  readonly any?: boolean;
}

/** Whether the variables of the two make them other work: one that the stage sets or requires and CI does not set to the same value. */
export function otherEnvironment(
  ci: WorkUnit,
  stage: WorkUnit,
  demands: Demands,
  environments: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  if (demands.any) return false;
  if (!looksAtFiles(stage) && isElsewhere(stage, environments)) return true;
  for (const name of demands.required) if (!HARMLESS.test(name)) return true;
  for (const [name, value] of stage.command.env) {
    if (isRunner(name)) continue;
    const other = ci.command.env.get(name);
    // The stage leaves something out, which CI does as well.
    if (other === undefined && leavesOut(name) && /^(1|true|yes|on)$/i.test(value)) continue;
    const modes = MODES.get(name);
    if (modes?.(value).some(mode => !modes(other ?? '').includes(mode))) return true;
    if (isUsual(name, value) && other === undefined) continue;
    // What starts the tests may look at more than they do (doc.rust-lang.org/cargo, "Configuration", `target.<triple>.runner`).
    if (/^CARGO_TARGET_\w+_RUNNER$/.test(name) && !ONLY_STARTS.test(value) && value !== other) return true;
    if (HARMLESS.test(name) || (looksAtFiles(stage) && !isOfTool(name, stage))) continue;
    if (/FLAGS$/.test(name) && other !== undefined && sameFlags(other, value)) continue;
    // Where both put something is not known before they run, and who asks makes no other work.
    if (dynamic(value) && other !== undefined && dynamic(other) && /_(DIR|FOLDER|PATH)$/.test(name)) continue;
    if (other !== undefined && /(^|_)(CREDENTIALS|PASSWORD|TOKEN|SECRET)$/.test(name)) continue;
    // GitHub's `False` is YAML's.
    if (/^(true|false)$/i.test(value) && other?.toLowerCase() === value.toLowerCase()) continue;
    if (other !== undefined && (sameServer(name, other, value) || liesElsewhere(name, other, value))) continue;
    const [mine, theirs] = [placed(other ?? '', WORKSPACE), placed(value, demands.root)].map(unsigned);
    if (other === undefined || dynamic(theirs!) || mine !== theirs) return true;
  }
  // A switch that CI puts before this very command is another mode than a stage without it.
  for (const name of ci.command.own) {
    const value = ci.command.env.get(name) ?? '';
    if (
      stage.command.env.get(name) !== value &&
      !isRunner(name) &&
      isSwitch(name, value) &&
      !besides(name, value) &&
      !isParameter(name, ci)
    )
      return true;
  }
  return false;
}

/** `SKIP_SLOW`; neither `NO_SKIP` nor `FAIL_ON_SKIP`, which ask for more. */
function leavesOut(name: string): boolean {
  return /(^|_)SKIP(_|$)/.test(name) && !/(^|_)(NO|NOT|DONT|NEVER|DISABLE|ON)_(\w+_)?SKIP(_|$)/.test(name);
}

/** Names of variables that say where a server is, and who asks it. */
const SERVER = /(^|_|^PG)(URL|URI|HOST|HOSTNAME|PORT|ADDR|ADDRESS|PASS|PASSWORD|PASSWD|USER|USERNAME|DSN|ENDPOINT)$/i;
/** Ports on which products listen that speak another's language: CockroachDB, PgBouncer, TiDB, ProxySQL; Redis' Sentinel and Cluster. */
const ANOTHERS: ReadonlySet<string> = new Set(['26257', '6432', '4000', '6033', '26379', '7000']);
/** Of an address, how the connection is made; what else stands in its query is another way to work. */
const CONNECTION =
  /^(ssl\w*|tls|parseTime|loc|charset|application_name|\w*timeout\w*|\w*pool\w*|auth\w*|retryWrites)=/i;
/** This machine, by any of its names. */
const HERE = /^(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|host\.docker\.internal)$/;

/** Whether both say where a server of one kind is: each has its own, and only its kind and what is asked of it make other work. */
function sameServer(name: string, ci: string, stage: string): boolean {
  if (!SERVER.test(name)) return false;
  if (/(^|_|^PG)(PASS|PASSWORD|PASSWD)$/i.test(name)) return true;
  // Whoever else something is run as may be allowed other things.
  if (/(^|_)USER(NAME)?$|^PGUSER$/i.test(name))
    return /(^PG|(^|_)(DB|DATABASE|POSTGRES|\w*SQL)_)USER(NAME)?$/i.test(name);
  const [mine, theirs] = [ci, stage].map(parts);
  if (mine === undefined || theirs === undefined)
    // A service's port is given to it while CI runs.
    return (ci === UNKNOWN && /^\d+$/.test(stage) && !ANOTHERS.has(stage)) || (isBeside(ci) && HERE.test(stage));
  return (
    mine.scheme === theirs.scheme &&
    mine.path === theirs.path &&
    mine.query === theirs.query &&
    (mine.port === theirs.port || ![mine.port, theirs.port].some(port => ANOTHERS.has(port))) &&
    (mine.host === theirs.host || (isBeside(mine.host) && HERE.test(theirs.host)))
  );
}

/** In CI a name without a dot is a service's, which a job in a container has beside it. */
function isBeside(host: string): boolean {
  return HERE.test(host) || /^[a-z][\w-]*$/i.test(host);
}

interface Address {
  readonly scheme: string;
  readonly host: string;
  readonly port: string;
  readonly path: string;
  readonly query: string;
}

/** `scheme://user:password@host:port/path?options`, also as `user:password@tcp(host:port)/path` (github.com/go-sql-driver/mysql). */
function parts(text: string): Address | undefined {
  const [, scheme = '', host, port = '', path = '', options = ''] =
    /^(?:([\w+.-]+):\/\/)?(?:[^@/\s]*@)?(?:tcp\()?([\w.-]+|\[[\w:]+\])(?::(\d+|\u{f0002}))?\)?(?:\/([^?\s]*))?(?:\?(\S*))?$/u.exec(
      text,
    ) ?? [];
  const asked = options.split('&').filter(option => option !== '' && !CONNECTION.test(option));
  return host === undefined || (scheme === '' && !text.includes('@'))
    ? undefined
    : { scheme, host, port, path, query: asked.sort().join('&') };
}

/** A variable that a script on the way to the command expands is a parameter of the script; `SKIP` tells pre-commit which hooks to leave out. */
function isParameter(name: string, { command }: WorkUnit): boolean {
  if (name === 'SKIP' && command.via.some(({ label }) => label.startsWith('pre-commit '))) return true;
  return (
    /^\w+$/.test(name) &&
    command.via.some(({ place }) => new RegExp(`\\$[{(]?${name}\\b`).test(place?.source.text ?? ''))
  );
}

/** A linter or a formatter: it reads files, and of the environment only what is its own. */
export function looksAtFiles({ family, detail }: WorkUnit): boolean {
  return family === 'tool' && (detail as { readonly tests?: boolean }).tests === false;
}

/** `ESLINT_USE_FLAT_CONFIG` of eslint, `MYPYPATH` of mypy; `NODE_ENV` of whatever is configured by a program. */
function isOfTool(name: string, { detail }: WorkUnit): boolean {
  const tool = (detail as { readonly tool: string }).tool.split(/[ -]/)[0]!;
  return name === 'NODE_ENV' || name.toLowerCase().startsWith(tool);
}

/** Names of directories that say nothing of what lies in them. */
const ANY_PLACE =
  /^(s?bin|lib(64|exec)?|include|share|cmake|src|build|dist|out|target|install|usr|local|opt|current|latest|release|debug)$/i;
/** Names of variables whose directories hold what is worked on. */
const WORKED_ON =
  /(^|_)(CORPUS|CORPORA|DATA\w*|FIXTURES?|INPUTS?|SAMPLES?|SEEDS?|MODELS?|WEIGHTS|TESTS?|CASES|IMAGES)(_|$)/i;

/** Whether two values name one tool that lies elsewhere, in the same version: `/opt/wasi-sdk` and `/tmp/wasi-sdk`. */
function liesElsewhere(name: string, ci: string, stage: string): boolean {
  const isPlace =
    /(^|_)(PATH|DIR|DIRECTORY|HOME|ROOT|FOLDER|PREFIX|BIN|SDK)$/i.test(name) &&
    [ci, stage].every(path => /^[/~]/.test(path));
  const digits = (path: string): string => path.match(/\d+/g)?.join(' ') ?? '';
  return (
    isPlace &&
    base(ci) === base(stage) &&
    digits(ci) === digits(stage) &&
    !ANY_PLACE.test(base(ci)) &&
    !WORKED_ON.test(name)
  );
}

/** A value that says where the checkout lies, as if it lay anywhere. */
function placed(value: string, root: string | undefined): string {
  const plain = /^\/[\w./-]+$/.test(value) ? normalise(value) : value;
  return root === undefined ? plain : plain.replaceAll(root, '.');
}

/** An address without the name and the password that it is asked with. */
function unsigned(value: string): string {
  return value.replace(/^(\w[\w+.-]*:\/\/)[^/?#@]*@/, '$1');
}
