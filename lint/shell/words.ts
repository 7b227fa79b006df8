import type { ParsedScript, Word, WordPart } from 'unbash';

/** A word of a command, with where it stands in the text. */
export interface ShellWord {
  /** After quotes, escapes and known variables; `undefined` when something in it is not known here, `''` for `""`. */
  readonly value: string | undefined;
  /** It holds an unquoted `*`, `?` or `[`, so it names what matches. */
  readonly glob: boolean;
  /** As written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The values of variables where they are known. */
export type Variables = ReadonlyMap<string, string | undefined>;

/** A word as one string, and the scripts of the substitutions in it. Braces, `~` and unset variables are not known. */
export function readWord(word: Word, variables: Variables): ShellWord & { readonly scripts: readonly ParsedScript[] } {
  const scripts: ParsedScript[] = [];
  let glob = false;
  const read = (part: WordPart): string | undefined => {
    switch (part.type) {
      case 'Literal':
      case 'SingleQuoted':
      case 'AnsiCQuoted':
        return part.value;
      case 'DoubleQuoted':
      case 'LocaleString':
        return join(part.parts.map(read));
      case 'Glob':
        glob = true;
        return part.value;
      case 'SimpleExpansion':
        return variables.get(part.text.slice(1));
      case 'ParameterExpansion':
        return part.prefix || part.index || part.operation ? undefined : variables.get(part.parameter);
      case 'CommandExpansion':
      case 'ProcessSubstitution':
        if (part.script) scripts.push(part.script);
        return directoryFound(part.text, variables);
      default:
        return undefined;
    }
  };
  const value = word.parts ? join(word.parts.map(read)) : word.value;
  const known = word.text.startsWith('~') ? undefined : value;
  return { value: known, glob, text: word.text, start: word.pos, end: word.end, scripts };
}

function join(pieces: readonly (string | undefined)[]): string | undefined {
  return pieces.every(piece => piece !== undefined) ? pieces.join('') : undefined;
}

const SCRIPT = String.raw`"?\$\{?(?:0|BASH_SOURCE(?:\[0\])?)\}?"?`;
const DIRNAME = String.raw`\$\(\s*dirname\s+(?:--\s+)?${SCRIPT}\s*\)`;
const SIMPLE = new RegExp(`^${DIRNAME}$`);
const THERE = new RegExp(
  String.raw`^\$\(\s*cd\s+(?:-P\s+|--\s+)?"?${DIRNAME}([\w./-]*)"?\s*(?:>\s*/dev/null\s*)?(?:&&|;)\s*pwd(?:\s+-P)?\s*\)$`,
);

/** The substitutions that scripts find their own place with, where `$0` is known: `$(dirname "$0")`, `$(cd "$(dirname "$0")/.." && pwd)`. */
function directoryFound(text: string, variables: Variables): string | undefined {
  if (/^\$\(\s*git rev-parse --show-toplevel\s*\)$/.test(text)) return variables.get(TOPLEVEL);
  if (/^\$\(\s*pwd(?:\s+-P)?\s*\)$/.test(text)) return variables.get('PWD');
  const script = variables.get('0');
  if (script === undefined) return undefined;
  const directory = script.includes('/') ? script.slice(0, script.lastIndexOf('/')) || '/' : '.';
  if (SIMPLE.test(text)) return directory;
  const there = THERE.exec(text);
  return there ? `${directory}${there[1] ?? ''}` : undefined;
}

/** The name in `Variables` of the repository's root directory. */
export const TOPLEVEL = 'git rev-parse --show-toplevel';
