import { Document, type Scalar, type YAMLMap } from 'yaml';
import { duration } from '../schema/quantity.ts';
import type { Draft } from './draft.ts';
import { edited } from './edit.ts';
import { before, block, flow, folded, narrow } from './layout.ts';
import { typeOf } from './outside.ts';
import type { Linked } from './paths.ts';
import { secretEdits } from './secret-edits.ts';

export interface Written {
  readonly name: string;
  readonly files: readonly string[];
  readonly draft: Draft;
  readonly stages: readonly Linked[];
  /** Absolute; absent where nothing is cloned. */
  readonly dir: string | undefined;
  /** The same as the harness names it, which may be relative. */
  readonly main: string | undefined;
  readonly ci: readonly string[];
  /** Files of the repository that a stage names. */
  readonly tracked: (path: string) => boolean;
  /** What a person must decide of a stage, one line each. */
  readonly decide: ReadonlyMap<string, readonly string[]>;
}

/** The campaign as YAML, with a comment wherever a person must decide. */
export function campaignText(written: Written): string {
  const { draft, stages, name, files } = written;
  const document = new Document(
    {
      campaign: name,
      version: 1,
      ...topLevel(written),
      stages: Object.fromEntries(stages.map(one => [one.stage.name, stageOf(one, written)])),
    },
    { aliasDuplicateObjects: false },
  );
  const root = document.contents as YAMLMap;
  document.commentBefore = ` Written by campaign import from ${files.join(', ')}. What is marked \`decide\` is for you to decide;\n then: campaign lint, campaign plan.`;
  flow(root);
  before(root, 'params', ' Set with --param name=value or CAMPAIGN_PARAM_NAME.');
  if (written.draft.repositories.length === 0)
    before(
      root,
      'ci',
      ` The box clones this repository's origin at the commit of HEAD.\n source: { ref: HEAD, dir: /opt/campaign/${name} }`,
    );
  before(
    root,
    draft.packages.size + draft.setup.length + draft.services.size > 0 || draft.user !== undefined || draft.root
      ? 'machine'
      : 'limits',
    ' decide: what is it to run on?\n machine: { type: c7i.2xlarge, image: al2023, market: on-demand, disk: 50GB }',
  );
  before(root, 'limits', ' decide: what may it take, and cost? The harness itself ended nothing, or not all of it.');
  if (!draft.store)
    before(
      root,
      'stages',
      ' decide: where do results go? .campaign/ on this machine where nothing is said.\n store: { url: "s3://my-bucket/results", region: us-east-1 }',
    );
  before(root, 'secrets', ' decide: where is each kept? Put the values there, and change them: they were in a file.');
  const map = root.get('stages', true) as unknown as YAMLMap;
  for (const [index, pair] of map.items.entries()) {
    const stage = stages[index]!;
    const key = pair.key as Scalar;
    if (index > 0) key.spaceBefore = true;
    const notes = [
      ...stage.produces.flatMap(({ path, shared }) =>
        shared === undefined
          ? []
          : [`decide: ${path} is written by ${shared} too: give each a file of its own, then list it under produces`],
      ),
      ...(written.decide.get(stage.stage.name) ?? []).map(line => `decide: ${line}`),
    ];
    const from = ` ${stage.stage.file}:${stage.stage.line}`;
    key.commentBefore = [from, ...notes.flatMap(note => folded(note))]
      .map(line => (line.startsWith(' ') ? line : ` ${line}`))
      .join('\n');
  }
  return narrow(
    document.toString({ lineWidth: 0, flowCollectionPadding: true, doubleQuotedMinMultiLineLength: 4_000_000 }),
  );
}

function topLevel({ draft, stages, name, dir, ci }: Written): Record<string, unknown> {
  const params = Object.fromEntries(
    [...draft.params.values()].map(param => {
      const type = typeOf(param.default);
      const value =
        type === 'integer' || type === 'number'
          ? Number(param.default)
          : type === 'boolean'
            ? param.default === 'true'
            : param.default;
      return [param.name, param.default === undefined ? { type, required: true } : { type, default: value }];
    }),
  );
  const [main, ...siblings] = draft.repositories;
  const source = main && {
    repo: main.url,
    ...(main.ref !== undefined && { ref: main.ref }),
    dir,
    ...(siblings.length > 0 && {
      siblings: siblings.map((one, index) => ({
        repo: one.url,
        ...(one.ref !== undefined && { ref: one.ref }),
        dir: absolute(one.dir, `/opt/campaign/sibling-${index + 1}`),
      })),
    }),
  };
  const user = draft.user ?? (draft.root ? 'root' : undefined);
  const machine = {
    ...(draft.image !== undefined && { image: draft.image }),
    ...(user !== undefined && { user }),
    ...(draft.packages.size > 0 && { packages: [...draft.packages] }),
    ...(draft.services.size > 0 && { services: [...draft.services] }),
    ...(draft.setup.length > 0 && { setup: block(escapedRun(setupText(draft))) }),
  };
  const limit = 1_800;
  const wall = stages.reduce((sum, { stage }) => sum + (seconds(stage.timeout) ?? limit) * instances(stage.axes), 0);
  return {
    ...(Object.keys(params).length > 0 && { params }),
    ...(source && { source }),
    ci: ci.length > 0 ? { workflows: ci } : { none: true, reason: 'no workflow was found where this was imported' },
    ...(Object.keys(machine).length > 0 && { machine }),
    limits: { wall: `${Math.max(1, Math.ceil(wall / 3_600))}h`, stage: '30m' },
    ...(draft.store !== undefined && {
      store: { url: draft.store, ...(draft.region !== undefined && { region: draft.region }) },
    }),
    ...(draft.env.size > 0 && {
      env: Object.fromEntries([...draft.env].map(([key, value]) => [key, escapedRun(value)])),
    }),
    ...(draft.secrets.size > 0 && {
      secrets: Object.fromEntries(
        [...draft.secrets.keys()].map(one => [one, `ssm:/${name}/${one.toLowerCase().replace(/_/g, '-')}`]),
      ),
    }),
  };
}

