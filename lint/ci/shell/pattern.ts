/** Whether a whole text matches a shell pattern of `*`, `?` and `[…]`. */
export function matches(pattern: string, text: string): boolean {
  if (!/[*?[]/.test(pattern)) return pattern === text;
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const letter = pattern[at]!;
    if (letter === '*') source += '.*';
    else if (letter === '?') source += '.';
    else if (letter === '[') {
      const end = pattern.indexOf(']', at + 2);
      if (end < 0) source += '\\[';
      else {
        source += `[${pattern
          .slice(at + 1, end)
          .replace(/^!/, '^')
          .replaceAll('\\', '\\\\')}]`;
        at = end;
      }
    } else source += letter.replace(/[\\^$.|+(){}\]]/g, '\\$&');
  }
  try {
    return new RegExp(`^${source}$`, 's').test(text);
  } catch {
    // A bracket expression that no regular expression has, such as `[z-a]`, matches nothing.
    return false;
  }
}

/** A text as the pattern that it alone matches. */
export function literally(text: string): string {
  return text.replaceAll(/[*?[]/g, '[$&]');
}

/** Whether a path, or a directory that it lies in, is one that the shell would put in place of a pattern: `*` goes over no `/`. */
export function matchesPath(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  return wanted.length <= given.length && wanted.every((part, index) => matches(part, given[index]!));
}
