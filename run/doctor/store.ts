import { randomBytes } from 'node:crypto';
import type { LifecycleExpiration, LifecycleRule, S3Client } from '@aws-sdk/client-s3';
import type { RunStore } from '../store.ts';
import { placeOf } from '../stores/s3.ts';
import { connection } from '../stores/s3-bucket.ts';
import { type Asked, faultOf, statusOf } from '../stores/s3-faults.ts';
import { type Check, check, type Found } from './check.ts';

/** Writes an object into the store, reads it back and removes it; readers of runs pass its folder over. */
export async function probeStore(store: RunStore): Promise<Check> {
  return await check('store', async () => {
    const run = { campaign: '.doctor', runId: randomBytes(8).toString('hex') };
    const bytes = randomBytes(64);
    await store.write(run, 'probe', bytes);
    let same = false;
    try {
      same = (await store.read(run, 'probe'))?.equals(bytes) ?? false;
    } finally {
      await store.remove(run, 'probe');
    }
    const left = await store.size(run, 'probe');
    if (!same || left !== undefined)
      return {
        state: 'fail',
        detail: same
          ? `${store.place(run, 'probe')} is still there after its removal`
          : 'it does not give back what was put',
        help: 'use a store that reads what was written last: S3, or a service that is as consistent',
      };
    return { state: 'ok', detail: `${store.url}: an object was put, read back and removed` };
  });
}

/** Seconds by which a clock may be wrong before S3 refuses requests (RequestTimeTooSkewed), and before records are worth a warning. */
const [refusedSkew, noticedSkew] = [900, 60];

/** Days that a result should live at the least. */
const leastDays = 7;

/** What of a bucket would lose or show results, and whether its clock is ours. `region`: the one that the campaign names. */
export async function checkBucket(url: string, region: string | undefined): Promise<readonly Check[]> {
  const place = placeOf(url);
  if (!place) return [];
  const sdk = await import('../stores/s3-client.ts');
  const { endpoint, ...config } = await connection(sdk);
  const client: S3Client = new sdk.S3Client({
    ...config,
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
  });
  let told: string | undefined;
  client.middlewareStack.add(
    next => async args => {
      const result = await next(args);
      told = (result.response as { headers?: Record<string, string> }).headers?.date;
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'date' },
  );
  const Bucket = place.bucket;
  const where = { bucket: Bucket, url, endpoint };
  const lookAt = (what: string, look: () => Promise<Found>) => asked(what, look, where);
  let there: string | undefined;
  const began = Date.now();
  const reached = await lookAt('bucket', async () => {
    there = (await client.send(new sdk.HeadBucketCommand({ Bucket }))).BucketRegion;
    if (there === undefined)
      return {
        state: 'unknown',
        detail: 'the service does not say its region',
        help: "see that store.region is the bucket's: aws s3api get-bucket-location",
      };
    if (region === undefined || region === there) return { state: 'ok', detail: `${Bucket} is in ${there}` };
    return {
      state: 'warn',
      detail: `${Bucket} is in ${there}, and store.region is ${region}: traffic between regions is paid for`,
      help: `name ${there} in store.region`,
    };
  });
  const lifecycle = await lookAt('lifecycle', async () => {
    const Rules = await unlessUnset(
      async () => (await client.send(new sdk.GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules ?? [],
    );
    const losing = (Rules ?? []).flatMap(rule => lossUnder(rule, place.prefix) ?? []);
    if (losing.length === 0)
      return { state: 'ok', detail: `no rule deletes or archives results within ${leastDays} days` };
    return {
      state: 'fail',
      detail: losing.join('; '),
      help: `let it keep ${place.prefix === '' ? 'them' : `what is under ${place.prefix}`} longer than it takes to fetch results, or use another prefix`,
    };
  });
  const access = await lookAt('public access', async () => {
    const block = await unlessUnset(
      async () => (await client.send(new sdk.GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration,
    );
    const { BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets } = block ?? {};
    if (BlockPublicAcls && BlockPublicPolicy && IgnorePublicAcls && RestrictPublicBuckets)
      return { state: 'ok', detail: 'all of it is blocked' };
    return {
      state: 'warn',
      detail: 'the bucket does not block all public access',
      help: `aws s3api put-public-access-block --bucket ${Bucket} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`,
    };
  });
  return [reached, lifecycle, access, clockOf(told, (began + Date.now()) / 2)];
}

function clockOf(told: string | undefined, now: number): Check {
  const what = 'clock';
  const ahead = told === undefined ? Number.NaN : (now - Date.parse(told)) / 1000;
  const skew = Math.abs(ahead);
  const help = 'set the clock of this machine: timedatectl set-ntp true';
  if (Number.isNaN(skew)) return { what, state: 'unknown', detail: 'the store tells no time', help };
  if (skew <= noticedSkew) return { what, state: 'ok', detail: "it goes with the store's" };
  const detail = `it is ${Math.round(skew / 60)} min ${ahead > 0 ? 'ahead of' : 'behind'} the store's`;
  return { what, state: skew > refusedSkew ? 'fail' : 'warn', detail, help };
}

/** Storage classes from which nothing can be read before it is restored ("Understanding S3 Glacier storage classes", S3 user guide). */
const archives = ['GLACIER', 'DEEP_ARCHIVE'];

/** How a rule takes what lies under a prefix away before it is old; absent: it does not. One that looks at tags or sizes may, and counts. */
function lossUnder(
  { ID = 'without a name', Status, Filter, Prefix, Expiration, Transitions = [] }: LifecycleRule,
  prefix: string,
): string | undefined {
  const under = Prefix ?? Filter?.Prefix ?? Filter?.And?.Prefix ?? '';
  if (Status !== 'Enabled' || !(prefix.startsWith(under) || under.startsWith(prefix))) return undefined;
  if (isSoon(Expiration)) return `the rule \`${ID}\` deletes results ${when(Expiration)}`;
  const archived = Transitions.find(each => archives.includes(each.StorageClass ?? '') && isSoon(each));
  return archived && `the rule \`${ID}\` moves results to ${archived.StorageClass} ${when(archived)}`;
}

type Moment = Pick<LifecycleExpiration, 'Days' | 'Date'>;

function isSoon(moment: Moment | undefined): boolean {
  const days = moment?.Days ?? (moment?.Date ? (moment.Date.getTime() - Date.now()) / 86_400_000 : undefined);
  return days !== undefined && days < leastDays;
}

function when({ Days, Date: date }: Moment = {}): string {
  return Days === undefined ? `on ${date?.toISOString().slice(0, 10)}` : `after ${Days} days`;
}

/** S3 tells with an error of its own that something was never set. */
async function unlessUnset<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && /^NoSuch(?:Lifecycle|PublicAccessBlock)Configuration$/.test(error.name))
      return undefined;
    throw error;
  }
}

/** What S3 answers with an error is not told; what is no answer at all is told as by every reader of the store. */
async function asked(what: string, look: () => Promise<Found>, where: Omit<Asked, 'doing'>): Promise<Check> {
  try {
    return { what, ...(await look()) };
  } catch (error) {
    if (statusOf(error) === undefined) {
      const { message, help } = faultOf(error, { ...where, doing: 'reading how the bucket is set' });
      return { what, state: 'unknown', detail: message, help };
    }
    const help =
      'have it looked at by somebody who may: the permissions are s3:ListBucket, s3:GetLifecycleConfiguration and s3:GetBucketPublicAccessBlock';
    return { what, state: 'unknown', detail: `S3 does not tell: ${(error as Error).name}`, help };
  }
}
