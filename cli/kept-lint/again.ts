import { dirname } from 'node:path';
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
 * Answers its exit code; `undefined`, with nothing said: nothing is kept, or some answer is another one now.
 */
export function lintAgain(key: Key, io: Io): number | undefined {
  const kept = readKept(key);
  if (!kept || !holds(kept, io)) return undefined;
  try {
    for (const [stream, text] of kept.said) (stream === 1 ? io.stdout : io.stderr).write(text);
  } catch (error) {
    if (error instanceof OutputClosed) return CLOSED_PIPE;
    throw error;
  }
  return kept.exitCode;
}

/** Whether the world still answers everything as it was written down. */
export function holds(testimony: Testimony, io: Io): boolean {
  const { screens, environment, cwd, given, targets, campaigns, shellcheck } = testimony;
  if (!isSame(screensOf(io), screens)) return false;
  if (environment.some(([name, value]) => (io.env[name] ?? null) !== value)) return false;
  try {
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
