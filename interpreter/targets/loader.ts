import { fragment } from '../fragments.ts';
import { quoteValue } from '../quote.ts';

export interface LoaderParts {
  readonly campaign: string;
  readonly compiler: string;
  /** `s3://` or `https://`: where the script lies. */
  readonly url: string;
  readonly sha256: string;
  /** Of the bucket; empty where nobody said. */
  readonly region: string;
  /** Seconds that the run may take. */
  readonly wall: number;
  /** What starts the script: in the place of the loader, or apart from whoever called. */
  readonly start: 'start-here' | 'start-apart';
  /** Variables of the script's interface, for one run. */
  readonly settings?: readonly (readonly [name: string, value: string])[];
  /** Names the delivery, where it may arrive twice: the second one starts nothing. Letters, digits and dashes. */
  readonly delivery?: string;
}

/** Seconds after which a box that got no script is powered off. */
const loadLimit = 600;

/** A small script that fetches the script, checks its SHA-256 before a line of it runs, and starts it. */
export function loader(parts: LoaderParts): string {
  const { campaign, compiler, url, sha256, region, wall, start, settings = [], delivery } = parts;
  const shown = url.replace(/\?.*/s, '');
  return [
    '#!/bin/bash',
    `# Loader of campaign ${campaign}, made by ${compiler}. The script itself is too large for what carries this. It lies at`,
    `#   ${shown.replaceAll(/[^ -~]/g, '?')}`,
    '# and is started when its SHA-256 is the one below. On a box of the campaign (as user data, or with CAMPAIGN_PROVISION=1) a',
    `# timer is set first: a box that has got no script after ${loadLimit} seconds powers itself off.`,
    '',
    ...(start === 'start-apart' ? [`CAMPAIGN=${quoteValue(campaign)}`] : []),
    `SCRIPT_URL=${quoteValue(url)}`,
    `SCRIPT_SHA256=${quoteValue(sha256)}`,
    `SCRIPT_REGION=${quoteValue(region)}`,
    `LOAD_LIMIT=${loadLimit}`,
    `WALL=${wall}`,
    ...(delivery === undefined ? [] : [`DELIVERY=${quoteValue(delivery)}`]),
    ...settings.map(([name, value]) => `export ${name}=${quoteValue(value)}`),
    '',
    ...arrival('load', start),
    'load "$@"',
    'exit',
    '',
  ].join('\n');
}

/** The functions that bring a script onto a machine and start it. */
export function arrival(...names: readonly string[]): string[] {
  return ["ARMED=''", 'declare -A TIMER=()', '', ...['arrive', ...names].flatMap(name => [fragment(name), ''])];
}
