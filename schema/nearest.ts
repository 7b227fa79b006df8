/** What people coming from other tools write, and what it is called here. */
const SYNONYMS: Readonly<Record<string, string>> = {
  needs: 'requires',
  depends_on: 'requires',
  dependson: 'requires',
  'depends-on': 'requires',
  deps: 'requires',
  inputs: 'requires',
  input: 'requires',
  outputs: 'produces',
  output: 'produces',
  artifacts: 'produces',
  script: 'run',
  cmd: 'run',
  command: 'run',
  commands: 'run',
  environment: 'env',
  variables: 'env',
  vars: 'env',
  jobs: 'stages',
  steps: 'stages',
  tasks: 'stages',
  name: 'campaign',
  parameters: 'params',
  timeout_minutes: 'timeout',
  'timeout-minutes': 'timeout',
  'working-directory': 'cwd',
  workdir: 'cwd',
  working_directory: 'cwd',
  'runs-on': 'on',
  when: 'if',
  condition: 'if',
  retries: 'retry',
  strategy: 'matrix',
  branch: 'ref',
  url: 'repo',
  bucket: 'url',
  instance: 'type',
  'instance-type': 'type',
  ami: 'image',
  min: 'minimum',
  max: 'maximum',
  size: 'min-size',
  budget: 'cost',
  minimum: 'min',
  maximum: 'max',
  'max-attempts': 'attempts',
  regex: 'pattern',
  regexp: 'pattern',
};

/** The known name that a wrong one most likely stands for. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const names = [...known];
  const plain = simplify(name);
  const same = names.find(candidate => simplify(candidate) === plain);
  if (same !== undefined) return same;
  const synonym = SYNONYMS[name.toLowerCase()];
  if (synonym !== undefined && names.includes(synonym)) return synonym;
  let best: string | undefined;
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of names) {
    const steps = distance(name, candidate, least);
    if (steps < least) {
      least = steps;
      best = candidate;
    }
  }
  return best ?? begun(plain, names);
}

/** The one name that begins as a text does, or the other way round: `match` for `matches`; not of paths. */
function begun(plain: string, names: readonly string[]): string | undefined {
  if (plain.length < 4 || plain.includes('/')) return undefined;
  const [only, ...more] = names.filter(name => {
    const other = simplify(name);
    return other.startsWith(plain) || (other.length >= 4 && plain.startsWith(other));
  });
  return more.length === 0 ? only : undefined;
}

/** In one case, without separators. */
export function simplify(name: string): string {
  return name.toLowerCase().replace(/[-_\s]/g, '');
}

/** Insertions, deletions, replacements and swaps of neighbours from one text to the other; `limit` when there are as many. */
export function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit || a.length > 64) return limit;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let steps = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) steps = Math.min(steps, before[j - 2]! + 1);
      row.push(steps);
    }
    if (Math.min(...row) >= limit) return limit;
    before = last;
    last = row;
  }
  return last[b.length]!;
}
