import type { Command, Function as FunctionNode, Word } from 'unbash';
import type { Script } from './script.ts';

/** A function of a harness. */
export interface Routine {
  readonly name: string;
  readonly script: Script;
  readonly node: FunctionNode;
  /** It runs the words that it is given: `stage NAME 'commands'`, `run NAME cmd …`, `log cmd …`. */
  readonly runs?: Runs;
}

/** How a function takes what it runs. */
export interface Runs {
  /** Its first word is a name. */
  readonly named: boolean;
  /** `words`: the rest of its words is the command. `text`: one word holds commands. `input`: its here-document does. */
  readonly how: 'words' | 'text' | 'input';
  /** The index of the first word of the command, or of the text; -1 for the last word. */
  readonly at: number;
  /** Its one word is a function's name, or the end of one: `stage_$1`. */
  readonly prefix?: string;
  /** What it says ends a stage, as `timeout` takes it. */
  readonly timeout?: string;
}

export function routineOf(script: Script, node: FunctionNode): Routine {
  const runs = runsOf(script.text.slice(node.body.pos, node.body.end));
  return { name: node.name.value, script, node, ...(runs && { runs }) };
}

/** In the place of a command, perhaps behind `time` and the like; not as a word of `echo`. */
const STARTING = String.raw`(?:^|[;&|({!]|\bif|\bthen|\bdo|\btime|\bsudo(?:\s+-\S+(?:\s+\w+)?)?|\bnice(?:\s+-n\s*\S+)?|\btimeout\s+(?:-\S+\s+)*\S+|\btaskset\s+-c\s+\S+|\benv)\s*`;

function runsOf(body: string): Runs | undefined {
  const locals = new Map<string, string>();
  for (const [, name, value] of body.matchAll(/\b(\w+)=["']?\$\{?(\d+|\*|@)(?:[:}]|\b|["'\s;]|$)/g))
    locals.set(name!, value!);
  for (const [, name, index] of body.matchAll(/\b(\w+)=["']?\$\{(\d+):[-?=]/g)) locals.set(name!, index!);
  const shifts = [...body.matchAll(/(?:^|[;\s])shift\b[ \t]*(\d+)?/gm)].reduce(
    (sum, [, by]) => sum + Number(by ?? 1),
    0,
  );
  const limit = /\btimeout\s+(?:-\S+\s+)*"?\$?\{?(\w+)/.exec(body)?.[1];
  const timeout = limit !== undefined && /^\d+[smhd]?$/.test(limit) ? { timeout: limit } : {};
  const quotedText = /\beval\s+(?:--\s+)?"?\$\{?(\w+)|\b(?:ba)?sh\s+(?:-\w+\s+|-o\s+\w+\s+)*-\w*c\s+"?\$\{?(\w+)/.exec(
    body,
  );
  if (quotedText) {
    const name = (quotedText[1] ?? quotedText[2])!;
    const source = /^\d+$/.test(name) ? name : (locals.get(name) ?? '');
    if (/^\d+$/.test(source)) {
      const shifted = shiftsBefore(body, quotedText.index, locals, name);
      const at = Number(source) - 1 + shifted;
      return { named: at > 0, how: 'text', at, ...timeout };
    }
    if (source === '*' || source === '@') return { named: shifts > 0, how: 'words', at: shifts, ...timeout };
  }
  if (/\beval\s+"?\$[@*]/.test(body)) return { named: shifts > 0, how: 'words', at: shifts, ...timeout };
  const rest = /(?:^|[\s;&|({!])"?\$\{@:(\d)\}"?/m.exec(body);
  if (rest) return { named: Number(rest[1]) > 1, how: 'words', at: Number(rest[1]) - 1, ...timeout };
  if (new RegExp(`${STARTING}"?\\$[@*]"?(?=[\\s;&|)>]|$)`, 'm').test(body))
    return { named: shifts > 0, how: 'words', at: shifts, ...timeout };
  const one = new RegExp(`${STARTING}"?([\\w-]*)\\$\\{?(\\w+)\\}?"?(?=[ \\t]*(?:\\d?>|[;&|)\\n]|$))`, 'm').exec(body);
  if (one && (one[2] === '1' || locals.get(one[2]!) === '1'))
    return { named: false, how: 'words', at: 0, prefix: one[1]!, ...timeout };
  if (/\b(ba)?sh\b\s*(-\w+\s*)*(-s\b.*)?($|[|>2)])/m.test(body) && /\$1|\$\{1/.test(body) && !/\$[@*]/.test(body))
    return { named: true, how: 'input', at: 1, ...timeout };
  return undefined;
}

function shiftsBefore(body: string, index: number, locals: ReadonlyMap<string, string>, name: string): number {
  const until = locals.has(name) ? body.search(new RegExp(`\\b${name}=`)) : index;
  return [...body.slice(0, until).matchAll(/(?:^|[;\s])shift\b[ \t]*(\d+)?/gm)].reduce(
    (sum, [, by]) => sum + Number(by ?? 1),
    0,
  );
}

/** The words of a call without what is assigned before it. */
export function wordsOf(node: Command): readonly Word[] {
  return node.suffix.filter((item): item is Word => item.type === 'Word');
}

/** A word that holds commands, as the shell would hand them on: its own quotes and escapes taken off. */
export function textOf(word: Word): string {
  if (!word.parts) return word.text;
  return word.parts
    .map(part => {
      if (part.type === 'SingleQuoted' || part.type === 'AnsiCQuoted') return part.value;
      if (part.type === 'DoubleQuoted')
        return part.text.slice(1, -1).replace(/\\(?:\n|([$`"\\]))/g, (_, letter = '') => letter);
      return part.text;
    })
    .join('');
}
