import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { CampaignFile } from './campaign-file.ts';
import type { Context } from './context.ts';
import { IGNORE_FILE, ignoredBy } from './ignored-campaigns.ts';
import { type Git, items } from './ports/git-command.ts';
import { indexOf } from './ports/index-file.ts';
import type { Repository } from './ports/repository.ts';
import { repositoryOf } from './repositories.ts';

const isCampaign = (path: string) => /(?:^|\/)(?:[^/]+\.)?campaign\.ya?ml$/.test(path);

/**
 * Campaigns below the directory that git tracks, staged ones included; without git, those in the directory itself. Leaves out what
 * the repository's `.campaignignore` names.
 */
export function trackedCampaigns(context: Context): readonly CampaignFile[] {
  const { cwd } = context;
  const repository = repositoryOf(cwd, context);
  const { git, root } = repository;
  // An untracked campaign.yaml here is meant too: it is the first one, and about to be added.
  const here = readdirSync(cwd).filter(name => /^campaign\.ya?ml$/.test(name) || (!git && isCampaign(name)));
  const ignored = ignoredBy(textOf(join(root, IGNORE_FILE)));
  const below = relative(root, realpathSync(cwd));
  const listed = inIndex(repository, below) ?? (git ? listedByGit(git, cwd) : []);
  const inRoot = (path: string) => join(below, path).split(sep).join('/');
  return [...new Set([...listed, ...here])]
    .filter(
      path =>
        !ignored(inRoot(path)) && isCampaign(path) && statSync(join(cwd, path), { throwIfNoEntry: false })?.isFile(),
    )
    .sort()
    .map(path => ({ path: join(cwd, path), shown: path }));
}

/** Campaigns below a directory of the repository, by its index; `undefined` where only git can read that. */
function inIndex({ files, head }: Repository, below: string): readonly string[] | undefined {
  const index = files && head !== undefined ? indexOf(files, head.length) : undefined;
  const prefix = below === '' ? '' : `${below.split(sep).join('/')}/`;
  return index?.entries.flatMap(({ path }) =>
    path.startsWith(prefix) && isCampaign(path) ? [path.slice(prefix.length)] : [],
  );
}

function listedByGit(git: Git, cwd: string): readonly string[] {
  return items(git(['-C', cwd, 'ls-files', '-z', '--', '*campaign.yaml', '*campaign.yml']).stdout);
}

function textOf(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, 'utf8') : '';
}
