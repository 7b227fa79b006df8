import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect } from 'vitest';
import type { RunStatus } from '../../schema/records.ts';
import { type Box, boxed, git, kill, runId } from './box.ts';
import { compiled } from './compiled.ts';
import { untruths } from './truth.ts';

const slow = `first:
  run: echo one > one.txt
  produces: [one.txt]
slow:
  run: |
    echo "first line"; echo half > half.txt; sleep 30 & sleep 30
  produces: [half.txt]
after:
  run: "true"
  requires: [half.txt]`;

const mainPid = (box: Box) => Number(readFileSync(join(box.local, 'pid'), 'utf8'));

describe('it always ends, and tells how', () => {
  boxed('TERM stops the running stage, saves everything, and exits 143', async box => {
    const child = box.start(await box.compile(slow));
    await box.until(() => box.has('stages/slow/partial/half.txt'));
    kill(mainPid(box), 'SIGTERM');
    expect(await child.ended).toBe(143);
    expect(box.end('slow')).toBe('interrupted: the run was stopped by SIGTERM');
    expect(box.end('after')).toBe('interrupted: the run was stopped by SIGTERM');
    expect(box.text('stages/slow/partial/log')).toBe('first line\n');
    expect(box.text('stages/slow/partial/half.txt')).toBe('half\n');
    expect(box.status().exitStatus).toBe(143);
    expect(box.has('COMPLETE')).toBe(true);
    await box.until(() => box.pids().length === 0);
  });

  boxed('INT exits 130', async box => {
    const child = box.start(await box.compile(slow));
    await box.until(() => box.status().stages.some(({ state }) => state === 'running'));
    kill(mainPid(box), 'SIGINT');
    expect(await child.ended).toBe(130);
  });

  boxed('the wall limit ends it with 1', async box => {
    expect(await box.play(slow, 'limits: { wall: 3s, stage: 60s }\n')).toBe(1);
    expect(box.end('slow')).toBe('interrupted: the run reached its wall limit of 3 s');
    expect(box.has('COMPLETE')).toBe(true);
    await box.until(() => box.pids().length === 0);
  });

  boxed('kill -9 of the main process alone: the watchdog leaves a truthful store and nothing running', async box => {
    box.start(await box.compile(slow));
    await box.until(() => existsSync(join(box.source, 'half.txt')) && box.has('stages/first/result.json'));
    kill(mainPid(box));
    await box.until(() => box.has('INCOMPLETE'));
    expect(box.end('first')).toBe('passed');
    expect(box.end('slow')).toBe('interrupted: the main process was killed');
    expect(box.text('stages/slow/partial/half.txt')).toBe('half\n');
    expect(box.text('stages/slow/partial/log')).toBe('first line\n');
    expect(box.status()).toMatchObject({ state: 'ended', exitStatus: 4 });
    expect(box.has('COMPLETE')).toBe(false);
    await box.until(() => box.pids().length === 0);
  });

  boxed('a main process that is stopped is ended too', async box => {
    box.start(await box.compile(slow));
    await box.until(() => existsSync(join(box.source, 'half.txt')));
    kill(mainPid(box), 'SIGSTOP');
    await box.until(() => box.has('INCOMPLETE'), 30);
    expect(box.end('slow')).toBe('interrupted: the main process was stopped');
    await box.until(() => box.pids().length === 0);
  });

  boxed('kill -9 of everything: what was written is in the store, and nothing says complete', async box => {
    box.start(await box.compile(slow));
    await box.until(() => box.has('stages/slow/partial/half.txt') && box.has('stages/slow/partial/log'));
    for (let round = 0; round < 3; round++) for (const pid of box.pids()) kill(pid);
    expect(box.text('stages/slow/partial/half.txt')).toBe('half\n');
    expect(box.has('COMPLETE') || box.has('INCOMPLETE')).toBe(false);
    expect(box.end('first')).toBe('passed');
    expect(box.has('stages/slow/result.json')).toBe(false);
  });
});

describe('one run, one place', () => {
  boxed('a second start of a run that is alive is refused; of a complete one, nothing is done', async box => {
    const script = await box.compile('a:\n  run: sleep 2');
    const first = box.start(script);
    await box.until(() => box.has('status.json'));
    expect(await box.start(script).ended).toBe(3);
    expect(await box.start(script, { CAMPAIGN_HOME: join(box.root, 'other') }).ended).toBe(3);
    expect(await first.ended).toBe(0);
    const before = box.text('status.json');
    expect(await box.start(script).ended).toBe(0);
    expect(box.text('status.json')).toBe(before);
  });
});

