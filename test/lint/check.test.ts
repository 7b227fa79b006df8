import { describe, expect, test } from 'vitest';
import type { Example } from '../../lint/example.ts';
import { defineRule } from '../../lint/rule.ts';
import { stageCommands } from '../../lint/stage-shell.ts';
import { lint, written } from './world.ts';

const stages = (body: string, top = 'limits: { wall: 2h, stage: 10m }') => `campaign: world
version: 1
${top}
stages:
${body}`;

async function told(example: Example): Promise<readonly string[]> {
  const { findings } = await lint(example);
  return findings.map(finding =>
    [written(finding), finding.stage && `{${finding.stage}}`, finding.profile && `@${finding.profile}`]
      .filter(Boolean)
      .join(' '),
  );
}

describe('an ignore comment', () => {
  const nothing = stages('  a:\n    run: df -h\n', 'limits: { wall: 2h }');
  const at = (line: number, text: string) => {
    const lines = nothing.split('\n');
    lines.splice(line - 1, 0, text);
    return lines.join('\n');
  };
  test('before a stage reaches the stage', async () => {
    expect(await told({ campaign: at(5, '  # campaign-ignore: no-timeout -- why') })).toEqual([]);
  });
  test('at the end of a line reaches what begins there', async () => {
    expect(await told({ campaign: nothing.replace('  a:', '  a: # campaign-ignore: no-timeout -- why') })).toEqual([]);
    expect(
      await told({ campaign: nothing.replace('stages:', 'stages: # campaign-ignore: no-timeout -- why') }),
    ).toEqual([]);
  });
  test('before the first key reaches the file', async () => {
    expect(await told({ campaign: `# campaign-ignore: no-timeout -- why\n# another comment\n\n${nothing}` })).toEqual(
      [],
    );
  });
  test('reaches nothing before it', async () => {
    expect(
      await told({ campaign: nothing.replace('run: df -h', 'run: df -h # campaign-ignore: no-timeout -- why') }),
    ).toEqual([
      '5:3 [no-timeout] `a` has no timeout: nothing ends it when it hangs {a}',
      '6:35 [unused-ignore] `no-timeout` finds nothing here: the ignore keeps nothing back',
    ]);
  });
  test('names several rules, each of which must be needed', async () => {
    expect(await told({ campaign: at(5, '  # campaign-ignore: no-timeout, cycle -- why') })).toEqual([
      '5:34 [unused-ignore] `cycle` finds nothing here: the ignore keeps nothing back',
    ]);
  });
  test('without a reason works and is an error', async () => {
    expect(await told({ campaign: at(5, '  # campaign-ignore: no-timeout --') })).toEqual([
      '5:3 [ignore-without-reason] the ignore gives no reason',
    ]);
  });
  test('for a rule that only a later release has is left alone, a slip is not', async () => {
    expect(await told({ campaign: at(5, '  # campaign-ignore: no-timeout, a-later-rule -- why') })).toEqual([]);
    expect(await told({ campaign: at(5, '  # campaign-ignore: no-timeut -- why') })).toEqual([
      '5:22 [unused-ignore] no rule is called `no-timeut`',
      '6:3 [no-timeout] `a` has no timeout: nothing ends it when it hangs {a}',
    ]);
  });
  test('in shell reaches the command on its line, or the next', async () => {
    const run = (first: string, second: string) =>
      stages(`  a:\n    run: |\n      ${first}\n      ${second}\n      bash gone.sh\n`);
    expect(await told({ campaign: run('bash none.sh # campaign-ignore: missing-input -- why', 'true') })).toEqual([
      '9:12 [missing-input] `gone.sh`, which the stage runs, is produced by no stage and is not in the repository {a}',
    ]);
    expect(
      await told({ campaign: run('# campaign-ignore: missing-input -- why', 'time \\\n        bash none.sh') }),
    ).toEqual([
      '10:12 [missing-input] `gone.sh`, which the stage runs, is produced by no stage and is not in the repository {a}',
    ]);
  });
});

