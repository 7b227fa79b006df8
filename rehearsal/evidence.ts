import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Box } from './box.ts';
import type { Remains } from './remains.ts';
import { tick } from './stand-in.ts';

/** What became of one of the things that a stage writes: an output's file, or its log. */
export interface Part {
  /** The file's path; `log` for the log. */
  readonly name: string;
  /** Seconds of the rehearsal between two saves of it while its stage runs; 0: none then. */
  readonly interval: number;
  /** Seconds of the rehearsal that it told of when it was last written; absent: nothing was written. */
  readonly written?: number;
  /** Seconds of the rehearsal that were written and are not in the store; `all` when nothing of it is there. */
  readonly lost: number | 'all';
  /** Set when what is in the store is not what was written. */
  readonly untrue?: string;
}

/** A file as the stand-in names it, or `log`. */
export type Written = Pick<Part, 'name' | 'interval'>;

/** Compares what the stand-in of a stage has written with what is in the store. */
export function partsOf(
  stage: string,
  written: readonly Written[],
  box: Pick<Box, 'source' | 'local' | 'reached'>,
  remains: Remains,
): readonly Part[] {
  const folder = `stages/${stage}/`;
  const stored = new Map<string, number[]>();
  for (const key of remains.keys()) {
    if (!key.startsWith(`${folder}outputs/`) && !key.startsWith(`${folder}partial/`)) continue;
    if (key === `${folder}partial/log`) continue;
    const [name, ...ages] = remains.bytes(key).toString('utf8').split('\n');
    // Keys come sorted, so a final file comes first, and counts.
    if (name !== undefined && !stored.has(name)) stored.set(name, numbers(ages));
  }
  const keys = remains.keys();
  const log = [`${folder}log`, `${folder}partial/log`].find(key => keys.includes(key));
  if (log !== undefined) stored.set('log', numbers(remains.bytes(log).toString('utf8').split('\n')));
  return written.flatMap(each => {
    const path = each.name === 'log' ? join(box.local, folder, 'log') : box.reached(resolve(box.source, each.name));
    if (!existsSync(path)) return [];
    const lines = readFileSync(path, 'utf8').split('\n');
    return [part(each, numbers(each.name === 'log' ? lines : lines.slice(1)), stored.get(each.name))];
  });
}

/** The lines that are numbers; the last one may have been cut short by what ended its writer, or its copy. */
function numbers(lines: readonly string[]): number[] {
  return lines
    .slice(0, -1)
    .filter(line => /^\d+$/.test(line))
    .map(Number);
}

function part(each: Written, written: readonly number[], kept: readonly number[] | undefined): Part {
  const last = written.at(-1);
  const told = { ...each, ...(last !== undefined && { written: last / 100 }) };
  if (!kept) return { ...told, lost: last === undefined ? 0 : 'all' };
  const wrong = kept.findIndex((age, index) => age !== written[index]);
  if (wrong >= 0)
    return { ...told, lost: 'all', untrue: `line ${wrong + 1} of ${each.name} is not in the store as it was written` };
  if (kept.length === written.length) return { ...told, lost: 0 };
  return { ...told, lost: (last! - written[kept.length]!) / 100 + tick };
}
