import type { CheckedPlan } from '../plan/checked.ts';
import { evaluate } from '../plan/evaluate.ts';
import { Faults } from '../plan/fault.ts';
import { campaignScope } from '../plan/ground.ts';
import { quote } from '../plan/quote.ts';
import { readable } from '../plan/symbol.ts';
import type { Script } from './compile.ts';
import { fragment } from './fragments.ts';

/** The last lines of every script (targets/userdata.ts). */
const end = 'main "$@"\nexit\n';

/** The environment of a build: the campaign's own, as the stage has it that would build on the box. */
export function buildEnvironment(plan: CheckedPlan): readonly { readonly name: string; readonly value: string }[] {
  const scope = campaignScope(plan.campaign, plan.params, plan.profile, plan.repository.commit);
  return plan.campaign.env.map(({ name, value }) => ({
    name: name.value,
    value: readable(evaluate(value, scope, new Faults())),
  }));
}

/**
 * The program that builds a campaign's artifacts as its box would: the script itself, with runtime/builder.sh in place of `main`. It is
 * called with `make`, `try` or `clear` and reads `CAMPAIGN_HOME` (a directory for all it writes), `CAMPAIGN_RUN_ID` (a name for its
 * checkouts), `CAMPAIGN_PROVISION`, `CAMPAIGN_CPU_FLAGS` and `CAMPAIGN_BOX_CARGO`. `wanted`: the artifacts to build, by their place in the campaign's list.
 */
export function builderScript(script: Script, plan: CheckedPlan, wanted: readonly number[]): string {
  if (!script.text.endsWith(end)) throw new Error('a script ends otherwise than its builder knows');
  const { place } = plan.campaign.name;
  const words = [
    `stage _builder ${quote(place.source.path)}`,
    `works_in ${quote(plan.repository.dir)}`,
    ...buildEnvironment(plan).map(({ name, value }) => `sets ${name} ${quote(value)}`),
    ...plan.prebuilt.flatMap((_, index) => (wanted.includes(index) ? [] : [`PREBUILT_BUILD[${index}]=`])),
  ];
  return `${script.text.slice(0, -end.length)}${fragment('builder')}\n\n${words.join('\n')}\n\nbuilder "$@"\nexit\n`;
}
