import { find, join, type Project, type Variant } from './variant.ts';

const RUNNER = /^(vitest|jest|mocha|ava)\b/;
const CHECKER = /^(eslint|prettier|tsc|biome|oxlint|stylelint|knip)\b/;

/** Scripts of package.json, by npm, pnpm and yarn. */
export function node(words: readonly string[], project: Project, cwd: string): readonly Variant[] | undefined {
  const [manager = '', ...rest] = words;
  if (!/^(npm|pnpm|yarn)$/.test(manager) || rest.length === 0 || rest.length > 2) return undefined;
  const name = rest[0] === 'run' ? rest[1] : rest.length === 1 ? rest[0] : undefined;
  const scripts = scriptsOf(project.facts, cwd);
  const text = name === undefined ? undefined : scripts[name];
  if (name === undefined || text === undefined) return undefined;
  const variants: Variant[] = [];
  const add = (law: Variant['law'], kind: string, run: string): void => void variants.push({ law, kind, run });
  for (const other of ['npm', 'pnpm', 'yarn'])
    if (other !== manager) add('same', `by ${other}`, `${other} run ${name}`);
  if (manager === 'npm') add('same', '--silent', `npm --silent run ${name}`);
  const plain = /^[\w@%+=:,./ *'"-]+$/.test(text) && !/^\w+=/.test(text);
  if (plain && (RUNNER.test(text) || CHECKER.test(text))) {
    add('same', 'its own text', `npx ${text}`);
    add('same', 'node_modules/.bin', `./node_modules/.bin/${text}`);
  }
  const runner = RUNNER.exec(text)?.[0];
  if (
    plain &&
    runner !== undefined &&
    text
      .split(' ')
      .slice(1)
      .every(word => word === 'run' || /^--\w[\w-]*(=\S+)?$/.test(word))
  ) {
    const file = find(
      project.below(cwd),
      one => /\.(test|spec)\.[cm]?[jt]sx?$/.test(one) || /(^|\/)test\/[\w-]+\.[cm]?js$/.test(one),
    );
    const own = file === undefined ? undefined : cwd === '' ? file : file.slice(cwd.length + 1);
    if (own !== undefined && runner !== 'ava' && runner !== 'mocha') {
      add('narrower', 'a test file', `npx ${text} ${own}`);
      add('narrower', 'a test file by the script', `${manager} run ${name} ${manager === 'npm' ? '-- ' : ''}${own}`);
    }
    if (runner !== 'ava') add('narrower', 'a name', `npx ${text} ${runner === 'mocha' ? '-g' : '-t'} nothing`);
    if (runner === 'vitest' && !project.said(/\bbench/)) add('other', 'vitest bench', 'npx vitest bench --run');
  }
  if (runner !== undefined) {
    add('other', 'a variable', `CAMPAIGN_SOAK=1 ${manager} run ${name}`);
    if (runner !== 'ava' && plain) add('other', '--config', `npx ${text} --config=test/campaign.soak.config.js`);
  }
  const bench = Object.keys(scripts).find(
    one => /bench|perf|soak|stress/.test(one) && !/test/.test(scripts[one]!) && scripts[one] !== text,
  );
  if (bench !== undefined && !saysElsewhere(project, bench, scripts))
    add('other', 'a measurement', `${manager} run ${bench}`);
  return variants;
}

function saysElsewhere({ facts, below }: Project, name: string, scripts: Readonly<Record<string, string>>): boolean {
  return (
    Object.values(scripts).some(text => text.includes(name)) ||
    [...below('.github')].some(file => (facts.read(file) ?? '').includes(name))
  );
}

export function scriptsOf(facts: Project['facts'], cwd: string): Readonly<Record<string, string>> {
  try {
    const { scripts } = JSON.parse(facts.read(join(cwd, 'package.json')) ?? '{}') as {
      scripts?: Record<string, string>;
    };
    return scripts ?? {};
  } catch {
    return {};
  }
}
