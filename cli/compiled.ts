import type { Script } from '../interpreter/compile.ts';
import type { CheckedPlan } from '../plan/checked.ts';
import { isUnknown } from '../plan/symbol.ts';
import { compileOptions } from './compile-options.ts';
import type { Context } from './context.ts';
import { Refusal } from './io.ts';
import type { Judged } from './judge.ts';
import type { Repository } from './ports/repository.ts';
import { usedBesideStore } from './unset.ts';

/** A script and where its clones come from. */
export interface Compiled {
  readonly script: Script;
  readonly origin: string;
}

/** Compiles a checked plan as this release of campaign does. `here`: for a run that has a store of its own, whatever the campaign's is. */
export async function compiled(
  judged: Judged,
  checked: CheckedPlan,
  context: Context,
  { here = false }: { readonly here?: boolean } = {},
): Promise<Compiled> {
  const plan = here ? withoutUnsetStore(checked) : checked;
  const { facts, repository, file } = judged;
  const tree = here ? '; campaign run --in-place runs what is here without one' : '';
  if (plan.repository.commit === undefined && plan.repository.inPlace === undefined)
    throw new Refusal(
      `${file.shown}: \`source.ref\` ${plan.repository.ref} names no commit of ${repository.root}`,
      repository.git
        ? `make a commit first, or name one that is here${tree}`
        : `a run clones its code: put the campaign into a git repository${tree}`,
    );
  const unset = [...plan.params].filter(([, value]) => value === undefined).map(([name]) => name);
  refuseUnset(here ? usedBesideStore(unset, plan.campaign) : unset);
  const origin = plan.repository.repo ?? originOf(repository, here ? () => {} : context.note);
  const { compile } = await import('../interpreter/compile.ts');
  const dirty = (facts.git?.modified().size ?? 0) > 0;
  const { script, faults } = compile(plan, compileOptions(judged, origin, dirty));
  if (script) return { script, origin };
  const { findingsPretty } = await import('../report/findings-pretty.ts');
  const findings = faults.map(({ code, ...fault }) => ({
    ...fault,
    rule: code,
    severity: 'error' as const,
    related: [],
  }));
  const { columns } = context.io.stderr;
  const shown = { files: 1, findings, nameOf: judged.nameOf };
  context.io.stderr.write(findingsPretty(shown, { colors: context.colors.stderr, quiet: true, columns }));
  throw new Refusal(`${file.shown} cannot be compiled`, 'mend what is said above');
}

/** A store that only a parameter without a value could name is none. */
function withoutUnsetStore(plan: CheckedPlan): CheckedPlan {
  const { url, ...store } = plan.store;
  return url !== undefined && isUnknown(url) ? { ...plan, store } : plan;
}

/** A required parameter stands for any value while linting; a script needs the value. */
function refuseUnset(unset: readonly string[]): void {
  const [first] = unset;
  if (first === undefined) return;
  throw new Refusal(
    `no value is given for ${unset.map(name => `\`${name}\``).join(', ')}`,
    `give one: --param ${first}=…`,
  );
}

/** Where a box would clone this repository from. */
export function originOf({ git, root }: Repository, note: Context['note']): string {
  if (!git) return root;
  const names = git(['remote']).stdout.toString('utf8').split('\n').filter(Boolean);
  const name = names.includes('origin') ? 'origin' : names[0];
  if (name === undefined) {
    note(
      `note: this repository has no remote, so the script clones from ${root}; name \`source.repo\` for other machines`,
    );
    return root;
  }
  return withoutSecret(git(['remote', 'get-url', name]).stdout.toString('utf8').trim(), note);
}

/** A token in a remote's URL must not travel in a script. */
function withoutSecret(url: string, note: Context['note']): string {
  const plain = url.replace(/^(https?:\/\/)[^/@]*@/i, '$1');
  if (plain !== url) note(`note: the user in the remote's URL is left out of the script: ${plain}`);
  return plain;
}
