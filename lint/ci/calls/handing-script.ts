import { quote } from '../../../plan/quote.ts';
import { base } from '../../path.ts';
import type { Command } from '../command.ts';
import { inside, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import type { Called } from '../shell/surroundings.ts';

/** Programs that a script may be handed as its first word: of any other word who knows what the script makes of it. */
const PROGRAM =
  /^(vitest|jest|mocha|playwright|ava|tap|karma|eslint|tsc|vue-tsc|prettier|biome|rollup|cross-env|npm|npx|pnpm|yarn|bun|node|pytest|python3?|tox|nox|mypy|ruff|cargo|go|make|cmake|ctest|dotnet|gradle|mvn)$/;

/** A script takes all the words behind its name, and starts a program. */
const HANDS: Readonly<Record<string, readonly RegExp[]>> = {
  node: [
    /\bprocess\.argv\.slice\(2\)|\bargv\.slice\(2\)/,
    /\b(spawn(Sync)?|exec(File)?(Sync)?|execa(Sync)?|fork)\s*\(/,
  ],
  python: [/\bsys\.argv\[1:\]/, /\bsubprocess\.\w+\(|\bos\.(exec\w+|system|spawn\w+)\(/],
};

/** `node scripts/quiet.js mocha test/unit`: a script of the repository that only runs the command in its words. */
export function handedCalls(command: Command, repository: Repository): readonly Called[] {
  const [called = '', script = '', program = '', ...rest] = command.words;
  const interpreter = base(called).replace(/^python3?(\.\d+)?$/, 'python');
  if (!Object.hasOwn(HANDS, interpreter) || !/\.([cm]?[jt]s|py)$/.test(script) || !PROGRAM.test(program)) return [];
  const path = inside(repository, resolvePath(command.cwd, script));
  const text = path === undefined ? undefined : repository.files.read(path);
  if (text === undefined || !HANDS[interpreter]!.every(sign => sign.test(text))) return [];
  return [{ hop: { label: path! }, text: [program, ...rest].map(quote).join(' '), cwd: command.cwd }];
}
