/** Always in quotes, for values that should look like values. */
export function quoteValue(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * A here-document that holds a text as data: nothing in it is expanded, and its mark is no line of it. The text arrives with a
 * newline at its end whether or not it had one.
 */
export function hereDocument(command: string, text: string, mark: string): string {
  const lines = new Set(text.split('\n'));
  let unique = mark;
  for (let count = 2; lines.has(unique); count++) unique = `${mark}_${count}`;
  return `${command} <<'${unique}'\n${text}${text.endsWith('\n') ? '' : '\n'}${unique}\n`;
}
