import type { Context } from './context.ts';
import { type Repository, repositoryAround } from './ports/repository.ts';

const known = new WeakMap<Context, Map<string, Repository>>();

/** The repository around a directory (absolute). One look at git serves a whole command; a remark is made once. */
export function repositoryOf(directory: string, context: Context): Repository {
  const repositories = known.get(context) ?? new Map<string, Repository>();
  known.set(context, repositories);
  let repository = repositories.get(directory);
  if (!repository) {
    const { io } = context;
    repository = repositoryAround(directory, io.witness?.outside ?? io);
    if (repository.remark) context.note(`note: ${repository.remark}`);
    repositories.set(directory, repository);
  }
  return repository;
}
