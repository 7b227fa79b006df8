import { dynamic } from '../command.ts';
import type { WorkUnit } from '../coverage.ts';
import { looksAtFiles } from '../environment.ts';
import { flagsOf, targetOf } from './cargo-mode.ts';
import { asksOtherTests } from './pytest.ts';
import { wordsOf } from './pytest-settings.ts';

/** Variables of flags for a tool, by how their value is read for what makes other work of whatever starts that tool. */
const READERS: ReadonlyMap<string, (value: string) => readonly string[]> = new Map([
  ['RUSTFLAGS', flagsOf],
  ['CARGO_ENCODED_RUSTFLAGS', flagsOf],
  ['RUSTDOCFLAGS', rustdocModes],
  ['CARGO_BUILD_TARGET', value => [targetOf(value)].filter(target => target !== '')],
  ['CFLAGS', compilerModes],
  ['CXXFLAGS', compilerModes],
  ['CPPFLAGS', compilerModes],
  ['LDFLAGS', value => wordsOf(value).filter(flag => flag.startsWith('-fsanitize='))],
  ['GOFLAGS', value => wordsOf(value).filter(flag => /^--?(tags|race|msan|asan|run|skip|short|bench)\b/.test(flag))],
  ['PYTEST_ADDOPTS', asksOtherTests],
  [
    'MAVEN_ARGS',
    value =>
      wordsOf(value).filter((word, index, all) => /^-[DP]./.test(word) || /^-(pl|P)$/.test(all[index - 1] ?? '')),
  ],
  ['NEXTEST_PROFILE', value => (/^(default|ci|)$/.test(value) || dynamic(value) ? [] : [value])],
]);

/** The families that look at a variable's value themselves, and know better what it changes. */
const OWNERS: ReadonlyMap<string, string> = new Map([
  ['RUSTFLAGS', 'cargo'],
  ['CARGO_ENCODED_RUSTFLAGS', 'cargo'],
  ['CARGO_BUILD_TARGET', 'cargo'],
  ['NEXTEST_PROFILE', 'cargo'],
  ['GOFLAGS', 'go'],
  ['PYTEST_ADDOPTS', 'pytest'],
  ['MAVEN_ARGS', 'suite'],
]);

/** Whether a family looks for what it is told in this variable, wherever that was set. */
export function isLookedFor(name: string): boolean {
  return OWNERS.has(name);
}

/** What a variable of flags says that makes other work; nothing of other variables. (The cargo book, "Environment Variables"; `go help environment`; pytest, "Configuration".) */
export function handedModes(name: string, value: string): readonly string[] {
  return READERS.get(name)?.(value) ?? [];
}

/**
 * Whether the flags for tools in their surroundings make the two other work, which reaches them through whatever starts
 * the tool: `RUSTFLAGS="-C target-cpu=native" make test` is another test than CI's `make test`. What CI's jobs set for all that
 * they do is the project's usual code; what stands before this command or at its step is not.
 */
export function otherFlags(ci: WorkUnit, stage: WorkUnit): boolean {
  if (looksAtFiles(stage)) return false;
  return [...READERS.keys()].some(name => {
    if (OWNERS.get(name) === stage.family) return false;
    const modes = ({ command }: WorkUnit): readonly string[] =>
      // Of suites the whole text says with which sanitizers they are built.
      handedModes(name, command.env.get(name) ?? '').filter(
        flag => stage.family !== 'suite' || !flag.startsWith('-fsanitize='),
      );
    const [mine, theirs] = [modes(ci), modes(stage)];
    if (theirs.some(flag => !mine.includes(flag))) return true;
    return ci.command.own.has(name) && mine.some(flag => !theirs.includes(flag));
  });
}

/** Documentation for docs.rs is the usual one. */
function rustdocModes(value: string): readonly string[] {
  return flagsOf(value).filter(flag => /^(--cfg=(?!docs|doc_cfg)|-C=target|-Z=sanitizer)/.test(flag));
}

/** Flags for a compiler that ask for other hardware, other code or another language, or that watch it while it runs. */
function compilerModes(value: string): readonly string[] {
  return wordsOf(value).filter(
    flag => /^-(m|D)\w|^-std=|^-fsanitize=/.test(flag) && !/^-m(tune|acosx-version-min|thumb|fpu)/.test(flag),
  );
}
