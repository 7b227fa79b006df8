/** The plain facts of a TOML file: `section` → `key` → value. Keys of a table written `a.b = …` stand in `section.a`. */
export type Toml = ReadonlyMap<string, ReadonlyMap<string, TomlValue>>;
export type TomlValue = string | readonly string[];

/**
 * Reads sections, strings and arrays of strings; anything else is kept as its raw text. Enough to know a workspace's members
 * and a tool's settings, and it never fails: what it does not understand is not there.
 */
export function toml(text: string): Toml {
  const sections = new Map<string, Map<string, TomlValue>>();
  let section = table(sections, '');
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!.trim();
    const header = /^\[\[?([^\]]+)\]\]?\s*(?:#.*)?$/.exec(line);
    if (header !== null) {
      section = table(sections, header[1]!.replaceAll(/["'\s]/g, ''));
      continue;
    }
    const pair = /^("[^"]+"|'[^']+'|[\w.-]+)\s*=\s*(.*)$/.exec(line);
    if (pair === null) continue;
    const key = pair[1]!.replaceAll(/["']/g, '');
    let value = pair[2]!;
    const long = /^("""|''')/.exec(value)?.[1];
    if (long !== undefined) {
      while (at + 1 < lines.length && !value.slice(3).includes(long)) value += `\n${lines[++at]!}`;
      section.set(key, value.slice(3).split(long)[0]!.trim());
      continue;
    }
    while (value.startsWith('{') && at + 1 < lines.length && !balanced(value)) value += `\n${lines[++at]!}`;
    while (value.startsWith('[') && at + 1 < lines.length && !closed(value)) value += `\n${lines[++at]!}`;
    const dot = key.lastIndexOf('.');
    if (dot > 0)
      table(
        sections,
        `${nameOf(sections, section)}${nameOf(sections, section) === '' ? '' : '.'}${key.slice(0, dot)}`,
      ).set(key.slice(dot + 1), read(value));
    else section.set(key, read(value));
  }
  return sections;
}

function table(sections: Map<string, Map<string, TomlValue>>, name: string): Map<string, TomlValue> {
  const known = sections.get(name);
  if (known !== undefined) return known;
  const made = new Map<string, TomlValue>();
  sections.set(name, made);
  return made;
}

function nameOf(sections: Map<string, Map<string, TomlValue>>, section: Map<string, TomlValue>): string {
  for (const [name, known] of sections) if (known === section) return name;
  return '';
}

function closed(value: string): boolean {
  return uncommented(value)
    .replaceAll(/"[^"]*"|'[^']*'/g, '')
    .includes(']');
}

/** Whether an inline table is complete; strings of three quotes may go over lines. */
function balanced(value: string): boolean {
  const plain = value.replaceAll(/"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/g, '');
  return !/"""|'''/.test(plain) && plain.split('{').length <= plain.split('}').length;
}

function uncommented(value: string): string {
  return value.replaceAll(/("[^"\n]*"|'[^'\n]*')|#[^\n]*/g, (_, string?: string) => string ?? '');
}

function read(value: string): TomlValue {
  const plain = uncommented(value).trim();
  if (plain.startsWith('['))
    return [...plain.matchAll(/"([^"]*)"|'([^']*)'/g)].map(match => match[1] ?? match[2] ?? '');
  const string = /^"((?:[^"\\]|\\.)*)"|^'([^']*)'/.exec(plain);
  return string === null ? plain : (string[1]?.replaceAll(/\\(.)/g, '$1') ?? string[2] ?? '');
}

/** A value as a list: an array, or the words of a string. */
export function listOf(value: TomlValue | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? value.split(/\s+/).filter(word => word !== '') : value;
}
