import type { Ci } from '../../ci/ci.ts';
import { ciMemory, ciOf, overlapsOfStage } from '../../ci/stage-overlaps.ts';
import type { RepositoryFacts } from '../../facts.ts';
import { base } from '../../path.ts';
import { defineRule } from '../../rule.ts';
import { bodyOf, without } from '../../stage-edits.ts';

const CI = `on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps: [{ run: cargo test }]
`;
const campaign = (run: string): string => `campaign: validation
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  simd:
    run: ${run}
    ci-overlap: { allow: hardware, reason: CI has no AVX-512 }
`;
const files = { 'Cargo.toml': '[package]\nname = "codec"\n', '.github/workflows/ci.yml': CI };

export default defineRule({
  id: 'stale-ci-overlap',
  severity: 'warning',
  since: '0.1.0',
  summary: 'an allowance for CI overlap that covers nothing any more',
  why: 'An allowance that covers nothing hides the next overlap: whoever changes the stage or CI gets no finding.',
  instead: 'Remove `ci-overlap` from the stage.',
  examples: {
    bad: [
      {
        campaign: campaign('cargo test --release -- --ignored'),
        files,
        expect: ['7:17 `simd` has an allowance for `hardware`, but CI does none of its work'],
        fixed: campaign('cargo test --release -- --ignored').replace(/ *ci-overlap: .*\n/, ''),
      },
    ],
    good: [{ campaign: campaign('cargo test --release simd'), files }],
  },
  messages: {
    stale: ({ stage, allow }: { stage: string; allow: string }) =>
      `\`${stage}\` has an allowance for \`${allow}\`, but CI does none of its work`,
  },
  check(context) {
    const { plan, facts } = context;
    const memory = context.once(ciMemory);
    for (const { stage } of plan.stages) {
      const allowance = stage.ciOverlap;
      if (allowance === undefined || allowance.none) continue;
      const ci = ciOf(plan, facts, memory);
      // Where no workflow was found nothing is known of what CI does.
      if (ci !== undefined && (ci.workflows.length === 0 || isPartlyUnknown(ci, facts))) continue;
      // One instance that needs it justifies it for all; an environment that makes it other work may be its very reason.
      const instances = plan.stages.filter(other => other.stage === stage);
      const needed = instances.some(instance =>
        (['change', 'schedule'] as const).some(
          frequency => overlapsOfStage(instance, plan, facts, memory, frequency, 'any environment').length > 0,
        ),
      );
      if (needed || instances.every(instance => instance.off)) continue;
      const args = { stage: stage.name.value, allow: allowance.allow.value };
      const planned = plan.stages.find(other => other.stage === stage);
      context.report({
        message: 'stale',
        args,
        place: allowance.place,
        stage: planned,
        help: 'remove `ci-overlap` here',
        ...without(bodyOf(stage), 'ci-overlap', 'remove `ci-overlap`'),
      });
    }
  },
});

/** A workflow of another repository, which is not here to be read, and a step that is what a program has written. */
const ELSEWHERE = /^[^#\n]*\buses:\s*['"]?[\w.-]+\/[\w.-]+\/\.github\/workflows\//m;
const WRITTEN = /^[^#\n]*\brun:\s*['"]?\$\{\{[^}]*\}\}['"]?\s*$/m;
/** Programs whose own files say what they do; of a container, its image does. */
const OPAQUE =
  /^(earthly|dagger|nix|nix-build|garden|pants|please)( |$)|^(docker|podman) (run (?!.*(^| )(-d|--detach)( |$))|compose .*\b(run|exec) )|^docker-compose .*\b(run|exec) /;

/** CI does something of which nothing here says what: it may be the very work. */
function isPartlyUnknown({ workflows, units }: Ci, facts: RepositoryFacts): boolean {
  const texts = workflows.map(path => facts.read(path) ?? '');
  if (texts.some(text => ELSEWHERE.test(text) || (WRITTEN.test(text) && text.includes('fromJSON(')))) return true;
  return units.some(({ unit: { family, command } }) => {
    const [program = '', ...words] = command.words;
    return family === 'words' && OPAQUE.test([base(program), ...words].join(' '));
  });
}
