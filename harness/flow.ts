import type { Case, Command, CommandNode, For, If, PipelineNode, Statement, While, Word } from 'unbash';
import { readShell } from '../lint/shell/commands.ts';
import { base, resolvePath } from '../lint/shell/directory.ts';
import { readWord } from '../lint/shell/words.ts';
import { writtenBy } from '../lint/writes.ts';
import type { Axis, Draft, Group } from './draft.ts';
import { slug } from './draft.ts';
import { announced, extentOf, headingIn } from './extent.ts';
import { isPipedInstall, isWork, takeLeaf } from './leaf.ts';
import { commandsOf } from './ledger.ts';
import { conditionOf, isGuardOfCaller, optionsOf, paramFor, takesPositional } from './outside.ts';
import { roleOf } from './roles.ts';
import { type Routine, routineOf, textOf, wordsOf } from './runner.ts';
import { lineAt, noShell, type Script, scriptOf } from './script.ts';
import { withoutQuoted } from './texts.ts';
import { takeRunner, takeWrapper } from './wrapper.ts';

/** More values than this are a loop of the benchmark itself, and not stages. */
const MOST_VALUES = 8;
const DEEPEST = 12;
/** Arms of a choice that tell, or that do what all the others do. */
const GENERAL = /^-|^(help|usage|all|list)$/;
const CHOICE = 'a choice of what to run: `campaign run --stage NAME` runs one stage and what it needs';

/** Around what is being walked. */
export interface Around {
  readonly axes: readonly Axis[];
  readonly group: Group | undefined;
  readonly when: string | undefined;
  readonly depth: number;
}

/** Walks a harness in the order in which it runs, through what it calls, and hands each statement to the draft. */
export class Flow {
  readonly draft: Draft;
  readonly routines = new Map<string, Routine>();
  readonly called = new Set<string>();
  /** Scripts that were given, or that the harness writes: by path and by name. */
  readonly scripts = new Map<string, Script>();
  readonly visited = new Set<Script>();
  /** Where the walk is, `''` for the directory in which the harness starts; `undefined` when it is not known. */
  cwd: string | undefined = '';
  /** The section of the script that has begun last. */
  section: Group | undefined;
  /** Directories to which `cd -` and `popd` go back. */
  readonly earlier: (string | undefined)[] = [];
  readonly exported = new Set<string>();
  /** Something has been started that goes on beside what comes next. */
  background = false;
  readonly #running = new Set<string>();

  /** A file of the repository that nobody named, for what is sourced. */
  readonly #read: (path: string) => string | undefined;

  constructor(draft: Draft, read: (path: string) => string | undefined) {
    this.draft = draft;
    this.#read = read;
  }

  /** A value that comes from outside becomes a param. */
  outside(variable: string, fallback: string | undefined, line: number): void {
    paramFor(this.draft, variable, fallback, line);
  }

  variablesOf(text: string): readonly string[] {
    return [...text.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name!);
  }

  script(script: Script, around: Around): void {
    if (this.visited.has(script)) return;
    this.visited.add(script);
    this.draft.ledger.enter(script);
    this.section = undefined;
    this.statements(script, script.parsed.commands, around);
  }

  statements(script: Script, statements: readonly Statement[], around: Around, from = statements[0]?.pos ?? 0): void {
    for (const { command } of statements)
      if (command.type === 'Function') this.routines.set(command.name.value, routineOf(script, command));
    let before = from === (statements[0]?.pos ?? 0) && statements === script.parsed.commands ? 0 : from;
    for (const statement of statements) {
      const heading = headingIn(script.text.slice(before, statement.pos));
      if (heading !== undefined && around.group === undefined) this.#begin(heading, script, statement.pos);
      before = extentOf(statement);
      this.#statement(script, statement, around);
    }
  }

