import type { Node } from '../../../schema/node.ts';
import { parseFast } from '../../../schema/yaml/events.ts';
import { normalise } from '../../path.ts';
import type { Repository } from '../repository.ts';
import { field, textOf } from './fields.ts';
import { type Triggers, triggersOf } from './triggers.ts';

/** A workflow's text, and what starts it. */
export interface Workflow {
  readonly path: string;
  readonly root: Node;
  readonly name: string;
  readonly triggers: Triggers;
}

/** Reads a workflow; `undefined` for a text that GitHub would not run either. `line`: of `developedOn`. */
export function readWorkflow(path: string, repository: Repository, line?: string): Workflow | undefined {
  const root = yamlAt(path, repository);
  if (root?.kind !== 'map') return undefined;
  return { path, root, name: textOf(field(root, 'name')) ?? path, triggers: triggersOf(field(root, 'on'), line) };
}

/** A YAML file of the repository as a tree; `undefined` when there is none, or none that parses. */
export function yamlAt(path: string, repository: Repository): Node | undefined {
  return repository.files.remember(`yaml ${path}`, () => {
    const source = repository.files.source(path);
    if (source === undefined) return undefined;
    let text = source.text;
    // A list in brackets may close at the margin of its key for GitHub's parser, though not by the letter of YAML: with the break
    // before the bracket as a blank it is the same list, and every position stays.
    for (let round = 0; round < 32; round++) {
      const parsed = parseFast(source, text);
      if ('tree' in parsed) return parsed.tree.root;
      const start = text.lastIndexOf('\n', parsed.offset);
      if (start < 0 || !/^[ \t]*[\]}]/.test(text.slice(start + 1))) break;
      const line = text.lastIndexOf('\n', start - 1) + 1;
      // A comment on the line before would take the bracket in.
      const last = text.slice(line, start).replace(/\s#[^'"]*$/, comment => ' '.repeat(comment.length));
      if (last.includes('#')) break;
      text = `${text.slice(0, line)}${last} ${text.slice(start + 1)}`;
    }
    return undefined;
  });
}

/** The repository's path of `uses: ./…`; `undefined` for what lies elsewhere. */
export function localPath(uses: string): string | undefined {
  const path = /^(?:\.|\$)\/(.*)$/.exec(uses)?.[1] ?? (uses === './' || uses === '.' ? '' : undefined);
  return path === undefined ? undefined : normalise(path.replace(/@.*$/, ''));
}
