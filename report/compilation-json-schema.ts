const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };

function closed(description: string, properties: Readonly<Record<string, object>>, type: string | readonly string[]) {
  return { type, description, properties, required: Object.keys(properties), additionalProperties: false };
}

/** What `campaign compile --format json` prints; written to schema/output/compile.schema.json. */
export const compilationJsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'What campaign compile has made',
  ...closed(
    'Bytes are counted as the limit counts them.',
    {
      version: { const: 1 },
      campaign: text,
      target: { enum: ['userdata', 'cloud-init', 'terraform', 'ssm'] },
      files: { type: 'array', items: text, description: 'What was written, as it was named; empty without -o.' },
      script: closed('The plain script.', { bytes: count, sha256: { ...text, pattern: '^[0-9a-f]{64}$' } }, 'object'),
      delivery: closed(
        'How it reaches the box; null where no way is left.',
        { form: { enum: ['plain', 'gzip', 'loader'] }, bytes: count, limit: count, left: count },
        ['object', 'null'],
      ),
      upload: closed(
        'Where the script must lie before a box starts; null when it comes along.',
        { url: text, region: { type: ['string', 'null'] } },
        ['object', 'null'],
      ),
      problem: { type: ['string', 'null'], description: 'Why no way is left.' },
    },
    'object',
  ),
};
