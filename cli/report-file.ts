import { closeSync, openSync, readSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Refusal } from './io.ts';

export interface WrittenReport {
  /** Absolute. */
  readonly path: string;
  /** As the person wrote it. */
  readonly shown: string;
  readonly text: string;
  /** Write over a file that is no report, too. */
  readonly force: boolean;
  /** By what, near its beginning, a report is known. */
  readonly marks: readonly string[];
}

/** Bytes at the beginning of a file in which a report shows what it is. */
const headBytes = 400;

/** Writes a report in one step; over an earlier report, and over nothing else that is there. */
export function writeReport({ path, shown, text, force, marks }: WrittenReport): void {
  const doing = `the report is not written to ${shown}`;
  const attempt = <T>(act: () => T): T => {
    try {
      return act();
    } catch (error) {
      throw new Refusal(`${doing}: ${(error as Error).message}`, 'give another file: -o FILE');
    }
  };
  const there = attempt(() => statSync(path, { throwIfNoEntry: false }));
  if (there?.isDirectory())
    throw new Refusal(`${doing}: it is a directory`, `name a file: -o ${join(shown, 'report.html')}`);
  // A pipe or a device has nothing that could be lost, and cannot be replaced.
  if (there && !there.isFile()) {
    attempt(() => writeFileSync(path, text));
    return;
  }
  if (there && there.size > 0 && !force && !attempt(() => marks.some(mark => beginning(path).includes(mark))))
    throw new Refusal(
      `${doing}: it is there already and is no report of campaign`,
      'give another file with -o, or write over it: --force',
    );
  const beside = join(dirname(path), `.${basename(path).slice(0, 200)}.${process.pid}.new`);
  attempt(() => {
    try {
      writeFileSync(beside, text, { flag: 'wx' });
      renameSync(beside, path);
    } finally {
      rmSync(beside, { force: true });
    }
  });
}

function beginning(path: string): string {
  const descriptor = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(headBytes);
    return buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, headBytes, 0));
  } finally {
    closeSync(descriptor);
  }
}
