import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../schema/records.ts';
import { type Box, boxed, kill } from './box.ts';
import { noRoom, type Room, roomed } from './room.ts';

const trivial = 'a:\n  run: echo ran > ran.txt';

const missing = (box: Box) => box.events().flatMap(event => (event.event === 'preflight' ? event.missing : []));

/** `step state` of each part. */
const steps = (box: Box) =>
  box
    .events()
    .filter((event): event is RunEvent & { event: 'provision' } => event.event === 'provision')
    .map(({ step, state }) => `${step} ${state}`);

const called = (room: Room) => readFileSync(join(room.root, 'called'), 'utf8');

/** A repository for apt-get with one package, which brings one command. */
function aptRepository(room: Room, name: string): void {
  const tree = join(room.root, 'deb');
  mkdirSync(join(tree, 'DEBIAN'), { recursive: true });
  mkdirSync(join(tree, 'usr/bin'), { recursive: true });
  const control = `Package: ${name}\nVersion: 1.0\nArchitecture: all\nMaintainer: nobody <nobody@example.invalid>\nDescription: test\n`;
  writeFileSync(join(tree, 'DEBIAN/control'), control);
  writeFileSync(join(tree, 'usr/bin', name), '#!/bin/sh\necho "I am installed"\n', { mode: 0o755 });
  const repository = join(room.root, 'repository');
  mkdirSync(repository);
  const file = join(repository, 'one.deb');
  execFileSync('dpkg-deb', ['--root-owner-group', '-b', tree, file], { stdio: 'pipe' });
  const bytes = readFileSync(file);
  const sum = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(join(repository, 'Packages'), `${control}Filename: ./one.deb\nSize: ${bytes.length}\nSHA256: ${sum}\n`);
  room.prelude = `rm -rf /etc/apt/sources.list.d/*; echo "deb [trusted=yes] file:${repository} ./" >/etc/apt/sources.list`;
}

test('the provisioning of a machine is tried on a copy of this one', context => {
  if (noRoom !== undefined) context.skip(noRoom);
  expect(noRoom).toBeUndefined();
});

