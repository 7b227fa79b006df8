/** A text as one word of bash. Single quotes alone are byte-exact everywhere; `printf %q` depends on the locale. */
export function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