describe('order comes from data', () => {
  boxed('dependents of what did not pass are blocked, the others run, and stop ends the run', async box => {
    const stages = `gone:
  run: rm -f a.txt
bad:
  run: exit 1
  produces: [a.txt]
needs-bad:
  run: "true"
  requires: [a.txt]
deeper:
  run: "true"
  requires: [{ stage: needs-bad }]
free:
  run: "true"
stopper:
  run: exit 2
  requires: [{ stage: free }]
  on-failure: stop
late:
  run: "true"
  requires: [{ stage: free }]`;
    expect(await box.play(stages)).toBe(1);
    expect(Object.fromEntries(box.status().stages.map(({ stage }) => [stage, box.end(stage)]))).toEqual({
      gone: 'passed',
      bad: 'failed: exit code 1',
      'needs-bad': 'blocked: `a.txt` is not there: `bad` failed',
      deeper: 'blocked: `needs-bad` is blocked',
      free: 'passed',
      stopper: 'failed: exit code 2',
      late: 'blocked: the run was stopped because `stopper` failed',
    });
  });

  boxed('a stage is tried again, and the log of every attempt is kept', async box => {
    const run = 'echo "try"; [ -e mark ] || { touch mark; exit 5; }';
    expect(await box.play(`again:\n  run: '${run}'\n  retry: { attempts: 3, on: [exit], backoff: 1s }`)).toBe(0);
    expect(box.result('again')).toMatchObject({ state: 'passed', attempt: 2 });
    expect(box.keys().filter(key => key.startsWith('stages/again/log'))).toEqual([
      'stages/again/log',
      'stages/again/log.1',
    ]);
    expect(box.events().filter(({ event }) => event === 'stage-retried')).toHaveLength(1);
  });

  boxed('conditions on the box decide there', async box => {
    const stages = `on:\n  run: "true"\n  if: env.WANTED == 'yes'\noff:\n  run: "true"\n  if: "!env.WANTED"`;
    expect(await box.play(stages, '', { WANTED: 'yes' })).toBe(0);
    expect([box.end('on'), box.end('off')]).toEqual(['passed', 'skipped: its condition is false on this machine']);
  });

  boxed('only the stages that are asked for, and what they need', async box => {
    expect(await box.play(slow, '', { CAMPAIGN_STAGES: 'first' })).toBe(0);
    expect(box.end('slow')).toBe('skipped: not among the stages that were asked for');
  });

  boxed('stages that are asked for between commas or spaces; nothing but blanks asks for all', async box => {
    const stages = `a:\n  run: "true"\n  matrix: { x: ["1 2", "3"] }\nb:\n  run: "true"\nc:\n  run: "true"`;
    const script = await box.compile(stages);
    const passed = async (run: string, asked: string) => {
      expect(await box.start(script, { CAMPAIGN_RUN_ID: run, CAMPAIGN_STAGES: asked }).ended).toBe(0);
      const { stages } = JSON.parse(readFileSync(join(box.store, 'box', run, 'status.json'), 'utf8')) as RunStatus;
      return stages.filter(({ state }) => state === 'passed').map(({ stage }) => stage);
    };
    expect(await passed('one', 'a[x=1 2],c')).toEqual(['a[x=1 2]', 'c']);
    expect(await passed('two', ' b, c ')).toEqual(['b', 'c']);
    expect(await passed('three', ' ')).toEqual(['a[x=1 2]', 'a[x=3]', 'b', 'c']);
  });
});

