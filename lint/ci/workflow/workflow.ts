import type { Node } from '../../../schema/node.ts';
import { parseFast } from '../../../schema/yaml/events.ts';
import type { Repository } from '../repository.ts';
import { normalise } from '../shell/path.ts';
import { field, textOf } from './fields.ts';
import { type Triggers, triggersOf } from './triggers.ts';

/** A workflow's text, and what starts it. */
export interface Workflow {
  readonly path: string;
  readonly root: Node;
  readonly name: string;
  readonly triggers: Triggers;
}

/** Reads a workflow; `undefined` for a text that GitHub would not run either. */
export function readWorkflow(path: string, repository: Repository): Workflow | undefined {
  const root = yamlAt(path, repository);
  if (root?.kind !== 'map') return undefined;
  return { path, root, name: textOf(field(root, 'name')) ?? path, triggers: triggersOf(field(root, 'on')) };
}

/** A YAML file of the repository as a tree; `undefined` when there is none, or none that parses. */
export function yamlAt(path: string, repository: Repository): Node | undefined {
  return repository.files.remember(`yaml ${path}`, () => {
    const source = repository.files.source(path);
    if (source === undefined) return undefined;
    const parsed = parseFast(source);
    return 'tree' in parsed ? parsed.tree.root : undefined;
  });
}

/** The repository's path of `uses: ./…`; `undefined` for what lies elsewhere. */
export function localPath(uses: string): string | undefined {
  const path = /^(?:\.|\$)\/(.*)$/.exec(uses)?.[1] ?? (uses === './' || uses === '.' ? '' : undefined);
  return path === undefined ? undefined : normalise(path.replace(/@.*$/, ''));
}
