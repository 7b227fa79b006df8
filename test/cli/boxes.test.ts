import { describe, expect, test } from 'vitest';
import { campaign } from './process.ts';
import { git, repository } from './repository.ts';

const text = `campaign: small
version: 1
lint: { over-budget: off }
machine: { type: c7i.2xlarge, market: spot }
limits: { wall: 5h, stage: 2h, cost: 1 USD }
store: { url: "s3://results/at", region: us-east-2 }
stages:
  a: { run: "true", retry: { attempts: 2 } }
`;

/** Nothing answers there: whoever asks AWS fails otherwise than these tests expect. */
const nobody = {
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'none',
  AWS_MAX_ATTEMPTS: '1',
};

describe('a run on a box that cannot be is refused before AWS is asked for anything', () => {
  const refusals: readonly (readonly [string, string, string])[] = [
    [
      'may cost more than it is to cost, whatever the linter is told',
      text,
      'error: comparing the worst case with limits.cost: it may cost 1.43 USD, and limits.cost is 1 USD\n  help: give stages shorter timeouts or fewer attempts, take a cheaper machine, or raise limits.cost\n',
    ],
    [
      'has a price that nobody knows, and a limit',
      text.replace('c7i.2xlarge', 'x9z.large'),
      'error: comparing the worst case with limits.cost: the price of x9z.large is not known, and limits.cost is 1 USD\n  help: state it: machine.price, as 0.357 USD/h\n',
    ],
    [
      'names no machine',
      text.replace('type: c7i.2xlarge, ', ''),
      'error: the campaign names no machine.type\n  help: name one, as c7i.2xlarge; it is what is paid for\n',
    ],
    [
      'would leave its results on the box',
      text.replace('s3://results/at', 'file:///var/results'),
      'error: a box cannot leave its results in file:///var/results\n  help: a run on a box needs a bucket: store.url or --store as s3://bucket/prefix\n',
    ],
  ];
  for (const [name, campaignText, error] of refusals)
    test(name, () => {
      const root = repository({ 'campaign.yaml': campaignText });
      const { code, stdout, stderr } = campaign(root, ['run', '--on', 'ec2', '--yes'], nobody);
      // The store is opened before anything else of AWS; these are found before that.
      expect({ code, stdout, stderr: stderr.slice(stderr.indexOf('error:')) }).toEqual({
        code: 2,
        stdout: '',
        stderr: error,
      });
    });

  test('clones from a directory of this machine', () => {
    const root = repository({ 'campaign.yaml': text.replace('cost: 1 USD', 'cost: 9 USD') });
    git(root, 'remote', 'set-url', 'origin', '/srv/engine.git');
    const { code, stderr } = campaign(root, ['run', '--on', 'ec2', '--yes'], nobody);
    expect([code, stderr.slice(stderr.indexOf('error:'))]).toEqual([
      2,
      'error: a box cannot clone from /srv/engine.git\n  help: push the repository somewhere, and name it: source.repo, or a remote called origin\n',
    ]);
  });
});
