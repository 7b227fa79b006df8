const text = { type: 'string' };
const from = (minimum: number) => ({ type: 'integer', minimum });
const file = { ...text, description: 'As given on the command line, else relative to where the command started.' };
const start = {
  line: { ...from(1), description: 'From 1.' },
  column: { ...from(1), description: 'From 1, in UTF-16 code units.' },
};
const extent = {
  ...start,
  endLine: from(1),
  endColumn: { ...from(1), description: 'The first column after the range.' },
};

function closed(properties: Readonly<Record<string, unknown>>, optional: readonly string[] = []) {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties).filter(name => !optional.includes(name)),
    additionalProperties: false,
  };
}

/** What `campaign lint --format json` prints; written to schema/lint.schema.json. */
export const lintJsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Findings of campaign lint',
  ...closed(
    {
      version: { const: 1 },
      files: { ...from(0), description: 'How many campaigns were looked at.' },
      findings: {
        type: 'array',
        items: closed(
          {
            rule: { ...text, description: 'The rule’s public id.' },
            severity: { enum: ['error', 'warning', 'note'] },
            message: text,
            file,
            ...extent,
            stage: {
              ...text,
              description: 'As the author named it, with the instance where it differs between instances.',
            },
            related: { type: 'array', items: closed({ file, ...start, message: text }) },
            help: { ...text, description: 'What to write instead.' },
            cost: { ...text, description: 'What it would have cost: time, money or data.' },
            fix: {
              ...closed({
                title: { ...text, description: 'What it does, as an order.' },
                safety: {
                  enum: ['safe', 'unsafe'],
                  description: 'safe: --fix writes it. unsafe: it may change what the campaign does, a person decides.',
                },
                file,
                edits: {
                  type: 'array',
                  minItems: 1,
                  description: 'All of them or none; by place, none overlap. An empty range inserts.',
                  items: closed({
                    ...extent,
                    replacement: { ...text, description: 'With \\n line ends, whatever the file has.' },
                  }),
                },
              }),
              description: 'How it is mended without a person typing.',
            },
          },
          ['stage', 'related', 'help', 'cost', 'fix'],
        ),
      },
      omitted: { ...from(1), description: 'How many more findings there are; absent when all are here.' },
      summary: {
        ...closed({ errors: from(0), warnings: from(0), notes: from(0) }),
        description: 'All findings, those that are omitted included.',
      },
    },
    ['omitted'],
  ),
} as const;
