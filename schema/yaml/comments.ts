import type { Comment } from '../read.ts';

/** Collects comments from the stretches between scalars; inside scalars `#` means nothing. Gaps must come in file order. */
export class CommentFinder {
  readonly #text: string;
  readonly #comments: Comment[] = [];
  #next: number;

  constructor(text: string) {
    this.#text = text;
    this.#next = text.indexOf('#');
  }

  gap(start: number, end: number): void {
    if (this.#next >= 0 && this.#next < start) this.#next = this.#text.indexOf('#', start);
    while (this.#next >= 0 && this.#next < end) {
      const at = this.#next;
      const before = this.#text[at - 1];
      if (at === 0 || before === ' ' || before === '\t' || before === '\n' || before === '\r') {
        let stop = at;
        while (stop < this.#text.length && this.#text[stop] !== '\n' && this.#text[stop] !== '\r') stop++;
        this.#comments.push({ text: this.#text.slice(at, stop), range: { start: at, end: stop } });
        this.#next = this.#text.indexOf('#', stop);
      } else this.#next = this.#text.indexOf('#', at + 1);
    }
  }

  finish(): readonly Comment[] {
    return this.#comments;
  }
}

/** The first offset from `start` that is neither blank, nor line break, nor in a comment, nor one of `also`. */
export function skipBlanks(text: string, start: number, also: string): number {
  let at = start;
  for (; at < text.length; at++) {
    const char = text[at]!;
    if (char === '#' && (at === 0 || /[\s,]/.test(text[at - 1]!))) {
      while (at + 1 < text.length && text[at + 1] !== '\n' && text[at + 1] !== '\r') at++;
    } else if (char !== ' ' && char !== '\t' && char !== '\n' && char !== '\r' && !(also !== '' && char === also))
      break;
  }
  return at;
}
