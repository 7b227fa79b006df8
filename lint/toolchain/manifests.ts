import type { RepositoryFacts } from '../facts.ts';

/**
 * The crates that a package of the workspace names in its Cargo.toml to develop with alone: Cargo.lock lists them with the others. Empty
 * where the file is at none of the usual places.
 */
export function developmentCrates(name: string, facts: RepositoryFacts): ReadonlySet<string> {
  const own = new RegExp(`^\\[package\\][^[]*^name\\s*=\\s*"${name}"`, 'm');
  const text = ['Cargo.toml', `${name}/Cargo.toml`, `crates/${name}/Cargo.toml`]
    .map(path => facts.read(path) ?? '')
    .find(one => own.test(one));
  const development = new Set<string>();
  const others = new Set<string>();
  for (const section of (text ?? '').split(/^(?=[ \t]*\[)/m)) {
    const header = /^\s*\[([^\]\n]+)\]/.exec(section)?.[1] ?? '';
    const found = /(?:^|\.)(dev-|build-)?dependencies(?:\.["']?([\w-]+)["']?)?$/.exec(header);
    if (!found) continue;
    const [, kind, one] = found;
    const names = one ? [one] : [...section.matchAll(/^\s*"?([\w-]+)"?(?:\.\w+)?\s*=/gm)].map(match => match[1]!);
    const renamed = [...section.matchAll(/\bpackage\s*=\s*"([\w-]+)"/g)].map(match => match[1]!);
    for (const crate of [...names, ...renamed]) (kind === 'dev-' ? development : others).add(crate);
  }
  return new Set([...development].filter(crate => !others.has(crate)));
}

/** `cargo build` and `cargo run` compile nothing that one develops with, unless they are told of examples, tests or benchmarks. */
export function isWithoutDevelopment([, ...words]: readonly (string | undefined)[]): boolean {
  return (
    /^(build|b|run|r|install)$/.test(words.find(word => !/^[-+]/.test(word ?? '')) ?? '') &&
    !words.some(word => word === undefined || /^--(examples?|bench(es)?|tests?|all-targets)(=|$)/.test(word))
  );
}
