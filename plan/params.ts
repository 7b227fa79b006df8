import type { Campaign, Param } from '../schema/model.ts';
import { nearest } from '../schema/nearest.ts';
import type { Scalar } from '../schema/node.ts';
import type { Place } from '../schema/source.ts';
import type { Faults } from './fault.ts';

/**
 * The value of every declared parameter: the caller's, else the profile's, else the default, else `undefined`. Reading has checked
 * defaults and profiles; what the caller gives is checked here, and a faulty value counts as not given.
 */
export function bindParams(
  campaign: Campaign,
  profile: string | undefined,
  given: ReadonlyMap<string, string | number | boolean>,
  faults: Faults,
): ReadonlyMap<string, Scalar | undefined> {
  const values = new Map<string, Scalar | undefined>();
  for (const [name, param] of campaign.params) values.set(name, param.default?.value);
  for (const { name, value } of campaign.profiles.find(p => p.name.value === profile)?.params ?? []) {
    if (campaign.params.has(name.value)) values.set(name.value, value.value);
  }
  for (const [name, value] of given) {
    const param = campaign.params.get(name);
    if (param === undefined) {
      const near = nearest(name, campaign.params.keys());
      faults.add('unknown-name', paramsPlace(campaign), `no parameter is named \`${name}\``, {
        help: near !== undefined ? `did you mean \`${near}\`?` : declared(campaign),
      });
      continue;
    }
    const bound = bind(param, value);
    if ('fault' in bound) faults.add('schema', param.place, `\`${name}\` is ${JSON.stringify(value)}: ${bound.fault}`);
    else values.set(name, bound.value);
  }
  return values;
}

function declared(campaign: Campaign): string {
  const names = [...campaign.params.keys()].map(name => `\`${name}\``);
  return names.length === 0 ? 'the campaign declares no parameters' : `declared are ${names.join(', ')}`;
}

function paramsPlace(campaign: Campaign): Place {
  const entry = campaign.root.entries.find(({ key }) => key.value === 'params');
  return entry === undefined ? campaign.name.place : { source: entry.key.source, range: entry.key.range };
}

/** One value by its parameter's type; a text is parsed, as it comes from a command line or the environment. */
export function bind(param: Param, given: string | number | boolean): { value: Scalar } | { fault: string } {
  const text = String(given);
  switch (param.type) {
    case 'string':
      return matching(param, text);
    case 'enum': {
      const values = param.values ?? [];
      return values.includes(text) ? { value: text } : { fault: `it must be one of ${values.join(', ')}` };
    }
    case 'boolean':
      return text === 'true' || text === 'false' ? { value: text === 'true' } : { fault: 'it must be true or false' };
    case 'integer':
    case 'number':
      return bounded(param, text);
  }
}

function matching(param: Param, text: string): { value: Scalar } | { fault: string } {
  if (param.pattern === undefined || new RegExp(`^(?:${param.pattern})$`, 'u').test(text)) return { value: text };
  return { fault: `it must match ${param.pattern}` };
}

function bounded(param: Param, text: string): { value: Scalar } | { fault: string } {
  const { minimum, maximum } = param;
  const integer = param.type === 'integer';
  const form = integer ? /^[-+]?\d+$/ : /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;
  const value = Number(text);
  const said = integer ? 'an integer' : 'a number';
  if (!form.test(text) || (integer ? !Number.isSafeInteger(value) : !Number.isFinite(value))) {
    return { fault: `it must be ${said}` };
  }
  const low = minimum !== undefined && value < minimum;
  const high = maximum !== undefined && value > maximum;
  if (!low && !high) return { value };
  if (minimum !== undefined && maximum !== undefined)
    return { fault: `it must be ${said} from ${minimum} to ${maximum}` };
  return { fault: low ? `it must be ${said}, at least ${minimum}` : `it must be ${said}, at most ${maximum}` };
}
