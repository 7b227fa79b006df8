export function code(text: string): string {
  return `\`${text}\``;
}

/** `a`, `b` and `c`. */
export function items(names: readonly string[]): string {
  return and(names.map(code));
}

export function and(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
