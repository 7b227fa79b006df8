import type { Node } from '../../../schema/node.ts';
import type { Place } from '../../../schema/source.ts';
import { parseFast } from '../../../schema/yaml/events.ts';
import { dynamic, type Hop, UNKNOWN } from '../command.ts';
import { join, type Repository } from '../repository.ts';
import { normalise } from '../shell/path.ts';
import { actionCommand } from './actions.ts';
import { type Context, evaluate, holds, substitute, type Value } from './expression.ts';
import { entries, field, textOf } from './fields.ts';
import { type Combination, combinations } from './matrix.ts';
import { type Event, type Frequency, frequencyOf, type Triggers, triggersOf } from './triggers.ts';

/** A bash text that CI runs. */
export interface Step {
  readonly workflow: string;
  readonly job: string;
  /** Its name, or what it runs. */
  readonly label: string;
  /** The step's `run` or `uses`. */
  readonly place: Place;
  readonly text: string;
  /** Absolute; `undefined` when it is not known. */
  readonly cwd: string | undefined;
  readonly env: ReadonlyMap<string, string>;
  /** Names of `env` that the step itself sets. */
  readonly own: ReadonlySet<string>;
  readonly frequency: Frequency;
  /** Composite actions and reusable workflows on the way. */
  readonly via: readonly Hop[];
  /** Steps of one job share this: what one hands on (`$GITHUB_ENV`) reaches the later ones. */
  readonly run: object;
}

export interface Workflow {
  readonly path: string;
  readonly root: Node;
  readonly name: string;
  readonly triggers: Triggers;
}

/** Reads a workflow; `undefined` for a text that GitHub would not run either. */
export function readWorkflow(path: string, repository: Repository): Workflow | undefined {
  const root = tree(path, repository);
  if (root?.kind !== 'map') return undefined;
  return { path, root, name: textOf(field(root, 'name')) ?? path, triggers: triggersOf(field(root, 'on')) };
}

function tree(path: string, repository: Repository): Node | undefined {
  return repository.files.remember(`yaml ${path}`, () => {
    const source = repository.files.source(path);
    if (source === undefined) return undefined;
    const parsed = parseFast(source);
    return 'tree' in parsed ? parsed.tree.root : undefined;
  });
}

/** All bash texts of a workflow that run on an event of `events`, each as often as its most frequent event. */
export function stepsOf(workflow: Workflow, events: readonly Event[], repository: Repository): readonly Step[] {
  const found = new Map<string, Step>();
  // Changes first: what runs on a change is not of interest on a schedule.
  const ordered = [...events].sort((a, b) => Number(a === 'schedule') - Number(b === 'schedule'));
  for (const event of ordered) {
    const walker = new Walker(repository, event, found, workflow.path);
    walker.workflow(workflow.root, new Map(), [], 0);
  }
  return [...found.values()];
}

interface Setting {
  readonly context: Context;
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string | undefined;
  readonly shell: string | undefined;
  readonly job: string;
  readonly via: readonly Hop[];
  readonly run: object;
  readonly depth: number;
}

const MAX_NESTING = 6;

class Walker {
  private readonly repository: Repository;
  private readonly event: Event;
  private readonly found: Map<string, Step>;
  private readonly path: string;

  constructor(repository: Repository, event: Event, found: Map<string, Step>, path: string) {
    this.repository = repository;
    this.event = event;
    this.found = found;
    this.path = path;
  }

  workflow(root: Node, inputs: ReadonlyMap<string, Value>, via: readonly Hop[], depth: number): void {
    if (depth > MAX_NESTING) return;
    const jobs = entries(field(root, 'jobs'));
    const off = new Set<string>();
    const settings = field(root, 'defaults');
    for (const { key, value: job } of inOrder(jobs)) {
      const condition = textOf(field(job, 'if')) ?? '';
      const needs = field(job, 'needs');
      const names = needs?.kind === 'sequence' ? needs.items.map(item => textOf(item) ?? '') : [textOf(needs) ?? ''];
      let runs = false;
      for (const combination of combinations(field(field(job, 'strategy'), 'matrix'))) {
        const context = this.context(combination, inputs, job, root);
        if (condition !== '' && holds(condition, context) === false) continue;
        if (names.some(name => off.has(name)) && !/always\(\)|cancelled\(\)|failure\(\)/.test(condition)) continue;
        runs = true;
        if (tolerated(job, context)) continue;
        this.job(job, key.text, context, root, settings, via, depth);
      }
      if (!runs) off.add(key.text);
    }
  }

