import { campaignFile } from '../campaign-file.ts';
import { regionOption } from '../cloud.ts';
import { type Command, formatOption } from '../command.ts';
import { planOptions } from '../params.ts';
import { boxOptions } from '../start-box.ts';
import { onOption } from '../start-run.ts';
import { storeOption } from '../store.ts';
import { toleratedHere } from '../tolerated.ts';
import { whereOf } from '../where.ts';

export const doctor: Command = {
  name: 'doctor',
  summary: 'what would stop a run: campaign, tools, credentials, bucket, role, instance',
  description: `Looks at what a run needs before anything is paid, one line a check with its remedy: ok, warn, fail, or UNKNOWN where it cannot be
looked at. Nothing is started, made or changed in EC2, Systems Manager or IAM; into the store an object is put, read back and removed.
For ec2 the box is asked for as a dry run, which says whether you may start it, and the policies of its role are compared with what
the script does.`,
  arguments: [{ name: 'FILE', summary: 'the campaign; default: campaign.yaml, here or above', complete: 'campaign' }],
  options: [
    onOption,
    ...planOptions,
    storeOption,
    regionOption,
    ...boxOptions.filter(({ name }) => ['instance-profile', 'subnet', 'security-group'].includes(name)),
    formatOption,
  ],
  examples: [
    { command: 'campaign doctor', meaning: 'whether a run on this machine would be stopped' },
    { command: 'campaign doctor --on ec2 --format json', meaning: 'the same of a box, for a job to read' },
  ],
  exits: [
    [0, 'nothing that was looked at would stop a run, and everything could be looked at'],
    [1, 'something would stop it'],
    [2, 'the command line is wrong, or there is no campaign'],
    [3, 'something is UNKNOWN'],
  ],
  async run(invocation, context) {
    const where = whereOf(invocation);
    const { judge } = await import('../judge.ts');
    const judged = await judge(campaignFile(invocation.arguments[0], context), context, {
      invocation,
      // Whether the commit has been pushed is asked of the remote itself.
      tolerate: toleratedHere(false),
    });
    const { examine } = await import('../examine.ts');
    const checks = await examine(judged, where, invocation, context);
    const on = where.kind === 'ssm' ? `ssm:${where.instanceId}` : where.kind;
    const { doctorObject, doctorText } = await import('../../report/doctor.ts');
    context.io.stdout.write(
      invocation.value('format') === 'json'
        ? `${JSON.stringify(doctorObject(checks, on), null, 2)}\n`
        : doctorText(checks, on, context.colors.stdout),
    );
    if (checks.some(({ state }) => state === 'fail')) return 1;
    return checks.some(({ state }) => state === 'unknown') ? 3 : 0;
  },
};
