import { describe, expect, test } from 'vitest';
import type { StageResult } from '../../schema/records.ts';
import { compiled } from '../interpreter/compiled.ts';
import { Machine } from './boot.ts';

const top = `campaign: boot
version: 1
limits: { wall: 3m, stage: 1m, hold: 5s }
machine: { market: spot, price: 1 USD/h }
store: { url: "file:///out/store", checkpoint: 2s }
source: { dir: /opt/boot/engine }
stages:
  first:
    run: echo kept > first.txt
    produces: [first.txt]
`;

/** A script that clones from the machine's /out/repo and saves beside it. */
async function scriptOf(machine: Machine, stages: string, change = (text: string) => text): Promise<string> {
  const commit = machine.repository({ 'tracked.txt': 'tracked\n' });
  const { script, faults } = await compiled(change(top) + stages, { commit }, { origin: 'file:///out/repo' });
  if (!script) throw new Error(JSON.stringify(faults.map(({ message }) => message)));
  return script.text;
}

/** The one run in the store beside the machine. */
function stored(machine: Machine) {
  const keys = machine.files('store/boot');
  const [run] = new Set(keys.map(key => key.replace(/\/.*/, '')));
  const text = (key: string) => machine.text(`store/boot/${run}/${key}`);
  return {
    run: run!,
    keys: keys.map(key => key.slice(run!.length + 1)),
    text,
    end: (stage: string) => {
      const { state, reason }: StageResult = JSON.parse(text(`stages/${stage}/result.json`));
      return reason === '' ? state : `${state}: ${reason}`;
    },
  };
}

describe('where systemd runs', () => {
  test('the run and its watchdog have units, a timer ends the machine in any case, and all it says is where user data says it', async () => {
    using machine = new Machine();
    const stages = `  look:
    run: |
      grep -o 'campaign-.*service' /proc/self/cgroup | sort -u
      systemctl list-units --plain --no-legend 'campaign-*' | sed 's/ .*//'
      systemctl show -p Environment -p TimeoutStopUSec -p KillMode -p OOMPolicy -p After "$(systemctl list-units --plain --no-legend 'campaign-*Z-??????.service' | sed 's/ .*//')"
`;
    expect(await machine.boot({ userData: await scriptOf(machine, stages) })).toBe(true);
    const { run, keys, text } = stored(machine);
    expect(keys, machine.output).toContain('COMPLETE');
    const log = text('stages/look/log');
    expect(log.split('\n')).toEqual(
      expect.arrayContaining([
        `campaign-${run}.service`,
        `campaign-${run}-watchdog.service`,
        'KillMode=mixed',
        'OOMPolicy=continue',
        'TimeoutStopUSec=1min 50s',
      ]),
    );
    expect(log).not.toContain('AWS_REGION');
    expect(log).toMatch(/^campaign-off-\d+\.timer$/m);
    expect(log).toMatch(/^After=.*\bnetwork-online\.target\b/m);
    expect(machine.output).toContain('campaign: look: passed');
  });

  test('a machine that is powered off from outside saves everything first', async () => {
    using machine = new Machine();
    const stages = `  cut:
    run: |
      systemd-run --quiet --on-active=3 systemctl poweroff
      echo half > half.txt
      for i in {1..600}; do echo $i >> count.txt; sleep 0.1; done
    produces: [half.txt, count.txt]
    requires: [first.txt]
`;
    expect(await machine.boot({ userData: await scriptOf(machine, stages) })).toBe(true);
    const { keys, text, end } = stored(machine);
    expect(end('cut'), machine.output).toBe('interrupted: the run was stopped by SIGTERM');
    expect(text('stages/cut/partial/half.txt')).toBe('half\n');
    expect(JSON.parse(text('run.json')).exitStatus).toBe(143);
    expect(keys).toContain('COMPLETE');
  });

  test('main and watchdog killed at once: systemd starts the watchdog again, which saves and powers off', async () => {
    using machine = new Machine();
    const stages = `  killing:
    run: |
      echo half > half.txt
      for i in {1..4}; do kill -9 $(cat /var/lib/campaign/runs/*/watchdog.pid); sleep 1; done
      systemctl is-active 'campaign-*-watchdog.service'
      kill -9 $(cat /var/lib/campaign/runs/*/watchdog.pid) $(cat /var/lib/campaign/runs/*/pid)
      sleep 60
    produces: [half.txt]
    requires: [first.txt]
`;
    expect(await machine.boot({ userData: await scriptOf(machine, stages) })).toBe(true);
    const { keys, text, end } = stored(machine);
    expect(end('killing'), machine.output).toBe('interrupted: the main process was killed');
    expect(text('stages/killing/partial/half.txt')).toBe('half\n');
    expect(text('stages/killing/partial/log')).toBe('active\n');
    expect(keys).toContain('INCOMPLETE');
  });

  test('when everything of the run is gone, the timer powers the machine off', async () => {
    using machine = new Machine();
    const stages = `  killing:
    run: |
      systemctl stop --no-block 'campaign-*-watchdog.service'
      kill -9 $(cat /var/lib/campaign/runs/*/watchdog.pid) $(cat /var/lib/campaign/runs/*/pid)
      sleep 60
    requires: [first.txt]
`;
    const text = await scriptOf(machine, stages, head => head.replace('wall: 3m', 'wall: 12s'));
    expect(text).toContain('$((WALL + 900))');
    expect(await machine.boot({ userData: text.replace('$((WALL + 900))', '$((WALL + 3))') })).toBe(true);
    const { keys } = stored(machine);
    expect(keys).not.toContain('COMPLETE');
    expect(keys).not.toContain('INCOMPLETE');
  });

  test('a spot notice from the metadata of the instance stops and saves', async () => {
    using machine = new Machine();
    const stages = `  slow:
    run: |
      echo half > half.txt; touch /out/slow-runs; sleep 60
    produces: [half.txt]
    requires: [first.txt]
`;
    const notice = '{"action":"terminate","time":"2026-05-17T09:20:00Z"}';
    const beside = `while [ ! -e slow-runs ]; do sleep 0.2; done; curl -fsS -X PUT --data '${notice}' "$CLOUD_CONTROL/imds/spot/instance-action"; sleep 60`;
    expect(await machine.boot({ userData: await scriptOf(machine, stages), beside })).toBe(true);
    const { text, end } = stored(machine);
    expect(end('slow'), machine.output).toBe(
      'interrupted: the run was stopped by the spot notice of EC2: terminate at 2026-05-17T09:20:00Z',
    );
    expect(JSON.parse(text('run.json')).machine.instanceType).toBe('c7i.2xlarge');
    expect(text('stages/slow/partial/half.txt')).toBe('half\n');
  });
});
