import { filledPlain, type Group, is, isGroup, type Node, partedAt, type Spelling } from './tokens.ts';

/** One way of a `match` or `switch`. */
export interface Arm {
  readonly pattern: readonly Node[];
  readonly body: readonly Node[];
}

/** The ways of a `match` or `switch`, in order. */
export function armsOf(group: Group, spelling: Spelling): readonly Arm[] {
  const { items } = group;
  const arms: { pattern: Node[]; body: Node[] }[] = [];
  if (spelling.name === 'rust') {
    let pattern: Node[] = [];
    for (let at = 0; at < items.length; at++) {
      if (!is(items[at], '=>')) {
        if (items[at]!.kind !== 'line' && !(pattern.length === 0 && is(items[at], ','))) pattern.push(items[at]!);
        continue;
      }
      const comma = items.findIndex((node, index) => index > at && is(node, ','));
      const isBlock = isGroup(items[at + 1], '{');
      const end = isBlock ? at + 2 : comma < 0 ? items.length : comma;
      arms.push({ pattern, body: items.slice(at + 1, end) });
      pattern = [];
      at = isBlock ? end - 1 : end;
    }
    return arms;
  }
  for (let at = 0; at < items.length; at++) {
    const node = items[at]!;
    if (is(node, 'case', 'default') && (at === 0 || items[at - 1]!.kind === 'line' || is(items[at - 1], ';', ':'))) {
      const end = items.findIndex((other, index) => index > at && (is(other, ':') || isGroup(other, '{')));
      if (end < 0) continue;
      const pattern = items.slice(is(node, 'default') ? at : at + 1, end);
      // A case that falls through, in JavaScript, to the next one.
      const before = arms.at(-1);
      if (spelling.name === 'javascript' && before !== undefined && before.body.every(one => one.kind === 'line'))
        before.pattern.push(...pattern);
      else arms.push({ pattern, body: [] });
      if (isGroup(items[end], '{')) arms.at(-1)!.body.push(items[end]);
      at = end;
    } else arms.at(-1)?.body.push(node);
  }
  return arms;
}

/** Whether an expression is what the program is told: its words, or what was read of them. */
export function isTold(nodes: readonly Node[]): boolean {
  return namesIn(nodes).some(name =>
    /arg|flag|opt|command|cmd|task|target|action|mode|step|sub|self|which|cli|parse/i.test(name),
  );
}

/** Names that are about where a program runs and what has happened so far: nobody can tell from its words. */
const SURROUNDING =
  /^(err|error|errors|ok|status|success|code|returncode|exitCode|failed|environ|env|getenv|Getenv|getEnv|LookupEnv|process|platform|GOOS|GOARCH|os|sys|is_?(ci|win\w*|darwin|mac\w*|linux|unix|latest)\w*|ci|cfg|exists\w*|which|is_?(file|dir)|stat|installed|verbose|Verbose|quiet|debug|__name__)$/i;

/** How a condition is decided: `surely` and `never` by the program's words, `either` by where it runs, `maybe` by who knows what. */
export type Way = 'surely' | 'never' | 'either' | 'maybe';

/** Decides a condition by the words that a program is called with. `choose`: whether a word is the one it is told next. */
export function wayOf(
  head: readonly Node[],
  words: readonly string[],
  choose: (names: readonly string[]) => boolean | undefined,
): Way {
  const text = textsIn(head);
  if (text.includes('__main__')) return 'surely';
  // Whether this file was started, and not another that takes it in.
  const started = namesIn(head);
  if (started.includes('module') && started.includes('require')) return 'surely';
  if (started.includes('meta') && started.includes('import')) return 'surely';
  const compared = head.some(node => is(node, '==', '===')) || (head.length > 1 && is(head[1], 'in'));
  const negated = is(head[0], '!', 'not');
  if (text.length > 0 && isTold(head) && !head.some(node => is(node, '&&', '||', 'and', 'or'))) {
    const flags = text.filter(one => /^--?[a-z]/.test(one));
    if (flags.length === text.length && !head.some(node => is(node, '!=', '!=='))) {
      const given = flags.some(flag => words.some(word => word === flag || word.startsWith(`${flag}=`)));
      return given !== negated ? 'surely' : 'never';
    }
    const chosen = compared && !negated ? choose(text) : undefined;
    if (chosen !== undefined) return chosen ? 'surely' : 'never';
  }
  const names = namesIn(head);
  return names.length > 0 && names.some(name => SURROUNDING.test(name)) && !isOfArguments(names) ? 'either' : 'maybe';
}

function isOfArguments(names: readonly string[]): boolean {
  return names.some(name => /^(args?|argv|flags?|opts?|options?|cli|self)$/.test(name));
}

/** Every name in an expression, also in its brackets. */
export function namesIn(nodes: readonly Node[]): readonly string[] {
  return nodes.flatMap(node =>
    node.kind === 'name'
      ? [node.text]
      : node.kind === 'group'
        ? namesIn(node.items)
        : node.kind === 'text'
          ? node.pieces.flatMap(piece => (typeof piece === 'string' ? [] : namesIn(piece)))
          : [],
  );
}

/** Every string in an expression, also in its brackets. */
export function textsIn(nodes: readonly Node[]): readonly string[] {
  return nodes.flatMap(node =>
    node.kind === 'text' ? [filledPlain(node)] : node.kind === 'group' ? textsIn(node.items) : [],
  );
}

/** The names that an arm is for: strings as they are, variants of an enum as a command line spells them. */
export function namesOf(pattern: readonly Node[]): readonly string[] {
  return partedAt(pattern, '|', ',').flatMap(one => {
    const texts = textsIn(one);
    if (texts.length > 0) return texts;
    const path = one.filter(node => node.kind === 'name');
    const last = path.at(-1);
    return last?.kind === 'name' && /^[A-Z]/.test(last.text)
      ? [kebab(last.text)]
      : last?.kind === 'name' && is(last, 'default', '_')
        ? ['_']
        : [];
  });
}

/** `RunTests` → `run-tests`, `run_tests` → `run-tests`. */
export function kebab(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
}
