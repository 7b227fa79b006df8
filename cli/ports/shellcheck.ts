import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { RepositoryFacts, ShellRemark } from '../../lint/facts.ts';

type Shellcheck = NonNullable<RepositoryFacts['shellcheck']>;

/** It says whether `set -e` holds; the line itself is no part of the text. */
const FIRST_LINE = '#!/bin/bash -e\n';
/**
 * Remarks that do not hold here: variables come from `env`, `secrets` and the runtime (2154, 2034).
 * What keeps a text from being read (1xxx) the linter says itself.
 */
const EXCLUDED = 'SC2154,SC2034';
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

/** The shellcheck of `PATH`; `undefined` where there is none. All texts are read by one process. */
export function shellcheckIn(env: NodeJS.ProcessEnv): Shellcheck | undefined {
  const program = (env.PATH ?? '')
    .split(delimiter)
    .map(directory => join(directory, 'shellcheck'))
    .find(isProgram);
  return program === undefined ? undefined : texts => remarksOf(program, texts, env);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function remarksOf(program: string, texts: readonly string[], env: NodeJS.ProcessEnv): ReturnType<Shellcheck> {
  const different = [...new Set(texts)];
  if (different.length === 0) return [];
  const directory = mkdtempSync(join(tmpdir(), 'campaign-shellcheck-'));
  try {
    const names = different.map((text, index) => {
      writeFileSync(join(directory, `${index}.sh`), FIRST_LINE + text.replace(SYMBOLS, 'x'));
      return `${index}.sh`;
    });
    const { stdout } = spawnSync(
      program,
      ['--norc', '--format=json1', '--shell=bash', '--severity=warning', `--exclude=${EXCLUDED}`, ...names],
      { cwd: directory, env, encoding: 'utf8', maxBuffer: 1e8, timeout: 60_000 },
    );
    const { comments } = JSON.parse(stdout || '{"comments":[]}') as Printed;
    const found = different.map((text, index) =>
      comments.filter(({ file, code }) => file === `${index}.sh` && code >= 2000).map(comment => remark(comment, text)),
    );
    return texts.map(text => found[different.indexOf(text)]!);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
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
