const text = { type: 'string' };
const perhaps = { type: ['string', 'null'] };
const line = { type: 'integer', minimum: 1 };

function closed(description: string, properties: Readonly<Record<string, object>>) {
  return { type: 'object', description, properties, required: Object.keys(properties), additionalProperties: false };
}

/** What `campaign import --format json` prints; written to schema/output/import.schema.json. */
export const importJsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'What campaign import has made of a harness',
  ...closed('Lines count from 1, in the files of the harness.', {
    version: { const: 1 },
    campaign: text,
    file: { ...perhaps, description: 'Where the campaign was written; null where it is only in `text`.' },
    text: { ...text, description: 'The campaign.' },
    stages: {
      type: 'array',
      items: closed('A stage, and how many commands of the harness it runs.', {
        name: text,
        file: text,
        line,
        commands: { type: 'integer', minimum: 0 },
      }),
    },
    remarks: {
      type: 'array',
      items: closed(
        '`wrong`: it cost somebody time or data; `left`: it is not in the campaign; `moved`: another key says it.',
        {
          kind: { enum: ['wrong', 'left', 'moved'] },
          file: text,
          line,
          message: text,
          cost: perhaps,
          finding: { ...perhaps, description: 'Its number in docs/importing.md.' },
          now: { ...perhaps, description: 'What is in its place.' },
        },
      ),
    },
    commands: {
      type: 'array',
      description: 'Every simple command of the harness, exactly once.',
      items: closed('`in` names the key of the campaign; where that is null, `why` says why it is in none.', {
        file: text,
        line,
        in: perhaps,
        why: perhaps,
      }),
    },
  }),
};
