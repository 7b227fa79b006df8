import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { NamedPath, Study } from '../../editor/study.ts';
import { check, checkBeside } from '../../lint/check.ts';
import type { RepositoryFacts } from '../../lint/facts.ts';
import type { Finding } from '../../lint/finding.ts';
import { rules } from '../../lint/rules/index.ts';
import { stageFiles } from '../../lint/stage-files.ts';
import { stageCommands } from '../../lint/stage-shell.ts';
import type { Plan } from '../../plan/plan.ts';
import { resolve } from '../../plan/resolve.ts';
import { type Reading, read } from '../../schema/read.ts';
import type { Range } from '../../schema/source.ts';
import type { Context } from '../context.ts';
import { Invocation } from '../invocation.ts';
import { refOf } from '../judge.ts';
import { scriptMeasure } from '../measure.ts';
import { givenParams, type ParamValue } from '../params.ts';
import { textsIn } from '../ports/kept-texts.ts';
import { factsOf, pathInRepository, type Repository, repositoryAround } from '../ports/repository.ts';
import { shellcheckIn } from '../ports/shellcheck.ts';

/** A text as an editor has it. */
export interface OpenText {
  readonly uri: string;
  /** Absolute; absent for a text that lies on no disk. */
  readonly path: string | undefined;
  readonly text: string;
}

/** A study that can be judged. */
export interface Judged extends Study {
  /** Where a look at the world went wrong, in a sentence for the log. */
  readonly trouble: string | undefined;
  /**
   * Judges the text by all rules, as `campaign lint` does. `later` is there where shellcheck has yet to read a text that it is not
   * waited for: when it settles, judging again tells all.
   */
  judge(): Promise<{ readonly findings: readonly Finding[]; readonly later?: Promise<void> }>;
  /** Absolute paths that were looked at: when one of them changes, the judgement may. */
  readonly touched: ReadonlySet<string>;
}

export interface DeskOptions {
  readonly context: Context;
  /** What an editor holds in place of a file (an absolute path); absent where it holds nothing. */
  held(path: string): string | undefined;
}

/** Where campaigns are read and judged for an editor: it knows git, the disk and shellcheck. */
export interface Desk {
  study(open: OpenText): Promise<Judged>;
}

export function openDesk({ context, held }: DeskOptions): Desk {
  let shell = shellcheckIn(context.io.env);
  /** Texts that shellcheck has read. */
  const known = new Set<string>();
  /** What judgements leave to later ones of the same campaign, by its path: a letter seldom changes what CI does. */
  const left = new Map<string, Map<string, string>>();
  return { study };

  function leftFor(path: string): Map<string, string> {
    const texts = left.get(path) ?? new Map<string, string>();
    if (!left.has(path) && left.size >= MOST_LEFT) left.clear();
    left.set(path, texts);
    return texts;
  }

  async function askShellcheck(texts: readonly string[]): Promise<void> {
    if (known.size > MOST_KNOWN) {
      shell = shellcheckIn(context.io.env);
      known.clear();
    }
    const asked = texts.filter(text => !known.has(text));
    if (!shell || asked.length === 0) return;
    await shell.ahead(asked);
    for (const text of asked) known.add(text);
  }

  async function study(open: OpenText): Promise<Judged> {
    const around = surroundings(open.path, context);
    const { repository } = around;
    const path = repository && open.path !== undefined ? pathInRepository(repository, open.path) : 'campaign.yaml';
    const reading = await read(open.text, path);
    const params = reading.campaign && (await givenParams(reading.campaign, NO_WORDS, context));
    const touched = new Set<string>();
    const shellcheck = (texts: readonly string[]) =>
      texts.map(text => (known.has(text) ? (shell?.remarks([text])[0] ?? []) : []));
    const disk = repository && (await factsAround(repository, reading, params));
    const places = rootAsOpened(open.path, path, repository);
    const look = (inside: string) => {
      const absolute = join(repository!.root, inside);
      touched.add(absolute);
      // An editor speaks of files by the names that it has opened them by.
      if (places !== undefined && places !== repository!.root) touched.add(join(places, inside));
      return held(absolute);
    };
    const facts = disk && watched(disk, look);
    for (const file of gitsOwn(repository)) touched.add(file);
    const plan = once(() => reading.campaign && basePlan(reading, facts, params));
    const files = once(() => (facts ? namedFiles(plan(), reading, facts) : []));
    const commands = once(() => (facts ? commandsOf(plan(), reading, facts) : []));
    let told: readonly Finding[] | undefined;
    return {
      reading,
      facts,
      rules,
      touched,
      trouble: around.trouble,
      get plan() {
        return plan();
      },
      get files() {
        return files();
      },
      get commands() {
        return commands();
      },
      get findings() {
        return told;
      },
      uriOf: source =>
        source.path === path || places === undefined ? open.uri : pathToFileURL(join(places, source.path)).href,
      pageOf,
      judge: async () => {
        let later: Promise<void> | undefined;
        const kept = textsIn(leftFor(open.path ?? open.uri));
        const { findings } = facts
          ? await checkBeside(
              reading,
              {
                facts: { ...facts, kept, ...(shell && { shellcheck }) },
                scriptSize: scriptMeasure({ text: open.text, path }),
                ...(params && { params }),
              },
              async texts => {
                const asked = askShellcheck(texts);
                if (await isLate(asked)) later = asked;
              },
            )
          : check(reading, { facts: NOWHERE, rules: rules.filter(rule => rule.faults) });
        kept.write();
        told = findings;
        return { findings, ...(later && { later }) };
      },
    };
  }
}

