import { extname, resolve } from 'node:path';
import type { Campaign } from '../schema/model.ts';
import { nearest } from '../schema/nearest.ts';
import { readText } from './campaign-file.ts';
import type { Option } from './command.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import { Refusal } from './io.ts';

export type ParamValue = string | number | boolean;

export const planOptions: readonly Option[] = [
  { name: 'profile', short: 'p', value: 'NAME', complete: 'nothing', summary: 'lay this profile over the campaign' },
  { name: 'param', value: 'K=V', many: true, complete: 'nothing', summary: 'set a parameter (also CAMPAIGN_PARAM_K)' },
  { name: 'params-file', value: 'FILE', complete: 'file', summary: 'read parameters from a YAML or JSON map' },
];

/** `--param`, then `CAMPAIGN_PARAM_K`, then the params file. What is in none of them is the profile's and the campaign's business. */
export async function givenParams(
  campaign: Campaign,
  invocation: Invocation,
  context: Context,
): Promise<ReadonlyMap<string, ParamValue>> {
  const known = [...campaign.params.keys()];
  const given = new Map<string, ParamValue>();
  const check = (name: string, from: string) => {
    if (campaign.params.has(name)) return;
    const near = nearest(name, known);
    const help = known.length === 0 ? 'it declares none: write `params:`' : `it declares ${known.join(', ')}`;
    throw new Refusal(`${from}: the campaign has no parameter \`${name}\``, near ? `did you mean \`${near}\`?` : help);
  };
  const file = invocation.value('params-file');
  if (file !== undefined)
    for (const [name, value] of await paramsFile(file, context)) {
      check(name, file);
      given.set(name, value);
    }
  for (const name of known) {
    const value = context.io.env[environmentName(name)];
    if (value !== undefined) given.set(name, value);
  }
  for (const word of invocation.values('param')) {
    const at = word.indexOf('=');
    if (at < 1) throw new Refusal(`--param ${word}: there is no value`, 'write --param NAME=VALUE');
    const name = word.slice(0, at);
    check(name, `--param ${word}`);
    given.set(name, word.slice(at + 1));
  }
  return given;
}

/** `row-count` is read from `CAMPAIGN_PARAM_ROW_COUNT`. */
function environmentName(param: string): string {
  return `CAMPAIGN_PARAM_${param.toUpperCase().replaceAll('-', '_')}`;
}

const oneALine = 'write one `name: value` a line';

async function paramsFile(shown: string, context: Context): Promise<[string, ParamValue][]> {
  const text = readText(
    { path: resolve(context.cwd, shown), shown },
    'name a YAML or JSON file that holds a map of parameters',
  );
  const value = extname(shown) === '.json' ? fromJson(text, shown) : await fromYaml(text, shown);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal(`${shown} is no map of parameters`, oneALine);
  return Object.entries(value).map(([name, one]) => {
    if (typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean') return [name, one];
    throw new Refusal(`${shown}: \`${name}\` is no string, number or boolean`, oneALine);
  });
}

function fromJson(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refusal(`${shown} is no JSON: ${(error as Error).message}`, 'write one object: {"name": value}');
  }
}

async function fromYaml(text: string, shown: string): Promise<unknown> {
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text, { version: '1.2', prettyErrors: true });
  const [fault] = document.errors;
  if (fault) throw new Refusal(`${shown}: ${fault.message.split('\n')[0]!.replace(/:$/, '')}`, oneALine);
  return document.toJS({ maxAliasCount: 100 });
}
