import { gzipSync } from 'node:zlib';
import type { CheckedPlan } from '../plan/checked.ts';
import type { Plan } from '../plan/plan.ts';
import { RUN_ID } from '../plan/symbol.ts';
import type { Script } from './compile.ts';
import { cloudInit } from './targets/cloud-init.ts';
import { loader } from './targets/loader.ts';
import { ssm } from './targets/ssm.ts';
import { terraform } from './targets/terraform.ts';
import type { Beside, DeliveryFault, Wrappable, Wrapped } from './targets/wrapping.ts';

/** What EC2 takes as user data, before base64: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html. */
const userDataLimit = 16_384;

/** What Systems Manager takes as a document, 64 KB: https://docs.aws.amazon.com/general/latest/gr/ssm.html. */
const documentLimit = 65_536;

export const targets = ['userdata', 'cloud-init', 'terraform', 'ssm'] as const;
export type Target = (typeof targets)[number];

export interface DeliveryOptions {
  readonly target: Target;
  /** For example `campaign 0.1.0`. */
  readonly compiler: string;
  /** Where a loader fetches the script, `s3://` or `https://`; absent: from the campaign's store. */
  readonly scriptUrl?: string;
}

/** What is handed over, and how the script comes with it. */
export interface Delivery {
  readonly target: Target;
  /** `plain`: the script as it is; `gzip`: compressed; `loader`: a small script that fetches it and checks its SHA-256. */
  readonly form: 'plain' | 'gzip' | 'loader';
  readonly bytes: Buffer;
  readonly beside?: Beside;
  /** Bytes that count against the limit; for Terraform, of what it makes of the template. */
  readonly size: number;
  readonly limit: number;
  readonly left: number;
  /** Where the script must lie before a box starts; absent when it comes along. */
  readonly upload?: Place;
}

export interface Place {
  readonly url: string;
  readonly region?: string;
}

export type Delivered =
  | { readonly delivery: Delivery; readonly fault?: never }
  | { readonly fault: DeliveryFault; readonly delivery?: never };

const wrappings: Readonly<Record<Target, (wrappable: Wrappable) => Wrapped[] | DeliveryFault>> = {
  userdata: ({ text }) => {
    const plain = Buffer.from(text);
    // No time and no name in its header, and a level that every zlib packs alike: same input, same bytes.
    const gzip = gzipSync(plain, { level: 9 });
    return [
      { form: 'plain', bytes: plain, size: plain.length },
      { form: 'gzip', bytes: gzip, size: gzip.length },
    ];
  },
  'cloud-init': cloudInit,
  terraform,
  ssm,
};

/**
 * Packs a script for where it goes: plain where that fits, else compressed, else as a loader. Equal scripts and options give
 * equal bytes. The one place that knows how many bytes there are and how many are left.
 */
export function deliver(script: Script, plan: CheckedPlan, options: DeliveryOptions): Delivered {
  const { target, compiler } = options;
  const limit = target === 'ssm' ? documentLimit : userDataLimit;
  const about = {
    sha256: script.sha256,
    campaign: plan.campaign.name.value,
    compiler,
    wall: Math.max(1, Math.round(plan.limits.wall ?? 0)),
  };
  const wrap = (wrappable: Wrappable, upload?: Place): Delivered => {
    const ways = wrappings[target](wrappable);
    if (!Array.isArray(ways)) return { fault: ways };
    const way = ways.find(({ size }) => size <= limit);
    const smallest = Math.min(...ways.map(({ size }) => size));
    if (!way) return { fault: tooLarge(smallest, limit, wrappable) };
    const form = upload ? 'loader' : way.form;
    return { delivery: { ...way, form, target, limit, left: limit - way.size, ...(upload && { upload }) } };
  };

  const whole = wrap({ ...about, is: 'script', text: script.text });
  if (whole.delivery) return whole;
  const place = scriptPlace(script, plan, options);
  if ('message' in place)
    return { fault: { message: `${whole.fault.message}; ${place.message}`, help: whole.fault.help || place.help } };
  const start = target === 'ssm' ? 'start-apart' : 'start-here';
  const text = loader({ ...about, url: place.url, region: place.region ?? '', start });
  return wrap({ ...about, is: 'loader', text, url: place.url }, place);
}

/** What a launcher hands to a box: a loader, which brings the settings of one run with it. */
export interface LoaderOptions {
  readonly compiler: string;
  readonly script: Pick<Script, 'sha256'>;
  /** Where the script lies, `s3://`. */
  readonly url: string;
  readonly region: string;
  /** `start-here`: as user data; `start-apart`: through an agent, which must not wait for it. */
  readonly start: 'start-here' | 'start-apart';
  readonly settings: readonly (readonly [name: string, value: string])[];
  /** Names the delivery, where it may arrive twice. */
  readonly delivery?: string;
}

/** The script itself stays as it was compiled, so that the run can be taken up with it: what is of one run stands in the loader. */
export function launchLoader(plan: Pick<Plan, 'campaign' | 'limits'>, { script, ...options }: LoaderOptions): string {
  const wall = Math.max(1, Math.round(plan.limits.wall ?? 0));
  return loader({ ...options, sha256: script.sha256, campaign: plan.campaign.name.value, wall });
}

function tooLarge(size: number, limit: number, { is }: Wrappable): DeliveryFault {
  const what = limit === userDataLimit ? 'user data takes' : 'a document takes';
  return {
    message: `the ${is} has ${bytes(size)} bytes as small as it gets, and ${what} ${bytes(limit)}`,
    // For the script there is a way out: the loader.
    help: is === 'loader' ? 'use a shorter URL' : '',
  };
}

/** Where the script lies for the loader: its name is its SHA-256, so what was put there once stays right. */
function scriptPlace(script: Script, plan: CheckedPlan, { scriptUrl }: DeliveryOptions): Place | DeliveryFault {
  const { url, region } = plan.store;
  const where = region === undefined ? {} : { region };
  const help =
    'say where a loader can fetch it: --script-url https://…; or run it on the machine itself: campaign compile -o script.sh';
  if (scriptUrl !== undefined) return { url: scriptUrl, ...where };
  if (url === undefined)
    return { message: 'a loader has nowhere to fetch it from, because the campaign names no store', help };
  if (!url.startsWith('s3://'))
    return { message: `a loader cannot fetch it from ${url}`, help: `use an s3:// store, or ${help}` };
  if (url.includes(RUN_ID))
    return {
      message: 'a loader cannot fetch it from a store named by `run.id`, which exists only once the script runs',
      help,
    };
  // No run's id begins with an underscore.
  return { url: `${url.replace(/\/+$/, '')}/${plan.campaign.name.value}/_scripts/${script.sha256}.sh`, ...where };
}

/** A count of bytes for people. */
export function bytes(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
