import { UNKNOWN } from '../command.ts';
import { expanded, NO_RULE, type Variables } from './make-expansion.ts';

/** Of an open `ifdef`: its lines count (`on`, or `open` when nobody can tell), do not, or cannot any more since another branch did. */
export type Branch = 'on' | 'open' | 'off' | 'over';

/** Takes a line `ifdef …`, `else …` or `endif` into account. */
export function branch(line: string, stack: Branch[], variables: Variables): void {
  if (line === 'endif') {
    stack.pop();
    return;
  }
  const other = /^else\b\s*(.*)$/.exec(line);
  const before = other === null ? undefined : stack.pop();
  const decided = conditionOf(other === null ? line : other[1]!, variables);
  if (before === 'on' || before === 'over') stack.push('over');
  else stack.push(decided === undefined ? 'open' : decided ? (before === 'open' ? 'open' : 'on') : 'off');
}

/** What `ifdef X`, `ifeq (a,b)` and their opposites say; a plain `else` holds; `undefined` when it is not known. */
function conditionOf(line: string, variables: Variables): boolean | undefined {
  if (line === '') return true;
  const defined = /^(ifn?def)\s+(\w+)$/.exec(line);
  if (defined !== null) return ((variables.get(defined[2]!) ?? '') !== '') === (defined[1] === 'ifdef');
  const equal = /^(ifn?eq)\s+(?:\((.*)\)|(["'])(.*?)\3\s+(["'])(.*)\5)$/.exec(line);
  if (equal === null) return undefined;
  const pair = equal[2] === undefined ? [equal[4]!, equal[6]!] : halves(equal[2]);
  const sides = pair.map(side => expanded(side.trim(), variables, NO_RULE));
  if (sides.length < 2 || sides.some(side => side.includes(UNKNOWN))) return undefined;
  return (sides[0] === sides[1]) === (equal[1] === 'ifeq');
}

/** `a,$(filter b,c)` at the comma that stands in no brackets. */
function halves(text: string): readonly string[] {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(' || text[at] === '{') depth++;
    else if (text[at] === ')' || text[at] === '}') depth--;
    else if (text[at] === ',' && depth === 0) return [text.slice(0, at), text.slice(at + 1)];
  }
  return [];
}
