/** Levels of the x86-64 psABI (gitlab.com/x86-psABIs/x86-64-ABI, "micro-architecture levels"), or another architecture. */
export type CpuLevel = 2 | 3 | 4 | 'arm';

/**
 * What the processors of EC2's families have at least (docs.aws.amazon.com/ec2, "Instance types", processor columns): Intel from
 * Skylake-SP on and AMD from Zen 4 on have AVX-512, which level 4 asks for; Haswell and Zen 1 to 3 stop at level 3.
 */
const FAMILIES: readonly (readonly [pattern: RegExp, level: CpuLevel])[] = [
  [/^(a1|[a-z]+\d+g[a-z]*|im4gn|is4gen|x2gd|g5g)$/, 'arm'],
  [/^(m7a|c7a|r7a|m8a|c8a|r8a|hpc7a)$/, 4],
  [/^(m5a|m5ad|c5a|c5ad|r5a|r5ad|t3a|m6a|c6a|r6a|hpc6a|g4ad|g5|g6|gr6|p5)$/, 3],
  [/^(m5|c5|r5|m6i|c6i|r6i|m7i|c7i|r7i|m8i|c8i|r8i)[bdnez-]*(-flex)?$/, 4],
  [/^(m5zn|z1d|t3|i3en|i4i|i7i|i7ie|x2idn|x2iedn|x2iezn|p4d|p4de|trn1|inf1|d3|d3en|g4dn|hpc6id|m7i-flex|c7i-flex)$/, 4],
  [/^(m4|c4|r4|x1|x1e|i3|d2|h1|g3|p2|p3)$/, 3],
];

export function levelOfMachine(type: string): CpuLevel | undefined {
  const family = type.slice(0, type.indexOf('.'));
  return FAMILIES.find(([pattern]) => pattern.test(family))?.[1];
}

/** Generations in order, by what `-C target-cpu=` calls them; each runs what is built for those before it. */
const GENERATIONS: readonly (readonly (readonly [cpu: RegExp, machines: RegExp])[])[] = [
  [
    [/^(skylake-avx512|cascadelake|cooperlake)$/, /^[mcr]5(d|n|dn|b)?$/],
    [/^icelake-server$/, /^[mcr]6i(d|n|dn)?$/],
    [/^(sapphirerapids|emeraldrapids)$/, /^[mcr]7i(-flex)?$/],
    [/^graniterapids$/, /^[mcr]8i(-flex)?$/],
  ],
  [
    [/^znver1$/, /^[mr]5ad?$/],
    [/^znver2$/, /^c5ad?$/],
    [/^znver3$/, /^[mcr]6a$/],
    [/^znver4$/, /^[mcr]7a$/],
    [/^znver5$/, /^[mcr]8a$/],
  ],
  [
    [/^cortex-a72$/, /^a1$/],
    [/^neoverse-n1$/, /^[mcr]6g(d|n)?$/],
    [/^neoverse-v1$/, /^[mcr]7g(d|n)?$/],
    [/^neoverse-v2$/, /^[mcr]8g(d|n)?$/],
  ],
];

/**
 * Whether code for a CPU asks for a later generation of the same maker than a type of machine has, or for what only the other
 * maker has: SSE4a of every Zen, FP16 and AMX of Intel from Sapphire Rapids on (llvm/lib/Target/X86/X86.td).
 */
export function isOtherCpu(cpu: string, type: string): boolean {
  const family = type.slice(0, type.indexOf('.'));
  const [intel, amd] = GENERATIONS;
  return GENERATIONS.some(line => {
    const has = line.findIndex(([, machines]) => machines.test(family));
    const asked = (of: typeof line | undefined) => of?.findIndex(([name]) => name.test(cpu)) ?? -1;
    if (has < 0) return false;
    return asked(line) > has || (line === intel && asked(amd) >= 0) || (line === amd && asked(intel) >= 2);
  });
}

/** The level that `-C target-cpu=` asks for; `native` is the builder's own; `undefined` for what is not known. */
export function levelOfTarget(cpu: string): CpuLevel | 'native' | undefined {
  if (cpu === 'native') return 'native';
  const level = /^x86-64(?:-v([234]))?$/.exec(cpu);
  if (level) return level[1] ? (Number(level[1]) as CpuLevel) : 2;
  if (
    /^(skylake-avx512|cascadelake|cooperlake|icelake-(server|client)|sapphirerapids|emeraldrapids|graniterapids|cannonlake|tigerlake|rocketlake|znver[45])$/.test(
      cpu,
    )
  )
    return 4;
  if (/^(haswell|broadwell|skylake|znver[123]|alderlake|core-avx2)$/.test(cpu)) return 3;
  return /^(neoverse|cortex|apple|ampere|graviton)/.test(cpu) ? 'arm' : undefined;
}

/** What each level of x86-64 adds to the one before it, in the words of /proc/cpuinfo; level 2 with what every x86-64 has. */
const FLAGS: Readonly<Record<2 | 3 | 4, readonly string[]>> = {
  2: ['cx16', 'lahf_lm', 'pni', 'popcnt', 'sse4_1', 'sse4_2', 'ssse3'],
  3: ['abm', 'avx', 'avx2', 'bmi1', 'bmi2', 'f16c', 'fma', 'movbe', 'xsave'],
  4: ['avx512bw', 'avx512cd', 'avx512dq', 'avx512f', 'avx512vl'],
};

/** All that code for `x86-64-v2`, `-v3` or `-v4` may use, in the words of /proc/cpuinfo; nothing for the plain `x86-64` and others. */
export function flagsOfTarget(cpu: string): readonly string[] {
  const [, level] = /^x86-64-v([234])$/.exec(cpu) ?? [];
  return ([2, 3, 4] as const).filter(each => each <= Number(level ?? 0)).flatMap(each => FLAGS[each]);
}

/** The least level of x86-64 on which code that uses these flags may run; 2 where none of them is above it. */
export function levelOfFlags(flags: readonly string[]): 2 | 3 | 4 {
  return flags.some(flag => flag.startsWith('avx512')) ? 4 : flags.some(flag => FLAGS[3].includes(flag)) ? 3 : 2;
}
