import { flagsOfTarget } from '../../plan/cpu-levels.ts';

/**
 * Features of rustc whose names differ from those in /proc/cpuinfo (doc.rust-lang.org/reference/attributes/codegen.html,
 * arch/x86/include/asm/cpufeatures.h and arch/arm64/kernel/cpuinfo.c of Linux). An empty name: the kernel has none for it.
 */
const NAMES: Readonly<Record<string, string>> = {
  'sse4.1': 'sse4_1',
  'sse4.2': 'sse4_2',
  sse3: 'pni',
  lzcnt: 'abm',
  cmpxchg16b: 'cx16',
  lahfsahf: 'lahf_lm',
  sha: 'sha_ni',
  x87: 'fpu',
  avx512bitalg: 'avx512_bitalg',
  avx512vbmi2: 'avx512_vbmi2',
  avx512vnni: 'avx512_vnni',
  avx512vpopcntdq: 'avx512_vpopcntdq',
  avx512bf16: 'avx512_bf16',
  avx512fp16: 'avx512_fp16',
  avx512vp2intersect: 'avx512_vp2intersect',
  avxvnni: 'avx_vnni',
  neon: 'asimd',
  lse: 'atomics',
  crc: 'crc32',
  rdm: 'asimdrdm',
  dotprod: 'asimddp',
  fp16: 'asimdhp',
  rcpc: 'lrcpc',
  rcpc2: 'ilrcpc',
  dpb: 'dcpop',
  dpb2: 'dcpodp',
  jsconv: 'jscvt',
  flagm2: 'flagm2',
  ras: '',
  lor: '',
  pan: '',
  vh: '',
  pmuv3: '',
  spe: '',
};

/** x86 has had these since its first 64-bit processor, arm64 always. */
const ALWAYS: ReadonlySet<string> = new Set(['fpu', 'fxsr', 'mmx', 'sse', 'sse2', 'asimd', 'fp']);

/**
 * What code asks of the CPU, in the words of /proc/cpuinfo, sorted. `codegen`: what the compilers were told, as `target-cpu=x86-64-v3`,
 * one a line. `cfg`: what `rustc --print cfg` makes of that. Empty: no more than every CPU of the architecture has.
 */
export function cpuFlagsOf(codegen: string, cfg: string): readonly string[] {
  const named = [...codegen.matchAll(/^(?:target-cpu|-march)=(\S+)$/gm)].flatMap(([, cpu]) => flagsOfTarget(cpu!));
  const printed = [...cfg.matchAll(/^target_feature="([^"]+)"$/gm)].map(([, name]) => NAMES[name!] ?? name!);
  return [...new Set([...named, ...printed])].filter(flag => flag !== '' && !ALWAYS.has(flag)).sort();
}

/** Whether the compilers were told to build for the CPU of this very machine. */
export function isNative(codegen: string): boolean {
  return /^(?:target-cpu|-march|-mcpu)=native$/m.test(codegen);
}
