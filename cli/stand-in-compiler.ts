import { compile } from '../interpreter/compile.ts';
import type { CheckedPlan } from '../plan/checked.ts';
import { compileOptions } from './compile-options.ts';
import { Refusal } from './io.ts';
import type { Judged } from './judge.ts';

/** Compiles plans whose commands are stand-ins, as this release compiles the campaign itself. Refuses what it could not compile either. */
export function standInCompiler(judged: Judged): (plan: CheckedPlan, grace: number) => string {
  return (plan, grace) => {
    const { script, faults } = compile(plan, { ...compileOptions(judged, judged.repository.root, false), grace });
    if (script) return script.text;
    const [first] = faults;
    throw new Refusal(
      `${judged.file.shown} cannot be rehearsed: ${first?.message}`,
      first?.help ?? `see campaign compile ${judged.file.shown}`,
    );
  };
}
