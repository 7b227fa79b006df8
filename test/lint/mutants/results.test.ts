import { mutants } from './mutants.ts';

mutants(
  'truncated-log',
  [
    ['rust', '@B 2>&1 | tail -400'],
    ['rust', '@B 2>&1 | tail -n 60'],
    ['go', '@B | tail -n60'],
    ['go', '@B |& tail'],
    ['node', '@B | head -n 100'],
    ['node', '@B > /dev/null 2>&1'],
    ['python', '@B &>/dev/null'],
    ['python', '@B | sed -n "1,50p"'],
    ['cpp', '@B 2>&1 | tail -c 4096'],
    ['cpp', '@B 2>&1 | busybox tail -40'],
    ['cpp', '@B 2>&1 | (tail -40)'],
    ['rust', '@B 2>&1 | { tail -n 40; }'],
    ['rust', '@B 2>&1 | grep -v DEBUG | tail -80'],
    ['go', '@B 2>&1 | tail --lines 30'],
    ['go', '@B 2>/dev/null'],
    ['node', '(@B) 2>&1 | tail -20'],
    ['python', '@B 2>&1 | tail -${N:-40}'],
    ['cpp', '@B | awk "NR<=50"'],
    ['rust', 'sh -c "@B 2>&1 | tail -5"', ['swallowed-failure']],
    ['go', '@B 2>&1 | tail -40 >results/tail.txt', ['undeclared-output']],
    ['node', '@B >&/dev/null'],
    ['node', '@B 1>/dev/null 2>&1'],
    ['rust', '/usr/bin/time -v @B 2>&1 | tail -30'],
    ['cpp', '@B 2>&1 | tac | head -20 | tac'],
    ['go', '@B 2>&1 | tail -1 | tee results/last.txt', ['undeclared-output']],
    ['rust', '@B 2>&1|tail -400'],
    ['rust', '@B 2>&1 | tail -20'],
    ['go', '@B 2>&1 \\\n  | tail -400'],
    ['go', '@B 2>&1 | command tail -20'],
    ['node', '@B 2>&1 | /usr/bin/tail -n 200'],
    ['python', '@B 2>&1 | grep -E "^Q" | head -22'],
    ['cpp', '@B 2>&1 | tail -q -n 10'],
    ['cpp', '@B 2>&1 | tail -5 && echo ok'],
    ['rust', 'run() { "$@" 2>&1 | tail -40; }\nrun @B'],
    ['rust', 'N=40\n@B 2>&1 | tail -n "$N"'],
    ['go', 'exec > >(tail -400) 2>&1\n@B'],
    ['node', '@B > >(tail -5 >&2)'],
    ['cpp', "@B 2>&1 | sed -n '$p'"],
    ['go', '@B 2>&1 | awk "END{print}"'],
    ['rust', 'time (@B) 2>&1 | tail -3'],
    ['go', '@B &> /dev/null'],
    ['go', '@B > /dev/null 2> /dev/null'],
    ['python', '@B 2>&1 >/dev/null'],
    ['node', '@B 2>&-'],
    ['cpp', 'for q in 1 2; do build/bench/run_queries -q $q 2>&1 | tail -1; done'],
    ['rust', 'cargo bench 2>&1 | tail -50'],
    ['python', '/opt/venv/bin/pytest --benchmark-only bench 2>&1 | tail -30'],
    ['go', 'go test -bench . ./store 2>&1 | tail -20', ['ci-overlap']],
    ['rust', '@B 2>&1 | cat | tail -40'],
    ['rust', 'target/release/examples/tpch_bench --quiet > /dev/null'],
  ],
  [
    ['rust', '@B 2>&1 | tee /tmp/full.log | tail -40'],
    ['rust', '@B'],
    ['go', '@B > /tmp/full.log 2>&1 || { tail -50 /tmp/full.log; exit 1; }'],
    ['go', 'head -1 go.mod\n@B'],
    ['node', 'node --version | head -1\n@B'],
    ['node', 'ls -lt results | head -5\n@B'],
    ['python', 'pip list 2>/dev/null | head -5\n@B'],
    ['python', 'command -v numactl >/dev/null && echo numa\n@B'],
    ['cpp', 'docker logs pg 2>&1 | tail -20\n@B'],
    ['cpp', '@B\ntail -n 5 results/sf1.csv'],
    ['rust', 'rev=$(git log -1 --format=%h | head -1)\n@B'],
    ['go', 'curl -fsS localhost:6060/debug/vars >/dev/null\n@B'],
    ['go', 'sudo dnf install -y perf >/dev/null\n@B'],
    ['cpp', 'best=$(sort -n results/times.txt | head -1)\n@B', ['undeclared-input']],
    ['python', 'nvidia-smi | head -12\n@B'],
    ['node', 'type node >/dev/null\n@B'],
    ['rust', 'sysctl -a 2>/dev/null | grep dirty\n@B'],
    ['cpp', 'echo "run | tail -5 is wrong"\n@B'],
    ['go', '@B | tee /dev/stderr | tail -1 >/tmp/last'],
    ['cpp', 'while read -r q; do @B; done < <(ls sql | head -3)'],
    ['rust', '@B 2>&1 | tee -a /tmp/full.log | grep Q'],
    ['go', '@B > results/sf1.csv'],
    ['node', '@B | sed "s/ms//"'],
    ['python', '@B | awk "{print \\$1}"'],
    ['cpp', 'ls results | head'],
    ['cpp', 'free -m | awk "NR==2"\n@B'],
    ['rust', 'sha=$(git log --format=%H | head -1)\n@B'],
    ['go', 'pgrep -f kvbench | head -1 || true\n@B'],
    ['node', 'node -p "process.version" | head -1\n@B'],
    ['python', 'df -h / | tail -1\n@B'],
    ['cpp', 'top -b -n1 | head -20\n@B'],
    ['cpp', 'psql -Atc "select version()" | head -1\n@B'],
    ['cpp', 'docker ps | tail -n +2\n@B'],
    ['rust', 'head -c 16 /dev/urandom | xxd > /tmp/seed\n@B'],
    ['rust', 'sync && echo 3 | sudo tee /proc/sys/vm/drop_caches > /dev/null\n@B'],
    ['go', 'wait_port() { until (echo > /dev/tcp/localhost/6379) 2>/dev/null; do sleep 1; done; }\nwait_port\n@B'],
    ['cpp', 'until psql -c "select 1" >/dev/null 2>&1; do sleep 1; done\n@B'],
    ['node', 'npm ci --silent >/dev/null\n@B'],
    ['node', 'id -u nobody >/dev/null 2>&1 && echo yes\n@B'],
  ],
);

