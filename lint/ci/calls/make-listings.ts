import { normalise } from '../../path.ts';
import { dynamic } from '../command.ts';
import { printed } from '../listing.ts';
import { join, type Repository } from '../repository.ts';
import { matches } from '../shell/pattern.ts';
import { closing, expanded, NO_RULE } from './make-expansion.ts';

/** A text of a Makefile with `$(wildcard …)` and `$(shell find … -name go.mod …)` replaced by what the repository has, where that is known. */
export function withListings(
  text: string,
  directory: string,
  variables: ReadonlyMap<string, string>,
  repository: Repository,
): string {
  if (!/\$[({](wildcard|shell\s+(find|(go|\$[({]GO[)}])\s+(-C\s+\S+\s+)?list))\s/.test(text)) return text;
  let result = '';
  for (let at = 0; at < text.length; at++) {
    const start = /^\$[({](wildcard|shell)\s+/.exec(text.slice(at));
    if (start === null) {
      result += text[at];
      continue;
    }
    const end = closing(text, at + 1);
    const argument = expanded(text.slice(at + start[0].length, end), variables, NO_RULE);
    const found = dynamic(argument)
      ? undefined
      : start[1] === 'wildcard'
        ? wildcard(argument, directory, repository)
        : printed(argument, directory, repository);
    result += found === undefined ? text.slice(at, end + 1) : found.join(' ');
    at = end;
  }
  return result;
}

/** gnu.org, "The Function wildcard". */
function wildcard(patterns: string, directory: string, repository: Repository): readonly string[] {
  return patterns
    .split(/\s+/)
    .filter(pattern => pattern !== '')
    .flatMap(pattern => {
      let paths = [''];
      for (const [index, part] of pattern.split('/').entries())
        paths = paths.flatMap(path => {
          const under = (name: string): string => (index === 0 ? name : `${path}/${name}`);
          if (!/[*?[]/.test(part)) {
            const exact = under(part);
            return repository.files.exists(normalise(join(directory, exact))) === undefined ? [] : [exact];
          }
          return repository.files
            .list(normalise(join(directory, path)))
            .filter(name => matches(part, name) && (part.startsWith('.') || !name.startsWith('.')))
            .map(under);
        });
      return paths.sort();
    });
}
