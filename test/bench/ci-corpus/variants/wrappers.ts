import type { Variant } from './variant.ts';

const WRAPPERS: readonly (readonly [kind: string, form: (run: string) => string])[] = [
  ['time', run => `time ${run}`],
  ['timeout', run => `timeout -k 30 600 ${run}`],
  ['taskset', run => `taskset -c 0-3 ${run}`],
  ['numactl', run => `numactl --cpunodebind=0 --membind=0 ${run}`],
  ['nice', run => `nice -n -5 ${run}`],
  ['chrt', run => `sudo chrt -f 50 ${run}`],
  ['/usr/bin/time', run => `/usr/bin/time -v -o time.txt ${run}`],
  ['tee', run => `${run} 2>&1 | tee run.log`],
  ['a log', run => `${run} > run.log 2>&1`],
  ['RUST_LOG', run => `RUST_LOG=debug ${run}`],
  ['env', run => `env RUST_LOG=debug NO_COLOR=1 ${run}`],
  ['||', run => `${run} || { echo failed >&2; exit 1; }`],
  ['wait', run => `${run} &\npid=$!\nwait "$pid"`],
  ['a loop', run => `for round in 1 2 3; do\n  ${run}\ndone`],
  ['to its status', run => `status=0\n${run} || status=$?\nexit "$status"`],
  ['a wait', run => `until ${run}; do sleep 5; done`],
  ['what it prints', run => `printed=$(${run} 2>&1)\necho "$printed"`],
  ['{ time }', run => `{ time ${run}; } 2> time.txt`],
  ['|& ts', run => `${run} |& ts '%.s' > run.log`],
  ['>(tee)', run => `${run} > >(tee run.log) 2>&1`],
  ['"$@"', run => `logged() {\n  local name=$1\n  shift\n  "$@" > "$name.log" 2>&1\n}\nlogged unit ${run}`],
  ['SECONDS', run => `start=$SECONDS\n${run} && took=$((SECONDS - start))\necho "$took" >> took.txt`],
  ['bash <<', run => `bash -eu <<'EOF'\n${run}\nEOF`],
  ['bash -lc', run => `bash -lc "${run.replaceAll(/["$`\\]/g, '\\$&')}"`],
  ['sudo -u', run => `sudo -u bench -E -- ${run}`],
  ['ulimit', run => `ulimit -n 65536 && ${run}`],
  ['nohup', run => `nohup ${run} > run.log 2>&1 &\nwait $!`],
  ['cgexec', run => `cgexec -g memory,cpu:bench ${run}`],
  ['a trap', run => `trap 'rm -rf "$tmp"' EXIT\ntmp=$(mktemp -d)\nTMPDIR=$tmp ${run}`],
  ['pushd', run => `pushd "$PWD" > /dev/null\n${run}\npopd`],
  ['parallel', run => `parallel --halt now,fail=1 ::: '${run.replaceAll("'", "'\\''")}'`],
  ['bg, both waited for', run => `sleep 600 &\n${run} & tests=$!\nwait "$tests"`],
  ['systemd-run', run => `systemd-run --scope -p MemoryMax=8G -- ${run}`],
  ['a directory', run => `( cd . && ${run} )`],
  ['an array', run => `cmd=(${run})\n"\${cmd[@]}"`],
  ['eval', run => `cmd="${run.replaceAll(/["$`\\]/g, '\\$&')}"\neval "$cmd"`],
];

/** These measure, which CI does not. */
const MEASURING: typeof WRAPPERS = [
  ['perf stat', run => `perf stat -d -o perf.txt -- ${run}`],
  ['hyperfine', run => `hyperfine --warmup 1 --runs 5 '${run.replaceAll("'", "'\\''")}'`],
  ['valgrind', run => `valgrind --trace-children=yes ${run}`],
];

/** Forms in which a stage starts a command, and whether they leave its work as it is. */
export function wrapped(run: string): readonly Variant[] {
  return [
    ...WRAPPERS.map(([kind, form]): Variant => ({ law: 'same', kind, run: form(run) })),
    ...MEASURING.map(([kind, form]): Variant => ({ law: 'other', kind, run: form(run) })),
  ];
}
