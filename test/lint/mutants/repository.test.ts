import { mutants } from './mutants.ts';

mutants(
  'untracked-file',
  [
    [
      'rust',
      {
        swap: [
          [
            'requires: [scripts/report.sh, results/sf1.csv]',
            'requires: [scripts/report.sh, infra/test_s3.py, results/sf1.csv]',
          ],
        ],
        world: { untracked: { 'infra/test_s3.py': '' } },
      },
    ],
    ['rust', { run: 'python3 infra/test_s3.py', world: { untracked: { 'infra/test_s3.py': '' } } }],
    [
      'python',
      {
        run: 'scripts/lambda/deploy.sh\n@B',
        world: { untracked: { 'scripts/lambda/deploy.sh': '#!/usr/bin/env bash\nset -euo pipefail\n' } },
      },
    ],
    [
      'go',
      {
        run: 'bash hack/run.sh\n@B',
        world: { untracked: { 'hack/run.sh': '#!/usr/bin/env bash\nset -euo pipefail\n' }, ignored: ['hack'] },
      },
    ],
    ['node', { run: 'source .env.bench\n@B', world: { untracked: { '.env.bench': 'X=1' }, ignored: ['.env.bench'] } }],
    ['cpp', { run: 'psql -f sql/load2.sql\n@B', world: { untracked: { 'sql/load2.sql': '' } } }],
    [
      'go',
      {
        run: 'bin/kvbench -config conf/bench.yaml -out results/sf1.csv',
        world: { untracked: { 'conf/bench.yaml': '' } },
      },
    ],
    [
      'node',
      { run: 'docker build -f deploy/Dockerfile -t x:1 .\n@B', world: { untracked: { 'deploy/Dockerfile': '' } } },
      ['docker-access'],
    ],
    [
      'python',
      {
        run: '/opt/venv/bin/pip install --require-hashes -r bench/requirements-bench.txt\n@B',
        world: { untracked: { 'bench/requirements-bench.txt': '' } },
      },
    ],
    [
      'python',
      {
        run: 'python3.12 infra/tests/test_s3.py\n@B',
        world: { untracked: { 'infra/tests/test_s3.py': '#!/bin/sh\n' }, executable: ['infra/tests/test_s3.py'] },
      },
    ],
    [
      'python',
      {
        run: 'cd infra && python3 tests/test_s3.py && cd ..\n@B',
        world: { untracked: { 'infra/tests/test_s3.py': '#!/bin/sh\n' }, executable: ['infra/tests/test_s3.py'] },
      },
      ['swallowed-failure'],
    ],
    [
      'rust',
      {
        run: 'kubectl apply -f infra/job.yaml\n@B',
        world: { untracked: { 'infra/job.yaml': '#!/bin/sh\n' }, executable: ['infra/job.yaml'] },
      },
    ],
    [
      'go',
      {
        run: 'k6 run load/test.js\n@B',
        world: { untracked: { 'load/test.js': '#!/bin/sh\n' }, executable: ['load/test.js'] },
      },
    ],
    [
      'node',
      {
        run: 'node --import ./bench/hooks.mjs bench/run.mjs --out results/sf1.csv',
        world: { untracked: { 'bench/hooks.mjs': '#!/bin/sh\n' }, executable: ['bench/hooks.mjs'] },
      },
    ],
    [
      'cpp',
      {
        run: 'docker compose -f infra/compose.yml up -d\n@B',
        world: { untracked: { 'infra/compose.yml': '#!/bin/sh\n' }, executable: ['infra/compose.yml'] },
      },
      ['missing-package'],
    ],
    [
      'cpp',
      {
        run: 'source env/bench.env\n@B',
        world: { untracked: { 'env/bench.env': '#!/bin/sh\n' }, executable: ['env/bench.env'] },
      },
    ],
    [
      'cpp',
      {
        run: 'psql < sql/load2.sql\n@B',
        world: { untracked: { 'sql/load2.sql': '#!/bin/sh\n' }, executable: ['sql/load2.sql'] },
      },
    ],
    [
      'go',
      {
        run: 'sh -c "./hack/x.sh"\n@B',
        world: { untracked: { 'hack/x.sh': '#!/bin/sh\n' }, executable: ['hack/x.sh'] },
      },
    ],
    [
      'rust',
      {
        run: 'terraform -chdir=infra apply -auto-approve -var-file=infra/x.tfvars\n@B',
        world: { untracked: { 'infra/x.tfvars': '#!/bin/sh\n' }, executable: ['infra/x.tfvars'] },
      },
    ],
    [
      'python',
      {
        run: 'bash scripts/lambda/package.sh | tee /tmp/x\n@B',
        world: { untracked: { 'scripts/lambda/package.sh': '#!/bin/sh\n' }, executable: ['scripts/lambda/package.sh'] },
      },
    ],
    [
      'rust',
      {
        run: 'make -f bench.mk bench\n@B',
        world: { untracked: { 'bench.mk': '#!/bin/sh\n' }, executable: ['bench.mk'] },
      },
      ['missing-package'],
    ],
    [
      'python',
      {
        run: 'jupyter nbconvert --execute nb/x.ipynb\n@B',
        world: { untracked: { 'nb/x.ipynb': '#!/bin/sh\n' }, executable: ['nb/x.ipynb'] },
      },
    ],
    [
      'cpp',
      {
        run: 'mysql tpch < schema/x.sql\n@B',
        world: { untracked: { 'schema/x.sql': '#!/bin/sh\n' }, executable: ['schema/x.sql'] },
      },
    ],
    [
      'node',
      {
        run: 'cp config/bench.json /tmp/\n@B',
        world: { untracked: { 'config/bench.json': '#!/bin/sh\n' }, executable: ['config/bench.json'] },
      },
    ],
    [
      'rust',
      {
        run: 'scripts/all.sh\n@B',
        world: {
          files: { 'scripts/all.sh': '#!/usr/bin/env bash\nset -euo pipefail\npython3 infra/x.py\n' },
          executable: ['scripts/all.sh'],
          untracked: { 'infra/x.py': '' },
        },
      },
    ],
    [
      'rust',
      {
        swap: [['produces: [{ path: results', 'cwd: infra\n    produces: [{ path: results']],
        world: { untracked: { 'infra/x.py': '' } },
      },
      ['undeclared-input', 'undeclared-output'],
    ],
  ],
  [
    ['rust', { run: '@B', world: { untracked: { 'infra/test_s3.py': '' } } }],
    ['python', 'scripts/report.sh x\n@B'],
    [
      'go',
      {
        run: 'echo hack/run.sh\n@B',
        world: { untracked: { 'hack/run.sh': '#!/usr/bin/env bash\nset -euo pipefail\n' } },
      },
    ],
    [
      'cpp',
      {
        world: {
          untracked: { 'data/sf1/lineitem.tbl': '1', 'results/sf1.csv': 'old', 'build/x': '' },
          ignored: ['data', 'results', 'build'],
        },
      },
    ],
  ],
);

