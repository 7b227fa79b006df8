import { posix } from 'node:path';
import type { PathSet } from '../plan/path-set.ts';
import { pathSet, witness } from '../plan/path-set.ts';
import type { PlannedOutput, PlannedStage } from '../plan/plan.ts';
import { quote } from '../plan/quote.ts';

/** What the stand-in of the stage under test does when its cue comes: it passes, hangs, or asks for memory or disk without end. */
export type Cue = 'finish' | 'hang' | 'eat' | 'flood';

/** The stage under test writes a line every tick until its cue. */
export interface OnCue {
  /** The file in which its cue appears. */
  readonly cue: string;
  /** A file that tells an earlier attempt from this one: the second writes at once and passes, as a lucky retry would. */
  readonly begun: string;
}

/** Seconds between two lines of a stand-in. */
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

/**
 * A stand-in's command: what a stage before the one under test does at once, and the latter `onCue`. Built-ins of bash alone once
 * it has begun: it must not take the processor from what it stands in.
 */
export function standIn(files: readonly string[], onCue?: OnCue): string {
  const directories = [...new Set(files.map(file => posix.dirname(file)))].filter(name => name !== '.');
  const lines = [
    '# A stand-in: it writes what the stage declares, line by line, and each line says how old it is in hundredths of a second.',
    `files=(${files.map(quote).join(' ')})`,
    ...(directories.length > 0 ? [`mkdir -p -- ${directories.map(quote).join(' ')}`] : []),
    // The first line names the file, so that what is kept is told by content, whatever its key.
    'for file in "${files[@]}"; do echo "$file" >"$file"; done',
  ];
  if (!onCue) return `${lines.join('\n')}\n`;
  return `${[
    ...lines,
    `cue=${quote(onCue.cue)} begun=${quote(onCue.begun)} word=`,
    // The cue is for the first attempt alone.
    '[[ ! -e $begun ]] || cue= word=finish',
    ': >"$begun"',
    'exec {never}<> <(:)',
    'read -r up _ </proc/uptime',
    'began=$((10#${up/./}))',
    'while :; do',
    '  read -r up _ </proc/uptime',
    '  age=$((10#${up/./} - began))',
    '  for file in "${files[@]}"; do echo "$age" >>"$file"; done',
    '  echo "$age"',
    '  [[ ! -s $cue ]] || read -r word <"$cue" || :',
    '  case $word in',
    '  finish) break ;;',
    '  hang) trap "" TERM && while :; do read -r -t 60 -u "$never" || :; done ;;',
    // Should its memory not be limited after all, the machine is not to suffer for it.
    "  eat) ulimit -v 2000000 && glut=$(tr '\\0' x </dev/zero) ;;",
    "  flood) while :; do printf '%65536s\\n' '' >>\"${files[0]-/dev/full}\"; done ;;",
    '  esac',
    `  read -r -t ${tick} -u "$never" || :`,
    'done',
  ].join('\n')}\n`;
}
