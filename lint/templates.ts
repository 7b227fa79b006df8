import { type Place, type Range, type Source, source } from '../schema/source.ts';
import type { RepositoryFacts } from './facts.ts';
import { parentOf, resolvePath } from './path.ts';
import { tree } from './tracked.ts';

/** Shell text that the engine which renders it takes for its own. */
export interface Hazard {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The name that is not known; absent where it is no name. */
  readonly name: string | undefined;
  readonly how: 'expression' | 'directive' | 'substitution';
  /** Where it is rendered. */
  readonly calls: Place;
}

/** What the repository's own infrastructure renders. */
export function hazards(facts: RepositoryFacts): readonly Hazard[] {
  return tree(facts).files.flatMap(path => {
    if (/\.(tf|tofu|pkr\.hcl)$/.test(path)) return ofTerraform(path, facts);
    return /\.(ya?ml|template|json)$/.test(path) &&
      /(^|\/)(cloudformation|cfn|infra|aws|stacks?)\/|cfn|cloudformation|\.template$|^template\.ya?ml$/i.test(path)
      ? ofCloudFormation(path, facts)
      : [];
  });
}

function ofTerraform(path: string, facts: RepositoryFacts): readonly Hazard[] {
  const text = facts.read(path);
  if (!text || !/templatefile\(|"template_file"|<</.test(text)) return [];
  const file = source(path, text);
  const isComment = (at: number) => /(^|\s)(#|\/\/)[^\n]*$/.test(text.slice(text.lastIndexOf('\n', at) + 1, at));
  const rendered = (name: string, names: ReadonlySet<string>, start: number, length: number): readonly Hazard[] => {
    const relative = name.replace(/^\$\{path\.(module|root|cwd)\}\//, '').replace(/^\.\//, '');
    const target = resolvePath(`/${parentOf(path)}`, relative)?.slice(1) ?? '';
    const body = target === '' || target.includes('${') ? undefined : facts.read(target);
    if (body === undefined || isComment(start)) return [];
    return inTemplate(source(target, body), names, { source: file, range: { start, end: start + length } });
  };
  return [
    ...[...text.matchAll(/templatefile\(\s*"([^"]+)"\s*,\s*(\{|[\w.]+)/g)].flatMap(call =>
      // Variables from elsewhere (`local.vars`) are not known here.
      call[2] === '{' ? rendered(call[1]!, namesIn(text, call.index + call[0].length), call.index, call[0].length) : [],
    ),
    // What came before `templatefile()`: a data source of its own.
    ...[...text.matchAll(/\bdata\s+"template_file"[^{]*\{/g)].flatMap(block => {
      const body = text.slice(block.index, text.indexOf('\n}', block.index) + 1 || undefined);
      const call = /\btemplate\s*=\s*(?:"\$\{\s*)?file\(\s*"([^"]+)"/.exec(body);
      const vars = /\bvars\s*=?\s*(\{|\w)/.exec(body);
      if (!call || (vars && vars[1] !== '{')) return [];
      const names = vars ? namesIn(body, vars.index + vars[0].length) : new Set<string>();
      return rendered(call[1]!, names, block.index + call.index, call[0].length);
    }),
    ...[...text.matchAll(/<<[-~]?(\w+)[ \t]*\n([ \t]*#![^\n]*\n[\s\S]*?)\n[ \t]*\1[ \t]*$/gm)].flatMap(script => {
      if (isComment(script.index)) return [];
      const start = script.index + script[0].indexOf('\n') + 1;
      const calls = { source: file, range: { start: script.index, end: start } };
      // Of what Terraform knows itself, all has a dot in its name, but for what a `for` around it names.
      return inTemplate(file, new Set(), calls, { start, end: start + script[2]!.length }).filter(
        ({ name }) => name === undefined || name === name.toUpperCase(),
      );
    }),
  ];
}

/** The keys of the object that begins before an offset; `undefined` where it is merged from others. */
function namesIn(text: string, from: number): ReadonlySet<string> {
  let depth = 1;
  let at = from;
  let keys = '';
  for (; at < text.length && depth > 0; at++) {
    const letter = text[at]!;
    if (/[{([]/.test(letter)) depth++;
    else if (/[})\]]/.test(letter)) depth--;
    else if (depth === 1) keys += letter;
  }
  return new Set([...keys.matchAll(/(?:^|[\n,{])\s*"?([A-Za-z_][\w-]*)"?\s*[=:]/g)].map(match => match[1]!));
}

function inTemplate(
  file: Source,
  names: ReadonlySet<string>,
  calls: Place,
  { start: first, end: last }: Range = { start: 0, end: file.text.length },
): readonly Hazard[] {
  const found: Hazard[] = [];
  // `for` and `if` directives may bring names of their own.
  const own = new Set(
    [...file.text.matchAll(/%\{~?\s*for\s+(\w+)(?:\s*,\s*(\w+))?\s+in\b/g)].flatMap(match => [
      match[1]!,
      match[2] ?? '',
    ]),
  );
  for (const match of file.text.matchAll(/([$%])(?<!\1\1)\{(~?)([^{}\n]*)\}?/g)) {
    const before = file.text[match.index - 1];
    if (before === match[1] || match.index < first || match.index >= last) continue;
    const inner = match[3]!.trim().replace(/~$/, '').trim();
    const at = { source: file, start: match.index, end: match.index + match[0].length, text: match[0], calls };
    if (match[1] === '%') {
      if (!/^(if|else|endif|for|endfor)\b/.test(inner)) found.push({ ...at, name: undefined, how: 'directive' });
      continue;
    }
    const name = /^[A-Za-z_][\w-]*/.exec(inner)?.[0];
    if (/^[!#]|^[\w@*]+(\[[@*]\])?\s*(:[-=+?]|[%#^,/]|:\d)|^[@*\d]|\[[@*]\]/.test(inner) || inner === '')
      found.push({ ...at, name: undefined, how: 'expression' });
    else if (name !== undefined && new RegExp(`^${name}$`).test(inner) && !names.has(name) && !own.has(name))
      found.push({ ...at, name, how: 'expression' });
  }
  return found;
}

function ofCloudFormation(path: string, facts: RepositoryFacts): readonly Hazard[] {
  const text = facts.read(path);
  if (!text || !/Fn::Sub|!Sub/.test(text) || !/(?:^|[{,])\s*"?(Resources|AWSTemplateFormatVersion)"?\s*:/m.test(text))
    return [];
  const file = source(path, text);
  // The names of a list's second part, and of JSON, stand at any depth.
  const deep = path.endsWith('.json') || /(?:Fn::Sub:|!Sub)\s*(?:\[|-\s)/.test(text);
  const keys = deep ? /(?:^|[{,-])\s*"?([A-Za-z][A-Za-z0-9]*)"?\s*:/gm : /^ {2}([A-Za-z][A-Za-z0-9]*):/gm;
  const known = new Set([...text.matchAll(keys)].map(match => match[1]!));
  return [...substituted(text)].flatMap(({ start, end, from }) => {
    const calls = { source: file, range: { start: from, end: start } };
    return [...text.slice(start, end).matchAll(/\$\{([^!}][^}]*)\}/g)].flatMap((match): Hazard[] => {
      const inner = match[1]!.trim();
      const name = /^[A-Za-z]\w*(?=$|\.)/.exec(inner)?.[0];
      if (inner.startsWith('AWS::') || (name !== undefined && known.has(name))) return [];
      const at = { start: start + match.index, end: start + match.index + match[0].length, text: match[0] };
      return [{ ...at, source: file, calls, name: /^\w+$/.test(inner) ? inner : undefined, how: 'substitution' }];
    });
  });
}

/** The texts of `!Sub |`, `Fn::Sub: - |` and `!Sub "…"`; `from` is where their call begins. */
function* substituted(text: string): Iterable<{ start: number; end: number; from: number }> {
  for (const block of text.matchAll(/(?:"?Fn::Sub"?:|!Sub)\s*(?:-\s+)?[|>][-+]?\n((?:[ \t]+.*\n?|\n)*)/g)) {
    const start = block.index + block[0].length - block[1]!.length;
    const indent = /^[ \t]*/.exec(block[1]!)![0].length;
    const lines = block[1]!.split(/(?<=\n)/);
    const last = lines.findIndex(line => line.trim() !== '' && /^[ \t]*/.exec(line)![0].length < indent);
    const end = start + (last < 0 ? lines : lines.slice(0, last)).join('').length;
    yield { start, end, from: block.index };
  }
  for (const line of text.matchAll(/(?:"?Fn::Sub"?:|!Sub)\s*(?:\[\s*|-\s+)?(?:"((?:\\.|[^"\\])*)"|'([^'\n]*)')/g)) {
    const end = line.index + line[0].length - 1;
    yield { start: end - (line[1] ?? line[2] ?? '').length, end, from: line.index };
  }
}
