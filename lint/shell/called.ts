import { base } from '../path.ts';
import type { SimpleCommand } from './commands.ts';
import type { ShellWord } from './words.ts';

/** Programs whose first word that is no option is a script; an option listed takes the next word, `''` means that there is no script. */
const INTERPRETERS: readonly { readonly name: RegExp; readonly values: RegExp; readonly none: RegExp }[] = [
  { name: /^(ba|da|z|k)?sh$/, values: /^[-+][a-zA-Z]*[oO]$|^--rcfile$|^--init-file$/, none: /^-[a-zA-Z]*[cs]$/ },
  { name: /^(python|pypy)[\d.]*$/, values: /^-[XW]$/, none: /^-[a-zA-Z]*[cm]$/ },
  {
    name: /^(node|nodejs)$/,
    values: /^-[rC]$|^--(require|import|loader|env-file)$/,
    none: /^-[ep]$|^--(eval|print|test|run)$/,
  },
  { name: /^(ruby|perl|Rscript|php|lua|tclsh|julia)$/, values: /^-[IrM]$/, none: /^-[a-zA-Z]*[eE]$/ },
];

/** The script or program of the repository that a command starts. */
export function scriptOf({
  words,
}: Pick<SimpleCommand, 'words'>): { word: ShellWord; how: 'run' | 'read'; sourced: boolean } | undefined {
  const [program, ...args] = words;
  if (program?.value === undefined) return undefined;
  if (program.value === 'source' || program.value === '.')
    return args[0] && { word: args[0], how: 'read', sourced: true };
  const interpreter = INTERPRETERS.find(({ name }) => name.test(base(program.value!)));
  if (!interpreter) return program.value.includes('/') ? { word: program, how: 'run', sourced: false } : undefined;
  for (let at = 0; at < args.length; at++) {
    const value = args[at]!.value;
    if (value === undefined || interpreter.none.test(value)) return undefined;
    // Only to a shell it says no more than that the options end.
    if (value === '-' && !/sh$/.test(base(program.value))) return undefined;
    if (interpreter.values.test(value)) at++;
    else if (value !== '-' && !/^[-+]/.test(value)) return { word: args[at]!, how: 'read', sourced: false };
  }
  return undefined;
}
