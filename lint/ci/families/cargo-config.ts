import { inside, join, type Repository } from '../repository.ts';
import { listOf, toml } from '../toml.ts';

/** `build.rustflags` of the `.cargo/config.toml` files at a directory and above it (Cargo book, "Hierarchical structure"). */
export function settledFlags(repository: Repository, cwd: string | undefined): readonly string[] {
  const from = inside(repository, cwd);
  if (from === undefined) return [];
  return repository.files.remember(`rustflags ${from}`, () => {
    const flags: string[] = [];
    for (let at: string | undefined = from; at !== undefined; at = above(at)) {
      for (const file of ['.cargo/config.toml', '.cargo/config']) {
        const text = repository.files.read(join(at, file));
        if (text !== undefined) flags.push(...listOf(toml(text).get('build')?.get('rustflags')));
      }
    }
    return flags;
  });
}

function above(directory: string): string | undefined {
  if (directory === '') return undefined;
  return directory.includes('/') ? directory.slice(0, directory.lastIndexOf('/')) : '';
}
