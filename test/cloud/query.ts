import type { Kind, Parameters, Shape, Value } from './call.ts';
import { Failure } from './failure.ts';

interface Branch {
  readonly [name: string]: string | Branch;
}

/** The parameters of a query (`Filter.1.Value.2=…`), read as the action takes them. `member`: whether lists are `X.member.1`. */
export function readQuery(pairs: URLSearchParams, shape: Shape, member = false): Parameters {
  const root: Record<string, string | Branch> = {};
  for (const [name, value] of pairs) {
    if (name === 'Action' || name === 'Version') continue;
    let at = root;
    const steps = name.split('.');
    for (const step of steps.slice(0, -1)) at = (at[step] ??= {}) as Record<string, string | Branch>;
    at[steps.at(-1)!] = value;
  }
  return readShape(root, shape, '', member);
}

function readShape(branch: Branch, shape: Shape, path: string, member: boolean): Parameters {
  for (const name of Object.keys(branch))
    if (!Object.hasOwn(shape, name))
      throw new Failure('UnknownParameter', `The parameter ${path}${name} is not recognized`);
  const read: Record<string, Value> = {};
  for (const [name, kind] of Object.entries(shape)) {
    const given = branch[name];
    if (given !== undefined) read[name] = readKind(given, kind, `${path}${name}`, member);
    else if (typeof kind === 'string' && kind.endsWith('!'))
      throw new Failure('MissingParameter', `The request must contain the parameter ${path}${name}`);
  }
  return read;
}

function readKind(given: string | Branch, kind: Kind, path: string, member: boolean): Value {
  if (typeof kind === 'string') {
    if (typeof given !== 'string') throw new Failure('UnknownParameter', `The parameter ${path} is not recognized`);
    return scalar(given, kind, path);
  }
  if (typeof given === 'string') {
    if (given === '' && Array.isArray(kind)) return [];
    throw new Failure('InvalidParameterValue', `Invalid value '${given}' for ${path}`);
  }
  if (!Array.isArray(kind)) return readShape(given, kind as Shape, `${path}.`, member);
  const items = member ? given.member : given;
  if (typeof items !== 'object') throw new Failure('MalformedInput', `${path} is no list`);
  const numbers = Object.keys(items);
  if (!numbers.every(number => /^[1-9]\d*$/.test(number)))
    throw new Failure(
      'UnknownParameter',
      `The parameter ${path}.${numbers.find(n => !/^[1-9]\d*$/.test(n))} is not recognized`,
    );
  return numbers
    .sort((a, b) => Number(a) - Number(b))
    .map(number => readKind(items[number]!, kind[0] as Kind, `${path}.${number}`, member));
}

function scalar(text: string, kind: string, path: string): Value {
  if (kind.startsWith('number')) {
    if (!/^-?\d+$/.test(text))
      throw new Failure('InvalidParameterValue', `Invalid integer value '${text}' for ${path}`);
    return Number(text);
  }
  if (kind === 'flag') {
    if (text !== 'true' && text !== 'false')
      throw new Failure('InvalidParameterValue', `Invalid boolean value '${text}' for ${path}`);
    return text === 'true';
  }
  if (kind === 'time' && Number.isNaN(Date.parse(text)))
    throw new Failure('InvalidParameterValue', `Invalid time '${text}' for ${path}`);
  return text;
}

/** The members of a JSON body, held to what the action takes. */
export function readJson(body: string, shape: Shape): Parameters {
  let given: unknown;
  try {
    given = JSON.parse(body === '' ? '{}' : body);
  } catch {
    throw new Failure('SerializationException', 'The request body is not JSON');
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new Failure('SerializationException', 'The request body is no object');
  check(given as Parameters, shape, '');
  return given as Parameters;
}

function check(value: Value, kind: Kind, path: string): void {
  const wrong = () => new Failure('SerializationException', `${path || 'the body'} has the wrong type`);
  if (typeof kind === 'string') {
    const wanted = { text: 'string', number: 'number', flag: 'boolean', time: 'number' }[kind.replace('!', '')];
    if (typeof value !== wanted) throw wrong();
  } else if (Array.isArray(kind)) {
    if (!Array.isArray(value)) throw wrong();
    for (const each of value) check(each, kind[0] as Kind, `${path}[]`);
  } else {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong();
    const shape = kind as Shape;
    for (const [name, each] of Object.entries(value as Parameters)) {
      const own = shape[name] ?? shape['*'];
      // The real services pass over a member that they do not know; here it would be a mistake that nobody sees.
      if (own === undefined) throw new Failure('SerializationException', `${path}${name} is not known`);
      if (each !== null) check(each, own, `${path}${name}.`);
    }
    const missing = Object.entries(shape).filter(
      ([name, each]) => typeof each === 'string' && each.endsWith('!') && (value as Parameters)[name] === undefined,
    );
    if (missing.length > 0) throw missingMembers(missing.map(([name]) => name));
  }
}

function missingMembers(names: readonly string[]): Failure {
  const each = names.map(
    name =>
      `Value null at '${name[0]!.toLowerCase()}${name.slice(1)}' failed to satisfy constraint: Member must not be null`,
  );
  return new Failure(
    'ValidationException',
    `${names.length} validation error${names.length > 1 ? 's' : ''} detected: ${each.join('; ')}`,
  );
}

export function text(parameters: Parameters, name: string): string | undefined {
  return parameters[name] as string | undefined;
}

export function texts(parameters: Parameters, name: string): readonly string[] {
  return (parameters[name] as readonly string[] | undefined) ?? [];
}

export function number(parameters: Parameters, name: string): number | undefined {
  return parameters[name] as number | undefined;
}

export function flag(parameters: Parameters, name: string): boolean | undefined {
  return parameters[name] as boolean | undefined;
}

export function group(parameters: Parameters, name: string): Parameters {
  return (parameters[name] as Parameters | undefined) ?? {};
}

export function groups(parameters: Parameters, name: string): readonly Parameters[] {
  return (parameters[name] as readonly Parameters[] | undefined) ?? [];
}
