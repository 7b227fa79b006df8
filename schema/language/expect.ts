import { list, object, ref, type Schema } from './schema.ts';

const amount: Schema = {
  'x-expected': 'a whole number, or `{ min: …, max: … }`',
  oneOf: [
    ref('count'),
    object(
      {
        min: { ...ref('count'), description: 'At least.' },
        max: { ...ref('count'), description: 'At most.' },
      },
      { minProperties: 1 },
    ),
  ],
};

const match: Schema = object(
  {
    pattern: {
      ...ref('text'),
      description:
        'A regular expression, tried on each line. Written as in JavaScript; it runs on the box as a POSIX extended one, so look-around, back-references and lazy quantifiers are errors.',
    },
    count: { ...ref('amount'), description: 'How many lines match. Default: at least one.' },
  },
  { required: ['pattern'], 'x-expected': 'a map with `pattern`' },
);

const json: Schema = object(
  {
    pointer: {
      type: 'string',
      pattern: '^(?:/(?:[^~]|~[01])*)?$|\\$\\{\\{',
      'x-template': 'plan',
      'x-expected': 'a JSON pointer such as `/results/0/ok`, or an empty text for the whole document',
      description: 'Where to look (RFC 6901); an empty text means the whole document.',
      examples: ['/results'],
    },
    equals: { description: 'The value there, compared as JSON.' },
    length: { ...ref('amount'), description: 'How many items or keys are there.' },
    minimum: { ...ref('number'), description: 'The least that the number there may be.' },
    maximum: { ...ref('number'), description: 'The most that the number there may be.' },
  },
  {
    required: ['pointer'],
    minProperties: 2,
    'x-expected': 'a map with `pointer` and `equals`, `length`, `minimum` or `maximum`',
  },
);

const expect: Schema = object(
  {
    'min-size': { ...ref('size'), description: 'At least so many bytes.', examples: ['1KB'] },
    files: { ...ref('amount'), description: 'How many files are in it, counted recursively.', examples: [8] },
    lines: { ...ref('amount'), description: 'How many lines it has; a last one without a line end counts.' },
    matches: {
      description: 'Lines that must be there.',
      examples: [{ pattern: '^\\| Q\\d\\d ', count: 22 }],
      'x-expected': '`{ pattern: …, count: … }` or a list of those',
      oneOf: [ref('match'), list(ref('match'), { minItems: 1 })],
    },
    json: {
      description: 'What a JSON document must say.',
      examples: [{ pointer: '/results', length: 22 }],
      'x-expected': '`{ pointer: …, equals: … }` or a list of those',
      oneOf: [ref('jsonMatch'), list(ref('jsonMatch'), { minItems: 1 })],
    },
    sha256: {
      type: 'string',
      pattern: '^[0-9a-fA-F]{64}$|\\$\\{\\{',
      'x-template': 'plan',
      'x-expected': '64 hexadecimal digits',
      description: 'The digest of the file.',
    },
  },
  {
    minProperties: 1,
    description:
      'Completeness and behaviour, beyond the exit code. A bare number is exact; `{ min, max }` gives a range.',
    'x-expected': 'a map with `min-size`, `files`, `lines`, `matches`, `json` or `sha256`',
  },
);

export const expectations: Readonly<Record<string, Schema>> = { amount, match, jsonMatch: json, expect };
