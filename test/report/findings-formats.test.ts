import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Finding } from '../../lint/finding.ts';
import { rules } from '../../lint/rules/index.ts';
import type { Findings } from '../../report/findings.ts';
import { findingsGcc } from '../../report/findings-gcc.ts';
import { findingsGithub } from '../../report/findings-github.ts';
import { findingsSarif } from '../../report/findings-sarif.ts';
import { source } from '../../schema/source.ts';

const text = source('bench/campaign.yaml', 'campaign: x\r\nversion: 2\r\nstages:\r\n  é𝄞: {}\r\n');
const place = { source: text, range: { start: 22, end: 23 } };
const bare: Finding = { rule: 'schema', severity: 'error', message: 'version 2', place, related: [] };
const full: Finding = {
  ...bare,
  rule: 'no-timeout',
  severity: 'warning',
  stage: 'a[sf=1]',
  profile: 'local',
  place: { source: text, range: { start: 13, end: 33 } },
  related: [{ place: { source: text, range: { start: 0, end: 8 } }, message: 'here' }],
  help: 'write 1',
  cost: 'an hour',
  fix: {
    title: 'write 1',
    safety: 'unsafe',
    edits: [
      { place, replacement: '1' },
      { place: { source: text, range: { start: 25, end: 25 } }, replacement: 'a\n' },
    ],
  },
};
const hostile = 'a%0A::error::b, c:\r\n\u2028d\u0007 "e" é𝄞 %25 | <f>';
const evil: Finding = {
  ...full,
  severity: 'note',
  message: hostile,
  stage: hostile,
  help: hostile,
  place: { source: source(`C:\\x y\\${hostile}.yaml`, 'campaign: x'), range: { start: 0, end: 8 } },
};

/** Of https://github.com/actions/runner, src/Runner.Common/ActionCommand.cs: how a line becomes a command again. */
function commandOf(line: string) {
  const [, name, properties = '', data] = /^::(\w+)(?: ([^:]*))?::(.*)$/s.exec(line) ?? [];
  const plain = (escaped: string) => escaped.replaceAll('%0D', '\r').replaceAll('%0A', '\n');
  const values = properties.split(',').map(property => {
    const [key = '', value = ''] = property.split(/=(.*)/s);
    return [key, plain(value).replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%')] as const;
  });
  return { name, properties: Object.fromEntries(values), data: plain(data ?? '').replaceAll('%25', '%') };
}

test('github: every finding is one workflow command with its place', () => {
  expect(findingsGithub({ files: 1, findings: [bare, full], nameOf: () => 'x.yaml' })).toBe(
    [
      '::error file=x.yaml,line=2,endLine=2,col=10,endColumn=11,title=schema::version 2\n',
      '::warning file=x.yaml,line=2,endLine=3,title=no-timeout (stage a[sf=1])::version 2 (profile `local`)%0Ahelp: write 1%0Acost: an hour\n',
    ].join(''),
  );
});

test('github: whatever a name or a message holds comes out of the command again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (file, message) => {
      const out = findingsGithub({ files: 1, findings: [{ ...bare, message }], nameOf: () => file });
      expect(out.endsWith('\n') && !/[\r\n]/.test(out.slice(0, -1))).toBe(true);
      const command = commandOf(out.slice(0, -1));
      expect([command.name, command.properties.file, command.data]).toEqual(['error', file, message]);
      expect(command.properties.line).toBe('2');
    }),
  );
  const lines = findingsGithub({ files: 1, findings: [evil] }).split('\n');
  expect([lines.length, lines[1]]).toEqual([2, '']);
  expect(commandOf(lines[0]!)).toMatchObject({ name: 'notice', data: expect.stringContaining(hostile) });
});

test('gcc: every finding is one line, whatever it holds', () => {
  expect(findingsGcc({ files: 1, findings: [bare, full] })).toBe(
    'bench/campaign.yaml:2:10: error: version 2 [schema]\nbench/campaign.yaml:2:1: warning: version 2 (profile `local`); write 1 [no-timeout]\n',
  );
  const [line, rest] = findingsGcc({ files: 1, findings: [evil] }).split('\n');
  expect(rest).toBe('');
  // As the problem matcher of VS Code's `$gcc` and Emacs's compilation mode take lines apart.
  const taken =
    /^(?<file>.*?):(?<line>\d+):(?<column>\d+):\s+(?<severity>warning|error|note|info):\s+(?<message>.*)$/.exec(line!);
  expect(taken?.groups).toMatchObject({ line: '1', column: '1', severity: 'note' });
  expect(taken?.groups?.file).toMatch(/^C:\\x y\\a%0A::error::b, c:.*\.yaml$/);
});

