import { mutants } from './mutants.ts';

mutants(
  undefined,
  [],
  [
    [
      'cpp',
      'docker run -d --name pg -e POSTGRES_PASSWORD=bench -p 5432:5432 postgres:17.2 -c shared_buffers=4GB\nfor i in $(seq 60); do docker exec pg pg_isready -U postgres && break; sleep 1; done\ndocker exec pg pg_isready -U postgres\nPGPASSWORD=bench psql -h localhost -U postgres -v ON_ERROR_STOP=1 -f sql/load.sql\n@B --dsn "host=localhost user=postgres"\ndocker rm -f pg',
    ],
    ['python', 'export OMP_NUM_THREADS=$(nproc)\nnumactl --cpunodebind=0 --membind=0 @B'],
    ['go', 'GOMAXPROCS=4 GODEBUG=gctrace=1 @B'],
    ['rust', 'ulimit -n 65536\ntaskset -c 0-3 @B'],
    ['node', 'node --max-old-space-size=8192 bench/run.mjs --data data/sf1 --out results/sf1.csv'],
    ['cpp', 'perf stat -d @B'],
    ['rust', 'mkdir -p results\nfor i in 1 2 3; do\n  echo "run $i"\n  @B\ndone'],
    ['go', 'start=$(date +%s)\n@B\nend=$(date +%s)\necho "took $((end - start))s"'],
    ['python', 'set -x\n@B\nset +x'],
    ['cpp', 'cat > /tmp/pg.conf <<"E"\nshared_buffers = 4GB\nE\n@B'],
    ['rust', 'if [[ ${DEBUG:-0} == 1 ]]; then set -x; fi\n@B'],
    ['go', 'printf "%s\\n" "a > b" | cat\n@B'],
    ['node', 'test "$(node -p "process.versions.node.split(\'.\')[0]")" -ge 20\n@B'],
    ['python', 'IFS=, read -r a b <<<"1,2"\n@B'],
    ['cpp', 'declare -A q=([1]=a [2]=b)\nfor k in "${!q[@]}"; do echo "$k ${q[$k]}"; done\n@B'],
    ['rust', 'sudo sysctl -w kernel.perf_event_paranoid=-1\n@B'],
    ['go', 'while IFS= read -r l; do echo "$l"; done < <(ls data/sf1)\n@B'],
    ['rust', 'echo "::group::bench"\n@B\necho "::endgroup::"'],
    ['rust', 'export AWS_DEFAULT_REGION=us-east-2\naws s3 cp results/sf1.csv "s3://b/${RUN}/"\n@B'],
    ['cpp', 'diff <(sort sql/q01.sql) <(sort sql/load.sql) | wc -l || true\n@B'],
  ],
);
