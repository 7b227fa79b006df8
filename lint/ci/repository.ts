import { type Source, source } from '../../schema/source.ts';
import type { RepositoryFacts } from '../facts.ts';
import { relative } from '../path.ts';

/** The repository as the commands of one side see it: its files, and the absolute path it lies at there. */
export interface Repository {
  /** Absolute, normalised: `source.dir` on the box, the workspace in CI. */
  readonly root: string;
  readonly files: Files;
}

/** Where the runner checks the repository out; only compared, never read. */
export const WORKSPACE = '/github/workspace';

/** The files of the repository, read once. Paths are relative to its root. */
export interface Files {
  read(path: string): string | undefined;
  exists(path: string): 'file' | 'directory' | undefined;
  list(path: string): readonly string[];
  source(path: string): Source | undefined;
  /** What was worked out from the files before, by a key. */
  remember<T>(key: string, work: () => T): T;
  /** Does it, and tells what was asked of the repository for it, also where that had been asked before. */
  watch<T>(work: () => T): { readonly value: T; readonly asked: readonly Asked[] };
  /** All that has been asked of the repository by now. */
  asked(): readonly Asked[];
}

/** A question to the repository, the path that it is about, and the answer as one text; `null`: there is none. */
export type Asked = readonly [question: keyof Answers, path: string, answer: string | null];

type Answers = Pick<RepositoryFacts, 'read' | 'exists' | 'list'>;

/** Asks again what was asked before. */
export function answerTo(facts: Answers, question: keyof Answers, path: string): string | null {
  // No name holds the letter between them.
  return question === 'list' ? facts.list(path).join('\0') : (facts[question](path) ?? null);
}

/** Something worked out, and what it was worked out from. */
interface Known {
  readonly value: unknown;
  readonly from: ReadonlySet<Known | Asked>;
}

export function filesOf(facts: Answers): Files {
  const known = new Map<string, Known>();
  const all: Asked[] = [];
  let from = new Set<Known | Asked>();
  /** What `work` works out, and what it looked at on the way. */
  const tracked = <T>(work: () => T): { readonly value: T; readonly from: ReadonlySet<Known | Asked> } => {
    const outer = from;
    from = new Set();
    try {
      return { value: work(), from };
    } finally {
      from = outer;
    }
  };
  const remember = <T>(key: string, work: () => T): T => {
    let found = known.get(key);
    if (found === undefined) known.set(key, (found = tracked(work)));
    from.add(found);
    return found.value as T;
  };
  const ask = <T>(question: keyof Answers, path: string, answer: () => T): T =>
    remember(`${question} ${path}`, () => {
      const said = answer();
      const text = question === 'list' ? (said as string[]).join('\0') : ((said ?? null) as string | null);
      const asked: Asked = [question, path, text];
      all.push(asked);
      from.add(asked);
      return said;
    });
  const read = (path: string): string | undefined => ask('read', path, () => facts.read(path));
  return {
    read,
    exists: path => ask('exists', path, () => facts.exists(path)),
    list: path => ask('list', path, () => facts.list(path)),
    source: path =>
      remember(`source ${path}`, () => {
        const text = read(path);
        return text === undefined ? undefined : source(path, text);
      }),
    remember,
    watch: work => {
      const { value, from } = tracked(work);
      return { value, asked: [...questionsOf(from)] };
    },
    asked: () => all,
  };
}

function questionsOf(from: ReadonlySet<Known | Asked>): ReadonlySet<Asked> {
  const questions = new Set<Asked>();
  const seen = new Set<Known>();
  const look = (all: ReadonlySet<Known | Asked>): void => {
    for (const one of all)
      if (!('from' in one)) questions.add(one);
      else if (!seen.has(one)) {
        seen.add(one);
        look(one.from);
      }
  };
  look(from);
  return questions;
}

/** The repository's path of an absolute one; `undefined` outside it or when it is not known. */
export function inside(repository: Repository, path: string | undefined): string | undefined {
  return relative(repository.root, path);
}

/** Joins repository paths; `''` is the root. */
export function join(directory: string, name: string): string {
  return directory === '' ? name : name === '' ? directory : `${directory}/${name}`;
}
