import { posix } from 'node:path';
import type { PathSet } from '../plan/path-set.ts';
import { pathSet, witness } from '../plan/path-set.ts';
import type { PlannedOutput, PlannedStage } from '../plan/plan.ts';

/** What a stand-in does: `at-once` writes and passes; the others write a line every tick, until they pass, are killed, or hang. */
export type Manner = 'at-once' | { readonly passesAfter: number } | 'endless' | { readonly hangsAfter: number };

export interface StandIn {
  readonly manner: Manner;
  /** A file that tells an earlier attempt from this one: the second writes at once and passes, as a lucky retry would. */
  readonly begun: string;
  /** A file whose appearance tells it to ask for memory without end. */
  readonly gluttony: string;
}

/** Seconds between two ticks of a stand-in. */
export const tick = 0.1;

/** The files that a stand-in writes for an output: the least that satisfies it and those who require something of it. */
export function filesOf(output: PlannedOutput, stages: readonly PlannedStage[]): readonly string[] {
  const { path } = output;
  if (path.kind === 'file') return [path.text];
  const wanted = stages.flatMap(({ requires }) =>
    requires.flatMap(required =>
      required.kind === 'path' && required.path.text !== path.text ? sharedWith(path, required.path) : [],
    ),
  );
  const files = wanted.filter(name => name !== bare(path.text));
  if (path.kind === 'glob') files.push(sharedWith(path, anything(path))[0] ?? 'output');
  else files.push(...numbered(path.text, output.expect?.files?.min ?? 1));
  return [...new Set(files)];
}

/** At most 50: what is rehearsed is whether they are kept, and one that is costs as much as the next. */
function numbered(directory: string, count: number): string[] {
  return Array.from({ length: Math.min(50, Math.max(1, count)) }, (_, index) => `${directory}part-${index + 1}`);
}

function sharedWith(path: PathSet, other: PathSet): string[] {
  const name = witness(path, other);
  return name === undefined ? [] : [name];
}

function anything(path: PathSet): PathSet {
  return pathSet(path.absolute ? '/**' : '**');
}

function bare(directory: string): string {
  return directory.replace(/\/$/, '');
}

/** A stand-in's command. Built-ins of bash alone once it has begun: it must not take the processor from what it stands in. */
export function standIn(files: readonly string[], { manner, begun, gluttony }: StandIn): string {
  const directories = [...new Set(files.map(file => posix.dirname(file)))].filter(name => name !== '.');
  const lines = [
    '# A stand-in: it writes what the stage declares, line by line, and each line says how old it is in hundredths of a second.',
    `files=(${files.map(quote).join(' ')})`,
    ...(directories.length > 0 ? [`mkdir -p -- ${directories.map(quote).join(' ')}`] : []),
  ];
  // The first line names the file, so that what is kept is told by content, whatever its key.
  const begin = 'for file in "${files[@]}"; do echo "$file" >"$file"; done';
  if (manner === 'at-once') return [...lines, begin, ''].join('\n');
  const last =
    manner === 'endless'
      ? 999_999
      : Math.round(100 * ('passesAfter' in manner ? manner.passesAfter : manner.hangsAfter));
  return [
    ...lines,
    begin,
    `last=${last}`,
    `[[ ! -e ${quote(begun)} ]] || last=0`,
    `: >${quote(begun)}`,
    'exec {never}<> <(:)',
    'read -r up _ </proc/uptime',
    'began=$((10#${up/./}))',
    'while :; do',
    '  read -r up _ </proc/uptime',
    '  age=$((10#${up/./} - began))',
    '  for file in "${files[@]}"; do echo "$age" >>"$file"; done',
    '  echo "$age"',
    '  ((age < last)) || break',
    `  [[ ! -e ${quote(gluttony)} ]] || glut=$(tr '\\0' x </dev/zero)`,
    `  read -r -t ${tick} -u "$never" || :`,
    'done',
    ...(typeof manner === 'object' && 'hangsAfter' in manner
      ? ['((last == 0)) || { trap "" TERM && while :; do read -r -t 60 -u "$never" || :; done; }']
      : []),
    '',
  ].join('\n');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
