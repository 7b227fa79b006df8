import type { Action } from '../call.ts';
import { Failure } from '../failure.ts';
import { groups, texts } from '../query.ts';
import type { Tags, World } from '../world.ts';
import { checkFilters, describing, filtered, page } from './filter.ts';
import { checkTagList } from './run-instances.ts';

const kinds = { i: 'instance', vol: 'volume', sir: 'spot-instances-request' } as const;
const notFound = {
  i: 'InvalidInstanceID.NotFound',
  vol: 'InvalidVolume.NotFound',
  sir: 'InvalidSpotInstanceRequestID.NotFound',
} as const;

function tagsOfResource(world: World, id: string): Tags {
  const prefix = id.split('-')[0] as keyof typeof kinds;
  if (!Object.hasOwn(kinds, prefix)) throw new Failure('InvalidID', `The ID '${id}' is not valid`);
  const instance = world.instances.get(id);
  const young = instance && (instance.vanished || world.now() - instance.launched.getTime() < world.unseen * 1000);
  const tags = young ? undefined : (instance ?? world.volumes.get(id) ?? world.spotRequests.get(id))?.tags;
  if (!tags) throw new Failure(notFound[prefix], `The ${kinds[prefix]} ID '${id}' does not exist`);
  return tags;
}

export function createTags(world: World): Action {
  return {
    mutating: true,
    takes: { DryRun: 'flag', ResourceId: ['text'], Tag: [{ Key: 'text', Value: 'text' }] },
    does: parameters => {
      const list = groups(parameters, 'Tag');
      if (list.length === 0) throw new Failure('MissingParameter', 'The request must contain the parameter tagSet');
      checkTagList(list);
      const all = texts(parameters, 'ResourceId').map(id => tagsOfResource(world, id));
      if (all.length === 0)
        throw new Failure('MissingParameter', 'The request must contain the parameter resourceIdSet');
      for (const tags of all) for (const { Key, Value } of list) tags.set(String(Key), String(Value ?? ''));
      return { return: true };
    },
  };
}

export function deleteTags(world: World): Action {
  return {
    mutating: true,
    takes: { DryRun: 'flag', ResourceId: ['text'], Tag: [{ Key: 'text', Value: 'text' }] },
    does: parameters => {
      for (const tags of texts(parameters, 'ResourceId').map(id => tagsOfResource(world, id)))
        for (const { Key, Value } of groups(parameters, 'Tag'))
          if (Value === undefined || tags.get(String(Key)) === Value) tags.delete(String(Key));
      return { return: true };
    },
  };
}

export function describeTags(world: World, most: number | undefined): Action {
  return {
    takes: describing,
    does: parameters => {
      checkFilters(parameters, ['resource-id', 'resource-type', 'key', 'value']);
      const resources = [
        ...[...world.instances.values()].filter(each => !each.vanished),
        ...world.volumes.values(),
        ...world.spotRequests.values(),
      ];
      const all = resources.flatMap(({ id, tags }) =>
        [...tags].map(([key, value]) => ({
          resourceId: id,
          resourceType: kinds[id.split('-')[0] as keyof typeof kinds],
          key,
          value,
        })),
      );
      const found = filtered(all, parameters, each => ({
        'resource-id': each.resourceId,
        'resource-type': each.resourceType,
        key: each.key,
        value: each.value,
      }));
      const { items, nextToken } = page(found, parameters, most);
      return { tagSet: items, nextToken };
    },
  };
}
