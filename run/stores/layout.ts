/** The order of keys in every listing, whatever the store's own is. */
export function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return compareText(a.key, b.key);
}

/** Newest run id first, then by campaign. */
export function newestFirst(a: Run, b: Run): number {
  return compareText(b.runId, a.runId) || compareText(a.campaign, b.campaign);
}

interface Run {
  readonly campaign: string;
  readonly runId: string;
}

/** Any one of these makes a folder a run's: a start that was cut short may have left only the first. */
export const signs = ['run.json', 'status.json', 'script.sh', 'events', 'launch', 'COMPLETE', 'INCOMPLETE'];

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
