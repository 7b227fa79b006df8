import { describe, expect, test } from 'vitest';
import { collisions } from '../../plan/collisions.ts';
import { resolve } from '../../plan/resolve.ts';
import { readable } from '../../plan/symbol.ts';
import { binary, campaign, is, isNot, literal, named, not, shown } from './campaigns.ts';

function found(...written: Parameters<typeof campaign>): readonly string[] {
  return collisions(resolve(campaign(...written)).plan).map(({ first, second, relation, witness }) =>
    readable(
      `${first.stage.name} ${shown(first.output.place)} ${relation} ${second.stage.name} ${shown(second.output.place)}: ${witness}`,
    ),
  );
}

describe('outputs collide', () => {
  test('when they are equal, nested or share a path, after normalisation', () => {
    expect(
      found({
        a: { produces: ['out//x/../', 'report.md'] },
        b: { produces: ['out/y.csv'] },
        c: { produces: ['./*.md'] },
        d: { produces: ['/opt/campaign/c/report.md'] },
        e: { produces: ['res-*.csv'] },
        f: { produces: ['*-1.csv', 'out2'] },
      }),
    ).toEqual([
      'a out//x/../ around b out/y.csv: out/y.csv',
      'a report.md inside c ./*.md: report.md',
      'a report.md equal d /opt/campaign/c/report.md: report.md',
      'c ./*.md around d /opt/campaign/c/report.md: report.md',
      'e res-*.csv overlap f *-1.csv: res-1.csv',
    ]);
  });

  test('outside the source directory too, and there the path is absolute', () => {
    expect(found({ a: { produces: ['../x'] }, b: { produces: ['/opt/campaign/'] } })).toEqual([
      'a ../x inside b /opt/campaign/: /opt/campaign/x',
    ]);
  });

  test('between the instances of a matrix whose path does not tell them apart', () => {
    expect(found({ a: { matrix: { i: [1, 2] }, produces: ['x-${{ matrix.i }}.csv', 'log'] } })).toEqual([
      'a[i=1] log equal a[i=2] log: log',
    ]);
  });

  test('under a condition on what is not known yet', () => {
    const stages = {
      a: { matrix: { v: ['${{ params.x }}'] }, if: is('matrix.v', 'y'), produces: ['r'] },
      b: { produces: ['r'] },
    };
    expect(found(stages, { params: { x: { required: true } } })).toEqual(['a[v=${{ params.x }}] r equal b r: r']);
  });

  test('an unset parameter only with itself', () => {
    const stages = {
      a: { produces: ['${{ params.x }}/r'] },
      b: { produces: ['${{ params.x }}/'] },
      c: { produces: ['${{ params.y }}/'] },
    };
    expect(found(stages, { params: { x: { required: true }, y: { required: true } } })).toEqual([
      'a ${{ params.x }}/r inside b ${{ params.x }}/: ${{ params.x }}/r',
    ]);
  });
});

describe('outputs do not collide', () => {
  test('when their letters differ in case, or only their beginnings agree', () => {
    expect(
      found({ a: { produces: ['Report.md', 'out/'] }, b: { produces: ['report.md', 'out.csv', 'out2/'] } }),
    ).toEqual([]);
  });

  test('within one stage, where a file of a directory may be named for its own sake', () => {
    expect(found({ a: { produces: ['out/', 'out/report.md'] } })).toEqual([]);
  });

  test('when the conditions plainly exclude each other', () => {
    const both = (a: Parameters<typeof not>[0], b: Parameters<typeof not>[0]) =>
      found(
        { a: { if: a, produces: ['x'] }, b: { if: b, produces: ['x'] } },
        { params: { m: { default: 'p' }, n: { default: 'q' }, full: { type: 'boolean', default: true } } },
      ).length === 0;
    const and = (...all: [Parameters<typeof not>[0], Parameters<typeof not>[0]]) => binary('&&', ...all);
    const or = (...all: [Parameters<typeof not>[0], Parameters<typeof not>[0]]) => binary('||', ...all);
    const n = is('params.n', 'q');
    expect([
      both(is('params.m', 'p'), is('params.m', 'q')),
      both(is('params.m', 'p'), isNot('params.m', 'p')),
      both(named('params.full'), not(named('params.full'))),
      both(named('params.full'), is('params.full', false)),
      both(and(n, is('params.m', 'p')), or(is('params.m', 'q'), and(not(n), is('params.m', 'p')))),
      both(not(or(is('params.m', 'p'), n)), is('params.m', 'p')),
      both(is('profile', 'x'), isNot('profile', 'x')),
      both(is('env.A', '1'), isNot('env.A', '1')),
      both(literal(false), n),
    ]).toEqual(Array(9).fill(true));
    expect([
      both(is('params.m', 'p'), is('params.n', 'q')),
      both(is('params.m', 'p'), is('params.m', 'p')),
      both(isNot('params.m', 'p'), isNot('params.m', 'q')),
      both(named('params.full'), is('params.full', 'false')),
      both(named('env.A'), is('env.A', 'false')),
      both(binary('==', named('params.m'), named('params.n')), is('params.m', 'p')),
    ]).toEqual(Array(6).fill(false));
  });

  test('when the matrix decides, instance by instance', () => {
    const stages = {
      a: { matrix: { i: [1, 2] }, if: is('matrix.i', 1), produces: ['x'] },
      b: { if: is('params.m', 'p'), produces: ['y'] },
      c: { produces: ['y'] },
    };
    expect(found(stages, { params: { m: { default: 'q' } } })).toEqual(['b y equal c y: y']);
  });

  test('with what the compiler derives', () => {
    const prebuilt = [{ url: 's3://b/x', provides: ['target/'], build: 'make', missing: 'build' as const }];
    expect(found({ a: { produces: ['target/x'] } }, { prebuilt })).toEqual([]);
  });
});

test('of many stages with one path, each is told once, beside the first', () => {
  expect(found({ a: { produces: ['x'] }, b: { produces: ['x'] }, c: { produces: ['x'] } })).toHaveLength(2);
});

test('more than a thousand collisions are not told one by one', () => {
  const stages = Object.fromEntries(Array.from({ length: 1_100 }, (_, index) => [`s${index}`, { produces: ['same'] }]));
  expect(found(stages)).toHaveLength(1000);
});
