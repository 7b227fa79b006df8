import type { Edit } from '../../finding.ts';
import { base } from '../../path.ts';
import { ranTexts } from '../../recipes/recipe-texts.ts';
import { defineRule } from '../../rule.ts';
import { exactly, fixBy, withoutEnd } from '../../stage-edits.ts';
import type { ShellText } from '../../stage-script.ts';
import type { LocatedCommand } from '../../stage-shell.ts';

export default defineRule({
  id: 'insecure-download',
  severity: 'warning',
  since: '0.1.0',
  summary: 'a download that anyone on the way can change: `http://`, `curl -k`, verification switched off',
  why: `What is downloaded is run on a machine that holds credentials for the store. Over plain HTTP, or with the certificate
unchecked, whoever is on the way decides what that is; the results then measure something else.`,
  instead:
    '`https://`, and no `-k`. For a certificate of your own: `curl --cacert ca.pem`. For a file that must be exact: `sha256sum -c`.',
  examples: {
    bad: [
      {
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  fetch:
    run: |
      curl -fsSLk -o tool https://example.org/tool-1.2
      wget http://example.org/data-1.2.csv
    produces: [tool]
`,
        expect: [
          '7:12 `curl -k` does not check who answers',
          '8:12 `http://example.org/data-1.2.csv` can be changed by anyone on the way',
        ],
        fixed: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  fetch:
    run: |
      curl -fsSL -o tool https://example.org/tool-1.2
      wget https://example.org/data-1.2.csv
    produces: [tool]
`,
      },
    ],
    good: [
      {
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  fetch:
    run: |
      curl -fsSL -o tool https://example.org/tool-1.2
      curl -fsS http://localhost:8080/health
      echo 'see http://example.org'
    produces: [tool]
`,
      },
    ],
  },
  messages: {
    plain: ({ address }: { address: string }) => `\`${address}\` can be changed by anyone on the way`,
    unchecked: ({ what }: { what: string }) => `\`${what}\` does not check who answers`,
    unsigned: ({ what }: { what: string }) => `\`${what}\` installs what nobody has signed`,
  },
  check(context) {
    const { plan, facts, campaign } = context;
    for (const { stage, reading } of ranTexts(plan, facts))
      for (const [index, command] of reading.commands.entries())
        for (const { how, said, start, end } of insecure(command)) {
          if (how === 'plain' && isVerified(command, reading.commands.slice(index + 1))) continue;
          const more = {
            place: reading.text.placeOf(start, end),
            stage,
            cost: 'a machine that runs what somebody else chose, and numbers that mean nothing',
          };
          if (how === 'plain')
            context.report({
              message: 'plain',
              args: { address: said },
              help: 'write `https://`',
              ...fixBy('unsafe', 'write `https://`', overTls(reading.text, start, end, said)),
              ...more,
            });
          else {
            const written = reading.text.text.slice(start, end);
            const option = /^-[a-zA-Z]{2,}$/.test(written) ? `the \`k\` of \`${written}\`` : `\`${written}\``;
            context.report({
              message: how,
              args: { what: said },
              help:
                how === 'unsigned'
                  ? 'leave the option out, and import the key of the repository'
                  : `delete ${option}; for a certificate of your own, name its authority, as in \`--cacert\``,
              ...(how === 'unchecked' && fixBy('unsafe', `delete ${option}`, checked(reading.text, start, end))),
              ...more,
            });
          }
        }
    for (const { name, value } of [...campaign.env, ...campaign.stages.flatMap(({ env }) => env)])
      if (switchesOff(name.value, value.text))
        context.report({
          message: 'unchecked',
          args: { what: `${name.value}=${value.text}` },
          place: value.place,
          help: `delete \`${name.value}\``,
          cost: 'a machine that runs what somebody else chose, and numbers that mean nothing',
        });
  },
});

