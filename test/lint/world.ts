import { type Checked, type CheckOptions, check } from '../../lint/check.ts';
import type { Example } from '../../lint/example.ts';
import type { RepositoryFacts } from '../../lint/facts.ts';
import type { Finding } from '../../lint/finding.ts';
import { read } from '../../schema/read.ts';
import { positionAt } from '../../schema/source.ts';

/** The repository of an example, in memory. */
export function factsOf(example: Example): RepositoryFacts {
  const { files = {}, untracked = {}, executable = [], ignored = [], modified = [] } = example;
  const disk = new Map(Object.entries({ ...untracked, ...files }));
  const names = new Map<string, Set<string>>();
  for (const path of disk.keys()) {
    const segments = path.split('/');
    for (const [index, name] of segments.entries()) {
      const directory = segments.slice(0, index).join('/');
      names.set(directory, (names.get(directory) ?? new Set()).add(name));
    }
  }
  return {
    root: '',
    ...(!example.noRepository && {
      git: {
        commit: '0123456789abcdef0123456789abcdef01234567',
        tracked: new Map(Object.keys(files).map(path => [path, executable.includes(path) ? '100755' : '100644'])),
        modified: () => new Set(modified),
        ignored: (path: string) => ignored.some(one => path === one || path.startsWith(`${one.replace(/\/$/, '')}/`)),
        plainEnds: (path: string) => example.plainEnds?.includes(path) ?? false,
        remotes: example.remotes ?? ['origin'],
        pushed: () => !example.unpushed,
      },
    }),
    read: path => disk.get(path),
    exists: path => (disk.has(path) ? 'file' : names.has(path) && path !== '' ? 'directory' : undefined),
    list: path => [...(names.get(path) ?? [])],
  };
}

/** Lints an example's world. */
export async function lint(example: Example, options: Partial<CheckOptions> = {}): Promise<Checked> {
  const { scriptSize, params } = example;
  return check(await read(example.campaign, 'campaign.yaml'), {
    facts: factsOf(example),
    ...(scriptSize && { scriptSize: () => scriptSize }),
    ...(params && { params: new Map(Object.entries(params)) }),
    ...options,
  });
}

/** A finding as `Example.expect` writes it, seen from the rule that the example is of. */
export function written(finding: Finding, rule?: string): string {
  const { source, range } = finding.place;
  const { line, column } = positionAt(source, range.start);
  const file = source.path === 'campaign.yaml' ? '' : `${source.path}:`;
  return `${file}${line}:${column} ${finding.rule === rule ? '' : `[${finding.rule}] `}${finding.message}`;
}
