import type { Rule } from '../lint/rule.ts';
import { spokenMoney, spokenTime } from '../lint/spoken.ts';
import { longest } from '../plan/cost.ts';
import type { Plan, PlannedStage } from '../plan/plan.ts';
import { coresOf, PRICES_AS_OF, priceOf } from '../plan/prices.ts';
import { readable } from '../plan/symbol.ts';
import type { Schema } from '../schema/language/schema.ts';
import { expected, flow } from '../schema/language/spoken.ts';
import type { Param } from '../schema/model.ts';
import type { Scalar } from '../schema/node.ts';
import { duration, money, price, size } from '../schema/quantity.ts';
import { distinct, type Produced } from './paths.ts';
import type { Study } from './study.ts';

/** What a key means, from its one declaration. Markdown, as all texts of this file. */
export function keyTold(schema: Schema, required: boolean): string {
  const example = schema.examples?.[0];
  const about = [
    expected(schema),
    ...(required ? ['required'] : []),
    ...(schema.default === undefined ? [] : [`default ${code(flow(schema.default))}`]),
  ].join(' · ');
  return [
    ...(schema.description === undefined ? [] : [schema.description]),
    about,
    ...(example === undefined ? [] : [`Example: ${code(flow(example))}`]),
  ].join('\n\n');
}

/** Why a rule is there and what to write; its page, which has the examples, is linked. */
export function ruleTold({ id, severity, summary, why, instead }: Rule, page: string | undefined): string {
  const name = page === undefined ? code(id) : `[${code(id)}](${page})`;
  return `${name} (${severity}) finds ${summary}.\n\n${why.trim()}\n\n${instead.trim()}`;
}

/** What a stage needs, leaves and may cost; `instances` are those of one stage, at least one. */
export function stageTold(instances: readonly PlannedStage[], plan: Plan): string {
  const [first] = instances;
  const names = distinct(instances.map(({ name }) => name));
  const own = new Set(names);
  const requires = distinct(instances.flatMap(({ requires }) => requires.map(requirementTold)));
  const produces = distinct(instances.flatMap(({ produces }) => produces.map(({ path }) => readable(path.text))));
  const after = distinct(instances.flatMap(({ needs }) => needs.map(({ to }) => to)).filter(name => !own.has(name)));
  const before = distinct(
    plan.stages.flatMap(({ name, needs }) => (needs.some(({ to }) => own.has(to)) ? [name] : [])),
  );
  const off = instances.filter(stage => stage.off !== undefined);
  return [
    names.length === 1 ? `stage ${code(readable(names[0]!))}` : `${names.length} stages: ${listed(names)}`,
    costTold(instances, plan),
    [
      ...(requires.length > 0 ? [`- requires ${listed(requires)}`] : []),
      ...(produces.length > 0 ? [`- produces ${listed(produces)}`] : []),
      ...(after.length > 0 ? [`- waits for ${listed(after)}`] : []),
      ...(before.length > 0 ? [`- ${listed(before)} ${before.length === 1 ? 'waits' : 'wait'} for it`] : []),
      ...(off.length > 0 ? [`- off: ${listed(off.map(({ name, off }) => `${name}: ${off!.text}`))}`] : []),
      first!.exclusive ? '- runs alone' : '- runs beside others',
    ].join('\n'),
  ].join('\n\n');
}

function costTold(instances: readonly PlannedStage[], { machine }: Plan): string {
  const running = instances.filter(({ off }) => off === undefined);
  if (running.some(({ timeout }) => timeout === undefined)) return 'No timeout is set: it may run for ever.';
  const seconds = running.reduce((sum, stage) => sum + longest(stage), 0);
  const attempts = running[0]?.attempts ?? 1;
  const dollars = machine.price && (seconds / 3600) * machine.price.usdPerHour * machine.count;
  const worth = dollars === undefined ? 'cost unknown: no price' : spokenMoney(dollars);
  const tries = attempts > 1 ? `, ${attempts} attempts` : '';
  return `At worst ${spokenTime(seconds)} (${worth}${tries}).`;
}

