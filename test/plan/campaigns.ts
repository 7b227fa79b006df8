import type { Resolution } from '../../plan/resolve.ts';
import { readable } from '../../plan/symbol.ts';
import type { ConditionExpression } from '../../schema/condition.ts';
import type { Campaign, MatrixEntry, Output, Param, Requirement, Stage } from '../../schema/model.ts';
import type { Scalar, ScalarNode } from '../../schema/node.ts';
import type { Place } from '../../schema/source.ts';
import { type Template, template } from '../../schema/template.ts';

/** A stage as a test writes it: the language's keys, as far as these tests use them. */
export interface Written {
  readonly run?: string;
  readonly requires?: readonly (string | { stage: string } | { disk: string } | { path: string; from: 'machine' })[];
  readonly produces?: readonly (string | { path: string; upload?: boolean; checkpoint?: boolean | string })[];
  readonly matrix?: Readonly<Record<string, readonly Scalar[] | readonly Readonly<Record<string, Scalar>>[]>>;
  readonly if?: ConditionExpression;
  readonly timeout?: string;
  readonly retry?: { attempts?: string; on?: readonly ('exit' | 'timeout' | 'spot')[]; backoff?: string };
  readonly exclusive?: boolean;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Head {
  readonly params?: Readonly<Record<string, Partial<Omit<Param, 'name' | 'default'>> & { default?: Scalar }>>;
  readonly profiles?: Readonly<Record<string, Readonly<Record<string, Scalar>>>>;
  readonly machine?: { type?: string; price?: string };
  readonly store?: { url: string; region?: string; checkpoint?: string };
  readonly limits?: { wall?: string; stage?: string; cost?: string };
  readonly prebuilt?: readonly {
    url: string;
    provides: readonly string[];
    build?: string;
    missing?: 'build' | 'fail';
  }[];
  readonly repo?: string;
  readonly dir?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A campaign whose source holds each of its scalars on a line of its own, so that every place shows what it is the place of. */
export function campaign(stages: Readonly<Record<string, Written>>, head: Head = {}): Campaign {
  const lines: string[] = [];
  let length = 0;
  const source = { path: 'campaign.yaml', text: '', lineStarts: [0] };
  const node = (value: Scalar): ScalarNode => {
    const text = String(value);
    const start = length;
    lines.push(text);
    length += text.length + 1;
    return {
      kind: 'scalar',
      source,
      range: { start, end: start + text.length },
      value,
      text,
      offsetAt: index => start + index,
    };
  };
  const text = (value: Scalar): Template => template(node(value));
  const located = <T extends Scalar>(value: T) => ({ value, place: placeOf(node(value)) });
  const maybe = (key: string, value: string | undefined) => (value === undefined ? {} : { [key]: text(value) });
  const assignments = (map: Readonly<Record<string, string>> = {}) =>
    Object.entries(map).map(([name, value]) => ({ name: located(name), value: text(value) }));

  const requirement = (written: NonNullable<Written['requires']>[number]): Requirement => {
    if (typeof written === 'string') {
      const path = text(written);
      return { kind: 'path', path, place: path.place };
    }
    if ('stage' in written) {
      const stage = text(written.stage);
      return { kind: 'stage', stage, place: stage.place };
    }
    if ('disk' in written) {
      const disk = text(written.disk);
      return { kind: 'disk', disk, place: disk.place };
    }
    const path = text(written.path);
    return { kind: 'path', path, from: 'machine', place: path.place };
  };
  const output = (written: NonNullable<Written['produces']>[number]): Output => {
    const { path, upload, checkpoint } =
      typeof written === 'string' ? { path: written } : { upload: undefined, checkpoint: undefined, ...written };
    const set = text(path);
    return {
      place: set.place,
      path: set,
      ...(upload !== undefined && { upload: located(upload) }),
      ...(checkpoint !== undefined && {
        checkpoint: typeof checkpoint === 'string' ? text(checkpoint) : located(checkpoint),
      }),
    };
  };
  const entry = (values: Readonly<Record<string, Scalar>>): MatrixEntry => {
    const list = Object.entries(values).map(([name, value]) => ({ name: located(name), value: text(value) }));
    return { place: list[0]!.name.place, values: list };
  };
  const matrixOf = (written: NonNullable<Written['matrix']>): NonNullable<Stage['matrix']> => {
    const { include = [], exclude = [], ...axes } = written;
    return {
      place: placeOf(node('matrix')),
      axes: Object.entries(axes).map(([name, values]) => ({
        name: located(name),
        values: values.map(value => text(value as Scalar)),
      })),
      include: include.map(value => entry(value as Readonly<Record<string, Scalar>>)),
      exclude: exclude.map(value => entry(value as Readonly<Record<string, Scalar>>)),
    };
  };
  const stageOf = (key: string, written: Written): Stage => {
    const name = located(key);
    return {
      place: name.place,
      name,
      body: { kind: 'map', source, range: name.place.range, entries: [] },
      run: text(written.run ?? 'true'),
      requires: (written.requires ?? []).map(requirement),
      produces: (written.produces ?? []).map(output),
      ...(written.matrix && { matrix: matrixOf(written.matrix) }),
      ...(written.if && { if: { place: name.place, text: 'its condition', expression: written.if } }),
      ...maybe('timeout', written.timeout),
      ...(written.retry && {
        retry: {
          place: name.place,
          ...maybe('attempts', written.retry.attempts),
          on: (written.retry.on ?? []).map(located),
          ...maybe('backoff', written.retry.backoff),
        },
      }),
      ...(written.exclusive !== undefined && { exclusive: located(written.exclusive) }),
      ...maybe('cwd', written.cwd),
      env: assignments(written.env),
      secrets: [],
    };
  };

  const name = located('c');
  const { machine, store, limits = { wall: '10h', stage: '1h' } } = head;
  const params = Object.entries(head.params ?? {}).map(([key, param]): [string, Param] => {
    const { default: value, ...rest } = param;
    const paramName = located(key);
    const full = { type: 'string' as const, required: false, ...rest, name: paramName, place: paramName.place };
    return [key, value === undefined ? full : { ...full, default: located(value) }];
  });
  const result: Campaign = {
    source,
    root: { kind: 'map', source, range: { start: 0, end: 0 }, entries: [] },
    name,
    params: new Map(params),
    repository: { place: name.place, siblings: [], ...maybe('repo', head.repo), ...maybe('dir', head.dir) },
    ...(machine && {
      machine: {
        place: name.place,
        packages: [],
        services: [],
        ...maybe('type', machine.type),
        ...maybe('price', machine.price),
      },
    }),
    limits: {
      place: name.place,
      ...maybe('wall', limits.wall),
      ...maybe('stage', limits.stage),
      ...maybe('cost', limits.cost),
    },
    ...(store && {
      store: {
        place: name.place,
        url: text(store.url),
        ...maybe('region', store.region),
        ...maybe('checkpoint', store.checkpoint),
      },
    }),
    prebuilt: (head.prebuilt ?? []).map(({ url, provides, build, missing }) => {
      const address = text(url);
      return {
        place: address.place,
        url: address,
        provides: provides.map(text),
        ...(build !== undefined && { build: text(build) }),
        ...(missing !== undefined && { missing: located(missing) }),
      };
    }),
    env: assignments(head.env),
    secrets: [],
    stages: Object.entries(stages).map(([key, written]) => stageOf(key, written)),
    profiles: Object.entries(head.profiles ?? {}).map(([key, values]) => ({
      place: name.place,
      name: located(key),
      params: Object.entries(values).map(([param, value]) => ({ name: located(param), value: located(value) })),
      body: { kind: 'map' as const, source, range: name.place.range, entries: [] },
    })),
    hosts: [],
    lint: [],
  };
  source.text = lines.join('\n');
  return result;
}

function placeOf({ source, range }: ScalarNode): Place {
  return { source, range };
}

/** The text at a place. */
export function shown({ source, range }: Place): string {
  return source.text.slice(range.start, range.end);
}

/** Each diagnostic as `code: message @ text at its place (help)`. */
export function told({ diagnostics }: Resolution): readonly string[] {
  return diagnostics.map(({ code, message, place, help }) => {
    return `${code}: ${readable(message)} @ ${shown(place)}${help === undefined ? '' : ` (${help})`}`;
  });
}

/** What each stage waits for, in plan order: `a <- b, c`. */
export function waits({ plan }: Resolution): readonly string[] {
  return plan.stages.map(({ name, needs, off }) => {
    const mark = off === undefined ? '' : ` [off: ${off.why}]`;
    return readable(
      needs.length === 0 ? `${name}${mark}` : `${name} <- ${needs.map(({ to }) => to).join(', ')}${mark}`,
    );
  });
}

/** Conditions, written short. */
export const is = (name: string, value: string | number | boolean): ConditionExpression =>
  binary('==', named(name), literal(value));
export const isNot = (name: string, value: string | number | boolean): ConditionExpression =>
  binary('!=', named(name), literal(value));
export const named = (name: string): ConditionExpression => ({ kind: 'name', name, range: { start: 0, end: 0 } });
export const literal = (value: string | number | boolean): ConditionExpression => ({ kind: 'literal', value });
export const not = (operand: ConditionExpression): ConditionExpression => ({ kind: 'not', operand });
export const binary = (
  operator: '==' | '!=' | '&&' | '||',
  left: ConditionExpression,
  right: ConditionExpression,
): ConditionExpression => ({ kind: 'binary', operator, left, right });
