import { onlyTells } from '../ci/calls/make-options.ts';
import type { ShellWord, SimpleCommand } from '../shell/commands.ts';
import { base } from '../shell/directory.ts';
import { isWork, nameOf } from '../shell/look.ts';
import { purposeOf } from '../shell/purpose.ts';
import { type Swallow, swallowed } from '../shell/swallowed.ts';
import type { RecipeText } from './recipe-texts.ts';

/** Where a recipe goes on though its work has failed; a pipe without `pipefail` is how recipes are written, and told by no one. */
export function swallowedInRecipe({ reading, recipe }: RecipeText): readonly Swallow[] {
  if (recipe?.dash) return [];
  return swallowed(reading.text.text, reading).filter(
    ({ how, command }) => how !== 'no-pipefail' && (!recipe || isMissed(command)),
  );
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
