/** From so many runs of the same tests on, a stage looks for what fails once in a while. */
const MANY = 10;

/** Options with a number of runs: of go test, bazel, googletest, nextest, pytest-repeat, ctest. */
const TIMES =
  /^(?:--?(?:test\.)?count|--runs[-_]per[-_]test|--gtest_repeat|--stress-count|--repeats?|--flake-runs|--repeat-each)(?:=(.*))?$/;

/**
 * How often a command runs the same tests again, where that is so often that a failure of it is none that CI would have had in its
 * one run; 0 where it is once or a few times. Trying again after a failure is no such thing.
 */
export function repetitionOf(words: readonly string[]): number {
  let most = 0;
  for (const [at, word] of words.entries()) {
    if (/^--stress-duration(=|$)/.test(word)) return Number.POSITIVE_INFINITY;
    const stated = TIMES.exec(word);
    if (stated === null) continue;
    const value = /^(?:until-fail:)?(-?\d+)$/.exec(stated[1] ?? words[at + 1] ?? '');
    if (value !== null) most = Math.max(most, Number(value[1]) < 0 ? Number.POSITIVE_INFINITY : Number(value[1]));
  }
  return most < MANY ? 0 : most;
}
