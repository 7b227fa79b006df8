import { base, parentOf } from '../../path.ts';
import type { Command } from '../command.ts';
import { inside, join, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import type { Called } from '../shell/surroundings.ts';
import { parsedBy } from './argparse.ts';
import { remembered, textOf } from './lines.ts';
import { programOf } from './program.ts';
import { pythonLaunches } from './python-launches.ts';
import { Reading } from './reading.ts';
import { PYTHON, treeOf } from './tokens.ts';

/** Longer programs are no scripts that start others. */
const LONGEST = 200_000;

/** Files that another tool reads, which says what they do. */
const OTHERS = /(^|\/)(setup|noxfile|manage|conftest|tasks|fabfile|wscript)\.py$/;

/** What a Python script of the repository starts: `python scripts/ci.py lint`, `./x.py test`. */
export const pythonScriptCalls = remembered(startedBy);

function startedBy(command: Command, repository: Repository): readonly Called[] {
  const [script, words] = scriptOf(command);
  const path = script === undefined ? undefined : inside(repository, resolvePath(command.cwd, script));
  if (path === undefined || OTHERS.test(path)) return [];
  const text = repository.files.read(path);
  if (text === undefined || text.length > LONGEST || !/\bsubprocess\b|\bos\.(system|exec|spawn)/.test(text)) return [];
  if (!path.endsWith('.py') && !/^#!.*\bpython/.test(text)) return [];
  const top = repository.files.remember(`python ${path}`, () => treeOf(text, PYTHON));
  const { options, rest } = parsedBy(text, top, words);
  const directory = join(repository.root, parentOf(path));
  const program = programOf(PYTHON, pythonLaunches(text), top, { directory, env: command.env, words, options });
  const reading = new Reading(program, rest);
  reading.whole();
  if (reading.lines.length === 0) return [];
  return [{ hop: { label: path }, text: textOf(reading, path), cwd: command.cwd }];
}

function scriptOf({ words }: Command): readonly [script: string | undefined, words: readonly string[]] {
  const [program = '', first = '', ...rest] = words;
  if (!/^python[\d.]*$/.test(base(program))) return [program, words.slice(1)];
  if (first === '-m' && rest[0] !== undefined) return [`${rest[0].replaceAll('.', '/')}.py`, rest.slice(1)];
  // `python -u scripts/ci.py`
  const options = words.slice(1).findIndex(word => !/^-[uBEsSIOq]+$/.test(word));
  return options < 0 ? [undefined, []] : [words[options + 1], words.slice(options + 2)];
}
