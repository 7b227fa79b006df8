import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Plan, PlannedStage } from '../plan/plan.ts';
import { isInPath } from './aws.ts';
import type { Surroundings } from './fault.ts';
import type { Does } from './rehearsal.ts';

/** A server on this machine that has nothing. */
export interface EmptyServer {
  readonly url: string;
  close(): void;
}

/** Starts one that answers every request with 404. */
export async function startEmptyServer(): Promise<EmptyServer> {
  const server = createServer((_, response) => response.writeHead(404).end());
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Why the script could not even ask for an artifact here; absent when it can. */
export function noDownload({ path }: Pick<Surroundings, 'path'>): string | undefined {
  if (!isInPath('curl', path)) return 'there is no curl in PATH, with which the script fetches an artifact';
  if (!isInPath('jq', path) && !isInPath('python3', path))
    return 'there is neither jq nor python3 in PATH, with which the script reads what is said of an artifact';
  return undefined;
}

/**
 * What the run must do without its artifacts when this stage and those before it are wanted; absent: none of them is asked for. An
 * artifact that no stage names is asked for by all.
 */
export function mustDo(plan: Plan, stage: PlannedStage): Does | undefined {
  const wanted = withNeeds(plan, stage);
  const users = (artifact: Plan['prebuilt'][number]) => plan.stages.filter(each => uses(each, artifact));
  const asked = plan.prebuilt.filter(artifact => {
    const all = users(artifact);
    return all.length === 0 || all.some(({ name }) => wanted.has(name));
  });
  if (asked.length === 0) return undefined;
  return asked.every(({ prebuilt }) => plan.stages.some(({ derived }) => derived?.from === prebuilt))
    ? 'built'
    : 'not-started';
}

function uses(stage: PlannedStage, { prebuilt }: Plan['prebuilt'][number]): boolean {
  return stage.requires.some(required => required.kind === 'path' && required.prebuilt === prebuilt);
}

function withNeeds(plan: Plan, stage: PlannedStage): ReadonlySet<string> {
  const wanted = new Set([stage.name]);
  // Backwards: what a stage needs comes before it.
  for (const each of [...plan.stages].reverse())
    if (wanted.has(each.name)) for (const { to } of each.needs) wanted.add(to);
  return wanted;
}
