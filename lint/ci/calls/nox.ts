import type { Command } from '../command.ts';
import { UNKNOWN } from '../command.ts';
import { inside, join, type Repository } from '../repository.ts';
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
  const names = given('-s', '-e', '--session', '--sessions').map(name => name.replace(/[-(].*$/, ''));
  const tags = given('-t', '--tags');
  const all = sessionsOf(text);
  const stated = /^nox\.options\.sessions\s*=\s*[[(]([^\])]*)/m.exec(text)?.[1];
  const usual = stated === undefined ? undefined : strings(stated);
  return all
    .filter(session => {
      if (names.length > 0) return names.includes(session.name.replace(/-.*$/, '')) || names.includes(session.name);
      if (tags.length > 0) return session.tags.some(tag => tags.includes(tag));
      return usual === undefined ? session.default : usual.includes(session.name);
    })
    .map(session => ({
      hop: { label: `nox -s ${session.name}` },
      text: session.lines.map(line => commandOf(line, rest)).join('\n'),
      cwd: command.cwd,
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
      // The body ends where a line starts at the margin again.
      const body = (
        block
          .slice(decorator.length)
          .split('\n')
          .slice(1)
          .join('\n')
          .split(/^(?=\S)/m)[0] ?? ''
      ).replaceAll(/^\s*#.*$/gm, '');
      return [
        {
          name: /\bname\s*=\s*["']([^"']+)["']/.exec(decorator)?.[1] ?? head[1]!,
          tags: strings(/\btags\s*=\s*\[([^\]]*)\]/.exec(decorator)?.[1] ?? ''),
          default: !/\bdefault\s*=\s*False\b/.test(decorator),
          lines: [...body.matchAll(/\bsession\.run(?:_always)?\(((?:[^()"']|"[^"]*"|'[^']*'|\([^()]*\))*)\)/g)].map(
            match => match[1]!,
          ),
        },
      ];
    });
}

function strings(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'/g)].map(match => match[1] ?? match[2]!);
}

/** The arguments of a call as a command; an expression that is no string is not known. */
function commandOf(args: string, rest: readonly string[]): string {
  return (args.match(/(?:[^,"'([{]|"[^"]*"|'[^']*'|[([{][^)\]}]*[)\]}])+/g) ?? [])
    .map(part => part.trim())
    .filter(part => part !== '' && !/^\w+\s*=[^=]/.test(part))
    .flatMap(part => {
      const string = /^(?:"([^"]*)"|'([^']*)')$/.exec(part);
      if (string !== null) return [quote(string[1] ?? string[2]!)];
      const posargs = /^\*\(?\s*session\.posargs(?:\s+or\s+([[(].*[\])]))?\s*\)?$/.exec(part);
      if (posargs === null) return [UNKNOWN];
      return (rest.length > 0 ? rest : strings(posargs[1] ?? '')).map(quote);
    })
    .join(' ');
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
