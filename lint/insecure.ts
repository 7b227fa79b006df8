import { base } from './path.ts';
import type { LocatedCommand } from './stage-shell.ts';

/** What of a command lets somebody on the way change what it downloads. */
export interface Insecure {
  readonly how: 'plain' | 'unchecked' | 'unsigned';
  readonly said: string;
  readonly start: number;
  readonly end: number;
}

const DOWNLOADS =
  /^(curl|wget|aria2c|axel|git|pip[\d.]*|uv|conda|npm|yarn|pnpm|mvnw?|go|cargo|gem|dnf|yum|rpm|apt-get|apt|add-apt-repository|http|svn|hg|lftp|zypper|apk|docker|helm|aws|scp|sftp|rsync|echo|printf|tee|cat|sed)$/;

/** A download whose digest or signature is looked at afterwards: what was changed on the way is noticed. */
export function isVerified({ words }: LocatedCommand, later: readonly LocatedCommand[]): boolean {
  if (!/^(curl|wget|aria2c)$/.test(base(words[0]?.value ?? ''))) return false;
  return later.some(({ words: [program, ...args] }) => {
    const name = base(program?.value ?? '');
    return /^(sha(1|224|256|384|512)sum|shasum|b2sum)$/.test(name)
      ? args.some(({ value }) => /^(-c|--check|-[a-z]*c)$/.test(value ?? ''))
      : /^(gpgv?2?|minisign|cosign)$/.test(name) &&
          args.some(({ value }) => /^(--verify|-V[a-z]*|verify(-blob)?)$/.test(value ?? ''));
  });
}

