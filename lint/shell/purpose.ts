import { base } from '../path.ts';
import type { SimpleCommand } from './commands.ts';
import { containerCommand } from './handed.ts';
import type { ShellWord } from './words.ts';

/**
 * What a command is for, as far as that decides whether its failure and its output matter. `work`: what the stage is there
 * to do, or anything that is not known. `fetch`: brings or sends files. `install` and `build`: make the tools. `prepare`:
 * settings and directories, which may be there already. `tidy`: takes something away or ends it. `ask`: its status is an
 * answer. `tell`: prints what others have made. `shell`: changes the shell alone.
 */
export type Purpose = 'work' | 'fetch' | 'install' | 'build' | 'prepare' | 'tidy' | 'ask' | 'tell' | 'shell';

const PROGRAMS: Readonly<Record<Exclude<Purpose, 'work'>, string>> = {
  shell: `: true false exit return break continue shift set shopt unset export declare typeset local readonly alias unalias
    trap wait cd pushd popd dirs eval exec source . hash umask ulimit let getopts read readarray mapfile disown bg fg jobs
    times caller enable bind complete compgen logout suspend`,
  tell: `echo printf cat tac head tail less more ls dir tree date uname hostname hostnamectl arch lscpu lsblk lspci lsusb
    lsmod lshw lsns nproc free df du stat file uptime who whoami w id groups env printenv dmesg journalctl ps top htop
    vmstat iostat mpstat sar pidstat numastat sensors dmidecode ip ifconfig ss netstat lsof getconf locale ulimit nvidia-smi
    rocm-smi wc sort uniq cut tr column nl fold fmt rev shuf paste join comm tee awk gawk mawk sed jq yq xxd od hexdump strings
    sha256sum sha1sum md5sum b2sum cksum basename dirname realpath readlink pwd seq yes expr bc logger banner figlet time sleep
    shuf zcat bzcat xzcat zstdcat gzcat base64 envsubst ts pv column cpuid lstopo modinfo sync history type tput clear stty`,
  ask: `test [ [[ (( which command type grep egrep fgrep zgrep rg ag find pgrep pidof diff cmp getent pg_isready nc ncat ping
    nslookup dig host traceroute fuser timedatectl locate whereis whatis mountpoint findmnt blkid tty`,
  tidy: `rm rmdir unlink shred kill pkill killall umount swapoff dropdb dropuser userdel groupdel losetup wipefs`,
  prepare: `mkdir touch ln chmod chown chgrp mktemp mkfifo setfacl useradd groupadd adduser addgroup usermod createdb createuser
    sysctl cpupower tuned-adm renice ionice chrt swapon mount modprobe loginctl localectl ldconfig update-alternatives
    update-ca-certificates setenforce fallocate ethtool tc cpufreq-set x86_energy_perf_policy turbostat hdparm blockdev
    git-lfs direnv nohup disown numactl irqbalance sleep stty vmtouch fincore`,
  fetch: `curl wget aria2c scp rsync sftp s5cmd gsutil rclone azcopy s3cmd ftp lftp cp mv install dd tar unzip zip gzip gunzip zstd
    unzstd xz unxz bzip2 bunzip2 7z pigz lz4 split`,
  install: `apt apt-get dnf yum microdnf zypper pacman apk brew snap dpkg rpm pip pip3 pipx conda mamba micromamba gem bundle
    rustup nvm fnm asdf mise add-apt-repository`,
  build: `make gmake cmake ninja meson configure autoreconf gcc g++ cc c++ clang clang++ rustc javac nvcc tsc maturin`,
};

const BY_NAME = new Map<string, Purpose>(
  (Object.entries(PROGRAMS) as [Purpose, string][]).flatMap(([purpose, names]) =>
    names.split(/\s+/).map(name => [name, purpose] as const),
  ),
);

/** Words after a program that take something away, end it, or show it. */
const TIDY =
  /^(rm|rmi|stop|kill|down|clean|clear|delete|remove|prune|uninstall|shutdown|drop|terminate|deregister|detach|disable|mask|unload|disconnect|logout|teardown|rb|purge|reset|cleanup|del|quit|undeploy|autoremove)$/;
const TELL =
  /^(logs?|ps|ls|list|inspect|info|version|--version|-V|-v|--help|-h|help|describe|get|show|status|top|events|history|images|stats|whoami|env|config|--list|diff|search|view|tree|metadata|is-active|is-enabled|show-ref|rev-parse|cat-file|describe-stacks|-version|wait)$/;
