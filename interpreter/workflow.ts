import { levelOfMachine } from '../plan/cpu-levels.ts';
import { imageNamed, usualImage } from '../plan/images.ts';
import type { Plan } from '../plan/plan.ts';
import { isUnknown } from '../plan/symbol.ts';

export interface WorkflowOptions {
  /** For example `campaign 0.1.0`. */
  readonly compiler: string;
  /** Of the campaign, as the repository names it. */
  readonly path: string;
  /** The branch whose pushes are built; absent: only when somebody asks for it, as where `source.ref` is a tag or a commit. */
  readonly branch?: string;
  readonly profile?: string;
  /** Parameters that were given: they stand in the workflow. */
  readonly given: ReadonlyMap<string, string | number | boolean>;
  /** Parameters without a value: the job takes them from variables of the repository. */
  readonly unset: readonly string[];
}

/**
 * The actions of the workflow, each at the commit that its release names (tags of github.com/actions/checkout, actions/setup-node,
 * actions/upload-artifact, actions/download-artifact and aws-actions/configure-aws-credentials, read on 2026-11-26): a tag can be moved, a commit cannot.
 */
const actions = {
  checkout: 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1',
  node: 'actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0',
  upload: 'actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0',
  download: 'actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1',
  credentials: 'aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3',
};

/**
 * Where one job leaves the artifacts and the other finds them, below the checkout: in a container, `runner.temp` is not always the
 * directory that $RUNNER_TEMP is (github.com/actions/runner/issues/2498).
 */
const handedOver = 'campaign-prebuilt';

/** Minutes for a job that compiles nothing. */
const around = 30;

/** Variables of the repository that the job reads. */
export const roleVariable = 'CAMPAIGN_PREBUILD_ROLE';
export const regionVariable = 'CAMPAIGN_PREBUILD_REGION';

/** What a job in a bare container lacks: what actions need (git, tar, xz), and what setups take for granted on a machine. */
const tools = {
  dnf: 'dnf -y install findutils git gzip shadow-utils sudo tar util-linux which xz zstd',
  apt: 'apt-get -o Acquire::Retries=3 update\nDEBIAN_FRONTEND=noninteractive apt-get -y --no-install-recommends install ca-certificates curl git sudo xz-utils zstd',
};

/**
 * The workflow of GitHub Actions that builds the artifacts of a plan in one job and publishes them in another: what is built may run
 * anything as root, and could take whatever its job can ask for. Equal plans and options give equal bytes.
 */
