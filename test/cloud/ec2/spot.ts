import { instanceTypes, zoneLetters } from '../account.ts';
import type { Action } from '../call.ts';
import { Failure } from '../failure.ts';
import { text, texts } from '../query.ts';
import type { SpotRequest, World } from '../world.ts';
import { checkFilters, describing, type Facts, filtered, page, tagSet } from './filter.ts';

function factsOf(request: SpotRequest): Facts {
  return {
    'spot-instance-request-id': request.id,
    state: request.state,
    'instance-id': request.instanceId,
    'status-code': request.status,
    type: request.type,
  };
}

const filterNames = ['spot-instance-request-id', 'state', 'instance-id', 'status-code', 'type'];

function named(world: World, ids: readonly string[]): readonly SpotRequest[] {
  return ids.map(id => {
    const request = world.spotRequests.get(id);
    if (!request)
      throw new Failure('InvalidSpotInstanceRequestID.NotFound', `The spot instance request ID '${id}' does not exist`);
    return request;
  });
}

export function describeSpotInstanceRequests(world: World, most: number | undefined): Action {
  return {
    takes: { ...describing, SpotInstanceRequestId: ['text'] },
    does: parameters => {
      checkFilters(parameters, filterNames);
      const ids = texts(parameters, 'SpotInstanceRequestId');
      const all = ids.length > 0 ? named(world, ids) : [...world.spotRequests.values()];
      const { items, nextToken } = page(
        filtered(all, parameters, factsOf, each => each.tags),
        parameters,
        most,
      );
      return {
        spotInstanceRequestSet: items.map(request => ({
          spotInstanceRequestId: request.id,
          spotPrice: request.maxPrice,
          type: request.type,
          state: request.state,
          status: { code: request.status, updateTime: request.made.toISOString(), message: '' },
          instanceId: request.instanceId,
          launchSpecification: { instanceType: request.instanceType },
          createTime: request.made.toISOString(),
          productDescription: 'Linux/UNIX',
          instanceInterruptionBehavior: request.interruption,
          tagSet: tagSet(request.tags),
        })),
        nextToken,
      };
    },
  };
}

/** The instance of a cancelled request goes on. */
export function cancelSpotInstanceRequests(world: World): Action {
  return {
    mutating: true,
    takes: { DryRun: 'flag', SpotInstanceRequestId: ['text'] },
    does: parameters => ({
      spotInstanceRequestSet: named(world, texts(parameters, 'SpotInstanceRequestId')).map(request => {
        if (request.state === 'active') {
          request.state = 'cancelled';
          request.status = 'request-canceled-and-instance-running';
        }
        return { spotInstanceRequestId: request.id, state: request.state };
      }),
    }),
  };
}

export function describeSpotPriceHistory(world: World, most: number | undefined): Action {
  return {
    takes: {
      ...describing,
      ...{
        AvailabilityZone: 'text',
        EndTime: 'time',
        InstanceType: ['text'],
        ProductDescription: ['text'],
        StartTime: 'time',
      },
    },
    does: parameters => {
      checkFilters(parameters, [
        'availability-zone',
        'instance-type',
        'product-description',
        'spot-price',
        'timestamp',
      ]);
      const types = texts(parameters, 'InstanceType');
      const products = texts(parameters, 'ProductDescription');
      const zone = text(parameters, 'AvailabilityZone');
      const at = new Date(Math.floor(world.now() / 3_600_000) * 3_600_000).toISOString();
      const all = Object.entries(instanceTypes).flatMap(([instanceType, { spotPrice, notIn = '' }]) =>
        zoneLetters
          .filter(letter => !notIn.includes(letter))
          .map((letter, index) => ({
            instanceType,
            productDescription: 'Linux/UNIX',
            spotPrice: (spotPrice * (1 + index / 20)).toFixed(6),
            timestamp: at,
            availabilityZone: `${world.region}${letter}`,
          })),
      );
      const found = all.filter(
        each =>
          (types.length === 0 || types.includes(each.instanceType)) &&
          (products.length === 0 || products.some(product => product.startsWith('Linux/UNIX'))) &&
          (zone === undefined || zone === each.availabilityZone),
      );
      const facts = (each: (typeof all)[number]) => ({
        'availability-zone': each.availabilityZone,
        'instance-type': each.instanceType,
        'product-description': each.productDescription,
        'spot-price': each.spotPrice,
        timestamp: each.timestamp,
      });
      const { items, nextToken } = page(filtered(found, parameters, facts), parameters, most);
      return { spotPriceHistorySet: items, nextToken: nextToken ?? '' };
    },
  };
}
