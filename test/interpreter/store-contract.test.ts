import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { StoreShell, stores } from './store-shell.ts';

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

/** Names that a shell, a pattern, a URL or a listing could mistake for something else. */
const oddNames = [
  'a b',
  ' lead',
  'new\nline',
  'tab\tx',
  'ü',
  '日本',
  'e\u0301',
  '*',
  '?',
  '[x]',
  '-rf',
  '"q"',
  "it's",
  'back\\slash',
  '~',
  '$HOME',
  '`x`',
  '#',
  '%41',
  '+',
  '&a=b',
  '\u0001',
];

describe.each(stores)('$name', ({ aws }) => {
  const shell = (name: string, body: (it: StoreShell) => Promise<void>) =>
    test.concurrent(name, async () => {
      await using it = await StoreShell.open(aws);
      await body(it);
    }, 600_000);

  shell('of two that claim a run at once, one has it, and a third comes too late', async it => {
    const claim = 'status=0; store_claim || status=$?; echo "claim $status"';
    const both = await Promise.all(['one', 'two'].map(machine => it.bash(claim, {}, machine)));
    expect(both.map(({ stdout }) => stdout).sort()).toEqual(['claim 0\n', 'claim 1\n']);
    expect((await it.bash(claim, {}, 'three')).stdout).toBe('claim 1\n');
  });

  shell('of two that reserve a key at once, one has it', async it => {
    const reserve =
      'echo $MACHINE >own; status=0; store_reserve starts/2 "$PWD/own" || status=$?; echo "reserve $status"';
    await it.bash('store_claim');
    const both = await Promise.all(
      ['one', 'two'].map(machine => it.bash(`cd "$RUN_DIR"; ${reserve}`, { MACHINE: machine }, machine)),
    );
    expect(both.map(({ stdout }) => stdout).sort()).toEqual(['reserve 0\n', 'reserve 1\n']);
    expect(it.stored('starts/2')?.toString()).toMatch(/^(one|two)\n$/);
  });

  shell('all of a stage is there, proven, entered and told of, whatever its files are called', async it => {
    mkdirSync(join(it.files, 'glob[*]'));
    const names = [...oddNames, 'glob[*]/z', 'empty', 'large'];
    for (const name of names)
      it.file(name, name === 'empty' ? '' : name === 'large' ? 'x'.repeat(9_000_000) : `${name}\n`);
    it.file('log', 'said\n');
    it.file('result.json', '{}\n');
    const said = await it.bash(
      `store_claim && no_files; for n in ${names.map(bashQuote).join(' ')}; do final "outputs/$n" "$n"; done
put_whole final log "$PWD/log"; put_whole record result.json "$PWD/result.json"
try store_put_all stages/a; try store_list stages/a/
for k in "\${!KEYS[@]}"; do printf '%s %s\\0' "\${SIZES[k]}" "\${KEYS[k]}"; done >"$RUN_DIR/list"
try store_fetch_tree stages/a/outputs/ "$RUN_DIR/back" && diff -r --exclude=log --exclude=result.json "$FILES" "$RUN_DIR/back" && echo same
try store_fetch_each "$RUN_DIR/each" 'stages/a/outputs/[x]' stages/a/log && (cd "$RUN_DIR/each" && find . -type f | sort)
store_sums stages/a/outputs '[x]' large && printf '%s\\n' "\${SIZES[@]}" "\${SUMS[@]}"
try store_fetch stages/a/log "$RUN_DIR/one" && cat "$RUN_DIR/one"
tr '\\0' '|' <"$RUN_DIR/list"`,
    );
    const keys = [...names.map(name => `outputs/${name}`), 'log', 'result.json'].map(key => `stages/a/${key}`);
    const bytes = (key: string) => it.stored(key) ?? Buffer.from('absent');
    expect(said.stdout.split('\n').filter(line => line.startsWith('failed'))).toEqual([]);
    expect(new Map(it.ledger().map(({ key, size, sha256, kind }) => [key, [size, sha256, kind]]))).toEqual(
      new Map(
        keys.map(key => [
          key,
          [bytes(key).length, sha256(bytes(key)), key.endsWith('result.json') ? 'record' : 'final'],
        ]),
      ),
    );
    expect(it.ledger().at(-1)?.key).toBe('stages/a/result.json');
    expect(said.stdout.match(/^event uploaded /gm)).toHaveLength(keys.length);
    expect(bytes('stages/a/outputs/new\nline').toString()).toBe('new\nline\n');
    const rest = said.stdout.split('\n').filter(line => !line.startsWith('event'));
    expect(rest.slice(0, 8)).toEqual([
      'same',
      './stages/a/log',
      './stages/a/outputs/[x]',
      '4',
      '9000000',
      sha256('[x]\n'),
      sha256('x'.repeat(9_000_000)),
      'said',
    ]);
    const list = said.stdout
      .slice(said.stdout.indexOf('said\n') + 5)
      .split('|')
      .filter(Boolean)
      .sort();
    expect(list).toEqual(keys.map(key => `${bytes(key).length} ${key}`).sort());
  });

  shell(
    'a final key is written once: the same bytes again are fine, others are an error and change nothing',
    async it => {
      it.file('log', 'first\n');
      it.file('two', '2\n');
      it.file('result.json', '{}\n');
      const put = `no_files; final outputs/two two; put_whole final log "$PWD/log"; put_whole record result.json "$PWD/result.json"; try store_put_all stages/a | grep -v ^event; `;
      const alone = `no_files; put_whole final log "$PWD/log"; try store_put_all stages/b | grep -v ^event; `;
      const said = await it.bash(
        `store_claim; ${put} ${put} ${alone} ${alone} echo other >log; ${alone} echo other >two; ${put} :`,
      );
      expect(said.stdout).toBe(
        'failed 1: log is there already, and is not the same\nfailed 1: outputs/two is there already, and is not the same\n',
      );
      expect(['stages/a/outputs/two', 'stages/b/log'].map(key => it.stored(key)?.toString())).toEqual([
        '2\n',
        'first\n',
      ]);
    },
  );

  shell('a partial is replaced, and what a running stage removes meanwhile is no fault', async it => {
    it.file('a', 'one\n');
    it.file('b', 'gone\n');
    const put =
      'no_files; put_whole partial partial/a "$PWD/a"; put_whole partial partial/b "$PWD/b"; try store_put_all stages/a';
    const said = await it.bash(`store_claim; ${put}; echo two >>a; rm b; ${put}; try store_drop stages/a/partial/`);
    expect(said.stdout.replaceAll(/"key.*"bytes"/g, '')).toBe(
      'event checkpoint "stage":"a",:4\nevent checkpoint "stage":"a",:5\nevent checkpoint "stage":"a",:8\n',
    );
    expect(it.ledger().map(({ key, sha256 }) => [key, sha256])).toEqual([
      ['stages/a/partial/a', sha256('one\n')],
      ['stages/a/partial/b', sha256('gone\n')],
      ['stages/a/partial/a', sha256('one\ntwo\n')],
    ]);
    expect(it.stored('stages/a/partial/a')).toBe(undefined);
  });

  shell('a file that grows while it is put is there as it began, and the ledger says so', async it => {
    const begin = Buffer.alloc(20_000_000, 'x');
    it.file('log', begin);
    const said = await it.bash(
      `store_claim; (while :; do echo more; sleep 0.01; done >>log) & grower=$!
no_files; put_whole partial partial/log "$PWD/log"; try store_put_all stages/a; kill $grower`,
    );
    expect(said.stdout).toMatch(/^event checkpoint [^\n]*\n$/);
    const stored = it.stored('stages/a/partial/log') ?? Buffer.alloc(0);
    expect(stored.subarray(0, begin.length).equals(begin)).toBe(true);
    expect(stored.subarray(begin.length).toString()).toMatch(/^(more\n)*(m(o(r(e)?)?)?)?$/);
    expect(it.ledger()).toMatchObject([{ size: stored.length, sha256: sha256(stored) }]);
  });

  shell('what cannot be stored is named, keeps nothing else back, and no result is there without it', async it => {
    it.file('fine', 'fine\n');
    it.file('result.json', '{}\n');
    const said = await it.bash(
      `store_claim; no_files; final outputs/fine fine; put_file final outputs/gone "$PWD" gone '' 1; put_whole record result.json "$PWD/result.json"
try store_put_all stages/a`,
    );
    expect(said.stdout.split('\n').filter(line => !line.startsWith('event'))).toEqual([
      'failed 1: outputs/gone: it is gone',
      '',
    ]);
    expect(it.stored('stages/a/outputs/fine')?.toString()).toBe('fine\n');
    expect(it.stored('stages/a/result.json')).toBe(undefined);
  });

  shell('a name that is no UTF-8 is stored byte for byte, or refused aloud', async it => {
    const said = await it.bash(
      `store_claim; printf x >$'bad\\xff'; no_files; put_file final $'outputs/bad\\xff' "$PWD" $'bad\\xff' '' 1; try store_put_all stages/a | tail -n 1; store_list '' && printf '%s\\n' "\${KEYS[@]}" | grep -c stages/`,
    );
    if (aws === undefined) expect(said.stdout).toMatch(/^event uploaded [^\n]*\n1\n$/);
    else
      expect(said.stdout).toBe(
        'failed 1: outputs/bad\ufffd: a name that is not valid UTF-8 cannot be stored in S3\n0\n',
      );
  });

  shell('a link that is kept holds its text', async it => {
    it.file('to', 'x\n');
    symlinkSync('to', join(it.files, 'link'));
    await it.bash(
      `store_claim; no_files; put_file final outputs/to "$PWD" to '' ''; put_file final outputs/link "$PWD" link "$(printf to | sha256sum | head -c 64)" ''; try store_put_all stages/a`,
    );
    expect(it.ledger().find(({ key }) => key === 'stages/a/outputs/link')).toMatchObject({
      size: 2,
      sha256: sha256('to'),
    });
  });

  shell('records are replaced together, and lines are there once they are flushed', async it => {
    it.file('status.json', '1\n');
    it.file('e', 'one\n');
    const said = await it.bash(
      `store_claim; put() { no_files; put_whole record status.json "$PWD/status.json"; put_whole record events/000001.jsonl "$PWD/e"; try store_replace_all; }
put; echo 2 >status.json; put; store_get status.json && echo "got $REPLY"; store_has events/000001.jsonl && echo has; store_has events || store_has nothing || echo 'has not'
store_age status.json; ((REPLY >= 0 && REPLY < 60)) && echo young
echo line >>"$RUN_DIR/ledger.jsonl"; store_append ledger.jsonl $'line\\n'; try store_flush; store_get ledger.jsonl && echo "$REPLY"
store_clone stages/none/ stages/other/ || :; store_clone status.json copy.json && store_get copy.json && echo "copy $REPLY"
store_drop status.json; store_get status.json || echo gone; try store_end`,
    );
    expect(said.stdout).toBe('got 2\nhas\nhas not\nyoung\nline\ncopy 2\ngone\n');
  });
});

test.runIf(existsSync('/proc/self/autogroup'))(
  'what saves a running stage is idle work in a session of its own, and tells how it ended',
  async () => {
    await using it = await StoreShell.open();
    const aws = `#!/bin/sh\ncut -d' ' -f2,3 /proc/self/autogroup; cut -d' ' -f19 /proc/self/stat; exit 7\n`;
    writeFileSync(join(it.root, 'bin/aws'), aws, { mode: 0o755 });
    const said = await it.bash('AWS_OPTIONS=() AWS_PLAIN=; be_idle; aws_cli 9 s3; echo $?; cat "$AWS_OUT"');
    expect(said).toEqual({ status: 0, stdout: '7\nnice 19\n19\n', stderr: '' });
  },
  60_000,
);

function bashQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
