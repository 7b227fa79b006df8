import type { Fault } from '../fault.ts';

export const spotNotice: Fault = {
  name: 'spot-notice',
  title: 'spot notice',
  meaning:
    'The instance metadata say that EC2 takes the machine away in two minutes: all has to be in the store by then.',
  onSpot: true,
  strikesReal: true,
  asStored: true,
  async inject(box) {
    const time = new Date(Date.now() + 120_000).toISOString().replace(/\.\d+Z$/, 'Z');
    box.metadata?.set('spot/instance-action', JSON.stringify({ action: 'terminate', time }));
  },
  states: ['interrupted'],
  reason: 'spot notice',
  keepsAll: true,
};
