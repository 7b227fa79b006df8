import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LedgerEntry, RunStatus, StageResult } from '../../schema/records.ts';
import type { Box } from './box.ts';

const isFinal = (key: string) => /^stages\/[^/]+\/(outputs\/|log|result\.json$)/.test(key);

/** What is untrue in a store, whatever happened to the run that wrote it; empty when all is well. */
export function untruths(box: Box): readonly string[] {
  const wrong: string[] = [];
  const keys = box.has('') ? box.keys() : [];
  const ledger = new Map<string, LedgerEntry>();
  if (box.has('ledger.jsonl'))
    for (const line of box.text('ledger.jsonl').split('\n').filter(Boolean)) {
      const entry = parsed<LedgerEntry>(line, 'a line of the ledger');
      if (entry) ledger.set(entry.key, entry);
    }
  const results = new Map<string, StageResult>();
  for (const key of keys) {
    if (/\/result\.json$/.test(key) && !key.includes('/outputs/')) {
      const result = parsed<StageResult>(box.text(key), key);
      if (result) results.set(result.stage, result);
    }
    if (!isFinal(key)) continue;
    // Between the rename and the line in the ledger a process may die: what lies there must still be whole.
    const wanted = ledger.get(key)?.sha256 ?? resultSum(key);
    if (wanted !== undefined && wanted !== sum(join(box.run, key))) wrong.push(`${key} is not what the ledger says`);
  }
  for (const { key, kind } of ledger.values())
    if (kind !== 'partial' && !keys.includes(key)) wrong.push(`${key} is in the ledger and not in the store`);
  for (const { stage, state, outputs } of results.values()) {
    for (const { key } of outputs)
      if (key !== null && !keys.includes(key)) wrong.push(`the result of ${stage} names ${key}, which is not there`);
    if (state !== 'passed' && keys.some(key => key.startsWith(`stages/${stage}/outputs/`)))
      wrong.push(`${stage} is ${state} and has final outputs`);
  }
  const status = box.has('status.json') ? parsed<RunStatus>(box.text('status.json'), 'status.json') : undefined;
  const marks = ['COMPLETE', 'INCOMPLETE'].filter(name => box.has(name));
  if (marks.length > 1) wrong.push('both marks');
  if (box.has('COMPLETE'))
    for (const { stage, state } of status?.stages ?? [])
      if (results.get(stage)?.state !== state)
        wrong.push(`COMPLETE, ${stage} is ${state}, and its result says ${results.get(stage)?.state}`);
  for (const mark of marks) {
    if (status?.state !== 'ended') wrong.push(`${mark}, and the status is ${status?.state}`);
    const at = statSync(join(box.run, mark)).mtimeMs;
    for (const key of keys)
      if (!/\/(outputs|partial)\//.test(key) && lstatSync(join(box.run, key)).mtimeMs > at)
        wrong.push(`${key} was written after ${mark}`);
  }
  if (existsSync(join(box.local, 'events.jsonl'))) {
    const ended = box.events().flatMap(event => (event.event === 'stage-ended' ? [event.stage] : []));
    if (new Set(ended).size !== ended.length) wrong.push(`stages ended twice: ${ended}`);
  }
  return wrong;

  function parsed<T>(text: string, what: string): T | undefined {
    try {
      return JSON.parse(text);
    } catch {
      wrong.push(`${what} is no JSON: ${text.slice(0, 80)}`);
      return undefined;
    }
  }

  function resultSum(key: string): string | undefined {
    const local = join(box.local, key.replace(/outputs\/.*/, ''), 'result.json');
    if (!key.includes('/outputs/') || !existsSync(local)) return undefined;
    const result = parsed<StageResult>(readFileSync(local, 'utf8'), local);
    return result?.outputs.find(output => output.key === key)?.sha256;
  }
}

function sum(path: string): string {
  const bytes = lstatSync(path).isSymbolicLink() ? readlinkSync(path) : readFileSync(path);
  return createHash('sha256').update(bytes).digest('hex');
}
