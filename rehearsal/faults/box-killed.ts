import type { Fault } from '../fault.ts';

export const boxKilled: Fault = {
  name: 'box-killed',
  title: 'box dies',
  meaning: 'Every process at once, as when the machine goes: what the store has is all there is.',
  async inject(box) {
    await box.killAll();
  },
  endsBox: true,
  asStored: true,
  states: ['none'],
  keepsAll: false,
};
