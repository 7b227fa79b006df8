import { closeSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { ShellRemark } from '../../lint/facts.ts';
import { BYTES, type KeptFile, readKeptFile, writeKeptFile } from './kept-file.ts';

/** Where answers are kept: a directory that is the user's alone, and whose they are, such as the path of a campaign. */
export interface Shelf {
  readonly directory: string;
  readonly owner: string;
}

/** What a program has said of texts. */
export interface Answers {
  has(text: string): boolean;
  of(text: string): readonly ShellRemark[];
  /** Absent remarks: it gave no answer, which is known for now and not kept. */
  add(text: string, remarks: readonly ShellRemark[] | undefined): void;
  /** Writes down what is new, for the next time; where that does not work, the next time takes longer. */
  keep(): void;
}

type Answer = readonly [text: string, remarks: readonly ShellRemark[]];

/**
 * The answers of a program (its path) with these options, those of earlier times included. They are found again by the very text, and
 * only while the program is the same file. What is no `shellcheck` itself but starts one, from a shell script or a package manager,
 * may start another tomorrow: its answers are not kept.
 */
export function keptAnswers(program: string, options: readonly string[], shelf: Shelf | undefined): Answers {
  const identity = shelf && identityOf(program);
  const file: KeptFile | undefined =
    shelf && identity !== undefined
      ? { ...shelf, kind: 'shellcheck', from: JSON.stringify([identity, options]) }
      : undefined;
  const earlier = file === undefined ? new Map<string, readonly ShellRemark[]>() : read(file);
  const fresh = new Map<string, readonly ShellRemark[]>();
  const used = new Map<string, readonly ShellRemark[]>();
  const failed = new Set<string>();
  const find = (text: string) => {
    const found = fresh.get(text) ?? earlier.get(text);
    if (found) used.set(text, found);
    return found;
  };
  return {
    has: text => find(text) !== undefined || failed.has(text),
    of: text => find(text) ?? [],
    add: (text, remarks) => void (remarks ? fresh.set(text, remarks) : failed.add(text)),
    keep: () => {
      if (file !== undefined && fresh.size > 0) write(file, [...fresh, ...used, ...earlier]);
    },
  };
}

/** Tells one file of a program from another; `undefined` for what is no `shellcheck` itself. */
export function identityOf(program: string): string | undefined {
  try {
    const path = realpathSync(program);
    if (basename(path) !== 'shellcheck' || startOf(path) === '#!') return undefined;
    const { size, mtimeMs, ctimeMs, ino } = statSync(path);
    return JSON.stringify([path, size, mtimeMs, ctimeMs, ino]);
  } catch {
    return undefined;
  }
}

function startOf(path: string): string {
  const bytes = Buffer.alloc(2);
  const file = openSync(path, 'r');
  try {
    readSync(file, bytes);
  } finally {
    closeSync(file);
  }
  return bytes.toString('latin1');
}

function read(file: KeptFile): Map<string, readonly ShellRemark[]> {
  try {
    return new Map((JSON.parse(readKeptFile(file) ?? '[]') as Answer[]).filter(isAnswer));
  } catch {
    // Not of this shape.
    return new Map();
  }
}

function isAnswer([text, remarks]: Answer): boolean {
  return (
    typeof text === 'string' &&
    remarks.every(
      ({ code, message, start, end }) =>
        Number.isInteger(code) &&
        typeof message === 'string' &&
        Number.isInteger(start) &&
        Number.isInteger(end) &&
        0 <= start &&
        start <= end &&
        end <= text.length,
    )
  );
}

/** The first ones, as many as there is room for. */
function write(file: KeptFile, answers: readonly Answer[]): void {
  let left = BYTES - Buffer.byteLength(JSON.stringify(file));
  const fitting = [...new Map(answers)].filter(answer => (left -= Buffer.byteLength(JSON.stringify(answer)) + 1) > 0);
  writeKeptFile(file, JSON.stringify(fitting));
}
