import { base } from '../lint/path.ts';
import type { SimpleCommand } from '../lint/shell/commands.ts';
import { purposeOf } from '../lint/shell/purpose.ts';

/** What a command of a harness is to a campaign. */
export type Role =
  | 'assign'
  | 'setting'
  | 'shutdown'
  | 'packages'
  | 'install'
  | 'service'
  | 'system'
  | 'docker-access'
  | 'git'
  | 'upload'
  | 'log'
  | 'trap'
  | 'cd'
  | 'say'
  | 'end'
  | 'prep'
  | 'tell'
  | 'ask'
  | 'source'
  | 'build'
  | 'work';

/** Those that make the machine, and run before the code is there. */
export const PROVISION: ReadonlySet<Role> = new Set(['packages', 'install', 'service', 'system', 'docker-access']);

export function roleOf(command: SimpleCommand): Role {
  const { kind, words, redirects, written } = command;
  if (kind === 'assignment') return 'assign';
  if (kind === 'test') return 'ask';
  const program = base(words[0]?.value ?? '');
  const args = words.slice(1).map(({ value }) => value ?? '?');
  const plain = args.filter(word => !word.startsWith('-'));
  if (written[0]?.value === 'exec' && words.length === 0) return 'log';
  if (words.length === 0) return redirects.length > 0 ? 'prep' : 'assign';
  if (/^(export|declare|typeset|readonly|local)$/.test(program)) return 'assign';
  if (/^(set|shopt)$/.test(program)) return 'setting';
  if (/^(cd|pushd|popd)$/.test(program)) return 'cd';
  if (program === 'trap') return 'trap';
  if (/^(source|\.)$/.test(program)) return 'source';
  if (/^(exit|return|true|false|:|shift)$/.test(program)) return 'end';
  if (isShutdown(program, args)) return 'shutdown';
  if (/^(apt|apt-get|dnf|yum|microdnf|zypper|apk|pacman)$/.test(program)) return 'packages';
  if (isUpload(command)) return 'upload';
  if (program === 'git' && /^(clone|checkout|switch|fetch|pull|submodule|reset|config)$/.test(verbOf(args)))
    return 'git';
  if (/\/docker\.sock$/.test(args.at(-1) ?? '') && /^(chmod|chown|setfacl)$/.test(program)) return 'docker-access';
  if (/^(usermod|gpasswd|adduser)$/.test(program) && args.includes('docker')) return 'docker-access';
  if (program === 'newgrp') return 'docker-access';
  if (/^(systemctl|service)$/.test(program) && /\b(start|restart|enable|daemon-reload)\b/.test(args.join(' ')))
    return 'service';
  if (/^(echo|printf|logger|banner)$/.test(program)) return redirects.some(writesFile) ? 'prep' : 'say';
  if (
    /^(useradd|groupadd|userdel|sysctl|cpupower|tuned-adm|mount|umount|mkfs(\.\w+)?|swapoff|swapon|modprobe|ldconfig|update-alternatives|update-ca-certificates|setenforce|hostnamectl|timedatectl|visudo|chpasswd|add-apt-repository|dpkg|rpm|snap|amazon-linux-extras|alternatives|subscription-manager|locale-gen|fallocate|mkswap|blockdev|growpart|resize2fs|xfs_growfs|rustup|pipx|gem|conda|mamba|nvm|fnm|asdf|mise|brew|setcap)$/.test(
      program,
    )
  )
    return 'system';
  const purpose = purposeOf(command);
  if (purpose === 'install') return isOfRepository(program, args) ? 'build' : 'install';
  if (/^(pip|pip3|python[\d.]*|npm|corepack|cargo|go)$/.test(program) && isGlobal(program, args)) return 'install';
  if (/^(tar|unzip|gunzip|mv|cp|install|curl|wget)$/.test(program) && writesSystem(plain)) return 'system';
  if (purpose === 'prepare' || purpose === 'tidy' || purpose === 'shell') return 'prep';
  if (program === 'sleep') return 'prep';
  if (purpose === 'tell')
    return program === 'tee' && plain.some(word => /^\/(etc|proc|sys)\//.test(word)) ? 'system' : 'tell';
  if (purpose === 'ask') return redirects.some(writesFile) ? 'work' : 'ask';
  return purpose === 'build' || makesProgram(program, plain) ? 'build' : 'work';
}

/** Builders whose words say that they only build. */
function makesProgram(program: string, plain: readonly string[]): boolean {
  const only = (goals: RegExp) => plain.length > 0 && plain.every(word => goals.test(word));
  if (/^mvnw?$/.test(program)) return only(/^(clean|compile|test-compile|package|install|dependency:\S+)$/);
  if (/^gradlew?$/.test(program)) return only(/(^|:)(clean|assemble|build|classes|\w*[jJ]ar|install\w*Dist)$/);
  if (program === 'sbt') return only(/^(clean|update|compile|package|assembly|stage)$/);
  if (program === 'dotnet') return /^(restore|build|publish)$/.test(plain[0] ?? '');
  if (/^bazel(isk)?$/.test(program)) return plain[0] === 'build';
  return /^(npm|pnpm|yarn)$/.test(program) && /^build(:|$)/.test(plain[plain[0] === 'run' ? 1 : 0] ?? '');
}

/** It starts what goes on when it has returned, and what later commands speak to. */
export function startsServer({ words }: Pick<SimpleCommand, 'words'>): boolean {
  const [program = '', ...args] = words.map(({ value }) => value ?? '?');
  const plain = args.filter(word => !word.startsWith('-'));
  const detached = args.some(word => /^(-[a-z]*d[a-z]*|--detach)$/.test(word));
  if (/^(docker|podman|nerdctl|docker-compose)$/.test(base(program)))
    return detached && (plain[0] === 'run' || plain.includes('up'));
  return /^(pg_ctl|pg_ctlcluster)$/.test(base(program)) && plain.includes('start');
}

function writesFile({ operator, target }: SimpleCommand['redirects'][number]): boolean {
  return operator.includes('>') && operator !== '>&' && !/^\/dev\//.test(target.value ?? '');
}

/** The first word that is a subcommand: `git -C dir checkout`. */
export function verbOf(args: readonly string[]): string {
  const at = args.findIndex((word, index) => !word.startsWith('-') && !/^(-C|-c)$/.test(args[index - 1] ?? ''));
  return args[at] ?? '';
}

function isShutdown(program: string, args: readonly string[]): boolean {
  if (/^(shutdown|poweroff|halt|reboot)$/.test(program)) return true;
  if (program === 'init' || program === 'telinit') return args[0] === '0';
  if (program === 'systemctl') return args.some(word => /^(poweroff|halt|reboot)$/.test(word));
  return program === 'aws' && args[0] === 'ec2' && /^(terminate|stop)-instances$/.test(args[1] ?? '');
}

/** To a bucket, from here; a copy from a bucket is an input. */
function isUpload({ words }: SimpleCommand): boolean {
  const args = words.slice(1).map(({ value, text }) => value ?? text.replace(/^["']|["']$/g, ''));
  const plain = plainArguments(args);
  if (base(words[0]?.value ?? '') !== 'aws' || plain[0] !== 's3' || !/^(cp|mv|sync)$/.test(plain[1] ?? ''))
    return false;
  const [, , from = '', to = ''] = plain;
  if (/^s3:\/\//.test(to)) return !/^s3:\/\//.test(from);
  // One of the two is a bucket: the one that a variable names, when the other is a file.
  return /^"?\$/.test(to) && !/^s3:\/\/|^"?\$\{?\w*(S3|BUCKET|SRC|SOURCE|URI|URL)/i.test(from);
}

/** Words of `aws s3` that are neither options nor their values. */
export function plainArguments(args: readonly string[]): readonly string[] {
  return args.filter(
    (word, index) =>
      !word.startsWith('-') &&
      !/^--(region|profile|exclude|include|acl|storage-class|content-type|endpoint-url|sse|cli-\S+|metadata|expires|cache-control|output|sse-kms-key-id)$/.test(
        args[index - 1] ?? '',
      ),
  );
}

/** It installs what the repository's own files say. */
function isOfRepository(program: string, args: readonly string[]): boolean {
  const all = args.join(' ');
  if (/^(npm|pnpm|yarn)$/.test(program)) return !/(^| )(-g|--global)( |$)|global add/.test(all);
  if (/^(poetry|uv|bundle)$/.test(program)) return !/^(self|tool)\b/.test(all);
  if (/^(cargo|go)$/.test(program)) return !/^install (?!.*--path)/.test(all) && !/@/.test(all);
  return /(^| )(-r|--requirement|-e|--editable|-c)( |=)|(^| )\.(\[|\/| |$)/.test(all);
}

function isGlobal(program: string, args: readonly string[]): boolean {
  if (program === 'npm') return /^(install|i) (-g|--global)\b/.test(args.join(' '));
  if (program === 'cargo' || program === 'go') return args[0] === 'install' && !isOfRepository(program, args);
  return /^(-m pip )?install\b/.test(args.join(' ')) && !isOfRepository('pip', args);
}

function writesSystem(plain: readonly string[]): boolean {
  return plain.some(word => /^\/(usr|etc|opt\/(?!\w+\/\w))/.test(word));
}
