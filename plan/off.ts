import type { PlannedStage } from './plan.ts';
import { readable } from './symbol.ts';

/**
 * Turns off what cannot get its inputs: a stage with an input whose producers are all off, and so on down the line.
 * `stages` are in plan order, so what a stage waits for is decided before it.
 */
export function spreadOff(stages: readonly PlannedStage[]): readonly PlannedStage[] {
  const off = new Set<string>();
  return stages.map(stage => {
    const why = stage.off ?? missingInput(stage, off);
    if (why === undefined) return stage;
    off.add(stage.name);
    return { ...stage, off: why };
  });
}

function missingInput(stage: PlannedStage, off: ReadonlySet<string>): PlannedStage['off'] {
  for (const required of stage.requires) {
    const producers =
      required.kind === 'stage'
        ? required.stages
        : required.kind === 'path' && !required.prebuilt
          ? required.producers
          : [];
    if (producers.length === 0 || producers.some(name => !off.has(name))) continue;
    const names = producers.map(name => `\`${readable(name)}\``).join(', ');
    const are = producers.length === 1 ? 'is' : 'are';
    const text =
      required.kind === 'stage'
        ? `it waits for ${names}, which ${are} off`
        : required.kind === 'path'
          ? `\`${readable(required.path.text)}\` comes only from ${names}, which ${are} off`
          : '';
    return { why: 'input', text };
  }
  return undefined;
}
