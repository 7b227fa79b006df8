import { basename } from 'node:path';
import type { RepositoryFacts } from '../lint/facts.ts';

/** A first campaign for a repository, and what was seen there that shaped it. */
export interface FirstCampaign {
  readonly text: string;
  readonly looked: readonly string[];
}

/** A stage to begin with. */
interface Proposal {
  /** What was found, for the person. */
  readonly found: string;
  readonly tool: string;
  /** What fetches and builds before anything is measured; absent: nothing has to. */
  readonly prepare?: string;
  readonly measure: string;
}

/** Looks at CI and lock files of a repository; `root` is its absolute path. */
export function firstCampaign(facts: RepositoryFacts, root: string): FirstCampaign {
  const proposal = proposalFor(facts);
  const workflows = facts.list('.github/workflows').filter(name => /\.ya?ml$/.test(name));
  const looked = [
    proposal.found,
    workflows.length > 0
      ? `CI: ${workflows.length} ${workflows.length === 1 ? 'workflow' : 'workflows'} in .github/workflows; lint compares every stage with them`
      : 'CI: no workflow in .github/workflows; `ci` says so',
    ...(facts.git ? [] : ['this is no git repository: a box clones its code, so make it one before a run']),
  ];
  return { text: textOf(nameFor(root), proposal, workflows), looked };
}

function proposalFor(facts: RepositoryFacts): Proposal {
  const has = (path: string) => facts.exists(path) === 'file';
  if (has('Cargo.toml'))
    return {
      found: `Rust: Cargo.toml${has('Cargo.lock') ? ' and Cargo.lock' : ''}; the first stage is cargo bench`,
      tool: 'cargo',
      prepare: `cargo bench --no-run${has('Cargo.lock') ? ' --locked' : ''}`,
      measure: `cargo bench${has('Cargo.lock') ? ' --locked' : ''}`,
    };
  if (has('package.json')) return nodeProposal(facts, has);
  if (has('go.mod'))
    return {
      found: 'Go: go.mod; the first stage runs its benchmarks',
      tool: 'go',
      measure: "go test -run '^$' -bench . ./...",
    };
  const python = ['uv.lock', 'poetry.lock', 'pyproject.toml', 'requirements.txt', 'setup.py'].find(has);
  if (python) {
    const [before, prepare] =
      python === 'uv.lock'
        ? ['uv run ', 'uv sync --frozen']
        : python === 'poetry.lock'
          ? ['poetry run ', 'poetry install --no-interaction']
          : ['', undefined];
    return {
      found: `Python: ${python}; the first stage runs benchmarks with pytest-benchmark`,
      tool: before.trim().split(' ')[0] || 'python3',
      ...(prepare && { prepare }),
      measure: `${before}python3 -m pytest benchmarks --benchmark-only`,
    };
  }
  return {
    found: 'no lock file that is known here; the first stage only shows the machine',
    tool: 'bash',
    measure: 'nproc',
  };
}

function nodeProposal(facts: RepositoryFacts, has: (path: string) => boolean): Proposal {
  const [lock, tool, prepare] = (
    [
      ['pnpm-lock.yaml', 'pnpm', 'pnpm install --frozen-lockfile'],
      ['yarn.lock', 'yarn', 'yarn install --frozen-lockfile'],
      ['package-lock.json', 'npm', 'npm ci'],
    ] as const
  ).find(([name]) => has(name)) ?? [undefined, 'npm', undefined];
  const script = benchScript(facts.read('package.json'));
  return {
    found: `Node: package.json${lock ? ` and ${lock}` : ''}; the first stage is ${script ? `its script \`${script}\`` : 'a placeholder'}`,
    tool,
    ...(prepare && { prepare }),
    measure: script ? `${tool} run ${script}` : 'node --version',
  };
}

function benchScript(text: string | undefined): string | undefined {
  try {
    const { scripts } = JSON.parse(text ?? '') as { scripts?: Record<string, unknown> };
    return Object.keys(scripts ?? {}).find(name => /^bench(?:mark)?s?(?::|$)/.test(name));
  } catch {
    return undefined;
  }
}

/** `[a-z0-9][a-z0-9-]{0,62}`, made of the directory's name. */
export function nameFor(root: string): string {
  const name = basename(root)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return (name || 'campaign').slice(0, 50).replace(/-+$/, '');
}

/** A pattern for each way of writing the end of a name that is in use: one that meets nothing would be a finding. */
export function ciPatterns(workflows: readonly string[]): readonly string[] {
  return ['.yml', '.yaml']
    .filter(end => workflows.some(name => name.endsWith(end)))
    .map(end => `.github/workflows/*${end}`);
}

function ciOf(workflows: readonly string[]): string {
  const patterns = ciPatterns(workflows).map(pattern => `"${pattern}"`);
  return patterns.length > 0
    ? `{ workflows: [${patterns.join(', ')}] }`
    : '{ none: true, reason: "this repository has no CI yet" }';
}

function textOf(name: string, { tool, prepare, measure }: Proposal, workflows: readonly string[]): string {
  const prepared = prepare
    ? `  # Fetches and builds once, so that no measurement pays for it.
  prepare:
    run: ${prepare}
    requires: [{ tool: ${tool} }]
    warmup: true
    timeout: 30m

`
    : '';
  return `# What is worth a paid machine. What lint looks at: campaign explain.
campaign: ${name}
version: 1

# Set with --param trials=5 or CAMPAIGN_PARAM_TRIALS, used as
# \${{ params.trials }}.
# params:
#   trials: { type: integer, default: 20, minimum: 1 }

# The box clones this repository's origin at the commit of HEAD: what is not
# committed and pushed is not there.
# source: { ref: HEAD, dir: /opt/campaign/${name} }

# Lint reports a stage that only repeats what CI does on every pull request.
ci: ${ciOf(workflows)}

# The paid machine. Without it the campaign runs on this one: campaign run.
# machine: { type: c7i.2xlarge, image: al2023, market: on-demand, disk: 50GB }

# Nothing outlives these, whatever happens.
limits:
  wall: 2h
  stage: 30m
  # cost: 5 USD

# Where results go; .campaign/ on this machine where nothing is said.
# store: { url: "s3://my-bucket/results", region: us-east-1, checkpoint: 30s }

# Order is computed from requires and produces, not from the order here.
stages:
${prepared}  measure:
    run: ${measure} | tee results.txt
    requires: [${prepare ? '{ stage: prepare }' : `{ tool: ${tool} }`}]
    # Each output must exist, be new and not be empty, or the stage has failed.
    produces: [{ path: results.txt, expect: { lines: { min: 1 } } }]
    timeout: 1h
`;
}
