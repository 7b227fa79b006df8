import type { PrebuiltManifest } from '../schema/records.ts';
import type { Colors } from './run/style.ts';

/** What `campaign prebuild` has done, or, asked only to look, has found. */
export interface PrebuildView {
  readonly campaign: string;
  readonly commit: string;
  readonly artifacts: readonly {
    readonly url: string;
    /**
     * `published` now; `present` before, made of the same; `made`: in `file`, with --output; with --dry-run `there`, whatever it is made
     * of, or `absent`.
     */
    readonly state: 'published' | 'present' | 'made' | 'there' | 'absent';
    readonly file?: string;
    /** Absent where there is none, or none that can be read. */
    readonly manifest?: PrebuiltManifest;
  }[];
}

/** `campaign prebuild --format json`. */
export function prebuildObject({ campaign, commit, artifacts }: PrebuildView) {
  return {
    version: 1,
    campaign,
    commit,
    artifacts: artifacts.map(({ url, state, file, manifest }) => ({
      ...{ url, state, file: file ?? null },
      manifest: manifest ?? null,
    })),
  };
}

const states = {
  published: 'published',
  present: 'there already, made of the same',
  made: 'made, not published',
  there: 'something is there',
  absent: 'nothing is there',
};

/** An artifact a paragraph: where it is, and what a box compares. */
export function prebuildText({ artifacts }: PrebuildView, { bold, dim }: Colors): string {
  return artifacts
    .map(({ url, state, file, manifest }) => {
      const head = `${bold(states[state])}: ${file ?? url}`;
      return manifest
        ? `${head}\n${facts(manifest)
            .map(line => dim(`  ${line}\n`))
            .join('')}`
        : `${head}\n`;
    })
    .join('');
}

function facts({
  size,
  sha256,
  commit,
  architecture,
  glibc,
  cpuFlags = [],
  tools = {},
  env = {},
}: PrebuiltManifest): string[] {
  const settings = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return [
    `sha256 ${sha256}${size === undefined ? '' : `, ${String(size).replace(/\B(?=(?:\d{3})+$)/g, ',')} bytes`}`,
    `commit ${commit}`,
    ...[[architecture, glibc && `glibc ${glibc} or newer`, ...Object.values(tools)].filter(Boolean).join(', ')].filter(
      Boolean,
    ),
    ...(cpuFlags.length > 0 ? [`needs of the CPU: ${cpuFlags.join(' ')}`] : []),
    ...(settings.length > 0 ? [`built with ${settings.join(' ')}`] : []),
  ];
}

/** What `campaign prebuild --format json` prints; written to schema/output/prebuild.schema.json. */
export const prebuildJsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'What campaign prebuild has done',
  type: 'object',
  properties: {
    version: { const: 1 },
    campaign: { type: 'string' },
    commit: { type: 'string' },
    artifacts: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          url: { type: 'string' },
          state: {
            enum: ['published', 'present', 'made', 'there', 'absent'],
            description:
              'published: now. present: before, made of the same. made: with --output. With --dry-run there, whatever it is made of, or absent.',
          },
          file: { type: ['string', 'null'], description: 'The archive, with --output.' },
          manifest: { type: ['object', 'null'], description: 'As prebuilt.schema.json says.' },
        },
        required: ['url', 'state', 'file', 'manifest'],
        additionalProperties: false,
      },
    },
  },
  required: ['version', 'campaign', 'commit', 'artifacts'],
  additionalProperties: false,
};
