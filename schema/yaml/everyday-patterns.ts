// What parseEveryday looks for, each at one place of the text (`y`).

/** Line ends of other systems, and what no YAML text may hold (js-yaml's own pattern). */
export const ODD =
  /[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?:[^\ud800-\udbff]|^)[\udc00-\udfff]/;
export const BLANK_LINES = /(?: *(?:#[^\n]*)?\n)*/y;
export const INDENT = / */y;
export const DASHES = /-(?: +|(?=\n))/y;
/** A key of one word, or in quotes without escapes, and its colon. */
export const KEY = /(?:[\w$./][^\s:#,[\]{}&*!|>'"%@`]*|"[^"\\\n]*"|'[^'\n]*'):(?: +|(?=\n))/y;
export const LINE_END = /(?: +#[^\n]*| *)\n/y;
export const BLOCK_HEADER = /[|>][-+]?(?: +#[^\n]*| *)\n/y;
export const BLANK_LINE = / *\n/y;
export const DOUBLE = /"[^"\\\n]*(?:\\[\\"nt/][^"\\\n]*)*"/y;
export const SINGLE = /'[^'\n]*(?:''[^'\n]*)*'/y;
export const FLOW_SPACE = /(?:[ \n]|(?<=[ \n])#[^\n]*)*/y;
export const FLOW_PLAIN =
  /(?:[^\s,[\]{}\-?:#&*!|>'"%@`]|-(?=[^\s,[\]{}]))[^,[\]{}\n:#\t]*(?::(?![\s,[\]{}])[^,[\]{}\n:#\t]*)*/y;
/** What a plain scalar cannot begin with; `-`, `?` and `:` can only where a letter follows, which is left to the full parser. */
export const INDICATORS = new Set('-?:,[]{}#&*!|>\'"%@`\t\n ');
