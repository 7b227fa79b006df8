import { accountId, publicParameters } from '../account.ts';
import type { Action, Output } from '../call.ts';
import { Failure } from '../failure.ts';
import { flag, text, texts } from '../query.ts';
import type { StoredParameter, World } from '../world.ts';

/** Parameter Store: public parameters of images, and one's own. */
export function parameterStore(world: World): Readonly<Record<string, Action>> {
  const found = (name: string): StoredParameter | undefined => {
    const value = publicParameters[name];
    return value === undefined
      ? world.parameters.get(name)
      : { type: 'String', value, version: 1, changed: 1_763_337_600 };
  };
  const item = (name: string, { type, value, version, changed }: StoredParameter, decrypt: boolean): Output => ({
    Name: name,
    Type: type,
    Value: type === 'SecureString' && !decrypt ? Buffer.from(`encrypted:${name}`).toString('base64') : value,
    Version: version,
    LastModifiedDate: changed,
    ARN: `arn:aws:ssm:${world.region}:${publicParameters[name] === undefined ? accountId : ''}:parameter${name.startsWith('/') ? '' : '/'}${name}`,
    DataType: 'text',
  });
  return {
    GetParameter: {
      takes: { Name: 'text!', WithDecryption: 'flag' },
      does: parameters => {
        const name = text(parameters, 'Name')!;
        const stored = found(name);
        if (!stored) throw new Failure('ParameterNotFound', '');
        return { Parameter: item(name, stored, flag(parameters, 'WithDecryption') ?? false) };
      },
    },
    GetParameters: {
      takes: { Names: ['text'], WithDecryption: 'flag' },
      does: parameters => {
        const names = texts(parameters, 'Names');
        if (names.length < 1 || names.length > 10)
          throw new Failure(
            'ValidationException',
            "1 validation error detected: Value at 'names' failed to satisfy constraint: Member must have length between 1 and 10",
          );
        const decrypt = flag(parameters, 'WithDecryption') ?? false;
        return {
          Parameters: names.flatMap(name => {
            const stored = found(name);
            return stored ? [item(name, stored, decrypt)] : [];
          }),
          InvalidParameters: names.filter(name => !found(name)),
        };
      },
    },
    PutParameter: {
      mutating: true,
      takes: {
        ...{
          AllowedPattern: 'text',
          DataType: 'text',
          Description: 'text',
          KeyId: 'text',
          Name: 'text!',
          Overwrite: 'flag',
        },
        ...{ Tier: 'text', Type: 'text', Value: 'text!' },
      },
      does: parameters => {
        const name = text(parameters, 'Name')!;
        const value = text(parameters, 'Value')!;
        const before = world.parameters.get(name);
        const type = (text(parameters, 'Type') ?? before?.type) as StoredParameter['type'] | undefined;
        if (type === undefined)
          throw new Failure('ValidationException', 'A parameter type is required when you create a parameter.');
        if (!['String', 'StringList', 'SecureString'].includes(type))
          throw new Failure('UnsupportedParameterType', `${type} is no parameter type`);
        if (/^\/?(aws|ssm)/i.test(name))
          throw new Failure(
            'ValidationException',
            `Parameter name: can't be prefixed with "aws" or "ssm" (case-insensitive).`,
          );
        if (value.includes('{{')) throw new Failure('ValidationException', 'Parameter value: {{}} is not allowed');
        if (Buffer.byteLength(value) > 4096)
          throw new Failure(
            'ValidationException',
            'Standard tier parameters support a maximum parameter value of 4096 characters.',
          );
        if (before && !(flag(parameters, 'Overwrite') ?? false))
          throw new Failure(
            'ParameterAlreadyExists',
            'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
          );
        const version = (before?.version ?? 0) + 1;
        world.parameters.set(name, { type, value, version, changed: Math.floor(world.now() / 1000) });
        return { Version: version, Tier: 'Standard' };
      },
    },
  };
}
