import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Machine } from './boot.ts';
import { campaign, prepared, stored } from './campaign.ts';

const good = campaign(`  first:
    run: |
      echo "as $(id -un) in $PWD, provision is \${CAMPAIGN_PROVISION-gone}"
      cat tracked.txt > first.txt
    requires: [tracked.txt]
    produces: [first.txt]
  second:
    run: wc -c < first.txt > second.txt
    requires: [first.txt]
    produces: [second.txt]
`);

function expectComplete(machine: Machine): void {
  const { keys, text, run } = stored(machine);
  expect(run().exitStatus, machine.output).toBe(0);
  expect(keys).toContain('COMPLETE');
  expect(text('stages/first/outputs/first.txt')).toBe('tracked, here\n');
  expect(text('stages/second/outputs/second.txt').trim()).toBe('14');
}

describe('a campaign that passes runs as user data, leaves a complete store and powers its machine off', () => {
  test('as the plain script, from EC2', async () => {
    using machine = new Machine();
    const { script } = await prepared(machine, good);
    expect(await machine.boot({ userData: script.text })).toBe(true);
    expectComplete(machine);
  });

  test('as the plain script, from files on the machine', async () => {
    using machine = new Machine();
    const { script } = await prepared(machine, good);
    expect(await machine.boot({ userData: script.text, source: 'nocloud' })).toBe(true);
    expectComplete(machine);
  });

  test('compressed', async () => {
    using machine = new Machine();
    const { script } = await prepared(machine, good);
    expect(await machine.boot({ userData: gzipSync(script.text, { level: 9 }) })).toBe(true);
    expectComplete(machine);
  });

  test('in a compressed MIME archive', async () => {
    using machine = new Machine();
    const { mime } = await prepared(machine, good);
    expect(await machine.boot({ userData: mime })).toBe(true);
    expectComplete(machine);
  });

  test('in a MIME archive as it is', async () => {
    using machine = new Machine();
    const { mime } = await prepared(machine, good);
    expect(await machine.boot({ userData: gunzipSync(mime) })).toBe(true);
    expectComplete(machine);
  });

  for (const target of ['userdata', 'cloud-init'] as const)
    test(`by the loader, packed for ${target}: what is really handed over`, async () => {
      using machine = new Machine();
      const { packed } = await prepared(machine, good);
      const { form, ...start } = packed(target);
      expect([form, start.userData.length <= 16_384]).toEqual(['loader', true]);
      expect(await machine.boot(start)).toBe(true);
      expectComplete(machine);
    });
});

describe('on a machine that is up', () => {
  test('the document of Systems Manager starts the campaign apart from who called, and leaves the power alone', async () => {
    using machine = new Machine();
    const { packed } = await prepared(machine, good);
    const { userData: document, bucket } = packed('ssm');
    const { mainSteps } = JSON.parse(document.toString());
    const commands = (mainSteps[0].inputs.runCommand as readonly string[]).join('\n');
    machine.write(
      'repo/start.sh',
      commands.replace('{{ RunId }}', 'run-1').replace('{{ Store }}', '').replace('{{ Provision }}', '0'),
    );
    // As the agent calls it, and ends when nobody holds its output any more.
    const userData = `#!/bin/bash
chmod +x /out/repo/start.sh
said=$(sh -c /out/repo/start.sh 2>&1)
printf '%s\\nends with %s after %s s\\n' "$said" "$?" "$SECONDS"
sh -c /out/repo/start.sh
while systemctl is-active --quiet campaign-boot; do sleep 0.2; done
sleep 1
systemctl is-system-running
systemctl poweroff
`;
    expect(await machine.boot({ userData, bucket })).toBe(true);
    expectComplete(machine);
    expect(machine.output).toMatch(
      /campaign: started as unit campaign-boot: journalctl -fu campaign-boot\nends with 0 after \d s\n/,
    );
    expect(machine.output).toContain('campaign: not started; does it run already? systemctl status campaign-boot\n');
  });
});

describe('a machine powers itself off all the same', () => {
  test('when a stage fails: its result and log are in the store', async () => {
    using machine = new Machine();
    const { script } = await prepared(machine, campaign('  broken:\n    run: |\n      echo before\n      exit 7\n'));
    expect(await machine.boot({ userData: script.text })).toBe(true);
    const { keys, result, run, text } = stored(machine);
    expect([run().exitStatus, result('broken').state, result('broken').exitCode]).toEqual([1, 'failed', 7]);
    expect(text('stages/broken/log')).toContain('before\n');
    expect(keys).toContain('COMPLETE');
  });

  test('when preflight fails: nothing was run', async () => {
    using machine = new Machine();
    const { script } = await prepared(
      machine,
      campaign('  never:\n    run: touch /out/ran\n    requires: [{ tool: no-such-tool }]\n'),
    );
    expect(await machine.boot({ userData: script.text })).toBe(true);
    expect(machine.output).toContain('no-such-tool');
    expect(machine.files('.')).not.toContain('ran');
    expect(stored(machine).run().exitStatus).toBe(3);
  });

  test('when the main process is killed: the watchdog saves what there is', async () => {
    using machine = new Machine();
    const killing = campaign(`  first:
    run: echo kept > first.txt
    produces: [first.txt]
  killing:
    run: |
      kill -9 $(cat /var/lib/campaign/runs/*/pid)
      sleep 60
    requires: [first.txt]
`);
    const { script } = await prepared(machine, killing);
    expect(await machine.boot({ userData: script.text })).toBe(true);
    const { keys, text, result } = stored(machine);
    expect(text('stages/first/outputs/first.txt')).toBe('kept\n');
    expect(result('killing').state).toBe('interrupted');
    expect(keys).toContain('INCOMPLETE');
  });

  test('when the script is not in the store', async () => {
    using machine = new Machine();
    const { packed } = await prepared(machine, good);
    const userData = packed('userdata').userData.toString().replace('LOAD_LIMIT=600', 'LOAD_LIMIT=64');
    expect(await machine.boot({ userData })).toBe(true);
    expect(machine.output).toMatch(/_scripts\/[0-9a-f]{64}\.sh cannot be fetched: .*; trying again in 1 s\n/);
    expect(machine.output).toContain('; nothing is run\n');
    expect(machine.files('s3')).toEqual([]);
  });

  test('when the store hangs and nothing is left that could give up', async () => {
    using machine = new Machine();
    const { packed } = await prepared(machine, good);
    const { userData, bucket } = packed('userdata');
    const beside = `curl -fsS -X POST -d '{"fault":"hang","operation":["GetObject","HeadObject"]}' "$CLOUD_CONTROL/s3/faults"`;
    const short = userData.toString().replace('LOAD_LIMIT=600', 'LOAD_LIMIT=12');
    expect(await machine.boot({ userData: short, bucket, beside })).toBe(true);
    expect(machine.output).not.toContain('nothing is run');
  });
});
