import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RepositoryFacts, ShellRemark } from '../../lint/facts.ts';
import { version } from '../../package.json';
import type { Io } from '../io.ts';
import { identityOf, keptAnswers, type Shelf } from './kept-answers.ts';
import { programIn } from './programs.ts';

type Remarks = NonNullable<RepositoryFacts['shellcheck']>;

/** It says whether `set -e` holds; the line itself is no part of the text. */
const FIRST_LINE = '#!/bin/bash -e\n';
/**
 * Remarks that do not hold here: variables come from `env`, `secrets` and the runtime (2154, 2034).
 * What keeps a text from being read (1xxx) the linter says itself.
 */
const EXCLUDED = 'SC2154,SC2034';
const OPTIONS = ['--norc', '--format=json1', '--shell=bash', '--severity=warning', `--exclude=${EXCLUDED}`];
/** Milliseconds that one process may take. */
const PATIENCE = 60_000;
/** Texts for which another process is worth its start. */
const WORTH = 32;
/** Placeholders of the plan for what only the run knows. */
const SYMBOLS = /[\u{F0000}-\u{F0002}]/gu;

/** What `shellcheck --format json1` prints (its wiki, "Integration"): lines and columns from 1, a tab is one column. */
interface Printed {
  readonly comments: readonly {
    readonly file: string;
    readonly line: number;
    readonly endLine: number;
    readonly column: number;
    readonly endColumn: number;
    readonly code: number;
    readonly message: string;
  }[];
}

/** The shellcheck of `PATH`, and what it has said by now. */
export interface Shellcheck {
  /** What of it the linter is given: texts that were not asked before are asked now. */
  readonly remarks: Remarks;
  /** Asks while this process does something else; settles when `remarks` knows the answers. */
  ahead(texts: readonly string[]): Promise<void>;
  /** Why remarks are missing, where it did not answer. */
  fault(): string | undefined;
}

/** The shellcheck of `PATH`; `undefined` where there is none. `kept`: where its answers are kept from one time to the next. */
export function shellcheckIn(env: Io['env'], kept?: Shelf): Shellcheck | undefined {
  const program = programIn(env, 'shellcheck');
  if (program === undefined) return undefined;
  // Such options can let it read other files, which may have changed the next time.
  const shelf = env.SHELLCHECK_OPTS ? undefined : kept;
  const answers = keptAnswers(program, [version, FIRST_LINE, ...OPTIONS], shelf);
  let fault: string | undefined;
  const unasked = (texts: readonly string[]) => [...new Set(texts)].filter(text => !answers.has(text));
  const take = (batch: Batch, { output, said }: Ended) => {
    const found = remarksIn(output, batch);
    if (found === undefined) fault = said.trim().split('\n')[0] || 'it gave no answer';
    for (const [index, text] of batch.texts.entries()) answers.add(text, found?.[index]);
  };
  return {
    remarks: texts => {
      const missing = unasked(texts);
      if (missing.length > 0) inBatch(missing, batch => take(batch, now(program, batch, env)));
      return texts.map(text => answers.of(text));
    },
    async ahead(texts) {
      const missing = unasked(texts);
      if (missing.length === 0) return;
      const share = Math.ceil(missing.length / Math.min(availableParallelism(), Math.ceil(missing.length / WORTH)));
      const asked: Promise<void>[] = [];
      for (let at = 0; at < missing.length; at += share) {
        const batch = open(missing.slice(at, at + share));
        asked.push(
          later(program, batch, env)
            .then(ended => take(batch, ended))
            .finally(batch.close),
        );
      }
      await Promise.all(asked);
      answers.keep();
    },
    fault: () => fault,
  };
}

/**
 * Tells what answers here from what answered another time: equal keys, equal answers. `null`: there is no shellcheck; `undefined`: what is
 * called so may be another program tomorrow, or has options of the user's that can let it read other files.
 */
export function shellcheckKey(env: Io['env']): string | null | undefined {
  const program = programIn(env, 'shellcheck');
  if (program === undefined) return null;
  return env.SHELLCHECK_OPTS ? undefined : identityOf(program);
}

/** Texts that one process reads, as files of a directory. */
interface Batch {
  readonly texts: readonly string[];
  readonly directory: string;
  /** `name(0)` is the file of the first text. */
  name(index: number): string;
  close(): void;
}

function open(texts: readonly string[]): Batch {
  const directory = mkdtempSync(join(tmpdir(), 'campaign-shellcheck-'));
  // A text that sources a file of the command line is read together with it: none may name one.
  let stem = 'text-';
  while (texts.some(text => text.includes(stem))) stem = `x${stem}`;
  const name = (index: number) => `${stem}${index}.sh`;
  for (const [index, text] of texts.entries())
    writeFileSync(join(directory, name(index)), FIRST_LINE + text.replace(SYMBOLS, 'x'));
  return { texts, directory, name, close: () => rmSync(directory, { recursive: true, force: true }) };
}

function inBatch(texts: readonly string[], work: (batch: Batch) => void): void {
  const batch = open(texts);
  try {
    work(batch);
  } finally {
    batch.close();
  }
}

/** What it printed on stdout and on stderr. */
interface Ended {
  readonly output: string;
  readonly said: string;
}

function commandLine({ texts, name }: Batch): string[] {
  return [...OPTIONS, ...texts.map((_, index) => name(index))];
}

function now(program: string, batch: Batch, env: Io['env']): Ended {
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const { stdout, stderr, error } = spawnSync(program, commandLine(batch), {
    cwd: batch.directory,
    env,
    encoding: 'utf8',
    maxBuffer: 1e8,
    timeout: PATIENCE,
  });
  return { output: stdout ?? '', said: error?.message ?? stderr };
}

function later(program: string, batch: Batch, env: Io['env']): Promise<Ended> {
  const { spawn } = process.getBuiltinModule('node:child_process');
  return new Promise(resolve => {
    const child = spawn(program, commandLine(batch), { cwd: batch.directory, env, timeout: PATIENCE });
    const output: Buffer[] = [];
    const said: Buffer[] = [];
    child.stdout.on('data', (bytes: Buffer) => output.push(bytes));
    child.stderr.on('data', (bytes: Buffer) => said.push(bytes));
    child.on('error', ({ message }) => resolve({ output: '', said: message }));
    child.on('close', () => resolve({ output: `${Buffer.concat(output)}`, said: `${Buffer.concat(said)}` }));
  });
}

/** Text by text; `undefined` where the output is not whole. */
function remarksIn(output: string, { texts, name }: Batch): readonly (readonly ShellRemark[])[] | undefined {
  let printed: Printed;
  try {
    printed = JSON.parse(output);
  } catch {
    return undefined;
  }
  const byFile = new Map<string, ShellRemark[]>(texts.map((_, index) => [name(index), []]));
  const texted = new Map(texts.map((text, index) => [name(index), text]));
  for (const comment of printed.comments)
    if (comment.code >= 2000) byFile.get(comment.file)?.push(remark(comment, texted.get(comment.file)!));
  return [...byFile.values()];
}

function remark(
  { line, endLine, column, endColumn, code, message }: Printed['comments'][number],
  text: string,
): ShellRemark {
  const lines = text.split('\n');
  // The first line is ours.
  const offset = (at: number, letters: number) => {
    const before = lines.slice(0, at - 2).reduce((sum, one) => sum + one.length + 1, 0);
    return Math.min(text.length, before + [...(lines[at - 2] ?? '')].slice(0, letters - 1).join('').length);
  };
  const start = offset(line, column);
  return { code, message, start, end: Math.max(start, offset(endLine, endColumn)) };
}
