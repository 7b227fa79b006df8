import { campaign } from './campaign.ts';
import { resolved } from './lookup.ts';
import type { Schema } from './schema.ts';

/** Where a key belongs that stands in a wrong place, in words; `undefined` for one that the language does not have. */
export function belongsIn(key: string): string | undefined {
  if (Object.hasOwn(campaign.properties ?? {}, key)) return 'at the top level';
  const stages = campaign.properties?.stages;
  const stage = stages?.additionalProperties ? resolved(stages.additionalProperties) : undefined;
  if (stage && Object.hasOwn(stage.properties ?? {}, key)) return 'in a stage';
  for (const map of ['limits', 'machine', 'store', 'source'])
    if (campaign.properties?.[map] && has(campaign.properties[map], key)) return `in \`${map}\``;
  for (const map of ['retry', 'expect'])
    if (stage?.properties?.[map] && has(stage.properties[map], key)) return `in \`${map}\` of a stage`;
  return undefined;
}

function has(schema: Schema, key: string): boolean {
  return Object.hasOwn(resolved(schema).properties ?? {}, key);
}
