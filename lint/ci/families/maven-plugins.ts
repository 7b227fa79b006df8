import { PHASES } from './suite-readers.ts';

/**
 * The goals of plugins that a pom.xml hangs into the lifecycle up to one of these phases, as somebody would call them: `checkstyle:check`
 * (maven.apache.org, "Introduction to the Build Lifecycle", "Setting Up Your Project to Use the Build Lifecycle").
 */
export function boundGoals(pom: string, targets: readonly string[], modes: readonly string[]): readonly string[] {
  const last = Math.max(...targets.map(target => PHASES.indexOf(target)), -1);
  if (last < 0) return [];
  const plain = pom.replaceAll(/<!--[\s\S]*?-->|<profiles>[\s\S]*?<\/profiles>|<reporting>[\s\S]*?<\/reporting>/g, '');
  // What is managed is only used where it is named as well.
  const used = new Set(plugins(plain.replaceAll(MANAGED, '')).map(([name]) => name));
  return plugins(plain)
    .filter(([name]) => used.has(name) && !modes.some(mode => mode.startsWith(`-D${name}.skip`)))
    .flatMap(([name, text]) =>
      [...text.matchAll(/<execution>[\s\S]*?<\/execution>/g)].flatMap(([execution]) => {
        const phase = /<phase>\s*([\w-]+)\s*<\/phase>/.exec(execution)?.[1];
        const goals = [...execution.matchAll(/<goal>\s*([\w-]+)\s*<\/goal>/g)].map(match => match[1]!);
        const runs = (goal: string): boolean => {
          const at = placeOf(phase ?? (goal === 'validate' ? 'validate' : 'verify'));
          return at >= 0 && at <= last;
        };
        return goals.filter(runs).map(goal => `${name}:${goal}`);
      }),
    );
}

/** Where a phase stands among those that people call; -1 of `none`. */
function placeOf(phase: string): number {
  const known = /^(initialize|generate-(re)?sources|process-(re)?sources)$/.test(phase) ? 'compile' : phase;
  return PHASES.indexOf(known.replace(/^(prepare|pre|post)-/, '').replace(/^(generate|process)-test-.*/, 'test'));
}

const MANAGED = /<pluginManagement>[\s\S]*?<\/pluginManagement>/g;

/** The plugins that a text declares, by the prefix that Maven makes of their names. */
function plugins(text: string): readonly (readonly [prefix: string, text: string])[] {
  return [...text.matchAll(/<plugin>[\s\S]*?<\/plugin>/g)].flatMap(([plugin]) => {
    const name = /<artifactId>\s*(?:maven-)?([\w-]+?)(?:-maven)?-plugin\s*<\/artifactId>/.exec(plugin)?.[1];
    return name === undefined ? [] : [[name, plugin] as const];
  });
}
