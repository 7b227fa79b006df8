import { describe, expect, test } from 'vitest';
import { resolve } from '../../plan/resolve.ts';
import { RUN_ID, readable, symbol } from '../../plan/symbol.ts';
import { campaign, is, isNot, named, not, shown, told, waits } from './campaigns.ts';

const plan = (...written: Parameters<typeof campaign>) => resolve(campaign(...written));

describe('order comes from data', () => {
  test('a stage waits for what produces its inputs, whatever the order in the file', () => {
    const resolution = plan({
      report: { requires: ['out/a.csv', 'out/b/'] },
      b: { produces: ['out/b/part-*.csv'], requires: ['./seed//'] },
      a: { produces: ['out/{a,c}.csv'] },
      seed: { produces: ['seed/'] },
    });
    expect(waits(resolution)).toEqual(['a', 'seed', 'b <- seed', 'report <- a, b']);
    expect(told(resolution)).toEqual([]);
  });

  test('an edge says what is asked for, where, and where it is produced', () => {
    const { plan: made } = plan({ a: { produces: ['data/'] }, b: { requires: ['data/x/../y.csv'] } });
    const [edge] = made.stages[1]!.needs;
    expect([edge!.what, shown(edge!.required), shown(edge!.produced!)]).toEqual([
      'data/y.csv',
      'data/x/../y.csv',
      'data/',
    ]);
  });

  test('matrix instances are joined one by one', () => {
    const matrix = { sf: [1, 10] };
    const resolution = plan({
      bench: { matrix, requires: ['data/sf${{ matrix.sf }}/'] },
      generate: { matrix, produces: ['data/sf${{ matrix.sf }}/'] },
    });
    expect(waits(resolution)).toEqual([
      'generate[sf=1]',
      'bench[sf=1] <- generate[sf=1]',
      'generate[sf=10]',
      'bench[sf=10] <- generate[sf=10]',
    ]);
  });

  test('{ stage: name } waits for all its instances, or for the one that is named', () => {
    const resolution = plan({
      g: { matrix: { sf: [1, 10] } },
      all: { requires: [{ stage: 'g' }] },
      one: { requires: [{ stage: 'g[sf=10]' }] },
      none: { requires: [{ stage: 'g[sf=2]' }, { stage: 'read tells of this one' }] },
    });
    expect(waits(resolution)).toEqual(['g[sf=1]', 'g[sf=10]', 'all <- g[sf=1], g[sf=10]', 'one <- g[sf=10]', 'none']);
    expect(told(resolution)).toEqual(['unknown-name: no stage is named `g[sf=2]` @ g[sf=2] (did you mean `g[sf=1]`?)']);
  });

  test('one file under two names is one file: absolute, above the source directory, with dots', () => {
    const resolution = plan(
      {
        a: { produces: ['/opt/campaign/engine/x.csv', '../parquet/y.csv'] },
        b: { requires: ['./x.csv'] },
        c: { requires: ['/opt/campaign/parquet/y.csv'] },
        d: { requires: ['/opt/campaign/engine/*.csv'] },
      },
      { repo: 'https://github.com/example/engine.git' },
    );
    expect(waits(resolution)).toEqual(['a', 'b <- a', 'c <- a', 'd <- a']);
    expect(resolution.plan.stages[0]!.produces.map(({ path }) => path.text)).toEqual(['x.csv', '../parquet/y.csv']);
  });

  test('what the machine brings is nobody else to produce', () => {
    expect(
      waits(plan({ a: { produces: ['/usr/'] }, b: { requires: [{ path: '/usr/bin/perf', from: 'machine' }] } })),
    ).toEqual(['a', 'b']);
  });
});

