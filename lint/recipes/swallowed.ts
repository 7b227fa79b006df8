import { onlyTells } from '../ci/calls/make-options.ts';
import type { ShellWord, SimpleCommand } from '../shell/commands.ts';
import { base } from '../shell/directory.ts';
import { isWork, nameOf } from '../shell/look.ts';
import { purposeOf } from '../shell/purpose.ts';
import { type Swallow, swallowed } from '../shell/swallowed.ts';
import type { TextReading } from '../stage-shell.ts';
import type { RecipeText } from './recipe-texts.ts';

/** What in a recipe is no habit of those who write recipes: a pipe without `pipefail`, `a; b` and loops are. */
const PLAIN: ReadonlySet<Swallow['how']> = new Set(['or', 'option', 'branch', 'background', 'trap', 'no-errexit']);

/** Where a recipe goes on though its work has failed. */
export function swallowedInRecipe({ reading, recipe }: RecipeText): readonly Swallow[] {
  if (recipe?.dash) return [];
  const found = swallowed(reading.text.text, reading);
  if (!recipe) return found;
  return found.flatMap(swallow => {
    if (!PLAIN.has(swallow.how) || !isMissed(swallow.command)) return [];
    return swallow.how === 'no-errexit' ? (wellEnded(swallow, reading) ?? []) : [swallow];
  });
}

/** `work; true`: what follows it does nothing but end well. */
function wellEnded({ command }: Swallow, { text: { text }, commands }: TextReading): Swallow | undefined {
  const later = commands.slice(commands.findIndex(({ start }) => start === command.start) + 1);
  const last = later.at(-1);
  if (!last || command.context.loops > 0 || !later.every(endsWell)) return undefined;
  const between = /^\s*(?=[;\n])/.exec(text.slice(command.end));
  if (!between || !/^[\s;]*$/.test(text.slice(last.end))) return undefined;
  const start = command.end + between[0].length;
  const written = text.slice(start, last.end).replace(/\s+/g, ' ');
  return { how: 'or', command, start, end: last.end, written };
}

function endsWell(command: SimpleCommand): boolean {
  return nameOf(command) === 'exit' ? command.words[1]?.value === '0' : /^(true|:|echo|printf)$/.test(nameOf(command));
}

/** The work of a line that begins with `-`. */
export function dashed({ reading, recipe }: RecipeText): SimpleCommand | undefined {
  return recipe?.dash && reading.commands.find(one => isMissed(one) && !one.context.value && !one.context.trap);
}

/** In recipes, what installs or fetches the sources may be there already. */
function isMissed(command: SimpleCommand): boolean {
  return isWork(command) && purposeOf(command) !== 'install' && nameOf(command) !== 'git';
}

/** `make -i target`: the option, where the targets do more than tidy. */
export function ignoringErrors(command: SimpleCommand): ShellWord | undefined {
  if (!/^g?make$/.test(base(nameOf(command))) || purposeOf(command) !== 'build') return undefined;
  const [, ...args] = command.words;
  if (command.context.trap || args.some(({ value }) => value !== undefined && onlyTells(value))) return undefined;
  return args.find(
    ({ value }, at) =>
      /^--ignore-errors$|^-[bBdekqrRsSw]*i[bBdekrRsSw]*(j\d*)?$/.test(value ?? '') &&
      !/^(-[CfIoW]|--directory|--file|--makefile)$/.test(args[at - 1]?.value ?? ''),
  );
}
