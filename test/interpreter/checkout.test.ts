import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { type Box, boxed, git, runId } from './box.ts';
import { roomed } from './room.ts';

/** A repository with one commit of these files; its commit. */
function repository(box: Box, name: string, files: Readonly<Record<string, string>>): string {
  const at = join(box.root, name);
  mkdirSync(at);
  git(at, 'init', '-q');
  for (const [file, text] of Object.entries(files)) writeFileSync(join(at, file), text, { mode: 0o755 });
  git(at, 'add', '.');
  git(at, 'commit', '-qm', 'One');
  return git(at, 'rev-parse', 'HEAD');
}

const missing = (box: Box) => box.events().flatMap(event => (event.event === 'preflight' ? event.missing : []));

/** Submodules by file are refused by git's default, for good reason. */
const byFile = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'protocol.file.allow', GIT_CONFIG_VALUE_0: 'always' };

/** What `git lfs filter-process` does to a pointer, without a server: https://git-scm.com/docs/gitattributes#_long_running_filter_process */
const lfs = `exec python3 -c '
import sys
def take():
    out = b""
    while (n := int(sys.stdin.buffer.read(4) or b"0", 16)): out += sys.stdin.buffer.read(n - 4)
    return out
def give(*texts):
    for text in texts: sys.stdout.write("%04x%s" % (len(text) + 4, text))
    sys.stdout.write("0000"); sys.stdout.flush()
take(); give("git-filter-server\\n", "version=2\\n")
take(); give("capability=smudge\\n")
while take():
    take(); give("status=success\\n"); give("large\\n"); give()
'`;
const attributes = { '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n', 'a.bin': 'pointer\n' };

describe('a provisioned checkout', () => {
  roomed('lies where the campaign says, with siblings and submodules, and belongs to the user', async room => {
    repository(room, 'part', { 'part.txt': 'part\n' });
    const sibling = repository(room, 'sibling', { 'beside.txt': 'beside\n' });
    const source = join(room.root, 'source.git');
    repository(room, 'source.git', { 'tool.sh': '#!/bin/sh\necho tool\n' });
    git(source, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', join(room.root, 'part'), 'sub');
    git(source, 'commit', '-qm', 'Two');
    room.plan = {
      commit: git(source, 'rev-parse', 'HEAD'),
      siblingCommits: new Map([[`file://${room.root}/sibling`, sibling]]),
    };
    const top = `machine: { user: runner }
source:
  repo: "file://${source}"
  dir: /opt/campaign/engine
  siblings: [{ repo: "file://${room.root}/sibling", dir: /opt/campaign/beside }]
`;
    const stages = `a:
  run: |
    ./tool.sh; cat sub/part.txt ../beside/beside.txt; pwd; echo made > made.txt
    stat -c %U . tool.sh sub/part.txt ../beside/beside.txt /opt/campaign
  produces: [made.txt]`;
    expect(await room.play(stages, top, byFile)).toBe(0);
    expect(room.text('stages/a/log')).toBe(
      'tool\npart\nbeside\n/opt/campaign/engine\nrunner\nrunner\nrunner\nrunner\nroot\n',
    );
    expect(room.text('stages/a/outputs/made.txt')).toBe('made\n');
    expect(room.events().flatMap(event => (event.event === 'checkout' ? [event.dir] : []))).toEqual([
      '/opt/campaign/engine',
      '/opt/campaign/beside',
    ]);
  });

  roomed('takes the place of an older one, and of nothing else', async room => {
    const commit = repository(room, 'source.git', { 'tool.sh': 'echo tool\n' });
    room.plan = { commit };
    const top = `source: { repo: "file://${room.root}/source.git", dir: /opt/campaign/engine }\n`;
    room.prelude = 'mkdir -p /opt/campaign/engine/.git; touch /opt/campaign/engine/{old,.git/campaign}';
    expect(await room.play('a:\n  run: ls', top)).toBe(0);
    expect(room.text('stages/a/log')).toBe('tool.sh\n');
    room.prelude = 'mkdir -p /opt/campaign/engine; touch /opt/campaign/engine/precious';
    const other = room.start(await room.compile('a:\n  run: ls', top), { CAMPAIGN_RUN_ID: 'other' });
    expect(await other.ended).toBe(3);
    expect(room.said).toContain('/opt/campaign/engine is there already and is no checkout of a campaign: move it away');
  });

  roomed('is restored for its user when the run is taken up again', async room => {
    room.plan = { commit: repository(room, 'source.git', { 'tool.sh': 'echo tool\n' }) };
    const top = `machine: { user: runner }
source: { repo: "file://${room.root}/source.git", dir: "${room.root}/engine" }
`;
    const stages = `made:
  run: mkdir -p data; date +%N > data/one.txt
  produces: [data/one.txt]
kept:
  run: date +%N > kept.txt
  produces: [{ path: kept.txt, upload: false }]
last:
  run: |
    cat data/one.txt kept.txt; touch data/mine; [ -e ${room.root}/mended ]
  requires: [data/one.txt, kept.txt]`;
    const script = await room.compile(stages, top);
    expect(await room.start(script).ended).toBe(1);
    const first = room.text('stages/last/log');
    writeFileSync(join(room.root, 'mended'), '');
    expect(await room.start(script, { CAMPAIGN_RUN_ID: `resume:${runId}` }).ended).toBe(0);
    expect(room.text('stages/last/log')).toBe(first);
    expect(room.status().stages.map(({ state }) => state)).toEqual(['cached', 'cached', 'passed']);
  });

  roomed('brings Git LFS along where files ask for it', async room => {
    room.plan = { commit: repository(room, 'source.git', attributes) };
    room.standIn('apt-get', `[[ " $* " != *' install git-lfs '* ]] || cp "\${0%/*}/large" "\${0%/*}/git-lfs"`);
    room.standIn('large', lfs);
    room.prelude = 'rm -f /usr/bin/git-lfs /usr/local/bin/git-lfs';
    const top = `source: { repo: "file://${room.root}/source.git", dir: /opt/campaign/engine }\n`;
    expect(await room.play('a:\n  run: cat a.bin', top)).toBe(0);
    expect(room.text('stages/a/log')).toBe('large\n');
  });
});

describe('a checkout', () => {
  boxed('never takes pointers for the files that Git LFS keeps', async box => {
    box.plan = { commit: repository(box, 'source.git', attributes) };
    const top = `source: { repo: "file://${box.root}/source.git" }\n`;
    expect(await box.play('a:\n  run: cat a.bin', top, { PATH: '/usr/bin:/bin' })).toBe(3);
    expect(missing(box)).toEqual([`tool git-lfs: file://${box.root}/source.git keeps files in Git LFS`]);
  });

  boxed('of a repository that wants a password names it, all together with what else is missing', async box => {
    const server = createServer((_, response) =>
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end(),
    );
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const top = `source: { repo: "${url}/private.git", siblings: [{ repo: "file://${box.root}/gone", dir: beside }] }\n`;
    box.plan = { commit: '1'.repeat(40), siblingCommits: new Map([[`file://${box.root}/gone`, '2'.repeat(40)]]) };
    expect(await box.play('a:\n  run: ls\n  requires: [{ tool: no-such-tool }]', top)).toBe(3);
    server.close();
    expect(missing(box)).toEqual([
      'tool no-such-tool',
      `commit ${'1'.repeat(40)} of ${url}/private.git (fatal: could not read Username for '${url}': terminal prompts disabled)`,
      expect.stringMatching(`^commit ${'2'.repeat(40)} of file://${box.root}/gone \\(`),
    ]);
  });
});
