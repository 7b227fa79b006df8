import { type Entry, Ledger } from './ledger.ts';
import { FAULTS, type FaultKind, type Remark } from './remarks.ts';
import { lineAt, type Script } from './script.ts';

/** A value that the harness was given from outside. */
export interface Param {
  readonly name: string;
  /** The shell variable, or `1` for a positional argument. */
  readonly variable: string;
  /** Absent: it must be given. */
  readonly default?: string;
  readonly line: number;
}

/** One loop around a stage. */
export interface Axis {
  readonly name: string;
  readonly variable: string;
  readonly values: readonly string[];
}

/** What the harness itself says belongs together. */
export interface Group {
  readonly name: string;
  readonly line: number;
  /** In seconds, where the harness ends it. */
  readonly timeout?: string;
  /** A section ends no stage that has no work of its own. */
  readonly how: 'runner' | 'function' | 'section' | 'arm';
}

/** A stretch of a harness that is to be run by a stage. */
export interface Piece {
  readonly script: Script;
  readonly start: number;
  readonly end: number;
  readonly axes: readonly Axis[];
  readonly group: Group | undefined;
  readonly cwd: string | undefined;
  /** A condition of the campaign under which it runs. */
  readonly when: string | undefined;
  /** `prep`: directories, removals and values for what comes next. */
  readonly kind: 'work' | 'build' | 'fetch' | 'prep' | 'tell' | 'say';
  /** Variables that it sets and that it is there for. */
  readonly names?: readonly string[];
}

/** `aws s3 cp FILE s3://…` of the harness. */
export interface Upload {
  readonly path: string;
  /** How many pieces came before it. */
  readonly at: number;
  readonly cwd: string | undefined;
  readonly directory: boolean;
}

/** A line that several stages may need before their own: a value, a directory, a library of functions. */
export interface Preamble {
  readonly script: Script;
  readonly start: number;
  readonly end: number;
  /** Variables that it sets. */
  readonly names: readonly string[];
  /** It belongs before whatever matches; absent: only where a name of it is used. */
  readonly mentions?: RegExp;
  readonly always?: boolean;
  /** Absolute directories that it makes. */
  readonly directories?: readonly string[];
  /** How many pieces came before it. */
  readonly at: number;
}

export interface Repository {
  readonly url: string;
  readonly dir: string | undefined;
  ref?: string;
}

/** What is known of the campaign while a harness is read. */
export class Draft {
  readonly ledger = new Ledger();
  readonly remarks: Remark[] = [];
  readonly pieces: Piece[] = [];
  readonly params = new Map<string, Param>();
  /** Exported values: variable → text, with expressions. */
  readonly env = new Map<string, string>();
  /** Exported regions of AWS: variable → text. */
  readonly regions = new Map<string, string>();
  readonly secrets = new Map<string, { readonly exported: boolean; readonly what: string }>();
  readonly packages = new Set<string>();
  readonly services = new Set<string>();
  readonly setup: { readonly script: Script; readonly start: number; readonly end: number }[] = [];
  readonly repositories: Repository[] = [];
  readonly uploads: Upload[] = [];
  readonly preambles: Preamble[] = [];
  /** Variables that hold a word of the command line: variable → index. */
  readonly positional = new Map<string, number>();
  /** Names that a template is given. */
  readonly templated = new Set<string>();
  /** Values that have been assigned, by variable, as texts with expressions. */
  readonly variables = new Map<string, string | undefined>();
  /** Lists of known words, by variable: `STAGES=(load query)`. */
  readonly lists = new Map<string, readonly string[]>();
  readonly #rests: { script: Script; start: number; end: number; why: string }[] = [];
  store: string | undefined;
  region: string | undefined;
  user: string | undefined;
  image: string | undefined;
  disk: string | undefined;
  /** It installs without sudo, so it ran as root. */
  root = false;
  limit: string | undefined;

  left(script: Script, start: number, end: number, why: string): undefined {
    this.ledger.settle(script, start, end, { kind: 'left', why });
  }

  /** What of a stretch no stage has taken when all are made. */
  leftOf(script: Script, start: number, end: number, why: string): undefined {
    this.#rests.push({ script, start, end, why });
  }

  settleRests(): undefined {
    for (const { script, start, end, why } of this.#rests) this.left(script, start, end, why);
  }

  moved(script: Script, start: number, end: number, to: string): undefined {
    this.ledger.settle(script, start, end, { kind: 'moved', to });
  }

  wrong(fault: FaultKind, script: Script, at: number, message: string, now?: string): undefined {
    this.wrongAt(fault, script.path, lineAt(script, at), message, now);
  }

  wrongAt(fault: FaultKind, file: string, line: number, message: string, now?: string): undefined {
    if (this.remarks.some(one => one.file === file && one.line === line && one.message === message)) return;
    this.remarks.push({ kind: 'wrong', file, line, message, ...FAULTS[fault], ...(now !== undefined && { now }) });
  }

  /** What is not carried over, command by command, the same reason told once for a line. */
  leftovers(): readonly Entry[] {
    return this.ledger.entries.filter(({ fate }) => fate === undefined || fate.kind === 'left');
  }
}

/** A name as the language has them, made of what people wrote. */
export function slug(text: string, most = 50): string {
  const plain = text
    .replace(/\$\{\{ (?:matrix|params)\.(\w+) \}\}/g, '')
    .replace(/\$\{?\w+\}?/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .replace(/-*\.-*/g, '.');
  return plain.slice(0, most).replace(/[-.]+$/, '');
}
