import { quoted } from './glob.ts';
import { type PathSet, pathSet, union, words } from './path-set.ts';

/** A plain path inside a directory, normalised, without a `/` at its end; an absolute one stays itself. */
export function join(dir: string, path: string): string {
  const whole = path.startsWith('/') ? path : `${dir}/${path}`;
  const { text } = pathSet(quoted(whole));
  return text.length > 1 && text.endsWith('/') ? text.slice(0, -1) : text;
}

/** A path as a stage writes it: what lies in the source directory is relative to it, however it was written. */
export function pathAt(dir: string, text: string): PathSet {
  const set = pathSet(text);
  const inside = `${set.kind === 'glob' ? quoted(dir) : dir}/`;
  if (!set.absolute || !set.text.startsWith(inside)) return set;
  const rest = set.text.slice(inside.length);
  return pathSet(set.kind === 'glob' ? rest : rest === '' ? './' : quoted(rest));
}

/** A path set as seen from the root, so that every way of writing a path meets every other. */
export function fromRoot(set: PathSet, dir: string): PathSet {
  const all = set.absolute ? words(set) : undefined;
  // Braces may hold both kinds: `{/tmp/x,y}`.
  if (all?.some(word => !word.absolute)) return union(all.map(word => fromRoot(word, dir)));
  if (set.absolute) return set;
  return pathSet(`${quoted(dir)}/${set.kind === 'glob' ? set.text : quoted(set.text)}`);
}
