import type { Node } from '../../../schema/node.ts';
import { normalise } from '../../path.ts';
import { dynamic, type Hop, UNKNOWN } from '../command.ts';
import { join, type Repository } from '../repository.ts';
import { bashOf } from '../shell/powershell.ts';
import { actionCommand } from './actions.ts';
import { environment, WORKFLOW_RUSTFLAGS, withEnvironment } from './environment.ts';
import { type Context, holds, substitute, type Value } from './expression.ts';
import { entries, field, textOf } from './fields.ts';
import { FoundSteps, type Text } from './found-steps.ts';
import { type Asked, contextOf, windows } from './github.ts';
import { Handed } from './handed.ts';
import { inputsOf } from './inputs.ts';
import { inOrder, judgedLater, tolerated } from './jobs.ts';
import { combinations } from './matrix.ts';
import { givenByStep, Outputs, outputsOfJob } from './outputs.ts';
import { isForeign } from './ownership.ts';
import type { Setting } from './setting.ts';
import type { Step } from './step.ts';
import type { Event } from './triggers.ts';
import { localPath, type Workflow, yamlAt } from './workflow.ts';

/**
 * All bash texts of a workflow that run on an event of `events`, each as often as its most frequent event. Where nothing asks which
 * event it is, one is read for all, and so is one job of a matrix; `every` reads all of them, which gives the same.
 */
export function stepsOf(
  workflow: Workflow,
  events: readonly Event[],
  repository: Repository,
  every = false,
): readonly Step[] {
  const found = new FoundSteps(workflow.path, repository.root);
  // Changes first: what runs on a change is not of interest on a schedule.
  const ordered = [...events].sort((a, b) => Number(a === 'schedule') - Number(b === 'schedule'));
  for (const event of ordered) {
    const walker = new Walker(repository, event, found, every);
    walker.workflow(workflow.root, new Map(), [], 0);
    if (!walker.asked.event && !every) break;
  }
  return found.all;
}

const MAX_NESTING = 6;

class Walker {
  private readonly repository: Repository;
  private readonly event: Event;
  private readonly found: FoundSteps;
  private readonly every: boolean;
  readonly asked: Asked = { event: false, matrix: false };

  constructor(repository: Repository, event: Event, found: FoundSteps, every: boolean) {
    this.repository = repository;
    this.event = event;
    this.found = found;
    this.every = every;
  }

