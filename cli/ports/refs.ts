import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether a remote-tracking ref is exactly this commit, by the files that git keeps (gitrepository-layout(5)). `false` also
 * where they cannot tell: another commit on top of it, or refs kept in another form.
 */
export function isRemoteTip(commonDirectory: string, commit: string): boolean {
  const packed = text(join(commonDirectory, 'packed-refs'));
  if (packed?.split('\n').some(line => line.startsWith(`${commit} refs/remotes/`))) return true;
  const folder = join(commonDirectory, 'refs', 'remotes');
  return names(folder).some(name => text(join(folder, name))?.trim() === commit);
}

/**
 * Whether the history begins with this commit because no more of it was fetched (gitrepository-layout(5), `shallow`): whoever makes a
 * commit has what it stands on, so it came from elsewhere. CI checks a tag out like this, without any remote-tracking ref.
 */
export function isShallowEnd(commonDirectory: string, commit: string): boolean {
  return text(join(commonDirectory, 'shallow'))?.split('\n').includes(commit) ?? false;
}

/** Names of the remotes in the repository's own configuration; `undefined` where only git can tell. */
export function configuredRemotes(commonDirectory: string): readonly string[] | undefined {
  const config = text(join(commonDirectory, 'config'));
  if (config === undefined || /^\s*\[include/im.test(config)) return undefined;
  const found = [...config.matchAll(/^\s*\[remote\s+"([^"\\]+)"\]/gim)].map(([, name]) => name!);
  return found.length > 0 ? [...new Set(found)].sort() : undefined;
}

/** Enough for any repository whose refs are worth looking at one by one. */
const most = 200;

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).slice(0, most);
  } catch {
    return [];
  }
}

function text(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
