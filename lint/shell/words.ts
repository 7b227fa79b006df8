import type { ParsedScript, Word, WordPart } from 'unbash';

/** A word of a command, with where it stands in the text. */
export interface ShellWord {
  /** After quotes, escapes and known variables; `undefined` when something in it is not known here, `''` for `""`. */
  readonly value: string | undefined;
  /** It holds an unquoted `*`, `?` or `[`, so it names what matches. */
  readonly glob: boolean;
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
        return undefined;
      default:
        return undefined;
    }
  };
  const value = word.parts ? join(word.parts.map(read)) : word.value;
  const known = word.text.startsWith('~') ? undefined : value;
  return { value: known, glob, start: word.pos, end: word.end, scripts };
}

function join(pieces: readonly (string | undefined)[]): string | undefined {
  return pieces.every(piece => piece !== undefined) ? pieces.join('') : undefined;
}
