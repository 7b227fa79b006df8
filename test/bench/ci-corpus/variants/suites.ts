import { find, has, join, type Project, type Variant, written } from './variant.ts';

/** ctest, gradle, maven and make. */
export function suites(words: readonly string[], project: Project, cwd: string): readonly Variant[] | undefined {
  const name = words[0]!.replace(/^\.\//, '');
  if (name === 'ctest') return ctest(words);
  if (/^gradlew?$/.test(name)) return gradle(words, project, cwd);
  if (/^mvnw?$/.test(name)) return maven(words, project, cwd);
  return name === 'make' ? make(words, project, cwd) : undefined;
}

function ctest(words: readonly string[]): readonly Variant[] {
  const same = (kind: string, ...options: readonly string[]): Variant => ({
    law: 'same',
    kind,
    run: written([...words, ...options]),
  });
  return [
    same('-j8', '-j8'),
    same('--output-on-failure', '--output-on-failure'),
    same('--timeout', '--timeout', '300'),
    same('--repeat', '--repeat', 'until-fail:3'),
    same('-VV', '-VV'),
    same('--parallel', '--parallel', '8', '--schedule-random', '--stop-on-failure'),
    same('--output-junit', '--output-junit', 'results.xml'),
    { law: 'same', kind: 'CTEST_…', run: `CTEST_OUTPUT_ON_FAILURE=1 CTEST_PARALLEL_LEVEL=8 ${written(words)}` },
    ...(has(words, /^(-[RLE]|-LE|--tests-regex)$/)
      ? []
      : [
          { law: 'narrower' as const, kind: '-R', run: written([...words, '-R', 'nothing_at_all']) },
          { law: 'narrower' as const, kind: '-E', run: written([...words, '-E', 'nothing_at_all']) },
        ]),
    { law: 'other', kind: 'memcheck', run: written([...words, '-T', 'memcheck']) },
    { law: 'other', kind: '--preset', run: written([...words, '--preset', 'campaign-soak']) },
    { law: 'other', kind: 'a variable', run: `CAMPAIGN_SOAK=1 ${written(words)}` },
    ...(words.includes('-LE')
      ? [
          {
            law: 'other' as const,
            kind: 'what -LE leaves out',
            run: written(words.map(word => (word === '-LE' ? '-L' : word))),
          },
        ]
      : []),
  ];
}

function gradle(words: readonly string[], project: Project, cwd: string): readonly Variant[] {
  const variants: Variant[] = [];
  const add = (law: Variant['law'], kind: string, ...all: readonly string[]): void =>
    void variants.push({ law, kind, run: written(all) });
  add('same', '--no-daemon', ...words, '--no-daemon', '--stacktrace', '--info');
  add('same', '-q --offline', ...words, '-q', '--offline', '-Dorg.gradle.jvmargs=-Xmx8g');
  if (words[0] !== 'gradle') add('same', 'gradle', 'gradle', ...words.slice(1));
  add('same', '--max-workers', ...words, '--max-workers=4', '--console=plain');
  add('same', '--rerun-tasks', ...words, '--rerun-tasks', '--no-build-cache');
  const tasks = words.slice(1).filter(word => /^[a-zA-Z]+$/.test(word) && word !== 'clean');
  const [task] = tasks;
  const module = moduleOf(project, cwd);
  if (tasks.length === 1 && task !== undefined && /^(test|check|build)$/.test(task)) {
    const of = (text: string): readonly string[] => words.map(word => (word === task ? text : word));
    if (module !== undefined && !has(words, /^(-p|-x)$/)) {
      add('narrower', ':mod:task', ...of(`:${module}:${task}`));
      add('narrower', ':mod:test', ...of(`:${module}:test`));
      add('narrower', '-p mod', ...words, '-p', module);
      add('narrower', 'in mod', 'cd', module, '&&', '../gradlew', ...words.slice(1));
      add('narrower', ':mod:test --tests', ...of(`:${module}:test`), '--tests', 'FooTest');
    }
    add('narrower', 'test --tests', ...of('test'), '--tests', '*FooTest');
    if (task === 'build') add('narrower', 'check', ...of('check'));
  }
  add('other', '-D', ...words, '-Dcampaign.engine=next');
  add('other', '-P', ...words, '-PcampaignEngine=next');
  add('other', 'a variable', 'CAMPAIGN_SOAK=1', ...words);
  if (!project.said(/\bjmh/)) add('other', 'jmh', words[0]!, 'jmh');
  if (!project.said(/integrationTest/) && module !== undefined)
    add('other', 'another task', words[0]!, `:${module}:soakTest`);
  return variants;
}

/** A project that settings.gradle includes, with tests. */
function moduleOf({ facts }: Project, cwd: string): string | undefined {
  const text = facts.read(join(cwd, 'settings.gradle')) ?? facts.read(join(cwd, 'settings.gradle.kts')) ?? '';
  const names = [...text.matchAll(/^\s*include[ (]*["']:?([\w-]+)["']/gm)].map(match => match[1]!);
  return names.find(name => facts.exists(join(cwd, `${name}/src/test`)) === 'directory');
}

function maven(words: readonly string[], { facts, said }: Project, cwd: string): readonly Variant[] {
  const variants: Variant[] = [];
  const add = (law: Variant['law'], kind: string, ...all: readonly string[]): void =>
    void variants.push({ law, kind, run: written(all) });
  add('same', '-T -B', ...words, '-T', '1C', '-B');
  add('same', '-o -e', ...words, '-o', '-e', '-ntp');
  add('same', words[0] === 'mvn' ? './mvnw' : 'mvn', words[0] === 'mvn' ? './mvnw' : 'mvn', ...words.slice(1));
  add('same', '-Dsurefire', ...words, '-Dsurefire.rerunFailingTestsCount=2', '--no-transfer-progress');
  add('same', '-fae', ...words, '-fae');
  const skips = words.some(word => /skip/i.test(word));
  const goal = words.find(word => /^(test|package|verify|install)$/.test(word));
  const goals = words.slice(1).filter(word => /^[a-z:-]+$/.test(word) && !word.startsWith('-') && word !== 'clean');
  const pom = facts.read(join(cwd, 'pom.xml')) ?? '';
  const module = find(
    pom.matchAll(/<module>([\w-]+)<\/module>/g),
    ([, name]) => facts.exists(join(cwd, `${name}/src/test`)) === 'directory',
  )?.[1];
  if (goal !== undefined && goals.length === 1) {
    const bare = !has(words, /^(-pl|--projects|-rf|-P|-f|--file)/);
    if (module !== undefined && bare) {
      add('narrower', '-pl', ...words, '-pl', module);
      add('narrower', '-pl -am', ...words, '-pl', module, '-am');
      add('narrower', 'in mod', 'cd', module, '&&', 'mvn', ...words.slice(1));
      add('narrower', '-f', ...words, '-f', `${module}/pom.xml`);
    }
    if (!skips) add('narrower', '-DskipITs', ...words, '-DskipITs');
    if (!skips) add('narrower', '-Dtest=A#b', ...words, '-Dtest=FooTest#bar', '-DfailIfNoTests=false');
    if (!skips) add('narrower', '-Dtest', ...words, '-Dtest=FooTest');
    if (!skips && goal !== 'test') add('narrower', 'test', ...words.map(word => (word === goal ? 'test' : word)));
  }
  add('other', '-D', ...words, '-Dcampaign.engine=next');
  const profile = find(
    pom.matchAll(/<profile>\s*<id>([\w-]+)<\/id>/g),
    ([, id]) => !said(new RegExp(`\\b${id}\\b`)),
  )?.[1];
  if (profile !== undefined) add('other', '-P', ...words, `-P${profile}`);
  if (!said(/\bjmh/)) add('other', 'jmh', words[0]!, 'jmh:benchmark');
  return variants;
}

function make(words: readonly string[], { facts }: Project, cwd: string): readonly Variant[] {
  const variants: Variant[] = [];
  const add = (law: Variant['law'], kind: string, ...all: readonly string[]): void =>
    void variants.push({ law, kind, run: written(all) });
  const [, ...rest] = words;
  add('same', '-j8', 'make', '-j8', ...rest);
  add('same', '-j 8 -k', 'make', '-j', '8', '-k', ...rest);
  add('same', 'gmake --jobs', 'gmake', '--jobs=8', '--output-sync=target', ...rest);
  variants.push({ law: 'same', kind: 'MAKEFLAGS', run: `MAKEFLAGS=-j8 make ${written(rest)}` });
  add('same', '-s', 'make', '-s', '--no-print-directory', ...rest);
  if (!rest.includes('-C')) add('same', '-C .', 'make', '-C', '.', ...rest);
  variants.push({ law: 'same', kind: '-j$(nproc)', run: `make -j"$(nproc)" ${written(rest)}` });
  const [target] = rest;
  const recipe = recipeOf(target ?? '', facts.read(join(cwd, 'Makefile')) ?? '');
  // Of a recipe of many lines some may be done without it.
  const variable = recipe.trim().includes('\n')
    ? undefined
    : /\$[({](\w*(?:FLAGS|ARGS|OPTS|FEATURES|TAGS|MODE))[)}]/.exec(recipe)?.[1];
  if (rest.length === 1 && variable !== undefined && !/^(MAKE|LD|C|CXX|CPP|V)FLAGS$/.test(variable))
    add('other', 'a variable', 'make', ...rest, `${variable}=--campaign-mode=next`);
  return variants;
}

/** The lines of a rule, as make would hand them to the shell. */
export function recipeOf(target: string, makefile: string): string {
  const name = target.replaceAll(/[^\w/%-]/g, '\\$&');
  const lines =
    new RegExp(`^${name}:.*\\n((?:\\t.*\\n)+)`, 'm').exec(`${makefile.replaceAll('\\\n', ' ')}\n`)?.[1] ?? '';
  return lines.replaceAll(/^\t[@-]*/gm, '');
}
