/** JSON Schema (2020-12) of what `campaign rehearse` prints with `--format json`. */

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

export const rehearsalJsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A rehearsal',
  description:
    'Times in seconds of the campaign, money in US dollars. What is not known is null; so are the figures of a case that was not rehearsed.',
  ...closed({
    version: { const: 1 },
    campaign: text,
    profile: orNull(text),
    held: { type: 'boolean' },
    maxLossSeconds: orNull(amount),
    store: { enum: ['file', 's3'] },
    checkpointSeconds: amount,
    scale: closed({ file: orNull(amount), s3: orNull(amount) }),
    durations: closed({
      from: { enum: ['timeouts', 'run', 'commands'] },
      run: orNull(text),
      afterSeconds: orNull(amount),
    }),
    usdPerHour: orNull(amount),
    seed: { type: ['integer', 'null'] },
    tookSeconds: amount,
    stages: {
      type: 'array',
      items: closed({ stage: text, seconds: amount, notUploaded: names, neverSavedWhileRunning: names }),
    },
    faults: {
      type: 'array',
      items: closed({ fault: text, title: text, meaning: text }),
    },
    cells: {
      type: 'array',
      items: closed({
        stage: text,
        fault: text,
        point: { type: ['integer', 'null'], minimum: 1 },
        verdict: { enum: ['kept', 'lost', 'too-much', 'broken', 'not-rehearsed'] },
        why: orNull(text),
        store: { enum: ['file', 's3', null] },
        state: orNull(text),
        exit: { type: ['integer', 'string', 'null'] },
        keptSeconds: orNull(amount),
        lostSeconds: orNull(amount),
        lostOf: orNull(text),
        does: { enum: ['built', 'not-started', null] },
        againSeconds: orNull(amount),
        stagesAgain: names,
        usd: orNull(amount),
        broken: names,
      }),
    },
  }),
};
