/** A command's words after its name, taken apart. */
export interface Arguments {
  /** Words that are no options, in order. */
  readonly plain: readonly string[];
  /** Options without value, as written. */
  readonly flags: ReadonlySet<string>;
  /** Options with values, by their first spelling; repeated ones collect. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** All after `--`. */
  readonly after: readonly string[];
}

/**
 * Takes words apart by a list of the options that take a value, spellings joined by `|`: `-p|--package`. Unlisted options
 * are flags; `--option=value` of an unlisted one is a flag too, as written.
 */
export function parseArguments(words: readonly string[], valued: readonly string[]): Arguments {
  const names = spellingsOf(valued);
  const plain: string[] = [];
  const flags = new Set<string>();
  const values = new Map<string, string[]>();
  const add = (name: string, value: string): void => {
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  };
  let after: readonly string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === '--') {
      after = words.slice(at + 1);
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      plain.push(word);
      continue;
    }
    const equals = word.indexOf('=');
    const option = equals < 0 ? word : word.slice(0, equals);
    const name = names.get(option);
    if (name !== undefined && equals > 0) add(name, word.slice(equals + 1));
    else if (name !== undefined && at + 1 < words.length) add(name, words[++at]!);
    else if (/^-[A-Za-z]./.test(word) && names.has(word.slice(0, 2)) && !word.startsWith('--'))
      add(names.get(word.slice(0, 2))!, word.slice(2));
    else flags.add(word);
  }
  return { plain, flags, values, after };
}

const known = new WeakMap<readonly string[], ReadonlyMap<string, string>>();

/** Every spelling → the first one; worked out once for each list. */
function spellingsOf(valued: readonly string[]): ReadonlyMap<string, string> {
  const before = known.get(valued);
  if (before !== undefined) return before;
  const names = new Map(valued.map(list => list.split('|')).flatMap(all => all.map(one => [one, all[0]!] as const)));
  known.set(valued, names);
  return names;
}
