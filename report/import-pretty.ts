import type { Imported } from '../harness/import.ts';
import { count, countsText } from './findings.ts';
import { foldText } from './fold-text.ts';
import type { Colors } from './run/style.ts';

export interface ImportStyle {
  readonly colors: Colors;
  /** Also what other keys of the campaign say now. */
  readonly verbose: boolean;
  /** Absent: lines are not folded. */
  readonly columns?: number;
  /** Where the campaign was written; absent for stdout. */
  readonly file?: string;
}

/** What is told of a harness beside the campaign: what was wrong, what is left out and why, and what comes next. */
export function importText({ stages, remarks, commands, findings }: Imported, style: ImportStyle): string {
  const { colors, columns, file, verbose } = style;
  const of = (kind: string) => commands.filter(({ fate }) => fate?.kind === kind).length;
  const lines = [
    `${colors.bold(plural(commands.length, 'command'))} of the harness: ${of('stage')} in ${plural(stages.length, 'stage')}, ${of('moved')} said by other keys, ${of('left')} left out`,
  ];
  const section = (kind: 'wrong' | 'left' | 'moved', title: string) => {
    const own = remarks.filter(remark => remark.kind === kind);
    if (own.length > 0) lines.push('', colors.bold(title));
    for (const { file: from, line, message, cost, finding, now } of own) {
      const more = kind === 'wrong' ? '' : now === undefined ? '' : `: ${now}`;
      lines.push(...foldText(`  ${from}:${line}  `, `${message}${more}`, columns, 4));
      if (kind !== 'wrong') continue;
      if (cost !== undefined)
        lines.push(
          ...foldText('    cost: ', `${cost}${finding === undefined ? '' : ` [${finding}]`}`, columns).map(colors.dim),
        );
      if (now !== undefined) lines.push(...foldText('    now: ', now, columns));
    }
  };
  section('wrong', 'what was wrong with it');
  section('left', 'what is not carried over');
  if (verbose) section('moved', 'what other keys say now');
  const counts = count(findings);
  if (counts.errors + counts.warnings > 0)
    lines.push(
      '',
      `lint has ${countsText(counts)} to tell of the campaign${file === undefined ? '' : `: campaign lint ${file}`}`,
    );
  lines.push(
    file === undefined
      ? 'next: keep it with -o campaign.yaml, and decide what is marked `decide`'
      : `next: decide what is marked \`decide\` in ${file}, then campaign lint, campaign plan`,
  );
  return lines.join('\n');
}

function plural(number: number, name: string): string {
  return `${number} ${name}${number === 1 ? '' : 's'}`;
}
