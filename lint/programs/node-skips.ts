import type { Needed } from '../shell/asking.ts';
import type { ProgramSkip } from './skips.ts';

/** `(…)` with brackets inside, three deep. */
const INSIDE = String.raw`(?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*`;
/** Statements that only tell. */
const TELLS = String.raw`(?:\s*(?:\/\/[^\n]*|(?:console\.\w+|process\.std(?:out|err)\.write|log(?:ger)?(?:\.\w+)?)\(${INSIDE}\);?))*`;
const EXIT = String.raw`(?:process\.|Deno\.)exit\(\s*0?\s*\)|return(?:\s+0)?(?=\s*[;}\n])`;
const MAIN = /^(?:(?:export )?(?:async )?function main\s*\(|(?:const|let) main\s*=\s*(?:async\s*)?(?:function\s*)?\()/m;
const CALLS_MAIN = /^(?:await |void |process\.exit\()?main\(/m;
const BRANCH = new RegExp(String.raw`\b(if\s*\((${INSIDE})\))\s*\{?(${TELLS})\s*(${EXIT})`, 'g');
const CAUGHT = new RegExp(String.raw`\b(catch\s*(?:\(\s*\w+\s*\))?)\s*\{(${TELLS})\s*(${EXIT})`, 'g');

/** What keeps a result: the work is done, and what lacks is only to be compared with it. */
const SAVES = /(?<!std(?:out|err)\.)\b(?:save|dump|write|appendFile|createWriteStream)\w*\(/;

/** What asks whether something is there. */
const ASKS =
  /\b(?:existsSync|pathExists(?:Sync)?|statSync|accessSync|readdirSync|globSync|glob|which(?:Sync)?(?:\.sync)?)\s*\(|\bprocess\.env\b/;

/** Where `main` stands, from its name to the bracket that closes it; `undefined` in a program that does not call it after that. */
function mainOf(text: string): { readonly start: number; readonly end: number } | undefined {
  const start = text.search(MAIN);
  const end = start < 0 ? -1 : text.indexOf('\n}', start);
  return end >= 0 && CALLS_MAIN.test(text.slice(end)) ? { start, end } : undefined;
}

export function nodeSkips(text: string): readonly ProgramSkip[] {
  const plain = text.replace(/\/\*[\s\S]*?\*\//g, long => long.replace(/[^\n]/g, ' '));
  const main = mainOf(plain);
  // What another function returns from is not the program.
  const ends = (match: RegExpExecArray) =>
    !match.at(-1)!.startsWith('return') ||
    (main !== undefined &&
      main.start < match.index &&
      match.index < main.end &&
      !/=>|\bfunction\b/.test(plain.slice(main.start, match.index).replace(/^.*\n/, '')));
  const hasSaved = ({ index }: RegExpExecArray) =>
    main !== undefined && main.start < index && SAVES.test(plain.slice(main.start, Math.min(index, main.end)));
  const isSkip = (match: RegExpExecArray) => ends(match) && !hasSaved(match);
  return [
    ...[...plain.matchAll(BRANCH)]
      .filter(match => isSkip(match) && isAbsence(match[2]!, plain))
      .map(match => skipOf(match, match[2]!, plain)),
    ...[...plain.matchAll(CAUGHT)].filter(isSkip).map(match => skipOf(match, '', plain)),
  ];
}

function skipOf(match: RegExpExecArray, condition: string, text: string): ProgramSkip {
  const exit = match.at(-1)!;
  const start = match.index;
  const from = start + match[0].length - exit.length;
  const end = from + exit.length;
  return {
    question: match[1]!.replace(/\s+/g, ' '),
    start,
    end: start + match[1]!.length,
    goesOn: match[1]!.startsWith('catch') || /\w\(/.test(text.slice(end)),
    needs: neededBy(condition, text),
    exit: {
      start: from,
      end,
      failing: exit.startsWith('return')
        ? 'throw new Error("something is missing")'
        : exit.replace(/\([^)]*\)$/, '(1)'),
    },
  };
}

function isAbsence(condition: string, text: string): boolean {
  const asks = (part: string) => {
    if (ASKS.test(part)) return true;
    const name = /^[\s(!]*([A-Za-z_$][\w$]*)/.exec(part)?.[1];
    return (
      name !== undefined &&
      new RegExp(`\\b${name.replaceAll('$', '\\$')}\\s*=\\s*[^;\\n]*(?:${ASKS.source})`).test(text)
    );
  };
  return condition.split(/&&|\|\|/).some(one => {
    const part = one.trim();
    if (/^\(*!(?!=)/.test(part)) return asks(part);
    return /(===?\s*(undefined|null|''|""|0)|<\s*\d+)\)*$/.test(part) && asks(part);
  });
}

function neededBy(condition: string, text: string): Needed | undefined {
  const env = /process\.env(?:\.(\w+)|\[["'](\w+)["']\])/.exec(condition);
  if (env) return { kind: 'env', name: (env[1] ?? env[2])! };
  const path = /(?:existsSync|statSync|readdirSync)\(\s*(?:["'`]([\w./-]+)["'`]|([A-Za-z_$][\w$]*)\s*\))/.exec(
    condition,
  );
  const value =
    path?.[1] ??
    (path?.[2] && new RegExp(`\\b${path[2].replaceAll('$', '\\$')}\\s*=\\s*["'\`]([\\w./-]+)["'\`]`).exec(text)?.[1]);
  return value ? { kind: 'path', name: value } : undefined;
}
