import type { CloudThing } from '../../run/cloud/boxes.ts';
import type { Judged } from '../../run/cloud/leftovers.ts';
import { span } from './amount.ts';
import type { Style } from './style.ts';
import { clean, pad, textWidth } from './width.ts';

/** What `campaign sweep` found and did. */
export interface Sweep {
  readonly regions: readonly string[];
  readonly found: readonly Judged[];
  /** What was to be ended. */
  readonly ended: readonly CloudThing[];
  /** What of it is still there. */
  readonly left: readonly CloudThing[];
}

/** A line for each thing: what it is, of which run, and why it should be gone or may stay. */
export function thingsTable(found: readonly Judged[], { colors }: Style, now: number): readonly string[] {
  const rows = found.map(({ thing, over, ending }) => ({
    cells: [
      word(thing.kind),
      thing.id,
      thing.state,
      thing.what,
      thing.region,
      clean(`${thing.campaign}/${thing.runId}`),
    ],
    note: over ?? ending ?? `its run may be alive${until(thing, now)}`,
    paint: over === undefined ? colors.dim : colors.yellow,
  }));
  const widths = rows[0]?.cells.map((_, at) => Math.max(...rows.map(({ cells }) => textWidth(cells[at]!)))) ?? [];
  return rows.map(({ cells, note, paint }) =>
    paint(`  ${cells.map((cell, at) => pad(cell, widths[at]!)).join('  ')}  ${note}`),
  );
}

function until({ deadline }: CloudThing, now: number): string {
  return deadline === undefined ? '' : `; it ends itself within ${span(Math.max(60, (deadline - now) / 1000))}`;
}

function word(kind: CloudThing['kind']): string {
  return kind === 'spot-request' ? 'spot request' : kind;
}

/** What `campaign sweep --format json` prints. */
export function sweepObject({ regions, found, ended, left }: Sweep) {
  return {
    version: 1,
    regions,
    found: found.map(({ thing, over, ending }) => ({
      ...thingObject(thing),
      over: over ?? null,
      ending: ending ?? null,
    })),
    ended: ended.filter(({ id }) => !left.some(each => each.id === id)).map(({ id }) => id),
    left: left.map(({ id }) => id),
  };
}

function thingObject({ kind, id, region, state, what, campaign, runId, storeUrl, deadline, since }: CloudThing) {
  const time = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString());
  return {
    kind,
    id,
    region,
    state,
    what,
    campaign,
    runId,
    store: storeUrl,
    deadline: time(deadline),
    since: time(since),
  };
}
