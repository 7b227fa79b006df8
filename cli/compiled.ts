import type { Script } from '../interpreter/compile.ts';
import type { CheckedPlan } from '../plan/checked.ts';
import { compileOptions } from './compile-options.ts';
import type { Context } from './context.ts';
import { Refusal } from './io.ts';
import type { Judged } from './judge.ts';
import type { Git } from './ports/git-command.ts';

/** A script and where its clones come from. */
export interface Compiled {
  readonly script: Script;
  readonly origin: string;
}

/** Compiles a checked plan as this release of campaign does. */
export async function compiled(judged: Judged, plan: CheckedPlan, context: Context): Promise<Compiled> {
  const { facts, repository, file } = judged;
  if (plan.repository.commit === undefined)
    throw new Refusal(
      `${file.shown}: \`source.ref\` ${plan.repository.ref} names no commit of ${repository.root}`,
      repository.git
        ? 'make a commit first, or name one that is here'
        : 'a box clones its code: put the campaign into a git repository',
    );
  const origin = plan.repository.repo ?? originOf(repository.git!, repository.root, context);
  const { compile } = await import('../interpreter/compile.ts');
  return { script: compile(plan, compileOptions(judged, origin, facts.git!.modified().size > 0)), origin };
}

/** Where a box would clone this repository from. */
function originOf(git: Git, root: string, context: Context): string {
  const names = git(['remote']).stdout.toString('utf8').split('\n').filter(Boolean);
  const name = names.includes('origin') ? 'origin' : names[0];
  if (name === undefined) {
    context.note(
      `note: this repository has no remote, so the script clones from ${root}; name \`source.repo\` for other machines`,
    );
    return root;
  }
  return withoutSecret(git(['remote', 'get-url', name]).stdout.toString('utf8').trim(), context);
}

/** A token in a remote's URL must not travel in a script. */
function withoutSecret(url: string, context: Context): string {
  const plain = url.replace(/^(https?:\/\/)[^/@]*@/i, '$1');
  if (plain !== url) context.note(`note: the user in the remote's URL is left out of the script: ${plain}`);
  return plain;
}
