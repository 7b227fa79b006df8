import { longest } from '../plan/cost.ts';
import type { Plan, PlannedStage } from '../plan/plan.ts';

/** Seconds in words: `45s`, `20m`, `1h 30m`, `2d 3h`. */
export function spokenTime(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const units = [
    ['d', Math.floor(whole / 86_400)],
    ['h', Math.floor(whole / 3_600) % 24],
    ['m', Math.floor(whole / 60) % 60],
    ['s', whole % 60],
  ] as const;
  const said = units.filter(([, count]) => count > 0).map(([unit, count]) => `${count}${unit}`);
  return said.slice(0, 2).join(' ') || '0s';
}

/** A duration as the language writes it, rounded up to whole minutes. */
export function writtenTime(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  const hours = Math.floor(minutes / 60);
  return `${hours > 0 ? `${hours}h` : ''}${minutes % 60 > 0 || hours === 0 ? `${minutes % 60}m` : ''}`;
}

/** US dollars in words: cents, or as many digits as a smaller sum needs. */
export function spokenMoney(usd: number): string {
  return `${usd >= 0.1 || usd === 0 ? usd.toFixed(2) : usd.toPrecision(1)} USD`;
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function spokenList(items: readonly string[], most = 3): string {
  const shown = items.length > most ? [...items.slice(0, most), `${items.length - most} more`] : items;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** What a stage that cannot start costs: itself, and whatever waits for it. */
export function lostWith(plan: Plan, stage: PlannedStage): string {
  const followers = followersOf(plan);
  const lost = new Set([stage.name]);
  for (const name of lost) for (const follower of followers.get(name) ?? []) lost.add(follower);
  lost.delete(stage.name);
  const own = longest(stage);
  const worth = own > 0 ? ` (planned for up to ${spokenTime(own)})` : '';
  return lost.size === 0
    ? `a paid box on which the stage never does its work${worth}`
    : `a paid box on which the stage never does its work${worth}, nor ${spokenList(inPlanOrder(lost, followers))}, which ${lost.size === 1 ? 'waits' : 'wait'} for it`;
}

/** Every stage's name with the names of those that wait for it, in plan order. */
type Followers = ReadonlyMap<string, readonly string[]>;

const known = new WeakMap<Plan, Followers>();

function followersOf(plan: Plan): Followers {
  let followers = known.get(plan);
  if (!followers) {
    const made = new Map<string, string[]>(plan.stages.map(({ name }) => [name, []]));
    for (const { name, needs } of plan.stages) for (const { to } of needs) made.get(to)?.push(name);
    followers = made;
    known.set(plan, followers);
  }
  return followers;
}

function inPlanOrder(names: ReadonlySet<string>, followers: Followers): readonly string[] {
  return names.size < 2 ? [...names] : [...followers.keys()].filter(name => names.has(name));
}
