import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { boxed } from './box.ts';

/** A stage of one command, in YAML. */
const stage = (name: string, run: string, more = '') =>
  `${name}:\n  run: |\n${run.replace(/^/gm, '    ')}\n${more.replace(/^(?=.)/gm, '  ')}`;

describe('a stage is what it is said to be', () => {
  boxed('what bash says of a line of it names the line of campaign.yaml', async box => {
    await box.play(stage('typo', 'true\nno-such-command'));
    const line = box.text('campaign.yaml').split('\n').indexOf('      no-such-command') + 1;
    expect(box.text('stages/typo/log')).toMatch(
      new RegExp(`/run: line ${line}: no-such-command: command not found\n$`),
    );
  });

  boxed('each ending has its state, its exit code and its reason', async box => {
    const stages = [
      stage('passes', 'echo fine'),
      stage('fails', 'exit 7'),
      stage('own-137', 'exit 137'),
      stage('own-143', 'bash -c "kill -TERM \\$\\$"'),
      stage('killed', 'kill -KILL $$'),
      stage('terminated', 'kill -TERM $$'),
      stage('slow', 'sleep 30', 'timeout: 1s'),
      stage('stubborn', "trap '' TERM\nsleep 30\nsleep 30", 'timeout: 1s'),
      stage('unset', 'echo "$nothing"'),
      stage('pipe', 'false | cat'),
      stage('off', 'true', "if: 'false'"),
    ].join('\n');
    expect(await box.play(stages)).toBe(1);
    const ends = Object.fromEntries(
      box.status().stages.map(({ stage: name }) => {
        const { exitCode, signal } = box.result(name);
        return [name, [box.end(name), exitCode, signal]];
      }),
    );
    expect(ends).toEqual({
      passes: ['passed', 0, null],
      fails: ['failed: exit code 7', 7, null],
      'own-137': ['failed: exit code 137 (a command in it ended by SIGKILL)', 137, null],
      'own-143': ['failed: exit code 143 (a command in it ended by SIGTERM)', 143, null],
      killed: ['killed: killed by SIGKILL', null, 'KILL'],
      terminated: ['killed: killed by SIGTERM', null, 'TERM'],
      slow: ['timed-out: stopped after its limit of 1 s', null, 'TERM'],
      stubborn: ['timed-out: stopped after its limit of 1 s', null, 'KILL'],
      unset: ['failed: exit code 1', 1, null],
      pipe: ['failed: exit code 1', 1, null],
      off: ['skipped: its condition is false: false', null, null],
    });
    expect(box.has('COMPLETE')).toBe(true);
    expect(box.text('stages/unset/log')).toMatch(/stages\/unset\/run: line \d+: nothing: unbound variable/);
  });

  boxed('what it promised and did not leave is named, and by how much', async box => {
    writeFileSync(join(box.source, 'stale.txt'), 'old');
    const stages = [
      stage('absent', 'true', 'produces: [a.txt]'),
      stage('empty', ': > b.txt', 'produces: [b.txt]'),
      stage('stale', 'true', 'produces: [stale.txt]'),
      stage(
        'short',
        'for q in 01 02 03 04 05; do echo "| Q$q |"; done > REPORT.md',
        "produces: [{ path: REPORT.md, expect: { matches: { pattern: '^\\| Q\\d\\d ', count: 22 } } }]",
      ),
      stage('few', 'mkdir -p d/e; echo 1 > d/e/f', 'produces: [{ path: d/, expect: { files: 8 } }]'),
      stage('lines', 'printf "a\\nb" > l.txt', 'produces: [{ path: l.txt, expect: { lines: 2 } }]'),
      stage('small', 'echo > s.txt', 'produces: [{ path: s.txt, expect: { min-size: 1KB } }]'),
      stage('quiet', 'echo nothing', "expect: { matches: { pattern: 'done', count: { min: 1 } } }"),
      stage(
        'json',
        `echo '{"a/b": [1, 2, {"c": 5}]}' > j.json`,
        'produces: [{ path: j.json, expect: { json: [{ pointer: /a~1b/2/c, equals: 6 }, { pointer: /a~1b, length: 3 }, { pointer: /x, minimum: 1 }] } }]',
      ),
      stage('sum', 'echo x > x.bin', `produces: [{ path: x.bin, expect: { sha256: ${'0'.repeat(64)} } }]`),
    ].join('\n');
    expect(await box.play(stages)).toBe(1);
    expect(Object.fromEntries(box.status().stages.map(({ stage: name }) => [name, box.end(name)]))).toEqual({
      absent: 'incomplete: a.txt: missing',
      empty: 'incomplete: b.txt: empty',
      stale: 'incomplete: stale.txt: stale, not written by this attempt',
      short: 'incomplete: REPORT.md: 5 lines match /^\\| Q\\d\\d /, 22 wanted',
      few: 'incomplete: d/: 1 files, 8 wanted',
      lines: 'passed',
      small: 'incomplete: s.txt: 1 bytes, at least 1000 wanted',
      quiet: 'incomplete: the log: 0 lines match /done/, at least 1 wanted',
      json: 'incomplete: j.json: /a~1b/2/c is 5, 6 wanted; j.json: /x is missing',
      sum: `incomplete: x.bin: its SHA-256 is 73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac, ${'0'.repeat(64)} wanted`,
    });
    expect(box.has('stages/short/partial/REPORT.md')).toBe(true);
    expect(box.keys().filter(key => key.includes('/outputs/'))).toEqual(['stages/lines/outputs/l.txt']);
  });

  boxed('a log without a newline at its end, of NUL bytes or of nothing, is kept whole', async box => {
    expect(await box.play(stage('bytes', "printf 'a\\0b\\xff'"))).toBe(0);
    expect(readFileSync(join(box.run, 'stages/bytes/log')).toString('hex')).toBe('610062ff');
  });
});