/** Programs whose first word that is no option says what they do. */
const SPEAKING =
  /^(docker|docker-compose|podman|nerdctl|kubectl|helm|kind|minikube|k3d|eksctl|aws|gcloud|az|gh|git|systemctl|service|npm|pnpm|yarn|cargo|go|pip|pip3|conda|brew|tmux|screen|redis-cli|pg_ctl|pg_ctlcluster|supervisorctl|multipass|vagrant|virsh|flyctl|heroku|rustup|crictl|ctr|nomad|consul|etcdctl|mc|ip|terraform|tofu|apt|apt-get|dnf|yum|make|initctl|launchctl|psql|mysql|ray|dask|spark|mlflow|dvc|poetry|uv|nvidia-smi|snap|loginctl|losetup|dnsmasq|ollama|perf)$/;
const CONTAINERS = /^(docker|docker-compose|podman|nerdctl|kubectl)$/;
const DESTROYERS = /^(terraform|tofu|pulumi|cdk|cdktf)$/;

/** What a command is for. A word that is not known makes it work: what cannot be told must not be taken lightly. */
export function purposeOf({ kind, words, redirects }: Pick<SimpleCommand, 'kind' | 'words' | 'redirects'>): Purpose {
  if (kind === 'assignment' || words.length === 0) return redirects.length > 0 ? 'prepare' : 'shell';
  if (kind === 'test') return 'ask';
  const [first, ...args] = words as readonly [ShellWord, ...ShellWord[]];
  const program = base(first.value ?? '').replace(/^(python|pypy)[\d.]*$/, 'python');
  // `[-d data]`, which lacks a blank.
  if (first.text.startsWith('[')) return 'ask';
  if (first.value === undefined) return 'work';
  const inner = CONTAINERS.test(program) ? containerCommand(words) : [];
  if (inner.length > 0) return purposeOf({ kind, words: inner, redirects: [] });
  const special = bySpecial(
    program,
    args.map(({ value }) => value),
  );
  if (special) return special;
  return BY_NAME.get(program) ?? 'work';
}

/** Whether a failure of it would be a loss. */
export function matters(command: Pick<SimpleCommand, 'kind' | 'words' | 'redirects'>): boolean {
  const purpose = purposeOf(command);
  return purpose === 'work' || purpose === 'fetch' || purpose === 'install' || purpose === 'build';
}

/** A program of the repository, or one that builds or runs it. */
export function isOwn({ words }: Pick<SimpleCommand, 'words'>): boolean {
  const [program = '', first = ''] = words.map(({ value }) => value ?? '?');
  return program.includes('/') || /^(cargo|make|npm|pnpm|yarn|go|pytest)$/.test(program)
    ? program !== '/usr/bin/env'
    : /^(python[\d.]*|node|ruby|perl|bash|sh)$/.test(program) && !first.startsWith('-');
}

function bySpecial(program: string, args: readonly (string | undefined)[]): Purpose | undefined {
  const plain = args.filter((word): word is string => word !== undefined && !word.startsWith('-'));
  if (args.length > 0 && args.every(word => word !== undefined && /^(--?version|-V|--help|version)$/.test(word)))
    return 'tell';
  if (
    args.length === 1 &&
    args[0] === '-v' &&
    /^(gcc|g\+\+|cc|c\+\+|clang|clang\+\+|ld|node|npm|ruby|php)$/.test(program)
  )
    return 'tell';
  if (SPEAKING.test(program)) {
    const spoken = bySubcommand(program, plain, args);
    if (spoken) return spoken;
  }
  switch (program) {
    case 'curl':
    case 'wget':
      return ofDownload(program, args);
    case 'sed':
      return args.some(word => /^-[a-zA-Z]*i|^--in-place/.test(word ?? '')) ? 'work' : 'tell';
    case 'find':
      return args.includes('-delete') ? 'tidy' : 'ask';
    case 'tee':
      return args.some(word => word?.startsWith('/proc/') || word?.startsWith('/sys/')) ? 'prepare' : 'tell';
    case 'kill':
      return args[0] === '-0' ? 'ask' : 'tidy';
    case 'xargs':
      return 'tell';
    case 'tar':
      return /^-*t|^--list/.test(args[0] ?? '') ? 'tell' : 'fetch';
    case 'rsync':
    case 'dd':
      return 'fetch';
    case 'ssh':
    case 'sudo':
      return args.length === 0 ? 'shell' : 'work';
    case 'pip':
    case 'pip3':
      return plain[0] === 'install' || plain[0] === 'download' || plain[0] === 'wheel' ? 'install' : 'tell';
    case 'openssl':
      return args[0] === 'rand' || args[0] === 'version' ? 'tell' : undefined;
    case 'node':
    case 'ruby':
    case 'perl':
      return isImport(args) ? 'ask' : undefined;
    case 'python':
      if (isImport(args)) return 'ask';
      return args[0] === '-m' && (args[1] === 'pip' || args[1] === 'venv' || args[1] === 'ensurepip')
        ? 'install'
        : undefined;
    default:
      return undefined;
  }
}