  private job(
    job: Node,
    name: string,
    context: Context,
    root: Node,
    settings: Node | undefined,
    via: readonly Hop[],
    depth: number,
  ): void {
    const uses = textOf(field(job, 'uses'));
    if (uses !== undefined) {
      const path = localPath(uses);
      const called = path === undefined ? undefined : tree(path, this.repository);
      if (path === undefined || called === undefined) return;
      const inputs = inputsOf(
        field(field(field(called, 'on'), 'workflow_call'), 'inputs'),
        field(job, 'with'),
        context,
      );
      this.workflow(
        called,
        inputs,
        [...via, { label: path, place: { source: called.source, range: { start: 0, end: 0 } } }],
        depth + 1,
      );
      return;
    }
    const env = environment([field(root, 'env'), field(job, 'env')], context, new Map());
    const run = field(field(job, 'defaults'), 'run');
    const outer = field(settings, 'run');
    const directory = textOf(field(run, 'working-directory')) ?? textOf(field(outer, 'working-directory'));
    const shell =
      textOf(field(run, 'shell')) ?? textOf(field(outer, 'shell')) ?? (windows(job, context) ? 'pwsh' : undefined);
    this.steps(field(job, 'steps'), {
      context: withEnvironment(context, env),
      env,
      cwd: this.directory(directory, context, this.repository.root),
      shell,
      job: name,
      via,
      run: {},
      depth,
    });
  }

  private steps(list: Node | undefined, setting: Setting): void {
    if (list?.kind !== 'sequence' || setting.depth > MAX_NESTING) return;
    for (const step of list.items) {
      const condition = textOf(field(step, 'if'));
      const env = environment([field(step, 'env')], setting.context, setting.env);
      const context = withEnvironment(setting.context, env);
      if (condition !== undefined && holds(condition, context) === false) continue;
      if (tolerated(step, context)) continue;
      const parallel = field(step, 'parallel');
      if (parallel !== undefined) this.steps(parallel, { ...setting, depth: setting.depth + 1 });
      const own = new Set(entries(field(step, 'env')).map(entry => entry.key.text));
      const run = field(step, 'run');
      const uses = field(step, 'uses');
      const label = substitute(textOf(field(step, 'name')) ?? '', context).replaceAll(UNKNOWN, '…') || undefined;
      if (run?.kind === 'scalar') {
        const shell = substitute(textOf(field(step, 'shell')) ?? setting.shell ?? 'bash', context);
        if (!/^(\/\S*\/)?(ba)?sh\b/.test(shell) && !dynamic(shell) && !/\bbash\b/.test(shell)) continue;
        const directory = textOf(field(step, 'working-directory'));
        this.add(
          run,
          substitute(run.text, context),
          directory === undefined ? setting.cwd : this.directory(directory, context, this.repository.root),
          env,
          own,
          label,
          setting,
        );
      } else if (uses?.kind === 'scalar') this.uses(step, uses, env, own, label, { ...setting, context });
    }
  }

