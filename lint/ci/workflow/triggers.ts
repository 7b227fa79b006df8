import type { Node } from '../../../schema/node.ts';
import { matches } from '../shell/pattern.ts';
import { entries, field, texts } from './fields.ts';

/** How often CI runs something: on every change, or only by the clock. */
export type Frequency = 'change' | 'schedule';

/** An event that starts a workflow again and again, without anyone's asking. */
export type Event = 'pull_request' | 'pull_request_target' | 'push' | 'merge_group' | 'workflow_run' | 'schedule';

export function frequencyOf(event: Event): Frequency {
  return event === 'schedule' ? 'schedule' : 'change';
}

/** What may start a workflow. */
export interface Triggers {
  readonly events: readonly Event[];
  /** Names of the workflows whose runs start it (`workflow_run`). */
  readonly after: readonly string[];
  readonly callable: boolean;
}

/**
 * Reads `on` in all its forms. Path filters do not matter: CI runs when the code concerned changes, unless that is CI's own alone
 * (a nightly workflow that also tries itself). `line`: the branch that the project develops on, of `developedOn`.
 */
export function triggersOf(on: Node | undefined, line?: string): Triggers {
  const names = namesOf(on);
  const events: Event[] = [];
  for (const name of names) {
    const filter = field(on, name);
    if ((name === 'pull_request' || name === 'pull_request_target') && onPulls(filter) && reachesDefault(filter, line))
      events.push(name);
    else if (name === 'push' && onBranches(filter) && reachesDefault(filter, line)) events.push(name);
    else if (name === 'merge_group' || name === 'schedule' || name === 'workflow_run') events.push(name);
  }
  return {
    events,
    after: texts(field(field(on, 'workflow_run'), 'workflows')),
    callable: names.includes('workflow_call'),
  };
}

function namesOf(on: Node | undefined): readonly string[] {
  return on?.kind === 'map' ? on.entries.map(entry => entry.key.text) : texts(on);
}

/** A pull request starts by default when opened, synchronized or reopened; `types: [labeled]` is behind a label. */
function onPulls(filter: Node | undefined): boolean {
  const types = texts(field(filter, 'types'));
  return types.length === 0 || types.some(type => /^(opened|synchronize|reopened|ready_for_review|edited)$/.test(type));
}

function onBranches(filter: Node | undefined): boolean {
  const keys = entries(filter).map(entry => entry.key.text);
  const branches = keys.includes('branches') || keys.includes('branches-ignore');
  return branches || !(keys.includes('tags') || keys.includes('tags-ignore'));
}

/** Names that a default branch has; a filter of other names reaches it unless they plainly are of releases. */
const DEFAULTS = ['main', 'master', 'trunk', 'develop', 'dev', 'devel', 'default', 'next', 'canary'];
const ASIDE =
  /^(release|rel\b|hotfix|backport|stable|staging|stage\b|production|prod\b|deploy|gh-pages|docs?\b|try|trying|ci[-/]|bench|perf|test[-/]|v?(\d|\[\d-\d\])|lts|support|dependabot|renovate|feature|\*-|[\w.-]+\/)/i;

/** Whether a branch of this name may be the default one: who compares with a name that is no release's means that. */
export function mayBeDefault(name: string): boolean {
  return !ASIDE.test(name);
}

/** A whole major version (`2.x`, `2.*`) is a line of development, which projects without `main` have for a default. */
const LINE = /^\d+\.(x|\*{1,2})$/;

function reachesDefault(filter: Node | undefined, line: string | undefined): boolean {
  const paths = texts(field(filter, 'paths')).filter(path => !path.startsWith('!'));
  if (paths.length > 0 && paths.every(path => path.startsWith('.github/'))) return false;
  const ignored = texts(field(filter, 'branches-ignore'));
  const own = line !== undefined && DEFAULTS.includes(line) ? [line] : ['main', 'master', 'trunk'];
  if (ignored.some(pattern => own.some(name => glob(pattern, name)))) return false;
  const branches = texts(field(filter, 'branches'));
  if (branches.length === 0) return field(filter, 'branches') === undefined;
  if (line !== undefined && branches.includes(line)) return true;
  let reached = false;
  for (const pattern of branches) {
    if (pattern.startsWith('!')) {
      if (['main', 'master'].some(name => glob(pattern.slice(1), name))) reached = false;
    } else if (DEFAULTS.some(name => glob(pattern, name)) || LINE.test(pattern) || !ASIDE.test(pattern)) reached = true;
  }
  return reached;
}

/**
 * The branch that a project develops on where it has none of the usual name: a version (`4.2`) that its workflows' filters name,
 * more often than any other branch and in more than one workflow, or `develop`, where a workflow leaves out the pull requests
 * against `main` (or `master`) and none starts for that branch. `undefined` where there is none such.
 */
export function developedOn(all: readonly (Node | undefined)[]): string | undefined {
  const counts = new Map<string, number>();
  for (const on of all) {
    const names = new Set(['pull_request', 'push'].flatMap(event => texts(field(field(on, event), 'branches'))));
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const [first, second] = [...counts].sort((a, b) => b[1] - a[1]);
  if (first !== undefined && /^v?\d+(\.\d+)*$/.test(first[0]) && first[1] > Math.max(1, second?.[1] ?? 0))
    return first[0];
  const left = all.flatMap(on => texts(field(field(on, 'pull_request'), 'branches-ignore')));
  const released = ['main', 'master'].filter(name => left.some(pattern => glob(pattern, name)));
  return released.length === 1 && !all.some(on => startsFor(released[0]!, on)) ? 'develop' : undefined;
}

/** Whether changes to a branch of this name start a workflow by themselves. */
function startsFor(name: string, on: Node | undefined): boolean {
  return namesOf(on).some(event => {
    const filter = field(on, event);
    if (event === 'push' ? !onBranches(filter) : event !== 'pull_request' || !onPulls(filter)) return false;
    const asked = texts(field(filter, 'branches'));
    const ignored = texts(field(filter, 'branches-ignore'));
    return asked.length > 0 ? asked.some(one => glob(one, name)) : !ignored.some(one => glob(one, name));
  });
}

function glob(pattern: string, name: string): boolean {
  return matches(pattern.replaceAll('**', '*'), name);
}
