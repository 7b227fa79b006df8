import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentState, Instance, World } from '../world.ts';
import { type Command, type Delivery, expire, type Invocation, isOver } from './command.ts';

/** Commands that an agent runs at a time (appconfig constants, amazon-ssm-agent). */
const workers = 5;
const maxStdout = 24_000;
const maxStderr = 8000;
const cut = '--output truncated--';

/** Gives an agent what waits for it, as far as it is there and has a hand free. */
export function work(world: World, instance: Instance): void {
  const { agent, box } = instance;
  if (!agent?.online || !box?.isUp || instance.state !== 'running') return;
  while (agent.running < workers) {
    const delivery = agent.queue.shift();
    if (!delivery) return;
    expire(delivery, world.now());
    if (!isOver(delivery.invocation)) void execute(world, instance, agent, delivery);
  }
}

async function execute(
  world: World,
  instance: Instance,
  agent: AgentState,
  { command, invocation }: Delivery,
): Promise<void> {
  agent.running += 1;
  invocation.status = 'InProgress';
  invocation.details = 'InProgress';
  invocation.started ??= world.now();
  const ended = await ran(world, instance, command, invocation);
  agent.running -= 1;
  // Whose machine is gone tells nobody: what was asked of it stays in progress until its time is over.
  if (ended && !isOver(invocation)) Object.assign(invocation, ended, { ended: world.now() });
  work(world, instance);
}

/**
 * Runs the script of a command as the agent does (agent/executers and agent/plugins/runscript, amazon-ssm-agent): `sh -c DIR/_script.sh`
 * in a process group of its own, over when nobody holds its output any more, and KILL to the group when it is cancelled or its time is over.
 */
async function ran(
  world: World,
  instance: Instance,
  command: Command,
  invocation: Invocation,
): Promise<Partial<Invocation> | undefined> {
  const box = instance.box!;
  const directory = `/var/lib/amazon/ssm/${instance.id}/document/orchestration/${command.id}/awsrunShellScript/0.awsrunShellScript`;
  const script = `${directory}/_script.sh`;
  box.write(script, `${command.script.join('\n')}\n`, 0o700);
  const environment = { AWS_SSM_INSTANCE_ID: instance.id, AWS_SSM_REGION_NAME: world.region };
  const child = box.run(['sh', '-c', script], environment, command.workingDirectory);
  let why: 'timeout' | 'cancel' | undefined;
  const kill = (reason: 'timeout' | 'cancel') => {
    why ??= reason;
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // All of it has ended meanwhile.
    }
  };
  const timer = setTimeout(() => kill('timeout'), command.executionTimeout * 1000);
  invocation.kill = () => kill('cancel');
  const gathered = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]!.setEncoding('utf8').on('data', text => {
      gathered[name] += text;
    });
  const [code, signal] = await new Promise<readonly [number | null, string | null]>(resolve => {
    child.once('error', () => resolve([1, null]));
    child.once('close', (...end) => resolve(end));
  });
  clearTimeout(timer);
  delete invocation.kill;
  // What ends badly may do so because its machine does, which shows a moment later.
  if (code !== 0 && !why) await sleep(150);
  if (box.isEnding) return undefined;
  const stdout = shortened(gathered.stdout, maxStdout);
  if (why) {
    const [status, details] =
      why === 'timeout' ? (['TimedOut', 'ExecutionTimedOut'] as const) : (['Cancelled', 'Cancelled'] as const);
    return { status, details, responseCode: 137, stdout, stderr: shortened(gathered.stderr, maxStderr) };
  }
  if (code === 0)
    return {
      status: 'Success',
      details: 'Success',
      responseCode: 0,
      stdout,
      stderr: shortened(gathered.stderr, maxStderr),
    };
  const complaint = `failed to run commands: ${signal === null ? `exit status ${code}` : `signal: ${signal}`}`;
  const stderr = shortened(`${gathered.stderr}${complaint}`, maxStderr);
  return { status: 'Failed', details: 'Failed', responseCode: code ?? -1, stdout, stderr };
}

function shortened(text: string, most: number): string {
  return text.length < most ? text : text.slice(0, most - cut.length) + cut;
}
