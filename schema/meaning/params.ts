import { params as declared } from '../build/campaign.ts';
import { entriesOf, Fields, isScalar } from '../build/fields.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { params as declaration } from '../language/params.ts';
import type { Param } from '../model.ts';
import { nearest } from '../nearest.ts';
import type { Entry, MapNode, Node } from '../node.ts';
import { paramFault, patternOf } from '../param.ts';
import { lettersOf, renaming } from '../rename.ts';
import { list } from './names.ts';

type ParamKey = 'type' | 'values' | 'default' | 'required' | 'minimum' | 'maximum' | 'pattern';

const KEYS = Object.keys((declaration.additionalProperties || undefined)?.properties ?? {});

/** What is wrong with the declarations of parameters, beyond their shape. */
export function paramFaults(root: MapNode): readonly Diagnostic[] {
  const params = declared(root);
  return entriesOf(new Fields<'params'>(root).value('params')).flatMap(entry => {
    const param = params.get(entry.key.text);
    return param && entry.value.kind === 'map' ? declarationFaults(entry, entry.value, param) : [];
  });
}

function declarationFaults({ key }: Entry, body: MapNode, param: Param): readonly Diagnostic[] {
  const fields = new Fields<ParamKey>(body);
  const faults: Diagnostic[] = [];
  const fault = (node: Node, message: string, help: string) =>
    faults.push({ code: 'schema', message, place: { source: node.source, range: node.range }, help });
  if (!isScalarAt(fields, 'type')) return faults;
  const { type } = param;
  const numeric = type === 'integer' || type === 'number';
  if (type === 'enum' && !fields.entry('values'))
    fault(key, `the enum \`${key.text}\` has no \`values\``, 'add `values: […]`');
  const misplaced = [
    ...(type === 'enum' ? [] : ['values' as const]),
    ...(numeric ? [] : ['minimum' as const, 'maximum' as const]),
    ...(type === 'string' ? [] : ['pattern' as const]),
  ];
  for (const name of misplaced) {
    const entry = fields.entry(name);
    if (entry)
      fault(
        entry.key,
        `\`${name}\` has no meaning for a parameter of type \`${type}\``,
        'remove it, or change the type',
      );
  }
  const preset = fields.entry('default');
  if (preset && param.required) {
    fault(preset.key, `\`${key.text}\` is required and has a default`, 'keep one of the two');
  } else if (!preset && !param.required && (!fields.entry('required') || fields.flag('required')) && !misspelt(body)) {
    fault(key, `the parameter \`${key.text}\` has neither a default nor \`required: true\``, 'add one of the two');
  }
  if (param.minimum !== undefined && param.maximum !== undefined && param.minimum > param.maximum) {
    fault(fields.value('maximum')!, `\`maximum\` ${param.maximum} is below \`minimum\` ${param.minimum}`, 'swap them');
  }
  const pattern = fields.scalar('pattern');
  if (pattern && param.pattern !== undefined && !patternOf(param)) {
    fault(pattern, `\`${param.pattern}\` is no regular expression`, 'write one as in JavaScript');
  }
  const bounded = param.minimum === undefined || param.maximum === undefined || param.minimum <= param.maximum;
  if (preset && param.default && bounded && misplaced.every(name => !fields.entry(name))) {
    const wrong = paramFault(param, param.default.value);
    if (wrong !== undefined) fault(preset.value, `the default of \`${key.text}\` ${wrong}`, 'change one of the two');
  }
  return faults;
}

/** Whether one of the keys is meant to be `default` or `required`: that fault is told already. */
function misspelt(body: MapNode): boolean {
  return body.entries.some(({ key }) => {
    const meant = KEYS.includes(key.text) ? undefined : nearest(key.text, KEYS);
    return meant === 'default' || meant === 'required';
  });
}

function isScalarAt(fields: Fields<ParamKey>, key: ParamKey): boolean {
  return fields.scalar(key) !== undefined;
}

/** What is wrong with the values that a profile gives to parameters. */
export function profileParamFaults(root: MapNode, profile: MapNode): readonly Diagnostic[] {
  const params = declared(root);
  return entriesOf(new Fields<'params'>(profile).value('params')).flatMap(({ key, value }): Diagnostic[] => {
    const param = params.get(key.text);
    if (!param) {
      const guess = nearest(key.text, params.keys());
      const help =
        guess !== undefined
          ? `did you mean \`${guess}\`?`
          : params.size > 0
            ? `there are ${list(params.keys())}`
            : 'declare it under `params`';
      return [
        {
          code: 'unknown-name',
          message: `there is no parameter \`${key.text}\``,
          place: { source: key.source, range: key.range },
          help,
          ...(guess !== undefined && { fix: renaming(lettersOf(key), key.text, guess, params.keys()) }),
        },
      ];
    }
    const wrong = isScalar(value) ? paramFault(param, value.value) : undefined;
    if (wrong === undefined) return [];
    return [
      {
        code: 'schema',
        message: `the value of \`${key.text}\` ${wrong}`,
        place: { source: value.source, range: value.range },
      },
    ];
  });
}