describe('profiles', () => {
  test('what the base shows too is told once, what only profiles show names them', async () => {
    const campaign = stages(
      '  a:\n    run: df -h\n    timeout: 1h\n  b:\n    run: bash gone.sh\n',
      'limits: { wall: 2h, stage: 10m }\nprofiles:\n  tiny: { limits: { wall: 30m } }\n  small: { limits: { wall: 30m } }\n  large: { limits: { wall: 90m } }',
    );
    expect(await told({ campaign })).toEqual([
      '5:27 [over-budget] the stages can take 1h 10m by their timeouts, more than the wall limit of 30m @tiny',
      '6:28 [over-budget] the stages can take 1h 10m by their timeouts, more than the wall limit of 30m @small',
      '13:15 [missing-input] `gone.sh`, which the stage runs, is produced by no stage and is not in the repository {b}',
    ]);
  });
  test('the same fault at the same place in two profiles is one finding', async () => {
    const campaign = stages(
      '  a:\n    if: profile != ""\n    run: bash gone.sh\n    requires: [{ env: X }]\n',
      'limits: { wall: 2h, stage: 10m, cost: 1 USD }\nmachine: { type: c7i.large }\nprofiles:\n  x: { machine: { type: rack } }\n  y: { machine: { type: rack } }',
    );
    const { findings } = await lint({ campaign });
    expect(findings.filter(({ rule }) => rule === 'over-budget').map(({ profile }) => profile)).toEqual(['x, y']);
  });
});

describe('lint settings', () => {
  const campaign = (setting: string) => stages('  a:\n    run: df -h\n', `limits: { wall: 2h }\nlint: { ${setting} }`);
  test('set a severity or switch a rule off', async () => {
    const { findings, plan } = await lint({ campaign: campaign('no-timeout: warning') });
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([['no-timeout', 'warning']]);
    expect(plan).toBeDefined();
    expect(await told({ campaign: campaign('no-timeout: off') })).toEqual([]);
  });
  test('name rules that exist, and none without which there is no plan', async () => {
    expect(await told({ campaign: campaign('no-timeot: off, no-timeout: off, syntax: off') })).toEqual([
      '4:9 [unknown-name] no rule is called `no-timeot`',
      '4:42 [schema] `syntax` always is an error: with such a fault there is no plan',
    ]);
  });
  test('never raise what a rule says more quietly', async () => {
    const { findings } = await lint({
      campaign: stages('  a:\n    run: df -h\n', 'limits: { wall: 2h, stage: 10m }\nlint: { dirty-file: warning }'),
      files: { 'README.md': '' },
      modified: ['README.md'],
    });
    expect(findings.map(({ severity }) => severity)).toEqual(['note']);
  });
});

describe('instances', () => {
  test('share a finding that says the same, and are named where it differs', async () => {
    const campaign = stages('  a:\n    matrix: { n: [1, 2] }\n    run: bash x${{ matrix.n }}.sh; ./y.sh\n');
    expect(await told({ campaign, files: { 'x1.sh': '', 'y.sh': '' } })).toEqual([
      '7:15 [missing-input] `x2.sh`, which the stage runs, is produced by no stage and is not in the repository {a[n=2]}',
      '7:36 [not-executable] `y.sh` is executed, but git has it without the executable bit {a}',
    ]);
  });
  test('share one of a command whose text differs, and what is mended in one place', async () => {
    const campaign = stages('  a:\n    matrix: { n: [1, 2] }\n    run: ./y.sh ${{ matrix.n }} || true\n');
    expect(await told({ campaign, files: { 'y.sh': '' }, executable: ['y.sh'] })).toEqual([
      '7:33 [swallowed-failure] `|| true` hides a failure of `./y.sh 1`: the stage passes without its work {a}',
    ]);
  });
  test('of a text with expressions keep exact places', async () => {
    const campaign = stages(
      '  a:\n    matrix: { n: [one, three] }\n    run: |\n      echo ${{ matrix.n }} $${{ x }} && cd ${{ matrix.n }} && ./go.sh\n    requires: [one/, three/]\n',
    );
    expect(await told({ campaign, files: { 'one/go.sh': '', 'three/go.sh': '' } })).toEqual([
      '8:63 [not-executable] `one/go.sh` is executed, but git has it without the executable bit {a[n=one]}',
      '8:63 [not-executable] `three/go.sh` is executed, but git has it without the executable bit {a[n=three]}',
    ]);
  });
});

test('a finding in a script that a stage runs points at the script and names the stage', async () => {
  const campaign = stages('  a:\n    run: bash tools/all.sh\n');
  const files = {
    'tools/all.sh': '#!/bin/bash\nset -e; cd "$(dirname "$0")"\n./one.sh\nbash ../two.sh\n',
    'tools/one.sh': '',
  };
  expect(await told({ campaign, files })).toEqual([
    'tools/all.sh:3:1 [not-executable] `tools/one.sh` is executed, but git has it without the executable bit {a}',
    'tools/all.sh:4:6 [missing-input] `two.sh`, which the stage runs, is produced by no stage and is not in the repository {a}',
  ]);
});

