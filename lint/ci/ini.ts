/** Sections → keys → values of an INI file; the lines of a long value stay apart. It never fails: what it does not understand is not there. */
export function iniSections(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  let key: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const header = /^\[([^\]]+)\]/.exec(line);
    if (header !== null) {
      section = sections.get(header[1]!.trim()) ?? new Map();
      sections.set(header[1]!.trim(), section);
      key = undefined;
      continue;
    }
    if (section === undefined || /^\s*[#;]/.test(line)) continue;
    const pair = /^([\w-]+)\s*[=:]\s*(.*)$/.exec(line);
    if (pair !== null) {
      key = pair[1]!;
      section.set(key, pair[2]!);
    } else if (key !== undefined && /^\s+\S/.test(line)) section.set(key, `${section.get(key)!}\n${line.trim()}`);
  }
  return sections;
}
