import type { Command, Statement } from 'unbash';
import { base, resolvePath } from '../lint/path.ts';
import { readShell, type SimpleCommand } from '../lint/shell/commands.ts';
import { purposeOf } from '../lint/shell/purpose.ts';
import type { Around } from './around.ts';
import { takeAssignments } from './assignments.ts';
import type { Draft, Piece } from './draft.ts';
import { extentOf } from './extent.ts';
import type { Flow } from './flow.ts';
import { assignedIn, isDirectories, isModes, isPipedInstall, mentions, packs, writes } from './leaf-words.ts';
import { isMoment } from './moments.ts';
import { takePackages, takeService, takeSetup } from './provision.ts';
import { takeClone } from './repositories.ts';
import { PROVISION, type Role, roleOf } from './roles.ts';
import { lineAt, type Script, scriptOf } from './script.ts';
import { shown } from './texts.ts';
import { takeUpload } from './uploads.ts';

const SILENT: ReadonlySet<Role> = new Set(['say', 'ask', 'end']);

/** A statement that is handled as one: it says something of the machine, or it becomes a part of a stage. */
export function takeLeaf(flow: Flow, script: Script, statement: Statement, around: Around): undefined {
  const { draft } = flow;
  const start = statement.pos;
  const end = extentOf(statement);
  const text = script.text.slice(start, end);
  const { commands } = readShell(text, draft.variables);
  const own = commands.filter(({ context, calls }) => !context.value && !context.trap && !calls);
  const roles = own.map(command => role(command, flow));
  // `t=$(bench)` in a loop is work, though the loop itself only prints.
  const measures = commands.some(one => one.context.value && !one.calls && isWork(role(one, flow)));
  const rest = new Set(roles.filter(one => !SILENT.has(one)));
  const only = rest.size === 1 ? [...rest][0] : undefined;
  const leave = (why: string) => draft.left(script, start, end, why);
  const keep = (kind: Piece['kind']): undefined => {
    const { axes, group = flow.section, when } = around;
    draft.pieces.push({ script, start, end, axes, group, cwd: flow.cwd, when, kind });
  };
  if (keepsFile(flow, script, statement)) return;
  if (isPipedInstall(text)) {
    takeSetup(draft, script, start, end);
    return draft.moved(script, start, end, 'machine.setup');
  }
  if (rest.size === 0 && measures) return keep('work');
  if (rest.size === 0) return takeSilent(flow, script, text, start, roles, { leave, keep }, around);
  switch (only) {
    case 'assign':
      if (statement.command.type === 'Command' && isMoment(flow, text, assignedIn(text))) {
        const { axes, group = flow.section, when } = around;
        const names = assignedIn(text);
        draft.pieces.push({ script, start, end, axes, group, cwd: flow.cwd, when, kind: 'prep', names });
        return draft.leftOf(script, start, end, 'nothing that is carried over uses it');
      }
      if (statement.command.type === 'Command' && takeAssignments(flow, script, statement.command, around)) return;
      break;
    case 'setting':
      return takeSetting(draft, script, start, text, leave);
    case 'cd':
      if (own.length <= 2 + roles.filter(one => SILENT.has(one)).length && takeDirectory(flow, script, start, end, own))
        return;
      break;
    case 'shutdown':
      draft.wrong(
        'shutdown',
        script,
        start,
        `\`${shown(text)}\` ends the machine whatever is still on it`,
        'the run ends it when all is in the store',
      );
      return leave('the run ends the machine itself');
    case 'packages':
      if (takePackages(draft, script, start, end, own)) return;
      break;
    case 'service':
      if (takeService(draft, script, start, end, own)) return;
      break;
    case 'docker-access':
      draft.services.add('docker');
      if (around.group?.how !== 'runner')
        draft.wrong(
          'docker',
          script,
          start,
          `\`${shown(text)}\` opens docker to the user`,
          '`machine.services: [docker]` waits for it and makes it usable',
        );
      return draft.moved(script, start, end, 'machine.services');
    case 'git':
      if (takeClone(flow, script, start, end, own)) return;
      break;
    case 'upload':
      if (takeUpload(draft, script, start, end, own, flow.cwd, flow.variablesOf(text))) return;
      break;
    case 'log':
      draft.wrong(
        'log',
        script,
        start,
        `\`${shown(text)}\` keeps a log by hand`,
        'the run keeps the log of every stage',
      );
      return leave('the run keeps the log of every stage');
    case 'trap':
      return leave('what a stage leaves running is ended by the run, and what it has written is uploaded');
    case 'source':
      draft.preambles.push({ script, start, end, names: [], always: true, at: draft.pieces.length });
      return;
  }
  if (own.length > 0 && own.every(({ words }) => words[0]?.value === 'unset')) {
    const names = own.flatMap(({ words }) => words.slice(1).flatMap(({ value }) => value ?? []));
    const given = (name: string) =>
      draft.env.has(name) || draft.preambles.some(one => one.always && one.names.includes(name));
    const always = names.some(given);
    draft.preambles.push({ script, start, end, names, ...(always && { always }), at: draft.pieces.length });
    return;
  }
  const machine = [...rest].every(
    one => PROVISION.has(one) || one === 'prep' || one === 'cd' || one === 'assign' || one === 'setting',
  );
  const makes = [...rest].some(one => PROVISION.has(one));
  if (machine && makes && around.group?.how !== 'runner') {
    if (!/\bsudo\b/.test(text) && rest.has('packages')) draft.root = true;
    takeSetup(draft, script, start, end);
    return draft.moved(script, start, end, 'machine.setup');
  }
  if (only === 'prep' && around.group?.how !== 'runner' && own.every(isModes)) {
    if (own.some(({ words }) => words.some(({ glob }) => glob)))
      draft.wrong(
        'glob',
        script,
        start,
        `\`${shown(text)}\` fails where nothing matches`,
        'git keeps the mode of a file: `git update-index --chmod=+x`',
      );
    return leave('git keeps the mode of a file, and the sources belong to the user of the stages');
  }
  if (only === 'prep' && isDirectories(own) && statement.command.type === 'Command') {
    const directories = own.flatMap(({ words }) =>
      words.slice(1).flatMap(({ value }) => (value?.startsWith('/') ? [value.replace(/\/$/, '')] : [])),
    );
    draft.preambles.push({
      script,
      start,
      end,
      names: [],
      mentions: mentions(own),
      directories,
      at: draft.pieces.length,
    });
    return;
  }
  const plain = [...rest].filter(one => one !== 'assign' && one !== 'setting' && one !== 'cd');
  const names = around.group?.how === 'runner' ? [] : assignedIn(text);
  if (measures) return keep('work');
  if (names.length > 0 && plain.every(one => one === 'prep' || one === 'tell') && !writes(own)) {
    // What it decides is needed wherever it is used.
    for (const name of names) draft.variables.set(name, undefined);
    draft.preambles.push({ script, start, end, names, at: draft.pieces.length });
    return;
  }
  if (plain.every(one => one === 'prep')) return keep('prep');
  if (plain.every(one => one === 'prep' || one === 'tell')) return keep('tell');
  if (statement.background) flow.background = true;
  const fetches = own.every(
    command =>
      !packs(command) &&
      (SILENT.has(role(command, flow)) || /^(fetch|prepare|tidy|shell|tell)$/.test(purposeOf(command))),
  );
  const builds = plain.every(one => one === 'prep' || one === 'tell' || one === 'build' || one === 'git');
  keep(builds ? 'build' : fetches ? 'fetch' : 'work');
}

