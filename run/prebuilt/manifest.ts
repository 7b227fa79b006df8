import type { PrebuiltManifest } from '../../schema/records.ts';

/** As it lies beside its archive; equal manifests are equal bytes. */
export function manifestText(manifest: PrebuiltManifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Reads `URL.json`; `undefined` for what is no manifest of version 1. */
export function readManifest(text: string): PrebuiltManifest | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const { version, sha256, commit, ...rest } = value as Record<string, unknown>;
    const isOne = version === 1 && /^[0-9a-f]{64}$/.test(String(sha256)) && typeof commit === 'string';
    return isOne && hasKinds(rest) ? (value as PrebuiltManifest) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Others write manifests too: whether what may be left out is what it is to be where it is there. */
function hasKinds(members: Readonly<Record<string, unknown>>): boolean {
  const isText = (value: unknown) => typeof value === 'string';
  const isList = (value: unknown) => Array.isArray(value) && value.every(isText);
  const isMap = (value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isText);
  const kinds: Readonly<Record<string, (value: unknown) => boolean>> = {
    ...{ size: Number.isSafeInteger, path: isText, provides: isList, build: isText, env: isMap, tools: isMap },
    ...{ architecture: isText, cpuFlags: isList, glibc: isText },
  };
  return Object.entries(kinds).every(([name, isKind]) => members[name] === undefined || isKind(members[name]));
}

/** What an artifact is made of, and not what came out: two that agree in it are as good as each other. */
const inputs = ['commit', 'build', 'path', 'provides', 'architecture', 'env', 'tools'] as const;

/** In what `ours` was made otherwise than `theirs`, as sentences; empty: in nothing. */
export function differences(theirs: PrebuiltManifest, ours: PrebuiltManifest): readonly string[] {
  return inputs.flatMap(name => {
    const [there, here] = [theirs[name], ours[name]].map(shown);
    return there === here ? [] : [`its ${name} is ${there}, and ${here} here`];
  });
}

function shown(value: PrebuiltManifest[(typeof inputs)[number]]): string {
  if (value === undefined) return 'not told';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.join(' ');
  const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return pairs.length === 0 ? 'empty' : pairs.map(([name, text]) => `${name}=${text}`).join(' ');
}
