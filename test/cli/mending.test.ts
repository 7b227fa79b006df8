import { mkdirSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Context, colorsFor } from '../../cli/context.ts';
import { judge } from '../../cli/judge.ts';
import { mend } from '../../cli/mending.ts';
import type { Finding, Fix } from '../../lint/finding.ts';
import { rules } from '../../lint/rules/index.ts';
import { read } from '../../schema/read.ts';
import { times } from '../more.ts';
import { repository } from './repository.ts';

const writer = { write: () => {}, isTerminal: false };
const env = { PATH: process.env.PATH };
const plain = colorsFor(writer, env, true);
const context = (cwd: string): Context => ({
  io: { stdout: writer, stderr: writer, env, cwd, interactive: false },
  cwd,
  quiet: true,
  verbose: false,
  debug: false,
  colors: { stdout: plain, stderr: plain },
  note: () => {},
});

/** The campaigns of all examples, good and bad: every rule's own ground. */
const texts = rules.flatMap(({ examples }) => [...examples.bad, ...examples.good].map(({ campaign }) => campaign));

type Change = readonly [kind: 'swap' | 'double' | 'drop' | 'comment' | 'unit' | 'ignore', at: number];

/** What hands do to a text. */
function changed(text: string, [kind, at]: Change): string {
  const lines = text.split('\n');
  const index = at % lines.length;
  const line = lines[index]!;
  const put = (...instead: string[]) => lines.toSpliced(index, 1, ...instead).join('\n');
  switch (kind) {
    case 'swap':
      return put(line.replace(/[a-z-]{4,}/, word => word.slice(0, 1) + word[2] + word[1] + word.slice(3)));
    case 'double':
      return put(line, line);
    case 'drop':
      return put(line.replace(/([a-z])([a-z-]+):/, '$1$2:').replace(/.(?=:)/, ''));
    case 'comment':
      return put(`${line} # said at ${at}`);
    case 'unit':
      return put(line.replace(/(\d+)m\b/, '$1 min').replace(/(\d+)h\b/, '"$1 hours"'));
    case 'ignore':
      return put(`${/^ */.exec(line)![0]}# campaign-ignore: no-timeout, no-such -- ${at}`, line);
  }
}

const hand = fc.tuple(
  fc.constantFrom('swap', 'double', 'drop', 'comment', 'unit', 'ignore'),
  fc.nat(40),
) as fc.Arbitrary<Change>;

const keys = (findings: readonly Finding[]) =>
  findings.map(({ rule, message, stage }) => `${rule} ${stage} ${message}`);
const comments = (text: string) => text.match(/# said at \d+/g) ?? [];
const isSafe = ({ safety }: Fix) => safety === 'safe';

test('what --fix writes can be read, lacks what it mended, brings no fault, keeps comments and line ends, and is mended', async () => {
  const root = repository({});
  mkdirSync(`${root}/bench`);
  const file = { path: `${root}/bench/campaign.yaml`, shown: 'bench/campaign.yaml' };
  let mendings = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...texts),
      fc.array(hand, { maxLength: 3 }),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      fc.boolean(),
      async (original, hands, newline, ended, unsafe) => {
        const joined = hands.reduce(changed, original).replaceAll('\n', newline);
        const text = ended ? joined : joined.trimEnd();
        const given = { ...file, text };
        const before = await judge(given, context(root));
        const { fixed, texts: made } = await mend(given, context(root), {}, unsafe ? () => true : isSafe);
        const after = made.get('bench/campaign.yaml')?.after ?? text;
        mendings += fixed.length;

        const syntax = async (one: string) =>
          (await read(one, 'x')).diagnostics.filter(({ code }) => code === 'syntax').length;
        expect(await syntax(after)).toBeLessThanOrEqual(await syntax(text));
        const judged = await judge({ ...file, text: after }, context(root));
        const found = keys(judged.findings);
        const left = (one: Finding) => found.filter(key => key === keys([one])[0]).length;
        const had = (one: Finding) => keys(before.findings).filter(key => key === keys([one])[0]).length;
        const gone = (one: Finding) => fixed.filter(other => keys([other])[0] === keys([one])[0]).length;
        for (const one of before.findings)
          if (gone(one) > 0) expect(left(one)).toBeLessThanOrEqual(Math.max(0, had(one) - gone(one)));
        for (const rule of ['syntax', 'schema', 'unknown-key', 'unknown-name', 'duplicate-key']) {
          const of = (findings: readonly Finding[]) => findings.filter(one => one.rule === rule).length;
          expect(of(judged.findings)).toBeLessThanOrEqual(of(before.findings));
        }

        expect(/\r\n/.test(after) && /[^\r]\n/.test(after)).toBe(false);
        expect(after.endsWith('\n')).toBe(text.endsWith('\n'));
        if (!unsafe) expect(comments(after)).toEqual(comments(text));
        const again = await mend({ ...file, text: after }, context(root), {}, unsafe ? () => true : isSafe);
        expect([again.fixed, [...again.texts]]).toEqual([[], []]);
      },
    ),
    { numRuns: times(40, 120) },
  );
  expect(mendings).toBeGreaterThan(times(13, 40));
}, 240_000);
