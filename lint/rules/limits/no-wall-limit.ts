import type { Campaign } from '../../../schema/model.ts';
import type { Place } from '../../../schema/source.ts';
import { defineRule } from '../../rule.ts';
import { spokenTime, writtenTime } from '../../spoken.ts';
import { fixBy, inSection } from '../../stage-edits.ts';

/** Seconds in which a machine starts, is prepared and saves what is left, beside a tenth of the whole. */
const ROOM = 900;

export default defineRule({
  id: 'no-wall-limit',
  severity: 'error',
  since: '0.1.0',
  summary: 'a campaign without `limits.wall`',
  why: `A box that nothing ends is paid for until somebody looks at the bill. The wall limit is the one bound that holds
whatever happens to a stage, an upload or the script: a watchdog outside the script enforces it.`,
  instead: '`limits: { wall: 2h }` with the longest time that the whole run may take, uploads included.',
  examples: {
    bad: [
      {
        campaign: `campaign: scan
version: 1
limits: { stage: 10m }
stages:
  scan:
    run: ./scan.sh
`,
        files: { 'scan.sh': 'true' },
        executable: ['scan.sh'],
        expect: ['3:9 no `limits.wall`: nothing ends the run'],
        fixed: `campaign: scan
version: 1
limits: { stage: 10m, wall: 30m }
stages:
  scan:
    run: ./scan.sh
`,
      },
    ],
    good: [
      {
        campaign: `campaign: scan
version: 1
limits: { stage: 10m, wall: 30m }
stages:
  scan:
    run: ./scan.sh
`,
        files: { 'scan.sh': 'true' },
        executable: ['scan.sh'],
      },
    ],
  },
  messages: {
    missing: () => 'no `limits.wall`: nothing ends the run',
  },
  check(context) {
    const { campaign, plan } = context;
    const { limits } = campaign;
    const worst = plan.time.worstCase;
    const wall = writtenTime(Math.ceil((worst * 1.1 + ROOM) / 300) * 300);
    if (limits?.wall || context.faulty({ source: campaign.source, range: campaign.root.range }, ABOUT_WALL)) return;
    context.report({
      message: 'missing',
      place: placeIn(campaign, place => context.faulty(place)),
      help: limits ? 'add `wall: 2h` to `limits`' : 'write `limits: { wall: 2h, stage: 30m }`',
      cost: 'a box that is paid for until somebody notices',
      ...(worst > 0 &&
        fixBy(
          'unsafe',
          `write \`wall: ${wall}\`: the timeouts add up to ${spokenTime(worst)}, the rest is room for start and uploads`,
          inSection(campaign, 'limits', 'wall', wall),
        )),
    });
  },
});

/** Faults of the reader that explain why there is no wall limit. */
const ABOUT_WALL =
  /^`wall` |^`limits` (must|has no value)|did you mean `(wall|limits)`|`(wall|limits)` belongs|key `(wall|limits)` stands/;

/** `limits`, or its key where a fault in it would cover the finding; without `limits` the campaign's name, or `stages` without that. */
function placeIn({ name, root, limits }: Campaign, faulty: (place: Place) => boolean): Place {
  const keyOf = (wanted: string): Place | undefined => {
    const entry = root.entries.find(({ key }) => key.text === wanted);
    return entry && { source: root.source, range: entry.key.range };
  };
  if (limits) return faulty(limits.place) ? (keyOf('limits') ?? limits.place) : limits.place;
  return name.value === '' ? (keyOf('stages') ?? name.place) : name.place;
}
