import type { CheckedPlan } from '../plan/checked.ts';
import { words } from '../plan/path-set.ts';
import { quote } from '../plan/quote.ts';
import { withLine } from './first-line.ts';
import { hereDocument } from './quote.ts';
import type { Texts } from './texts.ts';

/** What the box has to be given before the first stage, in the words of runtime/*.sh; `env` is the campaign's own. */
export function boxWords(
  plan: CheckedPlan,
  env: readonly { readonly name: string; readonly value: string }[],
  texts: Texts,
): readonly string[] {
  const { machine, limits } = plan;
  const place = plan.campaign.machine?.place ?? plan.campaign.name.place;
  const lines: string[] = [];
  const say = (word: string, ...values: readonly string[]) => lines.push([word, ...values.map(quote)].join(' '));
  const take = (text: string) => texts.take(text, place);
  if (machine.user !== undefined) say('box_user', take(machine.user));
  if (machine.packages.length) say('packages', ...machine.packages.map(take));
  if (machine.services.length) say('services', ...machine.services.map(take));
  if (machine.setup !== undefined) {
    for (const { name, value } of env) say('box_sets', name, take(value));
    const limit = String(Math.max(1, Math.round(limits.stage ?? limits.wall ?? 0)));
    // A carriage return at a line's end would belong to the command.
    const text = take(machine.setup).replaceAll('\r\n', '\n');
    const word = `box_setup ${limit}`;
    const written = plan.campaign.machine?.setup;
    lines.push(hereDocument(written ? withLine(word, written, text) : word, text, 'END_OF_SETUP').trimEnd());
  }
  for (const { name, from, place } of plan.secrets)
    if (plan.stages.some(({ secrets }) => secrets.includes(name))) say('secret', name, texts.take(from, place));
  for (const { prebuilt, url, provides, build, missing } of plan.prebuilt) {
    const { place } = prebuilt;
    const paths = provides.flatMap(path => {
      const { text } = path;
      if (text.startsWith('/'))
        texts.unsupported(`\`${text}\` does not lie under \`source.dir\``, place, 'give a path relative to it');
      const each = path.kind === 'glob' ? words(path) : [path];
      if (each === undefined) texts.unsupported(`\`${text}\` expands to more than 256 words`, place);
      // The shell expands no braces in data.
      return (each ?? [path]).map(word => `${word.kind}:${texts.take(word.text, place)}`);
    });
    const otherwise = build !== undefined && missing === 'build' ? 'build' : 'fail';
    say('prebuilt', texts.take(url, place), otherwise, ...paths);
    if (build !== undefined)
      lines.push(hereDocument('built_by', texts.take(build, place).replaceAll('\r\n', '\n'), 'END_OF_BUILD').trimEnd());
  }
  return lines;
}
