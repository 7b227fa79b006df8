import type { Imported } from '../harness/import.ts';

/** `campaign import --format json`: the campaign, and what has become of every command of the harness. */
export function importObject(
  { text, stages, remarks, commands }: Imported,
  campaign: string,
  file: string | undefined,
) {
  return {
    version: 1,
    campaign,
    file: file ?? null,
    text,
    stages: stages.map(({ name, file: from, line, commands: count }) => ({ name, file: from, line, commands: count })),
    remarks: remarks.map(({ kind, file: from, line, message, cost, finding, now }) => ({
      kind,
      file: from,
      line,
      message,
      cost: cost ?? null,
      finding: finding ?? null,
      now: now ?? null,
    })),
    commands: commands.map(({ script, line, fate }) => ({
      file: script.path,
      line,
      in: fate?.kind === 'stage' ? `stages.${fate.stage}` : fate?.kind === 'moved' ? fate.to : null,
      why: fate?.kind === 'left' ? fate.why : null,
    })),
  };
}
