import type { Node } from '../../../schema/node.ts';
import type { Command } from '../command.ts';
import { inside, join, type Repository } from '../repository.ts';
import type { Called } from '../shell/surroundings.ts';
import { field, textOf, texts } from '../workflow/fields.ts';
import { yamlAt } from '../workflow/workflow.ts';

/** Hooks of public repositories that are a command of a family, over all files. Facts from each repository's .pre-commit-hooks.yaml. */
const HOOKS: ReadonlyMap<string, string> = new Map([
  ['ruff', 'ruff check'],
  ['ruff-check', 'ruff check'],
  ['ruff-format', 'ruff format --check'],
  ['black', 'black --check'],
  ['isort', 'isort --check-only'],
  ['flake8', 'flake8'],
  ['codespell', 'codespell'],
  ['golangci-lint-full', 'golangci-lint run'],
  ['mypy', 'mypy'],
  ['pyright', 'pyright'],
  ['pylint', 'pylint'],
  ['bandit', 'bandit'],
  ['pydocstyle', 'pydocstyle'],
  ['shellcheck', 'shellcheck'],
  ['yamllint', 'yamllint'],
  ['actionlint', 'actionlint'],
  ['typos', 'typos'],
  ['prettier', 'prettier --check'],
  ['eslint', 'eslint'],
  ['biome-check', 'biome check'],
  ['clang-format', 'clang-format --dry-run'],
  ['fmt', 'cargo fmt --check'],
  ['clippy', 'cargo clippy'],
  ['cargo-check', 'cargo check'],
  ['go-vet', 'go vet ./...'],
]);

/** Options of `pre-commit run` with a value. */
export const HOOK_VALUED = /^(--hook-stage|--color|-c|--config|--files|--from-ref|--to-ref|-s|-o)$/;

/** The hooks of `pre-commit run --all-files [hook]`: local ones by their `entry`, well known ones by what they call. */
export function preCommitCalls(command: Command, repository: Repository): readonly Called[] {
  const words = command.words.slice(1);
  const directory = inside(repository, command.cwd);
  // Without all files and without those that a change has, it looks at what is staged, in CI at nothing.
  if (
    words[0] !== 'run' ||
    directory === undefined ||
    !words.some(word => /^(--all-files|-a|--from-ref(=.*)?)$/.test(word))
  )
    return [];
  const root = yamlAt(join(directory, '.pre-commit-config.yaml'), repository);
  const stage = optionOf(words, '--hook-stage') ?? 'pre-commit';
  const only = words.slice(1).find((word, index) => !word.startsWith('-') && !HOOK_VALUED.test(words[index] ?? ''));
  const skipped = new Set((command.env.get('SKIP') ?? '').split(','));
  const found: Called[] = [];
  for (const origin of items(field(root, 'repos'))) {
    for (const hook of items(field(origin, 'hooks'))) {
      const id = textOf(field(hook, 'id')) ?? '';
      const stages = texts(field(hook, 'stages'));
      const alias = textOf(field(hook, 'alias'));
      if ((only !== undefined && only !== id && only !== alias) || skipped.has(id)) continue;
      if (stages.length > 0 && !stages.some(name => name === stage || `pre-${name}` === stage)) continue;
      const entry =
        textOf(field(hook, 'entry')) ?? (textOf(field(origin, 'repo')) === 'local' ? undefined : HOOKS.get(id));
      if (entry === undefined) {
        // What such a hook runs is not known, but what asks for it by name is.
        if (only !== id && /^[\w-]+$/.test(id))
          found.push({
            hop: { label: `pre-commit hook ${id}` },
            text: `pre-commit run ${id} --all-files`,
            cwd: command.cwd,
          });
        continue;
      }
      // `--fix` in a hook fails where it changes something, as the check does.
      const written = [entry, ...texts(field(hook, 'args'))].join(' ');
      const text = written.replaceAll(/ --(fix|exit-non-zero-on-(fix|format)|write)(?=\s|$)/g, '');
      found.push({
        hop: { label: `pre-commit hook ${id}` },
        text: checking(text, textOf(field(hook, 'pass_filenames')) !== 'false'),
        cwd: command.cwd,
      });
    }
  }
  return found;
}

/** A hook that changes a file fails, as the same formatter does that only checks. */
function checking(written: string, everyFile: boolean): string {
  // What another file says of itself, it says when it is looked at in its turn.
  const text = everyFile ? written.replace(/^(mypy\b.*) --follow-imports[= ](silent|skip)\b/, '$1') : written;
  if (/\s--(check|check-only|diff|dry-run|list-different)\b|\s-[ln]\b/.test(text)) return text;
  if (/^(?:uv run |uvx )?(ruff format|black|prettier|cargo fmt)\b/.test(text)) return `${text} --check`;
  return /^(?:uv run |uvx )?isort\b/.test(text) ? `${text} --check-only` : text;
}

function items(node: Node | undefined): readonly Node[] {
  return node?.kind === 'sequence' ? node.items : [];
}

function optionOf(words: readonly string[], name: string): string | undefined {
  const at = words.indexOf(name);
  return at < 0 ? words.find(word => word.startsWith(`${name}=`))?.slice(name.length + 1) : words[at + 1];
}
