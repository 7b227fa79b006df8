import { listedTypes, priceOf } from '../plan/prices.ts';
import { readable } from '../plan/symbol.ts';
import type { Schema } from '../schema/language/schema.ts';
import { flow } from '../schema/language/spoken.ts';
import type { Cursor } from './cursor.ts';
import type { Lines } from './lines.ts';
import { namesAt, type Offer } from './offer.ts';
import { ITEM, inStage, type Path, shapesAt, withoutProfile } from './shape.ts';
import type { Study } from './study.ts';
import { paramTold, ruleTold } from './told.ts';

/** Values that the place at the cursor may have. */
export function valueAtfers(cursor: Cursor, study: Study, lines: Lines, typed: string): readonly Offer[] {
  const path = cursor.valueAt!;
  const list = cursor.keyIn !== undefined && path.at(-1) !== ITEM && shapesAt(path).some(({ items }) => items);
  // A key without a value yet has its list on the lines below it.
  const into: Path = list ? [...path, ITEM] : path;
  if (cursor.keyIn && into.at(-1) !== ITEM) return [];
  const offers = [
    ...ownValues(into, study, lines, typed),
    ...(into.at(-1) === 'if' ? [] : shapesAt(into).flatMap(fixed)),
  ];
  return list ? offers.map(offer => ({ ...offer, lead: '- ' })) : offers;
}

/** What the language itself lists or shows. */
function fixed(schema: Schema): readonly Offer[] {
  const word = (value: unknown, detail?: string): Offer => ({
    kind: 'word',
    text: String(value),
    ...(detail !== undefined && { detail }),
  });
  if (schema.enum) return schema.enum.map(value => word(value, value === schema.default ? 'default' : undefined));
  if (schema.const !== undefined) return [word(schema.const)];
  if (schema.type === 'boolean')
    return [true, false].map(value => word(value, value === schema.default ? 'default' : undefined));
  const plain = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';
  return [
    ...(plain(schema.default) ? [word(flow(schema.default), 'default')] : []),
    ...(schema.examples ?? []).filter(plain).map(value => word(value, 'example')),
  ];
}

/** Values that this campaign, its repository or the tables know. */
function ownValues(path: Path, study: Study, lines: Lines, typed: string): readonly Offer[] {
  const stage = inStage(path);
  const names = (map: string, kind: Offer['kind'], detail: string): readonly Offer[] =>
    namesAt([map], study, lines).map(text => ({ kind, text, detail }));
  if (stage) {
    const [field, item, key] = stage.rest;
    if (field === 'requires' && item === ITEM) {
      if (key === undefined || key === 'path') return [...produced(study, stage.stage), ...tracked(study, typed)];
      if (key === 'stage') return names('stages', 'stage', 'stage').filter(({ text }) => text !== stage.stage);
      if (key === 'env') return names('secrets', 'name', 'secret');
    }
    if (field === 'secrets' && item === ITEM) return names('secrets', 'name', 'secret');
    if (field === 'on') return names('hosts', 'name', 'role of hosts');
    if (field === 'if') return inCondition(study, lines, stage.stage, typed);
    return [];
  }
  const [section, field, item] = withoutProfile(path);
  if (section === 'machine' && field === 'type' && item === undefined) {
    const region = study.plan?.store.region;
    return listedTypes().map(text => {
      const usd = priceOf(text, region);
      return { kind: 'word', text, ...(usd !== undefined && { detail: `${usd} USD/h` }) };
    });
  }
  if (section === 'ci' && field === 'workflows' && item === ITEM)
    return [...(study.facts?.git?.tracked.keys() ?? [])]
      .filter(file => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(file))
      .map(text => ({ kind: 'file', text }));
  return [];
}

/** Outputs of the other stages, those of an instance as they are written for all of them. */
function produced({ plan, reading }: Study, own: string): readonly Offer[] {
  const made = new Map<string, string>();
  for (const stage of plan?.stages ?? []) {
    const name = stage.stage.name.value;
    if (name === own || stage.derived) continue;
    for (const { output } of stage.produces) if (!made.has(output.path.text)) made.set(output.path.text, name);
  }
  const brought = reading.campaign?.prebuilt.flatMap(({ provides }) => provides.map(({ text }) => text)) ?? [];
  const kind = (text: string) => (text.endsWith('/') ? ('directory' as const) : ('file' as const));
  return [
    ...[...made].map(([text, stage]) => ({ kind: kind(text), text: readable(text), detail: `produced by ${stage}` })),
    ...brought.map(text => ({ kind: kind(text), text, detail: 'prebuilt' })),
  ];
}

/** So many files of a large repository are looked through; more letters bring the others. */
const MOST_FILES = 2_000;

function tracked({ facts }: Study, typed: string): readonly Offer[] {
  const found: Offer[] = [];
  for (const text of facts?.git?.tracked.keys() ?? []) {
    if (typed !== '' && !text.toLowerCase().includes(typed.toLowerCase())) continue;
    found.push({ kind: 'file', text, detail: 'tracked' });
    if (found.length === MOST_FILES) break;
  }
  return found;
}

/** In a stage's `if`, at the end of what has been typed. */
function inCondition(study: Study, lines: Lines, stage: string, typed: string): readonly Offer[] {
  const compared = /\bprofile\s*[!=]=\s*'[\w-]*$/.exec(typed);
  if (compared)
    return namesAt(['profiles'], study, lines).map(name => ({
      kind: 'name',
      text: `${name}'`,
      detail: 'profile',
      after: typed.lastIndexOf("'") + 1,
    }));
  // Inside a text there is nothing to complete.
  if ((typed.split("'").length - 1) % 2 === 1) return [];
  const after = /[\w.-]*$/.exec(typed)!.index;
  return [...variables(study, lines, stage), { kind: 'name' as const, text: 'profile', detail: 'the profile' }].map(
    offer => ({ ...offer, after }),
  );
}

/** The names that `${{ }}` knows at the cursor. */
export function expressionOffers(cursor: Cursor, study: Study, lines: Lines): readonly Offer[] {
  const path = cursor.expressionIn!;
  const running = shapesAt(path).some(schema => schema['x-template'] === 'run');
  return [
    ...variables(study, lines, inStage(path)?.stage),
    { kind: 'name', text: 'source.commit', detail: 'the pinned commit' },
    { kind: 'name', text: 'campaign', detail: "the campaign's name" },
    { kind: 'name', text: 'profile', detail: 'the profile, or nothing' },
    ...(running ? [{ kind: 'name' as const, text: 'run.id', detail: "the run's id" }] : []),
  ];
}

function variables(study: Study, lines: Lines, stage: string | undefined): readonly Offer[] {
  const { reading, plan } = study;
  const axes = stage === undefined ? [] : namesAt(['stages', stage, 'matrix'], study, lines);
  return [
    ...axes
      .filter(name => name !== 'include' && name !== 'exclude')
      .map(name => ({ kind: 'name' as const, text: `matrix.${name}`, detail: `axis of ${stage}` })),
    ...namesAt(['params'], study, lines).map(name => {
      const param = reading.campaign?.params.get(name);
      return {
        kind: 'name' as const,
        text: `params.${name}`,
        detail: 'parameter',
        ...(param && { about: paramTold(param, plan?.params.get(name)) }),
      };
    }),
  ];
}

/** Every rule, for an ignore comment. */
export function ruleOffers({ rules, pageOf }: Study): readonly Offer[] {
  return rules.map(rule => ({
    kind: 'rule',
    text: rule.id,
    detail: rule.summary,
    about: ruleTold(rule, pageOf(rule.id)),
  }));
}
