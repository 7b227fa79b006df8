import { describe, expect, test } from 'vitest';
import { unsetParams } from '../../plan/params.ts';
import { resolve } from '../../plan/resolve.ts';
import { campaign, told } from './campaigns.ts';

const written = campaign(
  {},
  {
    params: {
      trials: { type: 'integer', default: 20, minimum: 1, maximum: 50 },
      ratio: { type: 'number', minimum: 0 },
      full: { type: 'boolean', default: false },
      engine: { type: 'enum', values: ['duckdb', 'sqlite'], required: true },
      bucket: { type: 'string', pattern: '[a-z-]+', required: true },
    },
    profiles: { local: { trials: 2 } },
  },
);
const bound = (params: Record<string, string | number | boolean>, profile?: string) =>
  resolve(written, { params: new Map(Object.entries(params)), ...(profile !== undefined && { profile }) });

test('texts become values of the type; what is not set has none', () => {
  const { plan, diagnostics } = bound({ trials: '7', ratio: '.5', full: 'true', bucket: 'b-c' });
  expect(diagnostics).toEqual([]);
  expect([...plan.params]).toEqual([
    ['trials', 7],
    ['ratio', 0.5],
    ['full', true],
    ['engine', undefined],
    ['bucket', 'b-c'],
  ]);
});

test('what a run still has to be given is known', () => {
  expect(unsetParams(bound({ bucket: 'b' }).plan).map(({ name }) => name.value)).toEqual(['ratio', 'engine']);
});

test('the caller wins over the profile, the profile over the default', () => {
  const trials = (params: Record<string, string>, profile?: string) => bound(params, profile).plan.params.get('trials');
  expect([trials({}), trials({}, 'local'), trials({ trials: '3' }, 'local')]).toEqual([20, 2, 3]);
});

describe('a value that will not do names its parameter and what is allowed', () => {
  test.each([
    ['trials', '0', '`trials` is `0`, below its minimum 1 @ trials (give a whole number, at least 1, at most 50)'],
    ['trials', '1.5', '`trials` is `1.5`, not a whole number @ trials (give a whole number, at least 1, at most 50)'],
    ['trials', '', '`trials` is ``, not a number @ trials (give a whole number, at least 1, at most 50)'],
    ['ratio', -1, '`ratio` is `-1`, below its minimum 0 @ ratio (give a number, at least 0)'],
    ['ratio', '0x10', '`ratio` is `0x10`, not a number @ ratio (give a number, at least 0)'],
    ['full', 'yes', '`full` is `yes`, not `true` or `false` @ full (give `true` or `false`)'],
    [
      'engine',
      'polars',
      '`engine` is `polars`, not one of `duckdb`, `sqlite` @ engine (give one of `duckdb`, `sqlite`)',
    ],
    ['bucket', 'B', '`bucket` is `B`, which does not match `[a-z-]+` @ bucket (give a text that matches `[a-z-]+`)'],
  ])('%s = %j', (name, value, message) => {
    const resolution = bound({ [name]: value });
    expect(told(resolution)).toEqual([`schema: ${message}`]);
    expect(resolution.plan.params.get(name)).toBe(written.params.get(name)!.default?.value);
  });
});

test('a parameter or a profile that does not exist is told with the nearest one', () => {
  expect(told(bound({ buket: 'x' }))).toEqual([
    'unknown-name: no parameter is named `buket` @ c (did you mean `bucket`?)',
  ]);
  expect(told(bound({}, 'lokal'))).toEqual(['unknown-name: no profile is named `lokal` @ c (did you mean `local`?)']);
});
