import type { Range, Source } from '../../schema/source.ts';
import { scriptsNamed } from '../ci/calls/npm.ts';
import type { Command } from '../ci/command.ts';
import { join, type Repository } from '../ci/repository.ts';
import { Letters } from './letters.ts';
import { isTidy, type Recipe } from './recipe.ts';

/** The scripts of package.json that `npm run x`, `npm test`, `pnpm x` and `yarn x` run, at their letters. */
export function npmRecipes(command: Command, repository: Repository): readonly Recipe[] {
  return scriptsNamed(command, repository).flatMap(({ directory, name }): readonly Recipe[] => {
    const source = repository.files.source(join(directory, 'package.json'));
    const range = source && !isTidy(name) ? scriptsIn(source, repository).get(name) : undefined;
    if (!source || !range) return [];
    const text = decoded(source, range).in(source);
    return [
      {
        text,
        start: { errexit: false, pipefail: false },
        directory: directory === '' ? repository.root : `${repository.root}/${directory}`,
        alone: true,
      },
    ];
  });
}

/** Where the texts of the scripts stand, without their quotes. */
function scriptsIn({ path, text }: Source, repository: Repository): ReadonlyMap<string, Range> {
  return repository.files.remember(`script places ${path}`, () => {
    const found = new Map<string, Range>();
    const tokens = [...text.matchAll(/"(?:[^"\\\n]|\\.)*"|[{}[\]:,]/g)];
    let depth = 0;
    let inScripts = false;
    for (const [at, { 0: token }] of tokens.entries()) {
      if (token === '{' || token === '[') {
        depth++;
        if (depth === 2)
          inScripts = token === '{' && tokens[at - 2]?.[0] === '"scripts"' && tokens[at - 1]?.[0] === ':';
      } else if (token === '}' || token === ']') depth--;
      const value = tokens[at + 2];
      if (
        !inScripts ||
        depth !== 2 ||
        tokens[at + 1]?.[0] !== ':' ||
        !token.startsWith('"') ||
        !value?.[0].startsWith('"')
      )
        continue;
      found.set(token.slice(1, -1), { start: value.index + 1, end: value.index + value[0].length - 1 });
    }
    return found;
  });
}

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** What stands between the quotes of a string of JSON. */
function decoded({ text }: Source, { start, end }: Range): Letters {
  const letters = new Letters();
  for (let at = start; at < end; ) {
    const next = text[at + 1]!;
    const length = text[at] !== '\\' ? 1 : next === 'u' ? 6 : 2;
    const letter =
      length === 1
        ? text[at]!
        : length === 6
          ? String.fromCharCode(Number.parseInt(text.slice(at + 2, at + 6), 16))
          : (ESCAPED[next] ?? next);
    letters.add(letter, at, at + length);
    at += length;
  }
  return letters;
}
