import { quote } from '../../../plan/quote.ts';
import { parentOf } from '../../path.ts';
import type { Command } from '../command.ts';
import { UNKNOWN } from '../command.ts';
import { inside, join, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import type { Called } from '../shell/surroundings.ts';

interface Session {
  readonly name: string;
  readonly tags: readonly string[];
  readonly default: boolean;
  readonly lines: readonly string[];
}

/** What the sessions that `nox` runs hand to `session.run`, as far as those are plain strings (nox.thea.codes). */
export function noxCalls(command: Command, repository: Repository): readonly Called[] {
  const directory = inside(repository, command.cwd);
  if (directory === undefined) return [];
  const words = command.words.slice(1);
  const end = words.indexOf('--');
  const options = end < 0 ? words : words.slice(0, end);
  const rest = end < 0 ? [] : words.slice(end + 1);
  const given = (...names: readonly string[]): readonly string[] => {
    const start = options.findIndex(word => names.includes(word));
    if (start < 0)
      return options.flatMap(word =>
        names.some(name => word.startsWith(`${name}=`)) ? [word.slice(word.indexOf('=') + 1)] : [],
      );
    const stop = options.findIndex((word, index) => index > start && word.startsWith('-'));
    return options.slice(start + 1, stop < 0 ? undefined : stop);
  };
  const file = given('-f', '--noxfile')[0] ?? 'noxfile.py';
  const text = repository.files.read(join(directory, file));
  if (text === undefined) return [];
  const names = given('-s', '-e', '--session', '--sessions').map(name => name.replace(/\(.*$/, ''));
  const tags = given('-t', '--tags');
  const all = sessionsOf(text);
  const stated = /^nox\.options\.sessions\s*=\s*[[(]([^\])]*)/m.exec(text)?.[1];
  const usual = stated === undefined ? undefined : strings(stated);
  return all
    .filter(session => {
      // A session of several interpreters is also called by one of them: `tests-3.12`.
      if (names.length > 0)
        return names.some(name => name === session.name || name.replace(/-(py|pypy)?[\d.]+t?$/, '') === session.name);
      if (tags.length > 0) return session.tags.some(tag => tags.includes(tag));
      return usual === undefined ? session.default : usual.includes(session.name);
    })
    .map(session => ({
      hop: { label: `nox -s ${session.name}` },
      text: session.lines.map(line => commandOf(line, rest)).join('\n'),
      // nox goes to where the file lies.
      cwd: resolvePath(command.cwd, parentOf(file) || '.'),
    }));
}

function sessionsOf(text: string): readonly Session[] {
  return text
    .split(/^(?=@nox\.session\b|@session\b)/m)
    .filter(block => block.startsWith('@'))
    .flatMap(block => {
      const head = /^@[\s\S]*?\ndef\s+(\w+)/.exec(block);
      if (head === null) return [];
      const decorator = head[0];
      const body = bodyOf(block.slice(decorator.length));
      return [
        {
          name: /\bname\s*=\s*["']([^"']+)["']/.exec(decorator)?.[1] ?? head[1]!,
          tags: strings(/\btags\s*=\s*\[([^\]]*)\]/.exec(decorator)?.[1] ?? ''),
          default: !/\bdefault\s*=\s*False\b/.test(decorator),
          lines: runs(body, text, 0),
        },
      ];
    });
}

/** The body of a function ends where a line starts at the margin again. */
function bodyOf(below: string): string {
  return (
    (
      below
        .split('\n')
        .slice(1)
        .join('\n')
        .split(/^(?=[^\s)])/m)[0] ?? ''
    )
      .replaceAll(/^\s*#.*$/gm, '')
      // What is done at the end whatever happened cleans up.
      .replaceAll(/^( *)finally:\n(?:\1 +.*\n|\s*\n)*/gm, '')
  );
}

/** The list that a body gives a name, item by item: `cmd = ["pytest", "-m", "mypy"]`; `undefined` where it is not plain. */
function listNamed(name: string, body: string): readonly string[] | undefined {
  const written = new RegExp(`\\b${name}(?:: [^=\\n]*)?\\s*=\\s*\\[`).exec(body);
  if (written === null) return undefined;
  const open = written.index + written[0].length - 1;
  return argumentsOf(body.slice(open + 1, closing(body, open)))
    .map(part => part.trim())
    .filter(part => part !== '');
}

/** `for cmd in ["black .", …]: session.run(*cmd.split())` as the arguments of each round. */
function rounds(args: string, call: number, body: string): readonly string[] {
  const split = /^\s*\*(\w+)\.split\(\)/.exec(args);
  if (split !== null) {
    const head = body.slice(0, call).lastIndexOf(`for ${split[1]!} in [`);
    const open = body.indexOf('[', head);
    if (head < 0) return [args];
    return argumentsOf(body.slice(open + 1, closing(body, open)))
      .map(part => strings(part).join(''))
      .filter(line => line !== '')
      .map(line =>
        line
          .split(/\s+/)
          .map(word => JSON.stringify(word.replaceAll(/["']/g, '')))
          .join(', '),
      );
  }
  // A list that is made first and added to before it is run is known by its beginning.
  return [
    args.replaceAll(/(^|,)\s*\*(\w+)(?=\s*(?:,|$))/g, (whole, before: string, name: string) => {
      const items = name === 'session' ? undefined : listNamed(name, body);
      if (items === undefined) return whole;
      const grown = new RegExp(`\\b${name}\\s*(?:\\+=|\\.(?:extend|append|insert)\\()`).test(body);
      return `${before} ${items.join(', ')}${grown ? ', *added' : ''}`;
    }),
  ];
}

/**
 * The arguments of every `session.run(…)` in a body, and in the functions of the file that it hands the session to, with `cd`, `pushd`
 * and `popd` where it goes elsewhere. `given`: what the body's own parameters are, as arguments.
 */
function runs(body: string, text: string, depth: number, given: Parameters = new Map()): readonly string[] {
  const found: string[] = [];
  const blocks: number[] = [];
  const calls = /\b(with\s+)?session\.(?:run(?:_always)?|(chdir|cd))\(|\b(\w+)\(\s*session\b/g;
  for (const call of body.matchAll(calls)) {
    const [said, isBlock, goes, name] = call;
    const open = call.index + said.indexOf('(');
    const args = filled(body.slice(open + 1, closing(body, open)), body, text, given);
    const indent = /[ \t]*/.exec(body.slice(body.lastIndexOf('\n', call.index) + 1))![0].length;
    while (blocks.length > 0 && indent <= blocks.at(-1)!) {
      blocks.pop();
      found.push('"popd"');
    }
    if (goes !== undefined) {
      found.push(`"${isBlock === undefined ? 'cd' : 'pushd'}", ${args}`);
      if (isBlock !== undefined) blocks.push(indent);
    } else if (name === undefined) found.push(...rounds(args, call.index, body));
    else if (depth < 3) {
      const helper = new RegExp(`^def ${name}\\(`, 'm').exec(text);
      if (helper === null) continue;
      const start = helper.index + helper[0].length;
      const end = closing(text, start - 1);
      found.push(...runs(bodyOf(text.slice(end)), text, depth + 1, parameters(text.slice(start, end), args)));
    }
  }
  return [...found, ...blocks.map(() => '"popd"')];
}

/** What parameters are when a function is called, as the text of arguments; of `*args` all that are left. */
type Parameters = ReadonlyMap<string, string>;

function parameters(stated: string, args: string): Parameters {
  const parts = argumentsOf(args)
    .map(part => part.trim())
    .filter(part => part !== '' && !part.startsWith('**'));
  const named = parts.map(part => NAMED.exec(part)).filter(one => one !== null);
  const told = new Map(named.map(([, name, value]) => [name!, value!]));
  const passed = parts.filter(part => !NAMED.test(part));
  const names = argumentsOf(stated).map(part => /^\s*(\*?\w+)(?:\s*:[^=]*)?(?:=\s*(.*))?/s.exec(part) ?? ['', '']);
  const star = names.findIndex(([, name]) => name?.startsWith('*'));
  return new Map(
    names.flatMap(([, name = '', usual], index): (readonly [string, string])[] => {
      if (star < 0 || index < star) return [[name, passed[index] ?? told.get(name) ?? usual ?? name]];
      return [[name, index === star ? passed.slice(star).join(', ') : (told.get(name) ?? usual ?? name)]];
    }),
  );
}

/** `path="tests"` */
const NAMED = /^(\w+)\s*=(?!=)\s*(.*)$/s;

/** Arguments with what is known of the names among them: parameters, those of a list that only drops `None`, and texts of the file. */
function filled(args: string, body: string, text: string, given: Parameters): string {
  return argumentsOf(args)
    .map(part => {
      const name = /^\s*(\*?)(\w+)\s*$/.exec(part);
      if (name === null || name[2] === 'session') return part;
      const [, star = '', word = ''] = name;
      const kept = new RegExp(`\\b${word}\\s*=\\s*\\[(\\w+) for \\1 in (\\w+) if \\1 is not None\\]`).exec(body);
      const source = kept?.[2] ?? word;
      const rest = kept === null ? body : body.replace(kept[0], '');
      if (changes(word, rest) || changes(source, rest)) return part;
      const known = given.get(star + source);
      if (known !== undefined || star === '*') return known ?? part;
      const constant = new RegExp(`^${word}\\s*=\\s*("[^"\\n]*"|'[^'\\n]*')\\s*$`, 'm').exec(text)?.[1];
      return constant ?? part;
    })
    .filter(part => part.trim() !== '')
    .join(', ');
}

/** Whether a body gives a name another value, or adds to what it is. */
function changes(name: string, body: string): boolean {
  const set = `^[ \\t]*${name}\\s*(?::[^=\\n]*)?\\+?=(?!=)|\\b${name}\\.(?:append|extend|insert|remove|pop)\\(|\\bfor ${name} in\\b`;
  return new RegExp(set, 'm').test(body);
}

/** Where the bracket that opens at `open` closes, past strings; the text's end when it does not. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    const letter = text[at]!;
    if (letter === '"' || letter === "'") at = Math.max(at, text.indexOf(letter, at + 1));
    else if (letter === '#') at = Math.max(at, text.indexOf('\n', at));
    else if ('([{'.includes(letter)) depth++;
    else if (')]}'.includes(letter) && --depth === 0) return at;
  }
  return text.length;
}

/** Arguments at the commas that stand in no brackets and no strings. */
function argumentsOf(text: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!;
    if ('([{'.includes(letter)) at = closing(text, at);
    else if (letter === '"' || letter === "'") at = Math.max(at, text.indexOf(letter, at + 1));
    else if (letter === '#') at = Math.max(at, text.indexOf('\n', at));
    else if (letter === ',') {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)].map(part => part.replaceAll(/#[^\n]*/g, ''));
}

function strings(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'/g)].map(match => match[1] ?? match[2]!);
}

/** The arguments of a call as a command; an expression that is no string is not known. */
function commandOf(args: string, rest: readonly string[]): string {
  // What is added to a list on the way may select anything: nothing is known of the command.
  if (/\*added\b/.test(args)) return '';
  return argumentsOf(args)
    .map(part => part.trim())
    .filter(part => part !== '' && !/^(\w+\s*=[^=]|\*\*)/.test(part))
    .flatMap(part => {
      const string = /^(?:"([^"]*)"|'([^']*)')$/.exec(part);
      if (string !== null) return [quote(string[1] ?? string[2]!)];
      const posargs = /^\*\(?\s*session\.posargs(?:\s+or\s+([[(].*[\])]))?\s*\)?$/.exec(part);
      if (posargs === null) return [UNKNOWN];
      return (rest.length > 0 ? rest : strings(posargs[1] ?? '')).map(quote);
    })
    .join(' ');
}
