import { describe, expect, test } from 'vitest';
import { type Tree, verdict, workflow } from './world.ts';

/** CI's step, the stage's commands, how it is judged. */
type Case = readonly [ci: string, stage: string, verdict: string];

function table(title: string, cases: readonly Case[], repository: Tree = {}): void {
  describe(title, () => {
    for (const [ci, stage, expected] of cases)
      test(`${ci} | ${stage} → ${expected}`, () => {
        expect(verdict({ ...repository, '.github/workflows/ci.yml': workflow(ci) }, stage)).toBe(expected);
      });
  });
}

describe('programs that only start the command in their words', () => {
  const launchers = [
    '/usr/bin/time -f %e',
    'nice -n 10',
    'ionice -c 2 -n 7',
    'numactl --cpunodebind 0',
    'taskset -c 0-3',
    'stdbuf -oL',
    'sudo -u postgres',
    'runuser -u ci --',
    'unshare -n',
    'systemd-run --scope -p MemoryMax=4G',
    'ip netns exec bench',
    'nsenter -t 1 --',
    'fakeroot --',
    'setuidgid nobody',
    's6-setuidgid nobody',
    'chpst -u nobody',
    'xvfb-run -a',
    'xwfb-run --',
    'dbus-run-session --',
    'dbus-launch --exit-with-session',
    'caffeinate -i',
    'catchsegv',
    './tools/wait-for-it.sh db:5432 -t 30 --',
    './scripts/wait_for.py db:5432 --',
    'wait-for-it db:5432 --',
    'kcov --include-path=. out',
    'poetry run',
    'uv run',
    'uv tool run',
    'pixi run -e test',
    'conda run -n test',
    'mise exec --',
    'mise x python@3.12 --',
    'direnv exec .',
    'nix develop -c',
    'devbox run --',
    'op run --',
    'doppler run --',
    'infisical run --env=dev --',
    'aws-vault exec ci --',
    'chamber exec ci --',
    'dotenv --',
    'dotenvx run -f .env --',
    'cross-env',
    'env-cmd -f .env',
    'volta run --node 20',
    'fnm exec --using 20',
    'pyenv exec',
    'rbenv exec',
    'mpiexec -n 1',
    'mpirun --bind-to core --mca btl tcp',
    'srun --cpus-per-task 4',
  ];
  for (const launcher of launchers)
    test(launcher, () => {
      const ci = { '.github/workflows/ci.yml': workflow('pytest tests') };
      expect(verdict(ci, `${launcher} pytest tests/test_a.py`)).toBe('whole');
      const launched = { '.github/workflows/ci.yml': workflow(`${launcher} pytest tests`) };
      expect(verdict(launched, 'pytest tests/test_a.py')).toBe('whole');
      expect(verdict(launched, 'pytest docs')).toBe('no');
    });

  for (const text of ['su -c', 'runuser ci -c', 'script -qec', 'nix-shell --run'])
    test(`${text} TEXT`, () => {
      const ci = { '.github/workflows/ci.yml': workflow(`${text} 'pytest tests'`) };
      expect(verdict(ci, 'pytest tests/test_a.py')).toBe('whole');
    });

  for (const other of ['valgrind --error-exitcode=1', 'perf stat -e cycles', 'strace -f -o out', 'hyperfine'])
    test(`${other} does something else`, () => {
      const ci = { '.github/workflows/ci.yml': workflow('./tests/run tests') };
      expect(verdict(ci, `${other} ./tests/run tests`)).toBe('no');
    });
});

table('machines that a program starts for the command', [
  ['vimto -kernel :6.6 -- go test -short ./...', 'vimto -kernel=:6.6 -smp 2 -- go test -short ./a', 'whole'],
  ['vimto -kernel :6.6 -- go test ./...', 'vimto -kernel :4.19 -- go test ./...', 'no'],
  ['vimto -kernel :6.6 -- go test ./...', 'vimto -- go test ./...', 'no'],
  ['vimto -kernel 6.6 -- go test ./...', 'go test ./...', 'whole'],
  ['go test ./...', 'vimto -kernel :6.6 -- go test ./...', 'no'],
  ['vng -r v6.6 -- go test ./...', 'vng --run v6.6 --memory 4G -- go test ./a', 'whole'],
  [
    'for k in 5.4 6.6; do vimto -kernel :$k -- go test ./...; done',
    'for k in 5.4 6.6; do vimto -kernel :$k -- go test ./...; done',
    'whole',
  ],
]);

table('several processes', [
  ['mpiexec -n 1 python -m pytest tests', 'mpiexec -n 1 python -m pytest tests/a', 'whole'],
  ['mpiexec -n 4 python -m pytest tests', 'mpirun -np 4 python -m pytest tests/a', 'whole'],
  ['mpiexec -n 4 python -m pytest tests', 'mpiexec -n 8 python -m pytest tests', 'no'],
  ['mpiexec -n 4 python -m pytest tests', 'python -m pytest tests', 'no'],
  ['python -m pytest tests', 'srun --ntasks=4 python -m pytest tests', 'no'],
  ['mpiexec -n 1 -genv ENGINE fast pytest tests', 'ENGINE=fast mpiexec -n 1 pytest tests', 'whole'],
  ['mpirun -x ENGINE=fast -n 1 pytest tests', 'ENGINE=slow pytest tests', 'no'],
  ['pytest tests', 'systemd-run --scope -E ENGINE=fast pytest tests', 'no'],
]);

table(
  'gotestsum',
  [
    ['gotestsum --junitfile x.xml --raw-command -- go test -json -short ./...', 'go test -short ./a', 'whole'],
    ['gotestsum --raw-command --junitfile x.xml -- ./tool.sh ./...', 'go test ./a', 'no'],
    ['gotestsum --junitfile x.xml --raw-command -- vimto -kernel :6.6 -- go test ./...', 'go test ./a', 'whole'],
    ['gotestsum --junitfile x.xml', 'go test ./a', 'whole'],
    ['gotestsum -f dots ./a', 'go test ./a', 'whole'],
    ['gotestsum -f dots ./a', 'go test ./b', 'no'],
    ['gotestsum --packages ./a -- -race', 'go test -race ./a', 'whole'],
    ['gotestsum --rerun-fails --packages="./a ./b" -- -count=1', 'go test ./b', 'whole'],
    ['gotestsum --packages="$(printf \'%s\\n\' ./a ./b)"', 'go test ./b', 'whole'],
    ['gotestsum --packages="$(printf \'%s\\n\' ./a ./b)"', 'go test ./c', 'no'],
  ],
  { 'go.mod': 'module a.b/c\n' },
);

table(
  'what `-exec` of go test names',
  [
    ['go test ./...', "go test -exec 'sudo -E' ./a", 'whole'],
    ["go test -exec 'sudo -E' ./...", 'go test ./a', 'whole'],
    ['go test ./...', "go test -exec 'stress -p 4' ./a", 'no'],
    ['go test ./...', "go test -exec 'qemu-arm' ./a", 'no'],
  ],
  { 'go.mod': 'module a.b/c\n' },
);
