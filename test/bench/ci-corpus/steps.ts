import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type CommitFacts, factsOfCommit } from './git-facts.ts';

type Plain = Readonly<Record<string, unknown>>;

/** A step that CI runs on every change, of which its words say that it tests, checks, lints or formats. */
export interface Step {
  readonly place: string;
  readonly run: string;
  readonly cwd: string | undefined;
  readonly env: Readonly<Record<string, string>>;
}

/** A step does work that a campaign could repeat: it tests, checks, lints or formats. */
const WORK =
  /\b(?:tests?|check|clippy|fmt|pytest|tox|nox|bench|verify|ctest|vitest|jest|mocha|ava|eslint|mypy|ruff|black|flake8|lint|golangci-lint|nextest|miri|vet|staticcheck|prettier|typecheck|tsc|doctest|pre-commit)\b/;
/** ... and does not only get ready for it, or tell of it. */
const READY =
  /^.*--version$|^\s*(?:#.*|(?:sudo )?(?:apt|apt-get|brew|choco|dnf|yum|apk|rustup|pipx?|uv (?:pip|sync|tool)|uvx --from \S+ hf|python3? -m pip|conda|gem|cargo (?:install|binstall)|go install|npm (?:ci|i|install|install-test)\b|yarn (?:install)?$|pnpm (?:i|install)|corepack|git|curl|wget|echo|cd|mkdir|cp|mv|rm|export|set|tar|unzip|ls|cat|find|printf|rustc|which|\w+=\S*\$\(|docker (?:pull|login|push|build)|chmod|sed|gh|test -|\[).*|)$/;

/** What lies in `directory` as OWNER+NAME, or of it those that are named OWNER/NAME, each at its HEAD. */
export function* repositories(
  directory: string,
  names: readonly string[],
): Generator<readonly [name: string, facts: CommitFacts]> {
  for (const entry of names.length > 0 ? names.map(name => name.replace('/', '+')) : readdirSync(directory).sort()) {
    const path = join(directory, entry, 'repo');
    let commit: string;
    try {
      commit = execFileSync('git', ['-C', path, 'rev-parse', 'HEAD'], { encoding: 'utf8', stdio: 'pipe' }).trim();
    } catch {
      continue;
    }
    yield [entry.replace('+', '/'), factsOfCommit(path, commit)];
  }
}

/** Reads the workflows with the `yaml` library, not with the engine. */
export function stepsOf(facts: CommitFacts): readonly Step[] {
  const steps = new Map<string, Step>();
  for (const file of facts.list('.github/workflows')) {
    if (!/\.ya?ml$/.test(file)) continue;
    const workflow = plain(lenient(facts.read(`.github/workflows/${file}`) ?? ''));
    if (!startsOnChange(workflow.on)) continue;
    for (const [job, value] of Object.entries(plain(workflow.jobs))) {
      const told = plain(value);
      if (!always(told.if) || told['continue-on-error'] !== undefined) continue;
      const machine = JSON.stringify(told['runs-on'] ?? '');
      if (/windows|macos/i.test(machine)) continue;
      const matrix = firstRow(plain(told.strategy).matrix);
      const env = { ...texts(workflow.env, matrix), ...texts(told.env, matrix) };
      const row = new Map([...matrix, ...Object.entries(env).map(([key, value]) => [`env.${key}`, value] as const)]);
      for (const [index, each] of list(told.steps).entries()) {
        const step = plain(each);
        if (typeof step.run !== 'string' || !always(step.if) || step['continue-on-error'] !== undefined) continue;
        const run = filled(step.run, row);
        const defaults = { ...plain(plain(workflow.defaults).run), ...plain(plain(told.defaults).run) };
        const shell = String(step.shell ?? defaults.shell ?? 'bash');
        const within = step['working-directory'] ?? defaults['working-directory'];
        const cwd = within === undefined ? undefined : filled(String(within), row);
        if (run.includes('${{') || String(cwd).includes('${{') || !/^(?:ba)?sh\b/.test(shell)) continue;
        if (!run.split('\n').some(line => WORK.test(line) && !READY.test(line.trim()))) continue;
        const place = `${file}, job ${job}, step ${index + 1}`;
        const relative = cwd === undefined ? undefined : String(cwd).replace(/^\.\/|\/$/g, '');
        const same = `${run.trim()}\0${relative}`;
        if (!steps.has(same))
          steps.set(same, {
            place,
            run,
            cwd: relative === '' || relative === '.' ? undefined : relative,
            env: { ...env, ...texts(step.env, row) },
          });
      }
    }
  }
  return [...steps.values()];
}

/** A condition that some change of the repository itself makes true: absent, or of these words alone. */
function always(condition: unknown): boolean {
  if (condition === undefined) return true;
  const words =
    /^(?:\s|\$\{\{|\}\}|&&|\|\||[()]|!cancelled\(\)|success\(\)|always\(\)|needs\.[\w-]+\.outputs\.[\w-]+ *(?:==|!=) *'(?:true|false)'|github\.repository(?:_owner)? *== *'[^']*'|github\.event\.pull_request\.draft *== *false|!github\.event\.pull_request\.draft)*$/;
  return words.test(String(condition));
}

/** The values of one job of a matrix. */
function firstRow(matrix: unknown): ReadonlyMap<string, string> {
  const row = new Map<string, string>();
  const { include, exclude, ...axes } = plain(matrix);
  const scalar = (value: unknown) =>
    ['string', 'number', 'boolean'].includes(typeof value) && !String(value).includes('${{');
  if (exclude !== undefined) return row;
  if (Object.keys(axes).length > 0) {
    for (const [axis, values] of Object.entries(axes))
      if (scalar(list(values)[0])) row.set(`matrix.${axis}`, String(list(values)[0]));
  } else
    for (const [axis, value] of Object.entries(plain(list(include)[0])))
      if (scalar(value)) row.set(`matrix.${axis}`, String(value));
  return row;
}

function filled(text: string, row: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{\{\s*([\w.-]+)\s*\}\}/g, (all, name: string) => row.get(name) ?? all);
}

function startsOnChange(on: unknown): boolean {
  const events = typeof on === 'string' ? [on] : Array.isArray(on) ? on : Object.keys(plain(on));
  if (events.includes('pull_request') || events.includes('merge_group')) return true;
  const push = plain(on).push;
  return events.includes('push') && (plain(push).tags === undefined || plain(push).branches !== undefined);
}

function texts(env: unknown, row: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(plain(env))
      .map(([key, value]) => [key, filled(String(value ?? ''), row)] as const)
      .filter(([, value]) => !value.includes('${{')),
  );
}

function lenient(text: string): unknown {
  try {
    return parse(text, { merge: true });
  } catch {
    return undefined;
  }
}

function plain(value: unknown): Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
