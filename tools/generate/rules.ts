import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { page } from '../../lint/explain.ts';
import type { Rule } from '../../lint/rule.ts';
import type { Generated } from '../generated.ts';

const RULES = join(import.meta.dirname, '../../lint/rules');

/** `<family>/<id>` of every rule file, sorted. */
const names = readdirSync(RULES, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .flatMap(family => readdirSync(join(RULES, family.name)).map(file => `${family.name}/${file}`))
  .filter(file => file.endsWith('.ts'))
  .map(file => file.slice(0, -'.ts'.length))
  .sort();

/** What is made from the rule files: the index that lint imports, and a page for each in docs/rules. */
export default [
  { path: 'lint/rules/index.ts', text: index },
  { path: 'docs/rules/README.md', text: contents },
  ...names.map(name => ({ path: `docs/rules/${idOf(name)}.md`, text: async () => page(await load(name)) })),
] satisfies readonly Generated[];

async function load(name: string): Promise<Rule> {
  const { default: rule } = (await import(join(RULES, `${name}.ts`))) as { default: Rule };
  if (rule.id !== idOf(name)) throw new Error(`lint/rules/${name}.ts holds the rule ${rule.id}`);
  return rule;
}

function idOf(name: string): string {
  return name.slice(name.indexOf('/') + 1);
}

function index(): string {
  const variable = (name: string) => idOf(name).replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return `// Made by \`npm run generate\` from the files of this folder.
import type { Rule } from '../rule.ts';
${names.map(name => `import ${variable(name)} from './${name}.ts';\n`).join('')}
/** Every rule there is, by family. */
export const rules: readonly Rule[] = [
${names.map(name => `  ${variable(name)},\n`).join('')}];
`;
}

async function contents(): Promise<string> {
  const families = [...new Set(names.map(name => name.slice(0, name.indexOf('/'))))];
  const tables = families.map(async family => {
    const rules = await Promise.all(names.filter(name => name.startsWith(`${family}/`)).map(load));
    const rows = rules.map(
      ({ id, severity, summary }) => `| [\`${id}\`](${id}.md) | ${severity} | ${summary.replaceAll('|', '\\|')} |\n`,
    );
    return `\n## ${family}\n\n| rule | severity | finds |\n|---|---|---|\n${rows.join('')}`;
  });
  return `# The linter's rules

Each page is made from the rule's own file in \`lint/rules/\`; \`campaign explain RULE\` prints it.
How to add one: [CONTRIBUTING.md](../../CONTRIBUTING.md).
${(await Promise.all(tables)).join('')}`;
}
