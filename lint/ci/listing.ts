import type { PipelineNode } from 'unbash';
import { parse } from 'unbash';
import { normalise } from '../path.ts';
import { packagesListed, patternsListed } from './go-packages.ts';
import { join, type Repository } from './repository.ts';
import { matches } from './shell/pattern.ts';

/** A tree of more directories than these is not gone through. */
const MOST = 4000;

/** What `find … | sort`, `go list ./… | grep …` or `ls *.sh` prints in a directory of the repository; `undefined` where a word or a program of it is not known. */
export function printed(script: string, directory: string, repository: Repository): readonly string[] | undefined {
  const { commands } = parse(script.replaceAll(/\\?\\;/g, "';'"));
  const node = commands.length === 1 ? commands[0]!.command : undefined;
  const parts: readonly PipelineNode[] =
    node?.type === 'Pipeline' ? node.commands : node?.type === 'Command' ? [node] : [];
  let lines: readonly string[] | undefined;
  for (const [index, part] of parts.entries()) {
    if (part.type !== 'Command' || part.name === undefined) return undefined;
    const words = [part.name.value, ...part.suffix.filter(item => item.type === 'Word').map(word => word.value)];
    const listed = index === 0 ? listedByGo(words) : undefined;
    if (parts.length === 1 && listed?.below === '') return patternsListed(listed.words);
    lines = listed
      ? packagesListed(listed.words, normalise(join(directory, listed.below)), repository)
      : index === 0
        ? first(words, directory, repository)
        : lines && filtered(lines, words);
    if (lines === undefined) return undefined;
  }
  return lines;
}

/** The words of `go list …` and of `go -C api list …`, and where it lists. */
function listedByGo([program, ...words]: readonly string[]):
  | { readonly words: readonly string[]; readonly below: string }
  | undefined {
  const [at, below] = words[0] === '-C' ? [2, words[1] ?? ''] : [0, ''];
  return program === 'go' && words[at] === 'list' ? { words: words.slice(at + 1), below } : undefined;
}

function first(words: readonly string[], directory: string, repository: Repository): readonly string[] | undefined {
  if (words[0] !== 'ls') return found(words, directory, repository);
  const plain = words.slice(1).filter(word => word !== '-d' && word !== '-1');
  if (plain.length === 0 || plain.some(word => !/[*?]/.test(word) || /^-|[$`~"']/.test(word))) return undefined;
  const paths = plain.flatMap(pattern => globbed(pattern, directory, repository));
  // What is not there now may be made before.
  return paths.length > 0 ? paths.map(path => path.replace(/\/$/, '')) : undefined;
}

/** What the shell puts in place of a pattern: the paths that match it, in order (POSIX, "Pattern Matching Notation"). */
function globbed(pattern: string, directory: string, repository: Repository): readonly string[] {
  let paths: readonly string[] = [''];
  for (const part of pattern.split('/'))
    paths = paths.flatMap(path => {
      if (!/[*?[]/.test(part)) return repository.files.exists(within(`${path}${part}`)) ? [`${path}${part}/`] : [];
      return repository.files
        .list(within(path))
        .filter(name => matches(part, name) && (!name.startsWith('.') || part.startsWith('.')))
        .sort()
        .map(name => `${path}${name}/`);
    });
  return paths;

  function within(path: string): string {
    return normalise(join(directory, path)).replace(/^\.?\/|\/$/g, '');
  }
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

/** What a program prints of the lines that it is fed; `undefined` where that is not known. */
export function filtered(lines: readonly string[], words: readonly string[]): readonly string[] | undefined {
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
        const isExtended = program === 'egrep' || args.some(arg => /^-\w*E/.test(arg));
        const expression = new RegExp(isExtended ? pattern : extended(pattern));
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

/** A basic regular expression as an extended one (POSIX, "Regular Expressions"): `a\\|b` is `a|b`. */
function extended(pattern: string): string {
  return pattern.replaceAll(/\\?[|(){}+?]/g, part => (part.length > 1 ? part[1]! : `\\${part}`));
}
