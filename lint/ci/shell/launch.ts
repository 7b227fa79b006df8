import type { Command as CommandNode, Redirection } from 'unbash';
import type { Range, Source } from '../../../schema/source.ts';
import { base } from '../../path.ts';
import type { Command } from '../command.ts';
import { single } from './expand.ts';
import { resolvePath } from './path.ts';
import { bashOf } from './powershell.ts';
import { copy, type Frame, fresh, type State } from './state.ts';
import type { Shell } from './surroundings.ts';

/** Reports a command and walks what it runs in turn. */
export function launch(
  shell: Shell,
  command: Command,
  redirects: readonly Redirection[],
  frame: Frame,
  nested: Frame,
  state: State,
): void {
  const [name, ...args] = command.words as [string, ...string[]];
  const program = base(name);
  if (program === 'busybox' && /^(a|hu)?sh$/.test(args[0] ?? '')) {
    bash(shell, command, args.slice(1), redirects, frame, nested);
    return;
  }
  if (/^(ba|da|z|k)?sh$/.test(program)) {
    bash(shell, command, args, redirects, frame, nested);
    return;
  }
  if (program === 'pwsh' || program === 'powershell') {
    const at = args.findIndex(arg => /^-(c|command)$/i.test(arg));
    const file = args.find(arg => arg.endsWith('.ps1'));
    if (at >= 0) walkText(shell, bashOf(args.slice(at + 1).join(' ')), command, nested);
    else if (file !== undefined)
      launch(shell, { ...command, words: [file.includes('/') ? file : `./${file}`] }, redirects, frame, nested, state);
    return;
  }
  if (
    program === 'su' ||
    program === 'runuser' ||
    program === 'nix-shell' ||
    program === 'npx' ||
    program === 'script' ||
    program === 'flock'
  ) {
    const at = args.findIndex(arg => /^-[a-z]*c$/.test(arg) || arg === '--command' || arg === '--run');
    const inner = args[at + 1];
    if (at >= 0 && inner !== undefined) {
      walkText(shell, inner, command, nested);
      return;
    }
  }
  if (program === 'eval') {
    shell.text({ ...nested, text: args.join(' ') }, state);
    return;
  }
  // What a build tool's wrapper script does before it starts the tool is no work; its own words say what it runs.
  const wrapper = program === 'gradlew' || program === 'mvnw';
  const own = name.includes('/') ? writtenAt(shell, command, name) : undefined;
  if (own !== undefined) {
    walkText(shell, own, command, nested, [name, ...args]);
    return;
  }
  const script = name.includes('/') && !wrapper ? scriptAt(shell, command, name) : undefined;
  if (script !== undefined) {
    shell.found.push(command);
    walkFile(shell, script, command, [name, ...args], nested);
    return;
  }
  shell.found.push(command);
  for (const called of shell.surroundings.calls(command)) {
    const inner: State = {
      ...fresh(command, shell.surroundings.listing),
      cwd: called.cwd,
      ...(called.positional && { positional: called.positional }),
    };
    for (const [key, value] of called.variables ?? []) inner.variables.set(key, value);
    for (const [key, value] of called.env ?? []) {
      inner.variables.set(key, value);
      inner.exported.add(key);
    }
    const via = [...nested.via, called.hop];
    const means = called.means ?? nested.means ?? false;
    if (called.source === undefined)
      shell.text({ ...nested, text: called.text, offset: 0, via, caller: command, means }, inner);
    else
      shell.text(
        {
          text: called.text,
          offset: 0,
          source: called.source,
          via,
          caller: command,
          means,
          depth: nested.depth,
          swallowed: command.swallowed,
        },
        inner,
      );
  }
}

/** The text that the stage itself has written there. */
function writtenAt(shell: Shell, command: Command, name: string): string | undefined {
  const path = resolvePath(command.cwd, name);
  return path === undefined ? undefined : shell.written.get(path);
}

