import { UNKNOWN } from '../command.ts';
import { type Draft, drafted, type Launcher } from './launches.ts';
import { filledPlain, type Node, partedAt, RUST, type Text, treeOf } from './tokens.ts';
import { type Arguments, argumentsOf, evaluated, type Scope, type Value } from './values.ts';

/** How Rust starts programs: std::process, and the crates xshell and duct (docs.rs). */
export const RUST_LAUNCHES: Launcher = {
  deed: ({ name, group, args, scope }) => {
    const last = name.slice(name.lastIndexOf('.') + 1);
    if (last === 'cmd!') return { does: 'draft', draft: ofMacro(group.items, scope) };
    if (/(^|\.)Command\.new$/.test(name) || /^(sh|shell)\.cmd$/.test(name))
      return { does: 'draft', draft: drafted(args().values) };
    if (name === 'cmd') {
      const { values } = args();
      return values.length === 2 ? { does: 'draft', draft: drafted(values.flat() as Value[]) } : undefined;
    }
    if (/^(change_dir|push_dir|pushd|set_current_dir)$/.test(last)) return { does: 'enter', cwd: args().values.at(-1) };
    return undefined;
  },
  method: (draft, name, args) => {
    const [first, second] = args.values;
    if (/^(status|output|spawn|run|read|exec|execute|start|wait|read_stderr|run_interactive)$/.test(name))
      return 'start';
    if (name === 'arg') draft.words?.push(first);
    else if (name === 'args') added(draft, first, args);
    else if (name === 'env') draft.env.set(typeof first === 'string' ? first : '', second);
    else if (name === 'envs') draft.clouded = true;
    else if (name === 'current_dir' || name === 'dir') {
      draft.cwd = first;
      draft.elsewhere = typeof first !== 'string';
    } else if (name === 'ignore_status' || name === 'unchecked') draft.forgiven = true;
    return 'more';
  },
};

function added(draft: Draft, list: Value, args: Arguments): void {
  if (Array.isArray(list)) draft.words?.push(...list);
  else if (args.values.length > 0) draft.words?.push(undefined);
}

/** `cmd!(sh, "cargo test {rest...}")` of xshell, `cmd!("cargo", "test")` of duct. */
function ofMacro(items: readonly Node[], scope: Scope): Draft {
  const parts = partedAt(items, ',');
  const text =
    parts.length === 2 && parts[0]!.length === 1 && parts[0]![0]!.kind === 'name' && parts[1]![0]!.kind === 'text'
      ? (parts[1]![0] as Text)
      : undefined;
  if (text === undefined) return drafted(argumentsOf({ kind: 'group', open: '(', items }, scope).values);
  const words: Value[] = [];
  for (const [word] of filledPlain(text).matchAll(/(?:[^\s"'{}]|"[^"]*"|'[^']*'|\{[^}]*\})+/g)) {
    const spread = /^\{(.+?)\.\.\.\}$/.exec(word)?.[1];
    if (spread === undefined)
      words.push(
        word
          .replaceAll(/"([^"]*)"|'([^']*)'/g, (_, one, other) => one ?? other)
          .replaceAll(/\{([^}]*)\}/g, (_, name: string) => named(name, scope)),
      );
    else {
      const { values } = argumentsOf(
        { kind: 'group', open: '(', items: [...treeOf(spread, RUST), { kind: 'mark', text: '...' }] },
        scope,
      );
      words.push(...values);
    }
  }
  return drafted(words);
}

function named(name: string, scope: Scope): string {
  const value = evaluated(treeOf(name, RUST), scope);
  return typeof value === 'string' ? value : UNKNOWN;
}