function requirementTold(one: PlannedStage['requires'][number]): string {
  switch (one.kind) {
    case 'path':
      return readable(one.path.text);
    case 'tool':
      return one.version === undefined ? one.tool : `${one.tool} ${one.version}`;
    case 'env':
      return `$${one.env}`;
    case 'cpu':
      return `CPU ${one.cpu}`;
    case 'cores':
      return `${one.cores} cores`;
    case 'memory':
      return `${bytesTold(one.bytes)} memory`;
    case 'disk':
      return `${bytesTold(one.bytes)} disk`;
    case 'service':
      return `service ${one.service}`;
    case 'url':
      return readable(one.url);
    case 'stage':
      return `stage ${one.stage}`;
  }
}

/** Where a required path comes from. */
export function pathTold(path: string, producers: readonly Produced[], { facts }: Study): string {
  const shown = code(readable(path));
  if (producers.some(({ stage }) => stage.derived)) return `${shown}: brought by \`prebuilt\``;
  if (producers.length > 0)
    return `${shown}: produced by ${listed(distinct(producers.map(({ stage }) => stage.name)))}`;
  const name = path.replace(/\/$/, '');
  if (facts?.git?.tracked.has(name)) return `${shown}: tracked in git`;
  const kind = facts?.exists(name);
  if (kind === 'directory') return `${shown}: a directory of the repository`;
  if (kind === 'file') return facts?.git ? `${shown}: here, but not in git` : `${shown}: here`;
  return `${shown}: produced by no stage, and not in the repository`;
}

export function paramTold({ name, type, values, description }: Param, value: Scalar | undefined): string {
  const set = value === undefined || value === null ? 'not set: a run must give it' : `= ${code(String(value))}`;
  const kind = type === 'enum' && values ? values.map(code).join(', ') : type;
  return [`parameter ${code(name.value)} (${kind}) ${set}`, ...(description === undefined ? [] : [description])].join(
    '\n\n',
  );
}

/** A quantity in other words than it is written in; absent for a text that is none. */
export function quantityTold(kind: NonNullable<Schema['x-quantity']>, text: string): string | undefined {
  switch (kind) {
    case 'duration': {
      const seconds = duration(text);
      return seconds === undefined ? undefined : `${spokenTime(seconds)} = ${seconds.toLocaleString('en-US')} seconds`;
    }
    case 'size': {
      const bytes = size(text);
      return bytes === undefined ? undefined : `${bytesTold(bytes)} = ${bytes.toLocaleString('en-US')} bytes`;
    }
    case 'money': {
      const dollars = money(text);
      return dollars === undefined ? undefined : spokenMoney(dollars);
    }
    case 'price': {
      const dollars = price(text);
      return dollars === undefined ? undefined : `${spokenMoney(dollars)} an hour, ${spokenMoney(dollars * 24)} a day`;
    }
  }
}

/** What is known of a machine type; absent where nothing is. */
export function machineTold(type: string, region: string | undefined): string | undefined {
  const cores = coresOf(type);
  const listedPrice = priceOf(type, region);
  if (cores === undefined && listedPrice === undefined) return undefined;
  return [
    ...(cores === undefined ? [] : [`${cores} cores`]),
    listedPrice === undefined
      ? 'its price is not in the table: state it with `machine.price`'
      : `${listedPrice} USD/h on demand in ${region ?? 'us-east-1'} (table of ${PRICES_AS_OF})`,
  ].join(' · ');
}

function bytesTold(bytes: number): string {
  const powers = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let at = 0;
  for (; value >= 1000 && at < powers.length - 1; at++) value /= 1000;
  return `${Number(value.toPrecision(4))} ${powers[at]}`;
}

function listed(names: readonly string[], most = 8): string {
  const shown = names.slice(0, most).map(name => code(readable(name)));
  return names.length > most ? `${shown.join(', ')} and ${names.length - most} more` : shown.join(', ');
}

/** As code in Markdown, whatever backticks it holds. */
export function code(text: string): string {
  const longestRun = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longestRun + 1);
  const space = longestRun > 0 ? ' ' : '';
  return `${fence}${space}${text.replaceAll('\n', ' ')}${space}${fence}`;
}
