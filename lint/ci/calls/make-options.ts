/** Options with which make runs no recipe: it says what it would do, or something of itself (make, "Options Summary"). */
export function onlyTells(word: string): boolean {
  return /^(-n|--just-print|--dry-run|--recon|-q|--question|-t|--touch|-v|--version|-h|--help)$/.test(word);
}
