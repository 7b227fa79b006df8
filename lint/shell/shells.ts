import type { Construct } from './construct.ts';
import { isStatusRead, isWork, Look, type Swallow } from './look.ts';

/** Looks for shells in which a failure ends nothing. */
export class ShellsLook extends Look {
  get #toggled() {
    return this.reading.constructs.filter(construct => construct.kind === 'option');
  }

  /** Shells in which a failure ends nothing: after `set +e`, and those that never said `set -e`. One finding for each. */
  shells(): readonly Swallow[] {
    const found: Swallow[] = [];
    const told = new Set<string>();
    for (const [index, command] of this.reading.commands.entries()) {
      const { context } = command;
      if (context.trap || context.value || context.asked || !isWork(command)) continue;
      const off = this.#offBefore('errexit', context.shell, index);
      if (!context.errexit && !told.has(`e${off?.start ?? context.shell}`)) {
        if (this.#isRead(index) || (off && this.#onAfter('errexit', off))) continue;
        // What comes last is the status, so that nothing is lost yet.
        if (context.last && (!off || context.kind !== 'text')) continue;
        told.add(`e${off?.start ?? context.shell}`);
        found.push(
          off
            ? {
                how: context.last ? 'option-last' : 'option',
                command,
                start: off.start,
                end: off.end,
                written: this.slice(off.start, off.end),
              }
            : { how: 'no-errexit', command, start: command.start, end: command.end, written: '' },
        );
      }
    }
    for (const pipe of this.reading.constructs) {
      if (pipe.kind !== 'pipe' || pipe.parts.length < 2 || pipe.context.pipefail) continue;
      const { context, parts, at, start, end } = pipe;
      if (context.trap || context.value || context.asked || told.has(`p${context.shell}`)) continue;
      const command = this.work({ ...parts[0]!, to: parts.at(-2)!.to });
      if (!command || /PIPESTATUS/.test(this.text.slice(end, end + 200))) continue;
      const off = this.#offBefore('pipefail', context.shell, at);
      told.add(`p${context.shell}`);
      found.push(
        off
          ? { how: 'pipefail-off', command, start: off.start, end: off.end, written: this.slice(off.start, off.end) }
          : { how: 'no-pipefail', command, start, end, written: this.slice(start, end) },
      );
    }
    return found;
  }

  #offBefore(option: 'errexit' | 'pipefail', shell: number, at: number) {
    return this.#toggled.findLast(
      one => one.option === option && !one.on && one.context.shell <= shell && one.at <= at,
    );
  }

  /** `set -e` comes back: that is another rule's. */
  #onAfter(option: 'errexit', off: Construct): boolean {
    return this.#toggled.some(
      one => one.option === option && one.on && one.context.shell === off.context.shell && one.at > off.at,
    );
  }

  #isRead(index: number): boolean {
    // The parts of a pipe are one status.
    const pipe = this.reading.constructs.find(
      one => one.kind === 'pipe' && one.parts[0]!.from <= index && index < one.parts.at(-1)!.to,
    );
    const after = pipe?.kind === 'pipe' ? pipe.parts.at(-1)!.to : index + 1;
    const next = this.reading.commands.slice(after).find(({ context }) => !context.value);
    if (next === undefined || !isStatusRead(this.text, next)) return false;
    // `rc=$?` and nothing but a message that shows it.
    return next.kind !== 'assignment' || next.assigns.some(({ name }) => this.decides(name));
  }
}