  private uses(
    step: Node,
    uses: Node & { kind: 'scalar' },
    env: ReadonlyMap<string, string>,
    own: ReadonlySet<string>,
    label: string | undefined,
    setting: Setting,
  ): void {
    const path = localPath(uses.text);
    const given = field(step, 'with');
    if (path === undefined) {
      const text = actionCommand(uses.text, name => substitute(textOf(field(given, name)) ?? '', setting.context));
      if (text !== undefined && text.trim() !== '')
        this.add(uses, text, this.repository.root, env, own, label ?? uses.text, setting);
      return;
    }
    const file = ['action.yml', 'action.yaml']
      .map(name => join(path, name))
      .find(name => this.repository.files.exists(name) === 'file');
    const action = file === undefined ? undefined : tree(file, this.repository);
    const runs = field(action, 'runs');
    if (file === undefined || action === undefined || textOf(field(runs, 'using')) !== 'composite') return;
    const inputs = inputsOf(field(action, 'inputs'), given, setting.context);
    const outer = setting.context;
    this.steps(field(runs, 'steps'), {
      ...setting,
      context: name =>
        name.startsWith('inputs.')
          ? inputs.has(name.slice(7))
            ? inputs.get(name.slice(7))
            : null
          : name === 'github.action_path'
            ? `${this.repository.root}/${path}`
            : outer(name),
      env,
      cwd: this.repository.root,
      shell: undefined,
      via: [...setting.via, { label: uses.text, place: { source: action.source, range: { start: 0, end: 0 } } }],
      depth: setting.depth + 1,
    });
  }

  private add(
    at: Node & { kind: 'scalar' },
    text: string,
    cwd: string | undefined,
    env: ReadonlyMap<string, string>,
    own: ReadonlySet<string>,
    label: string | undefined,
    setting: Setting,
  ): void {
    const key = JSON.stringify([
      this.path,
      setting.job,
      setting.via.map(hop => hop.label),
      at.range.start,
      text,
      cwd ?? null,
      [...env],
    ]);
    if (this.found.has(key)) return;
    this.found.set(key, {
      workflow: this.path,
      job: setting.job,
      label: label ?? firstLine(text),
      place: { source: at.source, range: at.range },
      text,
      cwd,
      env,
      // A variable that the text itself expands is its parameter; only what the programs read by themselves can be a mode.
      own: new Set([...own].filter(name => !new RegExp(`\\$\\{?${name}\\b`).test(text))),
      frequency: frequencyOf(this.event),
      via: setting.via,
      run: setting.run,
    });
  }

  private directory(path: string | undefined, context: Context, base: string): string | undefined {
    if (path === undefined) return base;
    const known = substitute(path, context);
    if (dynamic(known)) return undefined;
    return known.startsWith('/') ? normalise(known) : normalise(`${base}/${known}`);
  }

  private context(combination: Combination, inputs: ReadonlyMap<string, Value>, job: Node, root: Node): Context {
    const system = textOf(field(job, 'runs-on')) ?? '';
    const base: Context = name => {
      const lower = name.toLowerCase();
      if (lower.startsWith('matrix.')) {
        const key = name.slice(7);
        if (combination.values.has(key)) return combination.values.get(key);
        const parent = [...combination.values.keys()].some(known => known.startsWith(`${key}.`));
        return combination.open || parent ? undefined : null;
      }
      if (lower.startsWith('inputs.')) return inputs.has(name.slice(7)) ? inputs.get(name.slice(7)) : null;
      if (lower.startsWith('env.')) return undefined;
      if (lower === 'runner.os') return systemOf(substitute(system, base));
      return github(lower, this.event, this.repository.root);
    };
    return withEnvironment(base, environment([field(root, 'env')], base, new Map()));
  }
}

/** Jobs after those they need, as far as they name each other. */
function inOrder(jobs: readonly { readonly key: { readonly text: string }; readonly value: Node }[]): typeof jobs {
  const done = new Set<string>();
  const order: (typeof jobs)[number][] = [];
  const visit = (job: (typeof jobs)[number], depth: number): void => {
    if (done.has(job.key.text) || depth > 50) return;
    done.add(job.key.text);
    const needs = field(job.value, 'needs');
    const names = needs?.kind === 'sequence' ? needs.items.map(item => textOf(item)) : [textOf(needs)];
    for (const name of names) {
      const other = jobs.find(({ key }) => key.text === name);
      if (other !== undefined) visit(other, depth + 1);
    }
    order.push(job);
  };
  for (const job of jobs) visit(job, 0);
  return order;
}

