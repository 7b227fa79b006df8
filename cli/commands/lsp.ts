import type { Command } from '../command.ts';

export const lsp: Command = {
  name: 'lsp',
  summary: 'a language server for editors, over stdin and stdout',
  description: `What an editor starts, not a person: findings while you type, completion, what keys and stages mean, the way from a
required path to its producer, and repairs. Set-ups for VS Code, Neovim and others: docs/editors.md.
It reads files and git as lint does; it runs nothing of the repository and reaches no network.`,
  arguments: [],
  options: [
    { name: 'stdio', summary: 'speak over stdin and stdout, as it does anyway' },
    {
      name: 'clientProcessId',
      value: 'PID',
      complete: 'nothing',
      summary: 'end when this process does, as some editors ask',
    },
  ],
  examples: [
    { command: 'campaign lsp', meaning: 'what an editor runs; it ends when its input does' },
    { command: 'campaign lsp --stdio', meaning: 'the same, for editors that add the option' },
  ],
  exits: [
    [0, 'the editor has shut it down, or never began'],
    [1, 'its input ended, or the editor, without a shutdown'],
  ],
  async run(_, context) {
    if (context.io.interactive)
      context.note(
        'campaign lsp speaks the language server protocol over stdin; an editor starts it: docs/editors.md. Ctrl-D ends it.',
      );
    const { openDesk } = await import('../lsp/desk.ts');
    const { serve } = await import('../lsp/serve.ts');
    return await serve(context, openDesk);
  },
};
