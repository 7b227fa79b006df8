import type { RepositoryFacts } from '../../lint/facts.ts';
import type { CampaignFile } from '../campaign-file.ts';
import type { Io, Writer } from '../io.ts';
import { pathInRepository, type Repository } from '../ports/repository.ts';
import { type Asked, answerOf, type Question } from './question.ts';

/** What a lint was told of the world, and what it said for it. */
export interface Testimony {
  /** Of stdout and stderr. */
  readonly screens: readonly Screen[];
  /** Variables of the environment that were asked for; `null`: not set. */
  readonly environment: readonly (readonly [name: string, value: string | null])[];
  /** Absolute: where the arguments start. */
  readonly cwd: string;
  readonly given: readonly string[];
  readonly targets: readonly Target[];
  readonly campaigns: readonly Heard[];
  /** Of shellcheck, as `programKey` writes it. */
  readonly shellcheck: string | null;
  readonly said: readonly (readonly [stream: 1 | 2, text: string])[];
  readonly exitCode: number;
}

export type Screen = readonly [isTerminal: boolean, columns: number | null];
export type Target = readonly [path: string, shown: string];

/** What a campaign and the repository around it answered. */
export interface Heard {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
  readonly repository: string;
  /** Of the pinned commit; `null`: none is written. */
  readonly ref: string | null;
  readonly asked: readonly Asked[];
}

/**
 * Stands between a lint and the world and takes down what is asked and answered, so that `holds` can tell later whether the same
 * lint would be told the same. A lint is a function of these answers alone: rules see the world through ports, and no clock.
 */
export class Witness {
  /** The process as the lint is to see it. */
  readonly io: Io;
  /** The process itself, for those whose questions `holds` asks again in full: git, and programs that are started. */
  readonly outside: Io;
  readonly #environment = new Map<string, string | null>();
  readonly #said: [1 | 2, string][] = [];
  readonly #campaigns: Heard[] = [];
  #shellcheck: string | null = null;
  #aim: Pick<Testimony, 'cwd' | 'given' | 'targets'> | undefined;
  #spoilt = false;

  constructor(outside: Io) {
    const witness = this;
    this.outside = outside;
    this.io = {
      ...(outside.cache !== undefined && { cache: outside.cache }),
      cwd: outside.cwd,
      env: this.#watched(outside.env),
      stdout: this.#heard(1, outside.stdout),
      stderr: this.#heard(2, outside.stderr),
      get interactive() {
        witness.spoil();
        return outside.interactive;
      },
      witness,
    };
  }

  /** Something has been asked that cannot be asked again, such as what stdin holds: nothing is to be kept. */
  spoil(): void {
    this.#spoilt = true;
  }

  aims(cwd: string, given: readonly string[], files: readonly CampaignFile[]): void {
    this.#aim = { cwd, given, targets: targetsOf(files) };
  }

  /** `facts`, whatever is asked of them being taken down. */
  hears(
    { path: file, text: piped }: CampaignFile,
    text: string,
    repository: Repository,
    ref: string | undefined,
    facts: RepositoryFacts,
  ): RepositoryFacts {
    if (piped !== undefined) this.spoil();
    const answers = new Map<string, Asked>();
    this.#campaigns.push({
      ...{ file, text, repository: repositoryKey(repository, file), ref: ref ?? null },
      get asked() {
        return [...answers.values()];
      },
    });
    // What has been said once holds for this lint, whatever happens to the file meanwhile.
    const ask = (question: Question, path = ''): string | null => {
      const key = `${question} ${path}`;
      let known = answers.get(key);
      if (known === undefined) answers.set(key, (known = [question, path, answerOf(facts, question, path)]));
      return known[2];
    };
    const { git } = facts;
    ask('commit');
    return {
      root: facts.root,
      ...(git && {
        git: {
          ...(git.commit !== undefined && { commit: git.commit }),
          get tracked() {
            ask('tracked');
            return git.tracked;
          },
          get remotes() {
            ask('remotes');
            return git.remotes;
          },
          modified() {
            ask('modified');
            return git.modified();
          },
          pushed: () => ask('pushed') === 'true',
          ignored: path => ask('ignored', path) === 'true',
          plainEnds: path => ask('plainEnds', path) === 'true',
        },
      }),
      read: path => ask('read', path) ?? undefined,
      exists: path => (ask('exists', path) ?? undefined) as ReturnType<RepositoryFacts['exists']>,
      list: path => (ask('list', path) || undefined)?.split('\0') ?? [],
    };
  }

  /** `key` as `programKey` writes it; `undefined` spoils: its answers are not its own. */
  asksShellcheck(key: string | null | undefined): void {
    if (key === undefined) this.spoil();
    else this.#shellcheck = key;
  }

  /** Absent where the lint came to no end of its own, or cannot be asked again. */
  testimony(exitCode: number): Testimony | undefined {
    if (this.#spoilt || !this.#aim || this.#aim.targets.length !== this.#campaigns.length) return undefined;
    return {
      ...this.#aim,
      screens: screensOf(this.outside),
      environment: [...this.#environment],
      campaigns: this.#campaigns,
      shellcheck: this.#shellcheck,
      said: this.#said,
      exitCode,
    };
  }

  #watched(env: Io['env']): Io['env'] {
    // Which variables there are is more than can be asked again.
    const spoilt = <T>(answer: T): T => {
      this.spoil();
      return answer;
    };
    return new Proxy(env, {
      get: (_, name) => {
        if (typeof name !== 'string') return undefined;
        this.#environment.set(name, env[name] ?? null);
        return env[name];
      },
      has: (target, name) => spoilt(name in target),
      ownKeys: target => spoilt(Reflect.ownKeys(target)),
      getOwnPropertyDescriptor: (target, name) => spoilt(Reflect.getOwnPropertyDescriptor(target, name)),
    });
  }

  #heard(stream: 1 | 2, writer: Writer): Writer {
    return {
      isTerminal: writer.isTerminal,
      get columns() {
        return writer.columns;
      },
      get rows() {
        return writer.rows;
      },
      write: text => {
        if (typeof text === 'string') this.#said.push([stream, text]);
        else this.spoil();
        try {
          writer.write(text);
        } catch (error) {
          this.spoil();
          throw error;
        }
      },
    };
  }
}

export function screensOf({ stdout, stderr }: Io): readonly Screen[] {
  return [stdout, stderr].map(({ isTerminal, columns }) => [isTerminal, columns ?? null]);
}

export function targetsOf(files: readonly CampaignFile[]): readonly Target[] {
  return files.map(({ path, shown }) => [path, shown]);
}

/** What of the repository around a file (absolute) a lint shows, or goes by, without asking its facts. */
export function repositoryKey(repository: Repository, file: string): string {
  const { root, git, remark } = repository;
  return JSON.stringify([root, git !== undefined, remark ?? null, pathInRepository(repository, file)]);
}