describe('a stage cannot hurt the harness or another stage', () => {
  boxed('whatever it does, the next one runs, and nothing of it is left', async box => {
    const hostile: Record<string, string> = {
      quotes: `echo "unbalanced 'quote`,
      heredoc: 'cat <<END_OF_RUN\nx\nEND_OF_RUN',
      group: 'kill 0; sleep 5',
      daemon: 'setsid sleep 977 & disown; setsid -f sleep 977; (sleep 977 &) ; echo gone',
      holder: 'env -i setsid sleep 977 & disown',
      stdin: 'read -r line && echo "read $line"; cat',
      descriptors: 'for f in {0..255}; do eval "exec $f>&-" || :; done 2>/dev/null; exit 0',
      traps: "trap 'sleep 0.2; exit 3' EXIT TERM INT; exec true",
      options: 'set +euo pipefail; shopt -s extglob; cd /; false; unset PATH HOME; exit 0',
      umask: 'umask 777; ulimit -n 5; export TERM=x PATH=/nowhere CAMPAIGN_HOME=/nowhere',
      directory: 'rm -rf "$PWD/inner"; mkdir inner; cd inner; rmdir ../inner',
      names: 'mkdir -p odd; touch "odd/a\nb" \'odd/ c \' \'odd/*\' odd/ü; for f in odd/*; do echo x > "$f"; done',
      parent: 'kill -KILL $PPID; sleep 3',
      last: 'echo still here; env | grep -c ^CAMPAIGN_ || :',
    };
    const stages = Object.entries(hostile).map(([name, run]) =>
      stage(name, run, name === 'names' ? 'produces: [odd/]' : ''),
    );
    const status = await box.play(stages.join('\n'));
    const ends = Object.fromEntries(box.status().stages.map(({ stage: name }) => [name, box.end(name)]));
    expect(ends).toEqual({
      quotes: 'failed: exit code 2',
      heredoc: 'passed',
      group: 'killed: killed by SIGTERM',
      daemon: 'passed',
      holder: 'passed',
      stdin: 'passed',
      descriptors: 'passed',
      traps: 'passed',
      options: 'passed',
      umask: 'passed',
      directory: 'passed',
      names: 'passed',
      parent: 'killed: the process that watched it was killed',
      last: 'passed',
    });
    expect(status).toBe(1);
    expect(box.keys().filter(key => key.startsWith('stages/names/outputs/'))).toEqual(
      ['a\nb', ' c ', '*', 'ü'].map(name => `stages/names/outputs/odd/${name}`).sort(),
    );
    expect(box.text('stages/last/log')).toBe('still here\n1\n');
    expect(box.pids()).toEqual([]);
    expect(sleepers()).toEqual([]);
  });

  boxed('a flood of output neither fills a pipe nor slows the rest', async box => {
    expect(await box.play(stage('flood', 'head -c 30000000 /dev/zero | tr "\\0" x'))).toBe(0);
    expect(box.ledger().find(({ key }) => key === 'stages/flood/log')?.size).toBe(30_000_000);
  });

  boxed('it is not told of the harness: no descriptor but three, no variable but its mark', async box => {
    const run = 'ls /proc/self/fd | head -c 9 | tr "\\n" " "; env | grep ^CAMPAIGN | cut -d= -f1';
    expect(await box.play(stage('look', run))).toBe(0);
    expect(box.text('stages/look/log')).toBe('0 1 2 3 CAMPAIGN_STAGE_MARK\n');
  });
});

function sleepers(): string[] {
  const { execFileSync } = process.getBuiltinModule('node:child_process');
  return execFileSync('bash', [
    '-c',
    'for p in /proc/[0-9]*; do tr "\\0" " " <$p/cmdline | grep -ax "sleep 977 " || :; done 2>/dev/null',
  ])
    .toString()
    .split('\n')
    .filter(Boolean);
}
