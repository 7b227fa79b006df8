import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** Waits as long as said, and up to half as long again, so that many who wait do not come back at once. Seconds. */
export async function pause(seconds: number): Promise<void> {
  await sleep(seconds * 1000 * (1 + randomInt(500) / 1000));
}

/**
 * Asks again and again until there is an answer, for so many seconds at most: what AWS has made is not seen everywhere at once.
 * `undefined`: it did not come to be. The pauses grow from `every` seconds to four times that.
 */
export async function until<T>(
  ask: () => Promise<T | undefined>,
  { seconds, every = 1 }: { readonly seconds: number; readonly every?: number },
): Promise<T | undefined> {
  const end = Date.now() + seconds * 1000;
  for (let wait = every; ; wait = Math.min(wait * 1.5, every * 4)) {
    const answer = await ask();
    if (answer !== undefined || Date.now() >= end) return answer;
    await pause(Math.min(wait, Math.max(0, (end - Date.now()) / 1000)));
  }
}
