import type { Context } from './expression.ts';

/** What the steps of one run of a job hand to later ones through `$GITHUB_ENV`. */
export class Handed {
  private readonly names = new Map<string, boolean>();
  private written = '';

  /** The texts so far that hand something on: steps after others than these are others. */
  get texts(): string {
    return this.written;
  }

  /** Takes a step into account, which runs or does not. */
  step(text: string, runs: boolean): void {
    if (!text.includes('GITHUB_ENV')) return;
    for (const [, name] of text.matchAll(/\b([A-Za-z_]\w*)=/g))
      if (runs || !this.names.has(name!)) this.names.set(name!, runs);
  }

  /** Takes the text of a step that runs, with its values filled in, into account. */
  text(text: string): void {
    if (text.includes('GITHUB_ENV')) this.written += `${text}\n`;
  }

  /** A context in which a variable that only steps which do not run would have handed on is empty. */
  within(context: Context): Context {
    return name => {
      const value = context(name);
      return value === undefined && name.startsWith('env.') && this.names.get(name.slice(4)) === false ? '' : value;
    };
  }
}
