import { defineRule } from '../../rule.ts';

/** What EC2 takes as user data, before base64: docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html. */
const MOST = 16_384;

/**
 * What a campaign may bring of it. The runtime is larger than user data by itself (docs/decisions/script-size.md), which no author
 * can mend: `compile --packed` says so, and the rule speaks of what an author can.
 */
const OWN = 8_192;

export default defineRule({
  id: 'userdata-size',
  severity: 'error',
  since: '0.1.0',
  summary: 'a compiled script that no way of delivery brings onto the box',
  why: `EC2 takes 16,384 bytes of user data. A longer script is compressed; one that is still too long is left in the store
and fetched by a small loader, which a \`file://\` store has no way to serve.`,
  instead:
    'An `s3://` store, with which the size does not matter; or fewer and shorter stages: move long `run` texts into scripts of the repository. Where the script is served from elsewhere, `campaign compile --packed --script-url https://…` makes a loader for it.',
  examples: {
    bad: [
      {
        campaign: `campaign: big
version: 1
limits: { wall: 2h, stage: 20m }
store: { url: file:///srv/results }
stages:
  bench:
    run: df -h
`,
        scriptSize: { plain: 91_000, gzip: 32_504, own: 9_100 },
        expect: [
          '4:15 the compiled script has 32,504 bytes compressed, 9,100 of them this campaign’s own, more than the 16,384 of user data, and with a `file://` store there is no other way to hand it over',
        ],
      },
    ],
    good: [
      {
        campaign: `campaign: big
version: 1
limits: { wall: 2h, stage: 20m }
store: { url: s3://example-results/big, region: us-east-2 }
stages:
  bench:
    run: df -h
`,
        scriptSize: { plain: 91_000, gzip: 32_504, own: 9_100 },
      },
    ],
  },
  messages: {
    large: ({ gzip, own }: { gzip: number; own: number }) =>
      `the compiled script has ${bytes(gzip)} bytes compressed, ${bytes(own)} of them this campaign’s own, more than the ${bytes(MOST)} of user data, and with a \`file://\` store there is no other way to hand it over`,
  },
  check(context) {
    const { plan, campaign, reading } = context;
    if (!campaign.store || !plan.store.url?.startsWith('file://')) return;
    // A profile that only brings the results onto this machine is for this machine, where size is no matter.
    if (plan.profile !== undefined && reading.campaign?.store?.url.text.startsWith('s3://')) return;
    const size = context.scriptSize();
    if (!size || size.gzip <= MOST || size.own <= OWN) return;
    const help = 'use an `s3://` store, or move long `run` texts into scripts of the repository';
    const cost = 'a script that EC2 refuses to take';
    context.report({
      message: 'large',
      args: { gzip: size.gzip, own: size.own },
      place: campaign.store.url.place,
      help,
      cost,
    });
  },
});

function bytes(count: number): string {
  return count.toLocaleString('en-US');
}
