import { base } from '../../path.ts';
import { type Made, rulesMade } from '../calls/make.ts';
import { onlyTells } from '../calls/make-options.ts';
import { toxAsked } from '../calls/tox.ts';
import type { Command } from '../command.ts';
import { UNKNOWN, unknownWord } from '../command.ts';
import { type Coverage, type Family, NO, type Work } from '../coverage.ts';
import { isHarmlessVariable, isSwitch } from '../environment.ts';
import { inside, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import { items } from '../wording.ts';
import { handedModes } from './handed-flags.ts';

export interface MakeWork {
  readonly directory: string | undefined;
  readonly file: string;
  readonly targets: readonly string[];
  /** `NAME=value`, and of nox what is handed to the sessions. */
  readonly variables: readonly string[];
  /** Targets that these need, and that are made as if they had been asked for. */
  readonly needed?: readonly string[];
}

/** `make`, `just` and `task`: what a target does is read elsewhere; here the same target is the same work. */
export const make: Family<MakeWork> = {
  name: 'make',
  read,
  covers,
  subject: ({ directory, file }) => JSON.stringify([directory, file]),
};

function read(command: Command, repository: Repository): Work<MakeWork> | undefined {
  const name = base(command.words[0]!);
  if (name === 'nox') return readNox(command, repository);
  if (name === 'tox') return readTox(command, repository);
  if (name !== 'make' && name !== 'gmake') return undefined;
  const targets: string[] = [];
  const variables: string[] = [];
  let cwd = command.cwd;
  let file = '';
  const words = command.words.slice(1);
  if (words.some(onlyTells))
    return { nature: 'setup', detail: { directory: undefined, file, targets: [], variables: [] } };
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === '-C' || word === '--directory') cwd = resolvePath(cwd, words[++at] ?? '.');
    else if (/^-C.|^--directory=/.test(word)) cwd = resolvePath(cwd, word.replace(/^-C|^--directory=/, ''));
    else if (word === '-f' || word === '--file') file = words[++at] ?? '';
    else if (/^-[jl]$/.test(word)) {
      if (/^[\d.]+$/.test(words[at + 1] ?? '') || unknownWord(words[at + 1] ?? '')) at++;
    } else if (/^\w+\s*[:?+]?=/.test(word)) {
      if (!/^(V|VERBOSE|JOBS|Q|COLOR|BUILD_TYPE|PROFILE)=/.test(word)) variables.push(word);
    } else if (!word.startsWith('-')) targets.push(word);
  }
  const made = rulesMade(command, repository);
  return {
    nature: made !== undefined && onlyLinks(targets, made) ? 'build' : natureOf(targets),
    detail: {
      directory: inside(repository, cwd),
      file,
      // What is cleaned first is no work.
      targets:
        targets.length > 0 ? targets.filter(target => targets.length === 1 || !/^(dist)?clean$/.test(target)) : [''],
      variables,
      needed: made?.rules.flatMap(({ rule, means, plain }) => (plain && !means ? rule.targets : [])) ?? [],
    },
  };
}

function withoutUnknown(text: string): string {
  return text.replaceAll(UNKNOWN, '').replaceAll(/\$[({][^)}]*[)}]/g, '');
}

/** `tests: test/unit/a test/unit/b` without a recipe: the programs that are to test. */
function onlyLinks(targets: readonly string[], { rules }: Made): boolean {
  return (
    targets.length > 0 &&
    targets.every(target => /^tests([-_]\w+)?$/.test(target)) &&
    rules.some(({ rule }) => rule.recipe.length > 0) &&
    rules.every(
      ({ rule, means }) =>
        means ||
        rule.recipe.length === 0 ||
        rule.targets.every(target => /\/[\w-]+(\.exe)?$/.test(withoutUnknown(target))),
    )
  );
}