/** `python3 -c 'import torch'`: whether a library is there. */
function isImport(args: readonly (string | undefined)[]): boolean {
  const [option = '', text = ''] = args;
  return (
    (/^-[ce]$/.test(option) &&
      /^\s*(import\s+[\w., ]+|from\s+\S+\s+import\s+[\w., ]+|require\(?\s*['"][^'"]+['"]\)?)\s*;?\s*(print\([^)]*\))?\s*$/.test(
        text,
      )) ||
    (/^-M[\w:]+$/.test(option) && text === '-e')
  );
}

function bySubcommand(
  program: string,
  plain: readonly string[],
  args: readonly (string | undefined)[],
): Purpose | undefined {
  const verbs = plain.slice(0, program === 'aws' || program === 'gcloud' || program === 'az' ? 3 : 2);
  const [verb = '', next = ''] = plain;
  if (DESTROYERS.test(program)) return /^(show|output|version|validate|fmt|plan)$/.test(verb) ? 'tell' : 'work';
  if (program === 'psql' || program === 'mysql')
    return args.some(word => /^\s*select\s+(1|version\(\)|now\(\))\s*;?\s*$/i.test(word ?? ''))
      ? 'ask'
      : args.some(word => /\bdrop\b/i.test(word ?? ''))
        ? 'tidy'
        : args.some(w => /^(-l|--list)$/.test(w ?? ''))
          ? 'tell'
          : undefined;
  if (program === 'git') return ofGit(verb, next, args);
  if (program === 'cargo' || program === 'go') return ofCompiler(program, verb);
  if (program === 'make') return plain.length > 0 && plain.every(word => /clean/.test(word)) ? 'tidy' : 'build';
  if (/^(apt|apt-get|dnf|yum)$/.test(program)) return ofPackages(verb);
  if (/^(npm|pnpm|yarn|conda|brew|rustup|poetry|uv|snap)$/.test(program)) {
    if (
      /^(ci|i|install|add|sync|create|default|toolchain|component|target|update|upgrade|link)$/.test(verb) ||
      (program === 'yarn' && verb === '')
    )
      return TIDY.test(next) ? 'tidy' : TELL.test(next) ? 'tell' : 'install';
    if (verb === 'cache' || verb === 'uninstall' || verb === 'remove') return 'tidy';
    return /^(run|test|exec|start|x|tool|pip)$/.test(verb) ? undefined : TELL.test(verb) ? 'tell' : undefined;
  }
  if (program === 'aws') {
    if (verb === 's3' || verb === 's3api')
      return /^(cp|mv|sync|put-object|get-object|upload-part|complete-multipart-upload)$/.test(next)
        ? 'fetch'
        : /^(rm|rb|delete-.*)$/.test(next)
          ? 'tidy'
          : /^(ls|head-.*|list-.*|get-.*|presign)$/.test(next)
            ? 'tell'
            : /^(mb|create-bucket)$/.test(next)
              ? 'prepare'
              : undefined;
    if (verb === 'configure') return 'prepare';
    if (/^(describe|list|get)-/.test(next) || next === 'wait') return 'tell';
    if (/^(delete|terminate|stop|deregister|detach|disable|remove|revoke|release|cancel)-/.test(next)) return 'tidy';
    return undefined;
  }
  if (program === 'docker' || program === 'podman' || program === 'nerdctl') {
    if (verb === 'network' || verb === 'volume' || verb === 'context' || verb === 'buildx')
      if (next === 'create' || next === 'use') return 'prepare';
    if (verb === 'pull' || verb === 'push' || verb === 'cp' || verb === 'load' || verb === 'save') return 'fetch';
    if (verb === 'login') return 'prepare';
    if (verb === 'build') return 'build';
    if (verb === 'run' || verb === 'exec') return undefined;
    if (verb === 'compose') return TIDY.test(next) ? 'tidy' : TELL.test(next) ? 'tell' : undefined;
  }
  if (program === 'kubectl' && /^(apply|create|run|exec|rollout|wait|cp)$/.test(verb)) return undefined;
  if (program === 'systemctl' || program === 'service')
    return /^(start|restart|enable|reload|daemon-reload)$/.test(program === 'service' ? next : verb)
      ? 'prepare'
      : verbs.some(word => TIDY.test(word))
        ? 'tidy'
        : 'tell';
  if (program === 'tmux' || program === 'screen') return /kill|quit/.test(args.join(' ')) ? 'tidy' : undefined;
  if (program === 'perf' && /^(report|annotate|evlist|buildid-list)$/.test(verb)) return 'tell';
  if (program === 'ip') return 'prepare';
  if (program === 'nvidia-smi') return args.length === 0 ? 'tell' : 'prepare';
  if (program === 'gh')
    return verb === 'run' || verb === 'release'
      ? next === 'download' || next === 'upload'
        ? 'fetch'
        : 'tell'
      : undefined;
  if (verbs.some(word => TIDY.test(word))) return 'tidy';
  if (verbs.some(word => TELL.test(word))) return 'tell';
  return undefined;
}

