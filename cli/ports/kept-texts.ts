import type { KeptTexts } from '../../lint/facts.ts';
import { readKeptFile, writeKeptFile } from './kept-file.ts';

/** What checks of a campaign (`owner`: its absolute path) leave to later ones by the same `build`, in a directory (absolute) of the user alone. */
export function keptTexts(directory: string, owner: string, build: string): KeptTexts {
  const file = (key: string) => ({ directory, kind: 'check', owner: JSON.stringify([owner, key]), from: build });
  return {
    recall: key => readKeptFile(file(key)),
    keep: (key, text) => writeKeptFile(file(key), text),
  };
}
