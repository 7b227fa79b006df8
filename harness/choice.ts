import type { Case, If, Statement } from 'unbash';
import { type Around, deeper } from './around.ts';
import { type Group, slug } from './draft.ts';
import type { Flow } from './flow.ts';
import { commandsOf } from './ledger.ts';
import { conditionOf, isGuardOfCaller, takesPositional } from './outside.ts';
import { lineAt, type Script } from './script.ts';

/** Arms of a choice that tell, or that do what all the others do. */
const GENERAL = /^-|^(help|usage|all|list)$/;
const CHOICE = 'a choice of what to run: `campaign run --stage NAME` runs one stage and what it needs';

/** `if [ "$1" = build ]; then … elif [ "$1" = bench ]; …`: every branch is a stage. */
function takeBranches(flow: Flow, script: Script, node: If, around: Around): boolean {
  const { draft } = flow;
  const branches: readonly Pick<If, 'clause' | 'then'>[] = [node, ...node.elif];
  const names = branches.map(
    ({ clause }) =>
      /^\[\[?\s+"?\$\{?1(?::-)?\}?"?\s+==?\s+"?([\w-]+)"?\s+\]\]?\s*;?\s*$/.exec(
        script.text.slice(clause.pos, clause.end),
      )?.[1],
  );
  if (branches.length < 2 || !names.every(Boolean)) return false;
  for (const [index, { then }] of branches.entries()) {
    const group: Group = { name: slug(names[index]!) || 'arm', line: lineAt(script, then.pos), how: 'arm' };
    const conducts = flow.conducts(then.commands);
    flow.statements(script, then.commands, deeper({ ...around, group: conducts ? around.group : group }), then.pos);
  }
  draft.leftOf(script, node.pos, node.end, CHOICE);
  return true;
}

/** Whether statements call a function that is given the names of stages. */
function makesStages(flow: Flow, statements: readonly Statement[]): boolean {
  return [...commandsOf(statements)].some(
    ({ node }) =>
      node.type === 'Command' && node.name !== undefined && flow.routines.get(node.name.value)?.runs?.named === true,
  );
}

/** `if`: a guard of the caller, a choice of stages, or a condition that a stage can have. */
export function takeIf(flow: Flow, script: Script, node: If, around: Around): boolean {
  const { draft } = flow;
  if (isGuardOfCaller(script, node)) {
    draft.left(script, node.pos, node.end, 'it looks at how the script was called: a campaign has typed params');
    return true;
  }
  const inside = [node.then, ...node.elif.map(({ then }) => then), ...(node.else ? [node.else] : [])];
  if (takeBranches(flow, script, node, around)) return true;
  if (!inside.some(({ commands }) => flow.conducts(commands))) return false;
  const stages = inside.some(({ commands }) => makesStages(flow, commands));
  const condition = inside.length === 1 || stages ? conditionOf(script, node, draft) : undefined;
  // What cannot be said of a stage is better said by the shell itself.
  if (!condition && !stages) return false;
  for (const [index, body] of inside.entries()) {
    const when = index === 0 && condition ? condition : around.when;
    flow.statements(script, body.commands, deeper({ ...around, when }), body.pos);
  }
  const written = script.text.slice(node.clause.pos, node.clause.end).replace(/\s+/g, ' ');
  if (condition && inside.length === 1) draft.moved(script, node.clause.pos, node.clause.end, `if: ${condition}`);
  else draft.leftOf(script, node.pos, node.end, `the condition \`${written}\` is in no stage: say it in an \`if\``);
  return true;
}

/** `case $1 in build) … ;; bench) … ;; esac`: every arm is a stage. */
export function takeCase(flow: Flow, script: Script, node: Case, around: Around): boolean {
  const { draft } = flow;
  if (!takesPositional(script, node.word, draft)) return false;
  const before = flow.called.size + draft.pieces.length;
  const isGeneral = ({ pattern }: (typeof node.items)[number]) =>
    !pattern.some(({ value }) => /^[\w-]+$/.test(value) && !GENERAL.test(value));
  // An arm for all of them is needed only where there is no other.
  for (const item of [...node.items].sort((a, b) => Number(isGeneral(a)) - Number(isGeneral(b)))) {
    const name = item.pattern.map(({ value }) => value).find(value => /^[\w-]+$/.test(value));
    if (!item.body) continue;
    const general = name === undefined || GENERAL.test(name);
    if (
      general &&
      (name !== 'all' || flow.called.size + draft.pieces.length > before || !flow.conducts(item.body.commands))
    )
      continue;
    const group: Group = { name: slug(name!) || 'arm', line: lineAt(script, item.pos), how: 'arm' };
    const conducts = flow.conducts(item.body.commands);
    flow.statements(
      script,
      item.body.commands,
      deeper({ ...around, group: conducts ? around.group : group }),
      item.body.pos,
    );
  }
  draft.leftOf(script, node.pos, node.end, CHOICE);
  return true;
}
