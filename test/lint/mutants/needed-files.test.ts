import { describe, expect, test } from 'vitest';
import { lint, written } from '../world.ts';
import { ecosystems } from './ecosystems.ts';
import { found, type Row } from './mutants.ts';

const SH = '#!/usr/bin/env bash\nset -euo pipefail\ndf -h\n';
const VENV: readonly [string, string] = ['    python3.12 -m venv', '    bash infra/setup.sh\n    python3.12 -m venv'];
const DOCKERFILE = 'FROM ubuntu:24.04\nCOPY --chmod=755 src/main.cpp \\\n  docker/entry.sh /app/\n';
const here = (
  ecosystem: Row[0],
  run: string,
  path: string,
  files: Readonly<Record<string, string>> = {},
  ignored: readonly string[] = [],
): Row => [ecosystem, { run: `${run}\n@B`, world: { files, untracked: { [path]: SH }, ignored } }];
const changed = (
  ecosystem: Row[0],
  run: string,
  modified: string,
  files: Readonly<Record<string, string>> = {},
): Row => [ecosystem, { run: `${run}\n@B`, world: { files, modified: [modified] } }];

found(
  'untracked-file',
  [
    // What `machine.setup` runs, in `source.dir`.
    ['python', { swap: [VENV], world: { untracked: { 'infra/setup.sh': SH } } }],
    [
      'python',
      {
        swap: [['-r requirements.txt', '-r requirements-bench.txt']],
        world: { untracked: { 'requirements-bench.txt': '' } },
      },
    ],
    [
      'python',
      {
        swap: [VENV],
        world: { files: { 'infra/setup.sh': 'source infra/lib.sh\n' }, untracked: { 'infra/lib.sh': '' } },
      },
    ],
    // What recipes run.
    here('go', 'make bench', 'hack/bench.sh', { Makefile: 'bench:\n\t./hack/bench.sh\n' }),
    here('go', 'make bench', 'hack/bench.py', { Makefile: 'bench: data\n\ndata:\n\tpython3 hack/bench.py\n' }),
    here('node', 'npm run local', 'bench/local.mjs', {
      'package.json': '{ "scripts": { "local": "node bench/local.mjs" } }',
    }),
    // What images are built of, and what containers get.
    here('cpp', 'docker build -t bench:1 docker', 'docker/Dockerfile', {}, ['docker']),
    here('cpp', 'docker buildx build --platform linux/amd64 -t bench:1 --load .', 'Dockerfile'),
    here('cpp', 'docker build -t bench:1 -f docker/Dockerfile .', 'docker/entry.sh', {
      'docker/Dockerfile': DOCKERFILE,
    }),
    here('cpp', 'docker build -t bench:1 docker', 'docker/entry.sh', {
      'docker/Dockerfile': 'FROM x:1\nADD ["entry.sh", "/"]\n',
    }),
    here('cpp', 'docker run --rm -v "$PWD/conf/pg.conf:/etc/pg.conf:ro" postgres:16.4', 'conf/pg.conf'),
    here('cpp', 'docker run --rm --volume=$(pwd)/conf/pg.conf:/etc/pg.conf postgres:16.4', 'conf/pg.conf'),
    here('cpp', 'docker run --mount type=bind,src=./conf/pg.conf,dst=/etc/pg.conf postgres:16.4', 'conf/pg.conf'),
    // What is sent, loaded as a module, or one of several.
    here('go', 'aws s3 cp infra/fn.zip s3://x/fn.zip', 'infra/fn.zip', {}, ['infra/fn.zip']),
    here('go', 'gsutil -q cp conf/a.json conf/b.json gs://x/', 'conf/b.json'),
    here('python', 'python3.12 -m bench.local', 'bench/local.py'),
    here('python', 'python3.12 -u -m local --quick', 'local/__main__.py'),
    here('cpp', 'for q in sql/q01.sql sql/q02.sql; do psql -f "$q"; done', 'sql/q02.sql'),
    here('cpp', 'for q in q01 q02 q03; do psql -f sql/${q}.sql; done', 'sql/q03.sql'),
    here('go', 'curl -fsS --cert conf/c.crt https://x/y', 'conf/c.crt', {}, ['conf/c.crt']),
    // What a program imports of what lies beside it.
    here('python', 'python3.12 bench/x.py', 'bench/helper.py', { 'bench/x.py': 'import helper\n' }),
    here('python', 'python3.12 bench/x.py', 'bench/deep.py', {
      'bench/x.py': 'from helper import a\n',
      'bench/helper.py': 'import os\nfrom deep import b\n',
    }),
    here('python', 'python3.12 -m bench.x', 'bench/helper.py', { 'bench/x.py': 'from . import helper\n' }),
    here('python', 'python3.12 -m bench.x', 'bench/util/clock.py', {
      'bench/x.py': 'from bench.util.clock import now\n',
    }),
    here('node', 'node bench/x.mjs', 'bench/lib/y.mjs', {
      'bench/x.mjs': "import fs from 'node:fs';\nimport {\n  y,\n} from './lib/y.mjs';\n",
    }),
    here('node', 'node bench/x.js', 'lib/y.js', { 'bench/x.js': "const y = require('../lib/y');\n" }),
    here('go', 'ssh -i deploy.pem host true', 'deploy.pem', {}, ['deploy.pem']),
    // Asked for, and needed all the same.
    here('node', '[ -f .env ] || exit 1\nsource .env', '.env', {}, ['.env']),
    here('node', 'if [ ! -f .env ]; then source .env; fi', '.env', {}, ['.env']),
  ],
  [
    // Taken only where it is there.
    here('node', 'if [ -f .env ]; then source .env; fi', '.env', {}, ['.env']),
    here('node', 'if [[ ! -e .env ]]; then echo none; else . ./.env; fi', '.env', {}, ['.env']),
    here('node', 'if ! test -f .env; then echo none; else . ./.env; fi', '.env', {}, ['.env']),
    here('node', '[ ! -f .env ] || source .env', '.env', {}, ['.env']),
    here('node', 'test -r .env && . ./.env', '.env', {}, ['.env']),
    // Made on the way, or brought from elsewhere.
    here('go', 'aws s3 cp s3://x/fn.zip infra/fn.zip', 'infra/fn.zip'),
    here('go', 'curl -fsSLO https://x/c.sh\nbash c.sh', 'c.sh'),
    here('go', 'curl -fsSLo conf/c.crt https://x/c\nbin/kvbench -cert conf/c.crt', 'conf/c.crt'),
    here('go', 'aws s3 sync s3://x/conf conf\nbin/kvbench -config conf/x.toml', 'conf/x.toml'),
    here('cpp', 'docker build -t bench:1 .', 'build/run', { Dockerfile: 'FROM x:1\nCOPY build/run /\n' }, ['build']),
    here('cpp', 'docker build -t bench:1 .', 'app', {
      Dockerfile: 'FROM x:1 AS made\nFROM x:1\nCOPY --from=made app /\n',
    }),
    here('cpp', 'docker run --rm -v data:/data postgres:16.4', 'data'),
    here('go', 'make bench', 'hack/out.json', {
      Makefile: 'bench:\n\tbin/kvbench -o hack/out.json\n\tjq . hack/out.json\n',
    }),
    // Imported by nobody, made on the way, or only where it is there.
    here('python', 'python3.12 bench/x.py', 'bench/helper.py', { 'bench/x.py': '# import helper\nimport os\n' }),
    here('python', 'python3.12 bench/x.py', 'bench/x_pb2.py', { 'bench/x.py': 'import x_pb2\n' }, ['bench/x_pb2.py']),
    here('python', 'python3.12 bench/x.py', 'bench/local.py', {
      'bench/x.py': 'try:\n    import local\nexcept ImportError:\n    local = None\n',
    }),
    here('python', 'python3.12 bench/x.py', 'tools/os.py', { 'bench/x.py': 'import os\n' }),
    here('node', 'node bench/x.mjs', 'bench/y.mjs', {
      'bench/x.mjs': "import './z.mjs'; // './y.mjs'\n",
      'bench/z.mjs': '',
    }),
    here('go', 'make build', 'hack/bench.sh', { Makefile: 'build:\n\ttrue\nbench:\n\t./hack/bench.sh\n' }),
    here('python', 'python3.12 -m pytest_less', 'pytest/less.py'),
    here('cpp', 'for q in sql/q01.sql sql/q02.sql; do echo "$q"; done', 'sql/q02.sql'),
    here('cpp', 'for q in q01 q02; do df -h; done', 'q02'),
  ],
);

