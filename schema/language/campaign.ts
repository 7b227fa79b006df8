import { hosts, limits, machine, secrets, store } from './box.ts';
import { ci, prebuilt, source } from './code.ts';
import { expectations } from './expect.ts';
import { params } from './params.ts';
import { map, object, ref, type Schema } from './schema.ts';
import { stageParts } from './stage.ts';
import { values } from './values.ts';

/** Versions of the language that this release reads. */
export const VERSIONS = [1] as const;

const profile: Schema = object(
  {
    params: map(ref('identifier'), ref('scalar'), {
      description: 'Values of parameters.',
      examples: [{ trials: 3 }],
      'x-expected': 'a map from parameter to value',
    }),
    source: { ...source, description: 'Fields of `source` to replace.' },
    ci: { ...ci, description: 'Replaces `ci`.' },
    machine: { ...machine, description: 'Fields of `machine` to replace.' },
    limits: { ...limits, description: 'Fields of `limits` to replace.' },
    store: overlayOf(store, 'Fields of `store` to replace.'),
    env: { ...ref('environment'), description: 'Variables to add or replace.' },
    stages: map(ref('stageName'), ref('stageOverlay'), {
      description: 'Fields of stages to replace.',
      examples: [{ generate: { timeout: '2m' } }],
      'x-expected': 'a map from stage to the fields to replace',
    }),
  },
  { 'x-expected': 'a map with `params`, `machine`, `limits`, `store`, `env` or `stages`' },
);

function overlayOf(schema: Schema, description: string): Schema {
  const { required: _, ...rest } = schema;
  return { ...rest, description };
}

/** The whole language: a campaign file, version 1. */
export const campaign: Schema = object(
  {
    campaign: {
      ...ref('name'),
      description: 'Its name; part of every key in the store.',
      examples: ['tpch-validation'],
    },
    version: { const: 1, description: 'The version of the language.', 'x-expected': '1' },
    params,
    source,
    ci,
    machine,
    limits,
    store,
    prebuilt,
    env: { ...ref('environment'), description: 'Variables of every stage.' },
    secrets,
    stages: map(ref('stageName'), ref('stage'), {
      minProperties: 1,
      description:
        'The work, by name. Order in the file means nothing: it is computed from what stages require and produce.',
      'x-expected': 'a map from name to stage',
    }),
    profiles: map(ref('name'), profile, {
      description:
        'Named overlays (`--profile local`), so that one file serves a laptop and the cloud. A field of a profile replaces the same field of the campaign; `params` and `env` are merged by key.',
      examples: [{ local: { params: { trials: 1 }, store: { url: 'file:///tmp/results' } } }],
      'x-expected': 'a map from name to overlay',
    }),
    hosts,
    lint: map(
      ref('name'),
      { enum: ['error', 'warning', 'note', 'off'] },
      {
        description: 'How severe a finding of a rule is here; `off` switches the rule off.',
        examples: [{ 'unused-output': 'off' }],
        'x-expected': 'a map from rule to `error`, `warning`, `note` or `off`',
      },
    ),
  },
  {
    title: 'campaign.yaml, version 1',
    description: 'A paid benchmark or validation campaign: what runs where, what it needs, what it leaves.',
    required: ['campaign', 'version', 'stages'],
    'x-expected': 'a map with `campaign`, `version`, `limits` and `stages`',
  },
);

/** Shared definitions, by the name that `ref` uses. */
export const definitions: Readonly<Record<string, Schema>> = { ...values, ...expectations, ...stageParts };
