/**
 * What common EC2 machine types have and cost: on-demand, Linux, US dollars an hour. Prices as AWS lists them publicly
 * (aws.amazon.com/ec2/pricing/on-demand); AWS changes them seldom, and a campaign may state its own with
 * `machine.price`.
 */
export const PRICES_AS_OF = '2026-05';

/** Regions for which the table holds; these types cost the same in them. */
const REGIONS: ReadonlySet<string> = new Set(['us-east-1', 'us-east-2', 'us-west-2']);

/** The region whose price is taken where the campaign names none. */
const BASE_REGION = 'us-east-1';

interface Family {
  /** One `large`: two cores. All other sizes cost in proportion to their cores. */
  readonly large: number;
  readonly sizes: readonly string[];
  /** Cores of the sizes whose name does not say it. */
  readonly metal?: Readonly<Record<string, number>>;
}

const UP_TO_4XL = ['large', 'xlarge', '2xlarge', '4xlarge'];
const INTEL_5C = [...UP_TO_4XL, '9xlarge', '12xlarge', '18xlarge', '24xlarge'];
const INTEL_5M = [...UP_TO_4XL, '8xlarge', '12xlarge', '16xlarge', '24xlarge'];
const INTEL_6 = [...INTEL_5M, '32xlarge'];
const INTEL_7 = [...INTEL_5M, '48xlarge'];
const AMD_7 = ['medium', ...INTEL_6, '48xlarge'];
const GRAVITON = ['medium', ...UP_TO_4XL, '8xlarge', '12xlarge', '16xlarge'];
const GRAVITON_8 = ['medium', ...INTEL_5M, '48xlarge'];

const FAMILIES: Readonly<Record<string, Family>> = {
  c5: { large: 0.085, sizes: INTEL_5C, metal: { metal: 96 } },
  c6a: { large: 0.0765, sizes: [...INTEL_6, '48xlarge'], metal: { metal: 192 } },
  c6g: { large: 0.068, sizes: GRAVITON, metal: { metal: 64 } },
  c7g: { large: 0.0725, sizes: GRAVITON, metal: { metal: 64 } },
  c6i: { large: 0.085, sizes: INTEL_6, metal: { metal: 128 } },
  c7i: { large: 0.08925, sizes: INTEL_7, metal: { 'metal-24xl': 96, 'metal-48xl': 192 } },
  c7a: { large: 0.10264, sizes: AMD_7, metal: { 'metal-48xl': 192 } },
  c8g: { large: 0.07976, sizes: GRAVITON_8, metal: { 'metal-24xl': 96, 'metal-48xl': 192 } },
  m5: { large: 0.096, sizes: INTEL_5M, metal: { metal: 96 } },
  m6a: { large: 0.0864, sizes: [...INTEL_6, '48xlarge'], metal: { metal: 192 } },
  m6g: { large: 0.077, sizes: GRAVITON, metal: { metal: 64 } },
  m7g: { large: 0.0816, sizes: GRAVITON, metal: { metal: 64 } },
  m6i: { large: 0.096, sizes: INTEL_6, metal: { metal: 128 } },
  m7i: { large: 0.1008, sizes: INTEL_7, metal: { 'metal-24xl': 96, 'metal-48xl': 192 } },
  m7a: { large: 0.11592, sizes: AMD_7, metal: { 'metal-48xl': 192 } },
  r5: { large: 0.126, sizes: INTEL_5M, metal: { metal: 96 } },
  r6g: { large: 0.1008, sizes: GRAVITON, metal: { metal: 64 } },
  r7g: { large: 0.1071, sizes: GRAVITON, metal: { metal: 64 } },
  r6i: { large: 0.126, sizes: INTEL_6, metal: { metal: 128 } },
  r7i: { large: 0.1323, sizes: INTEL_7, metal: { 'metal-24xl': 96, 'metal-48xl': 192 } },
};

/** Types that do not follow their family's proportion: the price as listed. */
const SINGLE: Readonly<Record<string, number>> = {
  't3.nano': 0.0052,
  't3.micro': 0.0104,
  't3.small': 0.0208,
  't3.medium': 0.0416,
  't3.large': 0.0832,
  't3.xlarge': 0.1664,
  't3.2xlarge': 0.3328,
  'i4i.large': 0.172,
  'i4i.xlarge': 0.343,
  'i4i.2xlarge': 0.686,
  'i4i.4xlarge': 1.373,
  'i4i.8xlarge': 2.746,
  'i4i.16xlarge': 5.491,
};

/** Every type that the table knows, family by family. */
export function listedTypes(): readonly string[] {
  const families = Object.entries(FAMILIES).flatMap(([family, { sizes, metal = {} }]) =>
    [...sizes, ...Object.keys(metal)].map(size => `${family}.${size}`),
  );
  return [...families, ...Object.keys(SINGLE)];
}

/** US dollars an hour for a type in a region; `undefined` where the table does not know. */
export function priceOf(type: string, region: string = BASE_REGION): number | undefined {
  if (!REGIONS.has(region)) return undefined;
  const single = Object.hasOwn(SINGLE, type) ? SINGLE[type] : undefined;
  if (single !== undefined) return single;
  const { family, size } = split(type);
  const known = Object.hasOwn(FAMILIES, family) ? FAMILIES[family]! : undefined;
  const cores = coresOf(type);
  if (known === undefined || cores === undefined) return undefined;
  if (!known.sizes.includes(size) && !Object.hasOwn(known.metal ?? {}, size)) return undefined;
  return Number(((known.large / 2) * cores).toFixed(6));
}

/**
 * Virtual cores of a machine type: every EC2 family gives `large` two and `Nxlarge` 4 N of them, and burstable ones two
 * below `large`. `undefined` for other names.
 */
export function coresOf(type: string): number | undefined {
  const { family, size } = split(type);
  const many = /^(\d*)xlarge$/.exec(size);
  if (many !== null) return 4 * Number(many[1] || 1);
  if (size === 'large') return 2;
  if (/^t\d/.test(family)) return ['nano', 'micro', 'small', 'medium'].includes(size) ? 2 : undefined;
  if (size === 'medium') return 1;
  const metal = Object.hasOwn(FAMILIES, family) ? FAMILIES[family]!.metal : undefined;
  if (metal !== undefined && Object.hasOwn(metal, size)) return metal[size];
  const sized = /^metal-(\d+)xl$/.exec(size);
  return sized === null ? undefined : 4 * Number(sized[1]);
}

function split(type: string): { family: string; size: string } {
  const dot = type.indexOf('.');
  return dot < 0 ? { family: '', size: '' } : { family: type.slice(0, dot), size: type.slice(dot + 1) };
}