mutants(
  'no-checkpoint',
  [
    [
      'rust',
      {
        swap: [
          [
            'produces: [{ path: results/sf1.csv, expect: { lines: 23 } }]',
            'produces: [{ path: results/sf1.csv, checkpoint: false, expect: { lines: 23 } }]',
          ],
        ],
      },
    ],
    [
      'go',
      {
        swap: [
          [
            'produces: [{ path: results/sf1.csv, expect: { lines: 23 } }]',
            'produces: [{ path: results/sf1.csv, checkpoint: 2h, expect: { lines: 23 } }]',
          ],
        ],
      },
    ],
    ['cpp', { swap: [['checkpoint: 30s', 'checkpoint: 4h']] }],
  ],
  [
    [
      'rust',
      {
        swap: [
          [
            'produces: [{ path: results/sf1.csv, expect: { lines: 23 } }]',
            'produces: [{ path: results/sf1.csv, checkpoint: true, expect: { lines: 23 } }]',
          ],
        ],
      },
    ],
    [
      'go',
      {
        swap: [
          [
            'produces: [{ path: results/sf1.csv, expect: { lines: 23 } }]',
            'produces: [{ path: results/sf1.csv, checkpoint: 1m, expect: { lines: 23 } }]',
          ],
        ],
      },
    ],
    ['cpp', { swap: [['checkpoint: 30s', 'checkpoint: 5m']] }],
    ['node', { swap: [['upload: false', 'upload: false, checkpoint: false']] }],
  ],
);

mutants(
  'no-completeness-check',
  [
    [
      'rust',
      { swap: [['produces: [{ path: results/sf1.csv, expect: { lines: 23 } }]', 'produces: [results/sf1.csv]']] },
    ],
    [
      'go',
      {
        swap: [
          [
            'produces: [{ path: results/sf1.csv, expect: { lines: 23 } }]',
            'produces: [{ path: results/sf1.csv, expect: { min-size: 1KB } }]',
          ],
        ],
      },
    ],
    [
      'cpp',
      {
        swap: [['produces: [{ path: results/sf1.csv, expect: { lines: 23 } }]', 'produces:\n      - results/sf1.csv']],
      },
    ],
    [
      'python',
      {
        swap: [
          [
            'produces: [{ path: results/sf1.csv, expect: { lines: 23 } }]',
            'produces: [{ path: results/sf1.csv, expect: { min-size: 10MB } }]\n    expect: { min-size: 1KB }',
          ],
        ],
      },
    ],
  ],
  [
    [
      'rust',
      {
        swap: [
          [
            'produces: [{ path: results/sf1.csv, expect: { lines: 23 } }]',
            'produces: [results/sf1.csv]\n    expect: { matches: { pattern: "^22/22$" } }',
          ],
        ],
      },
    ],
    [
      'go',
      {
        swap: [
          [
            'produces: [{ path: results/sf1.csv, expect: { lines: 23 } }]',
            'produces: [{ path: results/sf1.csv, expect: { matches: { pattern: "^Q", count: 22 } } }]',
          ],
        ],
      },
    ],
    [
      'cpp',
      {
        swap: [
          [
            'produces: [{ path: results/sf1.csv, expect: { lines: 23 } }]',
            'produces: [results/sf1.csv]\n    exclusive: false',
          ],
        ],
      },
    ],
    [
      'node',
      {
        swap: [
          ['produces: [{ path: results/sf1.csv, expect: { lines: 23 } }]', 'produces: [results/sf1.csv]'],
          ['timeout: 1h', 'timeout: 10m'],
        ],
      },
    ],
  ],
);
