/** As much of a terminal as the live table needs: wrapping, scrolling, cursor up, erasing a line and all below. */
export class Screen {
  readonly columns: number;
  readonly rows: number;
  private lines: string[] = [''];
  private row = 0;
  private column = 0;

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
  }

  write(text: string): void {
    for (const [part] of text.matchAll(/\x1b\[(\d*)[A-Za-z]|[\s\S]/g)) {
      const [, count, command] = /^\x1b\[(\d*)([A-Za-z])$/.exec(part) ?? [];
      if (command === 'A') this.row = Math.max(0, this.row - Number(count));
      else if (command === 'K') this.lines[this.row] = '';
      else if (command === 'J') {
        this.lines[this.row] = this.lines[this.row]!.slice(0, this.column);
        this.lines.length = this.row + 1;
      } else if (part === '\r') this.column = 0;
      else if (part === '\n') this.down();
      else {
        // A full line wraps only when something follows it.
        if (this.column === this.columns) this.down();
        const line = this.lines[this.row]!.padEnd(this.column);
        this.lines[this.row] = line.slice(0, this.column) + part + line.slice(this.column + 1);
        this.column++;
      }
    }
  }

  /** What a person sees, without the blank line that holds the cursor. */
  shown(): readonly string[] {
    return this.lines.slice(0, -1);
  }

  private down(): void {
    this.column = 0;
    this.row++;
    if (this.row === this.rows) {
      this.lines.shift();
      this.row--;
    }
    while (this.lines.length <= this.row) this.lines.push('');
  }
}
