import { accountId } from './account.ts';
import type { Called, Parameters } from './call.ts';
import { profileArn } from './ec2/describe-instances.ts';
import type { Asked } from './policy.ts';
import { group, groups, text, texts } from './query.ts';
import type { Tags, World } from './world.ts';

/**
 * What a call has to be allowed: each action on each resource, with the condition keys that it has (Service Authorization Reference of each
 * service). Empty: nobody has to be allowed to ask who they are.
 */
export function askedBy(world: World, { service, action, parameters }: Called): readonly Asked[] {
  if (service === 'sts' && action === 'GetCallerIdentity') return [];
  const name = `${service}:${action}`;
  const on = (resources: readonly string[]) => resources.map(resource => ({ action: name, resource }));
  const arn = arnsIn(world);
  switch (name) {
    case 'ec2:RunInstances':
      return runAsked(world, parameters);
    case 'ec2:TerminateInstances':
    case 'ec2:StopInstances':
    case 'ec2:StartInstances':
    case 'ec2:GetConsoleOutput':
      return [parameters.InstanceId ?? []]
        .flat()
        .map(id => tagged(name, arn.ec2(`instance/${id}`), world.instances.get(String(id))?.tags));
    case 'ec2:DeleteVolume': {
      const id = text(parameters, 'VolumeId')!;
      return [tagged(name, arn.ec2(`volume/${id}`), world.volumes.get(id)?.tags)];
    }
    case 'ec2:CancelSpotInstanceRequests':
      return texts(parameters, 'SpotInstanceRequestId').map(id =>
        tagged(name, arn.ec2(`spot-instances-request/${id}`), world.spotRequests.get(id)?.tags),
      );
    case 'ssm:SendCommand':
      return [
        ...on([arn.ssm(`document/${text(parameters, 'DocumentName')}`, '')]),
        ...texts(parameters, 'InstanceIds').map(id =>
          tagged(name, arn.ec2(`instance/${id}`), world.instances.get(id)?.tags, 'ssm:resourceTag'),
        ),
      ];
    case 'ssm:GetParameter': {
      const parameter = text(parameters, 'Name')!.replace(/^\//, '');
      return on([arn.ssm(`parameter/${parameter}`, parameter.startsWith('aws/') ? '' : accountId)]);
    }
    case 'iam:GetInstanceProfile':
      return on([profileArn(text(parameters, 'InstanceProfileName')!)]);
    case 'iam:SimulatePrincipalPolicy':
      return on([text(parameters, 'PolicySourceArn')!]);
    default:
      return on(['*']);
  }
}

function arnsIn({ region }: World) {
  return {
    ec2: (what: string) => `arn:aws:ec2:${region}:${what.startsWith('image/') ? '' : accountId}:${what}`,
    ssm: (what: string, account: string) => `arn:aws:ssm:${region}:${account}:${what}`,
  };
}

/** The tags of a resource are keys of the request about it. */
function tagged(action: string, resource: string, tags: Tags | undefined, key = 'aws:ResourceTag'): Asked {
  return {
    action,
    resource,
    context: Object.fromEntries([...(tags ?? [])].map(([tag, value]) => [`${key}/${tag}`, value])),
  };
}

/** Starting asks for everything that comes to be or is used, for the tags, and for giving the role. */
function runAsked(world: World, parameters: Parameters): readonly Asked[] {
  const arn = arnsIn(world);
  const spot = text(group(parameters, 'InstanceMarketOptions'), 'MarketType') === 'spot';
  const tags = new Map(
    groups(parameters, 'TagSpecification').map(each => [
      text(each, 'ResourceType')!,
      Object.fromEntries(groups(each, 'Tag').map(({ Key, Value }) => [`aws:RequestTag/${Key}`, String(Value ?? '')])),
    ]),
  );
  const made = ['instance', 'volume', ...(spot ? ['spot-instances-request'] : [])];
  const used = [
    `image/${text(parameters, 'ImageId')}`,
    'network-interface/*',
    ...texts(parameters, 'SecurityGroupId').map(id => `security-group/${id}`),
    ...(text(parameters, 'SubnetId') === undefined ? [] : [`subnet/${text(parameters, 'SubnetId')}`]),
  ];
  const profile = group(parameters, 'IamInstanceProfile');
  const role = world.profiles.get(text(profile, 'Name') ?? text(profile, 'Arn')?.replace(/^.*\//, '') ?? '')?.role;
  return [
    ...made.map(kind => ({
      action: 'ec2:RunInstances',
      resource: arn.ec2(`${kind}/*`),
      context: tags.get(kind) ?? {},
    })),
    ...used.map(what => ({ action: 'ec2:RunInstances', resource: arn.ec2(what) })),
    ...[...tags].map(([kind, context]) => ({
      action: 'ec2:CreateTags',
      resource: arn.ec2(`${kind}/*`),
      context: { ...context, 'ec2:CreateAction': 'RunInstances' },
    })),
    ...(role === undefined
      ? []
      : [
          {
            action: 'iam:PassRole',
            resource: `arn:aws:iam::${accountId}:role/${role}`,
            context: { 'iam:PassedToService': 'ec2.amazonaws.com' },
          },
        ]),
  ];
}
