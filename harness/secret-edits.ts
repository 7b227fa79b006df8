import { credentialsIn, isLiteral, namesSecret } from '../lint/credentials.ts';
import { base } from '../lint/path.ts';
import { readShell } from '../lint/shell/commands.ts';
import type { ShellReading } from '../lint/shell/construct.ts';
import { disjoint, type Edit } from './edit.ts';

/** Credentials that stand in a text: their place is taken by a variable. */
export function secretEdits(text: string, reading: ShellReading = readShell(text)): readonly Edit[] {
  const edits: Edit[] = [];
  const add = (start: number, end: number, name: string, what: string) => {
    const quote = quoteAt(text, start);
    const by = quote === "'" ? `'"$${name}"'` : `\${${name}}`;
    const said = { fault: 'secret', message: `${what} stands in a command`, now: `\`secrets.${name}\`` } as const;
    edits.push({ start, end, by, secret: { name, what }, ...said });
  };
  for (const [index, { what, start, end }] of credentialsIn(text).entries()) {
    const at = what === 'a password in an address' ? text.indexOf('://', start) + 3 : start;
    const password = what === 'a password in an address' ? text.indexOf(':', at) + 1 : at;
    const until = what === 'a password in an address' ? text.lastIndexOf('@', end) : end;
    add(password, until, `SECRET_${index + 1}`, what);
  }
  const pairsIn = (start: number, end: number) => {
    for (const pair of text.slice(start, end).matchAll(PAIR)) {
      const [, before, key, secret] = pair as unknown as [string, string, string, string];
      if (!namesSecret(key) || !isLiteral(secret)) continue;
      const at = start + pair.index + before.length + key.length + 1;
      add(at, at + secret.length, variableOf(key), 'a credential');
    }
  };
  for (const { words, assigns } of reading.commands) {
    // A command that is kept in a variable.
    for (const { name, start, end } of assigns) pairsIn(start + name.length + 1, end);
    for (const { name, value, start, end } of assigns)
      if (value && namesSecret(name) && isLiteral(value)) {
        const at = text.indexOf(value, start + name.length);
        if (at >= 0 && at < end) add(at, at + value.length, variableOf(name), 'a credential');
      }
    for (const [index, { value, start, end }] of words.entries()) {
      pairsIn(start, end);
      const joined = joinedPassword(words[0]?.value, words[index - 1]?.value, value);
      if (joined !== undefined && isLiteral(joined)) {
        const at = text.lastIndexOf(joined, end - joined.length);
        if (at >= start) add(at, at + joined.length, 'PASSWORD', 'a credential');
      }
      const option = /^--?([\w-]+?)(?:=(.*))?$/s.exec(value ?? '');
      const next = words[index + 1];
      if (!option || !namesSecret(option[1]!)) continue;
      const secret = option[2] ?? next?.value;
      const [from, to] = option[2] !== undefined ? [start, end] : [next?.start ?? 0, next?.end ?? 0];
      if (!secret || !isLiteral(secret) || secret.includes('${{')) continue;
      const at = text.indexOf(secret, from);
      if (at >= 0 && at < to) add(at, at + secret.length, variableOf(option[1]!), 'a credential');
    }
  }
  return disjoint(edits);
}

/** `-e POSTGRES_PASSWORD=x`, `"host=db password=x"`: a name with its value inside a word. */
const PAIR = /(^|[\s"'?&;,]|--?)([A-Za-z][\w-]*)=([^\s"'`<>$;,&(){}]+)/g;

/** `mysql -pX`, `curl -u me:X`, `sshpass -p X`: the password of an option that does not say so. */
function joinedPassword(program = '', before = '', value = ''): string | undefined {
  const name = base(program);
  if (/^(mysql|mysqldump|mysqladmin|mariadb)$/.test(name)) return /^-p(.+)$/.exec(value)?.[1];
  if (name === 'curl' && /^(-u|--user)$/.test(before)) return /^[^:]+:(.+)$/.exec(value)?.[1];
  return name === 'sshpass' && before === '-p' ? value : undefined;
}

function variableOf(name: string): string {
  return name.toUpperCase().replace(/-/g, '_');
}

/** The quote in which a position stands. */
function quoteAt(text: string, at: number): "'" | '"' | undefined {
  let quote: "'" | '"' | undefined;
  for (let index = 0; index < at; index++) {
    const letter = text[index];
    if (letter === '\\' && quote !== "'") index++;
    else if ((letter === "'" || letter === '"') && (quote === undefined || quote === letter))
      quote = quote ? undefined : letter;
    else if (letter === '#' && quote === undefined && /(^|\s)$/.test(text.slice(Math.max(0, index - 1), index))) {
      const line = text.indexOf('\n', index);
      if (line < 0 || line >= at) return quote;
      index = line;
    }
  }
  return quote;
}
