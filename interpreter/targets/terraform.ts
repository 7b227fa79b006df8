import type { DeliveryFault, Wrappable, Wrapped } from './wrapping.ts';

/** Room for the lines that Terraform's variables may add. */
const settingsRoom = 512;

/**
 * A template that `templatefile()` renders to the same bytes, and Terraform's declarations beside it. The template takes no
 * variables, so that its text is the script's; what Terraform sets is put before it.
 */
export function terraform(wrappable: Wrappable): Wrapped[] | DeliveryFault {
  const { text } = wrappable;
  const hazard = templateHazard(text);
  if (hazard !== undefined)
    return {
      message: `${hazard}, which templatefile() would change or refuse`,
      help: 'give Terraform the bytes instead: campaign compile --packed -o FILE, and user_data_base64 = filebase64("FILE")',
    };
  const bytes = Buffer.from(template(text));
  const beside = { extension: 'tf', text: (name: string) => declarations(wrappable, name) };
  return [{ form: 'plain', bytes, size: Buffer.byteLength(text) + settingsRoom, beside }];
}

/**
 * A text as a template of itself. In Terraform's template language only `${` and `%{` mean something, and doubling the first
 * character takes the meaning away (https://developer.hashicorp.com/terraform/language/expressions/strings).
 */
export function template(text: string): string {
  return text.replaceAll('${', () => '$${').replaceAll('%{', () => '%%{');
}

/** What in a text no template gives back byte for byte; absent when there is nothing. Found by running Terraform 1.11. */
export function templateHazard(text: string): string | undefined {
  if (text.startsWith('\ufeff')) return 'the text begins with a byte order mark';
  if (!text.isWellFormed()) return 'the text is not valid Unicode';
  if (/\r(?!\n)/.test(text)) return 'the text holds a carriage return that ends no line';
  if (text !== text.normalize('NFC'))
    return 'the text holds characters that are not in normal form C, such as an e and an accent of its own';
  return undefined;
}

function declarations({ campaign, compiler, url }: Wrappable, file: string): string {
  const name = `campaign_${campaign.replaceAll('-', '_')}`;
  const lies =
    url === undefined
      ? ''
      : `#\n# The script must lie at ${url.replaceAll(/[^ -~]/g, '?')}\n# before an instance starts.\n`;
  return `# User data of campaign ${campaign}. Made by ${compiler}: compile again rather than editing it.
${lies}#
#   resource "aws_instance" "box" {
#     user_data                            = local.${name}_user_data
#     user_data_replace_on_change          = true
#     instance_initiated_shutdown_behavior = "terminate"
#   }

variable "${name}_run_id" {
  description = "Names the run, or takes it up again. Empty: a new run."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^([A-Za-z0-9][A-Za-z0-9._-]{0,127})?$", var.${name}_run_id))
    error_message = "Use letters, digits, dots, dashes and underscores, 128 at most."
  }
}

variable "${name}_store" {
  description = "Where results go in place of the store that was compiled in, as s3://bucket/prefix. Empty: there."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^((s3|file)://[A-Za-z0-9/_.@=+:-]{1,200})?$", var.${name}_store))
    error_message = "Use s3://bucket/prefix or file:///directory, 200 characters at most."
  }
}

locals {
  ${name}_settings = [
    for variable, value in { CAMPAIGN_RUN_ID = var.${name}_run_id, CAMPAIGN_STORE = var.${name}_store } :
    "export \${variable}='\${value}'" if value != ""
  ]
  ${name}_script    = templatefile("\${path.module}/${file}", {})
  ${name}_user_data = length(local.${name}_settings) == 0 ? local.${name}_script : join("\\n", concat(["#!/bin/bash"], local.${name}_settings, [local.${name}_script]))
}
`;
}
