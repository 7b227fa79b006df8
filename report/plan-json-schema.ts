/** JSON Schema (2020-12) of what `campaign plan` prints with `--format json`. */

const text = { type: 'string' };
const names = { type: 'array', items: text };
const amount = { type: 'number', minimum: 0 };
const orNull = (schema: { readonly type: string }) => ({ ...schema, type: [schema.type, 'null'] });
const closed = (properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

export const planJsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A plan',
  description: 'Times in seconds, money in US dollars. What is not known is null.',
  ...closed({
    version: { const: 1 },
    campaign: text,
    profile: orNull(text),
    params: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean', 'null'] } },
    source: closed({ repo: orNull(text), ref: text, commit: orNull(text), dir: text }),
    machine: closed({
      type: orNull(text),
      market: { enum: ['on-demand', 'spot'] },
      count: { type: 'integer', minimum: 1 },
      usdPerHour: orNull(amount),
    }),
    store: closed({ url: orNull(text), checkpointSeconds: amount }),
    time: closed({
      worstCaseSeconds: amount,
      wallSeconds: orNull(amount),
      worstCostUsd: orNull(amount),
      costLimitUsd: orNull(amount),
      criticalPath: names,
      criticalSeconds: amount,
      buildSeconds: amount,
    }),
    stages: {
      type: 'array',
      items: closed({
        stage: text,
        needs: { type: 'array', items: closed({ stage: text, for: text }) },
        beside: names,
        exclusive: { type: 'boolean' },
        timeoutSeconds: orNull(amount),
        attempts: { type: 'integer', minimum: 1 },
        box: names,
        produces: {
          type: 'array',
          items: closed({ path: text, upload: { type: 'boolean' }, checkpointSeconds: orNull(amount) }),
        },
        skipped: orNull(text),
      }),
    },
  }),
};
