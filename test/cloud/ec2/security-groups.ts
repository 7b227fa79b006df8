import { accountId, type SecurityGroup, securityGroups, vpcId } from '../account.ts';
import type { Action, Output } from '../call.ts';
import { Failure } from '../failure.ts';
import { texts } from '../query.ts';
import { listing } from './listing.ts';

/** `DescribeSecurityGroups`. */
export function securityGroupListing(most: number | undefined): Action {
  const list = listing(
    securityGroups,
    {
      set: 'securityGroupInfo',
      ids: 'GroupId',
      takes: { GroupName: ['text'] },
      idOf: each => each.id,
      missing: id => new Failure('InvalidGroup.NotFound', `The security group '${id}' does not exist`),
      facts: each => ({ 'group-id': each.id, 'group-name': each.name, 'vpc-id': vpcId, description: each.description }),
      show: each => ({
        ownerId: accountId,
        groupName: each.name,
        groupId: each.id,
        groupDescription: each.description,
        ipPermissions: comingIn(each),
        ipPermissionsEgress: [
          { ipProtocol: '-1', groups: [], ipRanges: [{ cidrIp: '0.0.0.0/0' }], ipv6Ranges: [], prefixListIds: [] },
        ],
        vpcId,
        tagSet: [],
      }),
    },
    most,
  );
  return {
    ...list,
    does: (parameters, caller) => {
      const names = texts(parameters, 'GroupName');
      const missing = names.find(name => !securityGroups.some(each => each.name === name));
      if (missing !== undefined)
        throw new Failure('InvalidGroup.NotFound', `The security group '${missing}' does not exist in default VPC`);
      const answer = list.does(parameters, caller) as Output;
      const shown = answer.securityGroupInfo as readonly Output[];
      return names.length === 0
        ? answer
        : { ...answer, securityGroupInfo: shown.filter(each => names.includes(String(each.groupName))) };
    },
  };
}

function comingIn({ id, open, mutual }: SecurityGroup): readonly Output[] {
  const none = { groups: [], ipRanges: [], ipv6Ranges: [], prefixListIds: [] };
  const anyone = [{ cidrIp: '0.0.0.0/0' }];
  return [
    ...open.map(port => ({ ...none, ipProtocol: 'tcp', fromPort: port, toPort: port, ipRanges: anyone })),
    ...(mutual ? [{ ...none, ipProtocol: '-1', groups: [{ userId: accountId, groupId: id }] }] : []),
  ];
}
