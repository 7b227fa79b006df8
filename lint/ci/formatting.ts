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
  [/^go mod tidy\b/, words => [...words, '-diff']],
  [/^dprint fmt\b/, words => words.map(word => (word === 'fmt' ? 'check' : word))],
];

/** Stands behind the words of a command that writes what a `git diff --exit-code` after it looks at. */
export const DIFFED = '&& git diff --exit-code';

/** What writes files that a repository keeps: by its tool, or a script or target by its name. */
const WRITES =
  /^(go (mod vendor|generate|fix|work (sync|vendor))|buf generate|protoc|sqlc generate|prisma generate|graphql-codegen|controller-gen|mockgen|mockery|cargo (metadata|update)|license-eye header fix)\b/;
const NAMED =
  /^((make|gmake|just|task|npm run|yarn|pnpm|bun run)( run)?( -\S+)* |(python[\d.]*|node|ruby|bash|sh|deno run|uv run)( -\S+)* |\.{0,2}\/?)([\w@.-]+\/)*[\w.:-]*(?<![a-z])(gen|generate\w*|regen\w*|codegen|update|fix|sync|build|docs?|schemas?|protos?|format|fmt|bindings?|licenses?|headers?|vendor|tidy|manifests?)(?![a-z])/;

/** What fails where a file differs from what is committed. */
const DIFFS =
  /^git (diff|diff-index|diff-files)\b.* (--exit-code|--quiet)\b|^git status\b.* (--porcelain|--short|-s)\b/;

/** A look that nothing catches. */
const ALONE = /^\s*(git diff|test -z|\[\[? -z)\b[^\n|&;]*$/m;

/** Whether a text says that it fails where something before it has changed a file, and does not keep the change. */
export function diffs(text: string): boolean {
  const fails = /\bexit [1-9]|(?<![=-])\bfalse\b/.test(text);
  // What is only told to later steps ends in no failure of its own.
  const tells = /GITHUB_OUTPUT|::set-output/.test(text) && !fails && !ALONE.test(text);
  if (/\bgit (commit|push)\b/.test(text) || tells) return false;
  const asked = /(?:\btest|\[\[?) (-[nz]) "?\$\(\s*git status\b[^)\n]* (?:--porcelain|--short|-s)\b/.exec(text)?.[1];
  return (
    /\bgit (diff|diff-index|diff-files)\b[^\n|;&]* (--exit-code|--quiet)\b/.test(text) ||
    asked === '-z' ||
    (asked === '-n' && fails)
  );
}

/**
 * A formatter that writes, with a `git diff --exit-code` after it, is a check: it fails where the formatter would change a file. So is
 * what generates; only CI that looks at the difference does as much. `later`: it stands in a later text.
 */
export function checksByDiff(commands: readonly Command[], later: boolean): readonly Command[] {
  const said = commands.map(({ words }) => words.join(' '));
  const found = said.findLastIndex(text => DIFFS.test(text));
  const last = later
    ? commands.length
    : said.some((text, at) => at > found && /^git (commit|push)\b/.test(text))
      ? -1
      : found;
  if (last < 0) return commands;
  const known = new Map<Command, Command>();
  return commands.map((command, index) => {
    let check = index < last ? checking(command) : command;
    const caller = command.caller && known.get(command.caller);
    if (caller !== undefined && caller !== check.caller) check = { ...check, caller };
    known.set(command, check);
    return check;
  });
}

function checking(command: Command): Command {
  const { words } = command;
  if (words.some(word => /^(--check|--dry-run|--diff|-diff|--check-only)$/.test(word))) return command;
  const said = words
    .join(' ')
    .replace(/^\S*\/(?=(prettier|black|isort|oxfmt|ruff|cargo|go\w+|clang-format|biome|dprint|buf|protoc) )/, '');
  const check = CHECKS.find(([pattern]) => pattern.test(said));
  if (check !== undefined) return { ...command, words: check[1](words) };
  return WRITES.test(said) || (NAMED.test(said) && !/test|check|lint|verify|bench/.test(said))
    ? { ...command, words: [...words, DIFFED] }
    : command;
}
