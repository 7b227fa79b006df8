import { relative, resolvePath } from './path.ts';
import type { Construct, Span } from './shell/construct.ts';
import type { LocatedCommand, TextReading } from './stage-shell.ts';

/** The files, relative to a directory, that are asked for before a command, which runs only where they are there: `[ -f x ] && . x`. */
export function guards(
  { commands, constructs }: TextReading,
  command: LocatedCommand,
  dir: string,
): ReadonlySet<string> {
  const at = commands.indexOf(command);
  const holds = ({ from, to }: Span) => from <= at && at < to;
  const found = new Set<string>();
  const ask = ({ from, to }: Span, wanted: boolean) => {
    for (const one of commands.slice(from, to)) {
      const answer = fileAsked(one);
      const absolute = answer && answer.there === wanted ? resolvePath(one.directory, answer.path) : undefined;
      const path = relative(dir, absolute);
      if (path) found.add(path);
    }
  };
  for (const one of constructs) {
    if (one.kind === 'if') {
      if (holds(one.then)) ask(one.clause, !one.negated);
      else if (one.otherwise && holds(one.otherwise)) ask(one.clause, one.negated);
    }
    if (one.kind === 'list') askBefore(one, holds, ask);
  }
  return found;
}

function askBefore(
  { parts, operators }: Extract<Construct, { kind: 'list' }>,
  holds: (span: Span) => boolean,
  ask: (span: Span, wanted: boolean) => void,
): void {
  const own = parts.findIndex(holds);
  for (const [index, part] of parts.slice(0, Math.max(0, own)).entries()) ask(part, operators[index] === '&&');
}

/** `[ -f x ]`, `test ! -e x`, `[[ -r x ]]`: the file, and whether the answer is yes where it is there. */
function fileAsked({ words }: LocatedCommand): { readonly path: string; readonly there: boolean } | undefined {
  const [first, ...rest] = words.map(({ value }) => value);
  const all = /^(test|\[|\[\[)$/.test(first ?? '') ? rest : [first, ...rest];
  const plain = all.filter(word => word !== ']' && word !== ']]');
  const there = plain[0] !== '!';
  const [flag, path, ...more] = there ? plain : plain.slice(1);
  return /^-[efrsx]$/.test(flag ?? '') && path !== undefined && more.length === 0 ? { path, there } : undefined;
}
