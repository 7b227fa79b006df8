import type { Action, Output } from '../call.ts';
import { Failure } from '../failure.ts';
import { flag, groups, number, text, texts } from '../query.ts';
import type { World } from '../world.ts';
import { type Command, type Invocation, isOver } from './command.ts';
import { commandItem, invocationsOf } from './send-command.ts';

const time = (at: number | undefined) => (at === undefined ? '' : new Date(at).toISOString());

function commandNamed(world: World, id: string): Command | undefined {
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id))
    throw new Failure(
      'ValidationException',
      `1 validation error detected: Value '${id}' at 'commandId' failed to satisfy constraint: Member must have length 36`,
    );
  const command = world.commands.get(id);
  return command && world.now() - command.requested >= world.unseen * 1000 ? command : undefined;
}

export function getCommandInvocation(world: World): Action {
  return {
    takes: { CommandId: 'text!', InstanceId: 'text!', PluginName: 'text' },
    does: parameters => {
      const command = commandNamed(world, text(parameters, 'CommandId')!);
      const invocation =
        command && invocationsOf(world, command).find(each => each.instanceId === text(parameters, 'InstanceId'));
      if (!command || !invocation) throw new Failure('InvocationDoesNotExist', '');
      const { started, ended } = invocation;
      return {
        CommandId: command.id,
        InstanceId: invocation.instanceId,
        Comment: command.comment,
        DocumentName: 'AWS-RunShellScript',
        DocumentVersion: '$DEFAULT',
        PluginName: 'aws:runShellScript',
        ResponseCode: invocation.responseCode,
        ExecutionStartDateTime: time(started),
        ExecutionElapsedTime: started !== undefined && ended !== undefined ? `PT${(ended - started) / 1000}S` : '',
        ExecutionEndDateTime: time(ended),
        Status: invocation.status,
        StatusDetails: invocation.details,
        // Nothing of a script that still runs.
        StandardOutputContent: isOver(invocation) ? invocation.stdout : '',
        StandardOutputUrl: '',
        StandardErrorContent: isOver(invocation) ? invocation.stderr : '',
        StandardErrorUrl: '',
        CloudWatchOutputConfig: { CloudWatchLogGroupName: '', CloudWatchOutputEnabled: false },
      };
    },
  };
}

export function listCommandInvocations(world: World): Action {
  return {
    takes: {
      ...{ CommandId: 'text', Details: 'flag', Filters: [{ key: 'text', value: 'text' }], InstanceId: 'text' },
      ...{ MaxResults: 'number', NextToken: 'text' },
    },
    does: parameters => {
      const { CommandId, InstanceId } = parameters;
      const command = CommandId === undefined ? undefined : commandNamed(world, String(CommandId));
      if (CommandId !== undefined && !command) return { CommandInvocations: [] };
      const filters = groups(parameters, 'Filters');
      const bad = filters.find(each => text(each, 'key') !== 'Status');
      if (bad) throw new Failure('InvalidFilterKey', `The emulator knows no filter ${text(bad, 'key')}`);
      const all = (command ? [command] : [...world.commands.values()]).flatMap(each =>
        invocationsOf(world, each)
          .filter(({ instanceId }) => InstanceId === undefined || instanceId === InstanceId)
          .filter(({ status }) => filters.every(filter => filter.value === status))
          .map(invocation => invocationItem(each, invocation, flag(parameters, 'Details') ?? false)),
      );
      return paged(all, 'CommandInvocations', number(parameters, 'MaxResults'), text(parameters, 'NextToken'));
    },
  };
}

function invocationItem(command: Command, invocation: Invocation, details: boolean): Output {
  const { status, started, ended } = invocation;
  const output = isOver(invocation)
    ? invocation.stdout + (invocation.stderr && `\n----------ERROR-------\n${invocation.stderr}`)
    : '';
  const plugin = {
    Name: 'aws:runShellScript',
    Status: status,
    StatusDetails: invocation.details,
    ResponseCode: invocation.responseCode,
    ...(started !== undefined && { ResponseStartDateTime: started / 1000 }),
    ...(ended !== undefined && { ResponseFinishDateTime: ended / 1000 }),
    Output: output.slice(0, 2500),
  };
  return {
    CommandId: command.id,
    InstanceId: invocation.instanceId,
    InstanceName: '',
    Comment: command.comment,
    DocumentName: 'AWS-RunShellScript',
    DocumentVersion: '$DEFAULT',
    RequestedDateTime: command.requested / 1000,
    Status: status,
    StatusDetails: invocation.details,
    CommandPlugins: details ? [plugin] : [],
  };
}

export function listCommands(world: World): Action {
  return {
    takes: { CommandId: 'text', InstanceId: 'text', MaxResults: 'number', NextToken: 'text' },
    does: parameters => {
      const all = [...world.commands.values()].filter(
        each =>
          (parameters.CommandId === undefined || each.id === parameters.CommandId) &&
          (parameters.InstanceId === undefined || each.invocations.has(String(parameters.InstanceId))),
      );
      for (const each of all) invocationsOf(world, each);
      return paged(all.map(commandItem), 'Commands', number(parameters, 'MaxResults'), text(parameters, 'NextToken'));
    },
  };
}

export function cancelCommand(world: World): Action {
  return {
    mutating: true,
    takes: { CommandId: 'text!', InstanceIds: ['text'] },
    does: parameters => {
      const command = commandNamed(world, text(parameters, 'CommandId')!);
      if (!command) throw new Failure('InvalidCommandId', '');
      const ids = texts(parameters, 'InstanceIds');
      for (const invocation of invocationsOf(world, command)) {
        if (isOver(invocation) || (ids.length > 0 && !ids.includes(invocation.instanceId))) continue;
        if (invocation.status === 'Pending')
          Object.assign(invocation, { status: 'Cancelled', details: 'Cancelled', ended: world.now() });
        else {
          Object.assign(invocation, { status: 'Cancelling', details: 'Cancelling' });
          // An agent that is not there hears nothing of it.
          if (world.instances.get(invocation.instanceId)?.agent?.online) invocation.kill?.();
        }
      }
      return {};
    },
  };
}

/** Pages of SSM: at most 50 a page, where a call does not say less. */
export function paged(items: readonly Output[], name: string, most = 50, token?: string): Output {
  const from = token === undefined ? 0 : Number(/^page-(\d+)$/.exec(Buffer.from(token, 'base64').toString())?.[1]);
  if (Number.isNaN(from)) throw new Failure('InvalidNextToken', 'The specified token is not valid.');
  if (most < 1 || most > 50)
    throw new Failure(
      'ValidationException',
      `1 validation error detected: Value '${most}' at 'maxResults' failed to satisfy constraint: Member must have value between 1 and 50`,
    );
  const next = from + most < items.length ? { NextToken: Buffer.from(`page-${from + most}`).toString('base64') } : {};
  return { [name]: items.slice(from, from + most), ...next };
}
