import type { Fault } from '../rehearsal/fault.ts';
import type { Invocation } from './invocation.ts';
import { Refusal } from './io.ts';

/** The faults that `--fault` names; all of them where it names none. */
export function chosenFaults(invocation: Invocation, faults: readonly Fault[]): readonly Fault[] {
  const asked = invocation.values('fault');
  for (const name of asked)
    if (!faults.some(fault => fault.name === name))
      throw new Refusal(
        `there is no fault \`${name}\``,
        `there are ${faults.map(({ name: known }) => known).join(', ')}`,
      );
  return asked.length === 0 ? faults : faults.filter(({ name }) => asked.includes(name));
}

/** The stages that `--stage` names; all of them where it names none. A name stands for all instances of its matrix. */
export function chosenStages(invocation: Invocation, stages: readonly string[]): readonly string[] {
  const asked = invocation.values('stage');
  const isMeant = (stage: string, name: string) => stage === name || stage.startsWith(`${name}[`);
  for (const name of asked)
    if (!stages.some(stage => isMeant(stage, name)))
      throw new Refusal(`no stage that runs is called \`${name}\``, `there are ${stages.join(', ')}`);
  return asked.length === 0 ? stages : stages.filter(stage => asked.some(name => isMeant(stage, name)));
}
