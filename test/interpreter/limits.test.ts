import { describe, expect } from 'vitest';
import { boxed } from './box.ts';
import { untruths } from './truth.ts';

const twoHours = 'a:\n  run: echo x > x.txt; sleep 40\n  produces: [x.txt]\n  on-failure: stop\nb:\n  run: "true"';

describe('what limits.cost buys', () => {
  boxed('ends the run before the wall limit does, and the reason has the dollars', async box => {
    const top = 'machine: { price: 3600 USD/h }\nlimits: { wall: 30s, stage: 20s, cost: 3 USD }\n';
    expect(await box.play(twoHours, top)).toBe(1);
    expect(box.end('a')).toBe('interrupted: the run reached its cost limit of $3, which is 3 s at $3600 an hour');
    expect(box.events().filter(({ event }) => event === 'stopping')).toMatchObject([{ why: 'cost' }]);
    expect(box.text('stages/a/partial/x.txt')).toBe('x\n');
    expect(untruths(box)).toEqual([]);
  });

  boxed('leaves the wall limit alone where that comes first', async box => {
    const top = 'machine: { price: 3600 USD/h }\nlimits: { wall: 2s, stage: 20s, cost: 3 USD }\n';
    expect(await box.play(twoHours, top)).toBe(1);
    expect(box.end('a')).toBe('interrupted: the run reached its wall limit of 2 s');
  });
});

boxed('the wall limit also ends what still runs after a stage has failed and stopped the run', async box => {
  const stages = `long:
  run: sleep 40
  exclusive: false
bad:
  run: exit 1
  exclusive: false
  on-failure: stop`;
  expect(await box.play(stages, 'limits: { wall: 3s, stage: 50s }\n')).toBe(1);
  expect(box.end('long')).toBe('interrupted: the run reached its wall limit of 3 s');
});
