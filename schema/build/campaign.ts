import type { CampaignFile } from '../generated/campaign.ts';
import type {
  Campaign,
  CiDeclaration,
  Host,
  Limits,
  LintSetting,
  Located,
  Machine,
  Param,
  Prebuilt,
  Profile,
  Repository,
  Sibling,
  StoreSpec,
} from '../model.ts';
import type { Entry, MapNode, Node, Scalar } from '../node.ts';
import { asMap, entriesOf, Fields, given, isScalar, located, placeOf, wordOf } from './fields.ts';
import { stage } from './stage.ts';

type Key = keyof CampaignFile;
/** The keys of what lies at a key of the file. */
type KeyOf<K extends Key> = keyof Exclude<NonNullable<CampaignFile[K]>, readonly unknown[]>;
/** The keys of what a list or a map of the user's names holds. */
type KeyIn<K extends Key> = keyof NonNullable<CampaignFile[K]>[keyof NonNullable<CampaignFile[K]> & (string | number)];

/** The model of a tree. What is of the wrong shape is left out: the reader has reported it. */
export function build(root: MapNode): Campaign {
  const fields = new Fields<Key>(root);
  const name = fields.text('campaign') ?? { value: '', place: placeOf(root) };
  return {
    source: root.source,
    root,
    name,
    params: params(root),
    repository: repository(fields.map('source'), name),
    ...given('ci', ci(fields.map('ci'))),
    ...given('machine', machine(fields.map('machine'))),
    ...given('limits', limits(fields.map('limits'))),
    ...given('store', store(fields.map('store'))),
    prebuilt: fields.items('prebuilt').flatMap(node => prebuilt(node) ?? []),
    env: fields.assignments('env'),
    secrets: fields.assignments('secrets'),
    stages: entriesOf(fields.value('stages')).flatMap(entry => stage(entry) ?? []),
    profiles: entriesOf(fields.value('profiles')).flatMap(profile),
    hosts: entriesOf(fields.value('hosts')).map(host),
    lint: entriesOf(fields.value('lint')).flatMap(({ key, value }) => {
      const severity = isScalar(value) ? wordOf<LintSetting>(value, ['error', 'warning', 'note', 'off']) : undefined;
      return severity ? [{ rule: located(key), severity }] : [];
    }),
  };
}

export function params(root: MapNode): ReadonlyMap<string, Param> {
  const declared = entriesOf(new Fields<Key>(root).value('params')).flatMap(param);
  return new Map(declared.map(each => [each.name.value, each]));
}

const TYPES = ['string', 'integer', 'number', 'boolean', 'enum'] as const;

function param({ key, value }: Entry): Param[] {
  const body = asMap(value);
  if (!body) return [];
  const fields = new Fields<KeyIn<'params'>>(body);
  const type = fields.word('type', TYPES)?.value;
  const values = fields.entry('values') && fields.texts('values').map(each => each.value);
  return [
    {
      place: placeOf(body),
      name: located(key),
      type: type ?? 'string',
      ...given('values', values),
      ...given('default', scalarOf(fields.value('default'))),
      required: fields.flag('required')?.value ?? false,
      ...given('minimum', fields.number('minimum')),
      ...given('maximum', fields.number('maximum')),
      ...given('pattern', fields.text('pattern')?.value),
      ...given('description', fields.text('description')?.value),
    },
  ];
}

function scalarOf(node: Node | undefined): Located<Scalar> | undefined {
  return node && isScalar(node) ? { value: node.value, place: placeOf(node) } : undefined;
}

function repository(node: MapNode | undefined, name: Located<string>): Repository {
  if (!node) return { place: name.place, siblings: [] };
  const fields = new Fields<KeyOf<'source'>>(node);
  return {
    place: placeOf(node),
    ...given('repo', fields.template('repo')),
    ...given('ref', fields.template('ref')),
    ...given('dir', fields.template('dir')),
    siblings: fields.items('siblings').flatMap(item => sibling(item) ?? []),
  };
}

function sibling(node: Node): Sibling | undefined {
  if (node.kind !== 'map') return undefined;
  const fields = new Fields<'repo' | 'ref' | 'dir'>(node);
  const repo = fields.template('repo');
  const dir = fields.template('dir');
  return repo && dir && { place: placeOf(node), repo, ...given('ref', fields.template('ref')), dir };
}

function ci(node: MapNode | undefined): CiDeclaration | undefined {
  if (!node) return undefined;
  const fields = new Fields<'workflows' | 'none' | 'reason'>(node);
  if (fields.entry('workflows')) return { place: placeOf(node), workflows: fields.texts('workflows') };
  const reason = fields.text('reason');
  return reason && fields.flag('none')?.value ? { place: placeOf(node), none: true, reason } : undefined;
}

function machine(node: MapNode | undefined): Machine | undefined {
  if (!node) return undefined;
  const fields = new Fields<KeyOf<'machine'>>(node);
  return {
    place: placeOf(node),
    ...given('type', fields.template('type')),
    ...given('image', fields.template('image')),
    ...given('market', fields.word('market', ['spot', 'on-demand'])),
    ...given('price', fields.template('price')),
    ...given('disk', fields.template('disk')),
    ...given('user', fields.template('user')),
    packages: fields.templates('packages'),
    services: fields.templates('services'),
    ...given('setup', fields.template('setup')),
  };
}

function limits(node: MapNode | undefined): Limits | undefined {
  if (!node) return undefined;
  const fields = new Fields<KeyOf<'limits'>>(node);
  return {
    place: placeOf(node),
    ...given('wall', fields.template('wall')),
    ...given('stage', fields.template('stage')),
    ...given('cost', fields.template('cost')),
    ...given('hold', fields.template('hold')),
    ...given('maxLoss', fields.template('max-loss')),
  };
}

function store(node: MapNode | undefined): StoreSpec | undefined {
  if (!node) return undefined;
  const fields = new Fields<KeyOf<'store'>>(node);
  const url = fields.template('url');
  return (
    url && {
      place: placeOf(node),
      url,
      ...given('region', fields.template('region')),
      ...given('checkpoint', fields.template('checkpoint')),
    }
  );
}

function prebuilt(node: Node): Prebuilt | undefined {
  if (node.kind !== 'map') return undefined;
  const fields = new Fields<'url' | 'provides' | 'build' | 'missing'>(node);
  const url = fields.template('url');
  return (
    url && {
      place: placeOf(node),
      url,
      provides: fields.templates('provides'),
      ...given('build', fields.template('build')),
      ...given('missing', fields.word('missing', ['build', 'fail'])),
    }
  );
}

function profile({ key, value }: Entry): Profile[] {
  const body = asMap(value);
  if (!body) return [];
  const params = entriesOf(new Fields<KeyIn<'profiles'>>(body).value('params')).flatMap(entry => {
    const given = scalarOf(entry.value);
    return given ? [{ name: located(entry.key), value: given }] : [];
  });
  return [{ place: placeOf(body), name: located(key), params, body }];
}

function host({ key, value }: Entry): Host {
  const body = asMap(value);
  const count = body && new Fields<KeyIn<'hosts'>>(body).template('count');
  return { place: placeOf(value), name: located(key), body: value, ...given('count', count) };
}
