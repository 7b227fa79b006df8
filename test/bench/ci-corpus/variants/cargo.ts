import { find, handing, has, join, type Project, type Variant, withOptions, written } from './variant.ts';

const TARGETS = /^--(lib|bins?|tests?|examples?|bench|benches|doc|all-targets)(=|$)/;

/** `cargo test`, `nextest run`, `clippy`, `check`, `fmt`, `build`. */
export function cargo(words: readonly string[], project: Project, cwd: string): readonly Variant[] | undefined {
  if (words[0] !== 'cargo') return undefined;
  const at = words[1]?.startsWith('+') ? 2 : 1;
  const nextest = words[at] === 'nextest' && words[at + 1] === 'run';
  const task = nextest ? 'test' : words[at];
  if (task === undefined || !/^(test|clippy|check|fmt|build|t|b|c)$/.test(task)) return undefined;
  const tests = /^t(est)?$/.test(task) && !has(words, /^--(no-run|doc)$/);
  const variants: Variant[] = [];
  const add = (law: Variant['law'], kind: string, run: string): void => void variants.push({ law, kind, run });
  const members = membersOf(project, cwd);
  const everywhere = has(words, /^--(workspace|all)$/);
  const member = members.find(
    ({ name }, index) => index === Math.min(2, members.length - 1) && !words.some(word => word.includes(name)),
  );
  if (everywhere && member !== undefined && !has(words, /^(-F|--features|--exclude|--manifest-path)/)) {
    const rest = words.filter(word => !/^--(workspace|all)$/.test(word));
    add('narrower', '-p MEMBER', withOptions(rest, '-p', member.name));
    if (tests && member.test !== undefined && !has(words, /^--(lib|bins?|tests?|examples?|bench|benches|doc)(=|$)/))
      add('narrower', '-p MEMBER --test NAME', withOptions(rest, '-p', member.name, '--test', member.test));
    if (task === 'clippy') add('narrower', 'check for clippy', withOptions(['cargo', 'check'], '-p', member.name));
    if (task !== 'fmt')
      add('narrower', '--manifest-path', withOptions(rest, '--manifest-path', `${member.path}/Cargo.toml`));
    add('narrower', 'in MEMBER', `cd ${member.path}\n${written(rest)}`);
  }
  if (task === 'fmt') return variants;
  if (!has(words, /^(-r|--release|--profile|--cargo-profile)(=|$)/) && !words.includes('-P'))
    add('same', '--release', withOptions(words, '--release'));
  add('same', '--jobs 4', withOptions(words, nextest ? '--build-jobs' : '--jobs', '4'));
  add('same', '--target-dir', withOptions(words, '--target-dir', '/mnt/nvme/target'));
  add('same', 'toolchain', written(['cargo', ...words.slice(at)]));
  if (tests) {
    if (!has(words, TARGETS)) add('narrower', '--lib', withOptions(words, '--lib'));
    if (!words.some(word => /^(-E|--)$/.test(word)) && !named(words, at + (nextest ? 2 : 1)))
      add('narrower', 'a name', withOptions(words, 'parses_nothing'));
    if (!has(words, TARGETS)) add('narrower', '--tests', withOptions(words, '--tests'));
    if (!has(words, TARGETS) && !nextest) add('narrower', '--doc', withOptions(words, '--doc'));
    if (nextest && !has(words, /^-E|^--filter|^--profile|^-P/))
      add('narrower', '-E', withOptions(words, '-E', 'test(parses_nothing)'));
    if (!has(words, /^--(doc|bench|benches)/)) add('narrower', '--no-run', withOptions(words, '--no-run'));
    if (!nextest) add('same', '-- --nocapture', handing(words, '--nocapture', '--test-threads=1'));
    if (!nextest && !has(words, TARGETS) && !words.includes('--'))
      add('narrower', 'nextest', written([...words.slice(0, at), 'nextest', 'run', ...words.slice(at + 1)]));
    if (!project.said(/sanitizer/i)) add('other', 'a sanitizer', `RUSTFLAGS='-Z sanitizer=address' ${written(words)}`);
    if (!nextest && !project.said(/ignored/)) add('other', '-- --ignored', handing(words, '--ignored'));
    if (!project.said(/cargo[ -]bench|criterion|codspeed|"bench"/)) add('other', 'cargo bench', 'cargo bench');
    add('other', 'a variable', `CAMPAIGN_SOAK=1 ${written(words)}`);
    if (!project.said(/PROPTEST_CASES/)) add('other', 'PROPTEST_CASES', `PROPTEST_CASES=100000 ${written(words)}`);
    if (!project.said(/loom/)) add('other', '--cfg', `RUSTFLAGS='--cfg loom' ${written(words)}`);
    if (!project.said(/miri/)) add('other', 'miri', written(['cargo', '+nightly', 'miri', ...words.slice(at)]));
  }
  if (task !== 'clippy' && !project.said(/target-cpu/))
    add('other', 'target-cpu', `RUSTFLAGS='-C target-cpu=native' ${written(words)}`);
  if (!project.said(/wasm32/) && !has(words, /^--target/))
    add('other', '--target', withOptions(words, '--target', 'wasm32-wasip1'));
  if (
    !project.said(/no-default-features|cargo.hack/) &&
    /^default\s*=\s*\[\s*"/m.test(project.facts.read(join(cwd, 'Cargo.toml')) ?? '') &&
    !has(words, /^(-p|--package|--all-features)/)
  )
    add('other', '--no-default-features', withOptions(words, '--no-default-features'));
  const feature = unsaidFeature(project, cwd);
  if (feature !== undefined && !has(words, /^(-F|--features|--all-features|-p|--package)/))
    add('other', '--features', withOptions(words, '--features', feature));
  return variants;
}

/** Whether a word behind the subcommand is a name that its tests must have. */
function named(words: readonly string[], from: number): boolean {
  return words
    .slice(from)
    .some(
      (word, index) =>
        !word.startsWith('-') &&
        (index === 0 || !/^--?\w/.test(words[from + index - 1]!) || TARGETS.test(words[from + index - 1]!)),
    );
}

interface Member {
  readonly name: string;
  readonly path: string;
  /** One of its integration tests. */
  readonly test: string | undefined;
}

/** What `members` of the workspace's Cargo.toml names, a path at a time; all of a pattern that ends in a star. */
function membersOf({ facts }: Project, cwd: string): readonly Member[] {
  const manifest = facts.read(join(cwd, 'Cargo.toml')) ?? '';
  const listed = (key: string): readonly string[] => {
    const found = new RegExp(`^${key}\\s*=\\s*\\[([^\\]]*)\\]`, 'm').exec(manifest.replaceAll(/#.*$/gm, ''))?.[1] ?? '';
    return [...found.matchAll(/"([^"]+)"/g)].map(match => match[1]!);
  };
  const excluded = listed('exclude');
  return listed('members')
    .flatMap(path =>
      path.endsWith('/*') ? facts.list(join(cwd, path.slice(0, -2))).map(name => path.replace('*', name)) : [path],
    )
    .filter(path => !excluded.includes(path))
    .flatMap(path => {
      const text = facts.read(join(cwd, `${path}/Cargo.toml`)) ?? '';
      const name = /^\[package\][^[]*?^name\s*=\s*"([^"]+)"/ms.exec(text)?.[1];
      const test = /autotests\s*=\s*false|\[\[test\]\]/.test(text)
        ? undefined
        : find(facts.list(join(cwd, `${path}/tests`)), file => /^\w+\.rs$/.test(file))?.slice(0, -3);
      return name === undefined ? [] : [{ name, path, test }];
    });
}

/** A feature of the package here that no other turns on and that nothing CI reads names. */
function unsaidFeature({ facts, said }: Project, cwd: string): string | undefined {
  const manifest = facts.read(join(cwd, 'Cargo.toml')) ?? '';
  if (!/^\[package\]/m.test(manifest) || said(/all-features|each-feature|feature-powerset|cargo.hack/))
    return undefined;
  const table = manifest.split(/^\[features\]$/m)[1]?.split(/^\[/m)[0] ?? '';
  const names = [...table.matchAll(/^"?([\w-]+)"?\s*=/gm)].map(match => match[1]!).filter(name => name !== 'default');
  return names.find(
    name => !said(new RegExp(`\\b${name}\\b`)) && table.split(new RegExp(`(?<![\\w-])${name}(?![\\w-])`)).length === 2,
  );
}
