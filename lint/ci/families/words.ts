import { base } from '../../path.ts';
import { changedOptions } from '../build-options.ts';
import { scriptRun } from '../calls/npm.ts';
import { HOOK_VALUED } from '../calls/pre-commit.ts';
import type { Command } from '../command.ts';
import { dynamic, unknownWord } from '../command.ts';
import { type Coverage, type Family, NO, type Work } from '../coverage.ts';
import { inside, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import { commonGoals, startsGoals } from './goal-runners.ts';
import { choosesTests, narrowing } from './runner-choice.ts';

export interface WordsWork {
  readonly words: readonly string[];
  readonly directory: string | undefined;
  /** What the words list of the repository's files, as written: `$(git ls-files '*.toml')`. */
  readonly listed: string;
  /** Of what it configures, the options that the project knows a default of, and what it changes of them. */
  readonly changed?: ReadonlyMap<string, string | undefined>;
}

/** Whatever no family knows: compared word by word. It takes every command, so it comes last. */
export const words: Family<WordsWork> = { name: 'words', read, covers, subject };

/** Commands that prepare, look or tell; that CI does them too wastes nobody's time. */
const SETUP =
  /^(break|continue|cygpath|readarray|mapfile|getopts|let|local|declare|echo|printf|cat|cd|ls|pwd|mkdir|rmdir|rm|cp|mv|ln|touch|chmod|chown|chgrp|tar|zip|unzip|gzip|gunzip|zstd|xz|curl|wget|aria2c|git|gh|hub|apt|apt-get|apt-key|add-apt-repository|dpkg|dnf|yum|rpm|apk|brew|choco|pacman|zypper|snap|pip|pip3|pipx|conda|mamba|micromamba|uv|poetry|pdm|pipenv|rye|hatch|virtualenv|venv|npm|pnpm|yarn|bun|npx|corepack|nvm|fnm|volta|rustup|sccache|ccache|aws|gcloud|az|gsutil|rclone|rsync|scp|ssh|ssh-keyscan|gpg|sha256sum|sha1sum|md5sum|shasum|openssl|base64|uname|arch|getconf|lscpu|lsb_release|nproc|free|df|du|lsblk|lsmem|numactl|hostname|hostnamectl|whoami|id|env|printenv|date|uptime|sysctl|ulimit|sleep|wait|kill|killall|pkill|pgrep|ps|top|which|type|hash|command|head|tail|tee|grep|egrep|fgrep|rg|sed|awk|gawk|jq|yq|cut|sort|uniq|wc|tr|xargs|find|diff|column|ts|pv|nl|tac|paste|fold|sponge|numfmt|logger|vmstat|iostat|mpstat|pidstat|sar|dmesg|ss|netstat|lspci|lstopo|basename|dirname|realpath|readlink|mktemp|stat|file|export|set|unset|source|systemctl|service|mount|umount|modprobe|swapon|swapoff|fallocate|dd|sync|useradd|usermod|groupadd|newgrp|cpupower|turbostat|perf|docker-credential|ldconfig|update-alternatives|locale-gen|dircolors|clear|yes|seq|expr|bc|test|tput|nvidia-smi|java|node|ruby|perl|go|cargo|python|python3|make|cmake|buildah|helm|kubectl|eksctl|terraform|ansible|vagrant|rimraf|premove|del|del-cli|emcmake|emconfigure|shx|mkdirp|cpy|cpy-cli|copyfiles|cpx|ncp|trash|husky|patch-package|pg_isready|createdb|dropdb|psql|mysql|mysqladmin|redis-cli|minio|kind|k3d|minikube|wait-on|codecov|codecovcli|coveralls|protoc|autoreconf|autoconf|automake|aclocal|libtoolize|pip-sync|pip-compile|buf|prisma|nx|alembic|flyway|dbmate)$/;
/** Of those, the ones that may do real work when they have words of their own. */
const MAY_WORK =
  /^(java|node|ruby|perl|go|cargo|python|python3|make|cmake|uv|diff|perf|npm|pnpm|yarn|bun|poetry|terraform|kubectl|helm|conda|hatch|pdm|npx|find|ansible|buildah|git|jq|test|buf|prisma|nx|alembic|flyway|dbmate)$/;
const MANAGING =
  /^(install|i|ci|add|sync|lock|export|update|upgrade|init|config|login|publish|create|remove|env|venv|self|tool|cache|pip|python|list|show|ls|why|outdated|info|exec|run-script|shell|repo|version|apply|get|describe|logs|delete|wait|rollout|plan|destroy|output|workspace|fetch|pull|push|clone|checkout|submodule|rev-parse|log|status|lfs|switch|reset|clean|worktree|describe|tag|branch|commit|show|stash|remote|rebase|merge|cherry-pick|am|archive|generate|migrate|reset|dep|db|up)$/;

function read(command: Command, repository: Repository): Work<WordsWork> {
  const [called, ...rest] = command.words as [string, ...string[]];
  // What npm has installed is found by its name as well.
  const found = called.replace(/^(\S*\/)?node_modules\/\.bin\//, '');
  const name = base(found);
  const first = TOOLCHAIN.test(name) && !isThere(found, command, repository) ? name : found;
  const program =
    first.includes('/') && !first.startsWith('/usr/') && !first.startsWith('/bin/')
      ? located(first, command, repository)
      : name.replace(/^(python|pypy)3(\.\d+)?$/, '$1');
  const script = scriptRun(command, repository);
  const changed = changedOptions(command, repository);
  const words = [...(script?.words ?? [program, ...hookFirst(name, underOneName(name, rest))])].map((word, index) =>
    index === 0 ? word : located(word, command, repository),
  );
  // Node finds `Makefile.js` by `Makefile`.
  if (program === 'node' && words[1] !== undefined && !/\.\w+$/.test(words[1])) {
    const file = located(`./${rest[0]}.js`, command, repository);
    if (repository.files.exists(file) === 'file') words[1] = file;
  }
  // A script of the project that may be started by its own first line.
  if (program === 'python' && words[1]?.endsWith('.py') && repository.files.exists(words[1]) === 'file') words.shift();
  return {
    nature: natureOf(name, first, rest),
    detail: {
      words,
      directory: script?.directory ?? inside(repository, command.cwd),
      listed: words.some(dynamic) ? listedBy(command.text) : '',
      ...(changed.size > 0 && { changed }),
    },
  };
}

/** Subcommands that a program knows under another name as well (taplo.tamasfe.dev, "Usage"). */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['taplo fmt', 'format'],
  ['taplo check', 'lint'],
  ['taplo validate', 'lint'],
]);