function ofGit(verb: string, next: string, args: readonly (string | undefined)[]): Purpose | undefined {
  if (verb === 'worktree' && /^(remove|prune|list)$/.test(next)) return next === 'list' ? 'tell' : 'tidy';
  if (
    /^(clone|pull|fetch|checkout|switch|submodule|lfs|push|commit|apply|am|cherry-pick|rebase|merge|archive|bisect|worktree)$/.test(
      verb,
    )
  )
    return args.includes('--check') ? 'ask' : 'fetch';
  if (/^(config|init|remote|add|stash|tag|branch|gc)$/.test(verb)) return 'prepare';
  if (/^(clean|reset|restore|rm)$/.test(verb)) return 'tidy';
  return 'tell';
}

function ofCompiler(program: string, verb: string): Purpose | undefined {
  if (verb === 'clean') return 'tidy';
  if (/^(install|fetch|download|get|add|update|vendor|mod|generate|binstall)$/.test(verb)) return 'install';
  if (/^(metadata|tree|locate-project|search|version|env|list|pkgid|fmt|vet|login|logout|config)$/.test(verb))
    return verb === 'fmt' || verb === 'vet' ? undefined : 'tell';
  if (verb === 'build' || (program === 'cargo' && /^(b|check|c|doc|rustc)$/.test(verb))) return 'build';
  return undefined;
}

function ofPackages(verb: string): Purpose | undefined {
  if (
    /^(update|makecache|check-update|clean|autoclean|autoremove|remove|purge|erase|config-manager|upgrade|dist-upgrade|-y|-q)$/.test(
      verb,
    )
  )
    return 'prepare';
  return /^(list|info|search|show|policy|repolist|repoquery|provides|history|version)$/.test(verb) ? 'tell' : 'install';
}

/** A request that keeps nothing asks whether something answers, or tells somebody. */
function ofDownload(program: string, args: readonly (string | undefined)[]): Purpose {
  const all = args.map(word => word ?? '?').join(' ');
  if (program === 'wget') return /(^| )(--spider|-O ?-|-q?O ?\/dev\/null)( |$)/.test(all) ? 'ask' : 'fetch';
  if (
    /(^| )(-[a-zA-Z]*[oOTF]\b|-[a-zA-Z]*[oO]|--output|--remote-name|--upload-file|--form)/.test(all) &&
    !/-o ?\/dev\/null/.test(all)
  )
    return 'fetch';
  if (/(^| )(-X|--request) ?(DELETE)/.test(all)) return 'tidy';
  if (/localhost|127\.0\.0\.1|169\.254\.169\.254|\[::1\]|health|ready|status|ping/.test(all)) return 'ask';
  if (/(^| )(-d|--data[a-z-]*|--json|-X ?POST|--request ?POST)( |=|$)/.test(all)) return 'tell';
  return 'fetch';
}
