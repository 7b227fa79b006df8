import { check } from '../lint/check.ts';
import type { RepositoryFacts } from '../lint/facts.ts';
import type { Finding } from '../lint/finding.ts';
import { base } from '../lint/path.ts';
import { readable } from '../plan/symbol.ts';
import { read } from '../schema/read.ts';
import { type Composed, composed } from './compose.ts';
import { Draft } from './draft.ts';
import { Flow } from './flow.ts';
import type { Entry } from './ledger.ts';
import { leftRemarks, moved, sorted } from './ledger-remarks.ts';
import { paramFor } from './outside.ts';
import { type Linked, linked } from './paths.ts';
import { takeDocker } from './provision.ts';
import type { FaultKind, Remark } from './remarks.ts';
import { FAULTS } from './remarks.ts';
import { type HarnessFile, noShell, rendered, scriptOf } from './script.ts';
import { stagesOf } from './stages.ts';
import { takeUploader } from './wrapper.ts';
import { absolute, campaignText } from './write.ts';

export interface ImportOptions {
  /** Of the campaign: `[a-z0-9][a-z0-9-]{0,62}`. */
  readonly name: string;
  /** Patterns of the repository's workflows; empty where it has none. */
  readonly ci: readonly string[];
  readonly facts: RepositoryFacts;
  /** Where the harness is started, as the repository names it: `''` for its root. */
  readonly from?: string;
}

export interface ImportedStage {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly commands: number;
}

/** A campaign made of a harness, and everything that is to be known of how. */
export interface Imported {
  readonly text: string;
  readonly stages: readonly ImportedStage[];
  /** By file and line; those that cost somebody something first. */
  readonly remarks: readonly Remark[];
  /** Every simple command of the harness, each with what has become of it. */
  readonly commands: readonly Entry[];
  /** What lint says of the campaign. */
  readonly findings: readonly Finding[];
}

/** The harness cannot be read as one. */
export interface NoHarness {
  readonly fault: { readonly message: string; readonly help: string };
}

/** Rules whose findings tell of the harness itself. */
const TOLD: Readonly<Record<string, FaultKind>> = {
  'ci-overlap': 'ci',
  'untracked-file': 'untracked',
  'missing-input': 'untracked',
  'compile-on-box': 'compile',
  'feature-sets': 'features',
  'no-warmup': 'warmup',
};

/**
 * Turns a hand-written harness into a campaign. The first file is where it begins; files that it calls may be given too. Text
 * in, text out: nothing of the harness is run.
 */
