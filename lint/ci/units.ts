import { parse } from 'unbash';
import { base } from '../path.ts';
import { callsOf } from './calls/calls.ts';
import { entersPackages } from './calls/npm.ts';
import { namesScript } from './calls/python-scripts.ts';
import { type Command, dynamic } from './command.ts';
import { startedTests } from './compiled-tests.ts';
import type { WorkUnit } from './coverage.ts';
import { workOf } from './families/families.ts';
import { checksByDiff } from './formatting.ts';
import { printed } from './listing.ts';
import { inside, type Repository } from './repository.ts';
import type { Output } from './shell/outputs.ts';
import { resolvePath } from './shell/path.ts';
import type { Surroundings } from './shell/surroundings.ts';
import { commandsOf, outputsOf } from './shell/walk.ts';

/** Scripts that by their names make the files with which a project is built. */
export const READY = /(^|\/)(autogen|autogen\.sh|bootstrap|bootstrap\.sh|buildconf|buildconf\.sh|configure)$/;

/**
 * A bash text as work units, in order, through everything of the repository that it runs. `diffed`: a later text fails where this one
 * has changed a file.
 */
export function unitsOf(
  text: string,
  repository: Repository,
  around: Omit<Surroundings, keyof Reading>,
  diffed = false,
): readonly WorkUnit[] {
  const read = commandsOf(text, { ...around, ...reading(repository) });
  const commands = besideSources(startedTests(checksByDiff(read, diffed)), repository);
  const known = new Map<Command, WorkUnit>();
  const units = commands.map(command => {
    const own = workOf(command, repository);
    const caller = command.caller && known.get(command.caller);
    // What a build runs is a part of the build, also a compiler that only checks when it stands alone; tests stay tests.
    const part =
      own.nature === 'check' &&
      ((caller?.nature === 'build' && (own.family === 'words' || own.family === 'tool')) ||
        (command.means === true &&
          (own.family === 'words' || own.family === 'make') &&
          !/test|check|lint|verify/.test(command.words.join(' '))));
    // Nor is what gets ready in several steps more than getting ready: `./autogen.sh` that runs `perl version.pl`.
    const ready = caller !== undefined && own.family === 'words' && READY.test(caller.command.words[0]!);
    // `make install` gets ready, by whatever tool.
    const makesReady =
      caller?.family === 'make' && caller.nature === 'setup' && own.family === 'suite' && own.nature === 'check';
    const nature = ready ? 'setup' : part || makesReady ? 'build' : own.nature;
    const work = nature === own.nature ? own : { ...own, nature };
    known.set(command, work);
    return work;
  });
  return withPreparing(units);
}

/** `mkdir out && cd out && ../configure && make check`: there make does what it does beside the sources (gnu.org, "Automake", "VPATH Builds"). */
function besideSources(commands: readonly Command[], repository: Repository): readonly Command[] {
  const sources = new Map<string | undefined, string>();
  return commands.map(command => {
    const { words, cwd } = command;
    const [, above] = /^(.+)\/configure$/.exec(words[0]!) ?? [];
    const source = above === undefined ? undefined : resolvePath(cwd, above);
    if (source !== undefined && source !== cwd && inside(repository, source) !== undefined) sources.set(cwd, source);
    const known = sources.get(cwd);
    return known !== undefined && /^g?make$/.test(base(words[0]!)) ? { ...command, cwd: known } : command;
  });
}

/** A name that says that something is judged. */
const JUDGES = /test|check|lint|verify|bench|valid/;

/** A script that another runs, and that does nothing but prepare or build, is no more than that. */
function withPreparing(units: readonly WorkUnit[]): readonly WorkUnit[] {
  const natures = new Map<Command, Set<WorkUnit['nature']>>();
  const isKnown = new Map<Command, boolean>();
  return units
    .toReversed()
    .map(unit => {
      const { command, family, nature } = unit;
      const within = natures.get(command);
      const mends =
        nature === 'check' &&
        family === 'words' &&
        command.caller !== undefined &&
        within !== undefined &&
        isKnown.get(command) !== false &&
        !within.has('check') &&
        !within.has('run') &&
        !command.words.some(word => JUDGES.test(base(word)));
      const said: WorkUnit = mends ? { ...unit, nature: within.has('build') ? 'build' : 'setup' } : unit;
      if (command.caller !== undefined) {
        natures.set(command.caller, (natures.get(command.caller) ?? new Set()).add(said.nature));
        for (const one of within ?? []) natures.get(command.caller)!.add(one);
        if (dynamic(command.words[0]!) || isKnown.get(command) === false) isKnown.set(command.caller, false);
      }
      return said;
    })
    .toReversed();
}

/** What a step of CI with this bash text gives to others by `$GITHUB_OUTPUT`. */
export function givenBy(
  text: string,
  repository: Repository,
  around: Omit<Surroundings, keyof Reading>,
): ReadonlyMap<string, Output> {
  return outputsOf(text, { ...around, ...reading(repository), calls: () => [] });
}

type Reading = Pick<Surroundings, 'calls' | 'named' | 'script' | 'parsed' | 'listing'>;

/** How what a text runs is found in the repository. */
function reading(repository: Repository): Reading {
  return {
    calls: command => callsOf(command, repository),
    named: (words, cwd) => entersPackages(words) || namesScript(words, cwd, repository),
    parsed: text => repository.files.remember(`bash ${text}`, () => parse(text)),
    listing: (script, cwd) => {
      const directory = inside(repository, cwd);
      return directory === undefined
        ? undefined
        : repository.files.remember(`listing ${script} in ${directory}`, () =>
            printed(script, directory, repository)?.join('\n'),
          );
    },
    script: path => {
      const known = inside(repository, path);
      return known === undefined ? undefined : repository.files.source(known);
    },
  };
}
