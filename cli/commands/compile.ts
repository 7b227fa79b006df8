import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { campaignFile } from '../campaign-file.ts';
import type { Command } from '../command.ts';
import { Refusal } from '../io.ts';
import { planOptions } from '../params.ts';
import { refuseFaulty } from '../refuse.ts';

/** Bytes of user data that EC2 takes (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html). */
const userDataLimit = 16_384;

export const compile: Command = {
  name: 'compile',
  summary: 'write the bash script that runs on the box',
  description: `Writes the plain script, which runs as it stands: bash script.sh. Says on stderr how many bytes it has and how it would be
delivered to EC2. --packed writes the very bytes to hand over: the script, or compressed where it is larger than ${userDataLimit} bytes.`,
  arguments: [{ name: 'FILE', summary: 'the campaign; default: campaign.yaml, here or above', complete: 'campaign' }],
  options: [
    {
      name: 'output',
      short: 'o',
      value: 'FILE',
      complete: 'file',
      summary: 'write there instead of to stdout; runnable',
    },
    {
      name: 'target',
      short: 't',
      value: 'TARGET',
      choices: ['userdata'],
      later: ['cloud-init', 'terraform', 'ssm', 'github-workflow', 'iam'],
      summary: 'what it is wrapped for: userdata (default)',
    },
    { name: 'packed', summary: 'the bytes to hand to EC2 as user data' },
    ...planOptions,
    {
      name: 'stage',
      short: 's',
      value: 'NAME',
      many: true,
      complete: 'nothing',
      summary: 'only this stage and what it needs',
    },
  ],
  examples: [
    { command: 'campaign compile -o script.sh', meaning: 'a script to read, to keep, or to run by hand' },
    { command: 'campaign compile --profile local | less', meaning: 'the script of a profile, to read it' },
  ],
  exits: [
    [0, 'the script is written'],
    [2, 'the campaign has errors, or the command line'],
  ],
  async run(invocation, context) {
    const { judge } = await import('../judge.ts');
    const packed = invocation.has('packed');
    const stages = invocation.values('stage');
    const judged = await judge(campaignFile(invocation.arguments[0], context), context, {
      invocation,
      ...(!packed && { tolerate: ['userdata-size'] }),
      ...(stages.length > 0 && { stages }),
    });
    const plan = await refuseFaulty(judged, context, 'compiled');
    const { compiled } = await import('../compiled.ts');
    const { script } = await compiled(judged, plan, context);
    const { gzipSync } = await import('node:zlib');
    const plain = Buffer.from(script.text);
    // No time and no name in the header, and a level that every zlib packs alike: same input, same bytes.
    const gzip = gzipSync(plain, { level: 9 });
    const smallest = plain.length <= userDataLimit ? plain : gzip;
    if (packed && smallest.length > userDataLimit)
      throw new Refusal(
        `the script has ${number(gzip.length)} bytes compressed, and user data may have ${number(userDataLimit)}; the loader for larger ones is not supported yet`,
        'fewer or shorter stages (--stage), or run it on the machine itself: campaign compile -o script.sh',
      );
    const bytes = packed ? smallest : plain;
    const output = invocation.value('output');
    if (output === undefined || output === '-') context.io.stdout.write(bytes);
    else save(resolve(context.cwd, output), output, bytes, packed);
    const name = output === undefined || output === '-' ? 'script' : output;
    context.note(
      `${name}: ${number(plain.length)} bytes, ${number(gzip.length)} compressed; ${delivery(plain.length, gzip.length)}`,
    );
    return 0;
  },
};

function save(path: string, shown: string, bytes: Buffer, packed: boolean): void {
  try {
    writeFileSync(path, bytes, { mode: packed ? 0o644 : 0o755 });
  } catch (error) {
    throw new Refusal(`${shown} cannot be written: ${(error as Error).message}`, 'name another file with -o');
  }
}

function delivery(plain: number, gzip: number): string {
  if (plain <= userDataLimit) return `fits EC2 user data plain, ${number(userDataLimit - plain)} bytes are left`;
  if (gzip <= userDataLimit) return `fits EC2 user data compressed, ${number(userDataLimit - gzip)} bytes are left`;
  return `too large for EC2 user data by ${number(gzip - userDataLimit)} bytes, and the loader is not supported yet`;
}

function number(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
