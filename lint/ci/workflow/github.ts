import type { Node } from '../../../schema/node.ts';
import { environment, withEnvironment } from './environment.ts';
import { type Context, substitute, type Value } from './expression.ts';
import { field, textOf } from './fields.ts';
import type { Combination } from './matrix.ts';
import type { Event } from './triggers.ts';

/** Which of the things that differ from one reading of a job to the next its expressions have asked for. */
export interface Asked {
  event: boolean;
  matrix: boolean;
}

/** What the expressions of a job may name, as far as it is known on an event; what they name is noted in `asked`. */
export function contextOf(
  combination: Combination,
  inputs: ReadonlyMap<string, Value>,
  job: Node,
  root: Node,
  event: Event,
  workspace: string,
  asked: Asked,
): Context {
  const system = textOf(field(job, 'runs-on')) ?? '';
  const base: Context = name => {
    const lower = name.toLowerCase();
    if (lower.startsWith('matrix.')) {
      asked.matrix = true;
      const key = name.slice(7);
      if (combination.values.has(key)) return combination.values.get(key);
      const parent = [...combination.values.keys()].some(known => known.startsWith(`${key}.`));
      return combination.open || parent ? undefined : null;
    }
    if (lower.startsWith('inputs.')) return inputs.has(name.slice(7)) ? inputs.get(name.slice(7)) : null;
    if (lower.startsWith('env.')) return undefined;
    if (lower === 'runner.os') return systemOf(substitute(system, base));
    if (lower.startsWith('github.')) asked.event = true;
    return github(lower, event, workspace);
  };
  return withEnvironment(base, environment([field(root, 'env')], base, new Map()));
}

const DEFAULT_BRANCH: Value = { prefix: '', branch: true };

/** What `github.*` is on an event that every change brings. */
function github(name: string, event: Event, workspace: string): Value {
  const pull = event === 'pull_request' || event === 'pull_request_target';
  switch (name) {
    case 'github.event_name':
      return event;
    case 'github.workspace':
      return workspace;
    case 'runner.workspace':
      return workspace.slice(0, workspace.lastIndexOf('/'));
    case 'github.ref':
      return event === 'pull_request' ? { prefix: 'refs/pull/' } : { prefix: 'refs/heads/', branch: true };
    case 'github.ref_name':
      return event === 'pull_request' ? undefined : DEFAULT_BRANCH;
    case 'github.ref_type':
      return 'branch';
    case 'github.head_ref':
      return pull ? undefined : '';
    case 'github.base_ref':
      return pull ? DEFAULT_BRANCH : '';
    case 'github.event.pull_request.base.ref':
      return pull ? DEFAULT_BRANCH : null;
    case 'github.event.repository.default_branch':
      return DEFAULT_BRANCH;
    case 'github.event.pull_request.draft':
      return pull ? false : null;
    case 'github.event.action':
      return pull ? 'synchronize' : event === 'push' || event === 'schedule' ? null : undefined;
    case 'github.event.pull_request.merged':
      return pull ? false : null;
    case 'github.event.label.name':
      return null;
    // What people write asks for nothing special: a job behind `[full]` in a title is behind a request, as behind a label.
    case 'github.event.head_commit.message':
      return event === 'push' ? '' : null;
    case 'github.event.pull_request.title':
    case 'github.event.pull_request.body':
      return pull ? '' : null;
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

/** Whether a job runs where the shell is PowerShell unless it says otherwise. */
export function windows(job: Node, context: Context): boolean {
  return systemOf(substitute(textOf(field(job, 'runs-on')) ?? '', context)) === 'Windows';
}
