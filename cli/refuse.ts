import type { Finding } from '../lint/finding.ts';
import type { CheckedPlan } from '../plan/checked.ts';
import { count, countsText } from '../report/findings.ts';
import type { Context } from './context.ts';
import { Refusal } from './io.ts';
import type { Judged } from './judge.ts';

/**
 * The plan of a campaign without errors. Otherwise its findings are shown on stderr, and nothing is `done`. Notes of the rules in
 * `told` are said in full: what would stop another command, and does not stop this one.
 */
export async function refuseFaulty(
  judged: Judged,
  context: Context,
  done: string,
  told: readonly string[] = [],
): Promise<CheckedPlan> {
  const { findings, plan, nameOf, file } = judged;
  if (plan) {
    const isTold = ({ severity, rule }: Finding) => severity === 'note' && told.includes(rule);
    for (const finding of findings.filter(isTold)) context.note(`note: ${finding.message}`);
    const rest = countsText(count(findings.filter(finding => !isTold(finding))));
    if (rest) context.note(`${file.shown}: ${rest}; see campaign lint ${file.shown}`);
    return plan;
  }
  const counts = count(findings);
  const { findingsPretty } = await import('../report/findings-pretty.ts');
  const { columns } = context.io.stderr;
  const shown = { files: 1, findings: findings.filter(({ severity }) => severity === 'error'), nameOf };
  context.io.stderr.write(findingsPretty(shown, { colors: context.colors.stderr, quiet: true, columns }));
  throw new Refusal(
    `${file.shown} has ${countsText({ ...counts, warnings: 0, notes: 0 })} and is not ${done}`,
    `mend what is said above; all findings: campaign lint ${file.shown}`,
  );
}
