import { accountId, images } from './account.ts';
import { hostName, profileArn } from './ec2/describe-instances.ts';
import type { Instance } from './world.ts';

/** What the metadata service of an instance says, beside what every one of them says. */
export function metadataItems(instance: Instance, region: string): ReadonlyMap<string, string> {
  const { id, imageId, type, zone, privateIp, profile, tags, metadata } = instance;
  const launched = instance.launched.toISOString().replace(/\.\d+Z$/, 'Z');
  const document = {
    accountId,
    architecture: images.find(each => each.id === imageId)?.architecture,
    availabilityZone: zone,
    billingProducts: null,
    devpayProductCodes: null,
    imageId,
    instanceId: id,
    instanceType: type,
    kernelId: null,
    marketplaceProductCodes: null,
    pendingTime: launched,
    privateIp,
    ramdiskId: null,
    region,
    version: '2017-09-30',
  };
  const items = new Map([
    ['ami-id', imageId],
    ['instance-id', id],
    ['hostname', hostName(instance)],
    ['local-hostname', hostName(instance)],
    ['local-ipv4', privateIp],
    ['placement/availability-zone', zone],
    ['reservation-id', instance.reservation],
    ['dynamic/instance-identity/document', JSON.stringify(document, null, 2)],
  ]);
  if (metadata.tags === 'enabled') for (const [key, value] of tags) items.set(`tags/instance/${key}`, value);
  if (profile) {
    const { accessKeyId, secretAccessKey, sessionToken } = profile.credentials;
    const info = {
      Code: 'Success',
      LastUpdated: launched,
      InstanceProfileArn: profileArn(profile.name),
      InstanceProfileId: 'AIPA0123456789ABCDEFG',
    };
    const keys = {
      ...{ Code: 'Success', LastUpdated: launched, Type: 'AWS-HMAC', AccessKeyId: accessKeyId },
      ...{ SecretAccessKey: secretAccessKey, Token: sessionToken },
      Expiration: new Date(Date.now() + 6 * 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z'),
    };
    items.set('iam/info', JSON.stringify(info));
    items.set(`iam/security-credentials/${profile.role}`, JSON.stringify(keys));
  }
  return items;
}
