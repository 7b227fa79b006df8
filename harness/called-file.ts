import type { Command } from 'unbash';
import { base, resolvePath } from '../lint/path.ts';
import { readShell } from '../lint/shell/commands.ts';
import { type Around, deeper } from './around.ts';
import type { Flow } from './flow.ts';
import { isWork } from './leaf.ts';
import { isPipedInstall } from './leaf-words.ts';
import { roleOf } from './roles.ts';
import { textOf, wordsOf } from './runner.ts';
import { lineAt, noShell, type Script, scriptOf } from './script.ts';

/** `bash bench.sh`, `sudo -u x ./bench.sh`, `source lib.sh`, where that file is given. */
export function takeFile(flow: Flow, script: Script, node: Command, around: Around): boolean {
  const read = readShell(script.text.slice(node.pos, node.end), flow.draft.variables);
  // In `source "$(dirname "$0")/config.sh"` what finds the place is read first.
  const command = read.commands.find(({ context }) => !context.value);
  const words = command?.words.map(({ value, text }) => value ?? text.replace(/^["']|["']$/g, '')) ?? [];
  while (/^(nohup|setsid)$/.test(base(words[0] ?? ''))) words.shift();
  const [program = '', ...args] = words;
  const shell = /^(ba|da|z|k)?sh$/.test(base(program));
  const named = shell || program === 'source' || program === '.' ? args.find(word => !word.startsWith('-')) : program;
  const text = script.text.slice(node.pos, node.end);
  const user =
    /\bsudo\b.*?(?:-u|--user[= ])\s*(\w[\w-]*)|\brunuser\s+-u\s+(\w[\w-]*)|\bsu\s+(?:-\w*\s+)*([a-z][\w-]*)/.exec(text);
  const become = user?.[1] ?? user?.[2] ?? user?.[3];
  const inner = innerShell(flow, script, node, text);
  if (inner && !onlyProvides(flow, inner)) {
    if (become && become !== 'root') flow.draft.user = become;
    const { cwd } = flow;
    flow.draft.ledger.enter(inner);
    flow.statements(inner, inner.parsed.commands, deeper(around));
    flow.cwd = cwd;
    flow.draft.moved(script, node.pos, node.end, 'what it runs');
    return true;
  }
  const sourced = program === 'source' || program === '.';
  const file =
    named !== undefined && !args.includes('-c')
      ? (flow.given(named) ?? (sourced ? found(flow, named) : undefined))
      : undefined;
  if (!file || flow.visited.has(file)) return false;
  if (become && become !== 'root') flow.draft.user = become;
  const { cwd, section } = flow;
  const { variables } = flow.draft;
  const script0 = variables.get('0');
  // A script that is sourced keeps the name of the one that reads it.
  if (!sourced) variables.set('0', named);
  flow.script(file, deeper(around));
  variables.set('0', script0);
  if (!sourced) flow.cwd = cwd;
  flow.section = section;
  flow.draft.moved(script, node.pos, node.end, `what ${file.path} does`);
  return true;
}

/** `sudo -u x bash -c '…'`, `sudo -i -u x <<EOF`, `bash <<EOF`: the text for another shell. */
function innerShell(flow: Flow, script: Script, node: Command, text: string): Script | undefined {
  if (/^\s*(tmux\s+new(-session)?\s|screen\s+-\w*d)/.test(text)) {
    const last = wordsOf(node).at(-1);
    if (!last || !/\s/.test(last.value)) return undefined;
    // What others work beside, and nothing waits for, is a server to them.
    const after = script.text.slice(node.end);
    const works = readShell(after, flow.draft.variables).commands.some(command => isWork(roleOf(command)));
    const name = /\s-\w*[sS]\s+["']?([\w-]+)/.exec(text)?.[1] ?? '';
    if (works && !new RegExp(`\\b(has-session|wait-for)\\b.*${name}`).test(after)) return undefined;
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
  if (word && (/[\s;]/.test(word.value) || flow.given(word.value)))
    inner = scriptOf(script.path, textOf(word), lineAt(script, word.pos));
  else if (here?.type === 'HereDoc') {
    const body = here.delimiter?.quoted ? here.body.text : here.body.text.replace(/\\([$`\\])/g, '$1');
    inner = scriptOf(script.path, body, lineAt(script, here.body.pos));
  }
  return inner && (inner.parsed.errors ?? []).length === 0 && inner.parsed.commands.length > 0 ? inner : undefined;
}

/** What makes the machine stays as it stands, with the user that it is done as. */
function onlyProvides(flow: Flow, inner: Script): boolean {
  const { commands } = readShell(inner.text, flow.draft.variables);
  const roles = commands.filter(({ calls, context }) => !calls && !context.value).map(roleOf);
  return isPipedInstall(inner.text) || (roles.length > 0 && roles.every(one => one === 'install' || one === 'system'));
}

function found(flow: Flow, path: string): Script | undefined {
  const place = resolvePath(flow.cwd, path);
  const text = place === undefined || place.startsWith('/') ? undefined : flow.read(place);
  return text !== undefined && noShell({ path: place!, text }) === undefined ? scriptOf(place!, text) : undefined;
}
