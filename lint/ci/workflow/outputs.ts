import type { Node } from '../../../schema/node.ts';
import { dynamic } from '../command.ts';
import type { Repository } from '../repository.ts';
import type { Output } from '../shell/outputs.ts';
import { givenBy } from '../units.ts';
import { type Context, substitute, type Value } from './expression.ts';
import { entries } from './fields.ts';

const EMPTY: Output = { texts: [''], certain: true };

/** More values than these of one output are not gone through. */
const MOST = 16;

/** What steps or jobs give to those after them: `steps.ID.outputs.NAME` or `needs.ID.outputs.NAME`. */
export class Outputs {
  private readonly of: 'steps' | 'needs';
  private readonly idle = new Set<string>();
  private readonly known = new Map<string, ReadonlyMap<string, Output>>();

  constructor(of: 'steps' | 'needs') {
    this.of = of;
  }

  /** Takes what a step gave, or one more run of a job. */
  add(id: string, given: ReadonlyMap<string, Output>): void {
    const before = this.known.get(id);
    if (before === undefined) this.known.set(id, given);
    else
      this.known.set(
        id,
        new Map(
          [...before, ...given].map(([name]) => {
            const texts = [...new Set([...(before.get(name)?.texts ?? []), ...(given.get(name)?.texts ?? [])])];
            const certain = before.get(name)?.certain === true && given.get(name)?.certain === true;
            return [name, { texts, certain: certain && texts.length === 1 }];
          }),
        ),
      );
  }

  /** Takes a step or a job that does not run: what it would have given is empty. */
  none(id: string): void {
    this.idle.add(id);
  }

  /** A context that knows what is certain of them. */
  within(context: Context): Context {
    return name => {
      const output = this.at(name);
      return output?.certain === true ? wholly(output.texts[0]!) : context(name);
    };
  }

  /** One context for each way in which what a text names may be, where it is one of several that are seen. */
  worlds(text: string, context: Context): readonly Context[] {
    const names = new Set(text.match(/\b(?:steps|needs)\.[\w-]+\.outputs\.[\w-]+/g));
    let worlds: readonly Context[] = [this.within(context)];
    for (const name of names) {
      const output = this.at(name);
      if (output === undefined || output.certain || worlds.length * output.texts.length > MOST) continue;
      worlds = worlds.flatMap(world =>
        output.texts.map(
          (value): Context =>
            asked =>
              asked === name ? wholly(value) : world(asked),
        ),
      );
    }
    return worlds;
  }

  private at(name: string): Output | undefined {
    const [of, id, outputs, key] = name.split('.');
    if (of !== this.of || outputs !== 'outputs') return undefined;
    return this.idle.has(id!) ? EMPTY : this.known.get(id!)?.get(key!);
  }
}

/** What a job gives: its `outputs`, by what its steps gave. */
export function outputsOfJob(written: Node | undefined, steps: Outputs, context: Context): ReadonlyMap<string, Output> {
  const found = new Map<string, Output>();
  for (const { key, value } of entries(written)) {
    if (value.kind !== 'scalar') continue;
    const sure = substitute(value.text, steps.within(context));
    if (!dynamic(sure)) found.set(key.text, { texts: [sure], certain: true });
    else {
      const texts = steps.worlds(value.text, context).map(world => substitute(value.text, world));
      const known = [...new Set(texts.filter(text => !dynamic(text)))];
      if (known.length > 0) found.set(key.text, { texts: known, certain: false });
    }
  }
  return found;
}

/** What a step of bash gives; one that may not run gives nothing for certain. */
export function givenByStep(
  text: string,
  runs: boolean,
  event: string,
  repository: Repository,
  cwd: string | undefined,
  env: ReadonlyMap<string, string>,
): ReadonlyMap<string, Output> {
  const known = [
    ['GITHUB_WORKSPACE', repository.root],
    ['GITHUB_EVENT_NAME', event],
  ] as const;
  const given = givenBy(text, repository, { cwd, env: new Map([...known, ...env]) });
  return new Map([...given].map(([name, { texts, certain }]) => [name, { texts, certain: certain && runs }]));
}

function wholly(text: string): Value {
  return dynamic(text) ? undefined : text;
}
