import { base, relative, resolvePath } from '../lint/path.ts';
import { readShell, type SimpleCommand } from '../lint/shell/commands.ts';
import { purposeOf } from '../lint/shell/purpose.ts';
import { isTemporaryPath } from '../lint/system-paths.ts';
import type { Composed } from './compose.ts';
import type { Draft } from './draft.ts';
import { globMatches, type Meeting } from './meeting.ts';
import type { Named } from './named.ts';

/** A path that a stage leaves. */
export interface Output {
  readonly path: string;
  readonly upload: boolean;
  /** Who makes it is only guessed by what was uploaded when. */
  readonly guessed?: boolean;
  /** Another stage leaves it too, or one around it: a person must decide. */
  readonly shared?: string;
}

/** What each stage leaves: what it plainly writes, and what was uploaded after it. */
export function outputsOf(
  named: readonly Named[],
  draft: Draft,
  dir: string,
  meets: Meeting,
): ReadonlyMap<string, readonly Output[]> {
  const uploads = draft.uploads.flatMap(({ path, at, cwd, directory }) => {
    const found = resolvePath(cwd, path);
    if (found === undefined || found === '' || found.startsWith('..') || /[\n'"`]|\$(?!\{\{)/.test(found)) return [];
    return [
      {
        path: dir !== '' && found.startsWith('/') ? (relative(dir, found) ?? found) : found,
        at,
        directory: directory || path.endsWith('/'),
      },
    ];
  });
  const outputs = new Map<string, Output[]>(named.map(({ stage }) => [stage.name, []]));
  const owner = new Map<string, { stage: Composed; path: string }>();
  const add = (stage: Composed, path: string, upload: boolean, guessed = false) => {
    const list = outputs.get(stage.name)!;
    const bare = path.replace(/\/$/, '');
    if (list.some(one => one.path.replace(/\/$/, '') === bare)) return;
    const other = [...owner.values()].find(
      one => one.stage !== stage && meets(one.path, one.stage.axes, bare, stage.axes),
    );
    const alone = stage.axes.some(({ name }) => !path.includes(`matrix.${name} `));
    if (other)
      draft.wrongAt(
        'collision',
        stage.file,
        stage.line,
        `\`${stage.name}\` writes \`${bare}\`, which \`${other.stage.name}\` writes too`,
        'give each a file of its own, then list it under `produces`',
      );
    else if (!alone) owner.set(path, { stage, path });
    const shared = other ? other.stage.name : alone ? 'its other instances' : undefined;
    list.push({ path, upload, ...(guessed && { guessed }), ...(shared !== undefined && { shared }) });
    // Inside a directory that it leaves, nothing is left a second time.
    for (const [index, one] of [...list.entries()].reverse())
      if (
        list.some(
          around => around !== one && !around.shared && around.path.endsWith('/') && one.path.startsWith(around.path),
        )
      )
        list.splice(index, 1);
  };
  for (const { stage, writes, words } of named)
    for (const [path, { directory, sure, patterns }] of writes) {
      const sent = uploads.some(
        one =>
          one.path === path ||
          path.startsWith(`${one.path}/`) ||
          (/[*?]/.test(one.path) && globMatches(one.path, path)),
      );
      const others = named.some(
        one =>
          one.stage !== stage &&
          [...one.words].some(word => word === path || word.startsWith(`${path}/`) || path.startsWith(`${word}/`)),
      );
      if (isTemporaryPath(path) && !sent && !others) continue;
      if (!sure && !sent && !others) continue;
      const within = named.some(one => [...one.words].some(word => word.startsWith(`${path}/`)));
      const usedUp = words.has(path) && !sent && !others;
      if (usedUp) continue;
      const result =
        !directory && !within && /\.(csv|md|txt|json|html|svg|png|tsv)$/.test(path) && !/(^|\/)data\//.test(path);
      const shared = named.some(
        one => one.stage !== stage && [...one.writes.keys()].some(other => `${other}/`.startsWith(`${path}/`)),
      );
      if (shared && patterns.length > 0) for (const pattern of new Set(patterns)) add(stage, pattern, sent || !others);
      else add(stage, directory || within ? `${path}/` : path, sent || !others || result);
    }
  for (const { path, at, directory } of uploads) {
    const made = [...outputs].some(([name, list]) => {
      const axes = named.find(({ stage }) => stage.name === name)!.stage.axes;
      return list.some(
        one =>
          one.path.replace(/\/$/, '') === path ||
          one.path.startsWith(`${path}/`) ||
          meets(one.path, axes, path, []) ||
          globMatches(path, one.path),
      );
    });
    if (made || isLog(path)) continue;
    const before = named.filter(({ stage }) => stage.from < at && works(stage));
    const says = before.findLast(one =>
      [...one.words, ...one.bare, ...one.made].some(word => `${word}/`.startsWith(`${path}/`)),
    );
    const maker = says ?? before.at(-1) ?? named[0];
    if (maker) add(maker.stage, directory || !/\.\w+$|[*?]/.test(base(path)) ? `${path}/` : path, true, true);
  }
  return outputs;
}

function isLog(path: string): boolean {
  return /\.log$|^\/var\/log\//.test(path);
}

function works({ run, variables }: Composed): boolean {
  return readShell(run, variables).commands.some((command: SimpleCommand) => purposeOf(command) === 'work');
}
