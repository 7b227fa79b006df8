import type { Example, Rule } from './rule.ts';
import { ALWAYS_ERRORS } from './settings.ts';

/** A rule's page, in Markdown: what `campaign explain RULE` prints and docs/rules/ holds. */
export function page(rule: Rule): string {
  const { id, severity, since, summary, why, instead, examples } = rule;
  return [
    `# ${id}`,
    `**${severity}** · since ${since} · finds ${summary}.`,
    `## Why it matters\n\n${why.trim()}`,
    `## What to write instead\n\n${instead.trim()}`,
    ...examples.bad.map(
      example =>
        `## ${example.title ?? 'It finds'}\n\n${world(example)}\n\n${findings(rule, example)}${mended(example)}`,
    ),
    ...examples.good.map(example => `## ${example.title ?? 'It does not find'}\n\n${world(example)}`),
    `## To switch it off\n\n${off(rule)}`,
  ]
    .join('\n\n')
    .concat('\n');
}

/** One line a rule, sorted by id: what `campaign explain` without a rule prints. */
export function list(rules: readonly Rule[]): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  return [...rules]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, severity, summary }) => `${id.padEnd(width)}  ${severity.padEnd(7)}  ${summary}\n`)
    .join('');
}

function world(example: Example): string {
  const facts = [
    ...Object.keys(example.files ?? {}).map(path => {
      const marks = [
        example.noRepository ? 'on disk' : 'tracked',
        ...(example.executable?.includes(path) ? ['executable'] : []),
        ...(example.modified?.includes(path) ? ['modified since the commit'] : []),
      ];
      return `\`${path}\` (${marks.join(', ')})`;
    }),
    ...Object.keys(example.untracked ?? {}).map(
      path => `\`${path}\` (on disk, ${example.ignored?.includes(path) ? 'ignored by git' : 'not in git'})`,
    ),
    ...(example.unpushed ? ['a commit that is not pushed'] : []),
    ...(example.remotes?.length === 0 ? ['no remote'] : []),
    ...(example.noRepository ? ['no git repository'] : []),
    ...(example.scriptSize ? [`a compiled script of ${example.scriptSize.gzip} bytes compressed`] : []),
  ];
  const beside = facts.length > 0 ? `\n\nBeside it: ${facts.join(', ')}.` : '';
  return `\`\`\`yaml\n${example.campaign.trimEnd()}\n\`\`\`${beside}`;
}

function mended({ campaign, fixed = campaign, fixedFiles = {} }: Example): string {
  const texts = [
    ...(fixed === campaign ? [] : [`\`\`\`yaml\n${fixed.trimEnd()}\n\`\`\``]),
    ...Object.entries(fixedFiles).map(([path, text]) => `\`${path}\`:\n\n\`\`\`sh\n${text.trimEnd()}\n\`\`\``),
  ];
  return texts.length === 0
    ? ''
    : `\n\nWith its fixes (\`campaign lint --fix\`; unsafe ones are only shown, by \`--unsafe\`):\n\n${texts.join('\n\n')}`;
}

function findings(rule: Rule, example: Example): string {
  return `\`\`\`text\n${(example.expect ?? []).map(line => shown(rule, line)).join('\n')}\n\`\`\``;
}

/** `3:9 message` → `campaign.yaml:3:9 no-wall-limit: message` */
function shown(rule: Rule, line: string): string {
  const {
    where,
    id = rule.id,
    message,
  } = /^(?<where>\S+) (?:\[(?<id>[\w-]+)\] )?(?<message>.*)$/s.exec(line)!.groups as {
    where: string;
    id?: string;
    message: string;
  };
  return `${/^\d/.test(where) ? 'campaign.yaml:' : ''}${where} ${id}: ${message}`;
}

function off(rule: Rule): string {
  if (ALWAYS_ERRORS.has(rule.id)) return 'It cannot be: with such a fault there is no plan, and nothing to run.';
  if (rule.checkIgnores) return `For this campaign: \`lint: { ${rule.id}: off }\`.`;
  return `At one place, with the reason, in a comment on the line before or at the end of the line: \`# campaign-ignore: ${rule.id} -- why it is right here\`.
For this campaign: \`lint: { ${rule.id}: off }\`.`;
}
