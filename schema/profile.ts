import { build } from './build/campaign.ts';
import { asMap, Fields } from './build/fields.ts';
import type { Campaign, Param } from './model.ts';
import type { Entry, MapNode } from './node.ts';

/** Fields of a campaign that a profile gives key by key; the others it replaces as they are. */
const BY_KEY = new Set(['source', 'machine', 'limits', 'store', 'env']);

/**
 * The campaign as if its author had written a profile's fields: a field replaces the same field of `source`, `machine`,
 * `limits`, `store` and of each stage; `env` is merged by variable; values of `params` become their defaults.
 * A profile that does not exist leaves the campaign as it is.
 */
export function overlay(campaign: Campaign, profileName: string): Campaign {
  const profile = campaign.profiles.find(({ name }) => name.value === profileName);
  if (!profile) return campaign;
  const overlaid = build(overlaidRoot(campaign.root, profile.body));
  const values = new Map(profile.params.map(({ name, value }) => [name.value, value]));
  const params = new Map<string, Param>();
  for (const [name, param] of campaign.params) {
    const value = values.get(name);
    params.set(name, value ? { ...param, default: value, required: false } : param);
  }
  return { ...overlaid, params };
}

/** The tree of the overlaid campaign; `profiles` stay in it, `params` are not touched. */
export function overlaidRoot(root: MapNode, profile: MapNode): MapNode {
  let entries = root.entries;
  for (const entry of profile.entries) {
    const name = entry.key.text;
    const base = asMap(new Fields(root).value(name));
    const over = asMap(entry.value);
    if (name === 'params') continue;
    if (name === 'stages' && base && over)
      entries = put(entries, { key: entry.key, value: overlaidStages(base, over) });
    else if (BY_KEY.has(name) && base && over) entries = put(entries, { key: entry.key, value: merged(base, over) });
    else entries = put(entries, entry);
  }
  return { ...root, entries };
}

function overlaidStages(base: MapNode, over: MapNode): MapNode {
  const fields = new Fields(over);
  return {
    ...base,
    entries: base.entries.map(({ key, value }) => {
      const patch = fields.map(key.text);
      return value.kind === 'map' && patch ? { key, value: mergedStage(value, patch) } : { key, value };
    }),
  };
}

function mergedStage(base: MapNode, over: MapNode): MapNode {
  const env = { base: new Fields(base).map('env'), over: new Fields(over).map('env') };
  const stage = merged(base, over);
  if (!env.base || !env.over) return stage;
  const entry = new Fields(over).entry('env')!;
  return { ...stage, entries: put(stage.entries, { key: entry.key, value: merged(env.base, env.over) }) };
}

function merged(base: MapNode, over: MapNode): MapNode {
  return { ...base, entries: over.entries.reduce(put, base.entries) };
}

function put(entries: readonly Entry[], entry: Entry): readonly Entry[] {
  const at = entries.findIndex(({ key }) => key.text === entry.key.text);
  return at < 0 ? [...entries, entry] : entries.with(at, entry);
}
