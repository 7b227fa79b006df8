import { dynamic } from '../command.ts';
import { type Coverage, type Family, NO } from '../coverage.ts';
import { and, code, items } from '../wording.ts';
import { type GoWork, NO_TEST, readGo } from './go-read.ts';

export const go: Family<GoWork> = {
  name: 'go',
  read: readGo,
  covers,
  // Tests build.
  subject: ({ task, module }) => JSON.stringify([task === 'build' ? 'test' : task, module]),
};

function covers(ci: GoWork, stage: GoWork): Coverage {
  const vetted = ci.task === 'test' && stage.task === 'build' && stage.compileOnly;
  if (ci.task !== stage.task && !vetted) return NO;
  if (stage.task === 'run' || stage.task === 'other')
    return ci.words === stage.words && ci.module === stage.module
      ? { covers: 'whole', why: 'it is the same command' }
      : NO;
  if (ci.module !== stage.module || ci.tags !== stage.tags || ci.extra !== stage.extra) return NO;
  if (ci.compileOnly && !stage.compileOnly) return NO;
  // The race detector is a mode of its own: only CI with it looks for races, but what fails without it fails with it too.
  if (stage.race && !ci.race) return NO;
  if (stage.fuzz !== ci.fuzz) return NO;
  const asked = stage.each ?? stage.packages;
  const done = asked.filter(
    path => ci.packages.some(known => holds(known, path)) && !ci.except.some(part => `/${path}`.includes(part)),
  );
  const inner = ci.packages.filter(path => !dynamic(path) && stage.packages.some(known => holds(known, path)));
  if (done.length === 0 && inner.length === 0) return NO;
  const news: string[] = [];
  const omitted = ci.except.filter(part => !stage.except.includes(part));
  if (omitted.length > 0 && done.some(path => path.endsWith('...')))
    news.push(`what CI leaves out (${code(omitted.join(' '))})`);
  if (done.length < asked.length) {
    const left = asked.filter(path => !done.includes(path));
    news.push(
      done.length === 0
        ? `the packages besides ${items(inner.map(shown))}`
        : left.length > MOST
          ? `${left.length} packages besides ${items(inner.map(shown).slice(0, 3))}`
          : `${items(left.map(shown))} (${code(`go ${stage.task} ${left.map(shown).join(' ')}`)})`,
    );
  }
  if (stage.task === 'test' && !stage.compileOnly) {
    if (stage.bench !== '' && NO_TEST.test(stage.run))
      return sameBenchmarks(ci, stage) && NO_TEST.test(ci.run)
        ? { covers: 'whole', why: 'CI runs the same benchmarks' }
        : NO;
    if (NO_TEST.test(ci.run) && (ci.fuzz === '' || !NO_TEST.test(stage.run))) return NO;
    if (stage.bench !== '' && !sameBenchmarks(ci, stage))
      news.push(`the benchmarks (${code(`-run '^$' -bench '${stage.bench}'`)})`);
    const share = runShare(ci.run, stage.run);
    if (share === 'no') return NO;
    if (share === 'part') news.push(`what CI's ${code(`-run '${ci.run}'`)} leaves out (${code(`-skip '${ci.run}'`)})`);
    if (ci.skip !== '' && ci.skip !== stage.skip) {
      if (
        stage.run !== '' &&
        alternatives(stage.run).every(name => alternatives(ci.skip).some(known => name.includes(known)))
      )
        return NO;
      if (stage.run === '') news.push(`what CI skips (${code(`-run '${ci.skip}'`)})`);
    }
    if (ci.short && !stage.short) {
      // A single long test that CI runs only in its short form is other work; a whole suite is the same for the most part.
      if (stage.run !== '') return NO;
      news.push('what the tests leave out under `-short`');
    }
  }
  if (news.length > 0)
    return {
      covers: 'part',
      why: 'CI does part of this',
      rest: `the only new part is ${and(news)}`,
      ...(news.length === 1 && done.length > 0 && done.length < asked.length && { left: without(stage, done) }),
    };
  return {
    covers: 'whole',
    why: `CI ${{ test: 'tests', vet: 'vets', build: 'builds' }[stage.task as 'test' | 'vet' | 'build']} ${items(ci.packages.map(shown).slice(0, 3))}, and so these packages too`,
  };
}

/** More packages than these are not named one by one. */
const MOST = 8;

/** What is left of a stage's packages. */
function without(stage: GoWork, done: readonly string[]): GoWork {
  const packages = (stage.each ?? stage.packages).filter(path => !done.includes(path));
  return { ...stage, packages, ...(stage.each && { each: packages }) };
}

/** A smoke run of benchmarks (`-benchtime=1x`) measures nothing that a longer one does. */
function sameBenchmarks(ci: GoWork, stage: GoWork): boolean {
  return ci.bench === stage.bench && ci.scale === stage.scale;
}

function shown(path: string): string {
  return path === '' ? '.' : /^[\w.-]+\.[\w-]+\//.test(path) ? path : `./${path}`;
}

function holds(pattern: string, path: string): boolean {
  // Which package it is, neither of the two says.
  if (dynamic(pattern) || dynamic(path)) return false;
  if (pattern === path || pattern === '...') return true;
  if (!pattern.endsWith('/...')) return false;
  const base = pattern.slice(0, -4);
  return path === base || path.startsWith(`${base}/`);
}

function alternatives(expression: string): readonly string[] {
  return expression
    .replaceAll(/^\^?\(?|\)?\$?$/g, '')
    .split('|')
    .map(part => part.replaceAll(/[\^$()]/g, ''));
}

function runShare(ci: string, stage: string): 'whole' | 'part' | 'no' {
  if (ci === '' || ci === '.' || ci === stage) return 'whole';
  const mine = alternatives(ci);
  const theirs = alternatives(stage);
  const anchored = ci.endsWith('$');
  const plain = [...mine, ...theirs].every(name => /^[\w/]*$/.test(name));
  if (stage === '' || stage === '.') return 'part';
  if (!plain) return 'no';
  if (
    theirs.every(name =>
      mine.some(known =>
        anchored
          ? stage.endsWith('$') && known === name
          : ci.startsWith('^')
            ? stage.startsWith('^') && name.startsWith(known)
            : name.includes(known),
      ),
    )
  )
    return 'whole';
  return mine.every(name => theirs.some(known => name.includes(known))) ? 'part' : 'no';
}
