import type { OutputRecord, RunRecord, StageResult } from '../schema/records.ts';
import { recallRun } from './recall.ts';
import { recordOf, resultOf } from './record.ts';
import type { RunRef, RunStore } from './store.ts';

/** Larger ones are data, not results. Bytes. */
const largest = 32 * 1024 * 1024;
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
  const unreadable: string[] = [];
  for (const { stage, output } of wanted) {
    const bytes = await store.read(run, output.key!);
    if (bytes?.length === output.size) files.push({ stage, path: output.path, text: bytes.toString('utf8') });
    else unreadable.push(output.key!);
  }
  const complete = view.state === 'complete' && unreadable.length === 0;
  return { runId: run.runId, complete, ...(record && { record }), results, files, unreadable };
}

function isResult({ path, key, size, link }: OutputRecord): boolean {
  return key !== null && link === undefined && size <= largest && resultName.test(path);
}
