import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { page } from '../../lint/explain.ts';
import type { Rule } from '../../lint/rule.ts';

const ROOT = join(import.meta.dirname, '../..');

/** What is made from the rule files: the index that lint imports and the pages in docs/rules, path → text. */
export async function ruleFiles(): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    rulePaths().map(async path => {
      const { default: rule } = (await import(join(ROOT, 'lint/rules', path))) as { default: Rule };
      if (path !== `${path.split('/')[0]}/${rule.id}.ts`)
        throw new Error(`lint/rules/${path} holds the rule ${rule.id}`);
      return { path, family: path.split('/')[0]!, rule };
    }),
  );
  return new Map([
    ['lint/rules/index.ts', index(found)],
    ['docs/rules/README.md', contents(found)],
    ...found.map(({ rule }) => [`docs/rules/${rule.id}.md`, page(rule)] as const),
  ]);
}

/** `<family>/<rule>.ts` of every rule, sorted. */
function rulePaths(): readonly string[] {
  return readdirSync(join(ROOT, 'lint/rules'), { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .flatMap(family => readdirSync(join(ROOT, 'lint/rules', family.name)).map(name => `${family.name}/${name}`))
    .filter(path => path.endsWith('.ts'))
    .sort();
}

interface Found {
  readonly path: string;
  readonly family: string;
  readonly rule: Rule;
}

function index(found: readonly Found[]): string {
  const name = ({ rule }: Found) => rule.id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return `// Made by \`npm run generate\` from the files of this folder.
import type { Rule } from '../rule.ts';
${found.map(entry => `import ${name(entry)} from './${entry.path}';`).join('\n')}

/** Every rule there is, by family. */
export const rules: readonly Rule[] = [
${found.map(entry => `  ${name(entry)},`).join('\n')}
];
`;
}

function contents(found: readonly Found[]): string {
  const families = [...new Set(found.map(({ family }) => family))];
  return `# The linter's rules

Each page is made from the rule's own file in \`lint/rules/\`; \`campaign explain RULE\` prints it.
${families.map(family => `\n## ${family}\n\n| rule | severity | finds |\n|---|---|---|\n${rows(found.filter(entry => entry.family === family))}`).join('')}`;
}

function rows(found: readonly Found[]): string {
  return found
    .map(
      ({ rule }) => `| [\`${rule.id}\`](${rule.id}.md) | ${rule.severity} | ${rule.summary.replaceAll('|', '\\|')} |\n`,
    )
    .join('');
}
