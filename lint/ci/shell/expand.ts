import type {
  AndOr,
  ArithmeticExpression,
  CommandExpansionPart,
  DoubleQuotedChild,
  HereDoc,
  ParameterExpansionPart,
  ParsedScript,
  PipelineNode,
  Statement,
  Word,
  WordPart,
} from 'unbash';
import { base } from '../../path.ts';
import { dynamic, UNKNOWN, unknownWord } from '../command.ts';
import { numberOf } from './arithmetic.ts';
import { directoryOf, resolvePath } from './path.ts';
import { pipedText } from './piped.ts';
import { removed, replaced, sliced } from './replacement.ts';
import { element, keysOf, list, type State, strictly, variable } from './state.ts';

/** Called for each `$(…)` and `<(…)` that an expansion runs. */
export type Substitution = (script: ParsedScript) => void;

/**
 * A word's text pieces: `splits` for unquoted expansions, whose value is cut into words at blanks;
 * `break` is where `"$@"` and `"${a[@]}"` begin a new word.
 */
type Piece = { readonly text: string; readonly splits?: boolean } | 'break';

/** The words that a word becomes; pieces that are not known hold `UNKNOWN`. */
export function expand(word: Word, state: State, substitution: Substitution): readonly string[] {
  if (word.parts === undefined) return braces(word.value);
  const pieces = word.parts.flatMap(part => piecesOf(part, state, substitution));
  const words: string[] = [];
  let current: string | undefined;
  for (const piece of pieces) {
    if (piece === 'break') {
      if (current !== undefined) words.push(current);
      current = undefined;
    } else if (!piece.splits) {
      current = (current ?? '') + piece.text;
    } else {
      const fields = piece.text.split(/[ \t\n]+/);
      for (const [index, field] of fields.entries()) {
        if (index > 0) {
          if (current !== undefined) words.push(current);
          current = undefined;
        }
        if (field !== '') current = (current ?? '') + field;
      }
    }
  }
  if (current !== undefined) words.push(current);
  return words.flatMap(text => (word.parts?.some(part => part.type === 'BraceExpansion') ? braces(text) : [text]));
}

/** A word as one string, as an assignment or a redirection takes it. */
export function single(word: Word, state: State, substitution: Substitution): string {
  return word.parts === undefined ? word.value : textOf(word.parts, state, substitution);
}

function textOf(parts: readonly WordPart[], state: State, substitution: Substitution): string {
  return parts
    .flatMap(part => piecesOf(part, state, substitution))
    .map(piece => (piece === 'break' ? ' ' : piece.text))
    .join('');
}

function piecesOf(part: WordPart, state: State, substitution: Substitution): readonly Piece[] {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return [{ text: part.value }];
    case 'DoubleQuoted':
    case 'LocaleString':
      return quoted(part.parts, state, substitution);
    case 'SimpleExpansion': {
      const name = part.text.slice(1);
      return [{ text: variable(state, name) ?? UNKNOWN, splits: true }];
    }
    case 'ParameterExpansion': {
      const all = wholeList(part, state);
      if (all !== undefined) return [{ text: all.join(' '), splits: true }];
      return [{ text: parameter(part, state, substitution), splits: true }];
    }
    case 'CommandExpansion':
      return [{ text: commandValue(part, state, substitution), splits: true }];
    case 'ArithmeticExpansion':
      return [{ text: counted(part.expression, state) }];
    case 'ProcessSubstitution':
      if (part.script) substitution(part.script);
      return [{ text: UNKNOWN }];
    default:
      return [{ text: part.text }];
  }
}

/** `"$x"` is a word, if an empty one; `"$@"` of nothing is none. */
function quoted(parts: readonly DoubleQuotedChild[], state: State, substitution: Substitution): readonly Piece[] {
  const pieces = parts.flatMap(child => quotedPieces(child, state, substitution));
  return parts.length > 0 && pieces.length === 0 ? [] : [{ text: '' }, ...pieces];
}

function quotedPieces(part: DoubleQuotedChild, state: State, substitution: Substitution): readonly Piece[] {
  switch (part.type) {
    case 'Literal':
      return [{ text: part.value }];
    case 'SimpleExpansion':
      if (part.text === '$@') return apart(list(state, '@'));
      return [{ text: variable(state, part.text.slice(1)) ?? UNKNOWN }];
    case 'ParameterExpansion': {
      const all = wholeList(part, state);
      return all === undefined ? [{ text: parameter(part, state, substitution) }] : apart(all);
    }
    case 'CommandExpansion':
      return [{ text: commandValue(part, state, substitution) }];
    case 'ArithmeticExpansion':
      return [{ text: counted(part.expression, state) }];
  }
}

