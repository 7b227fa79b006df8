import type { Campaign, Param } from '../schema/model.ts';
import { nearest } from '../schema/nearest.ts';
import type { Scalar } from '../schema/node.ts';
import { paramFault } from '../schema/param.ts';
import type { Place } from '../schema/source.ts';
import type { Faults } from './fault.ts';
import type { Plan } from './plan.ts';

/**
 * The value of every declared parameter: the caller's, else the default (which is the profile's value where a profile
 * is laid over the campaign), else `undefined`. Reading has checked defaults; what the caller gives is checked here,
 * and a faulty value counts as not given.
 */
export function bindParams(
  campaign: Campaign,
  given: ReadonlyMap<string, string | number | boolean>,
  faults: Faults,
): ReadonlyMap<string, Scalar | undefined> {
  const values = new Map<string, Scalar | undefined>();
  for (const [name, param] of campaign.params) values.set(name, param.default?.value);
  for (const [name, value] of given) {
    const param = campaign.params.get(name);
    if (param === undefined) {
      const near = nearest(name, campaign.params.keys());
      faults.add('unknown-name', paramsPlace(campaign), `no parameter is named \`${name}\``, {
        help: near !== undefined ? `did you mean \`${near}\`?` : declared(campaign),
      });
      continue;
    }
    const bound = parse(param, value);
    const fault = paramFault(param, bound);
    if (fault !== undefined) faults.add('schema', param.place, `\`${name}\` ${fault}`, allowed(param));
    else values.set(name, bound);
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

/** The parameters that a run of this plan has to be given and was not; in file order. */
export function unsetParams(plan: Plan): readonly Param[] {
  return [...plan.campaign.params.values()].filter(({ name }) => plan.params.get(name.value) === undefined);
}

/**
 * A value by its parameter's type; a text is parsed, as it comes from a command line or the environment. What does not
 * parse stays.
 */
function parse({ type }: Param, given: string | number | boolean): Scalar {
  if (type === 'string' || type === 'enum') return String(given);
  if (typeof given !== 'string') return given;
  if (type === 'boolean') return given === 'true' ? true : given === 'false' ? false : given;
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(given) ? Number(given) : given;
}

/** What may be given instead, where a list or an example says it better than the fault. */
function allowed({ type, minimum, maximum, pattern, values }: Param): { help?: string } {
  const bounds = [minimum !== undefined && `at least ${minimum}`, maximum !== undefined && `at most ${maximum}`];
  switch (type) {
    case 'boolean':
      return { help: 'give `true` or `false`' };
    case 'enum':
      return values === undefined ? {} : { help: `give one of ${values.map(value => `\`${value}\``).join(', ')}` };
    case 'string':
      return pattern === undefined ? {} : { help: `give a text that matches \`${pattern}\`` };
    default:
      return {
        help: ['give', [type === 'integer' ? 'a whole number' : 'a number', ...bounds].filter(Boolean).join(', ')].join(
          ' ',
        ),
      };
  }
}
