import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import type { ShellRemark } from '../../lint/facts.ts';

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

/** Files of a directory, and bytes of a file: enough for some campaigns of thousands of stages. */
const FILES = 16;
const BYTES = 4 << 20;

interface Kept {
  /** What the answers depend on beside the text. */
  readonly from: string;
  readonly answers: readonly (readonly [text: string, remarks: readonly ShellRemark[]])[];
}

/**
 * The answers of a program (its path) with these options, those of earlier times included. They are found again by the very text, and
 * only while the program is the same file. What is no `shellcheck` itself but starts one, from a shell script or a package manager,
 * may start another tomorrow: its answers are not kept.
 */
export function keptAnswers(program: string, options: readonly string[], shelf: Shelf | undefined): Answers {
  const identity = shelf && identityOf(program);
  const from = JSON.stringify([identity, options]);
  const file = identity && join(shelf.directory, `shellcheck-${digest(shelf.owner)}.json`);
  const earlier = file === undefined ? new Map<string, readonly ShellRemark[]>() : read(file, from);
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
      if (file !== undefined && fresh.size > 0) write(file, { from, answers: [...fresh, ...used, ...earlier] });
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

/** FNV-1a of 32 bits: two campaigns that share a name only push each other out. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

function read(file: string, from: string): Map<string, readonly ShellRemark[]> {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Kept;
    if (kept.from === from) return new Map(kept.answers.filter(isAnswer));
  } catch {
    // None yet, or not whole.
  }
  return new Map();
}

function isAnswer([text, remarks]: Kept['answers'][number]): boolean {
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

/** Only a whole file ever has the name. */
function write(file: string, { from, answers }: Kept): void {
  try {
    let left = BYTES;
    const fitting = [...new Map(answers)].filter(answer => (left -= JSON.stringify(answer).length + 1) > 0);
    const part = `${file}.${process.pid}`;
    writeFileSync(part, JSON.stringify({ from, answers: fitting } satisfies Kept), { mode: 0o600, flag: 'wx' });
    renameSync(part, file);
    const directory = join(file, '..');
    const others = readdirSync(directory)
      .filter(name => name.startsWith('shellcheck-'))
      .map(name => join(directory, name));
    const age = (other: string) => statSync(other).mtimeMs;
    for (const other of others.sort((a, b) => age(b) - age(a)).slice(FILES)) unlinkSync(other);
  } catch {
    // Asking again is all that is lost.
  }
}
