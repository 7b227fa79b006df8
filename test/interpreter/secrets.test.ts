import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { Box, boxed, kill } from './box.ts';
import { parameters } from './parameters.ts';

const token = 'hunter2/$HOME.*[x]&\\n';
const key = '-----BEGIN KEY-----\n  c2VjcmV0IGtleQ==\n}\n-----END KEY-----\n';
const top = 'secrets: { TOKEN: "ssm:/campaign/token", KEY: "secretsmanager:campaign/key" }\n';
const kept = { '/campaign/token': token, 'campaign/key': key };

/** Every byte below the run's folder of the store, and its console. */
function everything(box: Box): string {
  return `${box
    .keys()
    .map(name => box.text(name))
    .join('\n')}${box.said}`;
}

describe('a secret', () => {
  boxed('reaches the stages that name it, byte for byte, and no other', async box => {
    await using server = await parameters(kept);
    const stages = `names:
  run: printf %s "$TOKEN" | sha256sum > a.txt; printf %s "$KEY" | sha256sum >> a.txt
  secrets: [TOKEN, KEY]
  produces: [a.txt]
requires:
  run: test -n "$TOKEN"; test -z "\${KEY-}"
  requires: [{ env: TOKEN }]
other:
  run: test -z "\${TOKEN-}\${KEY-}"
  exclusive: false`;
    expect(await box.play(stages, top, { ...server.env, KEY: 'not the one that is meant' })).toBe(0);
    const sum = (text: string) => execFileSync('sha256sum', { input: text }).toString();
    expect(box.text('stages/names/outputs/a.txt')).toBe(sum(token) + sum('not the one that is meant'));
    expect(box.said).toContain('campaign: secret KEY: taken from the environment\n');
    expect(server.asked).toEqual(['AmazonSSM.GetParameter /campaign/token']);
  });

  boxed('is masked in every log, whole or in pieces, plain or in base64', async box => {
    await using server = await parameters(kept);
    const stages = `prints:
  run: |
    echo "it is <$TOKEN>"; printf %s "\${TOKEN:0:9}"; sleep 0.2; printf '%s\\n' "\${TOKEN:9}"
    printf 'a\\0b%s\\0\\n' "$TOKEN"; echo "$KEY"; printf %s "$TOKEN" | base64; echo "$KEY" | base64
    false
  secrets: [TOKEN, KEY]
  retry: { attempts: 2, on: [exit] }`;
    expect(await box.play(stages, top, server.env)).toBe(1);
    expect(box.text('stages/prints/log')).toBe('it is <***>\n***\na\0b***\0\n***\n  ***\n}\n***\n\n***\n***\n***\n');
    expect(box.text('stages/prints/log.1')).toBe(box.text('stages/prints/log'));
    const all = everything(box);
    for (const text of [token, 'c2VjcmV0', 'BEGIN KEY', btoa(token)]) expect(all).not.toContain(text);
    expect(box.has('COMPLETE')).toBe(true);
    expect(readdirSync(box.local).filter(name => /mask/.test(name))).toEqual([]);
  });

  boxed('is masked in what is saved while the stage runs, also when only half of it is written yet', async box => {
    await using server = await parameters(kept);
    const stages = `slow:
  run: |
    echo "$TOKEN"; printf 'half: %s' "\${TOKEN:0:12}"; until [ -e go ]; do sleep 0.1; done; echo "\${TOKEN:12}"
  secrets: [TOKEN]`;
    const child = box.start(await box.compile(stages, top), server.env);
    await box.until(() => box.text('stages/slow/partial/log') === '***\nhalf: ***');
    const { mode } = statSync(join(box.local, 'mask'));
    expect(mode & 0o777).toBe(0o600);
    expect(execFileSync('grep', ['-rlF', '--exclude=log', '-e', token, box.home]).toString().trim()).toBe(
      join(box.local, 'mask'),
    );
    writeFileSync(join(box.source, 'go'), '');
    expect(await child.ended).toBe(0);
    expect(box.text('stages/slow/log')).toBe('***\nhalf: ***\n');
  });

  boxed('is masked by the watchdog too, and without the words to mask no log leaves the box', async box => {
    await using server = await parameters(kept);
    const stages = (remove: string) => `slow:
  run: |
    echo "$TOKEN"; ${remove}; touch printed; sleep 30
  secrets: [TOKEN]`;
    box.start(await box.compile(stages(':'), top), server.env);
    await box.until(() => existsSync(join(box.source, 'printed')));
    kill(Number(readFileSync(join(box.local, 'pid'), 'utf8')));
    await box.until(() => box.has('INCOMPLETE'));
    expect(box.text('stages/slow/partial/log')).toBe('***\n');

    using other = new Box();
    other.start(await other.compile(stages(`rm ${join(other.local, 'mask')}`), top), {
      ...server.env,
    });
    await other.until(() => existsSync(join(other.source, 'printed')));
    kill(Number(readFileSync(join(other.local, 'pid'), 'utf8')));
    await other.until(() => other.has('INCOMPLETE'));
    expect(everything(other)).not.toContain(token);
  });

  boxed('that cannot be read or masked is named by preflight, each with its cause', async box => {
    await using server = await parameters({ '/denied': undefined, '/short': 'abc\n12', '/empty': '' });
    const stages = `a:
  run: "true"
  secrets: [DENIED, ABSENT, SHORT]
b:
  run: "true"
  if: "false"
  secrets: [UNUSED]`;
    const all =
      'secrets: { DENIED: "ssm:/denied", ABSENT: "secretsmanager:absent", SHORT: "ssm:/short", UNUSED: "ssm:/unused" }\n';
    expect(await box.play(stages, all, server.env)).toBe(3);
    expect(box.events().find(({ event }) => event === 'preflight')).toMatchObject({
      ok: false,
      missing: [
        'secret DENIED cannot be read from ssm:/denied (An error occurred (AccessDeniedException) when calling the GetParameter operation: no right to /denied)',
        expect.stringMatching(
          /^secret ABSENT cannot be read from secretsmanager:absent \(An error occurred \(ResourceNotFoundException\)/,
        ),
        'secret SHORT cannot be masked: no line of its value has 4 characters',
      ],
    });
    expect(server.asked.some(one => one.includes('unused'))).toBe(false);
  });

  boxed('is read by version 2 of the aws command too, and by none that is not there', async box => {
    await using server = await parameters(kept);
    const stages = 'a:\n  run: test "$TOKEN" = "$WANTED"\n  secrets: [TOKEN]';
    const env = { ...server.env, WANTED: token };
    expect(await box.play(stages, top, { ...env, PATH: '/usr/bin:/bin' })).toBe(0);
    using other = new Box();
    const bin = join(other.root, 'bin');
    mkdirSync(bin);
    for (const name of readdirSync('/usr/bin'))
      if (!/^aws/.test(name)) symlinkSync(join('/usr/bin', name), join(bin, name));
    expect(await other.play(stages, top, { ...env, PATH: bin })).toBe(3);
    expect(other.said).toContain('secret TOKEN cannot be read from ssm:/campaign/token (tool aws is missing)');
  });
});