function underOneName(program: string, rest: readonly string[]): readonly string[] {
  const known = OTHER_NAMES.get(`${program} ${rest[0] ?? ''}`);
  return known === undefined ? rest : [known, ...rest.slice(1)];
}

/** `pre-commit run -a black` is `pre-commit run black --all-files`. */
function hookFirst(program: string, rest: readonly string[]): readonly string[] {
  if ((program !== 'pre-commit' && program !== 'prek') || rest[0] !== 'run') return rest;
  const options = rest.slice(1).map(word => (word === '-a' ? '--all-files' : word));
  const hooks = options.filter((word, at) => !word.startsWith('-') && !HOOK_VALUED.test(options[at - 1] ?? ''));
  return hooks.length === 1 ? ['run', ...hooks, ...options.filter(word => word !== hooks[0])] : ['run', ...options];
}

/** Programs that a script may have put anywhere (`.venv/bin/python`): their place makes no other work. */
const TOOLCHAIN = /^(python[\d.]*|pypy[\d.]*|node|deno|bun|dotnet|java|ruby|perl|php)$/;

function isThere(program: string, command: Command, repository: Repository): boolean {
  const path = inside(repository, resolvePath(command.cwd, program));
  return path !== undefined && repository.files.exists(path) !== undefined;
}

