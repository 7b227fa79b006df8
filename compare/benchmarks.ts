import { gathered, type Measurement } from './measurement.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What a benchmark tool's JSON holds, told by its shape; `undefined`: the shape of none. */
export function benchmarkMeasurements(value: unknown): Measurement[] | undefined {
  if (!isFields(value)) return undefined;
  if (Array.isArray(value.results)) return hyperfine(value.results.filter(isFields));
  if (Array.isArray(value.benchmarks)) {
    const benchmarks = value.benchmarks.filter(isFields);
    return benchmarks.some(({ stats }) => isFields(stats)) ? pytest(benchmarks) : google(benchmarks);
  }
  return criterion(value);
}

/**
 * `hyperfine --export-json`: seconds, every run in `times`, one that failed by `exit_codes` with no number; commands that `-n` gave the
 * same name are told apart by their parameters (github.com/sharkdp/hyperfine, src/benchmark/benchmark_result.rs).
 */
function hyperfine(results: readonly Fields[]): Measurement[] | undefined {
  if (!results.every(({ command }) => typeof command === 'string')) return undefined;
  const commands = results.map(({ command }) => String(command));
  return gathered(
    results.flatMap(({ command, times, mean, exit_codes, parameters }) => {
      const alone = commands.indexOf(String(command)) === commands.lastIndexOf(String(command));
      const chosen = alone || !isFields(parameters) ? [] : Object.entries(parameters);
      const item = [String(command), ...chosen.map(([name, value]) => `${name}=${String(value)}`)].join(' ');
      const failed = (index: number) => Array.isArray(exit_codes) && exit_codes[index] !== 0;
      return numbers(times, mean).map(
        (value, index) => [item, 'seconds', Array.isArray(times) && failed(index) ? Number.NaN : value] as const,
      );
    }),
  );
}

/** `pytest --benchmark-json`: seconds; `stats.data` holds every round with `--benchmark-save-data`. */
function pytest(benchmarks: readonly Fields[]): Measurement[] {
  return gathered(
    benchmarks.flatMap(({ fullname, name, stats }) =>
      isFields(stats)
        ? numbers(stats.data, stats.mean).map(value => [String(fullname ?? name), 'seconds', value] as const)
        : [],
    ),
  );
}

/** Google Benchmark's JSON: repetitions as they are, one with an error with no number; aggregates only where nothing else is there, then their means. */
function google(benchmarks: readonly Fields[]): Measurement[] | undefined {
  const units: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, ms: 1e-3, s: 1 };
  const runs = benchmarks.filter(({ run_type }) => run_type !== 'aggregate');
  const taken = runs.length ? runs : benchmarks.filter(({ aggregate_name }) => aggregate_name === 'mean');
  const failed = ({ error_occurred, skipped }: Fields) => error_occurred === true || Boolean(skipped);
  if (!taken.every(each => typeof each.real_time === 'number' || failed(each))) return undefined;
  return gathered(
    taken.map(each => [
      String(each.run_name ?? each.name),
      'seconds',
      failed(each) ? Number.NaN : Number(each.real_time) * (units[String(each.time_unit ?? 'ns')] ?? Number.NaN),
    ]),
  );
}

/** Criterion's sample.json (nanoseconds of `iters` iterations each) or estimates.json; the file's path names the item. */
function criterion({ iters, times, mean }: Fields): Measurement[] | undefined {
  if (Array.isArray(iters) && Array.isArray(times) && times.length > 0)
    return gathered(times.map((time, index) => ['', 'seconds', (Number(time) / Number(iters[index])) * 1e-9]));
  if (isFields(mean) && typeof mean.point_estimate === 'number')
    return [{ item: '', measure: 'seconds', values: [mean.point_estimate * 1e-9] }];
  return undefined;
}

function numbers(all: unknown, mean: unknown): readonly number[] {
  if (Array.isArray(all) && all.length > 0) return all.map(value => (typeof value === 'number' ? value : Number.NaN));
  return typeof mean === 'number' ? [mean] : [];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