function stageOf(
  { stage, produces, requires, after, reads }: Linked,
  { draft, main, tracked }: Written,
): Record<string, unknown> {
  const needs = [
    ...stage.needs.flatMap(({ kind, name }): unknown[] => {
      if (kind !== 'path')
        return kind === 'env' && (draft.params.has(name.toLowerCase()) || draft.env.has(name))
          ? []
          : [{ [kind]: name }];
      return [];
    }),
  ];
  const wanted = [
    ...requires,
    ...reads.filter(
      path =>
        !path.includes('${{') &&
        (tracked(path) || stage.needs.some(({ kind, name }) => kind === 'path' && name.replace(/\/$/, '') === path)),
    ),
    ...after.map(name => ({ stage: name })),
    ...needs,
    ...(draft.services.has('docker') && /(^|[\s;&|(])docker\s/m.test(stage.run) ? [{ service: 'docker' }] : []),
  ];
  const left = produces.filter(({ shared }) => shared === undefined);
  const timeout = timeoutOf(stage.timeout);
  const cwd = cwdOf(stage.cwd, main);
  return {
    ...(stage.axes.length > 0 && {
      matrix: Object.fromEntries(stage.axes.map(({ name, values }) => [name, values.map(typed)])),
    }),
    ...(stage.when !== undefined && { if: stage.when }),
    run: block(escapedRun(stage.run)),
    ...(wanted.length > 0 && { requires: wanted }),
    ...(left.length > 0 && { produces: left.map(({ path, upload }) => (upload ? path : { path, upload })) }),
    ...(cwd !== undefined && { cwd }),
    ...(stage.env.size > 0 && { env: Object.fromEntries(stage.env) }),
    ...(stage.secrets.length > 0 && { secrets: stage.secrets }),
    ...(timeout !== undefined && { timeout }),
    ...(stage.builds && { warmup: true }),
  };
}

/** Where it starts, as seen from the sources. */
function cwdOf(cwd: string | undefined, main: string | undefined): string | undefined {
  if (cwd === undefined || cwd === '' || cwd === main) return undefined;
  return main !== undefined && cwd.startsWith(`${main}/`) ? cwd.slice(main.length + 1) : cwd;
}

export function absolute(path: string | undefined, otherwise: string): string {
  return path?.startsWith('/')
    ? path
    : path !== undefined && /^[\w.-]+$/.test(path)
      ? `/opt/campaign/${path}`
      : otherwise;
}

function typed(value: string): string | number {
  return typeOf(value) === 'integer' ? Number(value) : value;
}

function seconds(timeout: string | undefined): number | undefined {
  const read = /^(\d{1,7})([smhd]?)$/.exec(timeout ?? '');
  const found = read ? Number(read[1]) * { '': 1, s: 1, m: 60, h: 3_600, d: 86_400 }[read[2]!]! : undefined;
  return found !== undefined && found >= 1 ? found : undefined;
}

/** `timeout 3600` counts seconds, and a campaign says what it counts. */
function timeoutOf(written: string | undefined): string | undefined {
  const found = seconds(written);
  if (found === undefined) return undefined;
  if (/\D$/.test(written!) && duration(written!) !== undefined) return written;
  return found % 3_600 === 0 ? `${found / 3_600}h` : found % 60 === 0 ? `${found / 60}m` : `${found}s`;
}

function instances(axes: Linked['stage']['axes']): number {
  return axes.reduce((product, { values }) => product * values.length, 1);
}

/** The machine's own commands, with the values that they use before them. */
function setupText(draft: Draft): string {
  const written = draft.setup.map(({ script, start, end }) => script.text.slice(start, end)).join('\n');
  const text = edited(written, secretEdits(written));
  const values = draft.preambles
    .filter(({ names }) => names.some(name => new RegExp(`\\$\\{?${name}\\b`).test(text)))
    .map(({ script, start, end }) => script.text.slice(start, end));
  const params = [...draft.params.values()].filter(
    ({ variable }) => !/^\d$/.test(variable) && new RegExp(`\\$\\{?${variable}\\b`).test(text),
  );
  const given = params.map(({ variable, name }) => `${variable}='\${{ params.${name} }}'`);
  const exported = [...draft.env]
    .filter(([name]) => new RegExp(`\\$\\{?${name}\\b`).test(text))
    .map(([name, value]) => `${name}='${value.replace(/'/g, `'\\''`)}'`);
  return [...given, ...exported, ...values, text].join('\n');
}

/** `${{` of our own stands for a value; any other is the shell's, or no shell at all. */
function escapedRun(text: string): string {
  return text.replace(/\$\{\{(?! (?:params|matrix)\.\w+ \}\})/g, '$$$${{');
}
