import { base } from '../lint/path.ts';
import { readShell } from '../lint/shell/commands.ts';
import { purposeOf } from '../lint/shell/purpose.ts';
import { writtenBy } from '../lint/writes.ts';
import { type Axis, type Draft, type Group, type Piece, slug } from './draft.ts';
import type { Flow } from './flow.ts';
import { lineAt, type Script } from './script.ts';
import { escaped, withoutQuoted } from './texts.ts';

/** A stretch of a stage's text, and where it comes from. */
export interface Segment {
  readonly script: Script;
  readonly start: number;
  readonly end: number;
  /** Variables that it sets and that it is there for. */
  readonly names?: readonly string[];
}

/** Pieces of the harness that are one stage of the campaign. */
export interface Staged {
  readonly name: string;
  readonly line: number;
  readonly file: string;
  readonly axes: readonly Axis[];
  readonly when: string | undefined;
  readonly cwd: string | undefined;
  readonly timeout: string | undefined;
  /** What others share: it only builds or fetches. */
  readonly builds: boolean;
  readonly segments: readonly Segment[];
  /** The pieces of the harness `[from, to)` in the order in which they ran. */
  readonly from: number;
  readonly to: number;
}

interface Gathering {
  readonly group: Group | undefined;
  readonly pieces: { piece: Piece; at: number }[];
}

/** The stages of a harness, in the order in which it ran them. */
export function stagesOf(flow: Flow): readonly Staged[] {
  const { draft } = flow;
  const names = new Set<string>();
  return gathered(flow).map(({ group, pieces }) => {
    const first = pieces[0]!.piece;
    const main =
      pieces.find(({ piece }) => piece.kind === 'work') ??
      pieces.find(({ piece }) => piece.kind === 'build' || piece.kind === 'fetch') ??
      pieces[0]!;
    const builds =
      !pieces.some(({ piece }) => piece.kind === 'work') &&
      pieces.some(({ piece }) => piece.kind === 'build' || piece.kind === 'fetch');
    const fetches = builds && !pieces.some(({ piece }) => piece.kind === 'build');
    const name = unique(group?.name ?? (fetches ? 'fetch' : builds ? 'build' : nameOf(main.piece, draft)), names);
    const { axes, when, cwd } = main.piece;
    const line = group?.line ?? lineAt(first.script, first.start);
    const from = pieces[0]!.at;
    const to = pieces.at(-1)!.at + 1;
    return {
      name,
      line,
      file: first.script.path,
      axes,
      when,
      cwd,
      timeout: group?.timeout,
      builds,
      segments: segmentsOf(flow, pieces),
      from,
      to,
    };
  });
}

function gathered(flow: Flow): readonly Gathering[] {
  const { draft } = flow;
  const found: Gathering[] = [];
  let pending: Gathering['pieces'] = [];
  const works = new Set(
    draft.pieces.flatMap(({ group, kind }) => (group && kind !== 'prep' && kind !== 'tell' ? [group] : [])),
  );
  for (const [at, piece] of draft.pieces.entries()) {
    const last = found.at(-1);
    // A section without work of its own only prepares what comes next.
    const group = piece.group && (piece.group.how !== 'section' || works.has(piece.group)) ? piece.group : undefined;
    const coupled = group?.how === 'runner' ? -1 : coupledTo(found, piece, draft);
    if (coupled >= 0) {
      // All that ran between the two stays between them.
      const joined = found.splice(coupled + 1).flatMap(({ pieces }) => pieces);
      found[coupled]!.pieces.push(...joined, ...pending, { piece, at });
      pending = [];
    } else if (!group && (piece.kind === 'prep' || piece.kind === 'tell')) pending.push({ piece, at });
    else if (last && sameLoop(last, piece) && (belongs(last, group, piece) || isHidden(flow, last, group))) {
      last.pieces.push(...pending, { piece, at });
      pending = [];
    } else {
      found.push({ group, pieces: [...pending, { piece, at }] });
      pending = [];
    }
  }
  for (const { pieces } of found)
    if (pieces.every(({ piece }) => piece.kind === 'say'))
      for (const { piece } of pieces)
        draft.left(piece.script, piece.start, piece.end, 'it only announces something: the run says what has passed');
  const kept = found.filter(({ pieces }) => pieces.some(({ piece }) => piece.kind !== 'say'));
  const last = kept.at(-1);
  if (pending.length > 0 && last && last.group?.how !== 'runner') last.pieces.push(...pending);
  else if (pending.length > 0) kept.push({ group: undefined, pieces: pending });
  return kept;
}

/** It goes on with what the stage before does: the same group, or another build, or another download. */
function belongs({ group, pieces }: Gathering, own: Group | undefined, { kind }: Piece): boolean {
  if (own || group) return own === group;
  const kinds = new Set(pieces.map(({ piece }) => piece.kind));
  if (kind === 'build') return !kinds.has('work') && !kinds.has('fetch');
  return kind === 'fetch' && !kinds.has('work') && !kinds.has('build');
}

