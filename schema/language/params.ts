import { list, map, object, ref, type Schema } from './schema.ts';

export const params: Schema = map(
  ref('identifier'),
  object(
    {
      type: {
        enum: ['string', 'integer', 'number', 'boolean', 'enum'],
        description: 'What values it takes. `enum` takes one of `values`.',
      },
      values: list(ref('words'), {
        minItems: 1,
        description: 'What an `enum` can be.',
        examples: [['small', 'large']],
        'x-expected': 'a list of texts',
      }),
      default: { ...ref('scalar'), description: 'Its value where none is given.' },
      required: {
        ...ref('flag'),
        default: false,
        description: 'There is no sensible default: a run must give it. Lint takes it for any value.',
      },
      minimum: {
        type: 'number',
        description: 'The least that an `integer` or `number` may be.',
        'x-expected': 'a number',
      },
      maximum: {
        type: 'number',
        description: 'The most that an `integer` or `number` may be.',
        'x-expected': 'a number',
      },
      pattern: {
        ...ref('words'),
        description: 'A JavaScript regular expression that the whole of a `string` must match.',
        examples: ['[a-z0-9.-]{3,63}'],
      },
      description: { ...ref('words'), description: 'What it is for; shown by `--help` and in errors.' },
    },
    { required: ['type'], 'x-expected': 'a map with `type`, and `default` or `required: true`' },
  ),
  {
    description:
      'Typed inputs. Set with `--param name=value`, a parameter file, or `CAMPAIGN_PARAM_NAME`; used as `${{ params.name }}`.',
    examples: [{ bucket: { type: 'string', required: true }, trials: { type: 'integer', default: 20, minimum: 1 } }],
    'x-expected': 'a map from name to parameter',
  },
);
