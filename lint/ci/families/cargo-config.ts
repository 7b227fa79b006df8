import { upwards } from '../../path.ts';
import { inside, join, type Repository } from '../repository.ts';
import { listOf, toml } from '../toml.ts';

/** `build.rustflags` of the `.cargo/config.toml` files at a directory and above it (Cargo book, "Hierarchical structure"). */
export function settledFlags(repository: Repository, cwd: string | undefined): readonly string[] {
  const from = inside(repository, cwd);
  if (from === undefined) return [];
  return repository.files.remember(`rustflags ${from}`, () => {
    const flags: string[] = [];
    for (const at of upwards(from)) {
      for (const file of ['.cargo/config.toml', '.cargo/config']) {
        const text = repository.files.read(join(at, file));
        if (text !== undefined) flags.push(...listOf(toml(text).get('build')?.get('rustflags')));
      }
    }
    return flags;
  });
}
