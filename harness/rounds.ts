/** Stands for what a loop variable is in some round. */
export const ROUND = '\u{f0003}';
export const ALL_ROUNDS = /\u{f0003}+/gu;

/** Stands around the name of a variable whose rounds are all written down: `for i in 1 2 3`. */
const LISTED = '\u{f0004}';
/** So many paths are listed one by one. */
const MOST_PATHS = 12;

/** What variables are while a text goes through its loops. */
export class Rounds {
  /** The text with loops whose rounds none stands for. */
  readonly text: string;
  readonly values: ReadonlyMap<string, string | undefined>;
  readonly #lists = new Map<string, readonly string[]>();

  constructor(run: string, variables: ReadonlyMap<string, string | undefined>) {
    const values = new Map(variables);
    this.text = run.replace(/\bfor\s+(\w+)\s+in\s+([^;\n]+)/g, (_, name: string, written: string) => {
      const list = written.trim().split(/\s+/);
      const listed = list.every(word => /^[\w./:-]+$/.test(word)) && !this.#lists.has(name);
      if (listed) this.#lists.set(name, list);
      values.set(name, listed ? `${LISTED}${name}${LISTED}` : ROUND);
      return `for ${name} in $(rounds)`;
    });
    const loops = /\b(for|while|until)\b/.test(run);
    for (const [, name] of loops ? run.matchAll(/(?:^|[\s;])(\w+)="?\$(?:\(|\{\w+[[#%/])/gm) : [])
      if (values.get(name!) === undefined) values.set(name!, ROUND);
    for (const [, names] of run.matchAll(/\bread\s+(?:-\w+\s+)*([A-Za-z_][\w ]*)/g))
      for (const name of names!.trim().split(/\s+/)) if (values.get(name) === undefined) values.set(name, ROUND);
    this.values = values;
  }

  /** The paths that one stands for; where they are too many, one with a round in it. */
  each(path: string): readonly string[] {
    const all = this.#all(path);
    return all.length <= MOST_PATHS ? all : [path.replaceAll(new RegExp(`${LISTED}\\w+${LISTED}`, 'gu'), ROUND)];
  }

  #all(path: string): readonly string[] {
    const [written, name] = new RegExp(`${LISTED}(\\w+)${LISTED}`, 'u').exec(path) ?? [];
    if (written === undefined) return [path];
    return this.#lists.get(name!)!.flatMap(value => this.#all(path.replaceAll(written, value)));
  }
}
