/** An element to write: its name and its text or its children. */
export type Element = readonly [name: string, content: string | number | readonly Element[]];

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** A whole document. Errors are outside the namespace, as S3 writes them. */
export function xml([name, content]: Element): string {
  const attribute = name === 'Error' ? '' : ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${attribute}>${inner(content)}</${name}>`;
}

function inner(content: Element[1]): string {
  if (typeof content === 'number') return String(content);
  // A carriage return and a tab would be normalised away by whoever reads them plain.
  if (typeof content === 'string')
    return content.replace(/[&<>"\r\n\t]/g, character => `&#${character.charCodeAt(0)};`);
  return content.map(([name, below]) => `<${name}>${inner(below)}</${name}>`).join('');
}

/** An element that was read; `text` is what stands directly in it. */
export interface Node {
  readonly name: string;
  readonly children: readonly Node[];
  readonly text: string;
}

/** The root of a document; `undefined` when it is not well formed. Attributes are passed over; a doctype is refused. */
export function readXml(text: string): Node | undefined {
  const token =
    /<\?[^>]*\?>|<!--[\s\S]*?-->|<(\/?)([A-Za-z][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/gy;
  const top = { name: '', children: [] as Node[], text: '' };
  const open: { name: string; children: Node[]; text: string }[] = [top];
  let end = 0;
  for (const [all, closing, name, , selfClosing, content] of text.matchAll(token)) {
    end += all.length;
    const inside = open.at(-1)!;
    if (content !== undefined) inside.text += unescaped(content);
    else if (name === undefined) continue;
    else if (closing) {
      if (open.length === 1 || inside.name !== name) return undefined;
      open.pop();
    } else {
      const node = { name, children: [], text: '' };
      inside.children.push(node);
      if (!selfClosing) open.push(node);
    }
  }
  const whole = end === text.length && open.length === 1 && top.children.length === 1 && top.text.trim() === '';
  return whole ? top.children[0] : undefined;
}

/** The text of a child; `undefined` when there is none of that name. */
export function childText(node: Node, name: string): string | undefined {
  return node.children.find(child => child.name === name)?.text;
}

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-fA-F]+)|(\w+));/g, (all, decimal, hex, name) => {
    if (name !== undefined) return entities[name] ?? all;
    return String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex, 16));
  });
}
