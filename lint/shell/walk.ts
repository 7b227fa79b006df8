import type { Command, CommandNode, CompoundList, Elif, HereDoc, If, Pipeline, PipelineNode, Statement } from 'unbash';
import type { Start } from './commands.ts';
import type { Span } from './construct.ts';
import type { Frame } from './effect.ts';
import { Reading } from './reading.ts';
import { copy, forget, type State } from './state.ts';
import { testPieces } from './test-words.ts';
import type { Variables } from './words.ts';

/** One reading of a text: the structures of bash, in the order in which they run. `commands.ts` is its door. */
export class Walk extends Reading {
  constructor(text: string, variables: Variables, start: Start) {
    super();
    this.begin(text, variables, start);
  }

  protected statements(statements: readonly Statement[], state: State, frame: Frame): void {
    const { last } = state;
    for (const [index, statement] of statements.entries()) {
      const { command, background } = statement;
      state.last = last && index === statements.length - 1;
      if (!background) {
        this.#list(command, state, frame);
        continue;
      }
      const at = this.found.length;
      const body = this.span(command, frame, () => this.#list(command, this.subshell(state), frame));
      this.note({ kind: 'background', body }, statement, at, state, frame);
    }
    state.last = last;
  }

  #list(node: Statement['command'], state: State, frame: Frame): void {
    if (node.type !== 'AndOr') {
      this.#pipeline(node, state, frame);
      return;
    }
    const at = this.found.length;
    const { asked, last } = state;
    const parts: Span[] = [];
    let before = copy(state);
    for (const [index, part] of node.commands.entries()) {
      const operator = node.operators[index - 1];
      const final = index === node.commands.length - 1;
      const own = { asked: asked || !final, last: last && final };
      const walk = (inner: State) => {
        Object.assign(inner, own);
        parts.push(this.span(part, frame, () => this.#pipeline(part, inner, frame)));
      };
      if (operator === '||') {
        const branch = { ...before, variables: new Map(before.variables), conditional: true };
        walk(branch);
        forget(state, branch);
      } else {
        before = copy(state);
        const after = index > 0 && (node.operators.slice(0, index).includes('||') || asks(node.commands[index - 1]!));
        const inner = after ? { ...copy(state), conditional: true } : state;
        walk(inner);
        if (after) forget(state, inner);
      }
    }
    state.asked = asked;
    state.last = last;
    const marks = node.operators.map((operator, index) => {
      const end = node.commands[index]!.end;
      const mark = frame.text.indexOf(operator, end);
      return frame.locate(mark < 0 || mark > node.commands[index + 1]!.pos ? end : mark);
    });
    this.note({ kind: 'list', parts, operators: node.operators, marks }, node, at, state, frame);
  }

  #pipeline(node: PipelineNode, state: State, frame: Frame): void {
    if (node.type !== 'Pipeline') {
      this.#node(node, state, frame);
      return;
    }
    const at = this.found.length;
    const negated = isNegated(node);
    const asked = state.asked;
    if (negated) state.asked = true;
    const alone = node.commands.length === 1;
    const piped = pipedText(node.commands);
    const parts = node.commands.map(part =>
      this.span(part, frame, () => {
        const given = piped && part === node.commands.at(-1) ? fed(part, piped) : part;
        this.#node(given, alone ? state : this.subshell(state), frame);
      }),
    );
    state.asked = asked;
    this.note({ kind: 'pipe', parts, negated }, node, at, state, frame);
  }

  #node(node: CommandNode | CompoundList, state: State, frame: Frame): void {
    switch (node.type) {
      case 'Command':
        this.command(node, state, frame);
        break;
      case 'CompoundList':
        this.statements(node.commands, state, frame);
        break;
      case 'Redirected': {
        const at = this.found.length;
        const body = this.span(node.command, frame, () => this.#node(node.command, state, frame));
        const redirects = this.redirects(node.redirects, state, frame);
        if (redirects.length === 0) break;
        this.keep({ words: [], redirects }, node, state, frame);
        this.note({ kind: 'redirected', body, redirects }, node, at, state, frame);
        break;
      }
      case 'BraceGroup':
        this.#node(node.body, state, frame);
        break;
      case 'Subshell':
        this.#node(node.body, { ...this.subshell(state), last: true }, frame);
        break;
      case 'If':
        this.#if(node, state, frame);
        break;
      case 'Case': {
        const at = this.found.length;
        const word = this.word(node.word, state, frame);
        const branches = this.#branches(
          node.items.map(item => item.body),
          state,
          frame,
        );
        this.note({ kind: 'case', word, branches }, node, at, state, frame);
        break;
      }
      case 'While':
      case 'For':
      case 'Select':
      case 'ArithmeticFor':
        this.#loop(node, state, frame);
        break;
      case 'Function': {
        const { body, name } = node;
        this.define(name.value, at => this.#node(body, at, frame));
        break;
      }
      case 'Coproc':
        this.#node(node.body, this.subshell(state), frame);
        break;
      case 'TestCommand': {
        const words = testPieces(node.expression).map(piece =>
          typeof piece === 'string' ? this.piece(piece, node, frame) : this.word(piece, state, frame),
        );
        this.keep(
          { kind: 'test', words: [this.piece('[[', node, frame), ...words], redirects: [] },
          node,
          state,
          frame,
        );
        break;
      }
      case 'ArithmeticCommand':
        this.keep(
          { kind: 'test', words: [this.piece('((', node, frame), this.piece(node.body, node, frame)], redirects: [] },
          node,
          state,
          frame,
        );
        break;
    }
  }

  /** `elif` is an `if` in the other branch. */
  #if(
    node: Pick<If, 'pos' | 'end' | 'clause' | 'then' | 'else'> & { readonly elif: readonly Elif[] },
    state: State,
    frame: Frame,
  ): void {
    const at = this.found.length;
    const clause = this.span(node.clause, frame, () => this.#asked(node.clause, state, frame));
    const then = this.#branches([node.then], state, frame)[0]!;
    const [elif, ...more] = node.elif;
    const rest = elif && { ...elif, end: node.end, elif: more, else: node.else };
    let otherwise: Span | undefined;
    if (rest) {
      const branch = { ...copy(state), conditional: true };
      otherwise = this.span(rest, frame, () => this.#if(rest, branch, frame));
      forget(state, branch);
    } else if (node.else) [otherwise] = this.#branches([node.else], state, frame);
    const [only, ...others] = node.clause.commands;
    const negated = others.length === 0 && only?.command.type === 'Pipeline' && isNegated(only.command);
    this.note({ kind: 'if', negated, clause, then, otherwise }, node, at, state, frame);
  }

  #loop(
    node: Extract<CommandNode, { type: 'While' | 'For' | 'Select' | 'ArithmeticFor' }>,
    state: State,
    frame: Frame,
  ): void {
    const at = this.found.length;
    const values = node.type === 'For' || node.type === 'Select' ? (node.wordlist ?? []) : [];
    const words = values.flatMap(word => this.words(word, state, frame));
    const variable = node.type === 'For' || node.type === 'Select' ? node.name.value : undefined;
    const known = variable !== undefined && words.every(({ value, glob }) => value !== undefined && !glob);
    // There is a round where there is a word; how far it comes is not known where something may end it.
    const ends = /\b(continue|break)\b/.test(frame.text.slice(node.body.pos, node.body.end));
    const conditional = state.conditional || !known || words.length === 0 || ends;
    const inner = { ...copy(state), loops: state.loops + 1, conditional };
    if (variable !== undefined) {
      state.variables.set(variable, undefined);
      // The first round stands for all of them.
      inner.variables.set(variable, known ? words[0]?.value : undefined);
    }
    const clause =
      node.type === 'While' ? this.span(node.clause, frame, () => this.#asked(node.clause, inner, frame)) : undefined;
    const body = this.span(node.body, frame, () => this.#node(node.body, inner, frame));
    forget(state, inner);
    const how = node.type === 'While' ? node.kind : node.type === 'Select' ? 'select' : 'for';
    const more = { ...(clause && { clause }), ...(variable !== undefined && { variable }) };
    this.note({ kind: 'loop', how, words, body, ...more }, node, at, state, frame);
  }

  #asked(clause: CompoundList, state: State, frame: Frame): void {
    const { asked, last } = state;
    state.asked = true;
    state.last = false;
    this.#node(clause, state, frame);
    state.asked = asked;
    state.last = last;
  }

  /** Each may run or not; what any of them sets or where it goes is not known afterwards. */
  #branches(bodies: readonly CompoundList[], state: State, frame: Frame): readonly Span[] {
    const seen = copy(state);
    return bodies.map(body => {
      const branch = { ...copy(seen), conditional: true };
      const span = this.span(body, frame, () => this.#node(body, branch, frame));
      forget(state, branch);
      forget(seen, branch);
      return span;
    });
  }
}

/** `cat <<EOF | bash`: the here-document that a shell at the end of a pipe reads. */
function pipedText(parts: readonly CommandNode[]): HereDoc | undefined {
  const [first, last] = [parts[0], parts.at(-1)];
  if (parts.length < 2 || first?.type !== 'Command' || last?.type !== 'Command' || first.name?.value !== 'cat')
    return undefined;
  return first.redirects.find(one => one.type === 'HereDoc');
}

/** A command with a here-document on its input; whether it reads a program there is for the effect to tell. */
function fed(part: CommandNode, piped: HereDoc): CommandNode {
  if (
    part.type !== 'Command' ||
    !/^((ba|da|z)?sh|ssh|sudo|env|timeout|docker|podman|kubectl)$/.test(part.name?.value ?? '')
  )
    return part;
  const { type, pos, end, name, prefix, suffix, args, redirects } = part;
  return { type, pos, end, name, prefix, suffix, args, redirects: [...redirects, piped] } satisfies Command;
}

function isNegated({ prefixes }: Pipeline): boolean {
  return prefixes.filter(({ type }) => type === 'Negation').length % 2 === 1;
}

/** Whether a command only asks a question, so that what follows its `&&` may not run. */
function asks(node: PipelineNode): boolean {
  if (node.type === 'TestCommand' || node.type === 'ArithmeticCommand') return true;
  if (node.type === 'Pipeline') return isNegated(node) || asks(node.commands.at(-1)!);
  return node.type === 'Command' && /^(\[|test|command|type|which|grep)$/.test(node.name?.value ?? '');
}
