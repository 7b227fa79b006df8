import type { PipelineNode } from 'unbash';
import { parse } from 'unbash';
import { dynamic } from '../command.ts';
import { join, type Repository } from '../repository.ts';
import { normalise } from '../shell/path.ts';
import { matches } from '../shell/pattern.ts';
import { closing, expanded } from './make-expansion.ts';

/** A tree of more directories than these is not gone through. */
const MOST = 4000;

/** A text of a Makefile with `$(wildcard …)` and `$(shell find … -name go.mod …)` replaced by what the repository has, where that is known. */
export function withListings(
  text: string,
  directory: string,
  variables: ReadonlyMap<string, string>,
  repository: Repository,
): string {
  if (!/\$[({](wildcard|shell\s+find)\s/.test(text)) return text;
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

const NO_RULE = { targets: [], prerequisites: [], recipe: [] };

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

/** What `find … | sort` prints; `undefined` where a word or a program of it is not known. */
function printed(script: string, directory: string, repository: Repository): readonly string[] | undefined {
  const { commands } = parse(script.replaceAll(/\\?\\;/g, "';'"));
  const node = commands.length === 1 ? commands[0]!.command : undefined;
  const parts: readonly PipelineNode[] =
    node?.type === 'Pipeline' ? node.commands : node?.type === 'Command' ? [node] : [];
  let lines: readonly string[] | undefined;
  for (const [index, part] of parts.entries()) {
    if (part.type !== 'Command' || part.name === undefined) return undefined;
    const words = [part.name.value, ...part.suffix.filter(item => item.type === 'Word').map(word => word.value)];
    lines = index === 0 ? found(words, directory, repository) : lines && filtered(lines, words);
    if (lines === undefined) return undefined;
  }
  return lines;
}

/** find(1), for files of one plain name. */
function found(words: readonly string[], directory: string, repository: Repository): readonly string[] | undefined {
  if (words[0] !== 'find') return undefined;
  const roots: string[] = [];
  let at = 1;
  for (; at < words.length && !words[at]!.startsWith('-'); at++) roots.push(words[at]!);
  let name: string | undefined;
  let least = 0;
  let most = Number.POSITIVE_INFINITY;
  let asDirectory = false;
  const without: string[] = [];
  for (; at < words.length; at++) {
    const word = words[at]!;
    const next = (): string => words[++at] ?? '';
    if (word === '-name') name = next();
    else if (word === '-mindepth') least = Number(next());
    else if (word === '-maxdepth') most = Number(next());
    else if (word === '-type' && words[at + 1] === 'f') at++;
    else if ((word === '-not' || word === '!') && /^-(whole)?path$/.test(words[at + 1] ?? ''))
      without.push(words[(at += 2)] ?? '');
    else if (word === '-exec' && words.slice(at + 1, at + 4).join(' ') === 'dirname {} ;') {
      asDirectory = true;
      at += 3;
    } else if (word === '-printf' && words[at + 1] === '%h\\n') {
      asDirectory = true;
      at++;
    } else if (word !== '-print') return undefined;
  }
  if (name === undefined || /[*?[]/.test(name)) return undefined;
  const hits: string[] = [];
  let visited = 0;
  for (const root of roots.length > 0 ? roots : ['.'])
    if (!walk(root.replace(/(?<=.)\/$/, ''), name, 1)) return undefined;
  return hits;

  function walk(path: string, wanted: string, depth: number): boolean {
    if (visited++ > MOST) return false;
    if (depth > most) return true;
    const at = normalise(join(directory, path));
    for (const entry of repository.files.list(at)) {
      const inner = `${path}/${entry}`;
      if (entry === wanted && depth >= least && !without.some(pattern => matches(pattern, inner)))
        hits.push(asDirectory ? path : inner);
      if (repository.files.exists(join(at, entry)) === 'directory' && !walk(inner, wanted, depth + 1)) return false;
    }
    return true;
  }
}

function filtered(lines: readonly string[], words: readonly string[]): readonly string[] | undefined {
  const [program, ...args] = words;
  switch (program) {
    case 'sort':
      return args.includes('-u') ? [...new Set(lines)].sort() : args.length === 0 ? [...lines].sort() : undefined;
    case 'uniq':
      return [...new Set(lines)];
    case 'xargs':
      return args.at(-1) === 'dirname' ? lines.map(line => line.slice(0, line.lastIndexOf('/'))) : undefined;
    case 'grep':
    case 'egrep': {
      const pattern = args.find(arg => !arg.startsWith('-'));
      if (pattern === undefined || args.some(arg => arg.startsWith('-') && !/^-[vE]+$/.test(arg))) return undefined;
      const inverted = args.some(arg => /^-\w*v/.test(arg));
      try {
        const expression = new RegExp(pattern);
        return lines.filter(line => expression.test(line) !== inverted);
      } catch {
        // An expression that only grep has.
        return undefined;
      }
    }
    case 'sed': {
      // Only what takes `./` off.
      return /^s(.)\^(\\?\.\\?\/)\1\1g?$/.test(args.at(-1) ?? '')
        ? lines.map(line => line.replace(/^\.\//, ''))
        : undefined;
    }
    default:
      return undefined;
  }
}
