import type { OutputRecord, RunRecord, StageResult } from '../schema/records.ts';
import { recallRun } from './recall.ts';
import { recordOf, resultOf } from './record.ts';
import type { RunRef, RunStore } from './store.ts';

/** Larger ones are taken for data, not results. Bytes. */
export const largest = 32 * 1024 * 1024;
const resultName = /\.(?:csv|json|jsonl|ndjson)$/i;

/** What a run left for a comparison: whether it is complete, its records, and the texts of outputs of passed stages that may be results. */
export async function recallMeasured(store: RunStore, run: RunRef, directory?: string) {
  const view = await recallRun(store, run, { ...(directory !== undefined && { directory }) });
  const record: RunRecord | undefined = recordOf(await store.read(run, 'run.json'));
  const read = view.stages.map(async ({ stage }) => resultOf(await store.read(run, `stages/${stage}/result.json`)));
  const results: StageResult[] = (await Promise.all(read)).filter(result => result !== undefined);
  const wanted = results
    .filter(({ state }) => state === 'passed' || state === 'cached')
    .flatMap(({ stage, outputs }) => outputs.filter(isResult).map(output => ({ stage, output })));
  const files: { stage: string; path: string; text: string }[] = [];
  const unread: { stage: string; path: string; why: 'too-large' | 'unreadable'; bytes: number }[] = [];
  for (const { stage, output } of wanted) {
    const named = { stage, path: output.path, bytes: output.size };
    const bytes = output.size > largest ? undefined : await store.read(run, output.key);
    if (bytes?.length === output.size) files.push({ stage, path: output.path, text: bytes.toString('utf8') });
    else unread.push({ ...named, why: output.size > largest ? 'too-large' : 'unreadable' });
  }
  const complete = view.state === 'complete' && !unread.some(({ why }) => why === 'unreadable');
  return { runId: run.runId, complete, ...(record && { record }), results, files, unread };
}

function isResult(output: OutputRecord): output is OutputRecord & { readonly key: string } {
  return output.key !== null && output.link === undefined && resultName.test(output.path);
}
