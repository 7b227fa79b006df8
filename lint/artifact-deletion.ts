import type { Plan } from '../plan/plan.ts';
import type { Prebuilt } from '../schema/model.ts';
import { base, resolvePath } from './path.ts';
import type { LocatedCommand } from './stage-shell.ts';

/** What an artifact brings and a command takes away, as `provides` names it: `cargo clean`, `rm -rf target`; `undefined` for none. */
export function deletedBy(command: LocatedCommand, prebuilt: readonly Prebuilt[], plan: Plan): string | undefined {
  const [program, ...args] = command.words.map(({ value }) => value ?? '');
  const cargo =
    base(program ?? '') === 'cargo' && args[0] === 'clean' && !args.some(word => /^(-p|--package|--doc)\b/.test(word));
  if (!cargo && !(program === 'rm' && args.some(word => /^-\w*[rR]|^--recursive$/.test(word)))) return undefined;
  const removed = cargo ? ['target'] : args.filter(word => word !== '' && !word.startsWith('-'));
  const brought = prebuilt.flatMap(({ provides }) => provides.map(({ text }) => text.replace(/\/?\**$/, '')));
  return brought.find(text => {
    const absolute = resolvePath(plan.repository.dir, text);
    return removed.some(word => {
      const gone = resolvePath(command.directory, word.replace(/\/$/, ''));
      return gone !== undefined && absolute !== undefined && (absolute === gone || absolute.startsWith(`${gone}/`));
    });
  });
}
