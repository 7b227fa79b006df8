/** Options that `set` or `shopt` switch, as far as they decide what happens when a command fails or a glob matches nothing. */
export interface Switch {
  readonly option: 'errexit' | 'pipefail' | 'nullglob';
  readonly on: boolean;
}

const SHORT: Readonly<Record<string, Switch['option']>> = { e: 'errexit' };
const NAMED = new Set(['errexit', 'pipefail']);

/** `set -euo pipefail`, `set +e`, `set -o errexit`; also the options of `bash -euo pipefail -c …`. */
export function setSwitches(args: readonly (string | undefined)[]): readonly Switch[] {
  const found: Switch[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at];
    const option = word === undefined ? null : /^([-+])([a-zA-Z]+)$/.exec(word);
    if (!option) break;
    const on = option[1] === '-';
    for (const letter of option[2]!) {
      const short = SHORT[letter];
      if (short) found.push({ option: short, on });
      if (letter === 'o') {
        const name = args[at + 1];
        at++;
        if (name !== undefined && NAMED.has(name)) found.push({ option: name as Switch['option'], on });
      }
    }
  }
  return found;
}

/** `shopt -s nullglob`, `shopt -uo errexit`. */
export function shoptSwitches(args: readonly (string | undefined)[]): readonly Switch[] {
  const options = args.filter(word => word?.startsWith('-')).join('');
  const on = options.includes('s');
  if (on === options.includes('u')) return [];
  const named = options.includes('o');
  return args.flatMap((word): Switch[] => {
    if (named) return word !== undefined && NAMED.has(word) ? [{ option: word as Switch['option'], on }] : [];
    return word === 'nullglob' || word === 'failglob' ? [{ option: 'nullglob', on }] : [];
  });
}