found(
  'dirty-file',
  [
    ['python', { swap: [VENV], world: { files: { 'infra/setup.sh': SH }, modified: ['infra/setup.sh'] } }],
    changed('go', 'make bench', 'Makefile', { Makefile: 'bench:\n\tdf -h\n' }),
    changed('go', 'make -C hack bench', 'hack/Makefile', { 'hack/Makefile': 'bench:\n\tdf -h\n' }),
    changed('node', 'npm run bench', 'package.json'),
    changed('cpp', 'docker build -t bench:1 docker', 'docker/Dockerfile', { 'docker/Dockerfile': 'FROM x:1\n' }),
    changed('cpp', 'docker build -t bench:1 .', 'src/main.cpp', { Dockerfile: DOCKERFILE }),
    changed('python', 'python3.12 -m bench.generate --sf 1', 'bench/generate.py'),
    changed('python', 'python3.12 bench/x.py', 'bench/helper.py', {
      'bench/x.py': 'import helper\n',
      'bench/helper.py': '',
    }),
    // A submodule at another commit.
    changed('go', 'bash vendor/tool/run.sh', 'vendor/tool'),
  ],
  [],
);

found(
  'not-executable',
  [
    ['python', { swap: [[VENV[0], VENV[1].replace('bash ', './')]], world: { files: { 'infra/setup.sh': SH } } }],
    ['go', { run: 'make bench\n@B', world: { files: { Makefile: 'bench:\n\t./hack/x.sh\n', 'hack/x.sh': SH } } }],
    ['go', { run: '"$PWD/hack/x.sh"\n@B', world: { files: { 'hack/x.sh': SH } } }],
  ],
  [
    [
      'go',
      {
        run: 'make bench\n@B',
        world: { files: { Makefile: 'bench:\n\tchmod +x hack/x.sh\n\t./hack/x.sh\n', 'hack/x.sh': SH } },
      },
    ],
  ],
);

