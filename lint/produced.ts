import { mayContain, meets, pathSet } from '../plan/path-set.ts';
import type { Plan, PlannedOutput, PlannedStage } from '../plan/plan.ts';
import type { Stage } from '../schema/model.ts';
import type { Place } from '../schema/source.ts';
import { relative, resolvePath } from './path.ts';
import { ancestors } from './tracked.ts';

/** An output, and who makes it. */
export interface Made {
  readonly stage: PlannedStage;
  readonly output: PlannedOutput;
}

/** What stages produce, by path, so that a plan of thousands of stages is looked through once. */
export class Outputs {
  readonly #dir: string;
  /** By the path itself, and by each directory that holds it. */
  readonly #at = new Map<string, Made>();
  readonly #around = new Map<string, Made[]>();
  readonly #globs: Made[] = [];

  constructor({ stages, repository }: Plan) {
    this.#dir = repository.dir;
    for (const stage of stages)
      for (const output of stage.off ? [] : stage.produces) {
        const { kind, text, unknown } = output.path;
        if (unknown) continue;
        const local = relative(repository.dir, resolvePath(repository.dir, text) ?? text);
        if (kind === 'glob') this.#globs.push({ stage, output });
        else if (!local && text.startsWith('/')) this.#at.set(text.replace(/\/$/, ''), { stage, output });
        else if (local) {
          this.#at.set(local, { stage, output });
          for (const directory of ancestors(local)) {
            const held = this.#around.get(directory);
            if (held) held.push({ stage, output });
            else this.#around.set(directory, [{ stage, output }]);
          }
        }
      }
  }

  /** All that is produced in a directory. */
  inside(directory: string): readonly Made[] {
    if (!this.#around.has(directory)) return [];
    return [...this.#at].flatMap(([path, made]) => (path.startsWith(`${directory}/`) ? [made] : []));
  }

  /** What another stage produces that holds the directory, or that a pattern in it can match. */
  matching(directory: string, glob: string, reader: PlannedStage): Made | undefined {
    const around = [directory, ...ancestors(directory)].map(one => this.#at.get(one)).find(Boolean);
    if (around) return around.stage === reader ? undefined : around;
    const set = pathSet(glob);
    return [this.#around.get(directory) ?? [], this.#globs]
      .flatMap(some => some.find(({ stage, output }) => stage.stage !== reader.stage && meets(output.path, set)) ?? [])
      .at(0);
  }

  /** What another stage produces that is the path, lies in it, or holds it. */
  holding(path: string, reader: PlannedStage): Made | undefined {
    const near = [path, ...ancestors(path)].map(one => this.#at.get(one)).find(Boolean) ?? this.#around.get(path)?.[0];
    const made = near ?? this.#globs.find(({ output }) => holds(output, path, this.#dir));
    return made?.stage === reader ? undefined : made;
  }
}

/** Keys of a stage that say what it produces, or may have been meant to. */
const SAYS_OUTPUTS = /^(prod|matri|out|artifact)/i;

/** Whether an earlier fault leaves open what a stage produces. */
export function isUnsettled({ body }: Stage, faulty: (place: Place) => boolean): boolean {
  return body.entries.some(
    ({ key, value }) =>
      SAYS_OUTPUTS.test(key.text) &&
      faulty({ source: value.source, range: { start: key.range.start, end: value.range.end } }),
  );
}

/** Whether an output has a path among its own, or around it. */
export function holds({ path: set }: PlannedOutput, path: string, dir: string): boolean {
  if (set.unknown) return false;
  return (
    mayContain(set, path) ||
    mayContain(set, `${dir}/${path}`) ||
    (set.kind !== 'glob' && set.text.startsWith(`${path}/`))
  );
}
