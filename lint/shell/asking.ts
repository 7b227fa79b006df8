import type { SimpleCommand } from './commands.ts';
import type { ShellReading } from './construct.ts';

/** What a question asks for, where that is plain. */
export type Needed =
  | { readonly kind: 'path'; readonly name: string }
  | { readonly kind: 'tool'; readonly name: string }
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'cpu'; readonly name: string };

const MACHINE =
  /\bnproc\b|\buname\b|\blscpu\b|\bfree\b|\bdf\b|\bgetconf\b|\barch\b|\/proc\/|\/sys\/|nvidia-smi|\bls\b|\bfind\b|\bwc\b|\bcommand -v\b|\bwhich\b|OSTYPE|HOSTTYPE|MACHTYPE/;

/** Whether a question is about the machine, or about what lies there: by itself, or through a variable. */
export function asksMachine(
  question: readonly SimpleCommand[],
  asked: string,
  source: string,
  { commands }: ShellReading,
): boolean {
  if (MACHINE.test(asked)) return true;
  const names = [...asked.matchAll(/\$\{?[#!]?(\w+)/g)].map(match => match[1]!);
  const all = [
    ...names,
    ...question.flatMap(({ kind, words }) =>
      // `(( free < 50 ))` names its variables without `$`.
      kind !== 'test' ? [] : words.flatMap(({ text }) => (words[0]?.value === '((' ? text.split(/\W+/) : [text])),
    ),
  ];
  return commands.some(({ assigns }) =>
    assigns.some(
      ({ name, start, end, elements = [] }) =>
        all.includes(name) && (MACHINE.test(source.slice(start, end)) || elements.some(({ glob }) => glob)),
    ),
  );
}

/** What a question is about: that something is there, that it is not, or a value. */
export function isAbout(question: readonly SimpleCommand[], asked: string): 'presence' | 'absence' | 'value' {
  const words = question.flatMap(command => command.words.map(({ value }) => value ?? ''));
  if (/^[({\s]*!\s/.test(asked) || words.includes('!') || words.includes('-z')) return 'absence';
  if (
    words.some(word => /^-(eq|ne|lt|le|gt|ge)$|^(=|==|!=|=~|<|>)$/.test(word)) ||
    question.some(one => nameOf(one) === '((')
  )
    return 'value';
  return 'presence';
}

/** `-eq 0`, `-lt 8`. */
export function isFew(question: readonly SimpleCommand[]): boolean {
  const words = question.flatMap(command => command.words.map(({ value }) => value ?? ''));
  return words.some((word, at) => /^-(lt|le)$/.test(word) || (/^(-eq|=|==)$/.test(word) && words[at + 1] === '0'));
}

/** The path, tool, variable or CPU feature that a question asks for. */
export function needed(question: readonly SimpleCommand[], asked: string): Needed | undefined {
  const tool = /\b(?:command\s+-[vV]|which|type(?:\s+-\w+)?|hash)\s+"?([\w.+-]+)/.exec(asked)?.[1];
  if (tool) return { kind: 'tool', name: tool };
  const cpu = /\bgrep\b.*?\b(avx\w*|amx\w*|sse[\w.]*|bmi\d?|sve\d?|neon|asimd\w*)\b.*\/proc\/cpuinfo/.exec(asked)?.[1];
  if (cpu) return { kind: 'cpu', name: cpu };
  for (const { words } of question)
    for (const [index, { value }] of words.entries()) {
      const next = words[index + 1];
      if (next === undefined || value === undefined) continue;
      const variable = /^"?\$\{?([A-Za-z_]\w*)/.exec(next.text)?.[1];
      if ((value === '-n' || value === '-z') && variable) return { kind: 'env', name: variable };
      if (/^-[defrsxhL]$/.test(value) && next.value) return { kind: 'path', name: next.value };
    }
  const listed = question.find(one => /^(ls|stat|cd|compgen)$/.test(nameOf(one)))?.words.at(-1)?.value;
  return listed && !listed.startsWith('-') ? { kind: 'path', name: listed } : undefined;
}

/** The command's first word; empty where it is not known. */
export function nameOf({ words }: SimpleCommand): string {
  return words[0]?.value ?? '';
}

/** A question as people read it. */
export function shown(text: string, start: number, end: number): string {
  const said = text
    .slice(start, end)
    .replace(/\s+/g, ' ')
    .replace(/[;\s]+$/, '');
  return said.length > 60 ? `${said.slice(0, 58).trimEnd()} …` : said;
}
