import { parentOf } from '../../path.ts';
import type { Command } from '../command.ts';
import { inside, join, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import type { Called } from '../shell/surroundings.ts';
import { javascriptLaunches } from './javascript-launches.ts';
import { remembered, textOf } from './lines.ts';
import { type Program, programOf } from './program.ts';
import { Reading } from './reading.ts';
import { JAVASCRIPT, treeOf } from './tokens.ts';

/** Longer programs are no scripts that start others. */
const LONGEST = 200_000;

/** What a script in JavaScript or TypeScript starts: `node scripts/check.js`, `zx ci.mjs`, a target of shelljs' `node Makefile.js lint`. */
export const nodeScriptCalls = remembered(startedBy);

function startedBy(command: Command, repository: Repository): readonly Called[] {
  const at = command.words.findIndex(
    (word, index) => index > 0 && !word.startsWith('-') && !(index === 1 && word === 'run'),
  );
  const script = at < 0 ? undefined : inside(repository, resolvePath(command.cwd, command.words[at]!));
  const path =
    script === undefined
      ? undefined
      : ['', '.js', '.mjs', '/index.js']
          .map(end => `${script}${end}`)
          .find(one => /\.[cm]?[jt]s$/.test(one) && repository.files.exists(one) === 'file');
  const text = path === undefined ? undefined : repository.files.read(path);
  if (
    path === undefined ||
    text === undefined ||
    text.length > LONGEST ||
    !/child_process|shelljs|execa|tinyexec|\bzx\b|nano-spawn/.test(text)
  )
    return [];
  const words = command.words.slice(at + 1);
  const top = repository.files.remember(`javascript ${path}`, () => treeOf(text, JAVASCRIPT));
  const directory = join(repository.root, parentOf(path));
  const program = programOf(JAVASCRIPT, javascriptLaunches(text), top, { directory, env: command.env, words });
  const readings = /['"]shelljs\/make['"]/.test(text) ? targetsOf(program) : [wholeOf(program)];
  return readings
    .filter(({ lines }) => lines.length > 0)
    .map(reading => ({ hop: { label: path }, text: textOf(reading, path), cwd: command.cwd }));
}

function wholeOf(program: Program): Reading {
  const reading = new Reading(program);
  reading.whole();
  return reading;
}

/** The targets of shelljs' make that its words name. */
function targetsOf(program: Program): readonly Reading[] {
  const { words, functions } = program;
  const end = words.indexOf('--');
  const asked = end < 0 ? words : words.slice(0, end);
  return (asked.length > 0 ? asked : ['all']).flatMap(name => {
    const definition = functions.get(`target.${name}`);
    if (definition === undefined) return [];
    const reading = new Reading({ ...program, words: end < 0 ? [] : words.slice(end + 1) }, []);
    // What stands behind `--` its parameters are made of.
    const given = end < 0 ? [] : definition.parameters;
    reading.start(definition, new Map(given.map(({ name }) => [name, undefined])));
    return [reading];
  });
}
