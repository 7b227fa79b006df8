import type { Action, Parameters } from '../call.ts';
import { Failure } from '../failure.ts';
import { text, texts } from '../query.ts';
import type { Volume, World } from '../world.ts';
import { checkFilters, describing, type Facts, filtered, page, tagSet } from './filter.ts';

function factsOf(volume: Volume): Facts {
  return {
    'volume-id': volume.id,
    status: statusOf(volume),
    size: String(volume.gibibytes),
    'volume-type': volume.kind,
    encrypted: String(volume.encrypted),
    'availability-zone': volume.zone,
    'attachment.instance-id': volume.attachedTo,
    'attachment.delete-on-termination': volume.attachedTo && String(volume.deleteWith),
    'attachment.device': volume.attachedTo && volume.device,
  };
}

function statusOf({ attachedTo }: Volume): string {
  return attachedTo === undefined ? 'available' : 'in-use';
}

function named(world: World, ids: readonly string[]): readonly Volume[] {
  return ids.map(id => {
    if (!/^vol-([\da-f]{8}|[\da-f]{17})$/.test(id))
      throw new Failure(
        'InvalidParameterValue',
        `Value (${id}) for parameter volumes is invalid. Expected: 'vol-...'.`,
      );
    const volume = world.volumes.get(id);
    if (!volume) throw new Failure('InvalidVolume.NotFound', `The volume '${id}' does not exist.`);
    return volume;
  });
}

export function describeVolumes(world: World, most: number | undefined): Action {
  return {
    takes: { ...describing, VolumeId: ['text'] },
    does: (parameters: Parameters) => {
      checkFilters(parameters, Object.keys(factsOf(blank)));
      const ids = texts(parameters, 'VolumeId');
      const all = ids.length > 0 ? named(world, ids) : [...world.volumes.values()];
      const { items, nextToken } = page(
        filtered(all, parameters, factsOf, each => each.tags),
        parameters,
        most,
      );
      return {
        volumeSet: items.map(volume => ({
          volumeId: volume.id,
          size: volume.gibibytes,
          snapshotId: 'snap-0123456789abcdef0',
          availabilityZone: volume.zone,
          status: statusOf(volume),
          createTime: volume.made.toISOString(),
          attachmentSet:
            volume.attachedTo === undefined
              ? []
              : [
                  {
                    volumeId: volume.id,
                    instanceId: volume.attachedTo,
                    device: volume.device,
                    status: 'attached',
                    attachTime: volume.made.toISOString(),
                    deleteOnTermination: volume.deleteWith,
                  },
                ],
          tagSet: tagSet(volume.tags),
          volumeType: volume.kind,
          encrypted: volume.encrypted,
          multiAttachEnabled: false,
        })),
        nextToken,
      };
    },
  };
}

const blank: Volume = {
  ...{ id: '', gibibytes: 0, kind: '', encrypted: false, device: '', zone: '', made: new Date(0), tags: new Map() },
  ...{ deleteWith: true, attachedTo: undefined },
};

export function deleteVolume(world: World): Action {
  return {
    mutating: true,
    takes: { DryRun: 'flag', VolumeId: 'text!' },
    does: parameters => {
      const [volume] = named(world, [text(parameters, 'VolumeId')!]);
      if (volume!.attachedTo !== undefined)
        throw new Failure('VolumeInUse', `Volume ${volume!.id} is currently attached to ${volume!.attachedTo}`);
      world.volumes.delete(volume!.id);
      return { return: true };
    },
  };
}