function scriptAt(shell: Shell, command: Command, name: string): Source | undefined {
  const path = resolvePath(command.cwd, name);
  const script = path === undefined ? undefined : shell.surroundings.script(path);
  if (script !== undefined && name.endsWith('.ps1')) return script;
  return script !== undefined && /^#!.*\b(ba|da|z)?sh\b/.test(script.text)
    ? script
    : script !== undefined && /\.(ba)?sh$/.test(name)
      ? script
      : undefined;
}

/** `bash -c '…'`, `bash script.sh`, `bash <<EOF`. */
function bash(
  shell: Shell,
  command: Command,
  args: readonly string[],
  redirects: readonly Redirection[],
  frame: Frame,
  nested: Frame,
): void {
  let at = 0;
  for (; at < args.length && /^[-+]/.test(args[at]!); at++) {
    // `-cl` takes its text as `-lc` does.
    if (/^-[a-zA-Z]*c[a-zA-Z]*$/.test(args[at]!)) {
      const inner = args.slice(at + 1).find(arg => !/^[-+]/.test(arg));
      if (inner !== undefined) walkText(shell, inner, command, nested, args.slice(args.indexOf(inner) + 1));
      return;
    }
    if (/^[-+][a-zA-Z]*[oO]$/.test(args[at]!)) at++;
  }
  const file = args[at];
  if (file !== undefined && file !== '-') {
    const path = resolvePath(command.cwd, file);
    const own = writtenAt(shell, command, file);
    if (own !== undefined) {
      walkText(shell, own, command, nested, args.slice(at));
      return;
    }
    const script = path === undefined ? undefined : shell.surroundings.script(path);
    const direct = { ...command, words: [file.includes('/') ? file : `./${file}`, ...args.slice(at + 1)] };
    shell.found.push(direct);
    if (script !== undefined) walkFile(shell, script, direct, args.slice(at), nested);
    return;
  }
  for (const redirect of redirects) {
    if (redirect.type === 'HereDoc') {
      const place = frame.at === undefined ? { ...frame, offset: frame.offset + redirect.body.pos } : nested;
      shell.text(
        { ...place, text: redirect.body.text, depth: nested.depth, swallowed: command.swallowed },
        fresh(command, shell.surroundings.listing),
      );
    } else if (redirect.type === 'HereString' && redirect.target !== undefined) {
      walkText(
        shell,
        single(redirect.target, fresh(command, shell.surroundings.listing), () => {}),
        command,
        nested,
      );
    }
  }
}

function walkText(
  shell: Shell,
  text: string,
  command: Command,
  nested: Frame,
  positional: readonly string[] = [],
): void {
  shell.text(
    { ...nested, text, offset: 0 },
    {
      ...fresh(command, shell.surroundings.listing),
      functions: new Map(shell.handed),
      positional: positional.length > 0 ? positional : ['bash'],
    },
  );
}

function walkFile(shell: Shell, script: Source, command: Command, positional: readonly string[], nested: Frame): void {
  const { at: _, ...frame } = nested;
  const hop = { label: script.path, place: { source: script, range: { start: 0, end: 0 } } };
  if (nested.via.some(known => known.place?.source.path === script.path)) return;
  const first = resolvePath(command.cwd, positional[0]!) ?? positional[0]!;
  shell.text(
    {
      ...frame,
      text: script.path.endsWith('.ps1') ? bashOf(script.text) : script.text,
      offset: 0,
      source: script,
      via: [...nested.via, hop],
      caller: command,
    },
    { ...fresh(command, shell.surroundings.listing), positional: [first, ...positional.slice(1)] },
  );
}

/** `echo 'cargo test' | bash` */
export function pipedScript(shell: Shell, node: CommandNode, input: string, frame: Frame, state: State): void {
  if (node.name === undefined || !/^(ba|da)?sh$/.test(node.name.value)) return;
  if (node.suffix.some(item => item.type === 'Word' && !/^-/.test(item.value))) return;
  const at: Range = frame.at ?? { start: node.pos + frame.offset, end: node.end + frame.offset };
  shell.text({ ...frame, text: input, offset: 0, at, depth: frame.depth + 1 }, copy(state));
}