export function githubWorkflow(plan: Plan, options: WorkflowOptions): string {
  const { compiler, path, branch, profile, given, unset } = options;
  const image = settled(plan.machine.image) ?? usualImage;
  const type = settled(plan.machine.type);
  const place = settled(plan.store.region);
  const known = imageNamed(image);
  const { container } = known ?? imageNamed(usualImage)!;
  const isArm = type !== undefined && levelOfMachine(type) === 'arm';
  const region = place === undefined ? variable(regionVariable) : text(place);
  const named = profile === undefined ? '' : ' --profile "$PROFILE"';
  const command = (what: string) => `npx --no-install campaign prebuild ${what}${named} -- "$CAMPAIGN_FILE"`;
  const settings = [
    ['CAMPAIGN_FILE', text(path)],
    ...(profile === undefined ? [] : [['PROFILE', text(profile)]]),
    ...[...given].map(([name, value]) => [parameterVariable(name), text(String(value))]),
    ...unset.map(name => [parameterVariable(name), variable(parameterVariable(name))]),
  ];
  const env = `    env:\n${settings.map(([name, value]) => `      ${name}: ${value}`).join('\n')}`;
  const source = `      - uses: ${actions.checkout}
        with:
${plan.repository.ref === 'HEAD' ? '' : '          fetch-depth: 0\n'}          persist-credentials: false`;
  const install = `      - uses: ${actions.node}
        with:
          node-version: 22
          package-manager-cache: false
      - name: Install campaign, as package-lock.json has it
        run: npm ci`;
  return `# Made by ${compiler}: builds the prebuilt artifacts of a commit, proves that a box can use them, and publishes them.
# Make it again rather than editing it: campaign compile --target github-workflow
name: ${text(`prebuilt artifacts of ${plan.campaign.name.value}`)}
on:
${branch === undefined ? '' : `  push:\n    branches: [${text(branch.replace(/[\\*?+![\]]/g, '\\$&'))}]\n`}  workflow_dispatch:
permissions: {}
# One at a time for a commit; one that is publishing is not cut short.
concurrency:
  group: campaign-prebuild-${plan.campaign.name.value}-\${{ github.sha }}
  cancel-in-progress: false
defaults:
  run:
    shell: bash
jobs:
  build:
    # ${type === undefined ? 'The campaign names no machine.type; x86_64 is what most are.' : `The architecture of the box: ${comment(type)}`}
    runs-on: ${isArm ? 'ubuntu-24.04-arm' : 'ubuntu-24.04'}
    # ${
      known
        ? `The image of the box is ${image}: what is built here starts with its C library, glibc ${known.glibc}, and uses its packages.`
        : `What ${comment(image)} has is not known here: what is built on this image starts with glibc ${imageNamed(usualImage)!.glibc} or newer.`
    }
    container: ${container}
    timeout-minutes: ${minutes(plan)}
    permissions:
      contents: read
${env}
    steps:
      - name: Install what the job itself needs
        run: |
${indented(container.startsWith('amazonlinux') ? tools.dnf : tools.apt, 10)}
${source}
      - name: Let git read what another user has checked out
        run: git config --global --add safe.directory "$GITHUB_WORKSPACE"
${install}
      - name: Build where a box has its source, prove and pack
        run: ${command(`--provision --output ${handedOver}`)}
      - uses: ${actions.upload}
        with:
          name: ${handedOver}
          path: ${handedOver}
          if-no-files-found: error
          compression-level: 0
          retention-days: 1
          overwrite: true
  # A job of its own: no code that is built runs where credentials can be asked for.
  publish:
    needs: build
    runs-on: ubuntu-24.04
    timeout-minutes: ${around}
    permissions:
      contents: read
      # The job proves to AWS who it is (OpenID Connect); there is no key to keep, to leak or to renew.
      id-token: write
${env}
    steps:
${source}
${install}
      - uses: ${actions.download}
        with:
          name: ${handedOver}
          path: ${handedOver}
      - uses: ${actions.credentials}
        with:
          role-to-assume: ${variable(roleVariable)}
          aws-region: ${region}
      - name: Publish, the manifest last
        run: ${command(`--from ${handedOver}`)}
`;
}

/** What hangs on a parameter without a value is not known when the workflow is made. */
function settled(value: string | undefined): string | undefined {
  return value !== undefined && !isUnknown(value) ? value : undefined;
}

/** `row-count` is read from `CAMPAIGN_PARAM_ROW_COUNT`. */
export function parameterVariable(param: string): string {
  return `CAMPAIGN_PARAM_${param.toUpperCase().replaceAll('-', '_')}`;
}

/** The build is one stage long at the most. A job ends after 6 hours ("Usage limits", GitHub docs). */
function minutes({ limits }: Plan): number {
  const seconds = limits.stage ?? limits.wall ?? 3600;
  return Math.min(360, Math.ceil(seconds / 60) + around);
}

function variable(name: string): string {
  return `\${{ vars.${name} }}`;
}

/** A value as one line of YAML that GitHub takes for itself, whatever is in it (GitHub docs, "Expressions", literals). */
function text(value: string): string {
  const quoted = JSON.stringify(value.replaceAll('${{', "${{ '${{' }}"));
  // What JSON leaves as it is and YAML 1.2 does not count as printable.
  return quoted.replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** In a comment nothing but a line break has a meaning. */
function comment(value: string): string {
  return value.replace(/[^\x20-\x7e]/g, ' ');
}

function indented(lines: string, columns: number): string {
  return lines.replace(/^/gm, ' '.repeat(columns));
}
