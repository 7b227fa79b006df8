import type { RepositoryFacts } from '../../lint/facts.ts';

/** What a rule can ask of a repository. */
export type Question =
  | 'read'
  | 'exists'
  | 'list'
  | 'commit'
  | 'tracked'
  | 'modified'
  | 'ignored'
  | 'plainEnds'
  | 'remotes'
  | 'pushed';

/** A question, the path that it is about (empty where it is about the whole repository), and its answer; `null`: there is none. */
export type Asked = readonly [question: Question, path: string, answer: string | null];

/** The answer as one text: two answers are equal where their texts are. */
export function answerOf(facts: RepositoryFacts, question: Question, path: string): string | null {
  const { git } = facts;
  switch (question) {
    case 'read':
      return facts.read(path) ?? null;
    case 'exists':
      return facts.exists(path) ?? null;
    case 'list':
      return joined(facts.list(path));
    case 'commit':
      return git?.commit ?? null;
    case 'tracked':
      return git ? withModes(git.tracked) : null;
    case 'modified':
      return git ? joined([...git.modified()]) : null;
    case 'ignored':
      return git ? String(git.ignored(path)) : null;
    case 'plainEnds':
      return git ? String(git.plainEnds(path)) : null;
    case 'remotes':
      return git ? joined(git.remotes) : null;
    case 'pushed':
      return git ? String(git.pushed()) : null;
  }
}

/** Where each is met once, to take pairs apart takes longer than to look up. */
function withModes(tracked: ReadonlyMap<string, string>): string {
  return joined([...tracked.keys()].map(name => `${tracked.get(name)} ${name}`));
}

/** No path holds the letter between them. */
function joined(names: readonly string[]): string {
  return names.join('\0');
}
