/** A text without what stands in single quotes: there `$1` is awk's. */
export function withoutQuoted(text: string): string {
  return text.replace(/'[^']*'/g, "''");
}

/** A text that stands for itself in a regular expression. */
export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

/** A command in one line, for people. */
export function shown(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length > 60 ? `${flat.slice(0, 58).trimEnd()} …` : flat;
}
