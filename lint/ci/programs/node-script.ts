import { parentOf } from '../../path.ts';
import type { Command } from '../command.ts';
import { inside, join, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import type { Called } from '../shell/surroundings.ts';
import { definitionsIn } from './functions.ts';
import { indexed } from './index-functions.ts';
import { javascriptLaunches } from './javascript-launches.ts';
import { remembered, textOf } from './lines.ts';
import { Reading } from './reading.ts';
import { JAVASCRIPT, treeOf } from './tokens.ts';

/** Longer programs are no scripts that start others. */
const LONGEST = 200_000;

/** What a script in JavaScript or TypeScript starts: `node scripts/check.js`, `zx ci.mjs`, a target of shelljs' `node Makefile.js lint`. */
export function nodeScriptCalls(command: Command, repository: Repository): readonly Called[] {
  return remembered(command, repository, startedBy);
}

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
  const functions = indexed(definitionsIn(top, JAVASCRIPT));
  const directory = join(repository.root, parentOf(path));
  const end = words.indexOf('--');
  const told = end < 0 ? words : words.slice(0, end);
  const program = {
    spelling: JAVASCRIPT,
    launcher: javascriptLaunches(text),
    functions,
    types: new Map<string, string>(),
    top,
    options: new Map<string, string>(),
    directory,
    env: command.env,
  };
  const readings = /['"]shelljs\/make['"]/.test(text)
    ? (told.length > 0 ? told : ['all']).flatMap(name => {
        const definition = functions.get(`target.${name}`);
        if (definition === undefined) return [];
        const reading = new Reading({ ...program, words: end < 0 ? [] : words.slice(end + 1) }, []);
        // What stands behind `--` its parameters are made of.
        const given = end < 0 ? [] : definition.parameters;
        reading.start(definition, new Map(given.map(({ name }) => [name, undefined])));
        return [reading];
      })
    : [new Reading({ ...program, words })];
  return readings.flatMap((reading): readonly Called[] => {
    if (!/['"]shelljs\/make['"]/.test(text)) reading.whole();
    return reading.lines.length === 0 ? [] : [{ hop: { label: path }, text: textOf(reading, path), cwd: command.cwd }];
  });
}