function listedBy(text: string): string {
  const all = [...text.matchAll(/\$\(([^()]*)\)|`([^`]*)`/g)].map(match => (match[1] ?? match[2]!).trim());
  return all.every(one => /^git ls-files\b/.test(one)) ? all.join('; ').replaceAll('"', "'") : '';
}

function natureOf(name: string, first: string, rest: readonly string[]): Work<WordsWork>['nature'] {
  if (rest.length > 0 && rest.every(word => /^(--version|-V|-v|--help|-h|version)$/.test(word))) return 'setup';
  if (first.includes('/') && !first.startsWith('/')) return named(first, rest);
  if (dynamic(name)) return 'setup';
  // karma-runner.github.io, "Getting Started": `karma start` is how its tests are run.
  if (name === 'karma' && rest[0] === 'start') return 'check';
  // What is fetched may be called after the tests that need it; asv only writes down what machine it is on.
  if (/^(download|upload|login)$/.test(rest[0] ?? '') || (name === 'asv' && rest[0] === 'machine')) return 'setup';
  if (/^python[\d.]*$/.test(name))
    return rest.length === 0 ||
      (/^(-m)$/.test(rest[0]!) &&
        /^(pip|venv|virtualenv|ensurepip|pipx|site|build|compileall|http\.server|json\.tool)$/.test(rest[1] ?? '')) ||
      rest[0] === '-c' ||
      rest[0] === '-'
      ? 'setup'
      : named(first, rest);
  // Whether something could be published is a question that CI may have answered.
  if (rest.includes('--dry-run') && rest.some(word => /^(publish|release|deploy|upload)$/.test(word))) return 'check';
  // A compiler called by hand makes one file of many: what they are made for says what CI does.
  if (COMPILER.test(name)) return 'setup';
  if (!SETUP.test(name))
    return /^(docker|docker-compose|podman)$/.test(name) ? dockerNature(name, rest) : named(first, rest);
  // What it configures is built and tested by others.
  if (name === 'cmake' && !rest.includes('-P') && !rest.includes('--workflow')) return 'setup';
  if (!MAY_WORK.test(name)) return 'setup';
  const sub = rest.find(word => !word.startsWith('-'));
  return sub === undefined || MANAGING.test(sub) || /^(git|find|jq|perf|test|diff)$/.test(name)
    ? 'setup'
    : named(first, rest);
}

const COMPILER = /^(ar|ranlib|strip|ld|cc|c\+\+|nvcc|(clang|gcc|g\+\+|clang\+\+)(-\d+)?)$/;

/** What the name of a script or a subcommand says it is for. */
const BUILDING =
  /(^|[-_:./])(build|compile|bundle|package|dist|assemble|configure|develop|pack|codegen|release|image)([-_:.]|$)/;
const PREPARING =
  /(^|[-_:./])(clean|start|serve|dev|watch|preview|format|fmt|fix|prepare|setup|bootstrap|install|deploy|publish|login|download|wait|migrate|migrations?|restore|reset|enable|autogen|seed|provision)([-_:.]|$)|(^|[-_])(run|up)([-_]\w+)*[-_](server|cluster)s?(\.sh)?$/;

function named(first: string, rest: readonly string[]): Work<WordsWork>['nature'] {
  const said = [base(first), ...rest.filter(word => !word.startsWith('-')).slice(0, 3)].filter(
    (word, index) => index > 0 || first.includes('/') || !/^(docker|python[\d.]*|node|npm|pnpm|yarn|bun)$/.test(word),
  );
  if (said.some(word => /(^|[-_:./])(test|tests|check|lint|verify|validate|bench)/.test(word))) return 'check';
  if (rest.some(word => /^--(check|check-only|verify|list-different)$/.test(word))) return 'check';
  if (said.some(word => PREPARING.test(word))) return 'setup';
  return said.some(word => BUILDING.test(word)) ||
    /^(rollup|webpack|esbuild|tsup|tsdown|rolldown|swc|babel|ninja)$/.test(first)
    ? 'build'
    : 'check';
}

function dockerNature(name: string, rest: readonly string[]): Work<WordsWork>['nature'] {
  const sub = rest.filter(word => !word.startsWith('-'))[name === 'docker' && rest[0] === 'compose' ? 1 : 0];
  if (sub === 'build' || sub === 'buildx') return 'build';
  return sub === 'run' || sub === 'exec' ? 'check' : 'setup';
}

/** A word that names a file of the repository, as that file, so that `cd x && ./run` is `x/run`. */
function located(word: string, command: Command, repository: Repository): string {
  // Where the checkout lies makes no other work (`-v "$PWD:/src"`).
  if (!word.startsWith('/') && word.includes(`${repository.root}/`))
    return word.replaceAll(`${repository.root}/`, './');
  if (word === repository.root) return '.';
  if (word.startsWith(`${repository.root}:`)) return `.${word.slice(repository.root.length)}`;
  if (word.startsWith(`${repository.root}/`)) return inside(repository, resolvePath(command.cwd, word)) ?? word;
  if (word.startsWith('-') || dynamic(word) || !/[/.]/.test(word)) return word;
  const path = inside(repository, resolvePath(command.cwd, word));
  return path !== undefined &&
    (word.startsWith('./') || word.startsWith('../') || repository.files.exists(path) !== undefined)
    ? path
    : word;
}

/** Options that by their names change only what is printed, of whatever program. */
const SHOWING =
  /^--(verbose|quiet|silent|no-?colou?r|colou?rs?(=\w+)?|no-progress|progress|dump-logs?|show-logs?|debug-log|log-level=\w+|show-diff-on-failure|keep-going|timestamps?|no-pager|show-trace|print-build-logs|xdist|reports?|ci|json|summary|no-summary|stats)$/;

/** Options that say where something is put, or how it is compiled, with their value: of whatever program. */
const PLACING =
  /^--(build-type|output|output-(file|dir|path)|out|out-dir|outdir|output-format|error-format|message-format|report|report-(file|dir|path)|results-(file|dir|path)|artifacts?-dir|site-dir|junit(-?xml|-file)?|log-?(file|dir|path)|cache-dir|timeout|durations|slowest|retries|reruns|([\w]+-)*prefix|jobs|verbosity)(=|$)/;

const toldOf = new WeakMap<readonly string[], readonly string[]>();

/** A command's words without what is only shown and where it is put. Each is compared with thousands. */
export function telling(words: readonly string[]): readonly string[] {
  const known = toldOf.get(words);
  if (known !== undefined) return known;
  const told: string[] = [];
  toldOf.set(words, told);
  const contained = /^(docker|docker-compose|podman)$/.test(words[0] ?? '');
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (at > 0 && SHOWING.test(word)) {
      if (/^--colou?r$/.test(word) && /^(always|never|auto)$/.test(words[at + 1] ?? '')) at++;
      continue;
    }
    if (words[0] === 'nix' && word === '-L') continue;
    // How what is tested is compiled (rustwasm.github.io, "wasm-pack test").
    if (words[0] === 'wasm-pack' && /^--(release|dev|profiling)$/.test(word)) continue;
    // How many jobs at once.
    if (at > 0 && word.startsWith('-j') && (unknownWord(word.slice(2)) || /^\d+$/.test(word.slice(2)))) continue;
    if (at > 0 && word === '-j' && (/^\d+$/.test(words[at + 1] ?? '') || unknownWord(words[at + 1] ?? ''))) {
      at++;
      continue;
    }
    // What a container is handed by its name says what it is told of its surroundings.
    if (contained && /^(--rm|-[it]+|-T)$/.test(word)) continue;
    if (contained && /^(-e|--env)$/.test(word) && /^\w+$/.test(words[at + 1] ?? '')) {
      at++;
      continue;
    }
    if ((at > 0 && PLACING.test(word)) || (word === '-d' && words[0] === 'mkdocs')) {
      if (!word.includes('=') && words[at + 1]?.startsWith('-') === false) at++;
      continue;
    }
    // Where it is put, where the value is a place and nothing that may be chosen.
    if (
      at > 0 &&
      word === '-o' &&
      /^(\.{0,2}\/|[\w.-]+\/|(out|output|dist|build|tmp)\b)[^=:]*$|^[\w-]+\.(json|xml|txt|log|csv|html|md|sarif)$/.test(
        words[at + 1] ?? '',
      )
    ) {
      at++;
      continue;
    }
    told.push(word);
  }
  return told;
}

/** A program that does not choose among tests or goals is compared with all its words. */
function subject({ words, directory }: WordsWork): string {
  const started = startsGoals(words);
  const said = started > 0 ? words.slice(1, started) : choosesTests(words[0]!) ? [] : telling(words);
  return JSON.stringify([directory, words[0], ...said]);
}

function covers(ci: WordsWork, stage: WordsWork): Coverage {
  if (ci.words[0] !== stage.words[0] || ci.directory !== stage.directory) return NO;
  const [mine, theirs] = [telling(ci.words), telling(stage.words)] as const;
  const listed = ci.listed !== '' && ci.listed === stage.listed;
  const same =
    mine.length === theirs.length &&
    mine.every((word, index) => word === theirs[index] && (!dynamic(word) || (listed && unknownWord(word))));
  if (same) return { covers: 'whole', why: 'it is the same command' };
  return startsGoals(theirs) > 0 ? commonGoals(mine, theirs) : narrowing(mine, theirs);
}
