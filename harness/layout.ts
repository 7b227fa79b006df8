import { isMap, isScalar, type Pair, Scalar, type YAMLMap, type YAMLSeq } from 'yaml';

/** `[a, b]` beside `{ a: b }`, as in the rest of our files; block texts are left alone. */
export function narrow(text: string): string {
  let block = -1;
  return text
    .split('\n')
    .map(line => {
      const indent = /^ */.exec(line)![0].length;
      if (block >= 0 && (line.trim() === '' || indent > block)) return line;
      block = /^ *[^#"']*: \|[-+\d]*$/.test(line) ? indent : -1;
      // A `[ -f x ]` of a text in one line is the shell's.
      if (!/^ *(- )?([\w.-]+: +)?[[{]/.test(line)) return line;
      return line.replace(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|#.*$|\[ (?=\S)|(?<=\S) \]/g, found =>
        found === '[ ' ? '[' : found === ' ]' ? ']' : found,
      );
    })
    .join('\n');
}

/** A note as lines of a comment. */
export function folded(note: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of note.replace(/\s+/g, ' ').split(' ')) {
    if (line !== '' && line.length + word.length > 96) {
      lines.push(line);
      line = '  ';
    }
    line += line === '' || line === '  ' ? word : ` ${word}`;
  }
  return [...lines, line];
}

/** A text as a block of its own where it has several lines. */
export function block(text: string): Scalar {
  const scalar = new Scalar(text);
  // A literal block can hold any text but one that begins with a space, or that YAML could not hold unescaped.
  if (text.includes('\n') && !/^\s|[^\n\t\x20-\x7e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text)) {
    scalar.type = Scalar.BLOCK_LITERAL;
    scalar.value = text.endsWith('\n') ? text : `${text}\n`;
  } else if (/[\n\r]|^\s|\s$/.test(text)) scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}

/** Small maps and lists in one line, as in the file of `campaign init`. */
export function flow(root: YAMLMap): void {
  for (const { key, value } of root.items as Pair<Scalar, YAMLMap | YAMLSeq>[]) {
    key.spaceBefore = !/^(campaign|version)$/.test(String(key.value));
    if (key.value === 'stages')
      for (const stage of (value as YAMLMap).items as Pair<Scalar, YAMLMap>[])
        for (const inner of stage.value!.items) oneLine(inner.value as YAMLMap);
    else if (key.value === 'params' || key.value === 'env' || key.value === 'secrets')
      for (const inner of (value as YAMLMap).items) oneLine(inner.value as YAMLMap);
    else if (
      isMap(value) &&
      !value.items.some(inner => isScalar(inner.value) && inner.value.type === Scalar.BLOCK_LITERAL)
    )
      oneLine(value);
    else if (isMap(value)) for (const inner of value.items) oneLine(inner.value as YAMLMap);
  }
}

function oneLine(node: YAMLMap | YAMLSeq | Scalar): void {
  if (isScalar(node) || node === null) return;
  const length = JSON.stringify(node.toJSON()).length;
  if (length <= 96) node.flow = true;
  else
    for (const item of node.items) if (!isScalar(item)) oneLine((isMap(node) ? (item as Pair).value : item) as YAMLMap);
}

/** Puts a comment before a key, where the map has it. */
export function before(root: YAMLMap, name: string, comment: string): void {
  const pair = (root.items as Pair<Scalar, unknown>[]).find(({ key }) => key.value === name);
  if (pair) pair.key.commentBefore = pair.key.commentBefore ? `${pair.key.commentBefore}\n${comment}` : comment;
}