test('a rule is silent where a fault of the reader explains the place', async () => {
  expect(await told({ campaign: stages('  a:\n    run: df -h\n    timeuot: 5m\n', 'limits: { wall: 2h }') })).toEqual([
    '7:5 [unknown-key] the key `timeuot` is unknown in `a` {a}',
  ]);
});

test('a broken file gives its faults and no plan', async () => {
  const { findings, plan } = await lint({ campaign: 'campaign: [\n' });
  expect(findings.map(({ rule }) => rule)).toContain('syntax');
  expect(plan).toBeUndefined();
});

test('tolerated rules do not stop the plan', async () => {
  const { findings, plan } = await lint(
    { campaign: stages('  a:\n    run: df -h\n'), unpushed: true },
    { tolerate: ['unpushed-commit'] },
  );
  expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([['unpushed-commit', 'note']]);
  expect(plan).toBeDefined();
});

describe('what cannot be argued away', () => {
  test('a fault without which there is no plan', async () => {
    const campaign = stages('  # campaign-ignore: unknown-name -- why\n  a:\n    run: df ${{ params.x }}\n');
    const { findings, plan } = await lint({ campaign });
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([['unknown-name', 'error']]);
    expect(plan).toBeUndefined();
    expect((await lint({ campaign }, { rules: [] })).plan).toBeUndefined();
  });
  test('an unknown key can be', async () => {
    const campaign = stages(
      '  a:\n    # campaign-ignore: unknown-key -- for another tool\n    owner: me\n    run: df -h\n',
    );
    const { findings, plan } = await lint({ campaign });
    expect(findings).toEqual([]);
    expect(plan).toBeDefined();
  });
});

test('an ignore in shell is used though several profiles and instances share the text', async () => {
  const campaign = stages(
    '  a:\n    matrix: { n: [1, 2] }\n    run: |\n      bash gone.sh # campaign-ignore: missing-input -- why\n',
    'limits: { wall: 2h, stage: 10m }\nprofiles:\n  x: { stages: { a: { timeout: 5m } } }',
  );
  expect(await told({ campaign })).toEqual([]);
});

test('an ignore in a broken file is not called unused', async () => {
  const broken = `campaign: world\nversion: 1\n# campaign-ignore: no-timeout -- why\nstages: 3\n`;
  const { findings } = await lint({ campaign: broken });
  expect(findings.map(({ rule }) => rule)).not.toContain('unused-ignore');
});

test('a rule of one’s own runs through the same door', async () => {
  const rule = defineRule({
    id: 'no-yes',
    severity: 'warning',
    since: '0.1.0',
    summary: 'a stage that runs `yes`',
    why: 'It never ends.',
    instead: 'Something that ends.',
    examples: { bad: [], good: [] },
    messages: { yes: ({ stage }: { stage: string }) => `\`${stage}\` runs \`yes\`` },
    check(context) {
      for (const stage of context.plan.stages)
        for (const { words, text } of stageCommands(context.plan, stage, context.facts)) {
          const [program] = words;
          if (program?.value !== 'yes') continue;
          const place = text.placeOf(program.start, program.end);
          context.report({
            message: 'yes',
            args: { stage: stage.name },
            place,
            stage,
            help: context.once(() => 'end it'),
          });
        }
    },
  });
  const campaign = stages('  a:\n    run: >\n      true &&\n      timeout 5 yes | head\n');
  const { findings, plan } = await lint({ campaign }, { rules: [rule] });
  expect(findings.map(finding => [written(finding), finding.stage, finding.help])).toEqual([
    ['8:17 [no-yes] `a` runs `yes`', 'a', 'end it'],
  ]);
  expect(plan).toBeDefined();
});

/** Milliseconds of processor time: other work on the machine does not count. */
async function cost(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

test('four times the stages, each with findings, cost about four times as much', async () => {
  const costOf = async (count: number): Promise<number> => {
    const each = Array.from(
      { length: count },
      (_, i) => `  s${i}:\n    run: cat in${i}.txt\n    requires: [in${i}.txt]\n`,
    );
    let found = 0;
    const spent = await cost(async () => {
      found = (await lint({ campaign: stages(each.join(''), 'limits: { wall: 9000h }') })).findings.length;
    });
    expect(found).toBe(2 * count);
    return spent;
  };
  await costOf(200);
  // Were each looked at for each other, it would be sixteen times.
  expect((await costOf(4_000)) / (await costOf(1_000))).toBeLessThan(10);
}, 60_000);