const PACKAGE = { 'bench/__init__.py': '' };
found(
  'missing-input',
  [
    ['python', { swap: [VENV] }],
    ['go', 'for s in scripts/report.sh scripts/warm.sh; do bash "$s"; done\n@B'],
    ['go', 'for s in report warm; do bash scripts/$s.sh; done\n@B'],
    ['go', '"$PWD/scripts/warm.sh"\n@B'],
    ['go', 'cd scripts\n"$(pwd)/warm.sh"\ncd -\n@B'],
    ['go', 'pushd scripts\npushd /tmp\npopd\n./warm.sh\npopd\n@B'],
    ['python', { run: 'python3.12 -m bench.rnu\n@B', world: { files: PACKAGE } }],
    ['go', 'for s in report warm; do bash scripts/$s.sh; done\nfor s in a b; do [ -n "$s" ] || continue; done\n@B'],
    ['python', 'bash - scripts/warm.sh\n@B'],
    ['go', 'aws s3 sync s3://b/x /var/x\nbash scripts/warm.sh\n@B'],
    ['go', 'gsutil cp gs://b/hot.sh .\nbash warm.sh\n@B'],
    // What is unpacked elsewhere, or packed, brings no script.
    ['go', 'tar -C /usr/local -xzf /tmp/go.tgz\nbash scripts/warm.sh\n@B'],
    ['go', 'unzip -q /tmp/x.zip -d /tmp/x\nbash scripts/warm.sh\n@B'],
    ['go', '@B\ntar -czf /tmp/x.tgz results\nbash scripts/warm.sh'],
    ['go', '@B\ntar tf /tmp/x.tgz\nbash scripts/warm.sh'],
  ],
  [
    ['go', 'for s in scripts/*.sh; do bash "$s"; done\n@B'],
    ['go', 'for s in scripts/warm.sh; do if [ -f "$s" ]; then bash "$s"; fi; done\n@B'],
    ['go', 'for s in scripts/warm.sh; do [ -f "$s" ] || continue; bash "$s"; done\n@B'],
    ['go', 'for s in a b; do curl -fs http://localhost/ || break; bash scripts/$s.sh; done\n@B'],
    ['python', "python3.12 - scripts/warm.py <<'E'\nimport sys\nprint(sys.argv)\nE\n@B"],
    ['go', 'gsutil cp gs://b/warm.sh .\nbash warm.sh\n@B'],
    ['go', 'aws s3 sync s3://b/x .\nbash tools/warm.sh\n@B'],
    ['go', 'rsync -az host:x/ ./\nbash tools/warm.sh\n@B'],
    ['go', 'cd scripts\n"$PWD/report.sh" x\ncd "$OLDPWD"\nbash scripts/report.sh x\n@B'],
    ['go', 'tar -xzf /tmp/x.tgz\nbash tools/warm.sh\n@B'],
    ['go', 'tar -C . --extract -f /tmp/x.tgz\nbash tools/warm.sh\n@B'],
    ['go', 'tar -xf /tmp/x.tgz -C "$SOMEWHERE"\nbash tools/warm.sh\n@B'],
    [
      'go',
      {
        run: 'make warm\n@B',
        world: { files: { Makefile: 'warm: w.sh\n\tbash w.sh\n\nw.sh:\n\tsed s/a/b/ w.in >$@\n' } },
      },
    ],
    ['python', { run: 'python3.12 -m bench.run\n@B', world: { files: PACKAGE } }],
    ['python', { run: 'python3.12 -m bench.fast\n@B', world: { files: { ...PACKAGE, 'bench/fast.pyx': '' } } }],
    ['python', 'python3.12 -m bench.rnu\n@B'],
    ['python', { run: 'python3.12 -m timeit 1\n@B', world: { files: PACKAGE } }],
  ],
);

describe('where it is told', () => {
  const told = async (change: (campaign: string) => string, world: object) => {
    const clean = ecosystems.python;
    const { findings } = await lint({ ...clean, ...world, campaign: change(clean.campaign) });
    return findings.map(finding => `${written(finding)} (${finding.stage ?? 'setup'}; ${finding.cost})`);
  };
  test('in the setup, without a stage', async () => {
    const change = (text: string) => text.replace(...VENV);
    expect(await told(change, { untracked: { 'infra/setup.sh': SH } })).toEqual([
      '14:10 [untracked-file] `infra/setup.sh` is here but not in the pinned commit: the box will not have it (setup; a paid box that never gets to its first stage)',
    ]);
  });
});
