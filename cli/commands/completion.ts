import type { Command } from '../command.ts';
import { Refusal } from '../io.ts';

const shells = ['bash', 'zsh', 'fish'] as const;

export const completion: Command = {
  name: 'completion',
  summary: 'a completion script for bash, zsh or fish',
  arguments: [{ name: 'SHELL', summary: 'bash, zsh or fish', required: true, complete: shells }],
  options: [],
  examples: [
    { command: 'source <(campaign completion bash)', meaning: 'in ~/.bashrc' },
    { command: 'campaign completion fish > ~/.config/fish/completions/campaign.fish', meaning: 'once' },
  ],
  async run(invocation, context) {
    const shell = shells.find(candidate => candidate === invocation.arguments[0]);
    if (!shell)
      throw new Refusal(
        `no completion is known for \`${invocation.arguments[0]}\``,
        `it is one of ${shells.join(', ')}`,
      );
    const { commands } = await import('./index.ts');
    const { completionFor } = await import('../completion/completion.ts');
    const { rules } = await import('../../lint/rules/index.ts');
    context.io.stdout.write(completionFor(shell, commands, rules.map(({ id }) => id).sort()));
    return 0;
  },
};
