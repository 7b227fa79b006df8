import type { Place, Source } from '../../schema/source.ts';
import { type Made, rulesMade } from '../ci/calls/make.ts';
import { closing, expanded } from '../ci/calls/make-expansion.ts';
import type { RecipeLine, Rule } from '../ci/calls/makefile.ts';
import { type Command, dynamic } from '../ci/command.ts';
import type { Repository } from '../ci/repository.ts';
import type { Start } from '../shell/commands.ts';
import { setSwitches } from '../shell/set.ts';
import { Letters } from './letters.ts';
import { isTidy, type Recipe } from './recipe.ts';

/** The lines of the recipes that `make target` runs, at their letters; those that cannot be read exactly are left out. */
export function makeRecipes(command: Command, repository: Repository): readonly Recipe[] {
  const made = rulesMade(command, repository);
  const start = made && startIn(made);
  if (!made || !start) return [];
  return made.rules.flatMap(({ rule, variables }): readonly Recipe[] => {
    const { lines = [], targets } = rule;
    if (targets.some(isTidy)) return [];
    return lines.flatMap((line): readonly Recipe[] => {
      const source = repository.files.source(line.path);
      const letters = source && lettersOf(line, source, piece => expanded(piece, variables, rule));
      if (!source || !letters) return [];
      const prefix = letters.first(/[\s@+-]/);
      const dash = letters.text.slice(0, prefix).indexOf('-');
      const text = letters.in(source, prefix);
      if (/^\s*(-|$)/.test(text.text)) return [];
      const place = dash < 0 ? undefined : letters.in(source).placeOf(dash, dash + 1);
      const ignored = place === undefined && isIgnored(rule, made) ? wordIn(source, '.IGNORE') : undefined;
      const passes = place ? { written: '-', place } : ignored && { written: '.IGNORE', place: ignored };
      const alone = lines.length === 1;
      return [
        { text, start, directory: made.cwd, alone, ...(passes && { passes: { runner: 'make' as const, ...passes } }) },
      ];
    });
  });
}

/** `.IGNORE: target`, or `.IGNORE:` alone for all (GNU make, "Special Built-in Target Names"). */
function isIgnored({ targets }: Rule, { makefile: { rules } }: Made): boolean {
  const named = rules.filter(rule => rule.targets.includes('.IGNORE'));
  return named.some(
    ({ prerequisites }) => prerequisites.length === 0 || targets.some(target => prerequisites.includes(target)),
  );
}

/** Where a line of the file begins with a word. */
function wordIn(source: Source, word: string): Place | undefined {
  const start = source.lineStarts.find(at => source.text.startsWith(word, at));
  return start === undefined ? undefined : { source, range: { start, end: start + word.length } };
}

/** How the shell of each line begins; `undefined` where it is no shell, or where several lines are one text. */
function startIn({ makefile: { variables, rules } }: Made): Start | undefined {
  if (rules.some(({ targets }) => targets.includes('.ONESHELL'))) return undefined;
  if (!/\b(ba|da|z|k)?sh\b/.test(variables.get('SHELL') ?? 'sh')) return undefined;
  const flags = `${variables.get('SHELL') ?? ''} ${variables.get('.SHELLFLAGS') ?? ''}`;
  const start = { errexit: false, pipefail: false };
  for (const { option, on } of setSwitches(flags.split(/\s+/).filter(word => word.length > 0 && !word.includes('/'))))
    if (option !== 'nullglob') start[option] = on;
  return start;
}

/** A line with what it goes on with, make's own expansions done. */
function lettersOf(
  { line, column = 1 }: RecipeLine,
  { text, lineStarts }: Source,
  expand: (piece: string) => string,
): Letters | undefined {
  const letters = new Letters();
  const begin = lineStarts[line]! + column;
  const end = begin + /^(?:[^\n]*\\\r?\n)*[^\n]*/.exec(text.slice(begin))![0].trimEnd().length;
  for (let at = begin; at < end; at++) {
    const letter = text[at]!;
    if (letter === '\r') continue;
    if (letter === '$') {
      const last = /[({]/.test(text[at + 1] ?? '') ? closing(text, at + 1) : at + 1;
      if (last >= end) return undefined;
      const written = text.slice(at, last + 1);
      const meant = expand(written);
      const shown = dynamic(meant) ? unknownAs(written) : meant;
      if (shown === undefined) return undefined;
      // `$(Q)` may bring the marks of a line; of `$(DOCKER) -t x` the `-` is none, though nothing here tells what `DOCKER` is.
      if (!/^[@+-]+$/.test(shown.trim())) letters.border();
      letters.add(shown, at, last + 1);
      at = last;
    } else {
      letters.add(letter, at, at + 1);
      if (letter === '\n' && text[at + 1] === '\t') at++;
    }
  }
  return letters;
}

/** A word that bash does not know either; none for a function, which may bring a command of its own. */
function unknownAs(written: string): string | undefined {
  const [, name] = /^\$[({]([\w.-]+)[)}]$/.exec(written) ?? [];
  if (name !== undefined) return `\${${name.replaceAll(/[.-]/g, '_')}}`;
  return /^\$[({]shell\s/.test(written) ? '${shell}' : undefined;
}
