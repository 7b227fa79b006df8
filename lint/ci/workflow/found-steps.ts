import type { Node } from '../../../schema/node.ts';
import type { Setting } from './setting.ts';
import { firstLine, type Step } from './step.ts';
import { type Event, frequencyOf } from './triggers.ts';

type Found = Step & { readonly also: object[] };

/** A text for bash as a step has it. */
export interface Text {
  readonly at: Node & { readonly kind: 'scalar' };
  readonly text: string;
  readonly cwd: string | undefined;
  readonly env: ReadonlyMap<string, string>;
  /** The variables that the step itself names. */
  readonly own: ReadonlySet<string>;
  readonly label: string | undefined;
}

/** A text that says with what options something is built. */
const CONFIGURES = /\b(cmake|meson|configure)\b[\s\S]*\s-D|\bconfigure\b[\s\S]*\s--(enable|disable|with|without)-/;

/** The steps of a workflow that were found, each different one once. */
export class FoundSteps {
  private readonly found = new Map<string, Found>();
  private readonly workflow: string;
  private readonly root: string;

  constructor(workflow: string, root: string) {
    this.workflow = workflow;
    this.root = root;
  }

  get all(): readonly Step[] {
    return [...this.found.values()];
  }

  add(written: Text, { job, via, run }: Setting, event: Event): void {
    const { at, env, own, label } = written;
    const { text, cwd } = run.checkout === undefined ? written : this.moved(written, run.checkout);
    const hops = via.map(hop => hop.label);
    const { start } = at.range;
    const before = [run.handed.texts, run.configured];
    const key = JSON.stringify([this.workflow, job, hops, start, text, cwd ?? null, [...env], ...before]);
    run.handed.text(text);
    if (CONFIGURES.test(text)) run.configured.push(text);
    const known = this.found.get(key);
    if (known !== undefined) {
      known.also.push(run);
      return;
    }
    this.found.set(key, {
      workflow: this.workflow,
      job,
      label: label ?? firstLine(text),
      place: { source: at.source, range: at.range },
      text,
      cwd,
      env,
      // A variable that the text itself expands is its parameter; only what the programs read by themselves can be a mode.
      own: new Set([...own].filter(name => !expands(text, name))),
      frequency: frequencyOf(event),
      via,
      run,
      also: [],
    });
  }

  /** Where the repository is checked out into a directory: there, `cd engine` goes to the repository's root. */
  private moved({ text, cwd }: Text, into: string): Pick<Text, 'text' | 'cwd'> {
    const going = new RegExp(`(\\bcd\\s+["']?)(?:\\./)?${into.replaceAll('.', '\\.')}(?=["'/\\s;&]|$)`, 'g');
    const root = `${this.root}/${into}`;
    const isBelow = cwd === root || cwd?.startsWith(`${root}/`);
    return { text: text.replaceAll(going, '$1.'), cwd: isBelow ? this.root + cwd!.slice(root.length) : cwd };
  }
}

/** Whether a text expands a variable; names may hold anything (`ProgramFiles(x86)`), and those of a shell only word characters. */
export function expands(text: string, name: string): boolean {
  return /^\w+$/.test(name) && new RegExp(`\\$\\{?${name}\\b`).test(text);
}
