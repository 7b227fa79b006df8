import type { Plan, PlannedStage } from '../plan/plan.ts';
import { readable } from '../plan/symbol.ts';
import { visible } from './excerpt.ts';
import { foldText } from './fold-text.ts';
import { besideOf, boxNeeds } from './plan-view.ts';
import type { Colors } from './run/style.ts';
import { textWidth } from './run/width.ts';

export interface PlanPrettyOptions {
  readonly colors: Colors;
  /** Absent: nothing is folded. */
  readonly columns?: number | undefined;
}

/** A plan for people: what it is bounded by, then every stage in execution order. */
export function planPretty(plan: Plan, options: PlanPrettyOptions): string {
  const beside = besideOf(plan);
  const width = Math.max(0, ...plan.stages.map(stage => textWidth(shown(stage.name))));
  const digits = String(plan.stages.length).length;
  const stages = plan.stages.flatMap((stage, index) =>
    stageLines(stage, index + 1, beside.get(stage.name) ?? [], { ...options, width, digits }),
  );
  return `${[...headLines(plan, options), '', ...stages].join('\n')}\n`;
}

function headLines(plan: Plan, options: PlanPrettyOptions): string[] {
  const { bold } = options.colors;
  const { time, limits, machine, store, repository } = plan;
  const running = plan.stages.filter(stage => !stage.off).length;
  const off = plan.stages.length - running;
  const name = shown(plan.campaign.name.value);
  const title = [
    name,
    ...(plan.profile === undefined ? [] : [`profile ${shown(plan.profile)}`]),
    ...(repository.commit === undefined ? [] : [`commit ${repository.commit.slice(0, 12)}`]),
    `${running} ${running === 1 ? 'stage' : 'stages'}${off > 0 ? `, ${off} skipped` : ''}`,
  ].join(' · ');
  const [first, ...rest] = foldText('', title, options.columns, 2);
  const rows: (readonly [string, string])[] = [
    [
      'worst case',
      `${duration(time.worstCase)}${limits.wall === undefined ? '' : ` of ${duration(limits.wall)} wall time`}${
        time.buildSeconds === 0 ? '' : `, and up to ${duration(time.buildSeconds)} where a prebuilt artifact is missing`
      }`,
    ],
    ['cost', costText(plan)],
    ...(time.criticalPath.length > 0
      ? [['critical path', `${time.criticalPath.map(shown).join(' → ')} (${duration(time.criticalSeconds)})`] as const]
      : []),
    [
      'machine',
      [
        machine.type === undefined ? 'not named' : shown(machine.type),
        machine.market,
        ...(machine.count > 1 ? [`${machine.count} of them`] : []),
      ].join(', '),
    ],
    [
      'store',
      `${store.url === undefined ? '.campaign/, local runs only' : shown(store.url)}, saved every ${duration(store.checkpoint)}`,
    ],
    ...(machine.type !== undefined || !(store.url ?? 'file://').startsWith('file://')
      ? [['a local run', 'campaign run: on this machine, at no cost, with its results in .campaign/'] as const]
      : []),
    ...(plan.params.size > 0
      ? [
          [
            'params',
            [...plan.params]
              .map(([name, value]) => `${name}=${value === undefined ? '?' : shown(String(value))}`)
              .join(' '),
          ] as const,
        ]
      : []),
  ];
  return [
    first!.replace(name, bold),
    ...rest,
    ...rows.flatMap(([label, text]) => labelled('  ', label, 13, text, options)),
  ];
}

function costText({ time, limits, machine }: Plan): string {
  const limit = limits.cost === undefined ? '' : ` of ${dollars(limits.cost)}`;
  if (!machine.price || time.worstCost === undefined)
    return machine.type === undefined
      ? 'unknown: the campaign names no machine'
      : `unknown: no price is known for ${shown(machine.type)}`;
  const from = machine.price.from === 'stated' ? 'as stated' : 'from the table of known types';
  return `at most ${dollars(time.worstCost)}${limit} (${machine.price.usdPerHour} USD/h ${from})`;
}

