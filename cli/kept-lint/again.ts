import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readText } from '../campaign-file.ts';
import type { Context } from '../context.ts';
import { CLOSED_PIPE, type Io, OutputClosed } from '../io.ts';
import { lintTargets } from '../lint-targets.ts';
import { factsOf } from '../ports/repository.ts';
import { shellcheckKey } from '../ports/shellcheck.ts';
import { repositoryOf } from '../repositories.ts';
import { type Key, readKept } from './file.ts';
import { answerOf } from './question.ts';
import { type Heard, repositoryKey, screensOf, type Testimony, targetsOf } from './witness.ts';

/**
 * Says what the same lint said last time, where everything it had asked of the world is asked again and answered as it was then.
 * Answers its exit code; `undefined`: nothing is kept, some answer is another one now, or it could not be written.
 */
export function lintAgain(key: Key, io: Io): number | undefined {
  const kept = readKept(key);
  if (!kept || !holds(kept, io)) return undefined;
  try {
    for (const [stream, text] of kept.said) (stream === 1 ? io.stdout : io.stderr).write(text);
  } catch (error) {
    // Of a full disk, and whatever else stands against it, the lint itself tells.
    return error instanceof OutputClosed ? CLOSED_PIPE : undefined;
  }
  return kept.exitCode;
}

/** Whether the world still answers everything as it was written down. */
export function holds(testimony: Testimony, io: Io): boolean {
  const { screens, environment, cwd, given, targets, campaigns, shellcheck } = testimony;
  if (!isSame(screensOf(io), screens)) return false;
  if (environment.some(([name, value]) => (io.env[name] ?? null) !== value)) return false;
  try {
    // What a pipe holds can be read only once, and the lint is to have it.
    if (![...given.map(one => resolve(cwd, one)), ...targets.map(([path]) => path)].every(isNoPipe)) return false;
    const context = silent(cwd, io);
    const { files, refusals } = lintTargets(given, undefined, context);
    return (
      refusals.length === 0 &&
      isSame(targetsOf(files), targets) &&
      campaigns.every(heard => isHeardAgain(heard, context)) &&
      shellcheckKey(io.env) === shellcheck
    );
  } catch {
    // What cannot be asked now is told by the lint itself.
    return false;
  }
}

function isHeardAgain({ file, text, repository: key, ref, asked }: Heard, context: Context): boolean {
  if (readText({ path: file, shown: file }) !== text) return false;
  const repository = repositoryOf(dirname(file), context);
  if (repositoryKey(repository, file) !== key) return false;
  const facts = factsOf(repository, ref ?? undefined);
  return asked.every(([question, path, answer]) => answerOf(facts, question, path) === answer);
}

function isNoPipe(path: string): boolean {
  const entry = statSync(path, { throwIfNoEntry: false });
  return !entry || entry.isFile() || entry.isDirectory();
}

/** What a lint tells while it looks for its files is a part of what it said. */
function silent(cwd: string, io: Io): Context {
  const same = (text: string) => text;
  const plain = { bold: same, dim: same, red: same, green: same, yellow: same, cyan: same };
  return {
    ...{ io, cwd, quiet: true, verbose: false, debug: false },
    colors: { stdout: plain, stderr: plain },
    note: () => {},
  };
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
