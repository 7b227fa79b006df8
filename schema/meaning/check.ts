import { entriesOf, Fields, isScalar } from '../build/fields.ts';
import { conform, type TemplateSite } from '../conform.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { campaign as language } from '../language/campaign.ts';
import { ref } from '../language/schema.ts';
import type { Entry, MapNode } from '../node.ts';
import { overlaidRoot } from '../profile.ts';
import { conditionFaults, expressionFaults } from './names.ts';
import { paramFaults, profileParamFaults } from './params.ts';
import { missing, referenceFaults } from './references.ts';
import { type Scope, scopeOf } from './scope.ts';
import { valueFaults } from './values.ts';

/** What is wrong with a campaign's meaning: names that stand for nothing, values that contradict each other. */
export function meaningFaults(root: MapNode, sites: readonly TemplateSite[]): readonly Diagnostic[] {
  const scope = scopeOf(root);
  return [
    ...paramFaults(root),
    // What a profile writes is judged where it is laid over the base.
    ...sites.filter(({ path }) => path[0] !== 'profiles').flatMap(site => expressionFaults(site, scope)),
    ...entriesOf(new Fields<'stages'>(root).value('stages')).flatMap(entry => stageFaults(entry, scope)),
  ];
}

function stageFaults({ key, value }: Entry, scope: Scope): readonly Diagnostic[] {
  if (value.kind !== 'map') return [];
  const condition = new Fields<'if'>(value).value('if');
  return [
    ...(condition && isScalar(condition) ? conditionFaults(condition, key.text, scope) : []),
    ...referenceFaults(value, scope),
    ...valueFaults(value),
  ];
}

/** What is wrong with the campaign once a profile is laid over it, as far as the profile touches it. */
export function profileFaults(root: MapNode, profile: MapNode, lenient = false): readonly Diagnostic[] {
  const whole = overlaidRoot(root, profile);
  const scope = scopeOf(whole);
  const faults: Diagnostic[] = [...profileParamFaults(root, profile)];
  const sites: TemplateSite[] = [];
  const fields = new Fields(whole);
  for (const { key, value } of profile.entries) {
    const property = Object.hasOwn(language.properties ?? {}, key.text) ? language.properties?.[key.text] : undefined;
    const entry = fields.entry(key.text);
    if (key.text === 'params' || !property || !entry) continue;
    if (key.text !== 'stages') {
      const conformity = conform(entry.value, property, { path: [key.text], key }, lenient);
      faults.push(...conformity.faults);
      sites.push(...conformity.sites);
      continue;
    }
    const stages = new Fields(entry.value.kind === 'map' ? entry.value : root);
    for (const { key: name } of entriesOf(value)) {
      faults.push(...missing(name, 'stage', name.text, scope.stages));
      const stage = stages.entry(name.text);
      if (!stage || !scope.stages.has(name.text)) continue;
      const conformity = conform(stage.value, ref('stage'), { path: ['stages', name.text], key: name }, lenient);
      faults.push(...conformity.faults, ...stageFaults(stage, scope));
      sites.push(...conformity.sites);
    }
  }
  return [...faults, ...sites.flatMap(site => expressionFaults(site, scope))];
}
