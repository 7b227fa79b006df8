import { existsSync, realpathSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { contains, pathSet } from '../plan/path-set.ts';
import { type CampaignFile, campaignFile, readStdin, readText } from './campaign-file.ts';
import type { Context } from './context.ts';
import { Refusal } from './io.ts';
import { items } from './ports/git-command.ts';
import { repositoryOf } from './repositories.ts';
import { trackedCampaigns } from './tracked-campaigns.ts';

export interface LintTargets {
  /** Each once, in the order in which they were named. */
  readonly files: readonly CampaignFile[];
  /** Arguments that name nothing. */
  readonly refusals: readonly Refusal[];
}

/**
 * What the arguments of `campaign lint` name: files, directories (every tracked campaign below), globs that no shell has
 * expanded, `-` for stdin. None: the tracked campaigns from here downwards, else the one that lies here or above.
 */
export function lintTargets(given: readonly string[], stdinName: string | undefined, context: Context): LintTargets {
  if (stdinName !== undefined && !given.includes('-'))
    throw new Refusal('--stdin-filename says what stdin is called, and stdin is not read', 'write - as the FILE');
  if (given.length === 0) {
    const found = trackedCampaigns(context);
    return { files: found.length > 0 ? found : [campaignFile(undefined, context)], refusals: [] };
  }
  const files = new Map<string, CampaignFile>();
  const refusals: Refusal[] = [];
  for (const one of given) {
    try {
      for (const file of named(one, stdinName, context)) {
        const key = file.text === undefined ? realOr(file.path) : `- ${file.path}`;
        if (!files.has(key)) files.set(key, file);
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusals.push(error);
    }
  }
  return { files: [...files.values()], refusals };
}

function named(given: string, stdinName: string | undefined, context: Context): readonly CampaignFile[] {
  if (given === '-') return [fromStdin(stdinName, context)];
  const path = resolve(context.cwd, given);
  const entry = statSync(path, { throwIfNoEntry: false });
  if (entry?.isDirectory()) return below(path, given, context);
  // A pipe can be read only once, and fixing reads more often.
  if (entry && !entry.isFile()) return [{ path, shown: given, text: readText({ path, shown: given }) }];
  if (entry || !/[*?[{]/.test(given)) return [campaignFile(given, context)];
  return matching(given, context);
}

function fromStdin(name: string | undefined, context: Context): CampaignFile {
  const path = resolve(context.cwd, name ?? 'campaign.yaml');
  const directory = resolve(path, '..');
  if (!existsSync(directory))
    throw new Refusal(
      `--stdin-filename ${name}: there is no directory ${directory}`,
      'name a file beside which stdin lies',
    );
  const shown = name ?? '<stdin>';
  return { path, shown, text: readStdin(shown) };
}

/** The campaigns below a directory, shown as the person named it. */
function below(directory: string, given: string, context: Context): readonly CampaignFile[] {
  const found = trackedCampaigns({ ...context, cwd: directory });
  if (found.length === 0)
    throw new Refusal(
      `there is no campaign in ${given}`,
      'a campaign is called campaign.yaml or *.campaign.yaml, and git tracks it: name the file, or git add it',
    );
  const prefix = given.replace(/^(?:\.\/+)*(?=.)/, '').replace(/\/+$/, '');
  return found.map(({ path, shown }) => ({
    path,
    shown: prefix === '.' || prefix === '' ? shown : `${prefix}/${shown}`,
  }));
}

/** The files that git tracks or would, and that a glob means. */
function matching(given: string, context: Context): readonly CampaignFile[] {
  const { cwd } = context;
  const { git, root } = repositoryOf(cwd, context);
  const nothing = new Refusal(`there is no file ${given}`, 'check the name, or write a first one: campaign init');
  if (!git) throw nothing;
  const listed = items(git(['ls-files', '-z', '--cached', '--others', '--exclude-standard']).stdout);
  const here = relative(root, realpathSync(cwd)).split(sep).join('/');
  const wanted = pathSet(
    relative(root, resolve(realpathSync(cwd), given))
      .split(sep)
      .join('/'),
  );
  const files = [...new Set(listed)]
    .filter(
      path =>
        /\.ya?ml$/.test(path) &&
        contains(wanted, path) &&
        statSync(resolve(root, path), { throwIfNoEntry: false })?.isFile(),
    )
    .sort()
    .map(path => ({ path: resolve(root, path), shown: relative(here, path) || path }));
  if (files.length === 0) throw nothing;
  return files;
}

function realOr(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