/** The sessions of nox, which are its targets; what stands after `--` is handed to them (nox.thea.codes, "Command-line usage"). */
function readNox(command: Command, repository: Repository): Work<MakeWork> | undefined {
  const words = command.words.slice(1);
  const end = words.indexOf('--');
  const options = end < 0 ? words : words.slice(0, end);
  const rest = end < 0 ? [] : words.slice(end + 1).filter(word => word !== '' && !unknownWord(word));
  const targets: string[] = [];
  let takes = false;
  for (const word of options) {
    if (/^(-l|--list|--list-sessions|--version|-h|--help)$/.test(word)) return undefined;
    if (/^(-t|--tags|-k|--keywords|-f|--noxfile)/.test(word)) return undefined;
    const named = /^--sessions?=(.*)$/.exec(word)?.[1];
    if (named !== undefined) targets.push(named);
    if (word.startsWith('-')) takes = /^(-s|-e|--sessions?)$/.test(word);
    else if (takes) targets.push(word);
  }
  return {
    nature: 'check',
    detail: {
      directory: inside(repository, command.cwd),
      file: 'nox',
      targets: targets.length > 0 ? targets : [''],
      variables: rest,
    },
  };
}

/** The environments of tox, which are its targets; of `-f` and `-m` only what they run says which. */
function readTox(command: Command, repository: Repository): Work<MakeWork> | undefined {
  const words = command.words.slice(1);
  if (
    words.some(word =>
      /^(-l|-a|-f|-m|--list\S*|--version|-h|--help|--showconfig|--notest|devenv|config|exec)$/.test(word),
    )
  )
    return undefined;
  const { names, rest } = toxAsked(command);
  return {
    nature: 'check',
    detail: {
      directory: inside(repository, command.cwd),
      file: 'tox',
      targets: names.length > 0 ? names : [''],
      variables: rest.split(' ').filter(word => word !== '' && !unknownWord(word)),
    },
  };
}

/** What a target's name says it is for. */
function natureOf(targets: readonly string[]): Work<MakeWork>['nature'] {
  if (
    targets.every(
      target =>
        /^(pull|fetch|download)[-_]\w+$|(^|[-_.])(pull|clean|distclean|deps|requirements|\.?venv|setup|install([-_]\w+)*|bootstrap|help|venv|init|tools|up|down|configure|fmt|format|fix)$/.test(
          target,
        ) && !/check|lint|test/.test(target),
    )
  ) {
    if (targets.length > 0) return 'setup';
  }
  // `make db_bench` links the program that is to measure.
  const links = targets.some(target => /^\w+_bench(mark)?s?$/.test(target));
  if (links && !targets.some(target => /test|check|lint|^run_/.test(target))) return 'build';
  return targets.every(
    target =>
      /(^|[-_])(build|all|release|dist|package|image|docker|lib|bin|compile|gen|generate|protos?)([-_]|$)/.test(
        target,
      ) && !/test|check|lint/.test(target),
  )
    ? 'build'
    : 'check';
}

/** As of the environment: what the stage sets and CI does not, or a switch that CI alone sets, makes other work. */
function otherVariables(ci: MakeWork, stage: MakeWork): boolean {
  // A measurement is the same only with the same words.
  if (stage.targets.some(target => /bench|perf/.test(target)))
    return [...ci.variables].sort().join(' ') !== [...stage.variables].sort().join(' ');
  const plain = (one: string): readonly [string, string] => {
    const [, name = one, value = ''] = /^(\w+)\s*[:?+]?=(.*)$/s.exec(one) ?? [];
    return [name, value];
  };
  return (
    stage.variables.some(
      one =>
        !ci.variables.includes(one) && (!isHarmlessVariable(plain(one)[0]) || handedModes(...plain(one)).length > 0),
    ) || ci.variables.some(one => !stage.variables.includes(one) && (!one.includes('=') || isSwitch(...plain(one))))
  );
}

function covers(ci: MakeWork, stage: MakeWork): Coverage {
  if (ci.directory !== stage.directory || ci.file !== stage.file || otherVariables(ci, stage)) return NO;
  const made = (target: string): boolean =>
    ci.targets.includes(target) || (target !== '' && ci.needed?.includes(target) === true);
  const done = stage.targets.filter(made);
  if (done.length === 0) return NO;
  if (done.length === stage.targets.length)
    return {
      covers: 'whole',
      why: `CI makes the same target${done.length > 1 ? 's' : ''} ${items(done.map(target => target || 'the default'))}`,
    };
  const left = stage.targets.filter(target => !done.includes(target));
  return {
    covers: 'part',
    why: `CI makes ${items(done)}`,
    rest: `the only new part is ${items(left)}`,
    left: { ...stage, targets: left },
  };
}