/** Whether a value that it gives is what a stage is there for; to ask a tool for its version is not. */
export function isWork(one: Role): boolean {
  return one === 'work' || one === 'build' || one === 'upload';
}

/** What a function of the harness is for, when it only uploads; else what the command says. */
function role(command: SimpleCommand, flow: Flow): Role {
  const name = command.words[0]?.value ?? '';
  if (flow.uploaders.has(name)) return 'upload';
  // A function that only prints, or keeps what it prints, prepares what comes next.
  return flow.routines.has(name) ? (flow.works(name) ? 'work' : 'prep') : roleOf(command);
}

function takeSilent(
  flow: Flow,
  script: Script,
  text: string,
  start: number,
  roles: readonly Role[],
  { leave, keep }: { readonly leave: (why: string) => undefined; readonly keep: (kind: Piece['kind']) => undefined },
  around: Around,
): undefined {
  for (const [, variable, operator, fallback] of text.matchAll(/^:\s+"?\$\{(\w+):?([=?])([^}]*)\}"?$/gm)) {
    flow.outside(variable!, operator === '=' ? fallback! : undefined, lineAt(script, start));
    flow.draft.moved(script, start, start + text.length, `params.${variable!.toLowerCase()}`);
    return;
  }
  if (/\bEUID\b|\$UID\b|\bid -u\b|\$#/.test(text)) return leave('it looks at how the script was called');
  if (roles.every(one => one === 'end')) return leave('each stage has a status of its own');
  if (roles.every(one => one === 'say')) {
    if (around.group?.how === 'runner') return keep('say');
    return leave('it only announces something: the run names its stages and their times');
  }
  const names = around.group?.how === 'runner' ? [] : assignedIn(text);
  if (names.length > 0) {
    for (const name of names) flow.draft.variables.set(name, undefined);
    flow.draft.preambles.push({ script, start, end: start + text.length, names, at: flow.draft.pieces.length });
    return;
  }
  keep('prep');
}

function takeSetting(
  draft: Draft,
  script: Script,
  start: number,
  text: string,
  leave: (why: string) => undefined,
): undefined {
  if (/^\s*set\s+(\+e|\+o\s+errexit)/.test(text)) {
    const after = script.text.slice(start + text.length);
    const again = /(^|[\s;])set\s+-[a-z]*e/m.test(after);
    draft.wrong(
      again ? 'toggle' : 'swallowed',
      script,
      start,
      again
        ? '`set +e` until `set -e`: what fails between the two ends nothing'
        : 'after `set +e` a failure ends nothing',
      'a stage runs under `bash -euo pipefail`',
    );
  }
  leave('a stage runs under `bash -euo pipefail`');
}

/** A `cd` whose place is known moves what comes after it; another one is needed before each stage. */
function takeDirectory(flow: Flow, script: Script, start: number, end: number, own: readonly SimpleCommand[]): boolean {
  const { draft } = flow;
  const change = own.find(command => roleOf(command) === 'cd')!;
  const [program, ...args] = change.words;
  const target = args.find(({ value }) => value === undefined || !/^-[LPe@]+$|^--$/.test(value));
  if (program?.value === 'popd' || target?.value === '-') {
    flow.cwd = flow.earlier.pop() ?? '';
    draft.moved(script, start, end, 'cwd');
    return true;
  }
  // A checkout that was there before: the run brings its own.
  const isCheckout = /^["']?(~|\$HOME|\$\{HOME\})\/[\w.-]+\/?["']?$/.test(target?.text ?? '');
  if (isCheckout && draft.repositories.length === 0 && draft.pieces.length === 0) {
    draft.moved(script, start, end, 'source.dir');
    return true;
  }
  const to = target?.value === undefined ? undefined : resolvePath(flow.cwd, target.value);
  if (to === undefined || to.startsWith('..')) {
    draft.preambles.push({ script, start, end, names: [], always: true, at: draft.pieces.length });
    return true;
  }
  flow.earlier.push(flow.cwd);
  flow.cwd = to;
  draft.moved(script, start, end, 'cwd');
  return true;
}

/** `cat > bench.sh <<'EOF'`: a script that the harness writes is read when it is run. */
function keepsFile(flow: Flow, script: Script, statement: Statement): boolean {
  const { draft } = flow;
  const node = firstCommand(statement);
  const here = node?.redirects.find(one => one.type === 'HereDoc');
  if (!node || here?.type !== 'HereDoc') {
    // `chmod +x bench.sh` of a script that is read here.
    const words = node?.suffix.flatMap(item => (item.type === 'Word' ? [item.value] : [])) ?? [];
    const known =
      words.length > 0 && words.slice(1).every(word => flow.scripts.has(word) || flow.scripts.has(base(word)));
    if (!node || !/^(chmod|chown)$/.test(node.name?.value ?? '') || words.length < 2 || !known) return false;
    draft.left(script, statement.pos, statement.end, 'the script is read here, and is in the stages');
    return true;
  }
  const program = node.name?.value ?? '';
  const target = node.redirects.find(one => one.type === 'Redirect' && one.operator.startsWith('>'));
  const named =
    program === 'cat' && target?.type === 'Redirect'
      ? target.target?.value
      : /\btee\s+(?:-a\s+)?(\S+)/.exec(script.text.slice(node.pos, node.end))?.[1];
  if (named === undefined || !(/\.(ba)?sh$/.test(named) || /^#!.*\b(ba)?sh\b/.test(here.body.text))) return false;
  const body = here.delimiter?.quoted ? here.body.text : here.body.text.replace(/\\([$`\\])/g, '$1');
  const file = scriptOf(script.path, body, lineAt(script, here.body.pos));
  flow.scripts.set(named, file);
  flow.scripts.set(base(named), file);
  draft.moved(script, statement.pos, extentOf(statement), `what ${base(named)} does`);
  return true;
}

function firstCommand({ command }: Statement): Command | undefined {
  if (command.type === 'Pipeline') return command.commands[0]?.type === 'Command' ? command.commands[0] : undefined;
  return command.type === 'Command' ? command : undefined;
}
