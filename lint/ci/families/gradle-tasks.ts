/** What a build of gradle does of what it is asked for, where `-x` takes something away. */
export interface Remainder {
  /** Targets of which nothing is run. */
  readonly gone: readonly string[];
  /** What is taken away, as targets: those that are gone, and what is missing of others. */
  readonly left: readonly string[];
}

/** Whether one task has the other: `check` has `:core:test`. A task's name without a project runs it in every project. */
export function includesTask(outer: string, target: string): boolean {
  const same = !outer.includes(':') || projectOf(outer) === projectOf(target);
  return same && (last(outer) === last(target) || hangs(last(outer), last(target)));
}

/** What of these targets is missing where `excluded` is left out: `-x javadoc` takes nothing from `test`, `-x :core:test` nothing from `:lib:test`. */
export function remainder(targets: readonly string[], excluded: readonly string[]): Remainder {
  const gone = targets.filter(target =>
    excluded.some(
      task => last(task) === last(target) && (!task.includes(':') || projectOf(task) === projectOf(target)),
    ),
  );
  const missing = targets
    .filter(target => !gone.includes(target))
    .flatMap(target =>
      excluded
        .filter(task => hasPart(target, task))
        .map(task => (task.includes(':') || !target.includes(':') ? task : `${projectOf(target)}:${task}`)),
    );
  return { gone, left: [...new Set([...gone, ...missing])] };
}

function hasPart(target: string, excluded: string): boolean {
  if (target.includes(':') && excluded.includes(':') && projectOf(target) !== projectOf(excluded)) return false;
  const [outer, inner] = [last(target), last(excluded)];
  // Whoever leaves a test or a check out of `check` says that it is one of what it runs.
  return (
    outer === inner || hangs(outer, inner) || (/^(check|build|ciCheck)$/.test(outer) && /(Test|Check)$/.test(inner))
  );
}

function last(task: string): string {
  return task.slice(task.lastIndexOf(':') + 1);
}

function projectOf(task: string): string {
  return task.slice(0, Math.max(task.lastIndexOf(':'), 0));
}

/**
 * Tasks that their plugins hang into `check`: spotless, ktlint, detekt, checkstyle and the like for every source set
 * (docs.gradle.org, "The Checkstyle Plugin": of `check`, "All Checkstyle tasks"), binary-compatibility-validator.
 */
const CHECKED =
  /^(spotlessCheck|spotless\w+Check|ktlint\w*Check|ktlintCheck|detekt|(checkstyle|pmd|spotbugs|codenarc)[A-Z]\w*|apiCheck|lint)$/;
/** Tests of one target of a multiplatform build, which its `allTests` has. */
const TARGETED = /^(jvm|js|jsNode|jsBrowser|wasmJs|linuxX64|macosX64|macosArm64|mingwX64)Test$/;

function hangs(outer: string, task: string): boolean {
  return (
    (LIFECYCLE[outer] ?? []).includes(task) ||
    ((outer === 'check' || outer === 'build') && CHECKED.test(task)) ||
    ((outer === 'check' || outer === 'build' || outer === 'allTests') && TARGETED.test(task))
  );
}

/** Lifecycle tasks of gradle's base and java plugins and what they run. */
const LIFECYCLE: Readonly<Record<string, readonly string[]>> = {
  build: ['build', 'check', 'test', 'allTests', 'assemble'],
  check: ['check', 'test', 'allTests'],
  // By its name what a project lets its CI check.
  ciCheck: ['check', 'test', 'allTests'],
};
