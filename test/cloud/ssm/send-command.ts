import { randomUUID } from 'node:crypto';
import type { Action, Parameters } from '../call.ts';
import { Failure } from '../failure.ts';
import { group, groups, number, text, texts } from '../query.ts';
import type { Instance, World } from '../world.ts';
import { work } from './agent.ts';
import { type Command, expire, type Invocation, isOver } from './command.ts';

/** Of a document with the parameters that it is given; the whole request may have more (facts: MaxDocumentSizeExceeded). */
const maxDocument = 64 * 1024;
const maxRequest = 100 * 1024;
const agentDirectory = '/usr/bin/';

export function sendCommand(world: World): Action {
  return {
    mutating: true,
    takes: {
      ...{
        CloudWatchOutputConfig: { CloudWatchLogGroupName: 'text', CloudWatchOutputEnabled: 'flag' },
        Comment: 'text',
      },
      ...{
        DocumentHash: 'text',
        DocumentHashType: 'text',
        DocumentName: 'text!',
        DocumentVersion: 'text',
        InstanceIds: ['text'],
      },
      ...{
        MaxConcurrency: 'text',
        MaxErrors: 'text',
        OutputS3BucketName: 'text',
        OutputS3KeyPrefix: 'text',
        OutputS3Region: 'text',
      },
      ...{ Parameters: { '*': ['text'] }, Targets: [{ Key: 'text', Values: ['text'] }], TimeoutSeconds: 'number' },
    },
    does: parameters => {
      const instances = targets(world, parameters);
      const command = commandOf(world, parameters);
      for (const { id } of instances) command.invocations.set(id, pending(id));
      world.commands.set(command.id, command);
      for (const instance of instances) {
        const delivery = { command, invocation: command.invocations.get(instance.id)! };
        instance.agent!.queue.push(delivery);
        if (world.twice) instance.agent!.queue.push(delivery);
        work(world, instance);
      }
      return { Command: commandItem(command) };
    },
  };
}

function pending(instanceId: string): Invocation {
  return { instanceId, status: 'Pending', details: 'Pending', responseCode: -1, stdout: '', stderr: '' };
}

/** Machines that Systems Manager knows; also those whose agent does not answer just now. */
export function managed(world: World): readonly Instance[] {
  return [...world.instances.values()].filter(each => each.agent && !each.vanished && each.state !== 'terminated');
}

function targets(world: World, parameters: Parameters): readonly Instance[] {
  const ids = texts(parameters, 'InstanceIds');
  const wanted = groups(parameters, 'Targets');
  if (ids.length > 0 === wanted.length > 0)
    throw new Failure('ValidationException', 'Either InstanceIds or Targets must be given, and not both');
  if (ids.length > 50)
    throw new Failure(
      'ValidationException',
      "1 validation error detected: Value at 'instanceIds' failed to satisfy constraint: Member must have length less than or equal to 50",
    );
  const known = managed(world);
  if (ids.length > 0) {
    const unknown = ids.filter(id => !known.some(each => each.id === id && each.state === 'running'));
    if (unknown.length > 0)
      throw new Failure(
        'InvalidInstanceId',
        `Instances [[${unknown.join(', ')}]] not in a valid state for account 123456789012`,
      );
    return known.filter(each => ids.includes(each.id));
  }
  return known.filter(each =>
    wanted.every(target => {
      const key = text(target, 'Key') ?? '';
      const values = texts(target, 'Values');
      if (key.toLowerCase() === 'instanceids') return values.includes(each.id);
      if (!key.startsWith('tag:')) throw new Failure('InvalidTarget', `The target key ${key} is not valid`);
      return values.includes(each.tags.get(key.slice(4)) ?? '');
    }),
  );
}

