import { campaign, definitions } from '../../schema/language/campaign.ts';
import { resolved } from '../../schema/language/lookup.ts';
import type { Schema } from '../../schema/language/schema.ts';
import { expected, flow } from '../../schema/language/spoken.ts';
import type { Generated } from '../generated.ts';

/** The tables of the page, in order: a title, what it is about, and the map whose keys it lists. */
const SECTIONS: readonly { readonly title: string; readonly schema: Schema; readonly intro?: string }[] = [
  { title: 'The file', schema: campaign },
  { title: '`params`', schema: valuesOf(top('params')), intro: top('params').description ?? '' },
  { title: '`source`', schema: top('source') },
  { title: '`ci`', schema: top('ci') },
  { title: '`machine`', schema: top('machine') },
  { title: '`limits`', schema: top('limits') },
  { title: '`store`', schema: top('store') },
  { title: '`prebuilt`', schema: itemsOf(top('prebuilt')), intro: top('prebuilt').description ?? '' },
  { title: '`stages`', schema: resolved(definitions.stage!), intro: top('stages').description ?? '' },
  {
    title: '`requires`',
    schema: resolved(definitions.requirement!),
    intro: 'An entry is a path, or a map with one of the first keys of these.',
  },
  { title: '`produces`', schema: resolved(definitions.output!), intro: 'An entry is a path, or a map:' },
  { title: '`expect`', schema: resolved(definitions.expect!) },
  { title: '`matches`', schema: resolved(definitions.match!), intro: 'An entry of `expect.matches`.' },
  { title: '`json`', schema: resolved(definitions.jsonMatch!), intro: 'An entry of `expect.json`.' },
  { title: '`matrix`', schema: resolved(definitions.matrix!) },
  { title: '`retry`', schema: resolved(resolved(definitions.stage!).properties!.retry!) },
  { title: '`ci-overlap`', schema: resolved(resolved(definitions.stage!).properties!['ci-overlap']!) },
  { title: '`profiles`', schema: valuesOf(top('profiles')), intro: top('profiles').description ?? '' },
  { title: '`hosts`', schema: valuesOf(top('hosts')), intro: top('hosts').description ?? '' },
];

function top(key: string): Schema {
  return resolved(campaign.properties![key]!);
}

function valuesOf(schema: Schema): Schema {
  return schema.additionalProperties ? resolved(schema.additionalProperties) : schema;
}

function itemsOf(schema: Schema): Schema {
  return schema.items ? resolved(schema.items) : schema;
}

function page(): string {
  return `${[HEAD, ...SECTIONS.map(section), TAIL].join('\n\n')}\n`;
}

function section({ title, schema, intro }: (typeof SECTIONS)[number]): string {
  const rows = (schema.oneOf?.map(resolved) ?? [schema]).flatMap(branch =>
    Object.entries(branch.properties ?? {}).map(([key, value]) =>
      row(key, resolved(value), branch.required?.includes(key) ?? false),
    ),
  );
  const about = intro ?? schema.description ?? '';
  const example = schema.examples?.[0];
  return [
    `## ${title}`,
    ...(about === '' ? [] : [about]),
    ['| key | value | default | meaning |', '|---|---|---|---|', ...rows].join('\n'),
    ...(example === undefined ? [] : [`Example: ${code(example)}`]),
  ].join('\n\n');
}

function row(key: string, schema: Schema, required: boolean): string {
  const shown = schema.examples?.[0];
  const meaning = [
    schema.description ?? '',
    ...(shown === undefined || typeof shown === 'object' ? [] : [`Example: ${code(shown)}.`]),
  ]
    .join(' ')
    .trim();
  const preset = required ? 'required' : schema.default === undefined ? '' : code(schema.default);
  return `| \`${key}\` | ${cell(expected(schema))} | ${preset} | ${cell(meaning)} |`;
}

/** A value as one line of YAML in flow style. */
function code(value: unknown): string {
  return `\`${flow(value)}\``;
}

/** A bar would end the cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

const HEAD = `# The language: campaign.yaml, version 1

<!-- Generated from schema/language/ by \`npm run generate\`. -->

A campaign is one YAML 1.2 document (core schema: \`yes\` and \`no\` are texts). Unknown and duplicate keys are errors; anchors,
aliases and merge keys work. For completion in an editor, begin with

    # yaml-language-server: $schema=./schema/campaign.schema.json`;

const TAIL = `## Expressions

\`\${{ name }}\` is replaced by a value: \`params.<name>\`, \`matrix.<axis>\` (inside a stage), \`source.commit\`, \`campaign\`, \`profile\`, and in
\`run\` and \`env\` also \`run.id\`. There are no functions and no operators. \`$VAR\` and \`\${VAR}\` belong to the shell. \`$\${{\` is a literal
\`\${{\`. Inside \`[ ]\` and \`{ }\` a text with an expression needs quotes.

\`if\` is a bare condition: \`==\`, \`!=\`, \`&&\`, \`||\`, \`!\` and parentheses over \`params.<name>\`, \`matrix.<axis>\`, \`profile\`,
\`env.<NAME>\` of the box, texts in quotes, numbers, \`true\` and \`false\`. Without \`env\` it is decided when the campaign is compiled.

## Quantities

Durations: \`90\` (seconds), \`30s\`, \`20m\`, \`1h30m\`, \`2d\`. Sizes: \`512\` (bytes), \`100MB\` (1,000,000 each), \`4GiB\` (1,024³ each). Money:
\`5 USD\`; prices: \`0.357 USD/h\`. Where a number is expected, an expression that gives one is as good.

## What comments do

\`# campaign-ignore: <rule>[, <rule>] -- <reason>\` on the line before a node or at the end of its line keeps those findings back;
before the first key it covers the file.`;

export default [{ path: 'docs/reference/language.md', text: page }] satisfies readonly Generated[];
