import type { Action } from '../call.ts';
import { Failure } from '../failure.ts';
import { texts } from '../query.ts';
import { type Instance, stateCodes, type World } from '../world.ts';
import { namedInstances, stateItem } from './describe-instances.ts';

/** How an instance is ended or stopped from outside; both are begun and not waited for. */
export interface Ending {
  terminate(instance: Instance, reason: { readonly code: string; readonly message: string }): void;
  stop(instance: Instance, reason: { readonly code: string; readonly message: string }): void;
}

export const byUser = (what: string, at: number) => ({
  code: 'Client.UserInitiatedShutdown',
  message: `${what} (${new Date(at).toISOString().replace('T', ' ').slice(0, 19)} GMT)`,
});

export function terminateInstances(world: World, ending: Ending): Action {
  return {
    mutating: true,
    takes: { DryRun: 'flag', InstanceId: ['text'], Force: 'flag' },
    does: parameters => {
      const instances = named(world, texts(parameters, 'InstanceId'));
      const kept = instances.find(each => !each.apiTermination);
      if (kept)
        throw new Failure(
          'OperationNotPermitted',
          `The instance '${kept.id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
        );
      return changed(instances, each => {
        if (each.state !== 'terminated')
          ending.terminate(each, byUser('Client.UserInitiatedShutdown: User initiated shutdown', world.now()));
      });
    },
  };
}

export function stopInstances(world: World, ending: Ending): Action {
  return {
    mutating: true,
    takes: { DryRun: 'flag', Force: 'flag', Hibernate: 'flag', InstanceId: ['text'] },
    does: parameters => {
      const instances = named(world, texts(parameters, 'InstanceId'));
      for (const { id, state, spotRequest } of instances) {
        if (spotRequest?.type === 'one-time')
          throw new Failure(
            'UnsupportedOperation',
            `You can't stop the Spot Instance '${id}' because it is associated with a one-time Spot Instance request. You can only stop Spot Instances associated with persistent Spot Instance requests.`,
          );
        if (state === 'terminated' || state === 'shutting-down')
          throw new Failure(
            'IncorrectInstanceState',
            `This instance '${id}' is not in a state from which it can be stopped.`,
          );
      }
      return changed(instances, each => {
        if (each.state !== 'stopped') ending.stop(each, byUser('User initiated', world.now()));
      });
    },
  };
}

function named(world: World, ids: readonly string[]): readonly Instance[] {
  if (ids.length === 0) throw new Failure('MissingParameter', 'The request must contain the parameter InstanceId');
  return namedInstances(world, ids);
}

function changed(instances: readonly Instance[], change: (instance: Instance) => void) {
  return {
    instancesSet: instances.map(instance => {
      const previousState = { code: stateCodes[instance.state], name: instance.state };
      change(instance);
      return { instanceId: instance.id, currentState: stateItem(instance), previousState };
    }),
  };
}
