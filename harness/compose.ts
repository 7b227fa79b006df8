import { parse } from 'unbash';
import { namesSecret } from '../lint/credentials.ts';
import type { Needed } from '../lint/shell/asking.ts';
import { readShell } from '../lint/shell/commands.ts';
import type { Draft } from './draft.ts';
import { type Edit, edited } from './edit.ts';
import { editsOf } from './edits.ts';
import type { Flow } from './flow.ts';
import { paramFor } from './outside.ts';
import { lineAt } from './script.ts';
import { secretEdits } from './secret-edits.ts';
import { isParams, type Segment, type Staged, uses } from './stages.ts';
import { standing } from './standing.ts';
import { withoutQuoted } from './texts.ts';
import { recordUpload } from './uploads.ts';

/** A stage with its text as it will be run. */
export interface Composed extends Staged {
  readonly run: string;
  readonly env: ReadonlyMap<string, string>;
  readonly secrets: readonly string[];
  readonly needs: readonly Needed[];
  /** What the variables of its text are known to be, expressions included. */
  readonly variables: ReadonlyMap<string, string | undefined>;
}

/** Variables that every shell or machine has. */
const EVERYWHERE =
  /^(PATH|HOME|USER|PWD|OLDPWD|SHELL|HOSTNAME|RANDOM|SECONDS|LINENO|EPOCH\w+|BASH\w*|UID|EUID|TMPDIR|LANG|LC_\w+|TERM|PIPESTATUS|IFS|OSTYPE|HOSTTYPE|MACHTYPE|LOGNAME|PPID|REPLY|OPT\w+|FUNCNAME|COLUMNS|LINES|PS\d|DIRSTACK|LD_\w+|VIRTUAL_ENV|CONDA_\w+|MAPFILE|COMP\w*|SHLVL|SUDO_\w+|CI|GITHUB_\w+|XDG_\w+|EDITOR|DISPLAY|NR|NF|FS|OFS|FILENAME|AWS_\w+|CARGO_\w+|JAVA_HOME)$/;

/** A stage's text; nothing where all of it was what the run does itself. */
export function composed(flow: Flow, staged: Staged): Composed | undefined {
  const { draft } = flow;
  const variables = new Map(draft.variables);
  for (const { variable, name } of staged.axes) variables.set(variable, `\${{ matrix.${name} }}`);
  const { uploaders, text: around } = flow;
  let { segments } = staged;
  let { text: raw, pieces } = joined(segments);
  let edits = safe(raw, editsOf(raw, variables, uploaders, around));
  // What only an upload has used goes with it.
  for (let unused = true; unused; ) {
    const left = edited(raw, edits);
    const needed = segments.filter(
      ({ names = [], script, start, end }) =>
        names.length === 0 || names.some(name => uses(left.replace(script.text.slice(start, end), ''), name)),
    );
    unused = needed.length < segments.length;
    segments = needed;
    if (unused) {
      ({ text: raw, pieces } = joined(segments));
      edits = safe(raw, editsOf(raw, variables, uploaders, around));
    }
  }
  for (const edit of edits) tell(flow, staged, edit, pieces);
  const bare = edited(raw, edits);
  const secrets = secretEdits(bare);
  for (const { secret, start } of secrets) {
    draft.secrets.set(secret!.name, { exported: false, what: secret!.what });
    draft.wrongAt(
      'secret',
      staged.file,
      lineNear(start, pieces),
      `${secret!.what} stands in a command`,
      `\`secrets.${secret!.name}\``,
    );
  }
  const run = tidy(standing(edited(bare, secrets)));
  for (const { script, start, end } of segments)
    draft.ledger.settle(script, start, end, { kind: 'stage', stage: staged.name });
  if (/^[\s:;]*$/.test(run) || isOnlyPreparation(run, edits)) {
    return undefined;
  }
  const env = new Map<string, string>();
  for (const { variable, name } of staged.axes) if (uses(run, variable)) env.set(variable, `\${{ matrix.${name} }}`);
  takeOutside(flow, run, staged);
  for (const { variable, name } of draft.params.values())
    if (!/^[\d@]$/.test(variable) && uses(run, variable) && !draft.env.has(variable) && !env.has(variable)) {
      env.set(variable, `\${{ params.${name} }}`);
      variables.set(variable, `\${{ params.${name} }}`);
    }
  for (const [name, value] of draft.regions) {
    variables.set(name, value);
    // A region is nothing to what only computes; as a variable of every stage it would make each of them other work than CI's.
    if (/\b(aws|s3|boto\w*|lambda|ecr|eks|kubectl|terraform|sam|cdk)\b|\.(py|sh)\b/i.test(run)) env.set(name, value);
  }
  for (const [name, value] of draft.env) variables.set(name, value);
  for (const preamble of draft.preambles)
    if (isParams(preamble, draft))
      draft.moved(
        preamble.script,
        preamble.start,
        preamble.end,
        `params.${preamble.names.map(name => name.toLowerCase()).join(', params.')}`,
      );
  const wanted = [...draft.secrets].filter(([name, { exported }]) => exported || uses(run, name)).map(([name]) => name);
  const needs = edits.flatMap(edit => (edit.needs ? [edit.needs] : []));
  return { ...staged, run: positional(flow, run, staged), env, secrets: wanted, needs, variables };
}

