/**
 * Whether `npm run test:more` asks: then what is tried at random is tried in full, by every version of a command that is here, and the
 * `*.slow.test.ts` run too.
 */
export const more = process.env.CAMPAIGN_TEST_MORE === '1';

/** How often something is tried: the one in every test, the other when there is time. */
export function times(everyday: number, full: number): number {
  return more ? full : everyday;
}
