import type { Command as CommandNode, Redirection } from 'unbash';
import { UNKNOWN } from '../command.ts';
import { documentText, single } from './expand.ts';
import { type State, strictly } from './state.ts';

/** What a step gives under one name. */
export interface Output {
  /** All that it may be, as far as it is seen; a text may hold `UNKNOWN`. */
  readonly texts: readonly string[];
  /** It is the one text, whatever happens. */
  readonly certain: boolean;
}

/** What a text writes into the file that `$GITHUB_OUTPUT` names: lines of `name=value`, or a name and its lines up to a mark. */
export class Given {
  private readonly names = new Map<string, string[]>();
  /** Something is written that nobody can read. */
  private unread = false;
  private long: { readonly name: string; readonly mark: string; readonly lines: string[] } | undefined;

  /** Takes what a command prints there; `undefined`: that is not known. */
  write(text: string | undefined, state: State): void {
    if (text === undefined) {
      this.unread = true;
      return;
    }
    for (const line of text.replace(/\n$/, '').split('\n')) {
      if (this.long !== undefined) {
        if (line !== this.long.mark) this.long.lines.push(line);
        else {
          this.set(this.long.name, this.long.lines.join('\n'), state);
          this.long = undefined;
        }
        continue;
      }
      const [, name, operator, rest] = /^([\w.-]+)(=|<<)(.*)$/.exec(line) ?? [];
      if (name === undefined) this.unread ||= line.trim() !== '';
      else if (operator === '=') this.set(name, rest!, state);
      else this.long = { name, mark: rest!, lines: [] };
    }
  }

  /** What was given in the end, where the shell stands there in `state`. */
  found(state: State, text: string): ReadonlyMap<string, Output> {
    const leaves = /\b(exit|return)\b/.test(text);
    return new Map(
      [...this.names].map(([name, all]) => {
        const texts = [...new Set(all)];
        const last = state.variables.get(kept(name));
        const doubted = state.doubts.has(kept(name)) && state.doubts.get(kept(name)) === last;
        const certain = texts.length === 1 && last === texts[0] && !doubted && !leaves && !this.unread;
        return [name, { texts, certain }];
      }),
    );
  }

  private set(name: string, value: string, state: State): void {
    this.names.set(name, [...(this.names.get(name) ?? []), value]);
    // As a variable of the shell, it is in doubt where a branch that may not have run has set it.
    state.variables.set(kept(name), value);
  }
}

/** A name that no variable of a shell has. */
function kept(name: string): string {
  return `output ${name}`;
}

/** Whether what is printed goes to the outputs of the step. */
export function toOutputs(redirects: readonly Redirection[]): boolean {
  return redirects.some(redirect => redirect.type === 'Redirect' && redirect.target?.text.includes('GITHUB_OUTPUT'));
}

/** Whether a command takes what it is fed to the outputs: `tee -a "$GITHUB_OUTPUT"`. */
export function teesToOutputs(node: CommandNode): boolean {
  return (
    node.name?.value === 'tee' && node.suffix.some(item => item.type === 'Word' && item.text.includes('GITHUB_OUTPUT'))
  );
}

/** What a command prints, of values that are surely those; `undefined` where that is not known. */
export function printedBy(node: CommandNode, state: State): string | undefined {
  const sure = strictly(state);
  const document = node.redirects.find(redirect => redirect.type === 'HereDoc');
  if (node.name?.value === 'cat' && !node.suffix.some(item => item.type === 'Word'))
    return document?.type === 'HereDoc' ? documentText(document, sure) : undefined;
  const words = node.suffix.flatMap(item => {
    if (item.type === 'Word') return [single(item, sure, () => {})];
    if (item.type !== 'Assignment') return [];
    return [`${item.name}=${item.value.type === 'Word' ? single(item.value, sure, () => {}) : UNKNOWN}`];
  });
  if (node.name?.value === 'printf') return formatted(words);
  if (node.name?.value !== 'echo') return undefined;
  const plain = words.findIndex(word => !/^-[neE]+$/.test(word));
  const escapes = words.slice(0, Math.max(plain, 0)).some(word => word.includes('e'));
  const text = words.slice(Math.max(plain, 0)).join(' ');
  return `${escapes ? text.replaceAll('\\n', '\n') : text}\n`;
}

/** A format of `%s` with as many words as it asks for. */
function formatted([format, ...words]: readonly string[]): string | undefined {
  const asked = format?.match(/%./g) ?? [];
  if (format === undefined || asked.length !== words.length || asked.some(one => !/%[sd]/.test(one))) return undefined;
  let at = 0;
  return format.replaceAll('\\n', '\n').replaceAll(/%[sd]/g, () => words[at++]!);
}
