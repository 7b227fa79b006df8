import { moduleAt } from '../go-packages.ts';
import { join, type Repository } from '../repository.ts';

/** What a linter of Go is asked to look at: from where it is started, and which directories; none: all below. */
interface Look {
  readonly directory: string | undefined;
  readonly paths: readonly string[];
}

/**
 * The same look as from the root of the module: `cd go && golangci-lint run` is `golangci-lint run ./go/...`, unless a configuration of its own
 * lies there (golangci-lint.run, "Configuration File"). Of another tool, and outside modules, what is given.
 */
export function fromModule(tool: string, look: Look, repository: Repository): Look {
  const { directory, paths } = look;
  const module = tool === 'golangci-lint run' ? moduleAt(directory, repository) : undefined;
  if (module === undefined || directory === undefined || module === directory) return look;
  const own = ['yml', 'yaml', 'toml', 'json'].map(ending => join(directory, `.golangci.${ending}`));
  if (own.some(path => repository.files.exists(path) === 'file')) return look;
  return { directory: module, paths: paths.length > 0 ? paths : [directory] };
}
