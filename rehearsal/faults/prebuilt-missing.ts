import type { Fault } from '../fault.ts';
import { noDownload } from '../no-artifact.ts';

export const prebuiltMissing: Fault = {
  name: 'prebuilt-missing',
  title: 'prebuilt missing',
  meaning:
    'The server has none of the prebuilt artifacts and says 404: the run has to build them, or not to begin, as `missing` says.',
  ofPrebuilt: true,
  impossible: noDownload,
  async inject(box) {
    box.cue('finish');
  },
  states: ['passed', 'blocked'],
  keepsAll: true,
};