  /** Functions of the harness that only upload. */
  get uploaders(): ReadonlySet<string> {
    return new Set([...this.routines.values()].filter(one => !one.runs && this.#uploads(one)).map(({ name }) => name));
  }

  #uploads({ script, node }: Routine): boolean {
    const text = script.text.slice(node.body.pos, node.body.end);
    if (!/\baws\s+s3\b/.test(text)) return false;
    const roles = readShell(text, this.draft.variables)
      .commands.filter(({ calls, context }) => !calls && !context.value)
      .map(roleOf);
    return roles.includes('upload') && !roles.some(role => role === 'work' || role === 'build');
  }

  #begin(heading: string, script: Script, at: number): void {
    this.section = { name: slug(heading, 40) || 'part', line: lineAt(script, at), how: 'section' };
  }

  #statement(script: Script, statement: Statement, around: Around): undefined {
    const { command } = statement;
    if (around.depth > DEEPEST) return takeLeaf(this, script, statement, around);
    if (command.type === 'AndOr' && !statement.background) {
      const splits = command.operators.every(operator => operator === '&&') && !asksFirst(command.commands[0]!);
      if (splits) {
        for (const part of command.commands) this.#statement(script, asStatement(part), around);
        return;
      }
    }
    const node = this.#startsScript(statement) ?? this.#inner(script, statement);
    if (node && this.#structure(script, node, statement, around)) {
      // Whatever stood around it, a pipe into `tee` or an `|| true`, is not part of it.
      takeWrapper(this.draft, script, statement, node);
      return;
    }
    takeLeaf(this, script, statement, around);
  }

  /** `nohup ./bench.sh > log 2>&1 &` of a script that is read here: nothing of the run waits for a terminal. */
  #startsScript({ command, background }: Statement): Command | undefined {
    if (!background || command.type !== 'Command') return undefined;
    const [program, ...args] = [command.name, ...wordsOf(command)].map(word => word?.value ?? '');
    const detached = /^(nohup|setsid|disown)$/.test(base(program!));
    const words = detached ? args.filter(word => !/^-/.test(word)) : [program!, ...args];
    const named = /^(ba|da)?sh$/.test(base(words[0] ?? '')) ? words[1] : words[0];
    return named !== undefined && this.#given(named) ? command : undefined;
  }

  /** What a statement is at its heart: `{ …; } 2>&1 | tee log` is the group, `stage x y || true` the call. */
  #inner(script: Script, { command, background }: Statement): CommandNode | undefined {
    if (background) return undefined;
    let node: Statement['command'] = command;
    if (node.type === 'AndOr') {
      if (node.operators[0] !== '||') return undefined;
      node = node.commands[0]!;
    }
    if (node.type === 'Pipeline') {
      if (node.prefixes.some(({ type }) => type === 'Negation')) return undefined;
      const others = node.commands.slice(1);
      if (!others.every(other => /^(tee|tail|cat|head|ts|sed|grep|logger)\b/.test(script.text.slice(other.pos))))
        return undefined;
      node = node.commands[0]!;
    }
    if (node.type === 'Redirected') node = node.command;
    return node;
  }

  /** Whether the node is one whose parts are handled one by one. */
  #structure(script: Script, node: CommandNode, statement: Statement, around: Around): boolean {
    switch (node.type) {
      case 'Function':
        return true;
      case 'BraceGroup':
        this.statements(script, node.body.commands, deeper(around), node.body.pos);
        return true;
      case 'Command':
        return this.#call(script, node, around);
      case 'If':
        return this.#if(script, node, around);
      case 'For':
        return this.#for(script, node, statement, around);
      case 'Case':
        return this.#case(script, node, around);
      case 'While':
        return this.#while(script, node);
      default:
        return false;
    }
  }

  #call(script: Script, node: Command, around: Around): boolean {
    const { draft } = this;
    const read = (word: Word | undefined) => word && readWord(word, draft.variables).value;
    const name = read(node.name);
    if (name === undefined && node.name?.text.match(/^"?\$[@*1]/)) {
      // `"$@"` at the end of a script: it runs the function that its first word names.
      const offered = [...this.routines.values()].filter(({ runs, name: one }) => !runs && this.works(one));
      if (offered.length === 0) return false;
      for (const routine of offered) this.#routine(routine, [], around, { how: 'arm' });
      draft.moved(script, node.pos, node.end, 'stages, one for each function');
      return true;
    }
    if (name === undefined) return this.#file(script, node, around);
    const routine = this.routines.get(name);
    if (!routine) {
      if (/^(echo|printf)$/.test(name) && node.redirects.length === 0) {
        const heading = announced(
          wordsOf(node).map(word => readWord(word, draft.variables).value ?? word.text.replace(/^"|"$/g, '')),
        );
        if (heading === undefined || around.group !== undefined) return false;
        this.#begin(heading, script, node.pos);
        draft.left(script, node.pos, node.end, 'it announces a part of the script: the run names its stages');
        return true;
      }
      return this.#file(script, node, around);
    }
    if (this.#running.has(name) || this.uploaders.has(name)) return false;
    if (routine.runs) return this.#run(script, node, routine, around);
    const words = wordsOf(node);
    const announcing = announced(words.map(word => readWord(word, draft.variables).value ?? word.text));
    if (!this.works(name)) {
      if (announcing === undefined || around.group !== undefined) return false;
      this.#begin(announcing, script, node.pos);
      draft.left(script, node.pos, node.end, 'it announces a part of the script: the run names its stages');
      return true;
    }
    if (!this.#routine(routine, words, around, { how: 'function' })) return false;
    draft.moved(script, node.pos, node.end, `the stage of the function ${name}`);
    return true;
  }

  /** A call of `stage NAME …`: what it runs is a stage of its own. */
  #run(script: Script, node: Command, routine: Routine, around: Around): boolean {
    const { draft } = this;
    const { runs } = routine;
    const words = wordsOf(node);
    const values = words.map(word => readWord(word, draft.variables).value);
    const first = runs!.named ? (values[0] ?? words[0]?.text.replace(/["']/g, '')) : undefined;
    const here = node.redirects.find(one => one.type === 'HereDoc');
    const line = lineAt(script, node.pos);
    const extra = words.slice(1, runs!.at < 0 ? -1 : runs!.at).map((word, index) => values[index + 1] ?? word.text);
    const limit = extra.find(word => /^\d+[smh]?$/.test(word)) ?? runs!.timeout;
    const group: Group | undefined =
      first === undefined
        ? around.group
        : { name: slug(first) || 'stage', line, how: 'runner', ...(limit !== undefined && { timeout: limit }) };
    let inner: Script | undefined;
    if (here?.type === 'HereDoc' && runs!.how !== 'words')
      inner = scriptOf(script.path, here.body.text, lineAt(script, here.body.pos));
    else if (runs!.how === 'words') {
      const from = words[Math.max(runs!.at, 0)];
      if (!from) return false;
      inner = scriptOf(script.path, script.text.slice(from.pos, node.end), lineAt(script, from.pos));
    } else {
      const word = words[runs!.at] ?? words.at(-1);
      if (!word || (runs!.named && word === words[0])) return false;
      // A variable holds what only the run knows; its quotes would count no more.
      if (/^\$\{?\w+\}?$/.test(textOf(word).trim())) return false;
      inner = scriptOf(script.path, textOf(word), lineAt(script, word.pos));
    }
    if ((inner.parsed.errors ?? []).length > 0) return false;
    draft.ledger.enter(inner);
    if (!this.called.has(routine.name)) takeRunner(draft, routine);
    this.called.add(routine.name);
    const { cwd } = this;
    this.statements(inner, inner.parsed.commands, deeper({ ...around, group }));
    this.cwd = cwd;
    draft.moved(script, node.pos, node.end, group ? `stages.${group.name}` : 'the stage of what it runs');
    return true;
  }

  /** The body of a function in the place of its call; false where its words are needed. */
  #routine(routine: Routine, words: readonly Word[], around: Around, { how }: Pick<Group, 'how'>): boolean {
    const { node, script, name } = routine;
    const body = node.body.type === 'Redirected' ? node.body.command : node.body;
    const statements =
      body.type === 'CompoundList'
        ? body.commands
        : body.type === 'BraceGroup' || body.type === 'Subshell'
          ? body.body.commands
          : undefined;
    if (!statements) return false;
    const text = script.text.slice(node.body.pos, node.body.end);
    const conducts = this.#conducts(statements);
    if (!conducts && (words.length > 0 || /\$\{?[1-9@*#]|\b(return|local|declare|shift)\b/.test(withoutQuoted(text))))
      return false;
    if (this.called.has(name)) return this.#running.size === 0 || conducts;
    this.called.add(name);
    this.#running.add(name);
    const group: Group = { name: slug(name.replace(/_/g, '-')) || 'function', line: lineAt(script, node.pos), how };
    const { cwd } = this;
    this.statements(
      script,
      statements,
      deeper({ ...around, group: conducts || around.group ? around.group : group }),
      body.pos,
    );
    if (body.type === 'Subshell') this.cwd = cwd;
    this.#running.delete(name);
    return true;
  }

  /** `if [ "$1" = build ]; then … elif [ "$1" = bench ]; …`: every branch is a stage. */
  #choice(script: Script, node: If, around: Around): boolean {
    const { draft } = this;
    const branches: readonly Pick<If, 'clause' | 'then'>[] = [node, ...node.elif];
    const names = branches.map(
      ({ clause }) =>
        /^\[\[?\s+"?\$\{?1(?::-)?\}?"?\s+==?\s+"?([\w-]+)"?\s+\]\]?\s*;?\s*$/.exec(
          script.text.slice(clause.pos, clause.end),
        )?.[1],
    );
    if (branches.length < 2 || !names.every(Boolean)) return false;
    for (const [index, { then }] of branches.entries()) {
      const group: Group = { name: slug(names[index]!) || 'arm', line: lineAt(script, then.pos), how: 'arm' };
      const conducts = this.#conducts(then.commands);
      this.statements(script, then.commands, deeper({ ...around, group: conducts ? around.group : group }), then.pos);
    }
    draft.leftOf(script, node.pos, node.end, CHOICE);
    return true;
  }

  /** Whether statements call a function that is given the names of stages. */
  #makesStages(statements: readonly Statement[]): boolean {
    return [...commandsOf(statements)].some(
      ({ node }) =>
        node.type === 'Command' && node.name !== undefined && this.routines.get(node.name.value)?.runs?.named === true,
    );
  }

  /** Whether statements call functions that have work of their own, or that make stages. */
  #conducts(statements: readonly Statement[]): boolean {
    return [...commandsOf(statements)].some(({ node }) => {
      if (node.type !== 'Command' || !node.name) return false;
      const called = this.routines.get(node.name.value);
      return called !== undefined && (called.runs?.named || (!called.runs && this.works(called.name)));
    });
  }

  /** Whether a function does more than to print, to leave, and to look. */
  works(name: string, seen = new Set<string>()): boolean {
    const routine = this.routines.get(name);
    if (!routine || seen.has(name) || this.uploaders.has(name)) return false;
    seen.add(name);
    const { script, node } = routine;
    const commands = [...commandsOf([asStatement(node)])];
    return commands.some(({ node: one, pos, end }) => {
      if (one.type !== 'Command' || !one.name) return false;
      const called = one.name.value;
      if (this.routines.has(called)) return this.routines.get(called)!.runs !== undefined || this.works(called, seen);
      return !/^(echo|printf|date|exit|return|local|export|declare|shift|set|test|\[|true|false|:|cat|tee|usage|read|sleep|basename|dirname|tput|logger)\b/.test(
        script.text.slice(pos, end),
      );
    });
  }

  /** `bash bench.sh`, `sudo -u x ./bench.sh`, `source lib.sh`, where that file is given. */
  #file(script: Script, node: Command, around: Around): boolean {
    const read = readShell(script.text.slice(node.pos, node.end), this.draft.variables);
    // In `source "$(dirname "$0")/config.sh"` what finds the place is read first.
    const command = read.commands.find(({ context }) => !context.value);
    const words = command?.words.map(({ value, text }) => value ?? text.replace(/^["']|["']$/g, '')) ?? [];
    while (/^(nohup|setsid)$/.test(base(words[0] ?? ''))) words.shift();
    const [program = '', ...args] = words;
    const shell = /^(ba|da|z|k)?sh$/.test(base(program));
    const named = shell || program === 'source' || program === '.' ? args.find(word => !word.startsWith('-')) : program;
    const text = script.text.slice(node.pos, node.end);
    const user =
      /\bsudo\b.*?(?:-u|--user[= ])\s*(\w[\w-]*)|\brunuser\s+-u\s+(\w[\w-]*)|\bsu\s+(?:-\w*\s+)*([a-z][\w-]*)/.exec(
        text,
      );
    const become = user?.[1] ?? user?.[2] ?? user?.[3];
    const inner = this.#innerShell(script, node, text);
    if (inner && !this.#onlyProvides(inner)) {
      if (become && become !== 'root') this.draft.user = become;
      const { cwd } = this;
      this.draft.ledger.enter(inner);
      this.statements(inner, inner.parsed.commands, deeper(around));
      this.cwd = cwd;
      this.draft.moved(script, node.pos, node.end, 'what it runs');
      return true;
    }
    const sourced = program === 'source' || program === '.';
    const file =
      named !== undefined && !args.includes('-c')
        ? (this.#given(named) ?? (sourced ? this.#found(named) : undefined))
        : undefined;
    if (!file || this.visited.has(file)) return false;
    if (become && become !== 'root') this.draft.user = become;
    const { cwd, section } = this;
    const { variables } = this.draft;
    const script0 = variables.get('0');
    // A script that is sourced keeps the name of the one that reads it.
    if (!sourced) variables.set('0', named);
    this.script(file, deeper(around));
    variables.set('0', script0);
    if (!sourced) this.cwd = cwd;
    this.section = section;
    this.draft.moved(script, node.pos, node.end, `what ${file.path} does`);
    return true;
  }

  /** `sudo -u x bash -c '…'`, `sudo -i -u x <<EOF`, `bash <<EOF`: the text for another shell. */
  #innerShell(script: Script, node: Command, text: string): Script | undefined {
    if (/^\s*(tmux\s+new(-session)?\s|screen\s+-\w*d)/.test(text)) {
      const last = wordsOf(node).at(-1);
      if (!last || !/\s/.test(last.value)) return undefined;
      const session = scriptOf(script.path, textOf(last), lineAt(script, last.pos));
      return (session.parsed.errors ?? []).length === 0 ? session : undefined;
    }
    if (!/^\s*(\w+=\S*\s+)*(sudo|su|runuser|(\/bin\/)?(ba|da)?sh)\b/.test(text)) return undefined;
    const here = node.redirects.find(one => one.type === 'HereDoc');
    const words = wordsOf(node);
    const option = words.findIndex(({ value }) => /^-\w*c$|^--command$/.test(value));
    const word = option < 0 ? undefined : words[option + 1];
    const shell = /\b(ba|da)?sh\b|\bsu\b|\bsudo\b[^|]*\s-\w*[is]/.test(text.replace(/'[^']*'|"[^"]*"/g, ''));
    if (!shell) return undefined;
    let inner: Script | undefined;
    if (word && (/[\s;]/.test(word.value) || this.#given(word.value)))
      inner = scriptOf(script.path, textOf(word), lineAt(script, word.pos));
    else if (here?.type === 'HereDoc') {
      const body = here.delimiter?.quoted ? here.body.text : here.body.text.replace(/\\([$`\\])/g, '$1');
      inner = scriptOf(script.path, body, lineAt(script, here.body.pos));
    }
    return inner && (inner.parsed.errors ?? []).length === 0 && inner.parsed.commands.length > 0 ? inner : undefined;
  }

  /** What makes the machine stays as it stands, with the user that it is done as. */
  #onlyProvides(inner: Script): boolean {
    const { commands } = readShell(inner.text, this.draft.variables);
    const roles = commands.filter(({ calls, context }) => !calls && !context.value).map(roleOf);
    return (
      isPipedInstall(inner.text) || (roles.length > 0 && roles.every(one => one === 'install' || one === 'system'))
    );
  }

  #found(path: string): Script | undefined {
    const place = resolvePath(this.cwd, path);
    const text = place === undefined || place.startsWith('/') ? undefined : this.#read(place);
    return text !== undefined && noShell({ path: place!, text }) === undefined ? scriptOf(place!, text) : undefined;
  }

  #given(path: string): Script | undefined {
    return this.scripts.get(path) ?? this.scripts.get(base(path));
  }

  #if(script: Script, node: If, around: Around): boolean {
    const { draft } = this;
    if (isGuardOfCaller(script, node)) {
      draft.left(script, node.pos, node.end, 'it looks at how the script was called: a campaign has typed params');
      return true;
    }
    const inside = [node.then, ...node.elif.map(({ then }) => then), ...(node.else ? [node.else] : [])];
    if (this.#choice(script, node, around)) return true;
    if (!inside.some(({ commands }) => this.#conducts(commands))) return false;
    const stages = inside.some(({ commands }) => this.#makesStages(commands));
    const condition = inside.length === 1 || stages ? conditionOf(script, node, draft) : undefined;
    // What cannot be said of a stage is better said by the shell itself.
    if (!condition && !stages) return false;
    for (const [index, body] of inside.entries()) {
      const when = index === 0 && condition ? condition : around.when;
      this.statements(script, body.commands, deeper({ ...around, when }), body.pos);
    }
    const written = script.text.slice(node.clause.pos, node.clause.end).replace(/\s+/g, ' ');
    if (condition && inside.length === 1) draft.moved(script, node.clause.pos, node.clause.end, `if: ${condition}`);
    else draft.leftOf(script, node.pos, node.end, `the condition \`${written}\` is in no stage: say it in an \`if\``);
    return true;
  }

  #for(script: Script, node: For, statement: Statement, around: Around): boolean {
    const { draft } = this;
    const own = node.wordlist?.map(({ text }) => text.replace(/"/g, '')) ?? ['$@'];
    if (own.length === 1 && /^\$[@*]$/.test(own[0]!) && this.#onlyReads(script, node) && around.depth === 0) {
      const chosen = optionsOf(script, node, draft);
      if (chosen > 0) {
        draft.left(
          script,
          node.pos,
          node.end,
          'it reads the options of the script: a campaign has typed params, `--param k=v`',
        );
        return true;
      }
    }
    const values = node.wordlist?.flatMap(word => valuesOf(word, draft.variables)) ?? [];
    const known = values.every((value): value is string => value !== undefined) ? values : [];
    if (known.length < 2 || known.length > MOST_VALUES || new Set(known).size < known.length) return false;
    const variable = node.name.value;
    const body = script.text.slice(node.body.pos, node.body.end);
    const rounds = this.#callsEach(node, known) ? known.map(value => roundOf(script, node, value)) : [];
    if (rounds.length > 0 && rounds.every(round => round !== undefined)) {
      for (const round of rounds) {
        draft.ledger.enter(round);
        this.statements(round, round.parsed.commands, deeper(around));
      }
      draft.moved(script, node.pos, node.end, 'stages, one for each function');
      return true;
    }
    const used = new RegExp(`\\$\\{?${variable}\\b`);
    const routines = [...this.routines.values()].filter(({ name }) =>
      new RegExp(`(^|[\\s;&|({])${name}\\b`).test(body),
    );
    const uses =
      used.test(body) || routines.some(one => used.test(one.script.text.slice(one.node.body.pos, one.node.body.end)));
    if (!uses || /\b(break|continue)\b/.test(body) || around.axes.some(axis => axis.variable === variable))
      return false;
    if (!this.#conducts(node.body.commands) && !ownOutputs(body, variable, draft)) return false;
    if (leavesValues(script, node, extentOf(statement))) return false;
    const axis: Axis = { name: axisName(variable), variable, values: known };
    const before = draft.variables.get(variable);
    draft.variables.set(variable, `\${{ matrix.${axis.name} }}`);
    this.statements(script, node.body.commands, deeper({ ...around, axes: [...around.axes, axis] }), node.body.pos);
    draft.variables.set(variable, before);
    return true;
  }

  /** `for part in load query; do $part; done`: each round calls another function, which is a stage of its own. */
  #callsEach({ name: { value: variable }, body }: For, values: readonly string[]): boolean {
    const { variables } = this.draft;
    return [...commandsOf(body.commands)].some(({ node }) => {
      const word = node.type === 'Command' && node.suffix.length === 0 ? node.name : undefined;
      if (!word || !new RegExp(`\\$\\{?${variable}\\b`).test(word.text)) return false;
      return values.every(value => {
        const called = readWord(word, new Map(variables).set(variable, value)).value;
        return called !== undefined && !this.routines.get(called)?.runs && this.works(called);
      });
    });
  }

  /** Whether a loop over the words of the command line does nothing with them but keep them. */
  #onlyReads(script: Script, { body }: While | For): boolean {
    const { commands } = readShell(script.text.slice(body.pos, body.end), this.draft.variables);
    return !commands.some(command => {
      const name = command.words[0]?.value ?? '';
      return this.routines.has(name) ? this.works(name) : isWork(roleOf(command));
    });
  }

  /** `case $1 in build) … ;; bench) … ;; esac`: every arm is a stage. */
  #case(script: Script, node: Case, around: Around): boolean {
    const { draft } = this;
    if (!takesPositional(script, node.word, draft)) return false;
    const before = this.called.size + draft.pieces.length;
    const isGeneral = ({ pattern }: (typeof node.items)[number]) =>
      !pattern.some(({ value }) => /^[\w-]+$/.test(value) && !GENERAL.test(value));
    // An arm for all of them is needed only where there is no other.
    for (const item of [...node.items].sort((a, b) => Number(isGeneral(a)) - Number(isGeneral(b)))) {
      const name = item.pattern.map(({ value }) => value).find(value => /^[\w-]+$/.test(value));
      if (!item.body) continue;
      const general = name === undefined || GENERAL.test(name);
      if (
        general &&
        (name !== 'all' || this.called.size + draft.pieces.length > before || !this.#conducts(item.body.commands))
      )
        continue;
      const group: Group = { name: slug(name!) || 'arm', line: lineAt(script, item.pos), how: 'arm' };
      const conducts = this.#conducts(item.body.commands);
      this.statements(
        script,
        item.body.commands,
        deeper({ ...around, group: conducts ? around.group : group }),
        item.body.pos,
      );
    }
    draft.leftOf(script, node.pos, node.end, CHOICE);
    return true;
  }

  /** `while [ $# -gt 0 ]`, `while getopts`: the options of the script become params. */
  #while(script: Script, node: While): boolean {
    if (!/\$#|\bgetopts\b|\$\{?1\b/.test(script.text.slice(node.clause.pos, node.clause.end))) return false;
    if (!this.#onlyReads(script, node)) return false;
    optionsOf(script, node, this.draft);
    this.draft.left(
      script,
      node.pos,
      node.end,
      'it reads the options of the script: a campaign has typed params, `--param k=v`',
    );
    return true;
  }
}

function deeper(around: Around): Around {
  return { ...around, depth: around.depth + 1 };
}

export function asStatement(node: PipelineNode): Statement {
  return { type: 'Statement', pos: node.pos, end: node.end, command: node, background: false } as unknown as Statement;
}

function asksFirst(node: PipelineNode): boolean {
  if (node.type === 'Pipeline') return true;
  return node.type !== 'Command' || /^(\[|test|command|type|which|grep|false)$/.test(node.name?.value ?? '');
}

/** The literal values of a word of a loop: a plain word, a known list, `{1..3}`, `$(seq 1 3)`. */
function valuesOf(word: Word, variables: ReadonlyMap<string, string | undefined>): readonly (string | undefined)[] {
  const range = /^\{(\d+)\.\.(\d+)\}$/.exec(word.text) ?? /^"?\$\(seq (?:(\d+) )?(\d+)\)"?$/.exec(word.text);
  if (range) {
    const from = Number(range[1] ?? 1);
    const to = Number(range[2]);
    return to - from > MOST_VALUES
      ? [undefined]
      : Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
  }
  const { value, glob } = readWord(word, variables);
  if (value === undefined || glob || value.includes('${{')) return [undefined];
  const list = word.text.startsWith('$') ? value.split(/\s+/).filter(Boolean) : [value];
  return list.map(one => (/^[\w./:=-]+$/.test(one) ? one : undefined));
}

/** The body of a loop as one round runs it; `undefined` where the variable is more than put in its place. */
function roundOf(script: Script, { name, body }: For, value: string): Script | undefined {
  const inside = script.text
    .slice(body.pos, body.end)
    .replace(/^\s*do\b/, '  ')
    .replace(/\bdone\s*$/, '');
  const text = inside.replace(new RegExp(`\\$(?:${name.value}\\b|\\{${name.value}\\})`, 'g'), value);
  const quoted = new RegExp(
    `'[^'\\n]*\\$\\{?${name.value}\\b[^'\\n]*'|\\$\\{[#!]?${name.value}\\b|\\b(break|continue)\\b`,
  );
  if (quoted.test(inside.replaceAll(`\${${name.value}}`, ''))) return undefined;
  const round = scriptOf(script.path, text, lineAt(script, body.pos));
  return (round.parsed.errors ?? []).length === 0 ? round : undefined;
}

/** Whether what a loop's body writes has the variable in its name, so that every round has files of its own. */
function ownOutputs(body: string, variable: string, { variables }: Draft): boolean {
  const values = new Map(variables).set(variable, '\u0001');
  const { commands } = readShell(body, values);
  return commands.every(command =>
    [...writtenBy({ ...command, text: { text: body, placeOf: none }, directory: undefined })].every(
      ({ path, how }) => how === 'make' || path.includes('\u0001') || path.startsWith('/tmp/') || path === '/dev/null',
    ),
  );
}

function none(): never {
  throw new Error('a harness has no places of a campaign');
}

/** Whether a loop sets what is looked at after it, before something else sets it again. */
function leavesValues({ text }: Script, node: For, end: number): boolean {
  const body = text.slice(node.body.pos, node.body.end);
  const after = text.slice(end);
  return [...body.matchAll(/(?:^|[\s;({])(\w+)(?:\[[^\]]*\])?(?:\+?=|\+\+)/gm)].some(([, name]) => {
    const used = new RegExp(`\\$\\{?#?${name}\\b|\\(\\([^)]*\\b${name}\\b`).exec(after)?.index;
    const set = new RegExp(`(^|[\\s;({])${name}=`, 'm').exec(after)?.index;
    return used !== undefined && (set === undefined || used < set);
  });
}

function axisName(variable: string): string {
  return variable.toLowerCase();
}
