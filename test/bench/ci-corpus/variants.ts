/**
 * `npm run bench:ci-variants -- DIRECTORY [OWNER/NAME…]`: a second law that labels itself. Of what CI runs on every change, what is
 * narrower or the same in other words is found whole, and what is other work is not. Takes the single commands of what
 * `bench:ci-selves` asks for, derives variants by family, and prints for each kind of variant how many there are and how many are as
 * they should be, after those which are not. Git directories only; no network. Exit status 2 without a directory, else 0.
 */
import type { CommitFacts } from './git-facts.ts';
import { repositories, type Step, stepsOf } from './steps.ts';
import { cargo } from './variants/cargo.ts';
import { go } from './variants/go.ts';
import { linters } from './variants/linters.ts';
import { node, scriptsOf } from './variants/node.ts';
import { python } from './variants/python.ts';
import { recipeOf, suites } from './variants/suites.ts';
import { type Family, join, type Project, projectOf, type Variant } from './variants/variant.ts';
import { wrapped } from './variants/wrappers.ts';
import { reader } from './verdict.ts';

const FAMILIES: Readonly<Record<string, Family>> = { cargo, go, python, node, suites, linters };

const [directory, ...names] = process.argv.slice(2);
if (directory === undefined) {
  console.error('usage: npm run bench:ci-variants -- DIRECTORY [OWNER/NAME…]');
  process.exit(2);
}
const counts = new Map<string, { asked: number; right: number }>();
for (const [name, facts] of repositories(directory, names)) measure(name, facts);
for (const [row, { asked, right }] of [...counts].sort(([one], [other]) => (one < other ? -1 : 1)))
  console.log(`${row.padEnd(50)} ${String(right).padStart(5)} of ${String(asked).padStart(5)}`);

function measure(name: string, facts: CommitFacts): void {
  const project = projectOf(facts);
  const verdict = reader(facts);
  const started = new Set<string>();
  for (const step of stepsOf(facts))
    for (const plain of commandsOf(step, project)) {
      const surroundings = { ...(plain.cwd !== '' && { cwd: plain.cwd }), env: step.env };
      const says = (text: string): string => verdict(['word by word', 'whole', text, step.place, surroundings]).label;
      for (const [family, derive] of Object.entries(FAMILIES)) {
        const variants = derive(plain.words, project, plain.cwd);
        // What is not found as it is, the first law asks for.
        if (variants === undefined || says(plain.line) !== 'whole') continue;
        for (const variant of variants) ask(name, step, family, plain, variant, says);
        // How a command is started is the shell's: one of each family says as much as all.
        if (!started.has(family))
          for (const variant of wrapped(plain.line)) ask(name, step, 'started', plain, variant, says);
        started.add(family);
        break;
      }
    }
}

function ask(
  name: string,
  step: Step,
  family: string,
  { line }: Plain,
  variant: Variant,
  says: (text: string) => string,
): void {
  const label = says(variant.run);
  const right = (label === 'whole') !== (variant.law === 'other');
  for (const row of [`${family}, ${variant.law}, ${variant.kind}`, `${family}, ${variant.law}`]) {
    const count = counts.get(row) ?? { asked: 0, right: 0 };
    counts.set(row, { asked: count.asked + 1, right: count.right + (right ? 1 : 0) });
  }
  if (!right)
    console.log(
      `${family}, ${variant.law}, ${variant.kind}: ${label}  ${name}, ${step.place}\n    CI:    ${line}\n    stage: ${variant.run.replaceAll('\n', '\n           ')}`,
    );
}

interface Plain {
  readonly line: string;
  readonly words: readonly string[];
  /** Relative to the repository's root. */
  readonly cwd: string;
}

/** The commands of a step that is nothing but plain commands, and of the recipe or script that one of them names. */
function commandsOf(step: Step, { facts }: Project): readonly Plain[] {
  return plainLines(step.run, step.cwd ?? '').flatMap(plain => {
    const [tool, first, second] = plain.words;
    const name = (first === 'run' ? second : first) ?? '';
    const called =
      tool === 'make'
        ? recipeOf(name, facts.read(join(plain.cwd, 'Makefile')) ?? '')
        : /^(npm|pnpm|yarn)$/.test(tool!)
          ? scriptsOf(facts, plain.cwd)[name]
          : undefined;
    return [plain, ...plainLines(called ?? '', plain.cwd)];
  });
}

/** Empty when a line is more than one plain command. */
function plainLines(text: string, from: string): readonly Plain[] {
  const lines = text
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#') && !/^set -/.test(line));
  const plain: Plain[] = [];
  let cwd = from;
  for (const line of lines) {
    const words = wordsOf(line);
    if (words === undefined || /^(pushd|export|source|\.|\w+=.*)$/.test(words[0]!)) return [];
    if (words[0] !== 'cd') plain.push({ line, words, cwd });
    else if (words.length === 2 && /^\w[\w./-]*$/.test(words[1]!)) cwd = join(cwd, words[1]!);
    else return [];
  }
  return plain;
}

/** The words of a line without anything that the shell would expand, join or redirect. */
function wordsOf(line: string): readonly string[] | undefined {
  const words: string[] = [];
  const rest = line.replaceAll(/(?:[^\s'"|&;<>()$`\\*?#[\]{}~!]|'[^']*'|"[^"$`\\]*")+(?=\s|$)\s*/g, word => {
    words.push(word.trim().replaceAll(/['"]/g, ''));
    return '';
  });
  return rest === '' && words.length > 0 ? words : undefined;
}
