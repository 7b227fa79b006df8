export type Direction = 'lower' | 'higher';

/** Words of a measure's name that speak of more being better. */
const higher = /(?:per_?s(?:ec(?:ond)?)?|\/s(?:ec)?|throughput|bandwidth|qps|tps|ops|rps|speedup|score)$/i;

/** Which values of a measure are better: as it was said, else by its name, else lower. */
export function directionOf(measure: string, said: ReadonlyMap<string, Direction>): Direction {
  return said.get(measure) ?? (higher.test(measure) ? 'higher' : 'lower');
}
