import { compile, type JSONSchema } from 'json-schema-to-typescript';
import type { Schema } from '../../schema/language/schema.ts';
import { runEvent } from '../../schema/records/event.ts';
import { launch } from '../../schema/records/launch.ts';
import { ledgerEntry } from '../../schema/records/ledger.ts';
import { prebuilt } from '../../schema/records/prebuilt.ts';
import { result } from '../../schema/records/result.ts';
import { run } from '../../schema/records/run.ts';
import { status } from '../../schema/records/status.ts';
import type { Generated } from '../generated.ts';
import { jsonSchema, toText } from '../json-schema.ts';

const records: Readonly<Record<string, Schema>> = {
  run,
  result,
  status,
  event: runEvent,
  ledger: ledgerEntry,
  launch,
  prebuilt,
};

async function types(): Promise<string> {
  const blocks = await Promise.all(
    Object.values(records).map(schema =>
      compile({ ...jsonSchema(schema.title!, schema) } as JSONSchema, schema.title!, {
        bannerComment: '',
        ignoreMinAndMaxItems: true,
        style: { printWidth: 120, singleQuote: true },
      }),
    ),
  );
  return `/** What a run leaves, as its JSON Schemas say. Generated from schema/records/ by \`npm run generate\`. */\n\n${blocks.join('\n')}`;
}

function page(): string {
  return `${[HEAD, ...Object.entries(records).map(([name, schema]) => section(name, schema))].join('\n\n')}\n`;
}

function section(name: string, schema: Schema): string {
  const head = `## ${schema.description!.split(':')[0]}\n\n${sentence(schema.description!)} Schema: [${name}.schema.json](../../schema/${name}.schema.json).`;
  return [head, ...(schema.oneOf ? schema.oneOf.map(eventSection) : [table(schema)])].join('\n\n');
}

function eventSection(schema: Schema): string {
  return `### \`${schema.properties!.event!.const}\`\n\n${schema.description}\n\n${table(schema)}`;
}

function sentence(description: string): string {
  const [, rest = ''] = description.split(/: (.*)/);
  return rest === '' ? description : `${rest.charAt(0).toUpperCase()}${rest.slice(1)}`;
}

/** A row for each key; keys of what lies inside come after a dot, \`[]\` stands for each item of a list. */
function table(schema: Schema): string {
  return ['| key | value | meaning |', '|---|---|---|', ...rows(schema, '')].join('\n');
}

function rows(schema: Schema, prefix: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const optional = schema.required?.includes(key) === false ? ', may be absent' : '';
    const own = `| \`${prefix}${key}\` | ${kind(value)}${optional} | ${value.description ?? ''} |`;
    if (value.items?.properties) return [own, ...rows(value.items, `${prefix}${key}[].`)];
    return value.properties ? [own, ...rows(value, `${prefix}${key}.`)] : [own];
  });
}

function kind(schema: Schema): string {
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum) return schema.enum.map(value => `\`${value}\``).join(', ');
  if (schema.type === 'array') return `list of ${schema.items?.type ?? 'values'}s`;
  if (schema.additionalProperties) return `map to ${[schema.additionalProperties.type].flat().join(' or ')}`;
  return [schema.type].flat().join(' or ');
}

const HEAD = `# What a run leaves in its store

<!-- Generated from schema/records/ by \`npm run generate\`. -->

    <store>/<campaign>/<run-id>/
      campaign.yaml  script.sh            what ran, exactly
      run.json                            provenance, parameters, plan
      events/000001.jsonl …               one line for each thing that happened
      status.json                         the latest table of stages
      ledger.jsonl                        what is in the store, verified
      stages/<stage>/result.json          how the stage ended, and its outputs
      stages/<stage>/log                  whole, never truncated
      stages/<stage>/outputs/<path>       final outputs
      stages/<stage>/partial/<path>       checkpoints of what did not finish
      stages/<stage>/log.<n>              of attempt n, where a later one followed
      stages/<stage>/result.<n>.json      its result, and
      stages/<stage>/outputs.<n>/<path>   its final outputs, where the run was taken up again and the stage ran again
      starts/<n>                          made by the n-th start of the run, from the second on: it was taken up again
      launch/<n>.json                     the n-th box that was started for it, or on which it was started
      stop                                anybody's request to stop and save; the run looks for it at its heartbeats
      provision/log                       what preparing the machine printed: packages, services, checkouts, \`machine.setup\`
      COMPLETE | INCOMPLETE               last of all; its absence means that the run did not end by itself

A line of a \`.jsonl\` file is one JSON value. Times are UTC (RFC 3339); seconds come from the monotonic clock.

A final key is written once. Before a stage runs again, what an earlier attempt left under its final keys is moved aside to the keys
with a number, in an order that keeps every record true wherever it is cut off: \`result.json\` goes first, then outputs, then the log;
of each the copy is made and entered in the ledger, then a line of the kind \`dropped\` says that the old key goes, then it goes.`;

export default [
  ...Object.entries(records).map(([name, schema]) => ({
    path: `schema/${name}.schema.json`,
    text: () => toText(jsonSchema(`urn:campaign:schema:${name}:1`, schema)),
  })),
  { path: 'schema/generated/records.ts', text: types },
  { path: 'docs/reference/records.md', text: page },
] satisfies readonly Generated[];
