import type { CheckOptions } from '../../lint/check.ts';
import type { Example } from '../../lint/example.ts';
import type { Finding, Fix } from '../../lint/finding.ts';
import { apart, mended } from '../../lint/mend.ts';
import { lint } from './world.ts';

/** Applies the fixes that are wanted, judging again after each round, until there are none. */
export async function mend(
  example: Example,
  wants: (finding: Finding & { readonly fix: Fix }) => boolean,
  options: Partial<CheckOptions> = {},
): Promise<Example> {
  let now = example;
  for (let round = 0; round < 50; round++) {
    const { findings } = await lint(now, options);
    const wanted = findings
      .filter((one): one is Finding & { readonly fix: Fix } => one.fix !== undefined)
      .filter(wants);
    const [first] = wanted;
    if (!first) return now;
    const { source } = first.fix.edits[0]!.place;
    const fixes = wanted.map(({ fix }) => fix).filter(({ edits }) => edits[0]!.place.source === source);
    const text = mended(source, apart(fixes));
    now =
      source.path === 'campaign.yaml'
        ? { ...now, campaign: text }
        : { ...now, files: { ...now.files, [source.path]: text } };
  }
  throw new Error('fixes make new fixes without end');
}