/** The same address over TLS, where the server has it. */
function overTls(text: ShellText, start: number, end: number, address: string): Edit | undefined {
  const place = exactly(text, start, end);
  const at = place && address.startsWith('http://') ? text.text.slice(start, end).indexOf(address) : -1;
  if (!place || at < 0) return undefined;
  const from = place.range.start + at;
  return { place: { source: place.source, range: { start: from, end: from + 'http'.length } }, replacement: 'https' };
}

/** The same options without the one that lets anybody answer. */
function checked(text: ShellText, start: number, end: number): Edit | undefined {
  const word = text.text.slice(start, end);
  if (/^(-k|--insecure|--no-check-certificate)$/.test(word)) return withoutEnd(text, start, end);
  const place = exactly(text, start, end);
  return place && /^-[a-zA-Z]+$/.test(word) ? { place, replacement: word.replace('k', '') } : undefined;
}

interface Insecure {
  readonly how: 'plain' | 'unchecked' | 'unsigned';
  readonly said: string;
  readonly start: number;
  readonly end: number;
}

const DOWNLOADS =
  /^(curl|wget|aria2c|axel|git|pip[\d.]*|uv|conda|npm|yarn|pnpm|mvnw?|go|cargo|gem|dnf|yum|rpm|apt-get|apt|add-apt-repository|http|svn|hg|lftp|zypper|apk|docker|helm|aws|scp|sftp|rsync|echo|printf|tee)$/;

/** A download whose digest or signature is looked at afterwards: what was changed on the way is noticed. */
function isVerified({ words }: LocatedCommand, later: readonly LocatedCommand[]): boolean {
  if (!/^(curl|wget|aria2c)$/.test(base(words[0]?.value ?? ''))) return false;
  return later.some(({ words: [program, ...args] }) => {
    const name = base(program?.value ?? '');
    return /^(sha(1|224|256|384|512)sum|shasum|b2sum)$/.test(name)
      ? args.some(({ value }) => /^(-c|--check|-[a-z]*c)$/.test(value ?? ''))
      : /^(gpgv?2?|minisign|cosign)$/.test(name) &&
          args.some(({ value }) => /^(--verify|-V[a-z]*|verify(-blob)?)$/.test(value ?? ''));
  });
}

function* insecure(command: LocatedCommand): Iterable<Insecure> {
  const { words, assigns } = command;
  const program = base(words[0]?.value ?? '');
  for (const { name, value, start, end } of assigns)
    if (value !== undefined && switchesOff(name, value))
      yield { how: 'unchecked', said: `${name}=${value}`, start, end };
  if (command.kind !== 'command' || !DOWNLOADS.test(program)) return;
  // What a container or a load generator is told is not downloaded here.
  const silent = program === 'docker' || (program === 'helm' && words[1]?.value !== 'repo');
  const args = silent ? [] : words.slice(1);
  const prints = /^(echo|printf|tee)$/.test(program);
  for (const [index, { value, text, start, end }] of args.entries()) {
    const word = value ?? text.replace(/^["']/, '');
    const before = args[index - 1]?.value ?? '';
    const data = /^(-d|--data.*|-H|--header|-A|-e|--referer|-w|--write-out|--json|-x|--proxy|-m|--message)$/.test(
      before,
    );
    const address = /(?:^|=|\+)((?:http|git|ftp):\/\/[^\s"']+)/.exec(word)?.[1];
    if (address && !data && !prints && !isNear(address))
      yield { how: 'plain', said: address.replace(/["']$/, ''), start, end };
    const off = unverified(
      program,
      word,
      before,
      args.map(one => one.value ?? ''),
    );
    if (off)
      yield {
        how: off,
        said: off === 'unchecked' && program === 'curl' ? 'curl -k' : shorten(`${program} ${word}`),
        start,
        end,
      };
  }
}

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
        (word === '--trusted-host' || word.startsWith('--trusted-host=') || word === '--allow-insecure-host') &&
        all.length > 0
        ? 'unchecked'
        : undefined;
  }
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 58).trimEnd()} …` : text;
}

function switchesOff(name: string, value: string): boolean {
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
