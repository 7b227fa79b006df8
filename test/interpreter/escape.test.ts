import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect } from 'vitest';
import { boxed, kill } from './box.ts';
import { untruths } from './truth.ts';

const pids = new Set<number>();
afterAll(() => {
  for (const pid of pids) kill(pid);
});

const isRunning = (pid: number) =>
  existsSync(`/proc/${pid}/stat`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));

/** A daemon by all the rules: twice forked, in a session and a control group of its own, without environment and open files. */
const daemon = `cat > daemon.sh <<'EOF'
for root in /sys/fs/cgroup /sys/fs/cgroup/unified; do
  [ ! -w $root/cgroup.procs ] || echo $$ > $root/cgroup.procs || :
done 2>/dev/null
cd /
echo $$ > "$1"
exec sleep 300 </dev/null >/dev/null 2>&1
EOF
(setsid env -i PATH="$PATH" setsid bash daemon.sh "$PWD/daemon.pid" </dev/null >/dev/null 2>&1 &)
while [ ! -s daemon.pid ]; do sleep 0.05; done`;

describe('nothing of a stage outlives it', () => {
  for (const [how, end] of [
    ['passes', ''],
    ['fails', 'exit 3'],
    ['is killed', 'kill -9 $$'],
    ['times out', 'sleep 30'],
  ] as const)
    boxed(`not even a daemon that has left everything it came from, when the stage ${how}`, async box => {
      const run = `${daemon}\n${end}`.replace(/^/gm, '    ');
      await box.play(`a:\n  run: |\n${run}\n  timeout: 3s\nb:\n  run: "true"`);
      const pid = Number(readFileSync(join(box.source, 'daemon.pid'), 'utf8'));
      pids.add(pid);
      expect(isRunning(pid)).toBe(false);
      expect(box.end('b')).toBe('passed');
      expect(untruths(box)).toEqual([]);
    });

  boxed('nor when the main process is killed', async box => {
    box.start(await box.compile(`a:\n  run: |\n${`${daemon}\nsleep 30`.replace(/^/gm, '    ')}`));
    await box.until(() => readFileSync(join(box.source, 'daemon.pid'), 'utf8') !== '');
    const pid = Number(readFileSync(join(box.source, 'daemon.pid'), 'utf8'));
    pids.add(pid);
    expect(isRunning(pid)).toBe(true);
    kill(Number(readFileSync(join(box.local, 'pid'), 'utf8')));
    await box.until(() => box.has('INCOMPLETE'));
    expect(isRunning(pid)).toBe(false);
  });

  boxed('nor when everything was killed, once there is another run of the same home', async (box, context) => {
    const script = await box.compile('a:\n  run: echo > here; sleep 300');
    box.start(script);
    await box.until(() => existsSync(join(box.source, 'here')));
    await box.until(() => existsSync(join(box.local, 'uploader')));
    // All are stopped first: whoever is left starts what it misses again.
    for (const signal of ['SIGSTOP', 'SIGKILL'] as const)
      for (const name of ['pid', 'uploader', 'watchdog.pid', 'stages/a/supervisor'])
        kill(Number(readFileSync(join(box.local, name), 'utf8')), signal);
    const left = Number(readFileSync(join(box.local, 'stages/a/pid'), 'utf8'));
    pids.add(left);
    const groups = () =>
      ['/sys/fs/cgroup', '/sys/fs/cgroup/unified']
        .filter(existsSync)
        .flatMap(root => readdirSync(root))
        .filter(name => name.startsWith('campaign-'));
    const path = readFileSync(join(box.local, 'cgroup'), 'utf8').trim();
    const group = path.replace(/.*\//, '');
    if (group === '') return context.skip('no control group can be made here');
    // What they had just begun, such as a copy, ends by itself.
    const isHarness = (pid: number) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('script.sh');
    await box.until(() => !box.pids().some(isHarness));
    expect([isRunning(left), groups()]).toEqual([true, expect.arrayContaining([group])]);
    const quick = await box.compile('a:\n  run: "true"');
    expect(await box.start(quick, { CAMPAIGN_RUN_ID: 'next' }).ended).toBe(0);
    expect(groups()).not.toContain(group);
    expect(isRunning(left)).toBe(false);
  });
});

describe('the process group of the run', () => {
  boxed('TERM to all of it, as timeout(1) sends it, leaves the time to save', async box => {
    const child = box.start(await box.compile('a:\n  run: echo half > half.txt; sleep 30\n  produces: [half.txt]'));
    await box.until(() => existsSync(join(box.source, 'half.txt')));
    kill(-child.pid!, 'SIGTERM');
    expect(await child.ended).toBe(143);
    expect(box.end('a')).toBe('interrupted: the run was stopped by SIGTERM');
    expect(box.text('stages/a/partial/half.txt')).toBe('half\n');
    expect(box.has('COMPLETE')).toBe(true);
  });

  boxed('kill 0 and a signal to its own group reach nothing but the stage', async box => {
    const stages =
      'a:\n  run: kill -TERM 0\nb:\n  run: kill -KILL -- -$(ps -o pgid= -p $$ | tr -d " ")\nc:\n  run: (kill -TERM 0)';
    expect(await box.play(stages)).toBe(1);
    expect(['a', 'b', 'c'].map(name => box.end(name))).toEqual([
      'killed: killed by SIGTERM',
      'killed: killed by SIGKILL',
      'killed: killed by SIGTERM',
    ]);
  });
});

boxed('containers that a stage leaves running are named', async box => {
  const bin = join(box.root, 'bin');
  mkdirSync(bin);
  // A stand-in: what an engine would list is in a file.
  writeFileSync(join(bin, 'docker'), `#!/bin/bash\n[[ $1 == ps ]] && cat ${box.root}/containers 2>/dev/null\n:\n`);
  chmodSync(join(bin, 'docker'), 0o755);
  writeFileSync(join(box.root, 'containers'), '0123456789ab before\n');
  const run = `echo '0123456789ab before' > ../containers; echo 'ba9876543210 database' >> ../containers; docker run -d x`;
  const env = { PATH: `${bin}:${process.env.PATH ?? ''}` };
  expect(await box.play(`a:\n  run: "${run}"\nb:\n  run: "true"`, '', env)).toBe(0);
  expect(box.events().filter(({ event }) => event === 'warning')).toMatchObject([
    { message: 'a: it left containers running: ba9876543210 database' },
  ]);
});