test.skipIf(spawnSync('vim', ['--version']).status !== 0)(
  'gcc: Vim reads the lines by the errorformat of docs/fixing.md',
  () => {
    const page = readFileSync(new URL('../../docs/fixing.md', import.meta.url), 'utf8');
    const format = /`errorformat=([^`]*)`/.exec(page)![1]!;
    const directory = mkdtempSync(join(tmpdir(), 'campaign-vim-'));
    try {
      writeFileSync(join(directory, 'lint.txt'), findingsGcc({ files: 1, findings: [bare, full] }));
      const ask = 'map(getqflist(), {_, e -> [bufname(e.bufnr), e.lnum, e.col, e.type, e.text]})';
      const args = ['-u', 'NONE', '-es', '-c', `set errorformat=${format}`, '-c', 'cgetfile lint.txt'];
      const { status } = spawnSync(
        'vim',
        [...args, '-c', `call writefile([json_encode(${ask})], "out.json")`, '-c', 'qa!'],
        {
          cwd: directory,
        },
      );
      expect(status).toBe(0);
      expect(JSON.parse(readFileSync(join(directory, 'out.json'), 'utf8'))).toEqual([
        ['bench/campaign.yaml', 2, 10, 'e', 'version 2 [schema]'],
        ['bench/campaign.yaml', 2, 1, 'w', 'version 2 (profile `local`); write 1 [no-timeout]'],
      ]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
);

/** The published schema, as a package brings it; its `language` pattern is no regular expression with the `u` flag. */
const {
  id: _,
  $schema: __,
  ...schema
} = JSON.parse(
  readFileSync(
    createRequire(import.meta.url)
      .resolve('@microsoft/jest-sarif')
      .replace(/lib\/index\.js$/, 'lib/schemas/sarif-2.1.0-rtm.5.json'),
    'utf8',
  ),
);
const isSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

function sarif(told: Findings) {
  const log = JSON.parse(findingsSarif(told, { rules, version: '1.2.3' }));
  expect([isSarif(log), isSarif.errors]).toEqual([true, null]);
  return log.runs[0];
}

test('sarif: the schema tells a log that is none', () => {
  expect(isSarif({ version: '2.1.0', runs: [{ tool: { driver: {} } }] })).toBe(false);
  expect(isSarif({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x' } }, results: [{ level: 'bad' }] }] })).toBe(
    false,
  );
});

test('sarif: rules with help, places, related ones, fixes and what is ignored', () => {
  const ignored: Finding = { ...full, ignored: { reason: 'it is so', place } };
  const run = sarif({ files: 1, findings: [bare, full], ignored: [ignored] });
  expect(run.tool.driver).toMatchObject({ name: 'campaign', version: '1.2.3', semanticVersion: '1.2.3' });
  expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(rules.map(({ id }) => id));
  for (const rule of run.tool.driver.rules) expect(rule.help.markdown).toContain(rule.help.text);
  expect(run.columnKind).toBe('utf16CodeUnits');
  const artifactLocation = { uri: 'bench/campaign.yaml', uriBaseId: '%SRCROOT%' };
  const region = { startLine: 2, startColumn: 10, endLine: 2, endColumn: 11 };
  const [first, second, third] = run.results;
  expect(first).toEqual({
    ruleId: 'schema',
    ruleIndex: rules.findIndex(({ id }) => id === 'schema'),
    level: 'error',
    message: { text: 'version 2' },
    locations: [{ physicalLocation: { artifactLocation, region } }],
    partialFingerprints: first.partialFingerprints,
  });
  expect(second).toMatchObject({
    level: 'warning',
    message: { text: 'version 2 (profile `local`)\nhelp: write 1\ncost: an hour' },
    locations: [
      {
        physicalLocation: { region: { startLine: 2, startColumn: 1, endLine: 3, endColumn: 9 } },
        logicalLocations: [{ name: 'a[sf=1]' }],
      },
    ],
    relatedLocations: [{ id: 0, message: { text: 'here' }, physicalLocation: { artifactLocation } }],
    fixes: [
      {
        description: { text: 'write 1 (unsafe: it may change what the campaign does)' },
        artifactChanges: [
          {
            artifactLocation,
            replacements: [
              { deletedRegion: region, insertedContent: { text: '1' } },
              {
                deletedRegion: { startLine: 3, startColumn: 1, endLine: 3, endColumn: 1 },
                insertedContent: { text: 'a\n' },
              },
            ],
          },
        ],
        properties: { safety: 'unsafe' },
      },
    ],
  });
  expect(second.suppressions).toBe(undefined);
  expect(third.suppressions).toMatchObject([{ kind: 'inSource', status: 'accepted', justification: 'it is so' }]);
});

test('sarif: a fingerprint survives that its line moves, and tells equal findings apart', () => {
  const below = source(text.path, `# more\n${text.text}`);
  const moved = { ...bare, place: { source: below, range: { start: 29, end: 30 } } };
  const prints = (findings: readonly Finding[]) =>
    sarif({ files: 1, findings }).results.map(
      (one: { partialFingerprints: Record<string, string> }) => one.partialFingerprints['campaignFinding/v1'],
    );
  const [one, two] = prints([bare, bare]);
  expect(prints([moved])).toEqual([one]);
  expect(two).not.toBe(one);
  expect(prints([{ ...bare, stage: 'a' }])[0]).not.toBe(one);
});

test('sarif: names become URI references, whatever they hold', () => {
  const uriOf = (name: string) =>
    sarif({ files: 1, findings: [evil], nameOf: () => name }).results[0].locations[0].physicalLocation.artifactLocation;
  expect(uriOf('a b/ü%#?.yaml')).toEqual({ uri: 'a%20b/%C3%BC%25%23%3F.yaml', uriBaseId: '%SRCROOT%' });
  expect(uriOf('C:\\x\\y.yaml')).toEqual({ uri: 'file:///C:/x/y.yaml' });
  expect(uriOf('/x/y.yaml')).toEqual({ uri: 'file:///x/y.yaml' });
  expect(uriOf('a:b.yaml')).toEqual({ uri: 'a%3Ab.yaml', uriBaseId: '%SRCROOT%' });
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), name => {
      const { uri, uriBaseId } = uriOf(name);
      expect(() => new URL(uri, uriBaseId ? 'file:///root/' : undefined)).not.toThrow();
      expect(uri).toMatch(/^[\w.~!*'()%/:-]*$/);
    }),
    { numRuns: 50 },
  );
});

test('nothing found is no line and a log without results', () => {
  expect([findingsGithub({ files: 1, findings: [] }), findingsGcc({ files: 1, findings: [] })]).toEqual(['', '']);
  expect(sarif({ files: 1, findings: [] }).results).toEqual([]);
});
