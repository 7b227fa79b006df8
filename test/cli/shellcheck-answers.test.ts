import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { campaign } from './process.ts';
import { repository, temporary, write } from './repository.ts';

const installed = (process.env.PATH ?? '')
  .split(delimiter)
  .map(directory => join(directory, 'shellcheck'))
  .find(path => statSync(path, { throwIfNoEntry: false })?.isFile());

const text = (stages: readonly string[]) => `campaign: small
version: 1
limits: { wall: 10m, stage: 1m }
stages:
${stages.map((run, index) => `  s${index}:\n    run: ${run}\n    produces: [out.${index}]\n`).join('')}`;
const two = ['./bench $(cat x) > out.0', 'cd /data; ./bench > out.1'];

function world(stages: readonly string[] = two) {
  const root = repository({ 'campaign.yaml': text(stages), 'bench*': '#!/bin/sh\n', x: 'a b\n' });
  const cache = temporary();
  const lint = (env: Readonly<Record<string, string | undefined>> = {}) => {
    // What the whole lint said is kept too, and this is not about that.
    for (const name of existsSync(join(cache, 'campaign')) ? readdirSync(join(cache, 'campaign')) : [])
      if (name.startsWith('lint-')) rmSync(join(cache, 'campaign', name));
    return campaign(root, ['lint'], { CAMPAIGN_NO_CACHE: undefined, XDG_CACHE_HOME: cache, ...env });
  };
  const files = () => readdirSync(join(cache, 'campaign')).filter(name => name.startsWith('shellcheck-'));
  const file = () => join(cache, 'campaign', files()[0]!);
  const lines = () => readFileSync(file(), 'utf8').split('\n') as [sum: string, origin: string, answers: string];
  const kept = () => JSON.parse(lines()[2]) as [text: string, remarks: unknown[]][];
  /** Has it say something else, as if that had been kept. */
  const forge = (change: (answers: string) => string) => {
    const text = `${lines()[1]}\n${change(lines()[2])}`;
    writeFileSync(file(), `${crc32(text).toString(16).padStart(8, '0')}\n${text}`);
  };
  return { root, lint, files, file, kept, forge };
}

type Forge = ReturnType<typeof world>['forge'];

const mindful = (text: string) => text.replace('Quote this', 'Mind this');

/** A program of this name, first on PATH. */
function program(content: string): { PATH: string } {
  const directory = temporary();
  write(directory, { 'shellcheck*': content });
  return { PATH: `${directory}${delimiter}${process.env.PATH}` };
}

describe.runIf(installed)('what shellcheck has said is kept', () => {
  test('and the findings are the same without it, before it and with it', () => {
    const { lint, kept, file, forge } = world();
    const without = lint({ CAMPAIGN_NO_CACHE: '1' });
    expect(without.stdout).toContain('(SC2046)');
    const cold = lint();
    expect(cold).toEqual(without);
    expect(kept().map(([text]) => text)).toEqual(two);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    const before = readFileSync(file(), 'utf8');
    expect(lint()).toEqual(without);
    expect(readFileSync(file(), 'utf8')).toBe(before);
    // It is the kept answer that is told.
    forge(mindful);
    expect(lint().stdout).toBe(mindful(without.stdout));
  });

  test('a text that has changed is asked again, what has not is not', () => {
    const { root, lint, kept, forge } = world();
    lint();
    forge(mindful);
    write(root, { 'campaign.yaml': text([...two, './bench $(cat y) > out.2']) });
    const { stdout } = lint();
    expect(stdout).toContain('Mind this');
    expect(stdout).toContain('Quote this');
    expect(kept()).toHaveLength(3);
  });

  test('another program, or one with options of the user, is asked anew', () => {
    const { lint, file, forge } = world();
    const said = lint();
    forge(mindful);
    const forged = readFileSync(file(), 'utf8');
    expect(lint({ SHELLCHECK_OPTS: '--exclude=SC2164' }).stdout).toContain('Quote this');
    expect(readFileSync(file(), 'utf8')).toBe(forged);
    const directory = temporary();
    copyFileSync(installed!, join(directory, 'shellcheck'));
    expect(lint({ PATH: `${directory}${delimiter}${process.env.PATH}` })).toEqual(said);
  });

  test.each([
    ['cut off', (file: string) => writeFileSync(file, readFileSync(file, 'utf8').slice(0, -9))],
    ['empty', (file: string) => writeFileSync(file, '')],
    ['of another shape', (_: string, forge: Forge) => forge(() => '{"answers": {}}')],
    ['of answers that are none', (_: string, forge: Forge) => forge(() => '[["./bench", {}]]')],
    [
      'pointing outside its text',
      (_: string, forge: Forge) => forge(said => said.replace(/"end":\d+/, '"end":1000000')),
    ],
  ])('a file that is %s counts for nothing', (_, spoil) => {
    const { lint, file, kept, forge } = world();
    const said = lint();
    const before = kept();
    spoil(file(), forge);
    expect(lint()).toEqual(said);
    expect(kept()).toEqual(before);
  });

  test('what only starts a shellcheck may start another tomorrow: nothing of it is kept', () => {
    const { lint, files } = world();
    expect(lint(program(`#!/bin/sh\nexec ${installed} "$@"\n`)).stdout).toContain('(SC2046)');
    expect(files()).toEqual([]);
  });

  test('many texts are shared among processes, each with its own answer', () => {
    const many = Array.from({ length: 100 }, (_, index) =>
      index % 7 === 0 ? `./bench $(cat x${index}) > out.${index}` : `./bench x${index} > out.${index}`,
    );
    const { lint, kept } = world(many);
    const { stdout } = lint();
    expect(stdout.match(/\(SC2046\)/g)).toHaveLength(15);
    const remarked = kept().filter(([, remarks]) => remarks.length > 0);
    // The faster process comes first.
    expect(new Set(remarked.map(([text]) => text))).toEqual(new Set(many.filter((_, index) => index % 7 === 0)));
  });
});

test.each([
  ['says why', 'echo "cannot read the rules" >&2; exit 2', 'cannot read the rules'],
  ['says nothing', 'exit 3', 'it gave no answer'],
  ['is cut off', 'printf \'{"comments":[{\'', 'it gave no answer'],
])('a shellcheck that fails and %s is told of, and the lint goes on', (_, does, said) => {
  const { lint, files } = world();
  const { code, stdout, stderr } = lint(program(`#!/bin/sh\n${does}\n`));
  expect(stderr).toBe(`note: shellcheck's remarks are missing: ${said}\n`);
  expect(stdout).not.toContain('(SC');
  expect([0, 1]).toContain(code);
  expect(files()).toEqual([]);
});

test.runIf(installed)('a text that sources a file of shellcheck’s command line is read alone all the same', () => {
  const { lint } = world(['cd sub && . ./text-1.sh && cd "$x" > out.0', 'x=(1 2) && ./bench "$x" > out.1']);
  const { stdout } = lint();
  expect(stdout).toContain('(SC2128)');
});