function commandOf(world: World, parameters: Parameters): Command {
  const name = text(parameters, 'DocumentName')!.replace(/^arn:aws:ssm:[a-z0-9-]*::document\//, '');
  if (name !== 'AWS-RunShellScript') throw new Failure('InvalidDocument', `Document with name ${name} does not exist.`);
  const comment = text(parameters, 'Comment') ?? '';
  if (comment.length > 100)
    throw new Failure(
      'ValidationException',
      `1 validation error detected: Value '${comment}' at 'comment' failed to satisfy constraint: Member must have length less than or equal to 100`,
    );
  const deliveryTimeout = number(parameters, 'TimeoutSeconds') ?? 3600;
  if (deliveryTimeout < 30 || deliveryTimeout > 2_592_000)
    throw new Failure(
      'ValidationException',
      `1 validation error detected: Value '${deliveryTimeout}' at 'timeoutSeconds' failed to satisfy constraint: Member must have value ${deliveryTimeout < 30 ? 'greater than or equal to 30' : 'less than or equal to 2592000'}`,
    );
  const given = group(parameters, 'Parameters') as Readonly<Record<string, readonly string[]>>;
  for (const each of Object.keys(given))
    if (!['commands', 'workingDirectory', 'executionTimeout'].includes(each))
      throw new Failure('InvalidParameters', `Parameter(s) [${each}] is not valid for document AWS-RunShellScript.`);
  const script = given.commands ?? [];
  if (script.length === 0) throw new Failure('InvalidParameters', 'Missing required parameter: commands');
  const size = Buffer.byteLength(JSON.stringify(given));
  if (size > maxRequest) throw new Failure('ValidationException', `The parameters exceed ${maxRequest} bytes`);
  if (size > maxDocument) throw new Failure('MaxDocumentSizeExceeded', 'The size limit of a document is 64 KB.');
  const limit = given.executionTimeout?.[0] ?? '3600';
  // The document's own pattern allows 1 to 172800; the agent takes less than 5 as 3600 (pluginutil.go).
  if (!/^[1-9]\d{0,5}$/.test(limit) || Number(limit) > 172_800)
    throw new Failure(
      'InvalidParameters',
      `Parameter "executionTimeout" has value "${limit}" not matching the allowed pattern.`,
    );
  return {
    id: randomUUID(),
    script,
    workingDirectory: given.workingDirectory?.[0] || agentDirectory,
    executionTimeout: Number(limit) < 5 ? 3600 : Number(limit),
    deliveryTimeout,
    comment,
    parameters: given,
    requested: world.now(),
    invocations: new Map(),
  };
}

export function commandItem(command: Command) {
  const all = [...command.invocations.values()];
  const status = all.every(isOver)
    ? (all.find(each => each.status !== 'Success')?.status ?? 'Success')
    : (all.find(each => !isOver(each))?.status ?? 'Pending');
  return {
    CommandId: command.id,
    DocumentName: 'AWS-RunShellScript',
    DocumentVersion: '$DEFAULT',
    Comment: command.comment,
    ExpiresAfter: (command.requested + (command.deliveryTimeout + command.executionTimeout) * 1000) / 1000,
    Parameters: command.parameters,
    InstanceIds: all.map(each => each.instanceId),
    Targets: [],
    RequestedDateTime: command.requested / 1000,
    Status: status,
    StatusDetails: status,
    OutputS3Region: '',
    OutputS3BucketName: '',
    OutputS3KeyPrefix: '',
    MaxConcurrency: '50',
    MaxErrors: '0',
    TargetCount: all.length,
    CompletedCount: all.filter(isOver).length,
    ErrorCount: all.filter(each => isOver(each) && each.status !== 'Success').length,
    DeliveryTimedOutCount: all.filter(each => each.details === 'DeliveryTimedOut').length,
    TimeoutSeconds: command.deliveryTimeout,
  };
}

/** Those of a command, after what has run out of time. */
export function invocationsOf(world: World, command: Command): readonly Invocation[] {
  for (const invocation of command.invocations.values()) {
    expire({ command, invocation }, world.now());
    const lastMoment =
      (invocation.started ?? world.now()) + (command.executionTimeout + command.deliveryTimeout) * 1000;
    if (!isOver(invocation) && world.now() > lastMoment)
      Object.assign(invocation, { status: 'TimedOut', details: 'ExecutionTimedOut', ended: world.now() });
  }
  return [...command.invocations.values()];
}
