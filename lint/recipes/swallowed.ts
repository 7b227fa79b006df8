import { onlyTells } from '../ci/calls/make-options.ts';
import { base } from '../path.ts';
import type { ShellWord, SimpleCommand } from '../shell/commands.ts';
import { isWork, nameOf } from '../shell/look.ts';
import { purposeOf } from '../shell/purpose.ts';
import { type Swallow, swallowed } from '../shell/swallowed.ts';
import type { TextReading } from '../stage-shell.ts';
import type { RecipeText } from './recipe-texts.ts';

/** What in a recipe is no habit of those who write recipes: a pipe without `pipefail`, `a; b` and loops are. */
const PLAIN: ReadonlySet<Swallow['how']> = new Set(['or', 'option', 'branch', 'background', 'trap', 'no-errexit']);

/** Where a recipe goes on though its work has failed. */
export function swallowedInRecipe({ reading, recipe }: RecipeText): readonly Swallow[] {
  if (recipe?.passes) return [];
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

/** The work of a line past whose failure its runner goes on. */
export function passedOver({ reading, recipe }: RecipeText): SimpleCommand | undefined {
  return recipe?.passes && reading.commands.find(one => isMissed(one) && !one.context.value && !one.context.trap);
}

/** In recipes, what installs or fetches the sources may be there already. */
function isMissed(command: SimpleCommand): boolean {
  return isWork(command) && purposeOf(command) !== 'install' && nameOf(command) !== 'git';
}

/** `make -i target`, `MAKEFLAGS=-i make target`: what says so, where the targets do more than tidy; `own`: it is a word of the command. */
export function ignoringErrors(
  command: SimpleCommand,
): { text: string; start: number; end: number; own: boolean } | undefined {
  if (!/^g?make$/.test(base(nameOf(command))) || purposeOf(command) !== 'build') return undefined;
  const [, ...args] = command.words;
  if (command.context.trap || args.some(({ value }) => value !== undefined && onlyTells(value))) return undefined;
  const isLetters = (text: string) => /^-[bBdekqrRsSw]*i[bBdekrRsSw]*(j\d*)?$|^--ignore-errors$/.test(text);
  const option = args.find(
    ({ value }, at) =>
      isLetters(value ?? '') && !/^(-[CfIoW]|--directory|--file|--makefile)$/.test(args[at - 1]?.value ?? ''),
  );
  if (option) return { ...option, own: true };
  // Its first word may do without the dash (GNU make, "Communicating Options to a Sub-make").
  const flags = [...command.assigns, ...command.words.map(assigned)].find(
    one =>
      one?.name === 'MAKEFLAGS' &&
      (one.value ?? '')
        .split(/\s+/)
        .some((flag, at) => isLetters(at === 0 && /^[a-zA-Z]+$/.test(flag) ? `-${flag}` : flag)),
  );
  return flags && { text: `MAKEFLAGS=${flags.value}`, start: flags.start, end: flags.end, own: false };
}

function assigned({
  value,
  start,
  end,
}: ShellWord): { name: string; value: string; start: number; end: number } | undefined {
  const [, name, given] = /^(\w+)=(.*)$/s.exec(value ?? '') ?? [];
  return name === undefined ? undefined : { name, value: given!, start, end };
}
