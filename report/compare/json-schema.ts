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
  p: {
    type: ['number', 'null'],
    minimum: 0,
    maximum: 1,
    description: "How likely a ratio as far from 1 is by chance, by Welch's t on logarithms, for one comparison alone.",
  },
  better: { enum: ['lower', 'higher'] },
  speed: { type: 'boolean', description: 'Whether the measure is one of speed, so that worse is slower.' },
  verdict: {
    enum: ['better', 'worse', 'perhaps-better', 'perhaps-worse', 'unclear', 'unknown'],
    description:
      '`perhaps-…`: the interval lies on that side, but not so far that it stands among all that were looked at (Benjamini–Hochberg, 5 %). `unclear`: the interval holds 1. `unknown`: there is none.',
  },
  detectable: {
    type: ['number', 'null'],
    minimum: 0,
    description: 'The smallest change, as a part of 1, that four of five such comparisons would have found.',
  },
};
const name = { stage: text, file: text, item: text, measure: text };
const doubt = closed({ kind: text, message: text });
const pair = (items: object) => ({ type: 'array', items, minItems: 2, maxItems: 2, description: 'Of a and of b.' });

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
        items: listed(closed({ ...name, ...estimate, samples: pair(count), means: pair({ type: 'number' }) })),
        headlines: listed(
          closed({
            measure: text,
            ...estimate,
            items: count,
            over: {
              enum: ['values', 'items'],
              description: 'What the interval holds: what varied inside the items, or between them.',
            },
          }),
        ),
        onlyA: listed(closed(name)),
        onlyB: listed(closed(name)),
        withoutRatio: listed(closed({ ...name, why: { enum: ['no-number', 'not-above-zero'] } })),
        passedOver: listed(
          closed({
            run: text,
            stage: text,
            file: text,
            why: { enum: ['too-large', 'unreadable', 'not-results'] },
            bytes: count,
          }),
        ),
      }),
    ),
  }),
};