interface Placed extends Segment {
  readonly from: number;
}

function joined(segments: readonly Segment[]): { readonly text: string; readonly pieces: readonly Placed[] } {
  let text = '';
  const pieces: Placed[] = [];
  for (const segment of segments) {
    pieces.push({ ...segment, from: text.length });
    text += `${segment.script.text.slice(segment.start, segment.end)}\n`;
  }
  return { text, pieces };
}

/** Edits after which the text still parses: all of them, or those that do no harm beside the ones before. */
function safe(text: string, edits: readonly Edit[]): readonly Edit[] {
  const parses = (some: readonly Edit[]) => (parse(edited(text, some)).errors ?? []).length === 0;
  if (edits.length === 0 || !parses([])) return [];
  if (parses(edits)) return edits;
  const kept: Edit[] = [];
  for (const edit of edits) {
    kept.push(edit);
    if (!parses(kept)) kept.pop();
  }
  return kept;
}

function tell(flow: Flow, staged: Staged, edit: Edit, pieces: readonly Placed[]): void {
  const { draft } = flow;
  const line = lineNear(edit.start, pieces);
  const piece = pieces.findLast(({ from }) => from <= edit.start)!;
  const now = edit.needs?.kind === 'path' ? `${edit.now}` : edit.now;
  draft.wrongAt(edit.fault, piece.script.path, line, edit.message, now);
  // The whole commands that it takes away are in no stage.
  for (const { script, start, end, from } of pieces) {
    const first = Math.max(edit.start, from) - from + start;
    const last = Math.min(edit.end, from + end - start) - from + start;
    if (first < last) draft.ledger.settle(script, first, last, { kind: 'left', why: edit.now });
  }
  if (edit.upload) recordUpload(draft, edit.upload.words, staged.cwd, staged.to);
}

function lineNear(at: number, pieces: readonly Placed[]): number {
  const piece = pieces.findLast(({ from }) => from <= at) ?? pieces[0]!;
  const inside = piece.start + Math.max(0, Math.min(at - piece.from, piece.end - piece.start));
  const skip = /^\s*/.exec(piece.script.text.slice(inside))?.[0].length ?? 0;
  return lineAt(piece.script, Math.min(inside + skip, piece.end));
}

/** Less of the indentation that the text had around it, and no empty lines at its ends. */
function tidy(text: string): string {
  const lines = text.split('\n').map(line => line.replace(/[ \t]+$/, ''));
  const out = lines.filter((line, index) => line !== '' || (index > 0 && lines[index - 1] !== '')).join('\n');
  const trimmed = out.replace(/^\n+|\n+$/g, '');
  return /<</.test(text) || /\\$/m.test(text.replace(/\\\n/g, ''))
    ? text.replace(/^\n+|\n+$/g, '')
    : outdented(trimmed);
}

