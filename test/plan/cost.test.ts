import { describe, expect, test } from 'vitest';
import { coresOf, priceOf } from '../../plan/prices.ts';
import { resolve } from '../../plan/resolve.ts';
import { campaign } from './campaigns.ts';

const time = (...written: Parameters<typeof campaign>) => resolve(campaign(...written)).plan.time;

describe('the worst case', () => {
  test('runs exclusive stages one after another, every attempt to its timeout', () => {
    const { worstCase } = time({
      a: { timeout: '10m', retry: { attempts: '3', backoff: '30s' } },
      b: { timeout: '20m' },
      c: {},
    });
    expect(worstCase).toBe(3 * 600 + 2 * 30 + 1200 + 3600);
  });

  test('overlaps the others up to the cores of the machine', () => {
    const download = { timeout: '10m', exclusive: false };
    const stages = { a: download, b: download, c: download, m: { timeout: '1h' } };
    const on = (type?: string) => time(stages, type === undefined ? {} : { machine: { type } }).worstCase;
    expect([on('c7i.large'), on('c7i.xlarge'), on('t3.micro'), on()]).toEqual([4800, 4200, 4800, 4200]);
  });

  test('lets what may overlap wait for what it needs', () => {
    const stages = {
      a: { timeout: '10m', exclusive: false, produces: ['a'] },
      b: { timeout: '10m', exclusive: false, requires: ['a'], produces: ['b'] },
      c: { timeout: '15m', exclusive: false },
      d: { timeout: '5m', requires: ['b'] },
    };
    expect(time(stages)).toEqual({
      worstCase: 1500,
      criticalPath: ['a', 'b', 'd'],
      criticalSeconds: 1500,
      buildSeconds: 0,
    });
  });

  test('starts an exclusive stage whose turn it is before what could share', () => {
    const stages = {
      a: { timeout: '10m', exclusive: false, produces: ['a'] },
      x: { timeout: '30m', requires: ['a'] },
      b: { timeout: '10m', exclusive: false, requires: ['a'] },
      c: { timeout: '10m', exclusive: false },
    };
    expect(time(stages, { machine: { type: 'c7i.large' } }).worstCase).toBe(600 + 1800 + 600);
  });

  test('costs no more than the wall limit lets it', () => {
    const machine = { price: '2 USD/h' };
    expect(time({ a: { timeout: '3h' } }, { machine, limits: { wall: '2h' } }).worstCost).toBe(4);
    expect(time({ a: { timeout: '1h' } }, { machine, limits: { wall: '2h' } }).worstCost).toBe(2);
  });

  test('takes nothing for stages that are off', () => {
    const off = { kind: 'literal', value: false } as const;
    expect(time({ a: { if: off }, b: { timeout: '5s' } })).toEqual({
      worstCase: 5,
      criticalPath: ['b'],
      criticalSeconds: 5,
      buildSeconds: 0,
    });
  });
});

describe('prices', () => {
  test.each([
    ['c7i.2xlarge', 'us-east-2', 0.357],
    ['c5.9xlarge', 'us-east-1', 1.53],
    ['m5.large', 'us-east-1', 0.096],
    ['m5.large', 'us-west-2', 0.096],
    ['c6i.metal', 'us-east-1', 5.44],
    ['m7a.medium', 'us-east-1', 0.05796],
    ['r7i.48xlarge', 'us-east-1', 12.7008],
    ['c8g.16xlarge', 'us-east-2', 2.55232],
    ['c7g.2xlarge', 'us-west-2', 0.29],
    ['m6a.16xlarge', 'us-east-1', 2.7648],
    ['r7g.medium', 'us-east-1', 0.05355],
    ['r5.metal', 'us-east-1', 6.048],
    ['c6g.32xlarge', 'us-east-1', undefined],
    ['t3.2xlarge', 'us-east-1', 0.3328],
    ['i4i.xlarge', 'us-east-1', 0.343],
    ['c7i.2xlarge', 'eu-central-1', undefined],
    ['c5.8xlarge', 'us-east-1', undefined],
    ['z9.large', 'us-east-1', undefined],
    ['laptop', 'us-east-1', undefined],
    ['toString.large', 'us-east-1', undefined],
  ])('%s in %s: %s', (type, region, price) => {
    expect(priceOf(type, region)).toBe(price);
  });

  test('cores follow the size', () => {
    const types = [
      'c7i.large',
      'c7i.2xlarge',
      'z9.12xlarge',
      't3.micro',
      'c8g.medium',
      'c5.metal',
      'c7i.metal-48xl',
      'laptop',
    ];
    expect(types.map(coresOf)).toEqual([2, 8, 48, 2, 1, 96, 192, undefined]);
  });

  test('a stated price wins over the table, and a region without prices leaves it unknown', () => {
    const store = { url: 's3://b/x', region: 'eu-central-1' };
    const machine = (head: Parameters<typeof campaign>[1]) => resolve(campaign({}, head)).plan.machine.price;
    expect(machine({ machine: { type: 'c7i.2xlarge', price: '0.1 USD/h' } })).toEqual({
      usdPerHour: 0.1,
      from: 'stated',
    });
    expect(machine({ machine: { type: 'c7i.2xlarge' }, store })).toBeUndefined();
  });
});
