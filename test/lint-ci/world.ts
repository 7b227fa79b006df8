import { textsIn } from '../../cli/ports/kept-texts.ts';
import { type Ci, DEFAULT_WORKFLOWS, readCi } from '../../lint/ci/ci.ts';
import { KnownCi } from '../../lint/ci/known-ci.ts';
import { type Overlap, overlapsOf } from '../../lint/ci/overlap.ts';
import { filesOf } from '../../lint/ci/repository.ts';
import { unitsOf } from '../../lint/ci/units.ts';

export type Tree = Readonly<Record<string, string>>;

export function factsOf(files: Tree) {
  const paths = Object.keys(files);
  return {
    read: (path: string) => files[path],
    exists: (path: string) =>
      path in files
        ? ('file' as const)
        : path === '' || paths.some(known => known.startsWith(`${path}/`))
          ? ('directory' as const)
          : undefined,
    list: (path: string) => [
      ...new Set(
        paths
          .filter(known => path === '' || known.startsWith(`${path}/`))
          .map(known => known.slice(path === '' ? 0 : path.length + 1).split('/')[0]!),
      ),
    ],
  };
}

export function ciOf(files: Tree): Ci {
  return readCi(factsOf(files), DEFAULT_WORKFLOWS);
}

/** As `ciOf`, by a reading that keeps, and another one that finds it kept. `texts`: what is kept. */
export function recalledCi(files: Tree, texts = new Map<string, string>()): Ci {
  const read = () => {
    const kept = textsIn(texts);
    const facts = { ...factsOf(files), root: '', kept };
    const { ci } = new KnownCi(facts, DEFAULT_WORKFLOWS, filesOf(facts));
    kept.write();
    return ci;
  };
  read();
  return read();
}

export interface Asked {
  readonly env?: Readonly<Record<string, string>>;
  readonly required?: readonly string[];
  readonly cwd?: string;
  readonly frequency?: 'change' | 'schedule';
}

export function overlapsIn(files: Tree, run: string, asked: Asked = {}, ci = ciOf(files)): readonly Overlap[] {
  const root = '/opt/campaign/engine';
  const units = unitsOf(
    run,
    { root, files: filesOf(factsOf(files)) },
    { cwd: asked.cwd ?? root, env: new Map(Object.entries(asked.env ?? {})) },
  );
  return overlapsOf(units, ci.units, { required: new Set(asked.required), root }, asked.frequency ?? 'change');
}

/** A workflow that runs these commands on every pull request. */
export function workflow(...commands: readonly string[]): string {
  const steps = commands
    .map(command => (command.startsWith('- ') ? command : `- run: |\n${command.replaceAll(/^/gm, '    ')}`))
    .join('\n');
  return `name: CI\non: [pull_request]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n${steps.replaceAll(/^/gm, '      ')}\n`;
}

/** `whole`, `part: what is new` or `no`, of each command that overlaps. */
export function verdict(files: Tree, run: string, asked: Asked = {}): string {
  const found = overlapsIn(files, run, asked);
  if (found.length === 0) return 'no';
  return found.map(({ coverage }) => (coverage.covers === 'part' ? `part: ${coverage.rest}` : 'whole')).join('; ');
}
