import { DURATION, MONEY, PRICE, SIZE } from '../quantity.ts';
import { list, map, ref, type Schema } from './schema.ts';

/** Matches a text that holds an expression: what it will be is known only later. */
const EXPRESSION = '\\$\\{\\{';

function orExpression(pattern: string): string {
  return `^(?:${pattern})$|${EXPRESSION}`;
}

/** The shapes of single values. */
export const values: Readonly<Record<string, Schema>> = {
  name: {
    type: 'string',
    pattern: '^[a-z0-9][a-z0-9-]{0,62}$',
    'x-expected': 'a name of lower-case letters, digits and `-`, at most 63 long, that begins with a letter or digit',
  },
  stageName: {
    type: 'string',
    pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$',
    'x-expected': 'a name of letters, digits, `.`, `_` and `-`, at most 63 long, that begins with a letter or digit',
  },
  identifier: {
    type: 'string',
    pattern: '^[A-Za-z_][A-Za-z0-9_-]{0,62}$',
    'x-expected': 'a name of letters, digits, `_` and `-` that begins with a letter',
  },
  variable: {
    type: 'string',
    pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
    'x-expected': 'a name that a shell can hold: letters, digits and `_`, not beginning with a digit',
  },
  text: { type: 'string', pattern: '\\S', 'x-template': 'plan', 'x-expected': 'a text' },
  words: { type: 'string', pattern: '\\S', 'x-expected': 'a text' },
  path: {
    type: 'string',
    pattern: '\\S',
    'x-template': 'plan',
    'x-expected': 'a path',
    description:
      'Relative to `source.dir`. A trailing `/` is a directory with all that is in it; `*`, `?`, `[…]`, `{a,b}` and `**` make a glob.',
  },
  script: { type: 'string', pattern: '\\S', 'x-template': 'run', 'x-expected': 'bash code' },
  url: {
    type: 'string',
    pattern: orExpression('[A-Za-z][A-Za-z0-9+.-]*://\\S+'),
    'x-template': 'plan',
    'x-expected': 'a URL such as `s3://bucket/key` or `https://host/file`',
  },
  duration: {
    type: ['string', 'integer'],
    pattern: orExpression(DURATION),
    minimum: 1,
    'x-template': 'plan',
    'x-quantity': 'duration',
    'x-expected': 'a duration of at least a second, such as `90` (seconds), `30s`, `20m`, `1h30m` or `2d`',
  },
  wait: {
    type: ['string', 'integer'],
    pattern: orExpression(DURATION),
    minimum: 0,
    'x-template': 'plan',
    'x-quantity': 'duration',
    'x-expected': 'a duration such as `0`, `90` (seconds), `30s`, `20m` or `1h30m`',
  },
  size: {
    type: ['string', 'integer'],
    pattern: orExpression(SIZE),
    minimum: 0,
    'x-template': 'plan',
    'x-quantity': 'size',
    'x-expected': 'a size such as `512` (bytes), `100MB`, `16GB` or `4GiB`',
  },
  money: {
    type: 'string',
    pattern: orExpression(MONEY),
    'x-template': 'plan',
    'x-quantity': 'money',
    'x-expected': 'an amount such as `5 USD`',
  },
  price: {
    type: 'string',
    pattern: orExpression(PRICE),
    'x-template': 'plan',
    'x-quantity': 'price',
    'x-expected': 'a price an hour such as `0.357 USD/h`',
  },
  count: {
    type: ['integer', 'string'],
    pattern: EXPRESSION,
    minimum: 0,
    'x-template': 'plan',
    'x-expected': 'a whole number of at least 0',
  },
  positive: {
    type: ['integer', 'string'],
    pattern: EXPRESSION,
    minimum: 1,
    'x-template': 'plan',
    'x-expected': 'a whole number of at least 1',
  },
  number: { type: ['number', 'string'], pattern: EXPRESSION, 'x-template': 'plan', 'x-expected': 'a number' },
  flag: { type: 'boolean', 'x-expected': '`true` or `false`' },
  scalar: { type: ['string', 'number', 'boolean'], 'x-expected': 'a text, a number, `true` or `false`' },
  templateScalar: {
    type: ['string', 'number', 'boolean'],
    'x-template': 'plan',
    'x-expected': 'a text, a number, `true` or `false`',
  },
  environment: map(
    ref('variable'),
    { type: ['string', 'number', 'boolean'], 'x-template': 'run', 'x-expected': 'a text, a number, `true` or `false`' },
    { 'x-expected': 'a map from variable to value', examples: [{ RUST_BACKTRACE: '1' }] },
  ),
  paths: list(ref('path'), { 'x-expected': 'a list of paths' }),
  texts: list(ref('text'), { 'x-expected': 'a list of names' }),
};