/** A round whose beginning leaves no file, as `pgbench -i -s $s`: the next round would undo it before its end has run. */
function isHidden({ routines, draft }: Flow, { group, pieces }: Gathering, own: Group | undefined): boolean {
  if (pieces.at(-1)!.piece.axes.length === 0 || group?.how === 'runner' || own?.how === 'runner') return false;
  const functions = [...routines.values()].map(({ script, node }) => script.text.slice(node.pos, node.end)).join('\n');
  return pieces.every(({ piece }) => writesOf(piece, draft, functions).length === 0);
}

function sameLoop({ pieces }: Gathering, { axes, when, cwd }: Piece): boolean {
  const main = pieces.at(-1)!.piece;
  return main.axes === axes && main.when === when && main.cwd === cwd;
}

/** The stage before that a piece belongs to, as it looks at what that has set or started, or goes on with a file of it; else -1. */
function coupledTo(found: readonly Gathering[], piece: Piece, draft: Draft): number {
  const open = (one: Gathering) => one.group?.how !== 'runner' && sameAxes(one, piece);
  const places = [
    found.findLastIndex(one => open(one) && looksAt(one, piece, one === found.at(-1))),
    found.findIndex(one => open(one) && goesOnWith(one, piece, draft)),
  ].filter(at => at >= 0);
  return places.length > 0 ? Math.min(...places) : -1;
}

function looksAt(before: Gathering, piece: Piece, isLast: boolean): boolean {
  const text = withoutQuoted(textOf(piece));
  const texts = before.pieces.map(one => textOf(one.piece)).join('\n');
  if (isLast && /\$!|\$\?|\$\{?PIPESTATUS/.test(text)) return true;
  const begins = /(?<!&)&(?=\s*($|done\b|[})]))|^\s*(tmux\s+new|screen\s+-\w*d)/m;
  if (isLast && begins.test(texts) && !/^\s*(wait|kill|pkill)\b/m.test(texts)) return true;
  const names = [...withoutQuoted(texts).matchAll(/(?:^|[\s;({&|])([A-Za-z_]\w*)(?:\[[^\]]*\])?\+?=/gm)].map(
    ([, name]) => name!,
  );
  return names.some(name => uses(text, name) && !new RegExp(`(^|\\s)${name}=`).test(text));
}

function goesOnWith(before: Gathering, piece: Piece, draft: Draft): boolean {
  const appended = writesOf(piece, draft).filter(({ appends }) => appends);
  return (
    appended.length > 0 &&
    before.pieces.some(one => writesOf(one.piece, draft).some(({ path }) => appended.some(more => more.path === path)))
  );
}

/** The files that a piece writes; `functions`: what it may call. */
function writesOf(
  piece: Piece,
  draft: Draft,
  functions = '',
): readonly { readonly path: string; readonly appends: boolean }[] {
  const values = new Map(draft.variables);
  for (const { variable, name } of piece.axes) values.set(variable, `\${{ matrix.${name} }}`);
  return readShell(`${functions}\n${textOf(piece)}`, values).commands.flatMap(command =>
    [...writtenBy({ ...command, text: { text: '', placeOf: none }, directory: undefined })].filter(
      ({ how }) => how !== 'make',
    ),
  );
}

function none(): never {
  throw new Error('a harness has no places of a campaign');
}

function sameAxes({ pieces }: Gathering, { axes }: Piece): boolean {
  return pieces.at(-1)!.piece.axes === axes;
}

function textOf({ script, start, end }: Segment): string {
  return script.text.slice(start, end);
}

/** What may stand before the name of a function that is called, or handed on to be. */
const BEFORE_CALL = String.raw`then|do|else|elif|if|while|until|time|trap|export\s+-f|xargs|bash\s+-c|eval|command|nohup|env|sudo|wait|type|timeout\s+\S+|\w+=\S*`;

