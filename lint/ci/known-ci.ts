import type { RepositoryFacts } from '../facts.ts';
import { type Ci, readCi } from './ci.ts';
import { packed, unpacked } from './kept-ci.ts';
import { type Asked, answerTo, type Files } from './repository.ts';

/** Of what is kept of answers; of more than some thousand stages they take longer to find than to work out. */
const LENGTH = 1 << 20;

/** The first line of what is kept; the second is `Answered`, the third what `packed` writes. */
interface Read extends Pick<Ci, 'workflows' | 'unmatched'> {
  /** By the reading of CI. */
  readonly asked: readonly Asked[];
}

interface Answered {
  /** By whatever has led to the answers, beside what the reading of CI asked. */
  readonly asked: readonly Asked[];
  readonly answers: readonly (readonly [about: string, answers: Answers])[];
}

/** By the question. */
type Answers = Record<string, boolean>;

interface Kept {
  readonly lines: readonly [read: string, answered: string, units: string];
  readonly ci: Ci;
  readonly asked: readonly Asked[];
  readonly answers: ReadonlyMap<string, Answers>;
}

/**
 * The CI that some workflows make, read when a check asks for it, and what follows from it. Both are taken from what an earlier check
 * has kept, where everything that it had asked of the repository for it is answered now as it was then: to read the workflows and
 * all they call takes longer than the rest of a check, and so does what the stages have in common with them.
 */
export class KnownCi {
  readonly #facts: RepositoryFacts;
  readonly #patterns: readonly string[];
  readonly #files: Files;
  readonly #answers = new Map<string, Answers>();
  #kept: Kept | undefined;
  #recalled = false;

  constructor(facts: RepositoryFacts, patterns: readonly string[], files: Files) {
    this.#facts = facts;
    this.#patterns = patterns;
    this.#files = files;
  }

  get ci(): Ci {
    return (this.#recall() ?? this.#read()).ci;
  }

  /** What `work` answers: a function of `about`, of this CI and of what it asks of `files` alone. */
  answer(question: string, about: string, work: () => boolean): boolean {
    const known = this.#recall()?.answers.get(about)?.[question];
    const answer = known ?? work();
    const answers = this.#answers.get(about) ?? {};
    answers[question] = answer;
    this.#answers.set(about, answers);
    if (known === undefined) this.#keep();
    return answer;
  }

  get #key(): string {
    return `ci ${JSON.stringify(this.#patterns)}`;
  }

  #recall(): Kept | undefined {
    if (this.#recalled) return this.#kept;
    this.#recalled = true;
    const text = this.#facts.kept?.recall(this.#key);
    return text === undefined ? undefined : (this.#kept = whatHolds(text, this.#files));
  }

  #read(): Kept {
    const files = this.#files;
    const { value, asked } = files.watch(() => readCi(this.#facts, this.#patterns, files));
    const { units, workflows, unmatched } = value;
    const read = { workflows, unmatched, asked } satisfies Read;
    this.#kept = {
      get lines() {
        return [JSON.stringify(read), '', packed(units, asked, files)] as const;
      },
      ...{ ci: value, asked, answers: new Map() },
    };
    this.#keep();
    return this.#kept;
  }

  #keep(): void {
    this.#facts.kept?.keep(this.#key, () => {
      if (!this.#kept) return undefined;
      const { lines, asked } = this.#kept;
      return [lines[0], this.#answered(asked), lines[2]].join('\n');
    });
  }

  /**
   * What has led to an answer is not told from what has led to others, since they share what was worked out on the way: all that was
   * asked in this check, which is also what answers that had been kept were found to hold by.
   */
  #answered(before: readonly Asked[]): string {
    const known = new Set(before.map(nameOf));
    const answered = {
      asked: this.#files.asked().filter(asked => !known.has(nameOf(asked))),
      answers: [...this.#answers],
    } satisfies Answered;
    const text = JSON.stringify(answered);
    return text.length <= LENGTH ? text : '';
  }
}

function whatHolds(text: string, files: Files): Kept | undefined {
  const lines = text.split('\n') as [string, string, string];
  const { asked, workflows, unmatched } = JSON.parse(lines[0]) as Read;
  if (!asked.every(isAnswered(files))) return undefined;
  const answered = lines[1] === '' ? undefined : (JSON.parse(lines[1]) as Answered);
  let units: Ci['units'] | undefined;
  return {
    ...{ lines, asked },
    ci: {
      ...{ workflows, unmatched },
      get units() {
        return (units ??= unpacked(lines[2], files));
      },
    },
    answers: new Map(answered?.asked.every(isAnswered(files)) ? answered.answers : []),
  };
}

function isAnswered(files: Files): (asked: Asked) => boolean {
  return ([question, path, answer]) => answerTo(files, question, path) === answer;
}

function nameOf([question, path]: Asked): string {
  return `${question} ${path}`;
}
