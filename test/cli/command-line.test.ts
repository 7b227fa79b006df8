import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commands } from '../../cli/commands/index.ts';
import { main } from '../../cli/main.ts';
import { version } from '../../package.json';
import { answered } from './in-process.ts';
import { bash, bin, campaign } from './process.ts';
import { repository, temporary } from './repository.ts';

const clean = `campaign: clean
version: 1
limits: { wall: 1h, stage: 10m }
stages:
  measure:
    run: ./measure.sh > out.txt
    requires: [measure.sh]
    produces: [out.txt]
`;
const faulty = clean.replace('limits: { wall: 1h,', 'limits: {');
const project = (text = clean) => repository({ 'campaign.yaml': text, 'measure.sh*': '#!/bin/sh\necho 1\n' });

describe('a mistake is answered with what to do, on stderr, with exit 2', () => {
  const here = temporary;
  const mistakes: readonly (readonly [name: string, args: readonly string[], stderr: string])[] = [
    ['a mistyped command', ['lnt'], 'error: there is no command `lnt`\n  help: did you mean `campaign lint`?\n'],
    [
      'a command like no other',
      ['frobnicate'],
      'error: there is no command `frobnicate`\n  help: see what there is: campaign --help\n',
    ],
    [
      'a mistyped option',
      ['lint', '--fromat', 'json'],
      'error: campaign lint has no option --fromat\n  help: did you mean --format?\n',
    ],
    [
      'a short option that is none',
      ['lint', '-x'],
      'error: campaign lint has no option -x\n  help: see what there is: campaign lint --help\n',
    ],
    [
      'a mistyped value',
      ['lint', '--format', 'jsno'],
      'error: --format cannot be `jsno`\n  help: did you mean `json`?\n',
    ],
    ['a missing value', ['lint', '--format'], 'error: --format needs a value: --format FORMAT\n'],
    [
      'a value that looks like an option',
      ['plan', '--profile', '--format', 'json'],
      'error: --profile needs a value, and `--format` looks like an option\n  help: if it is the value: --profile=--format\n',
    ],
    ['a value for a flag', ['lint', '--quiet=yes'], 'error: --quiet takes no value: `yes`\n'],
    ['an option given twice', ['plan', '-p', 'a', '-p', 'b'], 'error: -p is given twice\n'],
    [
      'an argument too much',
      ['plan', 'a', 'b'],
      'error: campaign plan takes only FILE: `b` is too much\n  help: usage: campaign plan --help\n',
    ],
    [
      'an argument too few',
      ['completion'],
      'error: campaign completion needs SHELL: bash, zsh or fish\n  help: usage: campaign completion --help\n',
    ],
    [
      'an instance that is none',
      ['run', '--on', 'ssm:i-0abc'],
      'error: `--on ssm:i-0abc` names no instance\n  help: write --on ssm:i-0123456789abcdef0\n',
    ],
    [
      'a place that is none',
      ['run', '--on', 'gcp'],
      'error: --on cannot be `gcp`\n  help: it is local, ec2, or ssm: with the id of an instance\n',
    ],
    [
      'the working tree, on a box',
      ['run', '--on', 'ec2', '--in-place'],
      'error: --in-place is of this machine alone\n  help: a box runs a checkout: leave it out, or --on local\n',
    ],
    [
      'unsafe fixes of nothing',
      ['lint', '--unsafe'],
      'error: --unsafe says which fixes are meant, and none are asked for\n  help: write --fix --unsafe, or --diff --unsafe\n',
    ],
    [
      'a diff in a format',
      ['lint', '--diff', '-f', 'json'],
      'error: --format json does not go with --diff: a diff takes the place of the findings\n  help: --format json has every fix in its findings\n',
    ],
    [
      'a name for a stdin that is not read',
      ['lint', '--stdin-filename', 'a.yaml'],
      'error: --stdin-filename says what stdin is called, and stdin is not read\n  help: write - as the FILE\n',
    ],
    [
      'a glob that nothing matches',
      ['lint', '*.yaml'],
      'error: there is no file *.yaml\n  help: check the name, or write a first one: campaign init\n',
    ],
    [
      'a missing file',
      ['lint', 'no.yaml'],
      'error: there is no file no.yaml\n  help: check the name, or write a first one: campaign init\n',
    ],
    ['a directory as file', ['plan', '.'], 'error: . is a directory\n  help: name the file: campaign.yaml\n'],
    [
      'a directory without campaigns',
      ['lint', '.'],
      'error: there is no campaign in .\n  help: a campaign is called campaign.yaml or *.campaign.yaml, and git tracks it: name the file, or git add it\n',
    ],
    ['a missing directory', ['-C', 'no/where', 'lint'], 'error: -C no/where: there is no such directory\n'],
    [
      'a number that is none',
      ['lint', '--max-warnings', '-1'],
      'error: --max-warnings needs a value, and `-1` looks like an option\n  help: if it is the value: --max-warnings=-1\n',
    ],
    [
      'an unknown rule',
      ['explain', 'over-bugdet'],
      'error: there is no rule `over-bugdet`\n  help: did you mean `over-budget`?\n',
    ],
  ];
  for (const [name, args, stderr] of mistakes)
    test(name, async () => expect(await answered(here(), args)).toEqual({ code: 2, stdout: '', stderr }));

  test('the same by the process, whether it is the command line that is wrong or what it names', () => {
    for (const [, args, stderr] of mistakes.filter(([name]) => /^a (mistyped command|missing file)$/.test(name)))
      expect(campaign(here(), args)).toEqual({ code: 2, stdout: '', stderr });
  });

  test('no campaign at all', async () => {
    const directory = here();
    for (const command of ['lint', 'plan', 'compile', 'run'])
      expect(await answered(directory, [command])).toEqual({
        code: 2,
        stdout: '',
        stderr: `error: there is no campaign.yaml in ${directory} or above it\n  help: write a first one: campaign init, or name a file\n`,
      });
  });

  test('a binary file', () => {
    const directory = here();
    writeFileSync(join(directory, 'a.yaml'), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]));
    expect(campaign(directory, ['lint', 'a.yaml'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: a.yaml is a binary file\n  help: name the YAML file that holds the campaign\n',
    });
  });

  test.skipIf(process.getuid?.() === 0)('a file that may not be read', () => {
    const directory = here();
    writeFileSync(join(directory, 'a.yaml'), clean);
    chmodSync(join(directory, 'a.yaml'), 0);
    expect(campaign(directory, ['lint', 'a.yaml'])).toMatchObject({
      code: 2,
      stderr: 'error: a.yaml may not be read\n  help: give yourself the right: chmod u+r a.yaml\n',
    });
  });

  test('a repository that belongs to somebody else', () => {
    const root = project();
    expect(campaign(root, ['lint'], { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' })).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: git refuses to read the repository around ${root}: it belongs to somebody else\n  help: if you trust it: git config --global --add safe.directory ${root}\n`,
    });
  });
});

