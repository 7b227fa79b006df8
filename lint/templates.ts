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

const TERRAFORM = /\.(tf|tofu|pkr\.hcl)$/;
const CLOUD_FORMATION = /\.(ya?ml|template|json)$/;
/** Of a repository most files are neither, which is quickly told. */
const EITHER = /\.(tf|tofu|hcl|ya?ml|template|json)$/;

/** What the repository's own infrastructure renders. */
export function hazards(facts: RepositoryFacts): readonly Hazard[] {
  const files = tree(facts).files.filter(path => EITHER.test(path));
  return files.flatMap(path => {
    if (TERRAFORM.test(path)) return ofTerraform(path, facts);
    return CLOUD_FORMATION.test(path) &&
      /(^|\/)(cloudformation|cfn|infra|aws|stacks?)\/|cfn|cloudformation|\.template$|^template\.ya?ml$/i.test(path)
      ? ofCloudFormation(path, facts)
      : [];
  });
}

function ofTerraform(path: string, facts: RepositoryFacts): readonly Hazard[] {
  const text = facts.read(path);
  if (!text || !/templatefile\(|"template_file"|<</.test(text)) return [];
  const file = source(path, text);
  const { code, scripts } = piecesOf(text);
  const loops = namesOfLoops(code);
  const rendered = (name: string, names: ReadonlySet<string> | undefined, start: number, length: number) => {
    const relative = name.replace(/^\$\{path\.(module|root|cwd)\}\//, '').replace(/^\.\//, '');
    const target = resolvePath(`/${parentOf(path)}`, relative)?.slice(1) ?? '';
    const body = names === undefined || target === '' || target.includes('${') ? undefined : facts.read(target);
    if (names === undefined || body === undefined) return [];
    const known = new Set([...names, ...namesOfLoops(body)]);
    return inTemplate(source(target, body), known, { source: file, range: { start, end: start + length } });
  };
  // What is cut behind the last block that ends: each that begins before it has an end.
  const blocks = code.slice(0, code.lastIndexOf('\n}') + 2);
  return [
    ...[...code.matchAll(/templatefile\(\s*"([^"]+)"\s*,\s*(\{|[\w.]+)/g)].flatMap(call =>
      // Variables from elsewhere (`local.vars`) are not known here.
      call[2] === '{' ? rendered(call[1]!, namesIn(code, call.index + call[0].length), call.index, call[0].length) : [],
    ),
    // What came before `templatefile()`: a data source of its own.
    ...[...blocks.matchAll(/\bdata\s+"template_file"\s+"?[\w-]+"?\s*\{[\s\S]*?\n\}/g)].flatMap(block => {
      const body = block[0];
      const call = /\btemplate\s*=\s*(?:"\$\{\s*)?file\(\s*"([^"]+)"/.exec(body);
      const vars = /\bvars\s*=?\s*(\{|\w)/.exec(body);
      if (!call || (vars && vars[1] !== '{')) return [];
      const names = vars ? namesIn(body, vars.index + vars[0].length) : new Set<string>();
      return rendered(call[1]!, names, block.index + call.index, call[0].length);
    }),
    ...scripts.flatMap(({ begin, start, end }) =>
      // Of what Terraform knows itself, all has a dot in its name, but for what a `for` around it names.
      inTemplate(file, loops, { source: file, range: { start: begin, end: start } }, { start, end }).filter(
        ({ name }) => name === undefined || name === name.toUpperCase(),
      ),
    ),
  ];
}

/** A file of Terraform without its comments, every offset as it was, and where the scripts in its here-documents are. */
function piecesOf(text: string): { code: string; scripts: readonly (Range & { readonly begin: number })[] } {
  const scripts: (Range & { readonly begin: number })[] = [];
  const pieces = /<<[-~]?(\w+)[ \t]*\n|"(?:\\.|[^"\\\n])*"?|(?:#|\/\/)[^\n]*|\/\*/g;
  let code = '';
  const blank = (end: number) => {
    code += text.slice(code.length, end).replace(/[^\n]/g, ' ');
    pieces.lastIndex = end;
  };
  for (let piece = pieces.exec(text); piece; piece = pieces.exec(text)) {
    const start = pieces.lastIndex;
    if (piece[0].startsWith('"')) continue;
    code += text.slice(code.length, piece.index);
    if (piece[1] === undefined) {
      const end = piece[0] === '/*' ? text.indexOf('*/', start) + 2 : start;
      blank(end < start ? text.length : end);
      continue;
    }
    const mark = new RegExp(`\\n[ \\t]*${piece[1]}[ \\t]*$`, 'gm');
    mark.lastIndex = start - 1;
    const end = mark.exec(text)?.index;
    // Without its end it is no Terraform.
    if (end === undefined) break;
    const body = text.slice(start, Math.max(start, end));
    if (/^[ \t]*#!/.test(body)) scripts.push({ begin: piece.index, start, end });
    code += piece[0] + body.replace(/^[ \t]*(?:#|\/\/).*$/gm, line => ' '.repeat(line.length));
    pieces.lastIndex = Math.max(start, end);
  }
  return { code: code + text.slice(code.length), scripts };
}

/** What `for` of Terraform names, in an expression or a directive; one of the shell has no bracket before it. */
function namesOfLoops(text: string): ReadonlySet<string> {
  const loops = text.matchAll(/[[{]~?\s*for\s+(\w+)(?:\s*,\s*(\w+))?\s+in\b/g);
  return new Set([...loops].flatMap(([, first, second]) => [first!, second ?? '']));
}

/** More letters than the variables of any template take: the end is not sought through a whole file for each. */
const LONGEST = 5000;

/** The keys of the object that begins before an offset; `undefined` where its end is not found. */
function namesIn(text: string, from: number): ReadonlySet<string> | undefined {
  let depth = 1;
  let keys = '';
  for (let at = from; depth > 0; at++) {
    const letter = text[at];
    if (letter === undefined || at > from + LONGEST) return undefined;
    if (/[{([]/.test(letter)) depth++;
    else if (/[})\]]/.test(letter)) depth--;
    else if (depth === 1) keys += letter;
  }
  return new Set([...keys.matchAll(/(?:^|[\n,{])[ \t]*"?([A-Za-z_][\w-]*)"?\s*[=:]/g)].map(match => match[1]!));
}

function inTemplate(
  file: Source,
  names: ReadonlySet<string>,
  calls: Place,
  { start: first, end: last }: Range = { start: 0, end: file.text.length },
): readonly Hazard[] {
  const found: Hazard[] = [];
  for (const match of file.text.slice(first, last).matchAll(/([$%])(?<!\1\1)\{(~?)([^{}\n]*)\}?/g)) {
    const start = first + match.index;
    if (file.text[start - 1] === match[1]) continue;
    const inner = match[3]!.trim().replace(/~$/, '').trim();
    const at = { source: file, start, end: start + match[0].length, text: match[0], calls };
    if (match[1] === '%') {
      if (!/^(if|else|endif|for|endfor)\b/.test(inner)) found.push({ ...at, name: undefined, how: 'directive' });
      continue;
    }
    if (/^[!#]|^[\w@*]+(\[[@*]\])?\s*(:[-=+?]|[%#^,/]|:\d)|^[@*\d]|\[[@*]\]/.test(inner) || inner === '')
      found.push({ ...at, name: undefined, how: 'expression' });
    else if (/^[A-Za-z_][\w-]*$/.test(inner) && !names.has(inner))
      found.push({ ...at, name: inner, how: 'expression' });
  }
  return found;
}

function ofCloudFormation(path: string, facts: RepositoryFacts): readonly Hazard[] {
  const text = facts.read(path);
  if (!text || !/Fn::Sub|!Sub/.test(text) || !/(?:^|[{,])\s*"?(Resources|AWSTemplateFormatVersion)"?\s*:/m.test(text))
    return [];
  const file = source(path, text);
  // The names of a list's second part, and of JSON, stand at any depth, those of parameters at any indent.
  const keys = /(?:^|[{,-])[ \t]*"?([A-Za-z][A-Za-z0-9]*)"?[ \t]*:/gm;
  const known = new Set([...text.matchAll(keys)].map(match => match[1]!));
  // A transform makes resources of its own: `ServerlessRestApi`.
  const transformed = /^"?Transform"?:|^[ \t]*"Transform"/m.test(text);
  return [...substituted(text)].flatMap(({ start, end, from }) => {
    if (/(?:^|\s)#[^\n]*$/.test(text.slice(Math.max(0, from - 300), from))) return [];
    const calls = { source: file, range: { start: from, end: start } };
    return [...text.slice(start, end).matchAll(/\$\{([^!}][^}]*)\}/g)].flatMap((match): Hazard[] => {
      const inner = match[1]!.trim();
      const name = /^[A-Za-z]\w*(?=$|\.)/.exec(inner)?.[0];
      if (inner.startsWith('AWS::') || (name !== undefined && (known.has(name) || (transformed && /[a-z]/.test(name)))))
        return [];
      const at = { start: start + match.index, end: start + match.index + match[0].length, text: match[0] };
      return [{ ...at, source: file, calls, name: /^\w+$/.test(inner) ? inner : undefined, how: 'substitution' }];
    });
  });
}

/** The texts of `!Sub |`, `Fn::Sub: - |` and `!Sub "…"`; `from` is where their call begins. */
function* substituted(text: string): Iterable<{ start: number; end: number; from: number }> {
  for (const block of text.matchAll(/(?:"?Fn::Sub"?:|!Sub)\s*(?:-\s+)?[|>][-+]?\n((?:[ \t]+.*\n?|\n)*)/g)) {
    const start = block.index + block[0].length - block[1]!.length;
    const indent = /^(?:[ \t]*\n)*([ \t]*)/.exec(block[1]!)![1]!.length;
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
