import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instanceName } from '../../plan/matrix.ts';
import { resolve } from '../../plan/resolve.ts';
import { campaign, told, type Written } from './campaigns.ts';

const expand = (matrix: NonNullable<Written['matrix']>) => resolve(campaign({ g: { matrix } }));
const names = (matrix: NonNullable<Written['matrix']>) => expand(matrix).plan.stages.map(({ name }) => name);

describe('a matrix expands', () => {
  test('to the product of its axes, in file order', () => {
    expect(names({ sf: [1, 10], engine: ['duckdb', 'sqlite'] })).toEqual([
      'g[sf=1,engine=duckdb]',
      'g[sf=1,engine=sqlite]',
      'g[sf=10,engine=duckdb]',
      'g[sf=10,engine=sqlite]',
    ]);
  });

  test('without what exclude matches, in whole or in part', () => {
    expect(names({ os: ['a', 'b'], v: [1, 2], exclude: [{ os: 'a', v: 1 }, { v: 2 }] })).toEqual(['g[os=b,v=1]']);
  });

  test("with include by GitHub's rule: the example of its documentation", () => {
    const include = [
      { color: 'green' },
      { color: 'pink', animal: 'cat' },
      { fruit: 'apple', shape: 'circle' },
      { fruit: 'banana' },
      { fruit: 'banana', animal: 'cat' },
    ];
    const { stages } = expand({ fruit: ['apple', 'pear'], animal: ['cat', 'dog'], include }).plan;
    expect(stages.map(({ matrix }) => `g[${matrix.map(({ name, value }) => `${name}=${value}`).join(',')}]`)).toEqual([
      'g[fruit=apple,animal=cat,color=pink,shape=circle]',
      'g[fruit=apple,animal=dog,color=green,shape=circle]',
      'g[fruit=pear,animal=cat,color=pink]',
      'g[fruit=pear,animal=dog,color=green]',
      'g[fruit=banana]',
      'g[fruit=banana,animal=cat]',
    ]);
    expect(stages.map(({ name }) => name)).toEqual([
      'g[fruit=apple,animal=cat]',
      'g[fruit=apple,animal=dog]',
      'g[fruit=pear,animal=cat]',
      'g[fruit=pear,animal=dog]',
      'g[fruit=banana]',
      'g[fruit=banana,animal=cat]',
    ]);
  });

  test('into instances that are named by their axes, by all values only where the axes do not tell them apart', () => {
    expect(names({ e: ['a', 'b'], include: [{ questions: 10 }] })).toEqual(['g[e=a]', 'g[e=b]']);
    expect(
      names({
        e: ['a'],
        include: [
          { e: 'b', n: 1 },
          { e: 'b', n: 2 },
        ],
      }),
    ).toEqual(['g[e=a]', 'g[e=b,n=1]', 'g[e=b,n=2]']);
    expect(names({ include: [{ n: 1 }, { n: 2 }] })).toEqual(['g[n=1]', 'g[n=2]']);
  });

  test('of include alone to its entries', () => {
    expect(names({ include: [{ sf: 1, q: 22 }, { sf: 10 }] })).toEqual(['g[sf=1,q=22]', 'g[sf=10]']);
  });

  test('with expressions in its values', () => {
    const { plan } = resolve(
      campaign({ g: { matrix: { sf: ['${{ params.x }}', '2'] } } }, { params: { x: { default: 7 } } }),
    );
    expect(plan.stages.map(({ name }) => name)).toEqual(['g[sf=7]', 'g[sf=2]']);
  });
});

describe('a matrix is told of when', () => {
  test('two of its instances have one name', () => {
    expect(told(expand({ sf: [1, 1] }))).toEqual([
      'schema: two instances are named `g[sf=1]` @ matrix (take the repeated value out of the matrix)',
    ]);
  });

  test('it leaves no instance', () => {
    expect(told(expand({ sf: [1], exclude: [{ sf: 1 }] }))).toEqual([
      'schema: `exclude` leaves the matrix of `g` no instance @ matrix (leave one, or switch the stage off with `if`)',
    ]);
  });

  test('it is too large, and then it is not expanded at all', () => {
    const axis = Array.from({ length: 101 }, (_, index) => index);
    const resolution = expand({ a: axis, b: axis });
    expect(told(resolution)).toEqual([
      'schema: this matrix has 10201 instances, and a campaign may have 10000 @ matrix (split the campaign, or let one instance loop over the values)',
    ]);
    expect(resolution.plan.stages).toEqual([]);
  });

  test('its instances all repeat one fault, a few times', () => {
    const values = Array.from({ length: 100 }, (_, index) => `v${index}`);
    expect(resolve(campaign({ g: { matrix: { t: values }, timeout: '${{ matrix.t }}' } })).diagnostics).toHaveLength(5);
  });

  test('an instance has a name that no file can have', () => {
    const long = 'x'.repeat(300);
    expect(told(expand({ v: [long] }))).toEqual([
      `schema: the instance name \`g[v=${'x'.repeat(56)}…\` has 305 bytes, and a file name may have 255 @ matrix (use shorter values, and let the command look up what they stand for)`,
    ]);
  });
});

test('letters that mean something in a name or a path are written by their bytes', () => {
  const name = instanceName('g', [{ name: 'v', text: 'a,b=c/[d]%\\\nü', value: '' }]);
  expect(name).toBe('g[v=a%2Cb%3Dc%2F%5Bd%5D%25%5C%0Aü]');
});

test('different values never give the same name', () => {
  const text = fc.string({ unit: fc.constantFrom(...',=[]/%2CaA \n\\') });
  const values = fc.array(text, { minLength: 2, maxLength: 2 });
  const name = (texts: readonly string[]) =>
    instanceName(
      'g',
      texts.map((text, index) => ({ name: `n${index}`, text, value: text })),
    );
  fc.assert(
    fc.property(values, values, (a, b) => {
      expect(name(a) === name(b)).toBe(a.join('\0') === b.join('\0'));
      expect(name(a)).not.toMatch(/[/\n]/);
    }),
  );
});
