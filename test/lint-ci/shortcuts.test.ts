import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filesOf } from '../../lint/ci/repository.ts';
import type { Step } from '../../lint/ci/workflow/step.ts';
import { stepsOf } from '../../lint/ci/workflow/steps.ts';
import { readWorkflow } from '../../lint/ci/workflow/workflow.ts';
import { factsOf, type Tree } from './world.ts';

/** Texts that ask for what differs between the readings of a job, or do not. */
const value = fc.constantFrom(
  'x',
  '${{ matrix.os }}',
  '${{ matrix.flag }}',
  '${{ github.event_name }}',
  '${{ github.ref }}',
  '${{ env.A }}',
  '${{ inputs.mode }}',
  '${{ runner.os }}',
  '${{ github.workspace }}/x',
);
const condition = fc.constantFrom(
  undefined,
  "github.event_name == 'push'",
  "matrix.os == 'ubuntu-latest'",
  "env.A == 'x'",
  "inputs.mode == 'x'",
  'always()',
  "matrix.os != 'macos-latest' && github.event_name != 'schedule'",
);
const step = fc.record({
  if: condition,
  name: fc.option(value, { nil: undefined }),
  env: fc.option(fc.record({ B: value }), { nil: undefined }),
  'continue-on-error': fc.constantFrom(undefined, "${{ matrix.flag == 'a' }}", true),
  does: fc.oneof(
    value.map(said => ({ run: `cargo test ${said}` })),
    value.map(mode => ({ uses: './.github/actions/one', with: { mode } })),
  ),
});
const job = fc.oneof(
  fc.record({
    if: condition,
    needs: fc.constantFrom(undefined, 'job-0'),
    'runs-on': fc.constantFrom('ubuntu-latest', '${{ matrix.os }}'),
    env: fc.option(fc.record({ A: value }), { nil: undefined }),
    strategy: fc.constantFrom(
      undefined,
      { matrix: { os: ['ubuntu-latest', 'windows-latest'], flag: ['a', 'b'] } },
      { matrix: { include: [{ os: 'macos-latest' }, { os: 'ubuntu-latest', flag: 'c' }] } },
      { matrix: '${{ fromJSON(needs.x.outputs.y) }}' },
    ),
    steps: fc.array(step, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    strategy: fc.constantFrom(undefined, { matrix: { flag: ['a', 'b'] } }),
    uses: fc.constant('./.github/workflows/called.yml'),
    with: fc.record({ mode: value }),
  }),
);
const jobs = fc.array(job, { minLength: 1, maxLength: 3 }).map(list => Object.fromEntries(list.map(named)));
const tree = fc.record({
  env: fc.option(fc.record({ A: value }), { nil: undefined }),
  jobs,
  called: jobs,
  inner: fc.array(step, { minLength: 1, maxLength: 2 }),
});

function named(one: object, index: number): [string, object] {
  return [`job-${index}`, one];
}

/** A JSON text is YAML. */
function written({ env, jobs: own, called, inner }: typeof tree extends fc.Arbitrary<infer T> ? T : never): Tree {
  const plain = (list: object) =>
    JSON.stringify(list, (_, known) =>
      known?.does === undefined ? known : { ...known, ...known.does, does: undefined },
    );
  const withoutCalls = Object.fromEntries(Object.entries(called).filter(([, one]) => !('uses' in one)));
  const on = { pull_request: {}, push: { branches: ['main'] }, schedule: [{ cron: '0 0 * * *' }] };
  const inputs = { mode: { type: 'string' } };
  return {
    '.github/workflows/ci.yml': plain({ on, env, jobs: own }),
    '.github/workflows/called.yml': plain({ on: { workflow_call: { inputs } }, jobs: withoutCalls }),
    '.github/actions/one/action.yml': plain({
      inputs: { mode: {} },
      runs: {
        using: 'composite',
        steps: inner.map(one => ({ ...one, shell: 'bash', does: { run: 'make ${{ inputs.mode }}' } })),
      },
    }),
  };
}

test('one reading stands for all events and all jobs of a matrix only where it says the same as every one of them', () => {
  fc.assert(
    fc.property(tree, given => {
      const repository = { root: '/github/workspace', files: filesOf(factsOf(written(given))) };
      const workflow = readWorkflow('.github/workflows/ci.yml', repository)!;
      const steps = (every: boolean) => stepsOf(workflow, workflow.triggers.events, repository, every).map(shown());
      expect(workflow.triggers.events).toHaveLength(3);
      expect(steps(false)).toEqual(steps(true));
    }),
    { numRuns: 400 },
  );
});

/** The steps with their jobs by number. */
function shown(): (step: Step) => unknown {
  const runs = new Map<object, number>();
  return ({ run, place, also: _, ...step }) => {
    if (!runs.has(run)) runs.set(run, runs.size);
    return { ...step, run: runs.get(run), at: [place.source.path, place.range] };
  };
}
