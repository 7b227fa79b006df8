import type { Node } from '../../../schema/node.ts';
import { type Context, holds } from './expression.ts';
import { field, textOf } from './fields.ts';

/** Jobs after those they need, as far as they name each other. */
export function inOrder(
  jobs: readonly { readonly key: { readonly text: string }; readonly value: Node }[],
): typeof jobs {
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

/** `continue-on-error`: CI runs it, but nobody learns that it failed. */
export function tolerated(node: Node, context: Context): boolean {
  const text = textOf(field(node, 'continue-on-error'));
  if (text === undefined) return false;
  return text === 'true' || (text.includes('${{') && holds(text, context) === true);
}

/** A step that may fail, and whose outcome another one of the same list looks at: `if: steps.lint.outcome == 'failure'`, or in its text. */
export function judgedLater(step: Node, list: Node): boolean {
  const id = textOf(field(step, 'id'));
  if (id === undefined || list.kind !== 'sequence') return false;
  return list.items.some(other => {
    const said = `${textOf(field(other, 'if')) ?? ''}\n${textOf(field(other, 'run')) ?? ''}`;
    return (
      other !== step &&
      said.includes(`steps.${id}.outcome`) &&
      /\bexit 1\b|\bfalse\b/.test(textOf(field(other, 'run')) ?? '')
    );
  });
}