describe('circles', () => {
  const circles = (...written: Parameters<typeof campaign>) =>
    plan(...written).plan.cycles.map(cycle => cycle.map(({ from, to, what }) => `${from} -${what}-> ${to}`));

  test('each is shown once, hop by hop, and its members come last', () => {
    const stages = {
      a: { requires: ['c.txt'], produces: ['a.txt'] },
      b: { requires: ['a.txt'], produces: ['b.txt'] },
      c: { requires: ['b.txt'], produces: ['c.txt'] },
      x: { requires: ['y.txt'], produces: ['x.txt'] },
      y: { requires: ['x.txt'], produces: ['y.txt'] },
      free: {},
    };
    expect(circles(stages)).toEqual([
      ['a -c.txt-> c', 'c -b.txt-> b', 'b -a.txt-> a'],
      ['x -y.txt-> y', 'y -x.txt-> x'],
    ]);
    expect(plan(stages).plan.stages.map(({ name }) => name)).toEqual(['free', 'a', 'b', 'c', 'x', 'y']);
  });

  test('a stage that requires its own output is a circle of one', () => {
    expect(circles({ a: { requires: ['out/x.csv'], produces: ['out/'] } })).toEqual([['a -out/x.csv-> a']]);
  });

  test('an output inside a directory or glob that its own stage requires is none', () => {
    expect(circles({ a: { requires: ['out/', '*.md'], produces: ['out/x.csv', 'report.md'] } })).toEqual([]);
  });

  test('a knot of two circles shows both', () => {
    expect(
      circles({
        a: { requires: ['b', 'd'], produces: ['a'] },
        b: { requires: ['a'], produces: ['b'] },
        c: { requires: ['d', 'a'], produces: ['c'] },
        d: { requires: ['c'], produces: ['d'] },
      }),
    ).toEqual([
      ['a -b-> b', 'b -a-> a'],
      ['c -d-> d', 'd -c-> c'],
    ]);
  });
});

describe('what is off', () => {
  test('takes with it what only it could feed, and nothing else', () => {
    const resolution = plan(
      {
        a: { if: is('params.mode', 'full'), produces: ['a/'] },
        b: { requires: ['a/x'], produces: ['b'] },
        c: { requires: ['b'] },
        d: { requires: ['e/'] },
        e1: { if: named('params.mode'), produces: ['e/1'] },
        e2: { if: not(named('params.mode')), produces: ['e/2'] },
      },
      { params: { mode: { default: 'quick' } } },
    );
    expect(waits(resolution)).toEqual([
      'a [off: condition]',
      'b <- a [off: input]',
      'c <- b [off: input]',
      'e1',
      'e2 [off: condition]',
      'd <- e1',
    ]);
    expect(resolution.plan.stages.slice(0, 3).map(({ off }) => off?.text)).toEqual([
      'its condition',
      '`a/x` comes only from `a`, which is off',
      '`b` comes only from `b`, which is off',
    ]);
  });

  test('an unset parameter leaves its stage on, and says so', () => {
    const [stage] = plan({ a: { if: is('params.x', 1) } }, { params: { x: { required: true } } }).plan.stages;
    expect([stage!.off, stage!.undecided, stage!.boxCondition]).toEqual([undefined, true, undefined]);
  });

  test('what hangs on the box is left to it, without what is known', () => {
    const both = { kind: 'binary', operator: '&&', left: is('params.x', 'y'), right: isNot('env.CI', 'true') } as const;
    const [stage] = plan({ a: { if: both } }, { params: { x: { default: 'y' } } }).plan.stages;
    expect(stage!.boxCondition).toEqual({
      kind: 'binary',
      operator: '!=',
      left: { kind: 'env', name: 'CI' },
      right: { kind: 'literal', value: 'true' },
    });
  });
});

describe('expressions', () => {
  test('are replaced where they are known and stay symbols where not', () => {
    const written = campaign(
      {
        a: {
          matrix: { v: [3.5] },
          run: '${{ campaign }} ${{ params.x }} ${{ matrix.v }} ${{ source.commit }} ${{ run.id }} [${{ profile }}] $${{ x }}',
        },
      },
      { params: { x: { required: true } } },
    );
    const run = (options = {}) => resolve(written, options).plan.stages[0]!.run;
    expect(run()).toBe(`c ${symbol('params.x')} 3.5 ${symbol('source.commit')} ${RUN_ID} [] \${{ x }}`);
    expect(run({ commit: 'abc', params: new Map([['x', '7']]) })).toBe(`c 7 3.5 abc ${RUN_ID} [] \${{ x }}`);
  });

  test('a value that one instance lacks is a fault at the expression', () => {
    const resolution = plan({ a: { matrix: { include: [{ sf: 1, q: 22 }, { sf: 2 }] }, run: 'x ${{ matrix.q }}' } });
    expect(told(resolution)).toEqual([
      'unknown-name: `matrix.q` has no value in `a[sf=2]` @ ${{ matrix.q }} (give it a value in every combination, or put the include entry under all of them)',
    ]);
  });

  test('a quantity that an expression spoils is a fault at the quantity', () => {
    const resolution = plan({
      a: { matrix: { t: ['20m', 'soon'] }, timeout: '${{ matrix.t }}', requires: [{ disk: '${{ matrix.t }}GB' }] },
    });
    expect([...told(resolution)].sort()).toEqual([
      'schema: `${{ matrix.t }}GB` comes to `20mGB`, which is no size @ ${{ matrix.t }}GB (write it so that it becomes, for example, 500MB, 16GB or 4GiB)',
      'schema: `${{ matrix.t }}GB` comes to `soonGB`, which is no size @ ${{ matrix.t }}GB (write it so that it becomes, for example, 500MB, 16GB or 4GiB)',
      'schema: `${{ matrix.t }}` comes to `soon`, which is no duration @ ${{ matrix.t }} (write it so that it becomes, for example, 30s, 20m or 1h30m)',
    ]);
  });
});