export async function importHarness(
  files: readonly HarnessFile[],
  options: ImportOptions,
): Promise<Imported | NoHarness> {
  for (const file of files) {
    const why = noShell(file);
    if (why !== undefined)
      return {
        fault: {
          message: `${file.path} is no shell script: ${why}`,
          help: 'name the script that starts the benchmark, such as bench.sh or userdata.sh',
        },
      };
  }
  const draft = new Draft();
  const from = options.from ?? '';
  const flow = new Flow(draft, path => options.facts.read(from === '' ? path : `${from}/${path}`));
  const scripts = files.map(file => {
    const { text, variables, left } = rendered(file);
    for (const name of variables) {
      draft.templated.add(name);
      paramFor(draft, name, undefined, 1);
    }
    const at = file.text.indexOf('$${');
    if (at >= 0)
      draft.wrongAt(
        'template',
        file.path,
        file.text.slice(0, at).split('\n').length,
        'a template that writes `$${` for the shell’s `${`: one that is forgotten is Terraform’s',
        '`campaign compile --target terraform` writes a template that is safe',
      );
    for (const { line, written } of left)
      draft.remarks.push({
        kind: 'left',
        file: file.path,
        line,
        message: `\`${written}\` is Terraform's own, and is not carried over`,
      });
    return scriptOf(file.path, text.replace(/\r\n?/g, '\n'));
  });
  const fault = scripts.flatMap(({ path, parsed }) =>
    (parsed.errors ?? []).slice(0, 1).map(({ message }) => `${path}: ${message}`),
  )[0];
  if (fault !== undefined)
    return {
      fault: {
        message: `this does not parse as bash: ${fault}`,
        help: '`bash -n` reads a script without running it; mend it first',
      },
    };
  for (const script of scripts.slice(1)) {
    flow.scripts.set(script.path, script);
    flow.scripts.set(base(script.path), script);
  }
  for (const script of scripts) {
    draft.variables.set('0', script.path);
    flow.cwd = '';
    flow.script(script, { axes: [], group: undefined, when: undefined, depth: 0 });
  }
  // A script that the harness writes and that nothing runs here may be what the machine runs by itself.
  for (const script of new Set(flow.scripts.values()))
    flow.script(script, { axes: [], group: undefined, when: undefined, depth: 1 });

  const stages = unlike(
    stagesOf(flow).flatMap(staged => composed(flow, staged) ?? []),
    draft,
  );
  takeDocker(
    draft,
    stages.map(({ run }) => run),
  );
  const main = mainRepository(draft, stages);
  const links = linked(stages, draft, main ?? '');
  const dir = main === undefined ? undefined : absolute(main, `/opt/campaign/${options.name}`);
  for (const name of flow.uploaders) takeUploader(draft, flow.routines.get(name)!);
  finish(draft);
  const written = {
    name: options.name,
    files: files.map(({ path }) => path),
    draft,
    stages: links.length > 0 ? links : [nothing(files[0]!.path)],
    dir,
    main,
    ci: options.ci,
    tracked: (path: string) => options.facts.git?.tracked.has(path) ?? options.facts.exists(path) === 'file',
  };
  const findings = await judged(campaignText({ ...written, decide: new Map() }), options.facts);
  const decide = new Map<string, string[]>();
  for (const { rule, stage, message, severity } of findings) {
    if (stage === undefined) continue;
    const plain = stage.replace(/\[.*\]$/, '');
    const notes = decide.get(plain) ?? [];
    decide.set(plain, notes);
    const note = `${readable(message).replace(/`/g, '')} (${rule})`;
    if (severity !== 'note' && notes.length < 4 && !notes.includes(note)) notes.push(note);
    const fault = TOLD[rule];
    const from = links.find(one => one.stage.name === plain);
    if (fault && from)
      draft.wrongAt(
        fault,
        from.stage.file,
        from.stage.line,
        readable(message),
        severity === 'note' ? `\`stages.${plain}\`` : `\`stages.${plain}\`, marked \`decide\``,
      );
  }
  const text = campaignText({ ...written, decide });
  const commands = draft.ledger.entries;
  return {
    text,
    stages: links.map(({ stage }) => ({
      name: stage.name,
      file: stage.file,
      line: stage.line,
      commands: commands.filter(({ fate }) => fate?.kind === 'stage' && fate.stage === stage.name).length,
    })),
    remarks: sorted([...draft.remarks, ...leftRemarks(commands), ...moved(commands)]),
    commands,
    findings: await judged(text, options.facts),
  };
}

async function judged(text: string, facts: RepositoryFacts): Promise<readonly Finding[]> {
  return check(await read(text, 'campaign.yaml'), { facts }).findings;
}

/** Calls of a function with the same words give one stage. */
function unlike(stages: readonly Composed[], draft: Draft): readonly Composed[] {
  const kept: Composed[] = [];
  for (const stage of stages) {
    const same = kept.find(one => one.run === stage.run && one.axes === stage.axes && one.cwd === stage.cwd);
    if (!same) {
      kept.push(stage);
      continue;
    }
    for (const entry of draft.ledger.entries)
      if (entry.fate?.kind === 'stage' && entry.fate.stage === stage.name)
        entry.fate = { kind: 'stage', stage: same.name };
  }
  return kept;
}

/** Where the stages run: the clone that most of them start in, as the harness names its directory. */
function mainRepository(draft: Draft, stages: readonly Composed[]): string | undefined {
  const { repositories } = draft;
  if (repositories.length === 0) return undefined;
  const inside = (dir: string | undefined) =>
    stages.filter(({ cwd }) => dir !== undefined && (cwd === dir || cwd?.startsWith(`${dir}/`))).length;
  const main = repositories.reduce((best, one) => (inside(one.dir) > inside(best.dir) ? one : best));
  repositories.splice(repositories.indexOf(main), 1);
  repositories.unshift(main);
  return main.dir ?? base(main.url).replace(/\.git$/, '');
}

/** What has no fate yet: values that nothing uses, functions that nothing calls, and what could not be understood. */
function finish(draft: Draft): void {
  draft.settleRests();
  for (const { script, start, end } of draft.preambles)
    draft.left(script, start, end, 'nothing that is carried over uses it');
  for (const entry of draft.ledger.entries)
    entry.fate ??= { kind: 'left', why: 'it is in a function or a branch that nothing here runs' };
}

function nothing(file: string): Linked {
  const stage = {
    name: 'measure',
    line: 1,
    file,
    axes: [],
    when: undefined,
    cwd: undefined,
    timeout: undefined,
    builds: false,
    segments: [],
    from: 0,
    to: 0,
    run: 'nproc',
    env: new Map(),
    secrets: [],
    needs: [],
    variables: new Map(),
  };
  return { stage, produces: [], requires: [], after: [], reads: [] };
}

export type { HarnessFile, Remark };
export { FAULTS };
