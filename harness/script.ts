import { type ParsedScript, parse, type Statement } from 'unbash';

/** A file of a hand-written harness, as it was given. */
export interface HarnessFile {
  /** As people name it. */
  readonly path: string;
  readonly text: string;
}

/** A bash text of a harness: a file, a here-document that it writes and runs, or the words of a stage. */
export interface Script {
  readonly path: string;
  readonly text: string;
  /** The line of the file on which the text begins, from 1. */
  readonly line: number;
  readonly parsed: ParsedScript;
}

export function scriptOf(path: string, text: string, line = 1): Script {
  return { path, text, line, parsed: parse(text) };
}

/** The line of its file on which a position of a script stands. */
export function lineAt({ text, line }: Script, at: number): number {
  let found = line;
  for (let index = text.indexOf('\n'); index >= 0 && index < at; index = text.indexOf('\n', index + 1)) found++;
  return found;
}

/** Why a text is no shell script; `undefined` when it is one. */
export function noShell({ path, text }: HarnessFile): string | undefined {
  const first = text.slice(0, text.indexOf('\n') < 0 ? undefined : text.indexOf('\n'));
  if (first.startsWith('#!'))
    return /\b(ba|da|z|k)?sh\b/.test(first) ? undefined : `its first line is \`${first.slice(0, 60)}\``;
  if (/(^|\/)(GNU)?[Mm]akefile$|\.mk$/.test(path)) return 'it is a makefile';
  const other = /\.(py|rb|pl|js|mjs|ts|go|rs|yml|yaml|json|toml|md|ps1|bat|tf|R|jl|lua|java|c|cpp)$/.exec(path)?.[1];
  if (other) return `its name ends in .${other}`;
  if (/^(import \w|from \w+ import |def \w+\(|package \w|#include|<\?php|---$|\{$)/m.test(text.slice(0, 2_000)))
    return 'it reads like another language';
  return text.trim() === '' ? 'it is empty' : undefined;
}

/** A text as Terraform's templatefile() would write it, and what it holds that only Terraform knows. */
export interface Rendered {
  readonly text: string;
  /** Names that the template is given. */
  readonly variables: ReadonlySet<string>;
  /** Positions in the text of what could not be rendered. */
  readonly left: readonly { readonly line: number; readonly written: string }[];
}

/**
 * Takes Terraform's escapes out of a template: `$${` stands for `${`, `%%{` for `%{`; `${name}` is a variable of the template. A
 * text without `$${` is taken as bash. https://developer.hashicorp.com/terraform/language/expressions/strings
 */
export function rendered({ path, text }: HarnessFile): Rendered {
  const variables = new Set<string>();
  const left: { line: number; written: string }[] = [];
  if (!/\$\$\{|%%\{/.test(text) && !/\.(tpl|tftpl|tmpl)$/.test(path)) return { text, variables, left };
  let line = 1;
  const out = text.replace(/\$\$\{|%%\{|%\{[^}\n]*\}|\$\{([^}\n]*)\}|\n/g, (all, inner?: string) => {
    if (all === '\n') line++;
    if (all === '\n' || all === '%%{') return all.replace('%%', '%');
    if (all === '$${') return '${';
    if (all.startsWith('%{')) {
      left.push({ line, written: all });
      return '';
    }
    const name = inner!.trim();
    if (/^[A-Za-z_]\w*$/.test(name)) {
      variables.add(name);
      return `\${${name}}`;
    }
    left.push({ line, written: all });
    const plain = name.replace(/\W+/g, '_').replace(/^(\d|_+)/, '') || 'value';
    variables.add(plain);
    return `\${${plain}}`;
  });
  return { text: out, variables, left };
}

/** The statements of a script and of the bodies in it are handed around by this name. */
export type { Statement };
