/** The local launcher clones from this repository, and no user data is handed to anyone. */
export function toleratedHere(inPlace: boolean): readonly string[] {
  return ['userdata-size', 'unpushed-commit', ...(inPlace ? ['untracked-file', 'dirty-file'] : [])];
}
