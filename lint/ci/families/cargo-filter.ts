import { dynamic, unknownWord } from '../command.ts';
import type { Arguments } from '../options.ts';
import { code } from '../wording.ts';
import type { Filterset } from './nextest-filter.ts';

/** Which of the tests in the selected targets run. */
export interface Filter {
  /** Substrings, any of which a test's name must hold; empty: all tests. */
  readonly names: readonly string[];
  readonly exact: boolean;
  readonly skip: readonly string[];
  readonly ignored: 'without' | 'only' | 'with';
  /** Expressions of nextest that no other field says; all of them hold of a test. */
  readonly expressions: readonly string[];
  /** Options that only a test program of the project's own knows (`harness = false`), sorted. */
  readonly own: readonly string[];
}

/** Of the programs that rustc makes of tests (doc.rust-lang.org/rustc, "Tests"), and of what measures in their place. */
const OF_TESTS =
  /^(-[hq]|-Z\S*|--(include-ignored|ignored|force-run-in-process|exclude-should-panic|test|bench|list|help|logfile|no-?capture|test-threads|skip|quiet|exact|color|format|show-output|report-time|ensure-time|shuffle|shuffle-seed|fail-fast|verbose))(=.*)?$/;

export const EVERYTHING: Filter = { names: [], exact: false, skip: [], ignored: 'without', expressions: [], own: [] };

/** Reads the filters of a command; `asked` is what nextest's filtersets add. */
export function filterOf(args: Arguments, asked: Filterset): Filter {
  const names = [...args.plain.filter(word => !unknownWord(word))];
  const skip = [...(args.values.get('--skip') ?? []), ...asked.skip];
  const after = args.after;
  for (let at = 0; at < after.length; at++) {
    const word = after[at]!;
    if (word === '--skip') skip.push(after[++at] ?? '');
    else if (word.startsWith('--skip=')) skip.push(word.slice(7));
    else if (['--test-threads', '--color', '--format', '--logfile', '-Z', '--shuffle-seed'].includes(word)) at++;
    else if (!word.startsWith('-') && !unknownWord(word)) names.push(word);
  }
  // Names are alternatives, a filterset narrows them: where both are given, the filterset stays an expression.
  const named = names.length > 0;
  if (!named) names.push(...asked.names);
  const run = args.values.get('--run-ignored')?.[0] ?? '';
  const only = after.includes('--ignored') || args.flags.has('--ignored') || run === 'only' || run === 'ignored-only';
  const both = after.includes('--include-ignored') || args.flags.has('--include-ignored') || run === 'all';
  return {
    names,
    exact: after.includes('--exact') || args.flags.has('--exact'),
    skip,
    ignored: both ? 'with' : only ? 'only' : 'without',
    expressions: named ? [...asked.rest, ...asked.names.map(name => `test(${name})`)].sort() : asked.rest,
    own: after.filter(word => word.startsWith('-') && !OF_TESTS.test(word) && !dynamic(word)).sort(),
  };
}

type Share =
  | { readonly covers: 'no' | 'whole' }
  | { readonly covers: 'part'; readonly rest: string; readonly left?: Filter };

/** How much of the tests that `stage` lets through `ci` lets through too. */
export function filterCoverage(ci: Filter, stage: Filter): Share {
  const news: string[] = [];
  if (ci.own.join(' ') !== stage.own.join(' ')) return { covers: 'no' };
  if (ci.ignored !== stage.ignored && ci.ignored !== 'with') {
    if (stage.ignored !== 'with') return { covers: 'no' };
    news.push(
      ci.ignored === 'only'
        ? 'the tests that are not ignored (without `--include-ignored`)'
        : 'the ignored tests (`-- --ignored`)',
    );
  }
  const narrower = ci.expressions.filter(one => !stage.expressions.includes(one)).join(' & ');
  if (narrower !== '') {
    // Tests chosen by name are in what CI runs, unless they are in the little that it takes out.
    const out = ci.expressions.every(
      one =>
        stage.expressions.includes(one) || (/^(not\s|!)/.test(one) && !stage.names.some(name => one.includes(name))),
    );
    if (stage.expressions.length > 0 || (stage.names.length > 0 && !out)) return { covers: 'no' };
    news.push(`what CI's filter ${code(narrower)} leaves out (${code(`-E 'not (${narrower})'`)})`);
  }
  if (ci.names.length > 0) {
    const includes = (name: string): boolean =>
      ci.names.some(known => (ci.exact ? stage.exact && known === name : name.includes(known)));
    const inside = stage.names.length > 0 && stage.names.every(includes);
    if (!inside) {
      const shared = ci.names.filter(
        name =>
          stage.names.length === 0 ||
          stage.names.some(wanted => (stage.exact ? ci.exact && wanted === name : name.includes(wanted))),
      );
      if (shared.length === 0 && !stage.names.some(includes)) return { covers: 'no' };
      const known = shared.length > 0 ? shared : stage.names.filter(includes);
      news.push(
        `what CI's filter ${known.map(code).join(', ')} leaves out (${code(`-- ${known.map(name => `--skip ${name}`).join(' ')}`)})`,
      );
    }
  }
  const skipped = ci.skip.filter(name => !stage.skip.some(known => name.includes(known)));
  if (skipped.length > 0) {
    if (stage.names.length > 0 && stage.names.every(name => skipped.some(known => name.includes(known))))
      return { covers: 'no' };
    if (stage.names.length === 0) news.push(`what CI skips (${code(skipped.join(' '))})`);
  }
  if (news.length === 0) return { covers: 'whole' };
  const ignored = ci.ignored !== stage.ignored && ci.ignored !== 'with' && news.length === 1;
  return {
    covers: 'part',
    rest: news.join(' and '),
    ...(ignored && { left: { ...stage, ignored: ci.ignored === 'only' ? 'without' : 'only' } }),
  };
}
