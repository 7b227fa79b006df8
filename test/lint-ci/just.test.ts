import { describe, expect, test } from 'vitest';
import { type Tree, verdict, workflow } from './world.ts';

/** A justfile, CI's step, the stage's commands, how the verdict begins. */
type Case = readonly [justfile: string, ci: string, stage: string, verdict: string];

const CRATES: Tree = {
  'Cargo.toml': '[workspace]\nmembers = ["core", "cli"]\n',
  'core/Cargo.toml': '[package]\nname = "core"\n',
  'core/src/lib.rs': '',
  'cli/Cargo.toml': '[package]\nname = "cli"\n',
  'cli/src/lib.rs': '',
  'more.just': 'lint:\n    cargo clippy\n',
};

function table(title: string, cases: readonly Case[]): void {
  describe(title, () => {
    for (const [justfile, ci, stage, expected] of cases)
      test(`${JSON.stringify(justfile)}: ${ci} | ${stage} → ${expected}`, () => {
        expect(verdict({ ...CRATES, justfile, '.github/workflows/ci.yml': workflow(ci) }, stage)).toBe(expected);
      });
  });
}

const CORE = 'cargo test -p core';

table('what just is asked for', [
  ['fmt:\n    cargo fmt --check\ntest p:\n    cargo test -p {{p}}\n', 'just fmt test core', CORE, 'whole'],
  ['test *args:\n    cargo test {{args}}\n', 'just test -p core --release', CORE, 'whole'],
  ['p := "cli"\ntest:\n    cargo test -p {{ p }}\n', 'just p=core test', CORE, 'whole'],
  ['p := "cli"\ntest:\n    cargo test -p {{ p }}\n', 'just test', CORE, 'no'],
  ['alias t := test\ntest:\n    cargo test -p core\n', 'just t', CORE, 'whole'],
  ['test:\n    cargo test -p core\n', 'just --list test', CORE, 'no'],
  ['test:\n    cargo test\n', 'cd core && just test', 'cargo test -p cli', 'whole'],
  ['[no-cd]\ntest:\n    cargo test\n', 'cd core && just test', 'cargo test -p cli', 'no'],
  ["import 'more.just'\n", 'just lint', 'cargo clippy -p core', 'whole'],
  ['[windows]\ntest:\n    cargo test -p cli\n[unix]\ntest:\n    cargo test -p core\n', 'just test', CORE, 'whole'],
  ['set positional-arguments\ntest *args:\n    cargo test "$@"\n', 'just test -p core', CORE, 'whole'],
]);

table('dependencies', [
  ['ci: (t "core") (t "cli")\nt p:\n    cargo test -p {{p}}\n', 'just ci', CORE, 'whole'],
  ['ci: (t "core") (t "cli")\nt p:\n    cargo test -p {{p}}\n', 'just ci', 'cargo test -p cli', 'whole'],
  ['a:\n    cargo fmt --check\nb: a && c\nc:\n    cargo test -p core\n', 'just b', CORE, 'whole'],
  ['ci *args: (\n  run "test"\n  "-p core"\n  args\n)\nrun +cmd:\n    cargo {{cmd}}\n', 'just ci', CORE, 'whole'],
]);

table('expressions', [
  ['test p="":\n    cargo test {{ if p == "" { "-p core" } else { "-p " + p } }}\n', 'just test', CORE, 'whole'],
  ['test p="":\n    cargo test {{ if p == "" { "-p core" } else { "-p " + p } }}\n', 'just test cli', CORE, 'no'],
  ['test p:\n    cargo test -p {{ if p =~ "^c(ore)?$" { quote("core") } else { p } }}\n', 'just test c', CORE, 'whole'],
  [
    'f := if os() == "windows" { "-p cli" } else { "-p core" }\ntest:\n    cargo test {{f}}\n',
    'just test',
    CORE,
    'whole',
  ],
  ['p := env("PKG", "core")\ntest:\n    cargo test -p {{p}}\n', 'just test', CORE, 'whole'],
  ['p := env("PKG", "core")\ntest:\n    cargo test -p {{p}}\n', 'PKG=cli just test', CORE, 'no'],
  ['p := `pick`\ntest:\n    cargo test -p {{ if p == "" { "cli" } else { "core" } }}\n', 'just test', CORE, 'no'],
  ['test:\n    echo {{{{ && cargo test -p core\n', 'just test', CORE, 'whole'],
]);