function counted(expression: ArithmeticExpression | undefined, state: State): string {
  return String(arithmeticOf(expression, state) ?? UNKNOWN);
}

/** What an expression of whole numbers says; `undefined` where that is not known. */
export function arithmeticOf(expression: ArithmeticExpression | undefined, state: State): number | undefined {
  return (
    expression &&
    numberOf(expression, ({ value, parts }) =>
      parts === undefined
        ? /^[A-Za-z_]\w*$/.test(value)
          ? (variable(state, value) ?? UNKNOWN)
          : value
        : textOf(parts, state, () => {}),
    )
  );
}

function apart(values: readonly string[] | undefined): readonly Piece[] {
  if (values === undefined) return [{ text: UNKNOWN }];
  return values.flatMap((text, index): Piece[] => (index === 0 ? [{ text }] : ['break', { text }]));
}

function wholeList(part: ParameterExpansionPart, state: State): readonly string[] | undefined {
  const { operation } = part;
  if (operation?.type === 'Slice')
    return sliced(wholeList({ ...part, operation: undefined }, state), part.parameter, operation);
  if (operation !== undefined) return undefined;
  const all = part.index?.value === '@' || part.index?.value === '*';
  // `${!names[@]}`: the keys.
  if (part.prefix === '!' && all) return keysOf(state, part.parameter);
  if (part.prefix !== undefined) return undefined;
  if (part.parameter === '@' || part.parameter === '*') return list(state, '@');
  if (all) return list(state, part.parameter);
  return undefined;
}

function parameter(part: ParameterExpansionPart, state: State, substitution: Substitution): string {
  if (part.prefix === '#') {
    const all = wholeList({ ...part, prefix: undefined }, state);
    // Any number of words may stand for one that is not known, and for a pattern.
    return all === undefined || all.some(word => unknownWord(word) || /[*?]/.test(word)) ? UNKNOWN : String(all.length);
  }
  if (part.prefix !== undefined) return UNKNOWN;
  const here = part.parameter === 'BASH_SOURCE' && (part.index === undefined || part.index.value === '0');
  if (part.parameter === 'BASH_SOURCE' && !here) return UNKNOWN;
  const value =
    here || part.index === undefined
      ? variable(state, part.parameter)
      : element(state, part.parameter, single(part.index, state, substitution));
  const operation = part.operation;
  if (operation === undefined) return value ?? UNKNOWN;
  if (operation.type === 'Default') {
    const filled = value !== undefined && (value !== '' || !operation.operator.startsWith(':'));
    const operand = (): string => single(operation.operand, state, substitution);
    if (operation.operator.endsWith('+')) return filled ? operand() : '';
    if (filled) return value;
    if (operation.operator.endsWith('?')) return UNKNOWN;
    const given = operand();
    // `: "${NAME:=value}"`: from here on the variable has it.
    if (operation.operator.endsWith('=') && part.index === undefined) state.variables.set(part.parameter, given);
    return given;
  }
  if (value === undefined) return UNKNOWN;
  // What is not known of the value stays where it is.
  if (operation.type === 'Replace')
    return replaced(
      value,
      operation.operator,
      single(operation.pattern, state, substitution),
      single(operation.replacement, state, substitution),
    );
  if (dynamic(value)) return UNKNOWN;
  if (operation.type === 'Remove') {
    const pattern = single(operation.operand, state, substitution);
    return dynamic(pattern) ? UNKNOWN : removed(value, operation.operator, pattern);
  }
  if (operation.type === 'CaseModification' && operation.operand === undefined) {
    const [first, rest] = operation.operator.length > 1 ? [value, ''] : [value.slice(0, 1), value.slice(1)];
    return (operation.operator.startsWith('^') ? first.toUpperCase() : first.toLowerCase()) + rest;
  }
  return UNKNOWN;
}

