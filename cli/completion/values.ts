import type { Command, Completion, Option } from '../command.ts';

/** What a shell can offer: words that are known now, files of a kind, or the answer of a command. */
export type Offer =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'campaigns' | 'files' | 'directories' | 'runs' | 'nothing' };

export function offer(complete: Completion | undefined, commands: readonly Command[], rules: readonly string[]): Offer {
  if (typeof complete === 'object') return { kind: 'words', words: complete };
  switch (complete) {
    case 'command':
      return { kind: 'words', words: commands.map(({ name }) => name) };
    case 'rule':
      return { kind: 'words', words: rules };
    case 'campaign':
      return { kind: 'campaigns' };
    case 'file':
      return { kind: 'files' };
    case 'directory':
      return { kind: 'directories' };
    case 'run':
      return { kind: 'runs' };
    default:
      return { kind: 'nothing' };
  }
}

export function offerOf(option: Option, commands: readonly Command[], rules: readonly string[]): Offer {
  return offer(option.choices ?? option.complete, commands, rules);
}

/** The ids of the runs in reach, one a line: what the scripts ask for. */
export const listRuns = `campaign runs -q --format json 2>/dev/null | sed -n 's/^ *"runId": "\\([^"]*\\)".*/\\1/p'`;
