import { spawnSync } from 'node:child_process';

/** What shellcheck has to say of a script; empty when nothing. */
export function shellcheck(text: string): string {
  return spawnSync('shellcheck', ['-s', 'bash', '-'], { input: text, encoding: 'utf8' }).stdout;
}
