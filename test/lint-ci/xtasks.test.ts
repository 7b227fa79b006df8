import { table } from './table.ts';
import type { Tree } from './world.ts';

const WORKSPACE: Tree = {
  'Cargo.toml': '[workspace]\nmembers = ["core", "xtask", "server"]\n',
  'core/Cargo.toml': '[package]\nname = "core"\n',
  'server/Cargo.toml': '[package]\nname = "server"\n',
  'server/src/main.rs': 'fn main() { Command::new("cargo").args(["test"]).status(); }\n',
  'xtask/Cargo.toml': '[package]\nname = "xtask"\n',
  'fuzz/Cargo.toml': '[package]\nname = "fuzz"\n',
  'python/tests/test_a.py': '',
  '.cargo/config.toml': '[alias]\nxtask = "run --package xtask --"\n',
};

const CLAP: Tree = {
  ...WORKSPACE,
  'xtask/src/main.rs': `use clap::Parser;
mod lint;

#[derive(Parser)]
enum Commands {
    /// Run it all
    RunTests(TestArgs),
    Lint(lint::LintArgs),
    Fuzz,
}

impl Commands {
    fn run(self) -> anyhow::Result<()> {
        match self {
            Commands::RunTests(args) => args.run(),
            Commands::Lint(lint) => lint.run(),
            Commands::Fuzz => fuzz(),
        }
    }
}

fn fuzz() -> anyhow::Result<()> {
    let sh = Shell::new()?;
    let _guard = sh.push_dir("fuzz");
    cmd!(sh, "cargo test --lib").run()?;
    Ok(())
}

impl TestArgs {
    fn run(&self) -> anyhow::Result<()> {
        let mut command = Command::new("cargo");
        command.args(["test", "--workspace"]);
        if self.release {
            command.arg("--features=slow");
        }
        let status = command.current_dir(&metadata.workspace_root).status().unwrap();
        if !status.success() {
            std::process::exit(1);
        }
        let status = Command::new("cargo").args(["test", "--doc", "-p"]).arg("core").status()?;
        anyhow::ensure!(status.success());
        Ok(())
    }
}

fn main() {
    Commands::parse().run().unwrap();
}
`,
  'xtask/src/lint.rs': `const FLAGS: &[&str] = &["--", "-D", "warnings"];

impl LintArgs {
    pub(crate) fn run(&self) -> anyhow::Result<()> {
        for package in ["core", "server"] {
            Command::new(env!("CARGO")).args(["clippy", "-p", package]).args(FLAGS).status()?;
        }
        self.style()
    }

    fn style(&self) -> anyhow::Result<()> {
        let code = Command::new("cargo").args(["fmt", "--all", "--check"]).status()?;
        Ok(())
    }
}
`,
};

table('what an xtask with the commands of clap starts', CLAP, [
  ['cargo xtask lint', 'cargo fmt --all --check', 'whole'],
  ['cargo run -p xtask -- lint', 'cargo clippy -p server -- -D warnings', 'whole'],
  ['cargo run --manifest-path xtask/Cargo.toml lint', 'cargo fmt --all --check', 'whole'],
  ['cargo xtask lint', 'cargo clippy -p xtask', 'no'],
  ['cargo xtask lint', 'cargo test --doc -p core', 'no'],
  ['cargo xtask run-tests', 'cargo test --doc -p core', 'whole'],
  // Who knows whether with that feature.
  ['cargo xtask run-tests', 'cargo test -p server', 'no'],
  ['cargo xtask run-tests', 'cargo test -p server --features slow', 'no'],
  ['cargo xtask fuzz', 'cd fuzz && cargo test --lib', 'whole'],
  ['cargo xtask fuzz', 'cd core && cargo test --lib', 'no'],
  [
    'cargo clippy -p core -- -D warnings\ncargo clippy -p server -- -D warnings',
    'cargo xtask lint',
    'part: the only new part is `cargo fmt --all --check`',
  ],
  // The product is no helper.
  ['cargo run -p server', 'cargo test', 'no'],
]);

const XSHELL: Tree = {
  ...WORKSPACE,
  'xtask/src/main.rs': `use xshell::{cmd, Shell};

fn main() -> anyhow::Result<()> {
    let mut args = pico_args::Arguments::from_env();
    let subcommand = args.subcommand()?;
    let sh = Shell::new()?;
    sh.change_dir(project_root());
    match subcommand.as_deref() {
        Some("test") => test(&sh, args)?,
        Some("docs" | "doc") => docs(&sh)?,
        Some("loose") => cmd!(sh, "cargo test --lib").ignore_status().run()?,
        Some(other) => anyhow::bail!("no {other}"),
        None => cmd!(sh, "cargo fmt --check").run()?,
    }
    Ok(())
}

fn test(sh: &Shell, args: Arguments) -> anyhow::Result<()> {
    let rest = args.finish();
    let package = "core";
    cmd!(sh, "cargo test -p {package} {rest...}").env("RUST_BACKTRACE", "1").run()?;
    let _dir = sh.push_dir("python");
    cmd!(sh, "pytest tests").run()?;
    Ok(())
}

fn docs(sh: &Shell) -> anyhow::Result<()> {
    {
        let _dir = sh.push_dir("fuzz");
        cmd!(sh, "cargo doc").run()?;
    }
    cmd!(sh, "cargo test --doc -p core").run()?;
    measure::everything()?;
    Ok(())
}

fn project_root() -> PathBuf {
    Path::new(&env!("CARGO_MANIFEST_DIR")).ancestors().nth(1).unwrap().to_path_buf()
}
`,
};

table('what an xtask with xshell starts', XSHELL, [
  ['cargo xtask test', 'cargo test -p core --lib', 'whole'],
  ['cargo xtask test --release', 'cargo test -p core --lib', 'no'],
  ['cargo xtask test', 'cd python && pytest tests', 'whole'],
  ['cargo xtask test', 'pytest tests', 'no'],
  ['cargo xtask docs', 'cargo test --doc -p core', 'whole'],
  ['cargo xtask loose', 'cargo test --lib', 'no'],
  ['cargo xtask', 'cargo fmt --check', 'whole'],
  ['cargo xtask other', 'cargo fmt --check', 'no'],
  ['cargo test --doc -p core', 'cargo xtask doc', 'part: the only new part is `./xtask …`'],
]);