/** Where a command downloads what anybody on the way can change. */
export function* insecure(command: LocatedCommand): Iterable<Insecure> {
  const { words, assigns } = command;
  const program = base(words[0]?.value ?? '');
  for (const { name, value, start, end } of assigns) {
    if (value === undefined) continue;
    if (switchesOff(name, value)) yield { how: 'unchecked', said: `${name}=${value}`, start, end };
    const address = plainSource(name, value);
    if (address) yield { how: 'plain', said: address, start, end };
  }
  if (command.kind !== 'command' || !DOWNLOADS.test(program)) return;
  if (/^(cat|tee|sed|echo|printf)$/.test(program)) yield* unsigned(command);
  // What a container or a load generator is told is not downloaded here.
  const silent = program === 'docker' || (program === 'helm' && words[1]?.value !== 'repo');
  const args = silent ? [] : words.slice(1);
  const prints = /^(echo|printf|tee)$/.test(program);
  const all = args.map(one => one.value ?? '');
  for (const [index, { value, text, start, end }] of args.entries()) {
    const word = value ?? text.replace(/^["']/, '');
    const before = args[index - 1]?.value ?? '';
    const data = /^(-d|--data.*|-H|--header|-A|-e|--referer|-w|--write-out|--json|-x|--proxy|-m|--message)$/.test(
      before,
    );
    const address = /(?:^|=|\+)((?:http|git|ftp):\/\/[^\s"']+)/.exec(word)?.[1];
    if (address && !data && !prints && !isNear(address))
      yield { how: 'plain', said: address.replace(/["']$/, ''), start, end };
    const off = unverified(program, word, before, all);
    if (!off) continue;
    // `strict-ssl false` says it in two words.
    const alone = unverified(program, word, '', all) !== undefined;
    yield {
      how: off,
      said: program === 'curl' ? 'curl -k' : shorten([program, ...(alone ? [] : [before]), word].join(' ')),
      start: alone ? start : args[index - 1]!.start,
      end,
    };
  }
}

/** Where the settings of a package manager are written that have it take what nobody has signed. */
function* unsigned({ words, redirects }: LocatedCommand): Iterable<Insecure> {
  const texts = [
    ...words.slice(1).map(({ text, start }) => ({ text, start })),
    ...redirects.flatMap(({ operator, body }) => (operator === '<<' && body ? [body] : [])),
  ];
  if (![...words, ...redirects.map(({ target }) => target)].some(({ value }) => SETTINGS.test(value ?? ''))) return;
  for (const one of texts) {
    const found =
      /\b(gpgcheck|sslverify)\s*=\s*(0|false)\b|\bAllowUnauthenticated\s+"?(true|1)\b|\bVerify-Peer\s+"?false\b/i.exec(
        // What `s/…/…/` looks for is not what it leaves.
        one.text.replace(/\bs(\W)(?:(?!\1).)*\1/g, looked => ' '.repeat(looked.length)),
      );
    if (!found) continue;
    const at = one.start + found.index;
    yield { how: 'unsigned', said: found[0], start: at, end: at + found[0].length };
  }
}

/** The files that say where packages come from and what is checked of them. */
const SETTINGS = /^\/etc\/(yum\.repos\.d\/|yum\.conf|dnf\/|apt\/apt\.conf)/;

function unverified(
  program: string,
  word: string,
  before: string,
  all: readonly string[],
): 'unchecked' | 'unsigned' | undefined {
  switch (program) {
    case 'curl':
      return (/^-[a-zA-Z]*k[a-zA-Z]*$/.test(word) && !/^-[a-zA-Z]*[odHXuTFeAwmbcx][a-zA-Z]*k/.test(word)) ||
        word === '--insecure' ||
        word === '--proxy-insecure'
        ? 'unchecked'
        : undefined;
    case 'wget':
      return word === '--no-check-certificate' ? 'unchecked' : undefined;
    case 'echo':
    case 'printf':
      return /^\s*deb\s+\[[^\]]*trusted=yes/.test(word) ? 'unsigned' : undefined;
    case 'aws':
      return word === '--no-verify-ssl' ? 'unchecked' : undefined;
    case 'scp':
    case 'sftp':
    case 'rsync':
      return /StrictHostKeyChecking[= ]no/i.test(word) ? 'unchecked' : undefined;
    case 'go':
      return /^(GOSUMDB=off|GOINSECURE=.+)$/.test(word) || word === '-insecure' ? 'unchecked' : undefined;
    case 'aria2c':
      return word === '--check-certificate=false' ? 'unchecked' : undefined;
    case 'git':
      return /^http\.sslVerify=(false|0)$/i.test(word) || (before === 'http.sslVerify' && word === 'false')
        ? 'unchecked'
        : undefined;
    case 'npm':
    case 'yarn':
    case 'pnpm':
      return word === '--strict-ssl=false' ||
        (before === 'strict-ssl' && word === 'false') ||
        /^strict-ssl=false$/.test(word)
        ? 'unchecked'
        : undefined;
    case 'mvn':
    case 'mvnw':
      return /^-Dmaven\.(wagon\.http\.ssl\.(insecure|allowall)|resolver\.transport\.http\.ssl\.insecure)=true$/.test(
        word,
      ) || word === '-Daether.connector.https.securityMode=insecure'
        ? 'unchecked'
        : undefined;
    case 'conda':
      return before === 'ssl_verify' && /^(false|no)$/i.test(word) ? 'unchecked' : undefined;
    case 'dnf':
    case 'yum':
    case 'rpm':
      return /^--(nogpgcheck|nosignature|nodigest)$|^--setopt=(gpgcheck|sslverify)=(0|false)$/i.test(word)
        ? 'unsigned'
        : undefined;
    case 'apt':
    case 'apt-get':
      return /^--allow-(unauthenticated|insecure-repositories|downgrade-to-insecure-repositories)$|^(APT::Get::)?AllowUnauthenticated=(true|1)$|AllowInsecureRepositories=true/i.test(
        word,
      )
        ? 'unsigned'
        : undefined;
    case 'zypper':
      return word === '--no-gpg-checks' ? 'unsigned' : undefined;
    case 'apk':
      return word === '--allow-untrusted' ? 'unsigned' : undefined;
    default:
      return /^(pip|uv)/.test(program) &&
        (/(^|\.)trusted-host$/.test(before) ||
          word === '--trusted-host' ||
          word.startsWith('--trusted-host=') ||
          word === '--allow-insecure-host') &&
        all.length > 0
        ? 'unchecked'
        : undefined;
  }
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 58).trimEnd()} …` : text;
}

/** The address in a variable that says where packages come from. */
export function plainSource(name: string, value: string): string | undefined {
  const sources =
    /^(GOPROXY|(PIP|UV)_(EXTRA_)?INDEX_URL|UV_DEFAULT_INDEX|npm_config_registry|NPM_CONFIG_REGISTRY|RUSTUP_(DIST_SERVER|UPDATE_ROOT)|CARGO_REGISTRIES_\w+_INDEX|HF_ENDPOINT|HOMEBREW_BOTTLE_DOMAIN)$/;
  const address = sources.test(name) ? /http:\/\/[^\s,|"']+/.exec(value)?.[0] : undefined;
  return address !== undefined && !isNear(address) ? address : undefined;
}

/** Whether a variable switches verification off. */
export function switchesOff(name: string, value: string): boolean {
  return (
    (name === 'NODE_TLS_REJECT_UNAUTHORIZED' && value === '0') ||
    (name === 'GIT_SSL_NO_VERIFY' && /^(1|true|yes)$/i.test(value)) ||
    (name === 'PYTHONHTTPSVERIFY' && value === '0') ||
    (name === 'npm_config_strict_ssl' && value === 'false') ||
    (name === 'GOSUMDB' && value === 'off') ||
    (name === 'GOINSECURE' && value !== '') ||
    (name === 'GOFLAGS' && /(^|\s)-insecure\b/.test(value)) ||
    (name === 'PIP_TRUSTED_HOST' && value !== '')
  );
}

/** This machine, its own network, or a name that only a container network knows. */
function isNear(address: string): boolean {
  const host = /:\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^/:?#]*)/.exec(address)?.[1] ?? '';
  return (
    host === '' ||
    /[$`{]/.test(host) ||
    /^(localhost|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|0\.0\.0\.0|\[)/.test(host) ||
    /\.(local|internal|localhost|svc|test|lan|home)$|\.svc\./.test(host) ||
    !host.includes('.')
  );
}
