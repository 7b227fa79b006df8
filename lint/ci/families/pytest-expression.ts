type Expression =
  | { readonly name: string }
  | { readonly not: Expression }
  | { readonly all: readonly Expression[] }
  | { readonly any: readonly Expression[] };

/**
 * How much of what `stage` selects `ci` selects, for the expressions of `-k` and `-m`. Names are taken as independent facts of
 * a test; over at most twelve of them every combination is looked at. `part` needs that CI's selection lies wholly in the stage's,
 * or that both say plainly what they have in common.
 */
export function expressionShare(ci: string, stage: string): 'whole' | 'part' | 'no' {
  if (ci === stage || ci === '') return 'whole';
  const mine = parse(ci);
  const theirs = stage === '' ? ({ all: [] } as const) : parse(stage);
  if (mine === undefined || theirs === undefined) return 'no';
  const names = [...new Set([...namesOf(mine), ...namesOf(theirs)])];
  if (names.length > 12) return 'no';
  let both = false;
  let onlyStage = false;
  let onlyCi = false;
  for (let bits = 0; bits < 1 << names.length; bits++) {
    const holds = (name: string): boolean => (bits & (1 << names.indexOf(name))) !== 0;
    const inCi = truth(mine, holds);
    const inStage = truth(theirs, holds);
    both ||= inCi && inStage;
    onlyStage ||= inStage && !inCi;
    onlyCi ||= inCi && !inStage;
  }
  if (!both) return 'no';
  if (!onlyStage) return 'whole';
  // `-m "not slow"` in CI and `-m gpu` here: whether a gpu test is slow is not known, but most are not what CI leaves out.
  if (onlyCi) return excludesOnly(mine) ? 'whole' : 'no';
  return 'part';
}

/** Whether an expression of `-m` can hold of a test that may have only the markers that `mayHave` says; one that cannot be read may. */
export function canHold(expression: string, mayHave: (name: string) => boolean): boolean {
  const parsed = expression === '' ? undefined : parse(expression);
  if (parsed === undefined) return true;
  const names = [...new Set(namesOf(parsed))].filter(mayHave);
  if (names.length > 12) return true;
  for (let bits = 0; bits < 1 << names.length; bits++)
    if (truth(parsed, name => names.includes(name) && (bits & (1 << names.indexOf(name))) !== 0)) return true;
  return false;
}

/** `not a and not b`: it only takes some tests away. */
function excludesOnly(expression: Expression): boolean {
  if ('not' in expression)
    return 'name' in expression.not || ('any' in expression.not && expression.not.any.every(part => 'name' in part));
  return 'all' in expression && expression.all.length > 0 && expression.all.every(excludesOnly);
}

function truth(expression: Expression, holds: (name: string) => boolean): boolean {
  if ('name' in expression) return holds(expression.name);
  if ('not' in expression) return !truth(expression.not, holds);
  if ('all' in expression) return expression.all.every(part => truth(part, holds));
  return expression.any.some(part => truth(part, holds));
}

function namesOf(expression: Expression): readonly string[] {
  if ('name' in expression) return [expression.name];
  if ('not' in expression) return namesOf(expression.not);
  return ('all' in expression ? expression.all : expression.any).flatMap(namesOf);
}

function parse(text: string): Expression | undefined {
  const tokens = text.match(/\(|\)|[^\s()]+/g) ?? [];
  let at = 0;
  const primary = (): Expression | undefined => {
    const token = tokens[at++];
    if (token === undefined || token === ')' || token === 'and' || token === 'or') return undefined;
    if (token === 'not') {
      const operand = primary();
      return operand && { not: operand };
    }
    if (token !== '(') return { name: token };
    const inner = either();
    return tokens[at++] === ')' ? inner : undefined;
  };
  const both = (): Expression | undefined => joined('and', primary, parts => ({ all: parts }));
  const either = (): Expression | undefined => joined('or', both, parts => ({ any: parts }));
  const joined = (
    word: string,
    next: () => Expression | undefined,
    make: (parts: readonly Expression[]) => Expression,
  ): Expression | undefined => {
    const parts = [next()];
    while (tokens[at] === word) {
      at++;
      parts.push(next());
    }
    const known = parts.filter(part => part !== undefined);
    if (known.length < parts.length) return undefined;
    return known.length === 1 ? known[0] : make(known);
  };
  const whole = either();
  return at === tokens.length ? whole : undefined;
}
