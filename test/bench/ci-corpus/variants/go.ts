import { find, has, join, type Project, type Variant, written } from './variant.ts';

/** `go test` and `go vet`. */
export function go(words: readonly string[], project: Project, cwd: string): readonly Variant[] | undefined {
  if (words[0] !== 'go' || !/^(test|vet)$/.test(words[1] ?? '')) return undefined;
  const variants: Variant[] = [];
  const add = (law: Variant['law'], kind: string, run: string): void => void variants.push({ law, kind, run });
  const packages = words.filter(word => /^\.|\.\.\.$/.test(word));
  const with_ = (...options: readonly string[]): string =>
    written([...words.slice(0, 2), ...options, ...words.slice(2)]);
  if (packages.length === 1 && packages[0] === './...') {
    const inside = packageOf(project, cwd);
    const of = (path: string): string => written(words.map(word => (word === './...' ? path : word)));
    if (inside !== undefined) {
      add('narrower', './pkg', of(`./${inside}`));
      add('narrower', './pkg/...', of(`./${inside}/...`));
      add('narrower', 'in pkg', `cd ${inside}\n${written(words)}`);
      const module = /^module\s+"?([^\s"]+)/m.exec(project.facts.read(join(cwd, 'go.mod')) ?? '')?.[1];
      if (module !== undefined) add('narrower', 'an import path', of(`${module}/${inside}`));
    }
  }
  if (words[1] === 'vet') return variants;
  const chooses = has(words, /^-(run|skip|bench|fuzz|c|list)(=|$)/);
  if (!chooses) add('narrower', '-run', with_('-run', 'TestNothing'));
  add('same', '-count=1 -v', with_('-count=1', '-v'));
  add('same', '-timeout -p', with_('-timeout=90m', '-p', '4'));
  add('same', '-json', with_('-json'));
  add('same', '-shuffle', with_('-shuffle=on', '-failfast'));
  if (!has(words, /^-cover/)) add('same', '-cover', with_('-coverprofile=cover.out', '-covermode=atomic'));
  if (!has(words, /^-short/)) add('narrower', '-short', with_('-short'));
  if (has(words, /^-race$/)) add('narrower', 'without -race', written(words.filter(word => word !== '-race')));
  if (!chooses && words.length > 2) add('same', 'gotestsum', written(['gotestsum', '--', ...words.slice(2)]));
  if (!project.said(/-race\b|\brace\b/)) add('other', '-race', with_('-race'));
  if (!project.said(/\bbench/i)) add('other', '-bench', with_('-run', '^$', '-bench', '.'));
  if (!has(words, /^--?tags/)) add('other', '-tags', with_('-tags', 'campaignsoak'));
  if (!project.said(/GOARCH|\b386\b/)) add('other', 'GOARCH', `GOARCH=386 ${written(words)}`);
  if (!project.said(/GOEXPERIMENT/)) add('other', 'GOEXPERIMENT', `GOEXPERIMENT=synctest ${written(words)}`);
  add('other', 'a variable', `CAMPAIGN_SOAK=1 ${written(words)}`);
  if (!has(words, /^--?tags/)) add('other', 'GOFLAGS', `GOFLAGS=-tags=campaignsoak ${written(words)}`);
  if (!project.said(/-fuzz/)) add('other', '-fuzz', with_('-run', '^$', '-fuzz', 'FuzzNothing', '-fuzztime=10m'));
  if (!project.said(/-(a|m)san\b/)) add('other', '-asan', with_('-asan'));
  return variants;
}

/** A directory of this module, and of no other, that has tests. */
function packageOf({ facts, below }: Project, cwd: string): string | undefined {
  const nested = (file: string): boolean => {
    for (let at = file.lastIndexOf('/'); at > cwd.length; at = file.lastIndexOf('/', at - 1))
      if (facts.exists(`${file.slice(0, at)}/go.mod`) !== undefined) return true;
    return false;
  };
  const file = find(
    below(cwd),
    one =>
      one.endsWith('_test.go') &&
      one.slice(cwd.length + 1).includes('/') &&
      !/(^|\/)(testdata|[._])/.test(one) &&
      !nested(one),
  );
  if (file === undefined || facts.exists(join(cwd, 'go.mod')) === undefined) return undefined;
  return (cwd === '' ? file : file.slice(cwd.length + 1)).replace(/\/[^/]*$/, '');
}
