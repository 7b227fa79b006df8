import { found } from './mutants.ts';

const swap = (...pairs: readonly (readonly [string, string])[]) => ({ swap: pairs });

found(
  'syntax',
  [
    ['rust', swap(['requires: [data/sf1/]', 'requires: [data/sf1/'])],
    ['go', swap(['store: { url: "s3', 'store: { url: "s3'], ['checkpoint: 30s }', 'checkpoint: 30s'])],
    ['node', swap(['  bench:\n', '\tbench:\n'])],
    ['python', swap(['campaign: frames', 'campaign: "frames'])],
    ['cpp', swap(['    timeout: 1h', '   timeout: 1h'])],
    ['rust', swap(['requires: [data/sf1/]', 'requires: *inputs'])],
    ['go', swap(['  bench:\n', '  bench\n'])],
    ['node', swap(['path: report.md', 'path: @report.md'])],
    ['python', swap(['timeout: 1h', 'timeout: 1h: 2h'])],
  ],
  [
    ['rust', swap(['requires: [data/sf1/]', 'requires: &inputs\n      - data/sf1/'])],
    ['go', swap(['timeout: 1h', 'timeout: "1h"'])],
    ['node', swap(['campaign: parser', "campaign: 'parser' # a name"])],
  ],
);

found(
  'schema',
  [
    ['rust', swap(['timeout: 1h', 'timeout: 1 hour'])],
    ['node', swap(['exclusive: false', 'exclusive: no'])],
    ['python', swap(['market: on-demand', 'market: on_demand'])],
    ['cpp', swap(['version: 1', 'version: 2'])],
    ['rust', swap(['cost: 5 USD', 'cost: 5 EUR'])],
    ['go', swap(['disk: 100GB', 'disk: 100 gigs'])],
    ['node', swap(['campaign: parser', 'campaign: Parser_Bench'])],
    ['python', swap(['    timeout: 1h', '    retry: { attempts: 2, on: [preemption] }\n    timeout: 1h'])],
    ['cpp', swap(['    timeout: 1h', '    ci-overlap: { allow: speed, reason: x }\n    timeout: 1h'])],
    ['rust', swap(['missing: fail', 'missing: warn'])],
    ['go', swap(['expect: { lines: 23 }', 'expect: { lines: many }'])],
    ['node', swap(['    timeout: 1h', '    ci-overlap: { allow: hardware }\n    timeout: 1h'])],
    ['python', swap(['ci: { workflows: [".github/workflows/*.yml"] }', 'ci: none'])],
    ['cpp', swap(['type: string, required: true', 'type: str, required: true'])],
  ],
  [
    ['rust', swap(['timeout: 1h', 'timeout: 1h0m'])],
    ['go', swap(['disk: 100GB', 'disk: 100GiB'])],
    ['node', swap(['expect: { lines: 23 }', 'expect: { lines: { min: 20, max: 30 } }'])],
    ['python', swap(['cost: 5 USD', 'cost: 5.50 USD'])],
    ['cpp', swap(['    timeout: 1h', '    retry: { attempts: 2, on: [spot], backoff: 1m }\n    timeout: 1h'])],
  ],
);

found(
  'unknown-key',
  [
    ['rust', swap(['    timeout: 1h', '    time-out: 1h'])],
    ['go', swap(['    produces:', '    outputs:'])],
    ['node', swap(['  user: ec2-user', '  username: ec2-user'])],
    ['python', swap(['    timeout: 1h', '    depends: [generate]\n    timeout: 1h'])],
    ['cpp', swap(['expect: { lines: 23 }', 'expect: { line: 23 }'])],
    ['rust', swap(['missing: fail', 'on-missing: fail'])],
    ['go', swap(['limits: { wall: 5h', 'limits: { walltime: 5h, wall: 5h'])],
    ['node', swap(['upload: false', 'uploads: false'])],
    ['python', swap(['{ disk: 10GB }', '{ disks: 10GB }'])],
    ['cpp', { top: 'stage-defaults: { timeout: 1h }\n' }],
    ['rust', swap(['    timeout: 1h', '    retry: { attempt: 2 }\n    timeout: 1h'])],
  ],
  [
    ['rust', { top: 'env:\n  timeout: "1"\n', swap: [['env: { RUST_BACKTRACE: "1" }\n', '']] }],
    ['go', swap(['    timeout: 1h', '    matrix: { depends: [1] }\n    timeout: 1h'])],
  ],
);

found(
  'duplicate-key',
  [
    ['rust', { add: '  bench:\n    run: date\n    timeout: 1m\n' }],
    ['go', swap(['    timeout: 1h', '    timeout: 1h\n    timeout: 2h'])],
    ['node', swap(['disk: 100GB', 'disk: 100GB\n  disk: 200GB'])],
    ['python', swap(['limits: { wall: 5h, ', 'limits: { wall: 5h, "wall": 6h, '])],
    ['cpp', { top: 'limits: { wall: 1h }\n' }],
    ['rust', swap(['env: { RUST_BACKTRACE: "1" }', 'env: { RUST_BACKTRACE: "1", RUST_BACKTRACE: "0" }'])],
  ],
  [
    ['rust', swap(['env: { RUST_BACKTRACE: "1" }', 'env: { RUST_BACKTRACE: "1", RUST_backtrace: "0" }'])],
    ['go', swap(['    timeout: 1h', '    env: { A: "1" }\n    timeout: 1h'])],
    ['node', { swap: [['    timeout: 20m', '    <<: { timeout: 10m }\n    timeout: 20m']] }],
  ],
);

found(
  'unknown-name',
  [
    ['rust', 'target/release/examples/tpch_bench --sf ${{ matrix.sf }} --output results/sf1.csv'],
    ['go', swap(['requires: [data/sf1/]', 'requires: [data/sf1/, { stage: generat }]'])],
    ['node', '@B --bucket ${{ param.bucket }}'],
    ['python', '@B --bucket ${{ params.buckets }}'],
    ['cpp', '@B --sha ${{ source.sha }}'],
    ['rust', '@B --sha ${{ github.sha }}'],
    ['go', swap(['    timeout: 1h', '    if: params.fast == true\n    timeout: 1h'])],
    ['node', swap(['    timeout: 1h', '    secrets: [TOKEN]\n    timeout: 1h'])],
    ['python', swap(['    timeout: 1h', '    on: workers\n    timeout: 1h'])],
    ['cpp', swap(['path: report.md', 'path: "${{ run.name }}.md"'])],
    ['rust', { swap: [['url: "s3://${{ params.bucket }}/results"', 'url: "s3://${{ env.BUCKET }}/results"']] }],
    ['go', { top: 'profiles:\n  local: { stages: { benchmark: { timeout: 5m } } }\n' }],
    ['node', '@B --now ${{ secrets.TOKEN }}'],
    ['python', { swap: [['  bench:\n', '  bench:\n    matrix: { sf: [1] }\n']], run: '@B --x ${{ matrix.sF }}' }],
  ],
  [
    ['rust', '@B --sha ${{ source.commit }} --run ${{ run.id }}'],
    ['go', '@B --sha $${{ github.sha }}'],
    ['node', '@B --bucket "${BUCKET:-none}"'],
    ['python', '@B --name ${{campaign}}-${{ profile }}'],
    ['cpp', swap(['    timeout: 1h', "    if: params.bucket != '' && env.CI\n    timeout: 1h"])],
  ],
);