describe('help', () => {
  test('names every command of this release, and none to come', () => {
    const { code, stdout, stderr } = campaign(temporary(), ['--help']);
    expect([code, stderr]).toEqual([0, '']);
    const listed = [...stdout.matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, name]) => name);
    expect(listed).toEqual(commands.map(({ name }) => name));
  });

  test('is the same by option and by command, and nothing is done', async () => {
    const directory = temporary();
    for (const { name } of commands) {
      const asked = await answered(directory, ['help', name]);
      expect(asked).toMatchObject({ code: 0, stderr: '' });
      expect(await answered(directory, [name, '--help'])).toEqual(asked);
      expect(await answered(directory, ['-h', name])).toEqual(asked);
    }
    expect(campaign(directory, ['lint', '--help'])).toEqual(await answered(directory, ['help', 'lint']));
    expect(readdirSync(directory)).toEqual([]);
  });

  test('fits in 80 columns', async () => {
    for (const args of [['--help'], ...commands.map(({ name }) => ['help', name])])
      for (const line of (await answered(temporary(), args)).stdout.split('\n'))
        expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test('without anything it is an error that helps', () => {
    const { code, stdout, stderr } = campaign(temporary(), []);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(campaign(temporary(), ['--help']).stdout);
  });

  test('the version is a line', () => {
    for (const option of ['--version', '-V'])
      expect(campaign(temporary(), [option])).toEqual({ code: 0, stdout: `campaign ${version}\n`, stderr: '' });
  });
});

