import { compile } from '../interpreter/compile.ts';
import type { ScriptSize } from '../lint/facts.ts';
import type { CheckedPlan } from '../plan/checked.ts';
import type { Plan } from '../plan/plan.ts';
import { compileOptions } from './compile-options.ts';

/** Compiles a plan to see how large its script is. The script is thrown away, so the plan need not be free of errors. */
export function scriptMeasure(campaign: { readonly text: string; readonly path: string }): (plan: Plan) => ScriptSize {
  const measured = (plan: Plan, text: string) => {
    const options = compileOptions({ ...campaign, text }, 'https://example.com/repository.git', false);
    const compilation = compile(plan as CheckedPlan, options);
    // Loaded here: most campaigns are not measured.
    const { gzipSync } = process.getBuiltinModule('node:zlib');
    const script = Buffer.from((compilation.faults ? compilation.draft : compilation.script).text);
    return { plain: script.length, gzip: gzipSync(script, { level: 9 }).length };
  };
  return plan => {
    const whole = measured(plan, campaign.text);
    return { ...whole, own: whole.gzip - measured({ ...plan, stages: [] }, '').gzip };
  };
}
