import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StageResult } from '../../schema/records.ts';

const command = fileURLToPath(new URL('../../bin/campaign.cjs', import.meta.url));

/** The command as a user has it: the built bundle in a process of its own. */
export function campaign(
  words: readonly string[],
  at: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<{ status: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const env = { ...(at.env ?? process.env), NO_COLOR: '1' };
    const child = spawn(process.execPath, [command, ...words], { cwd: at.cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', text => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', text => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', status => resolve({ status, stdout, stderr }));
  });
}

/** Findings of `lint --format json`, each as `line rule stage`, in the order they were told. */
export async function findings(file: string, at: { cwd: string; env?: NodeJS.ProcessEnv }): Promise<readonly string[]> {
  const { stdout, stderr } = await campaign(['lint', '--format', 'json', file], at);
  if (stdout === '') throw new Error(stderr);
  const told = JSON.parse(stdout) as { findings: { line: number; rule: string; stage?: string }[] };
  return told.findings.map(({ line, rule, stage }) => [line, rule, stage].filter(word => word !== undefined).join(' '));
}

/** A run's folder in a `file://` store: what became of each stage, and whether the run is whole. */
export function outcome(run: string): { end: 'COMPLETE' | 'INCOMPLETE' | undefined; stages: Record<string, string> } {
  const stages = readdirSync(join(run, 'stages')).map(name => {
    const result = JSON.parse(readFileSync(join(run, 'stages', name, 'result.json'), 'utf8')) as StageResult;
    return [result.stage, result.reason === '' ? result.state : `${result.state}: ${result.reason}`] as const;
  });
  const end = (['COMPLETE', 'INCOMPLETE'] as const).find(mark => existsSync(join(run, mark)));
  return { end, stages: Object.fromEntries(stages.sort(([one], [other]) => (one < other ? -1 : 1))) };
}
