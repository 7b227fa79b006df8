import { createHash } from 'node:crypto';
import type { LedgerEntry, RunEvent, RunStatus, StageResult } from '../schema/records.ts';
import type { Remains } from './remains.ts';

/**
 * What is untrue in what a run has left, whatever happened to the run; empty when all is well. `local`: what the box itself still
 * has of the run, under `CAMPAIGN_HOME/runs/<run-id>`, where the box is there to be asked.
 */
export function untruths(remains: Remains, local?: Remains): readonly string[] {
  const wrong: string[] = [];
  const keys = new Set(remains.keys());
  const ledger = new Map<string, LedgerEntry>();
  if (keys.has('ledger.jsonl'))
    for (const line of text('ledger.jsonl').split('\n').filter(Boolean)) {
      const entry = parsed<LedgerEntry>(line, 'a line of the ledger');
      if (entry?.kind === 'dropped') ledger.delete(entry.key);
      else if (entry) ledger.set(entry.key, entry);
    }
  const results = new Map<string, StageResult>();
  for (const key of keys) {
    if (isResult(key)) {
      const result = parsed<StageResult>(text(key), key);
      if (result) results.set(result.stage, result);
    }
    if (!isFinal(key)) continue;
    // Between the rename and the line in the ledger a process may die: what lies there must still be whole.
    const wanted = ledger.get(key)?.sha256 ?? localSum(key);
    if (wanted !== undefined && wanted !== sum(remains.bytes(key))) wrong.push(`${key} is not what the ledger says`);
  }
  for (const { key, kind } of ledger.values())
    if (kind !== 'partial' && !keys.has(key)) wrong.push(`${key} is in the ledger and not in the store`);
  if (keys.has('COMPLETE'))
    for (const key of keys)
      if (isFinal(key) && !ledger.has(key)) wrong.push(`COMPLETE, and ${key} is not in the ledger`);
  for (const { stage, state, outputs } of results.values()) {
    for (const { key } of outputs)
      if (key !== null && !keys.has(key)) wrong.push(`the result of ${stage} names ${key}, which is not there`);
    if (state !== 'passed' && state !== 'cached' && [...keys].some(key => key.startsWith(`stages/${stage}/outputs/`)))
      wrong.push(`${stage} is ${state} and has final outputs`);
    if (state === 'passed' && keys.has('COMPLETE') && [...keys].some(key => key.startsWith(`stages/${stage}/partial/`)))
      wrong.push(`${stage} is passed, and checkpoints of it are left`);
  }
  marks();
  for (const key of keys)
    if (/^events\/[^/]*\.jsonl$/.test(key))
      for (const line of text(key).split('\n').slice(0, -1)) parsed<RunEvent>(line, `a line of ${key}`);
  const events = eventsOf(local);
  const latest = events.slice(
    Math.max(
      0,
      events.findLastIndex(({ event }) => event === 'run-started'),
    ),
  );
  const ended = latest.flatMap(event => (event.event === 'stage-ended' ? [event.stage] : []));
  if (new Set(ended).size !== ended.length) wrong.push(`stages ended twice: ${ended}`);
  return wrong;

  function marks(): void {
    const status = keys.has('status.json') ? parsed<RunStatus>(text('status.json'), 'status.json') : undefined;
    const marks = ['COMPLETE', 'INCOMPLETE'].filter(name => keys.has(name));
    // A start that has only just claimed the run has not yet taken the mark of the one before away.
    if (keys.has(`starts/${(status?.start ?? 1) + 1}`)) return;
    if (marks.length > 1) wrong.push('both marks');
    if (keys.has('COMPLETE'))
      for (const { stage, state } of status?.stages ?? [])
        if (results.get(stage)?.state !== (state === 'cached' ? 'passed' : state))
          wrong.push(`COMPLETE, ${stage} is ${state}, and its result says ${results.get(stage)?.state}`);
    for (const mark of marks) {
      if (status?.state !== 'ended') wrong.push(`${mark}, and the status is ${status?.state}`);
      const at = remains.writtenAt(mark);
      for (const key of keys)
        if (!/\/(outputs|partial)\//.test(key) && remains.writtenAt(key) > at)
          wrong.push(`${key} was written after ${mark}`);
    }
  }

  function text(key: string): string {
    return remains.bytes(key).toString('utf8');
  }

  function parsed<T>(json: string, what: string): T | undefined {
    try {
      return JSON.parse(json);
    } catch {
      wrong.push(`${what} is no JSON: ${json.slice(0, 80)}`);
      return undefined;
    }
  }

  function localSum(key: string): string | undefined {
    const file = key.replace(/outputs\/.*/, 'result.json');
    if (!key.includes('/outputs/') || !local?.keys().includes(file)) return undefined;
    const result = parsed<StageResult>(local.bytes(file).toString('utf8'), file);
    return result?.outputs.find(output => output.key === key)?.sha256;
  }
}

/** Whether a key is that of a stage's result; an output, or what is just being put, may have that name too. */
export function isResult(key: string): boolean {
  return /^stages\/.*\/result\.json$/.test(key) && !/\/(outputs|partial)\//.test(key);
}

function isFinal(key: string): boolean {
  return /^stages\/[^/]+\/(outputs(\.\d+)?\/|log|result(\.\d+)?\.json$)/.test(key);
}

/** The events that the box itself has noted; none where it is not there. Lines that were cut short are left out. */
export function eventsOf(local: Remains | undefined): readonly RunEvent[] {
  if (!local?.keys().includes('events.jsonl')) return [];
  return local
    .bytes('events.jsonl')
    .toString('utf8')
    .split('\n')
    .flatMap(line => {
      try {
        return [JSON.parse(line) as RunEvent];
      } catch {
        return [];
      }
    });
}

function sum(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
