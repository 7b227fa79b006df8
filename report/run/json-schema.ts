/** JSON Schema (2020-12) of what `campaign status`, `campaign run` and `campaign runs` print with `--format json`. */

export const text = { type: 'string' };
export const count = { type: 'integer', minimum: 0 };
export const seconds = { type: 'number', minimum: 0 };
export const orNull = (schema: { type: string }) => ({ ...schema, type: [schema.type, 'null'] });
/** Has these keys and no other; all but the optional ones are always there. */
export const closed = (properties: Readonly<Record<string, object>>, optional: readonly string[] = []) => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter(name => !optional.includes(name)),
  additionalProperties: false,
});

export const ended = [
  'passed',
  'failed',
  'timed-out',
  'killed',
  'incomplete',
  'blocked',
  'skipped',
  'interrupted',
  'cached',
];

export const outputs = {
  type: 'array',
  items: closed({ path: text, key: orNull(text), size: count, sha256: text, mode: text, link: text }, ['mode', 'link']),
};
export const receipts = {
  type: 'array',
  items: closed({ what: text, state: { enum: ['ok', 'wrong', 'unknown'] }, detail: text }),
};

const runProperties = {
  version: { const: 1 },
  campaign: text,
  runId: text,
  state: { enum: ['starting', 'running', 'complete', 'incomplete', 'died'] },
  exitStatus: { type: ['integer', 'null'] },
  startedAt: orNull(text),
  seconds,
  stages: {
    type: 'array',
    items: closed({
      stage: text,
      state: { enum: ['pending', 'running', ...ended] },
      reason: text,
      attempt: count,
      startedAt: orNull(text),
      endedAt: orNull(text),
      seconds,
      outputs,
      log: orNull(text),
      notComparable: orNull(text),
    }),
  },
  missing: { type: 'array', items: text },
  warnings: { type: 'array', items: text },
  unsaved: { type: 'array', items: closed({ key: text, error: text }) },
  stopping: { anyOf: [{ type: 'null' }, closed({ why: text, detail: text })] },
  uploads: closed({ done: count, failed: count, bytes: count }),
  unreadable: { type: 'array', items: text },
  results: orNull(text),
};

export const draft = 'https://json-schema.org/draft/2020-12/schema';

/** `campaign status --format json`. */
export const runJsonSchema = { $schema: draft, title: 'A run', ...closed(runProperties) };

/** `campaign run --format json`. */
export const summaryJsonSchema = {
  $schema: draft,
  title: 'What a run came to',
  ...closed({
    ...runProperties,
    exitStatus: { type: 'integer' },
    meaning: text,
    detached: { type: 'boolean' },
    begun: { type: 'boolean' },
    killedBy: orNull(text),
    directory: orNull(text),
    console: orNull(text),
    box: {
      anyOf: [
        { type: 'null' },
        closed({
          kind: { enum: ['ec2', 'ssm'] },
          instanceId: orNull(text),
          region: text,
          market: { enum: ['spot', 'on-demand', null] },
          deadline: orNull(text),
          receipts,
          left: { type: 'array', items: text },
        }),
      ],
    },
  }),
};

/** `campaign sweep --format json`. */
export const sweepJsonSchema = {
  $schema: draft,
  title: 'What runs have left in EC2',
  ...closed({
    version: { const: 1 },
    regions: { type: 'array', items: text },
    found: {
      type: 'array',
      items: closed({
        kind: { enum: ['box', 'volume', 'spot-request'] },
        id: text,
        region: text,
        state: text,
        what: text,
        campaign: text,
        runId: text,
        store: text,
        deadline: orNull(text),
        since: orNull(text),
        over: { ...orNull(text), description: 'Why it should be gone; `null`: its run may be alive, or it is ending.' },
        ending: { ...orNull(text), description: 'Why it goes by itself in a moment; `null`: it does not.' },
      }),
    },
    ended: { type: 'array', items: text },
    left: { type: 'array', items: text, description: 'What should be gone, or was named, and is still there.' },
  }),
};

/** `campaign runs --format json`. */
export const runsJsonSchema = {
  $schema: draft,
  title: 'The runs of a store',
  ...closed({
    version: { const: 1 },
    store: text,
    stores: { type: 'array', items: text },
    runs: { type: 'array', items: closed(runProperties) },
  }),
};