describe('an attempt that is tried again loses nothing', () => {
  const waits = `a:
  run: echo the first; echo one > a.txt; exit 1
  produces: [a.txt]
  timeout: 5s
  retry: { attempts: 2, on: [exit], backoff: 40s }`;
  const isTriedAgain = (box: Box) => box.text('events/000001.jsonl').includes('stage-retried');

  boxed('when everything is killed between two attempts', async box => {
    box.start(await box.compile(waits));
    await box.until(() => isTriedAgain(box) && box.has('stages/a/partial/a.txt'));
    for (const pid of box.pids()) kill(pid);
    expect([box.text('stages/a/partial/log'), box.text('stages/a/partial/a.txt')]).toEqual(['the first\n', 'one\n']);
  });

  boxed('when everything is killed during the next', async box => {
    const run = `if [ -e mark ]; then echo the second; sleep 30; fi; touch mark; echo the first; exit 1`;
    box.start(await box.compile(`a:\n  run: ${run}\n  retry: { attempts: 2, on: [exit] }`));
    await box.until(() => box.text('stages/a/partial/log') === 'the second\n');
    for (const pid of box.pids()) kill(pid);
    expect(box.text('stages/a/partial/log.1')).toBe('the first\n');
  });

  for (const [how, signal, status] of [
    ['the run is told to end', 'SIGTERM', 143],
    ['its main process is killed', 'SIGKILL', 'SIGKILL'],
  ] as const)
    boxed(`when ${how} between two attempts`, async box => {
      const child = box.start(await box.compile(waits));
      await box.until(() => isTriedAgain(box));
      kill(child.pid!, signal);
      expect(await child.ended).toBe(status);
      await box.until(() => box.has('COMPLETE') || box.has('INCOMPLETE'));
      expect(box.result('a')).toMatchObject({ state: 'interrupted', attempt: 1, outputs: [{ path: 'a.txt' }] });
      expect([box.text('stages/a/partial/a.txt'), box.text(box.keys().find(key => key.endsWith('/log'))!)]).toEqual([
        'one\n',
        'the first\n',
      ]);
      expect(untruths(box)).toEqual([]);
    });
});