mutants(
  'dirty-file',
  [
    ['rust', { world: { modified: ['scripts/report.sh'] } }],
    ['python', { world: { modified: ['bench/run.py'] } }],
    ['cpp', { run: 'psql -f sql/load.sql\n@B', world: { modified: ['sql/load.sql'] } }],
    ['node', { run: 'npm run bench\n@B', world: { modified: ['bench/run.mjs'] } }],
    [
      'go',
      {
        swap: [
          ['requires: [scripts/report.sh, results/sf1.csv]', 'requires: [scripts/report.sh, go.mod, results/sf1.csv]'],
        ],
        world: { modified: ['go.mod'] },
      },
    ],
  ],
  [
    ['python', { world: { modified: [] } }],
    ['go', { swap: [['ref: HEAD', 'ref: HEAD']] }],
  ],
);

mutants(
  'unpushed-commit',
  [
    ['rust', { world: { unpushed: true } }],
    [
      'python',
      {
        swap: [['source: { repo: https://github.com/example/frames.git, ref: HEAD, dir: /opt/campaign/frames }\n', '']],
        world: { unpushed: true },
      },
    ],
    ['cpp', { swap: [['ref: HEAD', 'ref: main']], world: { unpushed: true } }],
  ],
  [['rust', { world: { unpushed: false } }]],
);

mutants(
  'not-executable',
  [
    [
      'rust',
      { run: 'scripts/run.sh\n@B', world: { files: { 'scripts/run.sh': '#!/usr/bin/env bash\nset -euo pipefail\n' } } },
    ],
    [
      'go',
      {
        run: './scripts/run.sh && @B',
        world: { files: { 'scripts/run.sh': '#!/usr/bin/env bash\nset -euo pipefail\n' } },
      },
    ],
    [
      'node',
      {
        run: 'time ./scripts/run.sh\n@B',
        world: { files: { 'scripts/run.sh': '#!/usr/bin/env bash\nset -euo pipefail\n' } },
      },
    ],
    [
      'cpp',
      {
        run: 'cd scripts && ./run.sh && cd ..\n@B',
        world: { files: { 'scripts/run.sh': '#!/usr/bin/env bash\nset -euo pipefail\n' } },
      },
      ['swallowed-failure'],
    ],
    [
      'python',
      { run: 'numactl -N 0 bench/tool.py\n@B', world: { files: { 'bench/tool.py': '#!/usr/bin/env python3\n' } } },
    ],
    [
      'python',
      {
        run: 'for i in 1 2; do scripts/run.sh "$i"; done\n@B',
        world: { files: { 'scripts/run.sh': '#!/usr/bin/env bash\nset -euo pipefail\n' } },
      },
    ],
  ],
  [
    [
      'rust',
      {
        run: 'bash scripts/run.sh\n@B',
        world: { files: { 'scripts/run.sh': '#!/usr/bin/env bash\nset -euo pipefail\n' } },
      },
    ],
    ['go', { run: '. scripts/run.sh\n@B', world: { files: { 'scripts/run.sh': 'X=1\n' } } }],
    [
      'node',
      {
        run: 'chmod +x scripts/run.sh\nscripts/run.sh\n@B',
        world: { files: { 'scripts/run.sh': '#!/usr/bin/env bash\nset -euo pipefail\n' } },
      },
    ],
    [
      'cpp',
      {
        run: 'shellcheck scripts/run.sh\n@B',
        world: { files: { 'scripts/run.sh': '#!/usr/bin/env bash\nset -euo pipefail\n' } },
      },
    ],
  ],
);
