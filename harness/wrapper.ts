import type { CommandNode, Statement } from 'unbash';
import { base } from '../lint/path.ts';
import type { Draft } from './draft.ts';
import type { Flow } from './flow.ts';
import type { FaultKind } from './remarks.ts';
import type { Routine } from './runner.ts';
import { lineAt, type Script } from './script.ts';

/** Tells of what stood around something that has become a stage: a pipe, a redirection, an `|| true`. */
export function takeWrapper(draft: Draft, script: Script, statement: Statement, node: CommandNode): void {
  const rest = script.text.slice(node.end, statement.end).replace(/\s+/g, ' ').trim();
  if (rest === '') return;
  const written = rest.length > 60 ? `${rest.slice(0, 58)} …` : rest;
  const at = node.end;
  if (/\|\s*(tail|head)\b/.test(rest))
    draft.wrong('cut', script, at, `\`${written}\` cuts the log`, 'the whole log is kept');
  else if (/\btee\b|>\s*\S/.test(rest))
    draft.wrong('log', script, at, `\`${written}\` keeps a log by hand`, 'the run keeps the log of every stage');
  if (/\|\|\s*(true\b|:|echo\b|exit 0)/.test(rest))
    draft.wrong(
      'swallowed',
      script,
      at,
      `\`${written}\` hides a failure`,
      'a stage that fails is reported, the others go on',
    );
  draft.left(script, node.end, statement.end, 'the run keeps logs and status itself');
}

/** What a result is called, where nothing of it reads as a log. */
const RESULT = /\.(csv|tsv|jsonl?|ndjson|md|txt|html|xml|dat)$/;

/** `{ a; b; } > all.csv`, `measure | tee r.json`: its parts write one file together, which is no log. */
export function keepsResult(flow: Flow, { text }: Script, statement: Statement, node: CommandNode): boolean {
  const routine = node.type === 'Command' ? flow.routines.get(node.name?.value ?? '') : undefined;
  if (node.type === 'Function' || (node.type === 'Command' && (!routine || routine.runs))) return false;
  const from = node.type === 'Command' ? node.name!.end : node.end;
  const rest = text.slice(from, statement.end);
  const together = /2>&1|&>|>&/.test(rest);
  const after = text.slice(statement.end);
  const group = routine ? routine.node.body : node;
  const parts = group.type === 'For' || group.type === 'BraceGroup' ? group.body.commands : [];
  return [...rest.matchAll(/(?:(?<![&\d])1?>{1,2}\s*|\btee\s+(?:-a\s+)?)["']?([^\s;|&<>"']+)/g)].some(
    ([, file]) =>
      !/log|^\/dev\//i.test(file!) &&
      RESULT.test(file!) &&
      (after.includes(base(file!)) || (!together && !flow.conducts(parts))),
  );
}

/** What functions that run stages do wrong, line by line. */
const HABITS: readonly (readonly [fault: FaultKind, pattern: RegExp, message: string, now: string])[] = [
  ['toggle', /\bset\s+\+e\b/, 'switches `set -e` off around every stage', 'a stage runs under `bash -euo pipefail`'],
  [
    'upload',
    /\baws\s+s3\b.*(2>\s*\/dev\/null|\|\|\s*(true|:))/,
    'hides a failed upload',
    'uploads are retried, checked, and decide the end of the run',
  ],
  ['cut', /\b(tail|head)\s+-/, 'keeps a part of the log of every stage', 'the whole log is kept'],
  [
    'swallowed',
    /\|\|\s*(true\b|:|echo\b)/,
    'hides that a stage has failed',
    'a stage that fails is reported, the others go on',
  ],
  ['log', />>?\s*"?\$?\S*(log|LOG|full|out)/, 'keeps the logs by hand', 'the run keeps the log of every stage'],
];

/** A function that runs what it is given does what the run does: it is not carried over, and its habits are told. */
export function takeRunner(draft: Draft, { script, node, name }: Routine): void {
  tellHabits(draft, { script, node, name }, HABITS);
  draft.leftOf(script, node.pos, node.end, `\`${name}\` runs, times and logs the stages: the run does`);
}

/** A function that only uploads: what it was called with is declared under `produces`. */
export function takeUploader(draft: Draft, routine: Routine): void {
  const { script, node, name } = routine;
  tellHabits(
    draft,
    routine,
    HABITS.filter(([fault]) => fault === 'upload'),
  );
  draft.left(script, node.pos, node.end, `\`${name}\` uploads: the run does, after each stage and while it runs`);
}

function tellHabits(draft: Draft, { script, node, name }: Routine, habits: typeof HABITS): void {
  const text = script.text.slice(node.pos, node.end);
  for (const [fault, pattern, message, now] of habits) {
    const at = pattern.exec(text)?.index;
    if (at !== undefined)
      draft.wrongAt(fault, script.path, lineAt(script, node.pos + at), `\`${name}\` ${message}`, now);
  }
}
