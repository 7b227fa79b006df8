import type { Command } from './command.ts';

/** What makes a formatter only check, by the words it is called with. Facts from each tool's `--help`. */
const CHECKS: readonly (readonly [RegExp, (words: readonly string[]) => readonly string[]])[] = [
  [/^prettier\b.* (--write|-w)\b/, words => words.map(word => (/^(--write|-w)$/.test(word) ? '--check' : word))],
  [/^(black|isort|oxfmt)\b/, words => [...words, '--check']],
  [/^ruff format\b/, words => [...words, '--check']],
  [/^ruff check\b.* --fix\b/, words => words.filter(word => word !== '--fix')],
  [/^cargo fmt\b/, words => [...words.slice(0, 2), '--check', ...words.slice(2)]],
  [/^(gofmt|gofumpt|goimports)\b.* -w\b/, words => words.map(word => (word === '-w' ? '-l' : word))],
  [/^clang-format\b.* -i\b/, words => words.map(word => (word === '-i' ? '--dry-run' : word))],
  [/^biome (format|check|lint)\b.* --write\b/, words => words.filter(word => word !== '--write')],
  [/^dprint fmt\b/, words => words.map(word => (word === 'fmt' ? 'check' : word))],
];

/** A formatter that writes, with a `git diff --exit-code` after it, is a check: it fails where the formatter would change a file. */
export function checksByDiff(commands: readonly Command[]): readonly Command[] {
  const last = commands.findLastIndex(({ words }) =>
    /^git (diff|diff-index)\b.* (--exit-code|--quiet)\b/.test(words.join(' ')),
  );
  return commands.map((command, index) => {
    if (index >= last || command.words.some(word => /^(--check|--dry-run|--diff|--check-only)$/.test(word)))
      return command;
    const said = command.words.join(' ').replace(/^\S*\//, '');
    const check = CHECKS.find(([pattern]) => pattern.test(said));
    return check === undefined ? command : { ...command, words: check[1](command.words) };
  });
}