/** What `github.*` is on an event that every change brings. */
function github(name: string, event: Event, workspace: string): Value {
  const pull = event === 'pull_request' || event === 'pull_request_target';
  switch (name) {
    case 'github.event_name':
      return event;
    case 'github.workspace':
      return workspace;
    case 'github.ref':
      return { prefix: event === 'pull_request' ? 'refs/pull/' : 'refs/heads/' };
    case 'github.ref_type':
      return 'branch';
    case 'github.head_ref':
    case 'github.base_ref':
      return pull ? undefined : '';
    case 'github.event.action':
      return pull ? 'synchronize' : event === 'push' || event === 'schedule' ? null : undefined;
    case 'github.event.pull_request.merged':
      return pull ? false : null;
    case 'github.event.label.name':
      return null;
    default:
      break;
  }
  // A job behind a label does not run on each pull request.
  if (name.startsWith('github.event.pull_request.labels')) return pull ? false : null;
  if (name.startsWith('github.event.pull_request') && !pull) return null;
  if (
    name.startsWith('github.event.inputs') ||
    name.startsWith('github.event.comment') ||
    name.startsWith('github.event.issue') ||
    name.startsWith('github.event.release')
  )
    return null;
  if (name.startsWith('github.event.schedule')) return event === 'schedule' ? undefined : null;
  if (name.startsWith('github.event.workflow_run') && event !== 'workflow_run') return null;
  return undefined;
}

function systemOf(label: string): Value {
  if (/ubuntu|linux/i.test(label)) return 'Linux';
  if (/macos/i.test(label)) return 'macOS';
  return /windows/i.test(label) ? 'Windows' : undefined;
}

function windows(job: Node, context: Context): boolean {
  return systemOf(substitute(textOf(field(job, 'runs-on')) ?? '', context)) === 'Windows';
}

/** `continue-on-error`: CI runs it, but nobody learns that it failed. */
function tolerated(node: Node, context: Context): boolean {
  const text = textOf(field(node, 'continue-on-error'));
  if (text === undefined) return false;
  return text === 'true' || (text.includes('${{') && holds(text, context) === true);
}

function environment(
  maps: readonly (Node | undefined)[],
  context: Context,
  outer: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  if (maps.every(map => entries(map).length === 0)) return outer;
  const env = new Map(outer);
  for (const map of maps) {
    for (const { key, value } of entries(map))
      if (value.kind === 'scalar')
        env.set(key.text, substitute(value.value === null ? '' : value.text, withEnvironment(context, env)));
  }
  return env;
}

function withEnvironment(context: Context, env: ReadonlyMap<string, string>): Context {
  return name => {
    if (!name.startsWith('env.')) return context(name);
    const value = env.get(name.slice(4));
    return value === undefined || dynamic(value) ? (value === undefined ? context(name) : undefined) : value;
  };
}

function inputsOf(declared: Node | undefined, given: Node | undefined, context: Context): ReadonlyMap<string, Value> {
  const inputs = new Map<string, Value>();
  for (const { key, value } of entries(declared)) {
    const fallback = field(value, 'default');
    const type = textOf(field(value, 'type'));
    const text = textOf(fallback);
    inputs.set(
      key.text,
      text === undefined ? (type === 'boolean' ? false : type === 'number' ? 0 : '') : typed(text, type),
    );
  }
  for (const { key, value } of entries(given)) {
    if (value.kind !== 'scalar') continue;
    const whole = /^\$\{\{([\s\S]*)\}\}$/.exec(value.text)?.[1];
    const known =
      whole !== undefined && !whole.includes('${{') ? evaluate(whole, context) : substitute(value.text, context);
    inputs.set(
      key.text,
      typeof known === 'string'
        ? dynamic(known)
          ? undefined
          : typed(known, textOf(field(field(declared, key.text), 'type')))
        : known,
    );
  }
  return inputs;
}

function typed(text: string, type: string | undefined): Value {
  if (text.includes('${{')) return undefined;
  if (type === 'boolean') return text === 'true';
  return type === 'number' ? Number(text) : text;
}

function localPath(uses: string): string | undefined {
  const path = /^(?:\.|\$)\/(.*)$/.exec(uses)?.[1] ?? (uses === './' || uses === '.' ? '' : undefined);
  return path === undefined ? undefined : normalise(path.replace(/@.*$/, ''));
}

function firstLine(text: string): string {
  const line = text.trim().split('\n')[0]!.replaceAll(UNKNOWN, '…');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