  workflow(root: Node, inputs: ReadonlyMap<string, Value>, via: readonly Hop[], depth: number): void {
    if (depth > MAX_NESTING) return;
    const jobs = entries(field(root, 'jobs'));
    const off = new Set<string>();
    const given = new Outputs('needs');
    const settings = field(root, 'defaults');
    for (const { key, value: job } of inOrder(jobs)) {
      const condition = textOf(field(job, 'if')) ?? '';
      const needs = field(job, 'needs');
      const names = needs?.kind === 'sequence' ? needs.items.map(item => textOf(item) ?? '') : [textOf(needs) ?? ''];
      let runs = false;
      const outer = this.asked.matrix;
      const unasked = { values: new Map(), open: true };
      const around = contextOf(unasked, inputs, job, root, this.event, this.repository.root, this.asked);
      const matrix = field(field(job, 'strategy'), 'matrix');
      const rows = given.worlds(writtenAt(matrix), around).flatMap(world => combinations(matrix, world));
      for (const [index, combination] of rows.entries()) {
        if (index === 0) this.asked.matrix = false;
        else if (!this.asked.matrix && !this.every) break;
        const context = given.within(
          contextOf(combination, inputs, job, root, this.event, this.repository.root, this.asked),
        );
        if (condition !== '' && holds(condition, context) === false) continue;
        if (names.some(name => off.has(name)) && !/always\(\)|cancelled\(\)|failure\(\)/.test(condition)) continue;
        runs = true;
        if (tolerated(job, context)) continue;
        const steps = this.job(job, key.text, context, root, settings, via, depth);
        given.add(key.text, outputsOfJob(field(job, 'outputs'), steps, context));
      }
      this.asked.matrix = outer;
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
  ): Outputs {
    const given = new Outputs('steps');
    const uses = textOf(field(job, 'uses'));
    if (uses !== undefined) {
      const path = localPath(uses);
      const called = path === undefined ? undefined : yamlAt(path, this.repository);
      if (path === undefined || called === undefined) return given;
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
      return given;
    }
    const shared = environment([field(root, 'env')], context, new Map());
    const usual = shared.get('RUSTFLAGS');
    const env = environment(
      [field(job, 'env')],
      context,
      usual === undefined ? shared : new Map([...shared, [WORKFLOW_RUSTFLAGS, usual]]),
    );
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
      run: { handed: new Handed(), configured: [] },
      given,
      depth,
    });
    return given;
  }

  private steps(list: Node | undefined, setting: Setting): void {
    if (list?.kind !== 'sequence' || setting.depth > MAX_NESTING) return;
    for (const step of list.items) {
      const condition = textOf(field(step, 'if'));
      const env = environment([field(step, 'env')], setting.context, setting.env);
      const context = withEnvironment(setting.given.within(setting.run.handed.within(setting.context)), env);
      const said = condition === undefined || holds(condition, context);
      const runs = said !== false;
      const id = textOf(field(step, 'id'));
      if (!runs && id !== undefined) setting.given.none(id);
      setting.run.handed.step(textOf(field(step, 'run')) ?? '', runs);
      if (!runs) continue;
      if (tolerated(step, context) && !judgedLater(step, list)) continue;
      const parallel = field(step, 'parallel');
      if (parallel !== undefined) this.steps(parallel, { ...setting, depth: setting.depth + 1 });
      const own = new Set(entries(field(step, 'env')).map(entry => entry.key.text));
      const run = field(step, 'run');
      const uses = field(step, 'uses');
      const label = this.labelOf(step, context);
      if (run?.kind === 'scalar') {
        const shell = substitute(textOf(field(step, 'shell')) ?? setting.shell ?? 'bash', context);
        const power = /^(pwsh|powershell)\b/.test(shell);
        if (!power && !/^(\/\S*\/)?(ba)?sh\b/.test(shell) && !dynamic(shell) && !/\bbash\b/.test(shell)) continue;
        const text = substitute(run.text, context);
        const directory = textOf(field(step, 'working-directory'));
        if (id !== undefined && !power && text.includes('GITHUB_OUTPUT')) {
          this.asked.event ||= text.includes('GITHUB_EVENT_NAME');
          setting.given.add(id, givenByStep(text, said === true, this.event, this.repository, setting.cwd, env));
        }
        const cwd = directory === undefined ? setting.cwd : this.directory(directory, context, this.repository.root);
        this.add({ at: run, text: power ? bashOf(text) : text, cwd, env, own, label }, setting);
      } else if (uses?.kind === 'scalar') this.uses(step, uses, env, own, label, { ...setting, context });
    }
  }

  /** A step that differs in its name alone is the same: what a name asks for does not count. */
  private labelOf(step: Node, context: Context): string | undefined {
    const { event, matrix } = this.asked;
    const label = substitute(textOf(field(step, 'name')) ?? '', context).replaceAll(UNKNOWN, '…') || undefined;
    Object.assign(this.asked, { event, matrix });
    return label;
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
    if (/^actions\/checkout(@|$)/.test(uses.text)) {
      const put = textOf(field(given, 'path'))?.replace(/^\.\/|\/$/g, '');
      const whose = textOf(field(given, 'repository')) ?? '';
      if (put === undefined) setting.run.foreign = isForeign(whose, this.repository);
      if (put !== undefined && /^[\w./-]+$/.test(put) && (whose === '' || whose.includes('github.repository')))
        setting.run.checkout = put;
    }
    if (path === undefined) {
      const text = actionCommand(
        uses.text,
        name => substitute(textOf(field(given, name)) ?? '', setting.context),
        entries(given).map(({ key }) => key.text),
      );
      if (text !== undefined && text.trim() !== '')
        this.add({ at: uses, text, cwd: this.repository.root, env, own, label: label ?? uses.text }, setting);
      return;
    }
    const file = ['action.yml', 'action.yaml']
      .map(name => join(path, name))
      .find(name => this.repository.files.exists(name) === 'file');
    const action = file === undefined ? undefined : yamlAt(file, this.repository);
    const runs = field(action, 'runs');
    if (file === undefined || action === undefined || textOf(field(runs, 'using')) !== 'composite') return;
    const inputs = inputsOf(field(action, 'inputs'), given, setting.context);
    const outer = setting.context;
    this.steps(field(runs, 'steps'), {
      ...setting,
      given: new Outputs('steps'),
      context: name =>
        // The steps of an action have names of their own.
        name.startsWith('steps.')
          ? undefined
          : name.startsWith('inputs.')
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

  private add(written: Text, setting: Setting): void {
    if (setting.run.foreign) return;
    if (/\bGITHUB_EVENT_NAME\b/.test(written.text)) {
      this.asked.event = true;
      written = { ...written, env: new Map([...written.env, ['GITHUB_EVENT_NAME', this.event]]) };
    }
    this.found.add(written, setting, this.event);
  }

  private directory(path: string | undefined, context: Context, base: string): string | undefined {
    if (path === undefined) return base;
    const known = substitute(path, context);
    if (dynamic(known)) return undefined;
    return known.startsWith('/') ? normalise(known) : normalise(`${base}/${known}`);
  }
}

/** The text of a part of a workflow. */
function writtenAt(node: Node | undefined): string {
  return node === undefined ? '' : node.source.text.slice(node.range.start, node.range.end);
}