describe('with CAMPAIGN_PROVISION=1', () => {
  roomed(
    'the real apt-get installs, the real useradd makes the user, setup runs as root, stages as the user',
    async room => {
      aptRepository(room, 'campaign-hello');
      const top = `machine:
  user: runner
  packages: [campaign-hello]
  setup: |
    echo "setup as $(id -un) in $PWD with $GREETING, HOME $HOME"
    echo 'echo made by setup' > /usr/local/bin/made; chmod +x /usr/local/bin/made
env: { GREETING: hello }
`;
      const stages = `who:
  run: |
    echo "$(id -un) $(id -gn) $HOME $USER $LOGNAME $SHELL $(basename "$(pwd)")" | tee who.txt
    campaign-hello; made > /dev/stderr; touch "$HOME/mine"
  requires: [{ tool: campaign-hello }, { tool: made }]
  produces: [who.txt]
root:
  user: root
  run: echo "$(id -un) $HOME $USER"`;
      room.prelude += `; chmod 777 ${room.source}`;
      expect(await room.play(stages, top)).toBe(0);
      expect(room.text('stages/who/outputs/who.txt')).toBe(
        'runner runner /home/runner runner runner /bin/bash source\n',
      );
      expect(room.text('stages/who/log')).toBe(
        'runner runner /home/runner runner runner /bin/bash source\nI am installed\nmade by setup\n',
      );
      expect(room.text('stages/root/log')).toBe('root /root root\n');
      expect(steps(room)).toEqual([
        'packages started',
        'packages done',
        'users started',
        'users done',
        'setup started',
        'setup done',
      ]);
      expect(room.text('provision/log')).toContain(`setup as root in ${room.source} with hello, HOME /root\n`);
      expect(room.text('provision/log')).toContain('Setting up campaign-hello (1.0)');
      expect(existsSync('/usr/bin/campaign-hello') || existsSync('/home/runner')).toBe(false);
    },
  );

  roomed('a package that no repository has is named, nothing is run, and what was printed is saved', async room => {
    aptRepository(room, 'campaign-hello');
    expect(await room.play(trivial, 'machine: { packages: [campaign-hello, no-such-a, no-such-b] }\n')).toBe(3);
    expect(missing(room)).toEqual([
      "package no-such-a: the machine's repositories do not have it",
      "package no-such-b: the machine's repositories do not have it",
    ]);
    expect(room.end('a')).toBe('blocked: preflight failed: nothing was run');
    expect(room.text('provision/log')).toContain('E: Unable to locate package no-such-a');
    expect(room.has('COMPLETE')).toBe(true);
  });

  roomed('dnf gets all names at once, is tried again while it fails, and may replace curl-minimal', async room => {
    room.standIn(
      'dnf',
      'echo "dnf $*" >>"${0%/*}/../called"\n[[ $(wc -l <"${0%/*}/../called") -gt 1 ]] || { echo "Error: Failed to download metadata"; exit 1; }',
    );
    expect(await room.play(trivial, 'machine: { packages: [cmake, curl] }\n')).toBe(0);
    expect(called(room)).toBe('dnf -y install --allowerasing cmake curl\n'.repeat(2));
  });

  roomed('what cannot be mended by installing is found before anything is installed', async room => {
    room.standIn('dnf', 'echo "dnf $*" >>"${0%/*}/../called"');
    const stages = `${trivial}\n  requires: [{ cpu: no-such-flag }, { tool: no-such-tool }]`;
    expect(await room.play(stages, 'machine: { packages: [cmake] }\n')).toBe(3);
    expect(missing(room)).toEqual(['cpu no-such-flag']);
    expect(existsSync(join(room.root, 'called'))).toBe(false);
  });

  roomed('docker is installed, started, waited for, and the user reaches it by its group', async room => {
    const socket = join(room.root, 'docker.sock');
    room.standIn('dnf', 'echo "dnf $*" >>"${0%/*}/../called"; cp "${0%/*}/engine" "${0%/*}/docker"');
    room.standIn('systemctl', 'echo "systemctl $*" >>"${0%/*}/../called"; (sleep 1; touch "${0%/*}/../up") &');
    room.standIn(
      'engine',
      `[[ -e \${0%/*}/../up ]] || exit 1; [[ -w ${socket} ]] || { echo "permission denied"; exit 1; }`,
    );
    room.prelude = `groupadd -r docker 2>/dev/null; touch ${socket}; chgrp docker ${socket}; chmod 660 ${socket}
      rm -f /usr/local/bin/docker /usr/bin/docker; chmod 777 ${room.source}`;
    const stages = `a:\n  run: id -un; docker info; stat -c %a ${socket}\n  requires: [{ service: docker }]`;
    expect(await room.play(stages, 'machine: { user: runner, services: [docker] }\n')).toBe(0);
    expect(room.text('stages/a/log')).toBe('runner\n660\n');
    expect(called(room)).toBe('dnf -y install docker\nsystemctl enable --now --no-block -- docker\n');
  });

  roomed('a service that does not start is named with the reason', async room => {
    room.standIn('systemctl', 'echo "Unit ${!#}.service not found." >&2; exit 1');
    room.standIn('service', 'exit 1');
    expect(await room.play(trivial, 'machine: { services: [nothing] }\n')).toBe(3);
    expect(missing(room)).toEqual(['service nothing does not start: Unit nothing.service not found.']);
  });

  roomed('a setup that fails ends the run before the first stage', async room => {
    const script = await room.compile(trivial, 'machine: { setup: "echo so far; exit 7" }\n');
    expect(await room.start(script).ended).toBe(3);
    expect(missing(room)).toEqual(['setup: exit code 7 (so far)']);
    expect(room.text('provision/log')).toContain('so far\n');
  });

  roomed('a setup that takes too long is stopped, and all it started', async room => {
    const limits = 'limits: { wall: 60s, stage: 1s }\n';
    expect(await room.play(trivial, `${limits}machine: { setup: "echo slow; sleep 50 & setsid sleep 50; :" }\n`)).toBe(
      3,
    );
    expect(missing(room)).toEqual(['setup: stopped after its limit of 1 s']);
    expect(room.pids()).toEqual([]);
  });

  roomed('TERM during setup ends it and the run', async room => {
    const child = room.start(await room.compile(trivial, 'machine: { setup: "echo begun; sleep 50" }\n'));
    await room.until(() => room.text('provision/log').includes('begun'));
    kill(mainPid(room), 'SIGTERM');
    expect(await child.ended).toBe(143);
    expect(room.end('a')).toBe('interrupted: the run was stopped by SIGTERM');
    expect(room.pids()).toEqual([]);
  });

  roomed('kill -9 of the main process during setup ends setup too', async room => {
    room.start(await room.compile(trivial, 'machine: { setup: "echo begun; sleep 50" }\n'));
    await room.until(() => room.text('provision/log').includes('begun'));
    kill(mainPid(room));
    await room.until(() => room.has('INCOMPLETE') && room.pids().length === 0, 30);
    expect(room.end('a')).toBe('interrupted: the main process was killed');
  });

  roomed('the heartbeat goes on while the machine is set up', async room => {
    const child = room.start(
      await room.compile(trivial, 'machine: { setup: "until [ -e go ]; do sleep 0.1; done" }\n'),
    );
    await room.until(() => steps(room).includes('setup started'));
    const { updatedAt } = room.status();
    await room.until(() => room.status().updatedAt > updatedAt);
    expect(room.status().state).toBe('preflight');
    writeFileSync(join(room.source, 'go'), '');
    expect(await child.ended).toBe(0);
  });

  roomed('who is not root is told what that stops', async room => {
    room.prelude = `chown -R nobody ${room.root}/home ${room.root}/store ${room.source} 2>/dev/null; mkdir -p ${room.home} ${room.store}; chown nobody ${room.home} ${room.store} ${room.source}
      exec setpriv --reuid=nobody --regid=nogroup --clear-groups bash "$0"`;
    expect(await room.play(trivial, 'machine: { packages: [cmake] }\n')).toBe(3);
    expect(missing(room)).toEqual([
      'root: CAMPAIGN_PROVISION=1 installs packages and runs stages as other users, which nobody may not; set CAMPAIGN_PROVISION=0',
    ]);
  });
});

describe('with CAMPAIGN_PROVISION=0', () => {
  boxed('nothing of the machine is touched, and stages run as the caller', async box => {
    const top = 'machine: { user: runner, packages: [no-such], services: [no-such], setup: "exit 1" }\n';
    expect(await box.play('a:\n  run: id -un', top)).toBe(0);
    expect(box.text('stages/a/log')).toBe(`${execFileSync('id', ['-un'])}`);
    expect(steps(box)).toEqual([]);
  });
});

/** The main process is known to the room by another number. */
function mainPid(room: Room): number {
  const inner = readFileSync(join(room.local, 'pid'), 'utf8').trim();
  const found = room.pids().filter(pid => {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return new RegExp(`^NSpid:.*\\t${inner}$`, 'm').test(status);
  });
  expect(found).toHaveLength(1);
  return found[0]!;
}
