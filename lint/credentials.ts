/** A credential in a text: what it is called, and where it stands. */
export interface Credential {
  readonly what: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Formats that their makers document, so that they can be told from any other text; one expression, so that a text is
 * read once. AWS: docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html; GitHub: github.blog, "Behind GitHub's
 * new authentication token formats"; GitLab: docs.gitlab.com/security/tokens; Slack: api.slack.com/concepts/token-types;
 * the others: the prefixes that the maker's own keys carry.
 */
const FORMATS: readonly (readonly [what: string, pattern: string])[] = [
  ['an AWS access key', String.raw`\b(?:AKIA|ASIA)[A-Z2-7]{16}\b`],
  ['a GitHub token', String.raw`\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_[A-Za-z0-9_]{50,}\b`],
  ['a GitLab token', String.raw`\bgl(?:pat|dt|rt|ptt|cbt)-[A-Za-z0-9_-]{20,}`],
  ['a Slack token', String.raw`\bxox[abeoprs]-[A-Za-z0-9-]{10,}`],
  ['a Slack webhook', String.raw`https://hooks\.slack\.com/(?:services|workflows)/[A-Za-z0-9/_-]{30,}`],
  ['a Stripe key', String.raw`\b[rs]k_live_[A-Za-z0-9]{16,}\b`],
  ['an API key', String.raw`\bsk-(?:ant-|proj-|svcacct-|or-v1-)?[A-Za-z0-9_-]{32,}`],
  ['a Hugging Face token', String.raw`\bhf_[A-Za-z]{30,}\b`],
  ['a Google API key', String.raw`\bAIza[A-Za-z0-9_-]{35}\b`],
  ['a PyPI token', String.raw`\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{20,}`],
  ['an npm token', String.raw`\bnpm_[A-Za-z0-9]{36}\b`],
  ['a Docker token', String.raw`\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{20,}`],
  ['a SendGrid key', String.raw`\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{20,}`],
  ['a storage key of Azure', String.raw`(?<=\b(?:Account|SharedAccess)Key=)[A-Za-z0-9+/]{40,}={0,2}`],
  ['a Databricks token', String.raw`\bdapi[0-9a-f]{32}\b`],
  ['a private key', '-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----'],
  ['a JSON Web Token', String.raw`\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}`],
  ['a password in an address', String.raw`\b[a-z][a-z0-9+.-]*://[^\s/:@$'"{}<>]*:[^\s/:@$'"{}<>]{3,}@[\w.-]+`],
  ['a password of a .netrc', String.raw`(?<=\bmachine\s+\S+\s+login\s+\S+\s+password\s+)[^\s"'$<]{6,}`],
  ['a bearer token', String.raw`(?<=\bAuthorization:\s{0,4}(?:Bearer|Basic|token)\s{1,4})[A-Za-z0-9._~+/=-]{16,}`],
];
const ALL = new RegExp(FORMATS.map(([, pattern]) => `(${pattern})`).join('|'), 'g');
/** Texts that a reader at once takes for a place holder. */
const SHOWN = /EXAMPLE|example|x{5,}|X{5,}|\*{3,}|\.\.\.|…|your[-_]|YOUR[-_]|<[\w-]+>|placeholder|redacted|REDACTED/;

/** Every credential of a known format in a text. */
export function credentialsIn(text: string): readonly Credential[] {
  return [...text.matchAll(ALL)].flatMap(match => {
    const index = match.slice(1).findIndex(group => group !== undefined);
    const what = FORMATS[index]![0];
    const password = what === 'a password in an address' ? /:\/\/[^:]*:([^@]*)@/.exec(match[0])?.[1] : undefined;
    // A host that is called example says nothing of the password.
    if (SHOWN.test(password ?? match[0]) || (password !== undefined && isThrowaway(password))) return [];
    return [{ what, start: match.index, end: match.index + match[0].length }];
  });
}

const PAIR =
  /(?<![\w:-])(?<!\$\{)([\w-]*(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key))["']?\s*[:=]\s*["']?([^\s"'`<>$;,(){}]{12,})/gi;

/** Values that a text gives a name that says they are secret: in a header, an address, a settings file that is written. */
export function pairsIn(text: string): readonly { name: string; start: number; end: number }[] {
  return [...text.matchAll(PAIR)].flatMap(match => {
    const [whole, name, value] = match as unknown as [string, string, string];
    if (!namesSecret(name) || weigh(value, name) !== 'sure') return [];
    const end = match.index + whole.length;
    return [{ name, start: end - value.length, end }];
  });
}

const SECRET_NAME =
  /(^|[_-])(password|passwd|passphrase|secret|token|api[_-]?key|private[_-]?key|access[_-]?key|secret[_-]?key|auth[_-]?key|credentials?)$|_(pwd|pass)$|^(pgpassword|sshpass|rediscli_auth)$/i;

/** Whether a name says that its value is a secret: `DB_PASSWORD`, `keyStorePassword`, Java's `-Dsonar.token`. */
export function namesSecret(name: string): boolean {
  return SECRET_NAME.test(
    name
      .replace(/^-*D(?=[a-z])/, '')
      .replace(/^.*\./s, '')
      .replace(/([a-z])(?=[A-Z])/g, '$1_'),
  );
}

/** Whether a literal is a secret, when its name says that it is one: `sure`, `perhaps`, or a word for a throw-away database. */
export function weigh(value: string, name = ''): 'sure' | 'perhaps' | 'none' {
  if (value.length < 6 || isThrowaway(value) || SHOWN.test(value) || !isLiteral(value)) return 'none';
  // People choose passwords out of words; tokens and keys are drawn by machines, and `etcd-cluster-1` is a name.
  if (!/pass|pwd/i.test(name) && /^[a-z]+([-_.]([a-z]+|\d{1,3}))+$|^-?\d+$/i.test(value)) return 'none';
  // Of a language, of a tokenizer: `stopToken=endoftext`.
  if (/token$/i.test(name) && /^[A-Z]?[a-z]{1,15}$/.test(value)) return 'none';
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter(pattern => pattern.test(value)).length;
  return value.length >= 12 && classes >= 2 && entropy(value) >= 3 ? 'sure' : 'perhaps';
}

/** Whether a value stands for itself: no place where a secret is kept, no variable, no number or switch. */
export function isLiteral(value: string): boolean {
  return !(
    value === '' ||
    /[\s`<>]|\$\{|^\$/.test(value) ||
    /^(\/|\.\.?\/|~|(ssm|arn|secretsmanager|vault|op|env|https?|s3|file):)/.test(value) ||
    /\.(json|pem|key|txt|ya?ml)$/.test(value) ||
    /^\d{1,9}$|^(true|false|none|null|yes|no|auto)$/i.test(value)
  );
}

function isThrowaway(value: string): boolean {
  return /^(pass|passw(or|0r)d\d*|postgres|postgresql|test(ing|password|pass)?\d*|root|admin(admin|istrator)?|minio(admin)?|guest|example|change-?(me|it)|secret|bench(mark)?|campaign|user(name)?|dummy|fake|mysql|maria(db)?|redis|rabbitmq|default|local|dev|demo|sa|ci|\d{1,6}|abc123|foo(bar)?|bar|trust|clickhouse|mongo|elastic|oauth2accesstoken|x-access-token|none)$/i.test(
    value,
  );
}

/** Bits a letter. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}
