import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { CampaignFile } from './campaign-file.ts';
import type { Context } from './context.ts';
import { IGNORE_FILE, ignoredBy } from './ignored-campaigns.ts';
import { items } from './ports/git-command.ts';
import { repositoryOf } from './repositories.ts';

const isCampaign = (path: string) => /(?:^|\/)(?:[^/]+\.)?campaign\.ya?ml$/.test(path);

/**
 * Campaigns below the directory that git tracks, staged ones included; without git, those in the directory itself. Leaves out what
 * the repository's `.campaignignore` names.
 */
export function trackedCampaigns(context: Context): readonly CampaignFile[] {
  const { cwd } = context;
  const { git, root } = repositoryOf(cwd, context);
  // An untracked campaign.yaml here is meant too: it is the first one, and about to be added.
  const here = readdirSync(cwd).filter(name => /^campaign\.ya?ml$/.test(name) || (!git && isCampaign(name)));
  const listed = git ? items(git(['-C', cwd, 'ls-files', '-z', '--', '*campaign.yaml', '*campaign.yml']).stdout) : [];
  const ignored = ignoredBy(textOf(join(root, IGNORE_FILE)));
  const below = relative(root, realpathSync(cwd));
  const inRoot = (path: string) => join(below, path).split(sep).join('/');
  return [...new Set([...listed, ...here])]
    .filter(
      path =>
        !ignored(inRoot(path)) && isCampaign(path) && statSync(join(cwd, path), { throwIfNoEntry: false })?.isFile(),
    )
    .sort()
    .map(path => ({ path: join(cwd, path), shown: path }));
}

function textOf(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, 'utf8') : '';
}