/** A command whose name a variable holds, or the end of it: `$step`, `"bench_${step}" 10`. */
const BY_VARIABLE = /(?:^|[;&|({!]|\b(?:then|do|else|if|while|until|time))[ \t]*"?[\w-]*\$\{?\w+\}?"?(?=[\s;&|)]|$)/gm;

/** Whether a text calls a function: `build`, `run_stage build`, `trap cleanup EXIT`, but not `cargo build`. */
function isCalled(name: string, before: string, text: string): boolean {
  const byVariable = text.match(BY_VARIABLE) ?? [];
  const prefixes = byVariable.map(word => /^\W*([\w-]*)\$/.exec(word)![1]!);
  if (prefixes.some(prefix => prefix !== '' && name.startsWith(prefix))) return true;
  if (prefixes.includes('') && new RegExp(`(^|[\\s"'(,=:])${escaped(name)}(?=[\\s"'),:;]|$)`, 'm').test(text))
    return true;
  const called = `(?:^|[;&|({!\`]|(?:^|[\\s;&|({!])(?:${before})[ \\t])[ \\t]*["']?${escaped(name)}(?=[\\s;)&|}\`"']|$)`;
  return new RegExp(called, 'm').test(text);
}

/** Functions, values and directories that the pieces need, then the pieces. */
function segmentsOf({ draft, routines }: Flow, pieces: Gathering['pieces']): readonly Segment[] {
  const last = pieces.at(-1)!.at;
  const functions = new Set<string>();
  const preambles = new Set<Draft['preambles'][number]>();
  let texts = pieces.map(({ piece }) => textOf(piece)).join('\n');
  const before = [BEFORE_CALL, ...[...routines.keys()].map(escaped)].join('|');
  for (let grown = true; grown; ) {
    grown = false;
    for (const [name, { script, node }] of routines)
      if (!functions.has(name) && isCalled(name, before, texts)) {
        functions.add(name);
        texts += `\n${script.text.slice(node.pos, node.end)}`;
        grown = true;
      }
    for (const preamble of draft.preambles) {
      if (preambles.has(preamble) || preamble.at > last) continue;
      if (isParams(preamble, draft) || isCloned(preamble, draft)) continue;
      const wanted =
        preamble.always || preamble.mentions?.test(texts) || preamble.names.some(name => uses(texts, name));
      if (!wanted) continue;
      preambles.add(preamble);
      texts += `\n${textOf(preamble)}`;
      grown = true;
    }
  }
  const ordered: { at: number; rank: number; segment: Segment }[] = [
    ...[...functions].map(name => {
      const { script, node } = routines.get(name)!;
      return { at: -1, rank: node.pos, segment: { script, start: node.pos, end: node.end } };
    }),
    ...draft.preambles
      .filter(one => preambles.has(one))
      .map((one, rank) => ({
        at: one.at - 0.5,
        rank,
        segment: { script: one.script, start: one.start, end: one.end, ...(!one.always && { names: one.names }) },
      })),
    ...pieces.map(({ piece: { script, start, end, names }, at }) => ({
      at,
      rank: 0,
      segment: { script, start, end, ...(names && { names }) },
    })),
  ];
  return ordered.sort((a, b) => a.at - b.at || a.rank - b.rank).map(({ segment }) => segment);
}

/** What an option of the command line sets is a param, so its first value is that param's default. */
export function isParams({ names }: { readonly names: readonly string[] }, { params }: Draft): boolean {
  const variables = new Set([...params.values()].map(({ variable }) => variable));
  return names.length > 0 && names.every(name => variables.has(name));
}

/** The directory into which the sources are cloned is the run's to make. */
function isCloned({ directories = [] }: Draft['preambles'][number], { repositories }: Draft): boolean {
  return directories.length > 0 && directories.every(one => repositories.some(({ dir }) => dir?.startsWith(one)));
}

export function uses(text: string, name: string): boolean {
  return new RegExp(
    `\\$\\{?[#!]?${name}\\b|\\(\\((?:[^()]|\\([^()]*\\))*\\b${name}\\b|\\blet\\s[^\\n]*\\b${name}\\b`,
  ).test(text);
}

/** A name for a stage that the harness gave none: what it runs. */
function nameOf(piece: Piece, draft: Draft): string {
  const { commands } = readShell(textOf(piece), draft.variables);
  const own = commands.filter(one => !one.context.value && !one.calls);
  const command = own.find(one => purposeOf(one) === 'work') ?? own[0] ?? commands[0];
  const written = command?.words.map(({ value, text }) => value ?? text) ?? [];
  // `$MYSQL -e …` of a variable that holds several words.
  const words = (/\s/.test(written[0] ?? '') ? [...written[0]!.split(/\s+/), ...written.slice(1)] : written).filter(
    (word, index) => index > 0 || word !== 'sudo',
  );
  const [program = 'stage', ...args] = words;
  const after = (...options: readonly string[]) => args.find((_, index) => options.includes(args[index - 1] ?? ''));
  const short = base(program);
  const file = args.find(word => /\.(sh|py|js|rb|pl|R|sql)$/.test(word));
  if (/^(python[\d.]*|bash|sh|node|Rscript|ruby|perl)$/.test(short) && file)
    return slug(base(file).replace(/\.\w+$/, '')) || short;
  if (short === 'cargo') return slug(after('--example', '--bin', '--bench') ?? `cargo-${args[0] ?? ''}`) || 'cargo';
  const verb = args[0] !== undefined && /^[a-z][\w-]*$/.test(args[0]) ? `-${args[0]}` : '';
  return slug(`${short.replace(/\.(sh|py)$/, '')}${verb}`) || 'stage';
}

function unique(name: string, names: Set<string>): string {
  let found = name;
  for (let count = 2; names.has(found); count++) found = `${name}-${count}`;
  names.add(found);
  return found;
}
