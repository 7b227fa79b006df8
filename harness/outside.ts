import type { For, If, While, Word } from 'unbash';
import type { Draft } from './draft.ts';
import { commandsOf } from './ledger.ts';
import { lineAt, type Script } from './script.ts';

/** Whether the word of a `case` is what the script was called with. */
export function takesPositional({ text }: Script, word: Word, draft: Draft): boolean {
  const written = text.slice(word.pos, word.end);
  if (/^"?\$(?:1|\{1(?::?-[^}]*)?\})"?$/.test(written)) return true;
  const variable = /^"?\$\{?(\w+)(?::?-[^}]*)?\}?"?$/.exec(written)?.[1];
  if (variable === undefined || !draft.positional.has(variable)) return false;
  // It chooses what to run, so it is no value of the campaign.
  for (const [name, param] of draft.params) if (param.variable === variable) draft.params.delete(name);
  return true;
}

/** `if [ $# -lt 1 ]; then usage; exit 1; fi`, `if [ "$EUID" -ne 0 ]; then …`. */
export function isGuardOfCaller({ text }: Script, node: If): boolean {
  const clause = text.slice(node.clause.pos, node.clause.end);
  if (!/\$#|\$\{#\}|\bEUID\b|\bid -u\b|\$UID\b|"?\$\{?1(:-)?\}?"?\s*(=|==)\s*"?--?h/.test(clause)) return false;
  return [...commandsOf(node.then.commands)].every(({ pos, end }) =>
    /^(echo|printf|usage|exit|return|cat|print_usage|help|show_help|die|fail|error|sudo|exec)\b/.test(
      text.slice(pos, end),
    ),
  );
}

/** The condition of a campaign that an `if` of the shell stands for, where it asks for a param. */
export function conditionOf(script: Script, node: If, draft: Draft): string | undefined {
  const { text } = script;
  const clause = text.slice(node.clause.pos, node.clause.end).replace(/;?\s*$/, '');
  const given = /^\[\[?\s+(-n|-z)\s+"?\$\{?([A-Z]\w*)(?::?-)?\}?"?\s+\]\]?$/.exec(clause);
  if (given && (draft.variables.get(given[2]!) === undefined || /params/.test(draft.variables.get(given[2]!)!))) {
    const value = draft.variables.get(given[2]!) ?? paramFor(draft, given[2]!, '', lineAt(script, node.pos));
    return `${value.slice(4, -3)} ${given[1] === '-n' ? '!=' : '=='} ''`;
  }
  const test = /^\[\[?\s+"?\$\{?(\w+)(?::-[^}]*)?\}?"?\s*(=|==|!=)\s*"?([\w.-]+)"?\s+\]\]?$/.exec(clause);
  if (!test) return undefined;
  const value = draft.variables.get(test[1]!);
  const param = /^\$\{\{ (params\.\w+) \}\}$/.exec(value ?? '')?.[1];
  const declared = param && draft.params.get(param.slice(7));
  if (!declared) return undefined;
  const literal = typeOf(declared.default) === 'string' ? `'${test[3]}'` : test[3]!;
  if (typeOf(declared.default) !== 'string' && typeOf(test[3]) !== typeOf(declared.default)) return undefined;
  return `${param} ${test[2] === '!=' ? '!=' : '=='} ${literal}`;
}

/** The type that a default says a param has. */
export function typeOf(value: string | undefined): 'integer' | 'number' | 'boolean' | 'string' {
  if (value === undefined) return 'string';
  if (/^-?(0|[1-9]\d{0,14})$/.test(value)) return 'integer';
  if (/^-?\d{1,14}\.\d{1,14}$/.test(value)) return 'number';
  return /^(true|false)$/.test(value) ? 'boolean' : 'string';
}

/**
 * `--sf) SF="$2"; shift 2 ;;` makes `SF` a param, with the value that it had before as its default. Gives how many it found.
 */
export function optionsOf(script: Script, node: While | For, draft: Draft): number {
  const body = script.text.slice(node.body.pos, node.body.end);
  let found = 0;
  for (const match of body.matchAll(/(?:^|[\s;)])([A-Za-z_]\w*)=("?[^\s;]*"?)(?=[\s;]|$)/gm)) {
    const [, variable, value] = match;
    const flag = !value!.includes('$');
    found++;
    const before = draft.variables.get(variable!);
    // A default that is computed stays where it is: as a param it would have to be given.
    if (before === undefined && draft.variables.has(variable!)) continue;
    const known = before !== undefined && !before.includes('${{') ? before : defaultIn(script.text, variable!);
    const literal = known ?? (flag ? 'false' : undefined);
    paramFor(draft, variable!, literal, lineAt(script, node.body.pos + match.index));
  }
  return found;
}

/** What a text says that an option is where it is not given: `${OUT:-results}`, `[ -z "$OUT" ] && OUT=results`. */
function defaultIn(text: string, variable: string): string | undefined {
  const inside = new RegExp(`\\$\\{${variable}:?[-=]["']?([^}$\`"']*)["']?\\}`).exec(text)?.[1];
  const after = `["']?([^\\s;"'$\`]+)["']?\\s*(?:[;}\\n]|$)`;
  const missing = `-z\\s+"?\\$\\{?${variable}\\}?"?\\s*\\]\\]?`;
  return inside ?? new RegExp(`${missing}\\s*(?:&&|;?\\s*then)\\s*${variable}=${after}`).exec(text)?.[1];
}

/** Takes a variable for a param, and gives the expression that stands for its value. */
export function paramFor(draft: Draft, variable: string, fallback: string | undefined, line: number): string {
  const name = variable.toLowerCase().replace(/^_+/, '') || 'value';
  const known = draft.params.get(name);
  if (!known || known.default === undefined)
    draft.params.set(name, { name, variable, line, ...(fallback !== undefined && { default: fallback }) });
  const value = `\${{ params.${name} }}`;
  draft.variables.set(variable, value);
  return value;
}
