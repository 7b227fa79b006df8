/** A text before and after, under the name that a patch shall find it by. */
export interface Change {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

const CONTEXT = 3;

/** A unified diff as `git apply` and `patch -p1` read it; empty where nothing changes. */
export function unifiedDiff({ name, before, after }: Change): string {
  if (before === after) return '';
  const old = linesOf(before);
  const young = linesOf(after);
  const script = editScript(old, young);
  const hunks: string[] = [];
  for (let at = 0; at < script.length; ) {
    if (script[at]!.kind === ' ') {
      at++;
      continue;
    }
    const from = Math.max(0, at - CONTEXT);
    let to = at;
    // Changes with few lines between them share a hunk.
    for (let same = 0, next = at; next < script.length && same <= 2 * CONTEXT; next++) {
      same = script[next]!.kind === ' ' ? same + 1 : 0;
      if (same === 0) to = next;
    }
    const end = Math.min(script.length, to + 1 + CONTEXT);
    hunks.push(hunk(script.slice(from, end), script.slice(0, from)));
    at = end;
  }
  return `--- ${quoted(`a/${name}`)}\n+++ ${quoted(`b/${name}`)}\n${hunks.join('')}`;
}

interface Step {
  readonly kind: ' ' | '-' | '+';
  /** With its line end, where it has one. */
  readonly line: string;
}

function hunk(steps: readonly Step[], before: readonly Step[]): string {
  const side = (other: '-' | '+') => {
    const count = steps.filter(({ kind }) => kind !== other).length;
    const first = before.filter(({ kind }) => kind !== other).length + (count > 0 ? 1 : 0);
    return count === 1 ? `${first}` : `${first},${count}`;
  };
  const lines = steps.map(({ kind, line }) =>
    line.endsWith('\n') ? `${kind}${line}` : `${kind}${line}\n\\ No newline at end of file\n`,
  );
  return `@@ -${side('+')} +${side('-')} @@\n${lines.join('')}`;
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** What is common at both ends is left out; between them the fewest lines change (Myers, 1986). */
function editScript(old: readonly string[], young: readonly string[]): readonly Step[] {
  let head = 0;
  while (head < old.length && head < young.length && old[head] === young[head]) head++;
  let tail = 0;
  const most = Math.min(old.length, young.length) - head;
  while (tail < most && old.at(-1 - tail) === young.at(-1 - tail)) tail++;
  const same = (lines: readonly string[]) => lines.map((line): Step => ({ kind: ' ', line }));
  return [
    ...same(old.slice(0, head)),
    ...middle(old.slice(head, old.length - tail), young.slice(head, young.length - tail)),
    ...same(old.slice(old.length - tail)),
  ];
}

function middle(old: readonly string[], young: readonly string[]): readonly Step[] {
  const frontiers: Map<number, number>[] = [];
  let frontier = new Map([[1, 0]]);
  search: for (let steps = 0; ; steps++) {
    frontiers.push(new Map(frontier));
    for (let k = -steps; k <= steps; k += 2) {
      const down = k === -steps || (k !== steps && (frontier.get(k - 1) ?? -1) < (frontier.get(k + 1) ?? -1));
      let x = down ? (frontier.get(k + 1) ?? 0) : (frontier.get(k - 1) ?? 0) + 1;
      while (x < old.length && x - k < young.length && old[x] === young[x - k]) x++;
      frontier.set(k, x);
      if (x >= old.length && x - k >= young.length) break search;
    }
    frontier = new Map(frontier);
  }
  const script: Step[] = [];
  let x = old.length;
  let y = young.length;
  for (let steps = frontiers.length - 1; steps >= 0; steps--) {
    const known = frontiers[steps]!;
    const k = x - y;
    const down = k === -steps || (k !== steps && (known.get(k - 1) ?? -1) < (known.get(k + 1) ?? -1));
    const previous = down ? k + 1 : k - 1;
    const fromX = known.get(previous) ?? 0;
    const fromY = fromX - previous;
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      script.push({ kind: ' ', line: old[--x]! });
      y--;
    }
    if (steps === 0) break;
    if (down) script.push({ kind: '+', line: young[--y]! });
    else script.push({ kind: '-', line: old[--x]! });
  }
  return script.reverse();
}

/** As git quotes a path that has a letter which a header cannot hold. */
function quoted(name: string): string {
  if (!/["\\\p{Cc}]/u.test(name)) return /\s/.test(name) ? `${name}\t` : name;
  const letters: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r' };
  const escaped = name.replace(
    /["\\\p{Cc}]/gu,
    letter => letters[letter] ?? `\\${letter.codePointAt(0)!.toString(8).padStart(3, '0')}`,
  );
  return `"${escaped}"`;
}
