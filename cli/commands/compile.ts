import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { Target } from '../../interpreter/delivery.ts';
import { campaignFile } from '../campaign-file.ts';
import { type Command, formatOption } from '../command.ts';
import type { Context } from '../context.ts';
import type { Invocation } from '../invocation.ts';
import { Refusal } from '../io.ts';
import { planOptions } from '../params.ts';
import { refuseFaulty } from '../refuse.ts';
import { storeOption } from '../store.ts';

/** Written out, so that asking for help loads no compiler. */
const targets = ['userdata', 'cloud-init', 'terraform', 'ssm'] as const satisfies readonly Target[];

export const compile: Command = {
  name: 'compile',
  summary: 'write the bash script that runs on the box',
  description: `Writes the plain script, which runs as it stands: bash script.sh. Says on stderr how many bytes it has and how EC2 would get it:
plain, compressed, or fetched by a loader that checks its SHA-256 before it runs a line of it.
--packed writes the very bytes to hand to EC2 as user data. The other targets are always packed: a MIME archive for cloud-init,
a Terraform template with its declarations (FILE and FILE with .tf), a document of Systems Manager for an instance that is up.
Nothing is uploaded: where the script must lie for a loader is said, with the command that puts it there.
--target iam writes no script but the policies of IAM that runs need: the least for the role of a box, and the least for whoever starts
and ends it, as one object, or with --for one of them as it is given to IAM; for artifacts that CI builds also what the publisher may,
and who that is: the jobs of one branch, as GitHub vouches for them.
--target github-workflow writes the job of GitHub Actions that builds the prebuilt artifacts and publishes them with campaign prebuild.`,
  arguments: [{ name: 'FILE', summary: 'the campaign; default: campaign.yaml, here or above', complete: 'campaign' }],
  options: [
    {
      name: 'output',
      short: 'o',
      value: 'FILE',
      complete: 'file',
      summary: 'write there instead of to stdout; a plain script is runnable',
    },
    {
      name: 'target',
      short: 't',
      value: 'TARGET',
      choices: [...targets, 'github-workflow', 'iam'],
      summary:
        'what it is wrapped for: userdata (default), cloud-init, terraform, ssm; github-workflow: the job that builds prebuilt; iam: the policies that runs need',
    },
    { name: 'packed', summary: 'the bytes to hand to EC2 as user data, 16,384 at most' },
    {
      name: 'script-url',
      value: 'URL',
      complete: 'nothing',
      summary: 'where a loader fetches the script, as https:// or s3://; default: the store',
    },
    {
      name: 'for',
      value: 'WHO',
      choices: ['box', 'person', 'publisher', 'publisher-trust'],
      summary: 'with iam: this policy alone, as IAM takes it',
    },
    {
      name: 'role',
      value: 'NAME',
      complete: 'nothing',
      summary: 'with iam: the role that boxes have; default: campaign-box',
    },
    {
      name: 'account',
      value: 'ID',
      complete: 'nothing',
      summary: 'with --for publisher-trust: the AWS account of the role',
    },
    {
      name: 'repository',
      value: 'NAME',
      complete: 'nothing',
      summary: 'with --for publisher-trust: owner/name at github.com, or owner@id/name@id; default: the origin',
    },
    { ...storeOption, summary: "with iam: the bucket of runs, s3://bucket/prefix; default: the campaign's" },
    ...planOptions,
    {
      name: 'stage',
      short: 's',
      value: 'NAME',
      many: true,
      complete: 'nothing',
      summary: 'only this stage and what it needs',
    },
    { ...formatOption, summary: 'json: on stdout, what is delivered how, in place of the text' },
  ],
  examples: [
    { command: 'campaign compile -o script.sh', meaning: 'a script to read, to keep, or to run by hand' },
    {
      command: 'campaign compile --packed --script-url https://example.com/s.sh -o ud',
      meaning: 'what to hand to EC2: a loader that fetches the script from there',
    },
    {
      command: 'campaign compile --target iam --for box --store s3://my-bucket/at -o box.json',
      meaning: 'for aws iam put-role-policy: what the role of a box may do, and no more',
    },
    {
      command: 'campaign compile --target github-workflow -o .github/workflows/prebuilt.yml',
      meaning: 'the job that builds and publishes the prebuilt artifacts of every push',
    },
  ],
  exits: [
    [0, 'the script is written'],
    [2, 'the campaign has errors or cannot be carried, or the command line is wrong'],
  ],
  async run(invocation, context) {
    if (invocation.value('target') === 'iam') return await compilePolicies(invocation, context);
    for (const name of ['for', 'role', 'store', 'account', 'repository'])
      if (invocation.has(name))
        throw new Refusal(`--${name} is for --target iam alone`, 'leave it out, or add --target iam');
    if (invocation.value('target') === 'github-workflow') return await compileWorkflow(invocation, context);
    const target = targets.find(name => name === invocation.value('target')) ?? 'userdata';
    const packed = invocation.has('packed') || target !== 'userdata';
    const scriptUrl = urlOf(invocation);
    const { judge } = await import('../judge.ts');
    const stages = invocation.values('stage');
    const judged = await judge(campaignFile(invocation.arguments[0], context), context, {
      invocation,
      // Only user data from a store has the limit that the rule is about.
      ...((!packed || target === 'ssm' || scriptUrl !== undefined) && { tolerate: ['userdata-size'] }),
      ...(stages.length > 0 && { stages }),
    });
    const plan = await refuseFaulty(judged, context, 'compiled');
    const { compiled } = await import('../compiled.ts');
    const { script } = await compiled(judged, plan, context);
    const { deliver } = await import('../../interpreter/delivery.ts');
    const { compiler } = await import('../compile-options.ts');
    const { delivery, fault } = deliver(script, plan, {
      target,
      compiler,
      ...(scriptUrl !== undefined && { scriptUrl }),
    });
    if (packed && fault) throw new Refusal(`${judged.file.shown} cannot be delivered: ${fault.message}`, fault.help);

    const json = invocation.value('format') === 'json';
    const output = invocation.value('output');
    const file = output === '-' ? undefined : output;
    const bytes = packed && delivery ? delivery.bytes : Buffer.from(script.text);
    if (file !== undefined) save(file, bytes, context, packed ? 0o644 : 0o755);
    else if (!json) print(bytes, context);
    const { beside } = (packed && delivery) || {};
    const files = file === undefined ? [] : [file];
    if (file !== undefined && beside) {
      const second = `${file.replace(/\.[^./]*$/, '')}.${beside.extension}`;
      save(second, Buffer.from(beside.text(basename(file))), context, 0o644);
      files.push(second);
    }
    const { compilationObject, compilationText } = await import('../../report/compilation.ts');
    const { sha256 } = script;
    const view = {
      campaign: plan.campaign.name.value,
      target,
      files,
      packed,
      script: { bytes: script.bytes, sha256 },
      ...(delivery ? { delivery } : { problem: fault.message }),
    };
    if (json) context.io.stdout.write(`${JSON.stringify(compilationObject(view), null, 2)}\n`);
    else context.note(compilationText(view));
    return 0;
  },
};

