import type { CommandNode, CompoundList, PipelineNode, Statement } from 'unbash';
import { lineAt, type Script } from './script.ts';

/** What has become of a command of the harness. */
export type Fate =
  /** It is in the `run` of these stages. */
  | { readonly kind: 'stage'; readonly stage: string }
  /** A key of the campaign says it: `machine.packages`, `store.url`, `params.sf`. */
  | { readonly kind: 'moved'; readonly to: string }
  /** It is in no place of the campaign; the reason is for people. */
  | { readonly kind: 'left'; readonly why: string };

/** A simple command, `[[ … ]]` or `(( … ))` of the harness. */
export interface Entry {
  readonly script: Script;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly written: string;
  fate?: Fate;
}

/** Every command of a harness, and what has become of it: each has exactly one fate at the end. */
export class Ledger {
  readonly entries: Entry[] = [];
  readonly #entered = new Set<Script>();
  readonly #byScript = new Map<Script, Entry[]>();

  /** Takes down all commands of a script, those in functions too. */
  enter(script: Script): void {
    if (this.#entered.has(script)) return;
    this.#entered.add(script);
    const own: Entry[] = [];
    for (const { pos, end } of commandsOf(script.parsed.commands)) {
      const written = script.text.slice(pos, end).replace(/\s+/g, ' ');
      own.push({ script, start: pos, end, line: lineAt(script, pos), written });
    }
    this.#byScript.set(script, own);
    this.entries.push(...own);
  }

  /** Gives every command in a stretch that has none yet this fate. */
  settle(script: Script, start: number, end: number, fate: Fate): void {
    for (const entry of this.#byScript.get(script) ?? [])
      if (entry.fate === undefined && start <= entry.start && entry.end <= end) entry.fate = fate;
  }

  /** How many commands a stretch holds. */
  count(script: Script, start: number, end: number): number {
    return (this.#byScript.get(script) ?? []).filter(entry => start <= entry.start && entry.end <= end).length;
  }
}

/** The simple commands below statements, in the order of the text. */
export function* commandsOf(
  statements: readonly Statement[],
): Iterable<{ pos: number; end: number; node: CommandNode }> {
  for (const { command } of statements) yield* ofNode(command);
}

function* ofNode(
  node: Statement['command'] | PipelineNode | CommandNode | CompoundList,
): Iterable<{ pos: number; end: number; node: CommandNode }> {
  switch (node.type) {
    case 'AndOr':
    case 'Pipeline':
      for (const part of node.commands) yield* ofNode(part);
      break;
    case 'Command':
    case 'TestCommand':
    case 'ArithmeticCommand':
      yield { pos: node.pos, end: node.end, node };
      break;
    case 'CompoundList':
      yield* commandsOf(node.commands);
      break;
    case 'Redirected':
      yield* ofNode(node.command);
      break;
    case 'If':
      yield* ofNode(node.clause);
      yield* ofNode(node.then);
      for (const branch of node.elif) {
        yield* ofNode(branch.clause);
        yield* ofNode(branch.then);
      }
      if (node.else) yield* ofNode(node.else);
      break;
    case 'While':
      yield* ofNode(node.clause);
      yield* ofNode(node.body);
      break;
    case 'Case':
      for (const item of node.items) if (item.body) yield* ofNode(item.body);
      break;
    case 'Function':
    case 'BraceGroup':
    case 'Subshell':
    case 'For':
    case 'ArithmeticFor':
    case 'Select':
    case 'Coproc':
      yield* ofNode(node.body);
      break;
  }
}
