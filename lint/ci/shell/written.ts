import type { Command as CommandNode } from 'unbash';
import { dynamic } from '../command.ts';
import { documentText, expand, producedText, single } from './expand.ts';
import { resolvePath } from './path.ts';
import type { State } from './state.ts';
import type { Shell } from './surroundings.ts';

/** `cat > run.sh <<'EOF'`, `tee run.sh <<EOF`, `echo … > run.sh`: keeps the text for whoever runs the file later. */
export function keepWritten(shell: Shell, node: CommandNode, state: State): void {
  const name = node.name?.value;
  if (name !== 'cat' && name !== 'tee' && name !== 'echo' && name !== 'printf') return;
  const target =
    name === 'tee'
      ? node.suffix.find(item => item.type === 'Word' && !item.value.startsWith('-'))
      : node.redirects.find(redirect => redirect.type === 'Redirect' && /^>[>|]?$/.test(redirect.operator));
  const word = target?.type === 'Redirect' ? target.target : target?.type === 'Word' ? target : undefined;
  const text = textOf(node, name, state);
  // Of a script of several lines, what is not known of a word leaves the others known.
  if (word === undefined || text === undefined || (dynamic(text) && !text.trim().includes('\n'))) return;
  const path = resolvePath(state.cwd, expand(word, state, () => {}).join(' '));
  if (path === undefined || dynamic(path)) return;
  const appends = target?.type === 'Redirect' && target.operator === '>>';
  const before = appends ? (shell.written.get(path) ?? shell.surroundings.script(path)?.text ?? '') : '';
  shell.written.set(path, `${before}${text}\n`);
}

function textOf(node: CommandNode, name: string, state: State): string | undefined {
  const document = node.redirects.find(redirect => redirect.type === 'HereDoc');
  if (document?.type === 'HereDoc' && name !== 'echo' && name !== 'printf') return documentText(document, state, true);
  const given = node.redirects.find(redirect => redirect.type === 'HereString');
  if (given?.type === 'HereString' && given.target !== undefined) return single(given.target, state, () => {});
  return name === 'echo' || name === 'printf' ? producedText(node, state) : undefined;
}
