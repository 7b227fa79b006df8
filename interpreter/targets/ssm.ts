import { gzipSync } from 'node:zlib';
import { hereDocument, quoteValue } from '../quote.ts';
import { lines } from './cloud-init.ts';
import { arrival } from './loader.ts';
import type { DeliveryFault, Wrappable, Wrapped } from './wrapping.ts';

/**
 * A command document of Systems Manager for an instance that is up. It starts the script apart from the agent and ends, because a
 * command is ended after at most 48 hours, by SIGKILL
 * (https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html#aws-runShellScript).
 */
export function ssm(wrappable: Wrappable): Wrapped[] | DeliveryFault {
  const commands = (wrappable.is === 'loader' ? wrappable.text : unpacker(wrappable)).trimEnd().split('\n');
  // Two braces are a parameter to Systems Manager, wherever they stand.
  const braces = commands.find(line => line.includes('{{'));
  if (braces !== undefined)
    return {
      message: `two braces in \`${braces}\` would mean a parameter of the document`,
      help: 'fetch the script from a URL without them',
    };
  // The agent honours `#!` on the first line of the first command alone.
  const [first = '', ...rest] = commands;
  const runCommand = [first, ...parameters.map(({ name, variable }) => `export ${variable}='{{ ${name} }}'`), ...rest];
  const bytes = Buffer.from(`${JSON.stringify(document(wrappable, runCommand), null, 2)}\n`);
  return [{ form: 'gzip', bytes, size: bytes.length }];
}

/** What may be given when the document is run. The patterns let no character through that a shell reads. */
const parameters = [
  {
    name: 'RunId',
    variable: 'CAMPAIGN_RUN_ID',
    declaration: {
      type: 'String',
      description: 'Names the run, or takes it up again. Empty: a new run.',
      default: '',
      allowedPattern: '^$|^(resume:)?[A-Za-z0-9][A-Za-z0-9._-]{0,127}$',
    },
  },
  {
    name: 'Store',
    variable: 'CAMPAIGN_STORE',
    declaration: {
      type: 'String',
      description: 'Where results go in place of the store that was compiled in, as s3://bucket/prefix. Empty: there.',
      default: '',
      allowedPattern: '^$|^(s3|file)://[A-Za-z0-9/_.@=+:-]{1,200}$',
    },
  },
  {
    name: 'Provision',
    variable: 'CAMPAIGN_PROVISION',
    declaration: {
      type: 'String',
      description: '1: packages, users, setup, and the instance powers itself off at the end. 0: none of these.',
      default: '0',
      allowedValues: ['0', '1'],
    },
  },
] as const;

function document({ campaign, compiler }: Wrappable, runCommand: readonly string[]) {
  return {
    schemaVersion: '2.2',
    description: `Starts campaign ${campaign} on an instance that is up, and leaves it running. Made by ${compiler}.`,
    parameters: Object.fromEntries(parameters.map(({ name, declaration }) => [name, declaration])),
    mainSteps: [
      {
        action: 'aws:runShellScript',
        name: 'start',
        precondition: { StringEquals: ['platformType', 'Linux'] },
        inputs: { timeoutSeconds: '900', runCommand },
      },
    ],
  };
}

/** A script that carries the script, compressed, and starts it apart. */
function unpacker({ text, sha256, campaign, compiler, wall }: Wrappable): string {
  const packed = gzipSync(text, { level: 9 }).toString('base64');
  return [
    '#!/bin/bash',
    `# Starter of campaign ${campaign}, made by ${compiler}. The script itself is at the end, compressed.`,
    '',
    `CAMPAIGN=${quoteValue(campaign)}`,
    `SCRIPT_SHA256=${quoteValue(sha256)}`,
    `WALL=${wall}`,
    '',
    ...arrival('start-apart', 'unpack'),
    hereDocument('unpack', lines(packed), 'END_OF_SCRIPT'),
    'exit',
    '',
  ].join('\n');
}