interface StageOptions extends PlanPrettyOptions {
  readonly width: number;
  readonly digits: number;
}

function stageLines(stage: PlannedStage, number: number, beside: readonly string[], options: StageOptions): string[] {
  const { bold, dim, yellow } = options.colors;
  const name = shown(stage.name);
  const margin = ' '.repeat(options.digits + 2);
  const head = `${dim(String(number).padStart(options.digits))}  ${bold(name)}`;
  // Times stand in a column of their own where the window has room for it.
  const roomy = options.columns === undefined || margin.length + options.width + 26 <= options.columns;
  const gap = ' '.repeat(options.width - textWidth(name) + 2);
  const timed = (text: string, color = (plain: string) => plain) =>
    roomy ? [`${head}${gap}${color(text)}`] : [head, ...lines('time', text)];
  const lines = (label: string, text: string) => labelled(margin, label, 8, text, options);
  if (stage.off)
    return [
      ...timed('skipped', yellow),
      ...lines(
        'because',
        stage.off.why === 'condition' ? `its condition is false: ${shown(stage.off.text)}` : shown(stage.off.text),
      ),
    ];
  const time =
    stage.timeout === undefined
      ? 'no timeout'
      : `${duration(stage.timeout)}${stage.attempts > 1 ? ` × ${stage.attempts} attempts` : ''}`;
  const kept = stage.produces.filter(output => output.upload);
  const left = stage.produces.filter(output => !output.upload);
  const box = boxNeeds(stage).map(shown);
  return [
    ...timed(`${time}${stage.exclusive ? ', alone' : ''}`),
    ...(stage.needs.length > 0 ? lines('after', names(stage.needs.map(({ to }) => to))) : []),
    ...(beside.length > 0 ? lines('beside', names(beside)) : []),
    ...(box.length > 0 ? lines('needs', box.join(', ')) : []),
    ...(stage.boxCondition ? lines('if', `${shown(stage.stage.if?.text ?? '')} (decided on the box)`) : []),
    ...(kept.length > 0 ? lines('uploads', kept.map(output => shown(output.path.text)).join(', ')) : []),
    ...(left.length > 0
      ? lines('leaves', `${left.map(output => shown(output.path.text)).join(', ')} (not uploaded)`)
      : []),
  ];
}

function labelled(
  margin: string,
  label: string,
  width: number,
  text: string,
  { colors, columns }: PlanPrettyOptions,
): string[] {
  const lead = `${margin}${label.padEnd(width)} `;
  return foldText(lead, text, columns).map((line, index) =>
    index === 0 ? `${margin}${colors.dim(label.padEnd(width))} ${line.slice(lead.length)}` : line,
  );
}

/** Names of stages; three or more instances of one stage are told as one. */
function names(all: readonly string[]): string {
  const base = (name: string) => name.replace(/\[.*/s, '');
  const counts = new Map<string, number>();
  for (const name of all) counts.set(base(name), (counts.get(base(name)) ?? 0) + 1);
  const told = new Set(
    all.map(name => (counts.get(base(name))! > 2 ? `${base(name)}[…] × ${counts.get(base(name))}` : name)).map(shown),
  );
  const most = 8;
  const list = [...told];
  return list.length <= most
    ? list.join(', ')
    : `${list.slice(0, most - 1).join(', ')} and ${list.length - most + 1} more`;
}

function shown(text: string): string {
  return visible(readable(text));
}

/** `1h 30m`, `45s`. */
function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor(whole / 60) % 60, 'm'],
    [whole % 60, 's'],
  ] as const;
  return (
    parts
      .filter(([amount]) => amount > 0)
      .map(([amount, unit]) => `${amount}${unit}`)
      .join(' ') || '0s'
  );
}

function dollars(amount: number): string {
  return `${amount < 0.01 && amount > 0 ? amount.toPrecision(1) : amount.toFixed(2)} USD`;
}
