import { describe, expect, test } from 'vitest';
import type { Example } from '../../lint/example.ts';
import type { Severity } from '../../lint/finding.ts';
import { lint, written } from './world.ts';

/** One finding of an error, a warning and a note each. */
const campaign = (settings: string, more = '') => `campaign: set
version: 1
limits: { wall: 2h, stage: 20m }
machine: { packages: [curl] }
${settings}stages:
  write:
${more}    run: ./make --out kept.csv && chmod 777 kept.csv
    produces: [{ path: kept.csv, upload: false }]
  bench:
    run: ./bench || true
`;
const world = { files: { make: '', bench: '' }, executable: ['make', 'bench'] };
const rules: readonly (readonly [rule: string, own: Severity])[] = [
  ['swallowed-failure', 'error'],
  ['world-writable', 'warning'],
  ['unused-output', 'note'],
];

async function found(example: Example): Promise<Record<string, Severity>> {
  const { findings } = await lint({ ...world, ...example });
  return Object.fromEntries(findings.map(({ rule, severity }) => [rule, severity]));
}

describe('a setting makes of a rule what it says', () => {
  for (const [rule, own] of rules)
    for (const set of ['error', 'warning', 'note', 'off', undefined] as const)
      test(`${rule} (${own}) with ${set ?? 'nothing'}`, async () => {
        const all = await found({ campaign: campaign(set ? `lint: { ${rule}: ${set} }\n` : '') });
        const others = Object.fromEntries(rules);
        delete others[rule];
        expect(all).toEqual({ ...others, ...(set === 'off' ? {} : { [rule]: set ?? own }) });
      });

  test('only an error keeps the plan from being used', async () => {
    const plan = async (set: string) =>
      (await lint({ ...world, campaign: campaign(`lint: { swallowed-failure: ${set} }\n`) })).plan !== undefined;
    expect(await Promise.all(['error', 'warning', 'note', 'off'].map(plan))).toEqual([false, true, true, true]);
  });
});

describe('settings and the rest', () => {
  test('a finding that a rule is not sure of is never made more of than the rule does', async () => {
    const unsure = campaign('lint: { swallowed-failure: error }\n').replace('./bench || true', './bench & wait');
    expect(await found({ campaign: unsure })).toMatchObject({ 'swallowed-failure': 'warning' });
    const lower = unsure.replace('swallowed-failure: error', 'swallowed-failure: note');
    expect(await found({ campaign: lower })).toMatchObject({ 'swallowed-failure': 'note' });
  });

  test('an ignore of a rule that is off is not said to be unused: it counts again when the rule does', async () => {
    const ignore = '    # campaign-ignore: world-writable -- the group is ours alone\n';
    expect(await found({ campaign: campaign('', ignore) })).toEqual({
      'swallowed-failure': 'error',
      'unused-output': 'note',
    });
    expect(await found({ campaign: campaign('lint: { world-writable: off }\n', ignore) })).toEqual({
      'swallowed-failure': 'error',
      'unused-output': 'note',
    });
  });

  test('an ignore in a stage that is off is not said to be unused: nobody knows what it would keep back', async () => {
    const ignore = (run: string) =>
      `    if: profile == 'big'\n    # campaign-ignore: world-writable -- the group is ours alone\n    run: |\n      # campaign-ignore: interactive -- fed by the harness\n      ${run}\n`;
    const off = campaign('').replace(/ {4}run: .*\n/, ignore('./make --out kept.csv'));
    expect(await found({ campaign: off })).not.toHaveProperty('unused-ignore');
    expect(await found({ campaign: off.replace(/ {4}if: .*\n/, '') })).toHaveProperty('unused-ignore');
  });

  test('an ignore keeps back what a setting has made an error of', async () => {
    const ignore = '    # campaign-ignore: world-writable -- the group is ours alone\n';
    expect(await found({ campaign: campaign('lint: { world-writable: error }\n', ignore) })).not.toHaveProperty(
      'world-writable',
    );
  });

  test('the rules about ignores can be set too', async () => {
    const ignore = '    # campaign-ignore: no-timeout\n';
    const set = (severity: string) =>
      campaign(`lint: { ignore-without-reason: ${severity}, unused-ignore: off }\n`, ignore);
    expect(await found({ campaign: set('note') })).toMatchObject({ 'ignore-without-reason': 'note' });
    expect(await found({ campaign: set('off') })).not.toHaveProperty('ignore-without-reason');
    expect(await found({ campaign: campaign('', ignore) })).toMatchObject({
      'ignore-without-reason': 'error',
      'unused-ignore': 'warning',
    });
  });

  test('they hold for every profile', async () => {
    const profile = 'profiles:\n  big:\n    stages: { write: { run: "./make --out kept.csv; chmod 666 kept.csv" } }\n';
    const text = `${campaign('lint: { world-writable: error }\n').replace('chmod 777', 'chmod 775')}${profile}`;
    const { findings } = await lint({ ...world, campaign: text });
    expect(
      findings.filter(({ rule }) => rule === 'world-writable').map(({ severity, profile: named }) => [severity, named]),
    ).toEqual([['error', 'big']]);
  });

  test('what leaves no plan cannot be set, what is no rule or no severity is told with what is meant', async () => {
    const { findings } = await lint({
      ...world,
      campaign: campaign(
        'lint: { schema: off, syntax: note, unknown-name: warning, unknown-key: off, world-writeable: off, unused-output: silent }\n',
      ),
    });
    const about = findings.filter(({ rule }) => rule === 'schema' || rule === 'unknown-name');
    expect(about.map(finding => [written(finding), finding.help, finding.fix?.safety])).toEqual([
      ['5:9 [schema] `schema` always is an error: with such a fault there is no plan', 'remove the setting', 'safe'],
      ['5:22 [schema] `syntax` always is an error: with such a fault there is no plan', 'remove the setting', 'safe'],
      [
        '5:36 [schema] `unknown-name` always is an error: with such a fault there is no plan',
        'remove the setting',
        'safe',
      ],
      ['5:77 [unknown-name] no rule is called `world-writeable`', 'did you mean `world-writable`?', 'safe'],
      expect.arrayContaining([expect.stringContaining('`unused-output` must be')]),
    ]);
  });
});
