import type { Repository } from '../repository.ts';

/**
 * Puts what `--config=NAME` means in its place, where the repository's .bazelrc says it (bazel.build, "Write bazelrc configuration
 * files"): `test:NAME --options`. A name that no line explains stays, as a mode of its own.
 */
export function withConfigurations(words: readonly string[], repository: Repository): readonly string[] {
  if (!words.some(word => word.startsWith('--config'))) return words;
  const known = repository.files.remember('.bazelrc configurations', () => configurations(repository, '.bazelrc', 0));
  const expand = (list: readonly string[], depth: number): readonly string[] =>
    list.flatMap((word, index) => {
      if (list[index - 1] === '--config') return [];
      const name = word === '--config' ? list[index + 1] : /^--config=(.*)$/.exec(word)?.[1];
      if (name === undefined) return [word];
      const options = known.get(name);
      return options === undefined || depth > 4 ? [`--config=${name}`] : expand(options, depth + 1);
    });
  return expand(words, 0);
}

function configurations(repository: Repository, path: string, depth: number): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const text = (repository.files.read(path) ?? '').replaceAll(/\\\r?\n/g, ' ');
  for (const line of text.split(/\r?\n/)) {
    const words = line.replace(/(^|\s)#.*$/, '').match(/(?:"[^"]*"|[^\s"])+/g) ?? [];
    const [head = '', ...options] = words;
    const named = /^(?:common|build|test|always):([\w.-]+)$/.exec(head);
    if (named !== null) found.set(named[1]!, [...(found.get(named[1]!) ?? []), ...options]);
    else if (/^(try-)?import$/.test(head) && depth < 3)
      for (const [name, more] of configurations(
        repository,
        (options[0] ?? '').replace(/^%workspace%\//, ''),
        depth + 1,
      ))
        found.set(name, [...(found.get(name) ?? []), ...more]);
  }
  return found;
}
