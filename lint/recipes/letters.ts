import type { Source } from '../../schema/source.ts';
import type { ShellText } from '../stage-script.ts';

/** A text put together from letters of a file, of which each knows what it stands for there. */
export class Letters {
  #text = '';
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #borders = new Set<number>();

  /** What `[start, end)` of the file has become, however long. */
  add(text: string, start: number, end: number): void {
    this.#text += text;
    for (let at = 0; at < text.length; at++) {
      this.#starts.push(start);
      this.#ends.push(end);
    }
  }

  /** What comes next does not belong to what comes before. */
  border(): void {
    this.#borders.add(this.#text.length);
  }

  get text(): string {
    return this.#text;
  }

  /** Where the letter at an index begins in the file. */
  startOf(index: number): number {
    return this.#starts[index] ?? this.#ends.at(-1) ?? 0;
  }

  /** How many of the first letters are of such a kind, up to a border. */
  first(kind: RegExp): number {
    let at = 0;
    while (at < this.#text.length && kind.test(this.#text[at]!) && !this.#borders.has(at)) at++;
    return at;
  }

  /** From the letter at `from` on. */
  in(source: Source, from = 0): ShellText {
    return {
      text: this.#text.slice(from),
      placeOf: (first, last) => {
        const start = this.startOf(from + first);
        const end = last > first ? (this.#ends[from + last - 1] ?? start) : start;
        return { source, range: { start, end: Math.max(start, end) } };
      },
    };
  }
}