/** Blocks that came from inside a function keep its indentation on all lines but the first. */
function outdented(text: string): string {
  const lines = text.split('\n');
  const quoted = lines.some(line => (line.replace(/\\./g, '').match(/["'`]/g) ?? []).length % 2 === 1);
  if (quoted) return text;
  const least = Math.min(
    ...lines
      .slice(1)
      .filter(Boolean)
      .map(line => /^ */.exec(line)![0].length),
  );
  if (!Number.isFinite(least) || least === 0) return text;
  return lines
    .map((line, index) => (index === 0 ? line : line.slice(Math.min(least, /^ */.exec(line)![0].length))))
    .join('\n');
}

function isOnlyPreparation(run: string, edits: readonly Edit[]): boolean {
  const { commands } = readShell(run);
  return (
    edits.some(({ upload }) => upload) &&
    commands.every(
      ({ kind, words }) => kind === 'assignment' || /^(cd|mkdir|echo|:|source|\.|export)$/.test(words[0]?.value ?? ''),
    )
  );
}

/** Variables in capitals that nothing sets must come from outside: params, with what the text says they are without. */
function takeOutside(flow: Flow, run: string, staged: Staged): void {
  const { draft } = flow;
  const text = withoutQuoted(run);
  const line = staged.line;
  const known = (name: string) =>
    EVERYWHERE.test(name) ||
    draft.env.has(name) ||
    draft.secrets.has(name) ||
    staged.axes.some(({ variable }) => variable === name) ||
    [...draft.params.values()].some(({ variable }) => variable === name) ||
    new RegExp(
      `(^|[\\s;&|({"])(?:local |export |declare (?:-\\w+ )?|readonly |read (?:-\\w+ )*(?:\\w+ )*|for |mapfile (?:-\\w+ )*|getopts \\S+ |printf -v )?${name}(\\+?=|\\[|\\s+in\\b|\\+\\+|$|\\s*<|\\s*;)`,
      'm',
    ).test(run);
  for (const [, name, operator, fallback] of text.matchAll(/\$\{?([A-Za-z_]\w*)(?:(:?[-=?])([^{}$`"]*)\})?/g)) {
    const isTemplate = draft.templated.has(name!);
    if (!(isTemplate || /^[A-Z][A-Z0-9_]*$/.test(name!)) || known(name!)) continue;
    if (namesSecret(name!)) draft.secrets.set(name!, { exported: false, what: 'a credential' });
    else paramFor(draft, name!, operator && !operator.endsWith('?') ? (fallback ?? '') : undefined, line);
  }
}

/** Whether a text uses all words of the harness, as `for e in "$@"`; not where it only hands them to a function that uses none. */
function takesAll({ routines }: Flow, own: string, segments: readonly Segment[]): boolean {
  const some = /\$(?:[@*#]|\{#?[@*]\})/;
  const rest = own.replaceAll(/^\s*([\w-]+) "?\$[@*]"?[ \t]*$/gm, (call, name: string) => {
    const routine = routines.get(name);
    const body = routine && withoutQuoted(routine.script.text.slice(routine.node.body.pos, routine.node.body.end));
    return body !== undefined && !/\$\{?#?[@*#1-9]/.test(body) ? '' : call;
  });
  return segments.length > 0 && some.test(rest);
}

function allOf(draft: Draft, run: string, line: number): string {
  draft.params.set('args', { name: 'args', variable: '@', line, default: '' });
  return `set -- \${{ params.args }}\n${run}`;
}

/** `$1` of the harness itself: a param, put back in its place. */
function positional(flow: Flow, run: string, { segments, line }: Staged): string {
  const { draft } = flow;
  const own = segments
    .map(({ script, start, end }) => script.text.slice(start, end))
    .filter(text => !/^(function\s+)?[\w-]+\s*\(\)|^function\s/.test(text))
    .map(withoutQuoted)
    .join('\n');
  const found = [...own.matchAll(/(?<!\\)\$(?:\{([1-9])(?::?-([^{}$`]*))?[^}]*\}|([1-9]))/g)];
  if (found.length === 0) return takesAll(flow, own, segments) ? allOf(draft, run, line) : run;
  const most = Math.max(...found.map(([, braced, , plain]) => Number(braced ?? plain)));
  const values = Array.from({ length: most }, (_, index) => {
    const number = String(index + 1);
    const fallback = found
      .find(([, braced, rest]) => braced === number && rest !== undefined)?.[2]
      ?.replace(/["']/g, '');
    if (!draft.params.has(`arg${number}`))
      draft.params.set(`arg${number}`, {
        name: `arg${number}`,
        variable: number,
        line,
        ...(fallback !== undefined && { default: fallback }),
      });
    return `'\${{ params.arg${number} }}'`;
  });
  return `set -- ${values.join(' ')}\n${run}`;
}