/** Milliseconds that shellcheck is waited for, and then for what it has said while the rules were at work. */
const PATIENCE = 400;
const GRACE = 50;

async function isLate(work: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>(resolve => {
    timer = setTimeout(() => (timer = setTimeout(resolve, GRACE, true)), PATIENCE);
  });
  return Promise.race([work.then(() => false), late]).finally(() => clearTimeout(timer));
}

/** A campaign is judged with the parameters that the environment gives, as on the command line. */
const NO_WORDS = new Invocation(new Map(), []);

/** What a text that lies on no disk has around it. */
const NOWHERE: RepositoryFacts = { root: '', read: () => undefined, exists: () => undefined, list: () => [] };

/** Each letter typed in a `run` makes a text: with so many it begins anew. */
const MOST_KNOWN = 20_000;

/** Campaigns that are open at a time; with so many it begins anew. */
const MOST_LEFT = 16;

interface Surroundings {
  readonly repository?: Repository;
  readonly trouble?: string;
}

function surroundings(path: string | undefined, { io }: Context): Surroundings {
  if (path === undefined || !existsSync(dirname(path))) return {};
  try {
    const repository = repositoryAround(dirname(path), io);
    return { repository, ...(repository.remark !== undefined && { trouble: repository.remark }) };
  } catch (error) {
    // Git refuses to look, as it does at somebody else's repository: the files are there all the same.
    return {
      repository: { root: realpathSync(dirname(path)), env: io.env, committing: false },
      trouble: error instanceof Error ? error.message : String(error),
    };
  }
}

async function factsAround(
  repository: Repository,
  { campaign }: Reading,
  params: ReadonlyMap<string, ParamValue> | undefined,
): Promise<RepositoryFacts> {
  return factsOf(repository, campaign && (await refOf(campaign, params ? { params } : {})));
}

/** The facts with what the editor holds in place of the disk. `look` is told of each path, and answers what is held. */
function watched(facts: RepositoryFacts, look: (path: string) => string | undefined): RepositoryFacts {
  return {
    ...facts,
    read: path => look(path) ?? facts.read(path),
    exists: path => (look(path) === undefined ? facts.exists(path) : 'file'),
    list: path => {
      look(path);
      return facts.list(path);
    },
  };
}

/** What git writes when something is staged, committed, checked out, fetched or pushed. */
function gitsOwn(repository: Repository | undefined): readonly string[] {
  if (!repository?.files) return [];
  const { index, common } = repository.files;
  return [index, ...['HEAD', 'packed-refs', 'refs/heads', 'refs/remotes/origin'].map(name => join(common, name))];
}

function basePlan(
  { campaign }: Reading,
  facts: RepositoryFacts | undefined,
  params: ReadonlyMap<string, ParamValue> | undefined,
): Plan {
  const commit = facts?.git?.commit;
  return resolve(campaign!, { ...(commit !== undefined && { commit }), ...(params && { params }) }).plan;
}

function namedFiles(plan: Plan | undefined, { source }: Reading, facts: RepositoryFacts): readonly NamedPath[] {
  const found = new Map<number, NamedPath>();
  for (const stage of plan?.stages ?? [])
    for (const { path, place } of stageFiles(plan!, stage, facts))
      if (place.source === source && !found.has(place.range.start) && facts.exists(path) === 'file')
        found.set(place.range.start, { path, range: place.range });
  return [...found.values()];
}

function commandsOf(plan: Plan | undefined, { source }: Reading, facts: RepositoryFacts): readonly Range[] {
  const found = new Map<number, Range>();
  for (const stage of plan?.stages ?? [])
    for (const { text, start, end } of stageCommands(plan!, stage, facts)) {
      const place = text.placeOf(start, end);
      if (place.source === source) found.set(place.range.start, place.range);
    }
  return [...found.values()];
}

/** The repository's root as the editor names it, which may be through a link. */
function rootAsOpened(
  opened: string | undefined,
  path: string,
  repository: Repository | undefined,
): string | undefined {
  if (opened === undefined || !repository) return undefined;
  return opened.endsWith(`/${path}`) ? opened.slice(0, -path.length - 1) || '/' : repository.root;
}

/** The pages lie beside the program, whether it is built or not. */
const pages = once(() =>
  ['../docs/rules/', '../../docs/rules/']
    .map(path => fileURLToPath(new URL(path, import.meta.url)))
    .find(directory => existsSync(directory)),
);

/** The address of a rule's page. */
export function pageOf(rule: string): string | undefined {
  const directory = pages();
  return directory === undefined ? undefined : pathToFileURL(join(directory, `${rule}.md`)).href;
}

function once<T>(compute: () => T): () => T {
  let value: { readonly is: T } | undefined;
  return () => {
    value ??= { is: compute() };
    return value.is;
  };
}