describe('defaults', () => {
  test('are the documented ones', () => {
    const { plan: made } = plan(
      { a: { produces: ['x'] } },
      { limits: {}, repo: 'git@host:team/engine.git', machine: { type: 'c7i.2xlarge' } },
    );
    const [stage] = made.stages;
    expect({ ...stage, stage: undefined, produces: undefined }).toEqual({
      name: 'a',
      stage: undefined,
      produces: undefined,
      matrix: [],
      run: 'true',
      env: [],
      secrets: [],
      cwd: '/opt/campaign/engine',
      attempts: 1,
      retryOn: [],
      backoff: 0,
      exclusive: true,
      warmup: false,
      onFailure: 'continue',
      requires: [],
      needs: [],
    });
    expect(stage!.produces[0]).toMatchObject({ upload: true, checkpoint: 30 });
    expect([made.limits, made.store, made.repository.ref, made.machine]).toEqual([
      { hold: 1800 },
      { checkpoint: 30 },
      'HEAD',
      {
        type: 'c7i.2xlarge',
        market: 'on-demand',
        packages: [],
        services: [],
        price: { usdPerHour: 0.357, from: 'table' },
        count: 1,
      },
    ]);
  });

  test('in place, the source directory is the working tree', () => {
    const { plan: made } = resolve(campaign({ a: { cwd: 'sub/../x/' } }), { inPlace: '/home/me/engine' });
    expect([made.repository.dir, made.stages[0]!.cwd]).toEqual(['/home/me/engine', '/home/me/engine/x']);
  });
});

describe('a prebuilt artifact', () => {
  const prebuilt = { url: 's3://b/x', provides: ['target/release/'], build: 'cargo build' };
  const stages = { bench: { requires: ['target/release/bench'] }, other: {} };

  test('that is missing is built by a stage of its own, before what needs it', () => {
    const resolution = plan(stages, { prebuilt: [{ ...prebuilt, missing: 'build' }] });
    expect(waits(resolution)).toEqual(['_prebuilt', 'bench <- _prebuilt', 'other']);
    const [built] = resolution.plan.stages;
    expect([built!.run, built!.timeout, built!.produces[0]!.upload, built!.derived?.from.url.text]).toEqual([
      'cargo build',
      3600,
      false,
      's3://b/x',
    ]);
  });

  test('that may not be missing is only noted where it is required', () => {
    const resolution = plan(stages, { prebuilt: [{ ...prebuilt, missing: 'fail' }] });
    expect(waits(resolution)).toEqual(['bench', 'other']);
    expect(resolution.plan.stages[0]!.requires[0]).toMatchObject({
      kind: 'path',
      producers: [],
      prebuilt: { url: { text: 's3://b/x' } },
    });
  });
});

describe('only some stages', () => {
  const written = campaign({ a: { produces: ['a'] }, b: { requires: ['a'] }, c: {}, m: { matrix: { i: [1, 2] } } });

  test('bring what they need', () => {
    expect(waits(resolve(written, { stages: ['b', 'm[i=2]'] }))).toEqual(['a', 'b <- a', 'm[i=2]']);
  });

  test('must be named as they are', () => {
    const resolution = resolve(written, { stages: ['mm', 'nonsense'] });
    expect(told(resolution)).toEqual([
      'unknown-name: no stage is named `mm` @ c (did you mean `m`?)',
      'unknown-name: no stage is named `nonsense` @ c (there are a, b, c, m)',
    ]);
  });
});

test('a symbol reads as the expression it came from', () => {
  expect(readable(`out/${symbol('params.x')}`)).toBe('out/${{ params.x }}');
});

test('a condition on a matrix value that is not known yet leaves the stage on', () => {
  const { plan: made } = plan(
    { a: { matrix: { v: ['${{ params.x }}', '1'] }, if: is('matrix.v', '2') } },
    { params: { x: { required: true } } },
  );
  expect(made.stages.map(({ name, undecided, off }) => [name, undecided, off?.why])).toEqual([
    ['a[v=${{ params.x }}]', true, undefined],
    ['a[v=1]', undefined, 'condition'],
  ]);
});
