import type { Command } from '../command.ts';
import { bashCompletion } from './bash.ts';
import { fishCompletion } from './fish.ts';
import { zshCompletion } from './zsh.ts';

/** A shell's completion script, made from the commands' declarations. */
export function completionFor(
  shell: 'bash' | 'zsh' | 'fish',
  commands: readonly Command[],
  rules: readonly string[],
): string {
  return { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }[shell](commands, rules);
}
