import { inside, join, type Repository } from '../repository.ts';
import { listOf, toml } from '../toml.ts';

/**
 * The features that no combination of `cargo build-all-features` has (frewsxcv/cargo-all-features, "Options"); `undefined` where
 * the manifest says more than that about which combinations there are.
 */
export function withheldFeatures(repository: Repository, cwd: string | undefined): ReadonlySet<string> | undefined {
  const directory = inside(repository, cwd);
  if (directory === undefined) return undefined;
  const path = join(directory, 'Cargo.toml');
  const text = repository.files.read(path);
  if (text === undefined) return undefined;
  const manifest = repository.files.remember(`toml ${path}`, () => toml(text));
  // Of a workspace every member has a table of its own.
  if (manifest.has('workspace')) return undefined;
  const options = manifest.get('package.metadata.cargo-all-features');
  if (options === undefined) return new Set();
  return [...options.keys()].every(name => name === 'denylist') ? new Set(listOf(options.get('denylist'))) : undefined;
}