/** What `$(…)` prints, for the few commands that scripts find their place with. */
function commandValue(part: CommandExpansionPart, state: State, substitution: Substitution): string {
  const { script } = part;
  if (script === undefined) return UNKNOWN;
  const inner = part.text.startsWith('$(') ? part.text.slice(2, -1) : part.text.slice(1, -1);
  const listed =
    /^\s*(find|ls|go list)\s/.test(inner) && !/`|\$[\w({]/.test(inner) ? state.listing(inner, state.cwd) : undefined;
  if (listed !== undefined) return listed;
  const known = located(script, state);
  if (known !== undefined) return known;
  const only = script.commands.length === 1 ? script.commands[0]!.command : undefined;
  if (only !== undefined && only.type !== 'AndOr') {
    const sure = strictly(state);
    const piped = pipedText(only, ({ name, suffix }) =>
      [name!, ...suffix.filter(item => item.type === 'Word')].flatMap(word => expand(word, sure, () => {})),
    );
    if (piped !== undefined) return piped.replace(/\n+$/, '');
  }
  const produced = only === undefined ? undefined : producedText(only, state);
  if (produced !== undefined && !dynamic(produced)) return produced.replace(/\n+$/, '');
  substitution(script);
  return UNKNOWN;
}

/**
 * What a here-document hands on; what the shell expands in one without quotes is expanded. `kept`: where the value is not known,
 * what asks for it stays as it is written.
 */
export function documentText({ delimiter, body }: HereDoc, state: State, kept = false): string {
  if (delimiter?.quoted === true) return body.text;
  const plain = (text: string): string => text.replace(/\\([$`\\])/g, '$1');
  if (body.parts === undefined) return plain(body.text);
  return body.parts
    .map(part => {
      if (part.type === 'Literal') return plain(part.text);
      const value = piecesOf(part, state, () => {})
        .map(piece => (piece === 'break' ? ' ' : piece.text))
        .join('');
      // In the text that is handed on a `$1` is another one.
      return kept && dynamic(value) && !/^\$\{?[\d@*#]/.test(part.text) ? part.text : value;
    })
    .join('');
}

/** What `echo`, `printf` or `cat <<EOF` writes. */
export function producedText(node: PipelineNode | AndOr, state: State): string | undefined {
  if (node.type !== 'Command' || node.name === undefined) return undefined;
  const document = node.redirects.find(redirect => redirect.type === 'HereDoc');
  if (node.name.value === 'cat' && document?.type === 'HereDoc') return document.body.text;
  if (node.name.value !== 'echo' && node.name.value !== 'printf') return undefined;
  const words = node.suffix.filter(item => item.type === 'Word').map(word => single(word, state, () => {}));
  // A format that only sets its words below each other.
  if (node.name.value === 'printf' && /^%s\\n$/.test(words[0] ?? '')) return words.slice(1).join('\n');
  return words.filter((word, index) => index > 0 || node.name!.value !== 'echo' || !/^-[neE]+$/.test(word)).join(' ');
}

function located(script: ParsedScript, state: State): string | undefined {
  let cwd = state.cwd;
  let printed: string | undefined;
  for (const words of chain(script.commands, state)) {
    const [name, ...args] = words ?? [];
    if (name === 'cd') cwd = resolvePath(cwd, args.filter(arg => !arg.startsWith('-')).at(-1) ?? '~');
    else if (name === 'pwd') printed = cwd;
    else if (name === 'which' || name === 'type' || (name === 'command' && args[0] === '-v')) printed = args.at(-1);
    else if (name === 'dirname')
      printed = args.at(-1) === undefined || dynamic(args.at(-1)!) ? undefined : directoryOf(args.at(-1)!);
    else if (name === 'basename' && args.length === 1) printed = base(args[0]!);
    else if (name === 'realpath' || name === 'readlink') printed = resolvePath(cwd, args.at(-1) ?? '');
    else if (name === 'git' && args.join(' ') === 'rev-parse --show-toplevel')
      printed = variable(state, 'GITHUB_WORKSPACE');
    else return undefined;
  }
  return printed !== undefined && !dynamic(printed) ? printed : undefined;
}

function* chain(statements: readonly Statement[], state: State): Generator<readonly string[] | undefined> {
  for (const { command } of statements) {
    const parts =
      command.type === 'AndOr' && command.operators.every(operator => operator === '&&') ? command.commands : [command];
    for (const part of parts) {
      if (part.type !== 'Command' || part.name === undefined) yield undefined;
      else {
        const words = [part.name, ...part.suffix.filter(item => item.type === 'Word')];
        yield words.flatMap(word => expand(word, state, () => {}));
      }
    }
  }
}

/** `a{b,c}` → `ab`, `ac`; anything else is itself. */
function braces(text: string): readonly string[] {
  const match = /^([^{}]*)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(text);
  if (match === null || match[1]!.endsWith('$')) return [text];
  return match[2]!.split(',').flatMap(middle => braces(match[1]! + middle + match[3]!));
}
