export type Direction = 'lower' | 'higher';

/** Ends of a measure's name that speak of work in a time. */
const rate = /(?:per_?s(?:ec(?:ond)?)?|\/s(?:ec)?|throughput|bandwidth|qps|tps|ops|rps)$/i;
/** Others of which more is better. */
const higher = /(?:speedup|score)$/i;
/** Words and units of a name that speak of time. */
const time =
  /(?:^|[^a-z])(?:seconds?|secs?|millis|micros|nanos|milliseconds|microseconds|nanoseconds|ms|us|ns|s|time|duration|latency|elapsed|real|user|wall)(?:$|[^a-z])/i;

/** Which values of a measure are better: as it was said, else by its name, else lower. */
export function directionOf(measure: string, said: ReadonlyMap<string, Direction>): Direction {
  return said.get(measure) ?? (rate.test(measure) || higher.test(measure) ? 'higher' : 'lower');
}

/** Whether a measure's name says that it is one of speed, so that worse is slower. */
export function isSpeed(measure: string): boolean {
  return rate.test(measure) || time.test(measure);
}
