import { expect } from 'vitest';
import { deliver, type Target } from '../../interpreter/delivery.ts';
import { cloudInit } from '../../interpreter/targets/cloud-init.ts';
import type { StageResult } from '../../schema/records.ts';
import { compiled, planned } from '../interpreter/compiled.ts';
import type { Machine } from './boot.ts';

const compiler = 'campaign 0.1.0';

/** A campaign that clones its source from the machine's /out/repo and saves in the emulated bucket. */
export function campaign(stages: string, machine = '{ type: c7i.large }'): string {
  return `campaign: boot
version: 1
limits: { wall: 3m, stage: 1m, hold: 5s }
machine: ${machine}
store: { url: "s3://results/runs", region: us-east-1, checkpoint: 2s }
source: { dir: /opt/boot/engine }
stages:
${stages}`;
}

/** A machine with the repository of the campaign, and the campaign compiled for its commit. */
export async function prepared(machine: Machine, text: string) {
  const commit = machine.repository({ 'tracked.txt': 'tracked, here\n' });
  const origin = 'file:///out/repo';
  const { script, faults } = await compiled(text, { commit }, { origin });
  if (!script) throw new Error(JSON.stringify(faults.map(({ message }) => message)));
  const plan = await planned(text, { commit });
  const packed = (target: Target) => {
    const { delivery, fault } = deliver(script, plan, { target, compiler });
    if (!delivery) throw new Error(fault.message);
    const key = delivery.upload?.url.replace('s3://results/', '');
    return { userData: delivery.bytes, form: delivery.form, bucket: key === undefined ? {} : { [key]: script.text } };
  };
  const { sha256 } = script;
  const [whole] = cloudInit({ text: script.text, is: 'script', sha256, campaign: 'boot', compiler, wall: 180 });
  return { script, packed, mime: whole!.bytes };
}

/** What the run has left in the emulated bucket: there is one run. */
export function stored(machine: Machine) {
  const keys = machine.files('s3/runs/boot').filter(key => !key.startsWith('_scripts/'));
  const runs = new Set(keys.map(key => key.replace(/\/.*/, '')));
  expect(runs.size, machine.output).toBe(1);
  const [run] = runs;
  const text = (key: string) => machine.text(`s3/runs/boot/${run}/${key}`);
  return {
    keys: keys.map(key => key.slice(run!.length + 1)),
    text,
    result: (stage: string): StageResult => JSON.parse(text(`stages/${stage}/result.json`)),
    run: (): { readonly exitStatus: number } => JSON.parse(text('run.json')),
  };
}