/** The policies need no script: only what is planned. */
async function compilePolicies(invocation: Invocation, context: Context): Promise<number> {
  const { judge } = await import('../judge.ts');
  const scriptUrl = urlOf(invocation);
  const stages = invocation.values('stage');
  const judged = await judge(campaignFile(invocation.arguments[0], context), context, {
    ...{ invocation, tolerate: ['userdata-size', 'unpushed-commit', 'untracked-file', 'dirty-file'] },
    ...(stages.length > 0 && { stages }),
  });
  const plan = await refuseFaulty(judged, context, 'compiled');
  const { policiesText } = await import('../policies.ts');
  const bytes = Buffer.from(policiesText(plan, invocation, scriptUrl, judged.repository, context.note));
  const output = invocation.value('output');
  if (output === undefined || output === '-') print(bytes, context);
  else save(output, bytes, context, 0o644);
  return 0;
}

/** The workflow needs no script either: the job compiles its own. */
async function compileWorkflow(invocation: Invocation, context: Context): Promise<number> {
  for (const name of ['packed', 'script-url', 'stage'])
    if (invocation.has(name)) throw new Refusal(`--${name} is of scripts`, 'leave it out: the workflow is plain YAML');
  const { judge } = await import('../judge.ts');
  const judged = await judge(campaignFile(invocation.arguments[0], context), context, {
    ...{ invocation, tolerate: ['userdata-size', 'unpushed-commit', 'untracked-file', 'dirty-file'] },
  });
  const plan = await refuseFaulty(judged, context, 'compiled');
  const { workflowText } = await import('../workflow.ts');
  const bytes = Buffer.from(await workflowText(plan, judged, invocation, context));
  const output = invocation.value('output');
  if (output === undefined || output === '-') print(bytes, context);
  else {
    // A repository may have no workflows yet.
    if (/^(\.\/)?\.github\/workflows\/[^/]+$/.test(output))
      mkdirSync(dirname(resolve(context.cwd, output)), { recursive: true });
    save(output, bytes, context, 0o644);
  }
  return 0;
}

function urlOf(invocation: Invocation): string | undefined {
  const url = invocation.value('script-url');
  // The characters of a URL, so that it can stand anywhere without quotes (https://www.rfc-editor.org/rfc/rfc3986#section-2).
  if (url === undefined || /^(?:s3|https?):\/\/[\w.~:/?#[\]@!$&'()*+,;=%-]+$/.test(url)) return url;
  throw new Refusal(`\`${url}\` is no URL a loader can fetch`, 'write https://… or s3://bucket/key');
}

function print(bytes: Buffer, context: Context): void {
  if (context.io.stdout.isTerminal && bytes.includes(0))
    throw new Refusal('compressed bytes are not for a terminal', 'name a file with -o, or redirect stdout');
  context.io.stdout.write(bytes);
}

function save(name: string, bytes: Buffer, context: Context, mode: number): void {
  try {
    writeFileSync(resolve(context.cwd, name), bytes, { mode });
  } catch (error) {
    throw new Refusal(`${name} cannot be written: ${(error as Error).message}`, 'name another file with -o');
  }
}
