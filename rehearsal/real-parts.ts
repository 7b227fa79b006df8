import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { contains } from '../plan/path-set.ts';
import type { PlannedOutput, PlannedStage } from '../plan/plan.ts';
import type { RunEvent } from '../schema/records.ts';
import type { Part } from './evidence.ts';
import type { Remains } from './remains.ts';

/** Where and when a stage ran with its own commands. */
export interface RealGround {
  /** The checkout. */
  readonly source: string;
  /** The run's own directory on the box. */
  readonly local: string;
  readonly events: readonly RunEvent[];
  /** Seconds on the run's clock (`up` of its events): when the stage began, and when all was over with it. */
  readonly began: number;
  readonly over: number;
  /** Seconds between two saves of the store. */
  readonly checkpoint: number;
}

/**
 * Compares what a stage has left on the box with what is in the store, byte by byte. What differs counts as lost since it was saved last,
 * or since the stage began: how much of it is work, only the stage knows.
 */
export function realParts(stage: PlannedStage, remains: Remains, ground: RealGround): readonly Part[] {
  const keys = new Set(remains.keys());
  const folder = `stages/${stage.name}/`;
  const part = (name: string, path: string, interval: number, names: readonly string[]): Part => {
    const key = names.map(each => `${folder}${each}`).find(each => keys.has(each));
    const left = readFileSync(path);
    // What is empty holds no work, such as the log of a stage that says nothing.
    if (key === undefined ? left.length === 0 : left.equals(remains.bytes(key))) return { name, interval, lost: 0 };
    const saves = ground.events.flatMap(event =>
      event.event === 'checkpoint' && event.stage === stage.name && names.includes(event.key.slice(folder.length))
        ? [event.up]
        : [],
    );
    return { name, interval, lost: Math.max(0.01, ground.over - Math.max(ground.began, ...saves)) };
  };
  const outputs = stage.produces
    .filter(({ upload }) => upload)
    .flatMap(output => {
      const interval = output.checkpoint === 0 ? 0 : Math.max(ground.checkpoint, output.checkpoint);
      return filesOf(output, ground.source).map(file => {
        const key = keyOf(output, file);
        return part(file, join(ground.source, file), interval, [`outputs/${key}`, `partial/${key}`]);
      });
    });
  const log = join(ground.local, folder, 'log');
  return [...outputs, ...(existsSync(log) ? [part('log', log, ground.checkpoint, ['log', 'partial/log'])] : [])];
}

/** Relative to the checkout. */
function filesOf({ path }: PlannedOutput, source: string): readonly string[] {
  if (path.kind === 'file') return isFile(join(source, path.text)) ? [path.text] : [];
  const root = path.text.slice(0, path.text.search(/[^/]*[*?[{]|$/));
  const directory = join(source, root);
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map(name => join(root, name))
    .filter(name => contains(path, name) && !name.startsWith('.git/') && isFile(join(source, name)))
    .sort();
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Below outputs/ or partial/. */
function keyOf(output: PlannedOutput, file: string): string {
  if (output.as === undefined) return file;
  return output.path.kind === 'file' ? output.as : join(output.as, file.slice(output.path.text.length));
}
