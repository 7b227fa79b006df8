import { listOf, type Toml, toml } from '../toml.ts';

type Sections = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * tox's settings in TOML (tox.wiki, "TOML": `[tool.tox.env.NAME]` of pyproject.toml, `[env.NAME]` of tox.toml) as the sections of
 * tox.ini that say the same; `undefined` when the text has none.
 */
export function toxSections(text: string, file: 'pyproject.toml' | 'tox.toml'): Sections | undefined {
  const prefix = file === 'tox.toml' ? '' : 'tool.tox';
  const tables = toml(text);
  const title = (name: string): string => (prefix === '' ? name : name === '' ? prefix : `${prefix}.${name}`);
  const known = [...tables.keys()].filter(
    name => name === title('env_run_base') || name.startsWith(`${title('env')}.`),
  );
  if (known.length === 0) return undefined;
  const sections = new Map<string, ReadonlyMap<string, string>>([
    ['tox', new Map([['envlist', listOf(tables.get(title(''))?.get('env_list')).join('\n')]])],
  ]);
  for (const name of known) {
    const environment = name === title('env_run_base') ? 'testenv' : `testenv:${name.slice(title('env').length + 1)}`;
    const commands = commandsOf(text, name, tables);
    sections.set(environment, new Map(commands === undefined ? [] : [['commands', commands]]));
  }
  return sections;
}

/** `commands = [["pytest", {replace = "posargs", …}], …]` of a section, a line each. */
function commandsOf(text: string, section: string, tables: Toml): string | undefined {
  if (!tables.get(section)?.has('commands')) return undefined;
  const header = new RegExp(`^\\[${section.replaceAll('.', '\\.').replaceAll('-', '\\-')}\\]`, 'm').exec(text);
  if (header === null) return undefined;
  const below = text.slice(header.index + header[0].length);
  const start = /^commands\s*=\s*\[/m.exec(below);
  if (start === null) return undefined;
  const lines: string[] = [];
  let words: string[] = [];
  let depth = 1;
  const tokens = /"((?:[^"\\]|\\.)*)"|'([^']*)'|\{((?:[^{}"']|"(?:[^"\\]|\\.)*"|'[^']*')*)\}|#[^\n]*|[[\]]/g;
  tokens.lastIndex = start.index + start[0].length;
  for (let token = tokens.exec(below); token !== null; token = tokens.exec(below)) {
    if (token[0] === '[') depth++;
    else if (token[0] === ']') {
      depth--;
      if (depth === 1) {
        lines.push(words.join(' '));
        words = [];
      } else if (depth === 0) return lines.join('\n');
    } else if (token[3] !== undefined) {
      const given = toml(token[3].replaceAll(/,\s*(?=\w+\s*=)/g, '\n')).get('');
      if (given?.get('replace') === 'posargs') words.push(`{posargs:${listOf(given.get('default')).join(' ')}}`);
      else words.push('{unknown}');
    } else if (!token[0].startsWith('#')) words.push(quoted(token[1]?.replaceAll(/\\(.)/g, '$1') ?? token[2]!));
  }
  return undefined;
}

function quoted(word: string): string {
  return /^[\w./:=,@+{}-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