describe('lint', () => {
  test('judges with the parameters it is given, in the base and in every profile', () => {
    const root = project(
      clean
        .replace(
          'stages:',
          'params: { script: { type: string, default: measure.sh } }\nprofiles: { small: {} }\nstages:',
        )
        .replace('requires: [measure.sh]', 'requires: ["${{ params.script }}"]'),
    );
    writeFileSync(join(root, 'params.yaml'), 'script: third.sh\n');
    const lint = (...args: string[]) => campaign(root, ['lint', '-q', '-f', 'json', ...args]);
    const messages = (...args: string[]) =>
      JSON.parse(lint(...args).stdout).findings.map((finding: { message: string }) => finding.message);
    expect(messages('--profile', 'small')).toEqual([]);
    expect(messages('--param', 'script=other.sh')).toEqual([expect.stringContaining('other.sh')]);
    expect(messages('--params-file', 'params.yaml')).toEqual([expect.stringContaining('third.sh')]);
    expect(lint('--profile', 'smal')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: campaign.yaml has no profile `smal`\n  help: it has small\n',
    });
  });

  test('a clean campaign is one calm line; --quiet says nothing', () => {
    const root = project();
    expect(campaign(root, ['lint'])).toEqual({ code: 0, stdout: 'no findings in 1 file\n', stderr: '' });
    expect(campaign(root, ['lint', '-q'])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('an error is shown with its line, and exits 1', () => {
    expect(campaign(project(faulty), ['lint', 'campaign.yaml'])).toEqual({
      code: 1,
      stdout: `error[no-wall-limit]: no \`limits.wall\`: nothing ends the run
 --> campaign.yaml:3:9
3 | limits: { stage: 10m }
  |         ^^^^^^^^^^^^^^
  = help: add \`wall: 2h\` to \`limits\`
  = cost: a box that is paid for until somebody notices
  = unsafe fix: write \`wall: 30m\`: the timeouts add up to 10m, the rest is room for start and uploads

1 error in 1 file
1 has an unsafe fix, to be looked at: campaign lint --diff --unsafe
why, and what to write instead: campaign explain no-wall-limit
`,
      stderr: '',
    });
  });

  test('the file is named as it was written, from wherever the command starts', () => {
    const root = project(faulty);
    mkdirSync(join(root, 'sub'));
    const file = (cwd: string, ...args: string[]) =>
      JSON.parse(campaign(cwd, ['lint', '--format', 'json', ...args]).stdout).findings[0].file;
    expect(file(root)).toBe('campaign.yaml');
    expect(file(root, './campaign.yaml')).toBe('./campaign.yaml');
    expect(file(root, join(root, 'campaign.yaml'))).toBe(join(root, 'campaign.yaml'));
    expect(file(join(root, 'sub'))).toBe('../campaign.yaml');
    expect(file(temporary(), '-C', root)).toBe('campaign.yaml');
  });

  test('without a file it takes every tracked campaign below, and no other', () => {
    const root = repository({
      'campaign.yaml': clean,
      'measure.sh*': '',
      'sub/b.campaign.yaml': clean,
      'sub/campaign.yml': clean,
      'sub/not-a.yaml': 'x',
    });
    writeFileSync(join(root, 'sub', 'untracked.campaign.yaml'), 'broken: [');
    expect(campaign(root, ['lint']).stdout).toBe('no findings in 3 files\n');
    expect(campaign(join(root, 'sub'), ['lint']).stdout).toBe('no findings in 2 files\n');
  });

  test('without a file it leaves out what .campaignignore names, and only then', () => {
    const broken = clean.replace('version: 1', 'version: 9');
    const root = repository({
      'campaign.yaml': clean,
      'measure.sh*': '',
      'fixtures/deep/campaign.yaml': broken,
      'old-1.campaign.yaml': broken,
      '.campaignignore': '# wrong on purpose\n\nfixtures/\nold-*.campaign.yaml\n',
    });
    expect(campaign(root, ['lint']).stdout).toBe('no findings in 1 file\n');
    expect(campaign(join(root, 'fixtures'), ['lint']).stderr).toBe('using ../campaign.yaml\n');
    expect(campaign(root, ['lint', 'old-1.campaign.yaml']).code).toBe(1);
  });

  test('warnings count against --max-warnings', () => {
    const warned = clean.replace('    produces', '    ci-overlap: { allow: scale, reason: "it was so" }\n    produces');
    const root = project(warned.replace('limits', 'ci: { none: true, reason: "none yet" }\nlimits'));
    const { summary } = JSON.parse(campaign(root, ['lint', '--format', 'json']).stdout);
    expect(campaign(root, ['lint', `--max-warnings=${summary.warnings}`]).code).toBe(0);
    if (summary.warnings > 0) expect(campaign(root, ['lint', '--max-warnings=0']).code).toBe(1);
  });

  test('JSON is one object on stdout, whatever is wrong with the campaign', () => {
    for (const text of [
      clean,
      faulty,
      '',
      'a: [',
      '\t\n',
      '- x',
      `${'['.repeat(2000)}`,
      'campaign: \u0000x'.replace('\u0000', ''),
    ]) {
      const { code, stdout, stderr } = campaign(project(text), ['lint', '--format', 'json']);
      const { version: format, files, findings, summary } = JSON.parse(stdout);
      expect([format, files, stderr]).toEqual([1, 1, '']);
      expect(code).toBe(summary.errors > 0 ? 1 : 0);
      expect(findings).toHaveLength(summary.errors + summary.warnings + summary.notes);
    }
  });

  test('nothing is written and no network is reached', () => {
    const root = project();
    const before = readdirSync(root);
    // Every connection goes through these system calls.
    const { code, stderr } = bash(
      root,
      `strace -f -qq -e trace=connect,sendto -e signal=none -o trace "${process.execPath}" "$BIN" lint && cat trace >&2`,
      {
        BIN: bin,
      },
    );
    if (stderr.includes('strace: command not found') || stderr.includes('ptrace')) return;
    expect([code, stderr.match(/AF_INET6?.*/g)]).toEqual([0, null]);
    expect(readdirSync(root).filter(name => name !== 'trace')).toEqual(before);
  });
});

describe('colour', () => {
  const colored = (env: Readonly<Record<string, string>>, ...args: string[]) =>
    campaign(project(faulty), ['lint', ...args], env).stdout.includes('\u001b[');

  test('a pipe has none, unless FORCE_COLOR says so; NO_COLOR and --no-color win where they should', () => {
    expect(colored({})).toBe(false);
    expect(colored({ FORCE_COLOR: '1' })).toBe(true);
    expect(colored({ FORCE_COLOR: '0' })).toBe(false);
    expect(colored({ FORCE_COLOR: '1' }, '--no-color')).toBe(false);
    expect(colored({ NO_COLOR: '1' })).toBe(false);
  });

  test('a terminal has them, unless NO_COLOR says otherwise', () => {
    const root = project(faulty);
    const inTerminal = (env: string) =>
      bash(root, `script -qec "${env} '${process.execPath}' '$BIN' lint" /dev/null`, {
        BIN: bin,
        TERM: 'xterm',
      }).stdout;
    expect(inTerminal('')).toContain('\u001b[31m');
    expect(inTerminal('NO_COLOR=1')).not.toContain('\u001b[');
    expect(inTerminal('TERM=dumb')).not.toContain('\u001b[');
  });
});

describe('pipes', () => {
  test('a reader that leaves early ends the command quietly', () => {
    const many = `${faulty}${Array.from({ length: 3000 }, (_, index) => `  s${index}: { run: ./no${index}.sh, requires: [no${index}.sh], nope: 1 }`).join('\n')}\n`;
    const { stdout, stderr } = bash(project(many), 'campaign lint | head -1; echo "${PIPESTATUS[0]}"');
    const [line, status] = stdout.split('\n');
    expect([line!.length > 0, status, stderr]).toEqual([true, '141', '']);
  });

  test('a slow reader gets every byte, also over a pipe that does not block', () => {
    const many = `${faulty}${Array.from({ length: 2000 }, (_, index) => `  s${index}: { run: x, nope: 1 }`).join('\n')}\n`;
    const root = project(many);
    const whole = campaign(root, ['lint', '--format', 'json']).stdout;
    expect(whole.length).toBeGreaterThan(200_000);
    const slow = bash(
      root,
      `campaign lint --format json | { sleep 0.5; node -e "process.stdin.pipe(process.stdout)"; }`,
      { PATH: `${join(process.execPath, '..')}:${process.env.PATH}` },
    );
    expect(slow.stdout).toBe(whole);
  });

  test('a closed stdout or stderr is no accident', () => {
    const root = project();
    expect(bash(root, 'campaign lint 2>&-')).toMatchObject({ code: 0, stdout: 'no findings in 1 file\n' });
    expect(bash(root, 'campaign lint >&-')).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe('explain', () => {
  test('lists every rule, and shows the page of one', () => {
    const list = campaign(temporary(), ['explain']);
    expect(list).toMatchObject({ code: 0, stderr: '' });
    const { rules } = JSON.parse(campaign(temporary(), ['explain', '--format', 'json']).stdout);
    expect(rules.map(({ id }: { id: string }) => id)).toEqual(
      list.stdout
        .trimEnd()
        .split('\n')
        .map(line => line.split(' ')[0]),
    );
    const page = campaign(temporary(), ['explain', 'no-wall-limit']).stdout;
    expect(page.startsWith('# no-wall-limit\n')).toBe(true);
    expect(JSON.parse(campaign(temporary(), ['explain', 'no-wall-limit', '-f', 'json']).stdout).page).toBe(page);
  });
});

describe('init', () => {
  const stacks: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    nothing: {},
    rust: { 'Cargo.toml': '[package]\nname = "x"\n', 'Cargo.lock': '' },
    node: { 'package.json': '{"scripts":{"bench":"node bench.js"}}', 'package-lock.json': '{}' },
    go: { 'go.mod': 'module x\n' },
    python: { 'pyproject.toml': '', 'uv.lock': '' },
    ci: { '.github/workflows/ci.yml': 'on: push\njobs: { a: { runs-on: x, steps: [{ run: make }] } }\n' },
  };
  for (const [name, files] of Object.entries(stacks))
    test(`writes a campaign that lints clean of errors: ${name}`, () => {
      const root = repository({ readme: '', ...files });
      const { code, stdout, stderr } = campaign(root, ['init']);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^campaign\.yaml is written\n/);
      expect(stdout).not.toContain('error');
      expect(JSON.parse(campaign(root, ['lint', '-f', 'json']).stdout)).toMatchObject({
        files: 1,
        // What compiles where it is measured is told, as a note: the first campaign may, a paid one should not.
        summary: { errors: 0, warnings: 0, notes: name === 'rust' || name === 'go' ? 1 : 0 },
      });
    });

  test('never writes over one that is there', () => {
    const root = project();
    expect(campaign(root, ['init'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: campaign.yaml is already there\n  help: look at it: campaign lint campaign.yaml\n',
    });
  });
});

test('a fault of our own exits 70, says how to report it, and shows its trace only with --debug', async () => {
  const broken = async (...args: string[]) => {
    let stderr = '';
    const throwing = () => {
      throw new Error('the disk of dreams is full');
    };
    const code = await main(
      ['--version', ...args],
      {
        stdout: { write: throwing, isTerminal: false },
        stderr: { write: text => void (stderr += text), isTerminal: false },
        env: {},
        cwd: '/',
        interactive: false,
      },
      [],
    );
    return { code, stderr };
  };
  const said = `internal error: the disk of dreams is full
  help: this is a fault of campaign ${version} itself; please report it with the output of the same command and --debug
`;
  expect(await broken()).toEqual({ code: 70, stderr: said });
  const { code, stderr } = await broken('--debug');
  expect(code).toBe(70);
  expect(stderr.startsWith(`${said}Error: the disk of dreams is full\n    at `)).toBe(true);
});
