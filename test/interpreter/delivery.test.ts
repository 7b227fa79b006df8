import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Script } from '../../interpreter/compile.ts';
import { deliver, type Target, targets } from '../../interpreter/delivery.ts';
import { compiled, planned } from './compiled.ts';
import { shellcheck } from './shellcheck.ts';

const campaign = (store: string) =>
  `campaign: demo\nversion: 1\nlimits: { wall: 5m, stage: 1m }\n${store}\nstages:\n  a: { run: "true" }\n`;
const s3 = campaign('store: { url: "s3://bucket/results/", region: us-east-2 }');
const file = campaign('store: { url: "file:///results" }');

/** A script that no compressor makes smaller than `bytes`. */
function incompressible(bytes: number): Script {
  let text = '#!/bin/bash\n';
  for (let count = 0; text.length < bytes * 1.4; count++)
    text += `${createHash('sha256').update(String(count)).digest('base64')}\n`;
  return scriptOf(text);
}

function scriptOf(text: string): Script {
  return { text, bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') };
}

async function delivered(text: string, target: Target, script?: Script, scriptUrl?: string) {
  const made = script ?? (await compiled(text)).script!;
  const plan = await planned(text);
  return deliver(made, plan, { target, compiler: 'campaign 0.1.0', ...(scriptUrl !== undefined && { scriptUrl }) });
}

const form = async (...args: Parameters<typeof delivered>) => {
  const { delivery, fault } = await delivered(...args);
  return delivery ? delivery.form : fault.message;
};

describe('what is handed over', () => {
  test('is the script where it fits, compressed where that fits, else a loader', async () => {
    const small = scriptOf('#!/bin/bash\ntrue\n');
    const repeated = scriptOf(`#!/bin/bash\n${'echo the same line again\n'.repeat(2000)}`);
    const large = incompressible(60_000);
    const table = await Promise.all(
      targets.map(async target => [
        target,
        await form(s3, target, small),
        await form(s3, target, repeated),
        await form(s3, target, large),
      ]),
    );
    expect(table).toEqual([
      ['userdata', 'plain', 'gzip', 'loader'],
      ['cloud-init', 'gzip', 'gzip', 'loader'],
      ['terraform', 'plain', 'loader', 'loader'],
      ['ssm', 'gzip', 'gzip', 'loader'],
    ]);
  });

  test.each(targets)('for %s is the same bytes every time, and what is left is what the limit leaves', async target => {
    const one = (await delivered(s3, target)).delivery!;
    const two = (await delivered(s3, target)).delivery!;
    expect(two.bytes.equals(one.bytes)).toBe(true);
    expect(one.limit).toBe(target === 'ssm' ? 65_536 : 16_384);
    expect(one.size).toBeGreaterThanOrEqual(one.bytes.length);
    expect(one.left).toBe(one.limit - one.size);
    expect(one.left).toBeGreaterThanOrEqual(0);
  });

  test('the limit is exact to the byte', async () => {
    const exactly = (bytes: number) => scriptOf(`#!/bin/bash\n#${'x'.repeat(bytes - 14)}\n`);
    expect((await delivered(file, 'userdata', exactly(16_384))).delivery).toMatchObject({ form: 'plain', left: 0 });
    expect((await delivered(file, 'userdata', exactly(16_385))).delivery).toMatchObject({ form: 'gzip' });
  });

  test('gzip gives the script back', async () => {
    const script = scriptOf(`#!/bin/bash\n${'echo é\n'.repeat(5000)}`);
    const { bytes } = (await delivered(file, 'userdata', script)).delivery!;
    expect(gunzipSync(bytes).toString()).toBe(script.text);
  });

  test('a loader says where the script must lie: under its own SHA-256, beside the runs', async () => {
    const { script } = await compiled(s3);
    const { delivery } = await delivered(s3, 'userdata');
    const url = `s3://bucket/results/demo/_scripts/${script!.sha256}.sh`;
    expect(delivery).toMatchObject({ form: 'loader', upload: { url, region: 'us-east-2' } });
    const text = delivery!.bytes.toString();
    expect(text).toContain(`SCRIPT_URL='${url}'\nSCRIPT_SHA256='${script!.sha256}'\nSCRIPT_REGION='us-east-2'\n`);
    expect(shellcheck(text)).toBe('');
    expect(text).toMatch(/^[\n -~]*$/);
  });

  test('without a store that a loader can reach, there is none, and the way out is named', async () => {
    const help =
      'say where a loader can fetch it: --script-url https://…; or run it on the machine itself: campaign compile -o script.sh';
    const faults = async (text: string) => (await delivered(text, 'userdata', incompressible(20_000))).fault;
    expect(await faults(file)).toMatchObject({
      message: expect.stringMatching(
        /^the script has 2\d,\d{3} bytes as small as it gets, and user data takes 16,384; a loader cannot fetch it from file:\/\/\/results$/,
      ),
      help: `use an s3:// store, or ${help}`,
    });
    expect((await faults(campaign('')))?.message).toMatch(
      /; a loader has nowhere to fetch it from, because the campaign names no store$/,
    );
    const named = campaign('store: { url: "s3://bucket/${{ run.id }}" }');
    expect((await faults(named))?.message).toMatch(
      /; a loader cannot fetch it from a store named by `run.id`, which exists only once the script runs$/,
    );
    expect(await form(file, 'userdata', incompressible(20_000), 'https://example.com/x.sh?signature=y')).toBe('loader');
  });
});

describe('for cloud-init', () => {
  const part = async (script: Script) =>
    gunzipSync((await delivered(s3, 'cloud-init', script)).delivery!.bytes).toString();

  test('a script of ASCII stays readable in its part', async () => {
    expect(await part(scriptOf('#!/bin/bash\ntrue\n'))).toMatchInlineSnapshot(`
      "MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary="campaign-1712a7a6ffa7507753f9e887b4f44a4d"

      --campaign-1712a7a6ffa7507753f9e887b4f44a4d
      Content-Type: text/x-shellscript; charset="utf-8"
      Content-Transfer-Encoding: 7bit
      Content-Disposition: attachment; filename="demo.sh"

      #!/bin/bash
      true

      --campaign-1712a7a6ffa7507753f9e887b4f44a4d--
      "
    `);
  });

  test('any other is base64', async () => {
    expect(await part(scriptOf('#!/bin/bash\necho é\r\n'))).toMatchInlineSnapshot(`
      "MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary="campaign-0bb401d8e6ff838038cc61e6fe5ffe17"

      --campaign-0bb401d8e6ff838038cc61e6fe5ffe17
      Content-Type: text/x-shellscript; charset="utf-8"
      Content-Transfer-Encoding: base64
      Content-Disposition: attachment; filename="demo.sh"

      IyEvYmluL2Jhc2gKZWNobyDDqQ0K

      --campaign-0bb401d8e6ff838038cc61e6fe5ffe17--
      "
    `);
  });
});

describe('for Terraform', () => {
  test('only what its template language reads is doubled', async () => {
    const { bytes, beside } = (
      await delivered(file, 'terraform', scriptOf('#!/bin/bash\necho "${V} $$ %{http_code} %"\n'))
    ).delivery!;
    expect(bytes.toString()).toBe('#!/bin/bash\necho "$${V} $$ %%{http_code} %"\n');
    expect(beside!.extension).toBe('tf');
    expect(beside!.text('x.tftpl')).toMatchInlineSnapshot(`
      "# User data of campaign demo. Made by campaign 0.1.0: compile again rather than editing it.
      #
      #   resource "aws_instance" "box" {
      #     user_data                            = local.campaign_demo_user_data
      #     user_data_replace_on_change          = true
      #     instance_initiated_shutdown_behavior = "terminate"
      #   }

      variable "campaign_demo_run_id" {
        description = "Names the run, or takes it up again. Empty: a new run."
        type        = string
        default     = ""

        validation {
          condition     = can(regex("^([A-Za-z0-9][A-Za-z0-9._-]{0,127})?$", var.campaign_demo_run_id))
          error_message = "Use letters, digits, dots, dashes and underscores, 128 at most."
        }
      }

      variable "campaign_demo_store" {
        description = "Where results go in place of the store that was compiled in, as s3://bucket/prefix. Empty: there."
        type        = string
        default     = ""

        validation {
          condition     = can(regex("^((s3|file)://[A-Za-z0-9/_.@=+:-]{1,200})?$", var.campaign_demo_store))
          error_message = "Use s3://bucket/prefix or file:///directory, 200 characters at most."
        }
      }

      locals {
        campaign_demo_settings = [
          for variable, value in { CAMPAIGN_RUN_ID = var.campaign_demo_run_id, CAMPAIGN_STORE = var.campaign_demo_store } :
          "export \${variable}='\${value}'" if value != ""
        ]
        campaign_demo_script    = templatefile("\${path.module}/x.tftpl", {})
        campaign_demo_user_data = length(local.campaign_demo_settings) == 0 ? local.campaign_demo_script : join("\\n", concat(["#!/bin/bash"], local.campaign_demo_settings, [local.campaign_demo_script]))
      }
      "
    `);
  });

  test.each([
    ['echo \r echo', 'the text holds a carriage return that ends no line'],
    ['echo e\u0301', 'the text holds characters that are not in normal form C, such as an e and an accent of its own'],
  ])('%j is refused, in words', async (line, message) => {
    expect((await delivered(file, 'terraform', scriptOf(`#!/bin/bash\n${line}\n`))).fault).toMatchObject({
      message: expect.stringContaining(message),
      help: expect.stringContaining('filebase64'),
    });
    expect(await form(s3, 'terraform', scriptOf(`#!/bin/bash\n${line}\n`))).toBe('loader');
  });
});

describe('for Systems Manager', () => {
  interface Document {
    readonly parameters: Readonly<Record<string, { readonly allowedPattern?: string }>>;
    readonly mainSteps: readonly [{ readonly inputs: { readonly runCommand: readonly string[] } }];
  }
  const document = async (text: string, script?: Script): Promise<Document> =>
    JSON.parse((await delivered(text, 'ssm', script)).delivery!.bytes.toString());

  test('the document begins with the interpreter and passes its parameters as words that no shell can read more in', async () => {
    for (const script of [undefined, incompressible(60_000)]) {
      const { parameters, mainSteps } = await document(s3, script);
      const { runCommand } = mainSteps[0].inputs;
      expect(runCommand.slice(0, 4)).toEqual([
        '#!/bin/bash',
        "export CAMPAIGN_RUN_ID='{{ RunId }}'",
        "export CAMPAIGN_STORE='{{ Store }}'",
        "export CAMPAIGN_PROVISION='{{ Provision }}'",
      ]);
      expect(runCommand.join('\n').match(/\{\{/g)).toHaveLength(3);
      for (const { allowedPattern } of Object.values(parameters))
        for (const text of ["'", ' ', '$', '`', '\\', '\n', '"'])
          if (allowedPattern) expect(`a${text}`).not.toMatch(new RegExp(allowedPattern));
      expect(shellcheck(runCommand.join('\n'))).toBe('');
    }
  });

  test('a URL with two braces is refused: they would mean a parameter', async () => {
    expect((await delivered(s3, 'ssm', incompressible(60_000), 'https://example.com/{{x}}')).fault?.message).toBe(
      'two braces in `#   https://example.com/{{x}}` would mean a parameter of the document',
    );
  });
});
