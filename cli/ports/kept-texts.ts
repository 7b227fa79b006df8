import type { KeptTexts } from '../../lint/facts.ts';
import { readKeptFile, writeKeptFile } from './kept-file.ts';

/** Texts that are written down when a check is over. */
export interface LateTexts extends KeptTexts {
  write(): void;
}

/** Where texts are, by their key. */
interface Place {
  get(key: string): string | undefined;
  set(key: string, text: string): void;
}

/** What checks of a campaign (`owner`: its absolute path) leave to later ones by the same `build`, in a directory (absolute) of the user alone. */
export function keptTexts(directory: string, owner: string, build: string): LateTexts {
  const file = (key: string) => ({ directory, kind: 'check', owner: JSON.stringify([owner, key]), from: build });
  return textsIn({ get: key => readKeptFile(file(key)), set: (key, text) => writeKeptFile(file(key), text) });
}

/** What checks leave to later ones in `place`, which is one campaign's. */
export function textsIn(place: Place): LateTexts {
  const late = new Map<string, () => string | undefined>();
  return {
    recall: key => place.get(key),
    keep: (key, text) => void late.set(key, text),
    write() {
      for (const [key, made] of late) {
        const text = made();
        if (text !== undefined) place.set(key, text);
      }
      late.clear();
    },
  };
}
