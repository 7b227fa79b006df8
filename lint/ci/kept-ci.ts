import { type Place, type Source, source } from '../../schema/source.ts';
import type { Ci, CiUnit } from './ci.ts';
import type { Command, Hop } from './command.ts';
import type { Coverage, WorkUnit } from './coverage.ts';
import { workOf } from './families/families.ts';
import { type Asked, type Files, type Repository, WORKSPACE } from './repository.ts';

/** Objects that point at each other by their number. Texts of the repository's files are not repeated. */
interface KeptUnits {
  /** `text` is absent where the repository's file has it. */
  readonly sources: readonly (readonly [path: string, text?: string])[];
  readonly hops: readonly (readonly [label: string, place?: KeptPlace])[];
  readonly commands: readonly KeptCommand[];
  readonly steps: readonly KeptStep[];
  readonly sorts: readonly KeptSort[];
  readonly units: readonly KeptUnit[];
  /** Of the units, by the number of those that are alike. */
  readonly subjects: readonly number[];
}

type KeptPlace = readonly [source: number, start: number, end: number];

interface KeptCommand extends Pick<Command, 'words' | 'text' | 'range' | 'means' | 'swallowed'> {
  readonly cwd?: string;
  readonly env: readonly (readonly [string, string])[];
  readonly own: readonly string[];
  readonly via: readonly number[];
  readonly source?: number;
  readonly caller?: number;
}

interface KeptStep extends Pick<CiUnit['step'], 'workflow' | 'job' | 'label'> {
  readonly place: KeptPlace;
  readonly via: readonly number[];
}

/** There are thousands of them. `alike`: the number of those in whose commands the same was read. */
type KeptUnit = readonly [command: number, alike: number, step: number, sort: number];

/** What most units share with others. */
type KeptSort = readonly [
  family: string,
  nature: WorkUnit['nature'],
  frequency: CiUnit['frequency'],
  ...sanitizers: string[],
];

/** What was read of CI, as a line of JSON; `asked`: what its reading asked of the repository. */
export function packed(units: Ci['units'], asked: readonly Asked[], files: Files): string {
  const known = new Set(asked.filter(([question]) => question === 'read').map(([, path]) => path));
  const sources = numbered(({ path, text }: Source): KeptUnits['sources'][number] =>
    known.has(path) && files.read(path) === text ? [path] : [path, text],
  );
  const placed = ({ source, range }: Place): KeptPlace => [sources.of(source), range.start, range.end];
  const hops = numbered(({ label, place }: Hop): KeptUnits['hops'][number] =>
    place ? [label, placed(place)] : [label],
  );
  const commands = numbered(
    ({ cwd, env, own, via, source, caller, ...same }: Command): KeptCommand => ({
      ...same,
      ...(cwd !== undefined && { cwd }),
      env: [...env],
      own: [...own],
      via: via.map(hops.of),
      ...(source && { source: sources.of(source) }),
      ...(caller && { caller: commands.of(caller) }),
    }),
  );
  const steps = numbered(
    ({ workflow, job, label, place, via }: CiUnit['step']): KeptStep => ({
      ...{ workflow, job, label, place: placed(place), via: via.map(hops.of) },
    }),
  );
  const kin = numbered(() => undefined);
  const subjects: number[] = [];
  const sorts = new Map<string, number>();
  const sortOf = ({ unit: { family, nature }, frequency, sanitizers }: CiUnit): number => {
    const sort = JSON.stringify([family, nature, frequency, ...sanitizers] satisfies KeptSort);
    return sorts.get(sort) ?? sorts.set(sort, sorts.size).size - 1;
  };
  return JSON.stringify({
    units: units.map((one): KeptUnit => {
      const { command, alike, subject } = one.unit;
      subjects[kin.of(alike)] = subject;
      return [commands.of(command), kin.of(alike), steps.of(one.step), sortOf(one)];
    }),
    subjects,
    sorts: [...sorts.keys()].map(sort => JSON.parse(sort) as KeptSort),
    ...{ steps: steps.all, commands: commands.all, hops: hops.all, sources: sources.all },
  } satisfies KeptUnits);
}

/** Gives each object a number, and keeps one form of it. */
function numbered<T extends object, F>(form: (object: T) => F): { readonly all: F[]; of(object: T): number } {
  const known = new Map<T, number>();
  const all: F[] = [];
  return {
    all,
    of(object) {
      let number = known.get(object);
      if (number === undefined) {
        const own = form(object);
        known.set(object, (number = all.length));
        all.push(own);
      }
      return number;
    },
  };
}

/** As they were when `packed` wrote the line, where the files answer as they did then. */
export function unpacked(line: string, files: Files): Ci['units'] {
  const kept = JSON.parse(line) as KeptUnits;
  const repository: Repository = { root: WORKSPACE, files };
  const sources = kept.sources.map(([path, text]) => (text === undefined ? files.source(path)! : source(path, text)));
  const placed = ([at, start, end]: KeptPlace): Place => ({ source: sources[at]!, range: { start, end } });
  const hops = kept.hops.map(([label, place]): Hop => (place ? { label, place: placed(place) } : { label }));
  const along = (via: readonly number[]) => via.map(hop => hops[hop]!);
  const commands: Command[] = [];
  // Whoever calls has the lower number.
  for (const { words, text, range, means, swallowed, cwd, env, own, via, source, caller } of kept.commands)
    commands.push({
      ...{ words, text, range, swallowed, cwd, env: new Map(env), own: new Set(own), via: along(via) },
      ...(means !== undefined && { means }),
      ...(source !== undefined && { source: sources[source]! }),
      ...(caller !== undefined && { caller: commands[caller]! }),
    });
  const steps = kept.steps.map(({ workflow, job, label, place, via }) => {
    return { workflow, job, label, place: placed(place), via: along(via) };
  });
  const works: LateWork[] = [];
  const sorts = kept.sorts.map(([family, nature, frequency, ...sanitizers]) => ({
    ...{ family, nature, frequency, sanitizers: new Set(sanitizers) },
  }));
  return kept.units.map(([at, alike, step, sort]) => {
    const command = commands[at]!;
    const { family, nature, frequency, sanitizers } = sorts[sort]!;
    const work = (works[alike] ??= new LateWork(command, repository));
    const unit = new LateUnit(command, family, nature, kept.subjects[alike]!, work);
    return { unit, step: steps[step]!, frequency, sanitizers };
  });
}

/** What a family has read in a command is read again only when something is compared with it. */
class LateWork {
  readonly #command: Command;
  readonly #repository: Repository;
  #unit: WorkUnit | undefined;

  constructor(command: Command, repository: Repository) {
    this.#command = command;
    this.#repository = repository;
  }

  get unit(): WorkUnit {
    return (this.#unit ??= workOf(this.#command, this.#repository));
  }
}

class LateUnit implements WorkUnit {
  readonly command: Command;
  readonly family: string;
  readonly nature: WorkUnit['nature'];
  readonly subject: number;
  readonly alike: LateWork;

  constructor(command: Command, family: string, nature: WorkUnit['nature'], subject: number, alike: LateWork) {
    this.command = command;
    this.family = family;
    this.nature = nature;
    this.subject = subject;
    this.alike = alike;
  }

  get detail(): unknown {
    return this.alike.unit.detail;
  }

  covers(stage: WorkUnit): Coverage {
    return this.alike.unit.covers(stage);
  }
}
