const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };
const closed = (properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const listed = (items: object) => ({ type: 'array', items });
const estimate = {
  ratio: { type: 'number', exclusiveMinimum: 0, description: 'b to a' },
  interval: {
    type: ['array', 'null'],
    items: { type: 'number' },
    description: 'Low and high end, 95 % by bootstrap; `null`: fewer than 5 values.',
  },
  better: { enum: ['lower', 'higher'] },
  verdict: { enum: ['faster', 'slower', 'unclear'] },
};
const name = { stage: text, file: text, item: text, measure: text };
const doubt = closed({ kind: text, message: text });

/** JSON Schema (2020-12) of what `campaign compare --format json` prints. */
export const compareJsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Runs compared with the first',
  ...closed({
    version: { const: 1 },
    comparisons: listed(
      closed({
        a: text,
        b: text,
        doubts: listed(doubt),
        refused: { ...listed(doubt), description: 'Not empty: nothing was compared.' },
        items: listed(closed({ ...name, ...estimate, samples: listed(count) })),
        headlines: listed(closed({ measure: text, ...estimate, items: count })),
        onlyA: listed(closed(name)),
        onlyB: listed(closed(name)),
        withoutRatio: listed(closed(name)),
      }),
    ),
  }),
};