describe('preflight', () => {
  boxed('one list of all that is missing, exit 3, nothing run', async box => {
    const stages = `a:
  run: touch ran
  requires: [{ tool: no-such-tool }, { tool: bash, version: ">=99" }, { env: NO_SUCH }, { cpu: no-flag }, { cores: 9999 }, { memory: 99TB }]`;
    expect(await box.play(stages)).toBe(3);
    const preflight = box.events().find(event => event.event === 'preflight');
    expect(preflight).toMatchObject({ ok: false });
    expect(preflight?.event === 'preflight' && preflight.missing.map(text => text.replace(/ \(.*/, ''))).toEqual([
      'tool no-such-tool',
      'tool bash >=99',
      'env NO_SUCH',
      'cpu no-flag',
      'cores 9999',
      'memory 99000000000000 bytes',
    ]);
    expect(existsSync(join(box.source, 'ran'))).toBe(false);
  });

  boxed('what this release cannot do is refused', async box => {
    const script = await box.compile('a:\n  run: "true"');
    expect(await box.start(script, { CAMPAIGN_STORE: 'ftp://host/x' }).ended).toBe(3);
    expect(box.said).toContain('the store ftp://host/x is neither file:///… nor s3://…; set CAMPAIGN_STORE');
    expect(await box.start(script, { CAMPAIGN_PROVISION: 'yes' }).ended).toBe(2);
    expect(box.said).toContain('CAMPAIGN_PROVISION is yes: set it to 0 or 1');
  });
});

describe('nothing is lost quietly', () => {
  boxed(
    'a store that goes away while it runs: exit 4, marked incomplete here',
    async box => {
      const child = box.start(await box.compile('a:\n  run: sleep 2\nb:\n  run: "true"'));
      await box.until(() => box.status().stages.some(({ state }) => state === 'running'));
      rmSync(box.store, { recursive: true });
      writeFileSync(box.store, 'no directory');
      expect(await child.ended).toBe(4);
      expect(existsSync(join(box.local, 'INCOMPLETE'))).toBe(true);
      expect(box.events().some(({ event }) => event === 'upload-failed')).toBe(true);
    },
    60_000,
  );

  boxed(
    'a store that comes back takes everything',
    async box => {
      const child = box.start(
        await box.compile('a:\n  run: sleep 2; echo x > x.txt\n  produces: [x.txt]\nb:\n  run: sleep 3'),
      );
      await box.until(() => box.status().stages.some(({ state }) => state === 'running'));
      const kept = `${box.store}.kept`;
      const { renameSync } = process.getBuiltinModule('node:fs');
      renameSync(box.store, kept);
      await box.until(() => existsSync(join(box.local, 'owed/0')), 20);
      renameSync(kept, box.store);
      expect(await child.ended).toBe(0);
      expect(box.text('stages/a/outputs/x.txt')).toBe('x\n');
      expect(box.has('COMPLETE')).toBe(true);
    },
    60_000,
  );

  boxed('a thousand small outputs arrive with their sums, in few processes', async box => {
    const run = 'mkdir -p d; for i in {1..1000}; do echo $i > d/$i; done';
    expect(await box.play(`many:\n  run: "${run}"\n  produces: [{ path: d/, expect: { files: 1000 } }]`)).toBe(0);
    expect(box.result('many').outputs).toHaveLength(1000);
    expect(box.keys().filter(key => key.startsWith('stages/many/outputs/d/'))).toHaveLength(1000);
  });

  boxed('modes, links, absolute outputs and other names', async box => {
    const absolute = join(box.root, 'absolute.txt');
    const stages = `a:
  run: |
    mkdir d; echo x > d/x; chmod 751 d/x; ln -s x d/link; echo y > ${absolute}; echo z > z.txt; ln -s z.txt z-link
  produces: [d/, { path: "${absolute}" }, { path: z.txt, as: named/q.txt }, z-link]`;
    expect(await box.play(stages)).toBe(0);
    expect(box.keys().filter(key => key.includes('/outputs/'))).toEqual([
      'stages/a/outputs/d/link',
      'stages/a/outputs/d/x',
      'stages/a/outputs/named/q.txt',
      `stages/a/outputs/root${absolute}`,
      'stages/a/outputs/z-link',
    ]);
    const { lstatSync } = process.getBuiltinModule('node:fs');
    expect(lstatSync(join(box.run, 'stages/a/outputs/d/x')).mode & 0o777).toBe(0o751);
    expect(lstatSync(join(box.run, 'stages/a/outputs/d/link')).isSymbolicLink()).toBe(true);
    expect(box.text('stages/a/outputs/z-link')).toBe('z\n');
  });
});

describe('the source', () => {
  boxed('is a fresh clone of the pinned commit, also of one that no branch has', async box => {
    const repository = join(box.root, 'repository');
    mkdirSync(repository);
    git(repository, 'init', '-q');
    writeFileSync(join(repository, 'tool.sh'), 'echo committed\n');
    git(repository, 'add', '.');
    git(repository, 'commit', '-qm', 'One');
    const commit = git(repository, 'rev-parse', 'HEAD');
    git(repository, 'commit', '-q', '--amend', '--allow-empty', '-m', 'Other');
    writeFileSync(join(repository, 'tool.sh'), 'echo changed\n');
    const text =
      'campaign: box\nversion: 1\nlimits: { wall: 60s, stage: 20s }\nsource: { dir: /opt/campaign/engine }\nstages: { a: { run: "bash tool.sh; pwd" } }\n';
    const { script } = await compiled(text, { commit }, { origin: 'https://example.com/engine.git' });
    const path = join(box.root, 'script.sh');
    writeFileSync(path, script!.text);
    const env = {
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `url.${repository}.insteadOf`,
      GIT_CONFIG_VALUE_0: 'https://example.com/engine.git',
    };
    expect(await box.start(path, env).ended).toBe(0);
    expect(box.text('stages/a/log')).toBe(`committed\n${box.local}/tree/opt/campaign/engine\n`);
    expect(existsSync(join(box.local, 'tree'))).toBe(false);
  });

  boxed('that cannot be had is named before anything runs', async box => {
    const text = 'campaign: box\nversion: 1\nlimits: { wall: 60s, stage: 20s }\nstages: { a: { run: "true" } }\n';
    const { script } = await compiled(text, {}, { origin: join(box.root, 'nowhere') });
    const path = join(box.root, 'script.sh');
    writeFileSync(path, script!.text);
    expect(await box.start(path).ended).toBe(3);
    expect(box.said).toContain(`commit ${'0'.repeat(40)} of ${join(box.root, 'nowhere')}`);
  });
});

boxed(
  'every record keeps to its schema',
  async box => {
    await box.play(`${slow.replaceAll('sleep 30', 'sleep 1')}\nbad:\n  run: exit 1`);
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const compiledSchemas = new Map<string, ReturnType<typeof ajv.compile>>();
    const holds = (schema: string, value: unknown) => {
      const text = readFileSync(join(import.meta.dirname, `../../schema/${schema}.schema.json`), 'utf8');
      const known = compiledSchemas.get(schema);
      const validate = known ?? ajv.compile(JSON.parse(text));
      compiledSchemas.set(schema, validate);
      expect([schema, value, validate(value), validate.errors]).toEqual([schema, value, true, null]);
    };
    holds('run', JSON.parse(box.text('run.json')));
    holds('status', box.status());
    for (const { stage } of box.status().stages) holds('result', box.result(stage));
    for (const event of box.events()) holds('event', event);
    for (const entry of box.ledger()) holds('ledger', entry);
    expect(box.events().map(({ seq }) => seq)).toEqual(box.events().map((_, index) => index + 1));
    expect(runId).toMatch(/^\d{8}T\d{6}Z-\w{6}$/);
  },
  60_000,
);
