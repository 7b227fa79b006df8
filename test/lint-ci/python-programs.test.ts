import { table } from './table.ts';
import type { Tree } from './world.ts';

const INVOKE: Tree = {
  'go.mod': 'module example.com/engine\n',
  'tests/test_a.py': '',
  'python/tests/test_b.py': '',
  'tasks.py': `import os
from invoke import task, run, Exit

LINTER = "golangci-lint run"


@task
def build(c, release=False):
    c.run("go build ./...")


@task(pre=[build], aliases=["t"])
def unit_tests(ctx, env="container"):
    """Tests."""
    if env == "container":
        ctx.run("docker run --rm image {}".format(LINTER))
    elif env == "host":
        ctx.run(
            LINTER
        )
    else:
        raise Exit(message="no {}".format(env))
    run("PACKAGES={} go test -short ./...".format(os.getcwd()), echo=True)


@task
def wheel(c):
    with c.cd("python"):
        c.run("pytest tests")


@task
def odd(c):
    c.run("pytest tests", warn=True)


@task
def many(c):
    for one in ["a", "b"]:
        c.run(f"pytest tests -m {one}")


@task
def some(c, only):
    c.run(f"pytest tests {only}")
`,
};

table('what invoke runs', INVOKE, [
  ['inv unit-tests', 'go test -short ./core', 'whole'],
  ['inv unit-tests', 'golangci-lint run', 'no'],
  ['inv unit-tests --env host', 'golangci-lint run', 'whole'],
  ['inv unit-tests -e host build', 'golangci-lint run', 'whole'],
  ['invoke unit_tests --env=host', 'golangci-lint run', 'whole'],
  [
    'golangci-lint run\ngo test -short ./...',
    'inv unit-tests -e host',
    'part: the only new part is `go test -short ./...`',
  ],
  ['inv wheel', 'cd python && pytest tests', 'whole'],
  ['inv wheel', 'pytest tests', 'no'],
  ['inv odd', 'pytest tests', 'no'],
  ['inv many', "pytest tests -m 'b'", 'whole'],
  ['inv many', 'pytest tests', "part: the only new part is what CI's `-m 'a'` leaves out (`-m 'not (a)'`)"],
  ['pytest tests', 'inv many', 'whole'],
  ['inv some --only -v', 'pytest tests', 'whole'],
  ['inv some', 'pytest tests', 'no'],
]);

const SCRIPT: Tree = {
  'tests/test_a.py': '',
  'docs/conf.py': '',
  'Cargo.toml': '[package]\nname = "core"\n',
  'scripts/ci.py': `#!/usr/bin/env python3
import argparse
import os
import subprocess
import sys
from pathlib import Path
from subprocess import check_call

ROOT = Path(__file__).resolve().parent.parent
commands = {"types": [sys.executable, "-m", "mypy", "src"], "style": ["ruff", "check", "."]}


def run(*args: str, verbose: bool = False, **kwargs) -> None:
    if verbose:
        print("$", " ".join(args))
    process = subprocess.Popen(args, **kwargs)
    if process.wait() != 0:
        raise RuntimeError(args)


def lint(args) -> None:
    for name in commands:
        check_call(commands[name], cwd=ROOT)


def tests(
    args: argparse.Namespace,
) -> None:
    command = ["cargo", "test"]
    if args.full:
        command.append("--all-features")
    if args.package:
        command += ["-p", args.package]
    run(*command, verbose=True, cwd=str(ROOT))


def docs(args) -> None:
    run("pytest", "--doctest-modules", cwd=os.path.join(str(ROOT), "docs"))


def quick(args) -> None:
    subprocess.run(["pytest", "tests"])


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--package")
    commands = parser.add_subparsers(dest="command")
    one = commands.add_parser("lint")
    one.set_defaults(func=lint)
    two = commands.add_parser("test", help="tests")
    two.set_defaults(func=tests)
    three = commands.add_parser("docs")
    three.set_defaults(func=docs)
    four = commands.add_parser("quick")
    four.set_defaults(func=quick)
    args = parser.parse_args()
    args.func(args)
    return 0


if __name__ == "__main__":
    sys.exit(main())
`,
  'scripts/plain.py': `import subprocess, sys

if "--fix" in sys.argv:
    subprocess.check_call(["ruff", "check", "--fix", "."])
else:
    subprocess.check_call(["ruff", "check", "."])
subprocess.check_call(["pytest", "tests", *sys.argv[1:]])
`,
  'scripts/above.py': `import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
subprocess.check_call(" ".join(["pytest", "tests"]), shell=True, cwd=ROOT / "python")
`,
};

table('what a script in Python starts', SCRIPT, [
  ['python scripts/ci.py lint', 'ruff check .', 'whole'],
  ['./scripts/ci.py lint', 'python -m mypy src', 'whole'],
  ['python scripts/ci.py lint', 'cargo test', 'no'],
  ['python scripts/ci.py test', 'cargo test --lib', 'whole'],
  ['python scripts/ci.py test', 'cargo test --all-features', 'no'],
  ['python scripts/ci.py --full test', 'cargo test --all-features', 'whole'],
  ['python3 -u scripts/ci.py docs', 'cd docs && pytest --doctest-modules', 'whole'],
  ['python scripts/ci.py docs', 'cd tests && pytest --doctest-modules', 'no'],
  ['cargo test', 'python scripts/ci.py test', 'whole'],
  ['ruff check .', 'python scripts/ci.py lint', 'part: the only new part is `python -m mypy src`'],
  // Nobody looks whether it failed.
  ['python scripts/ci.py quick', 'pytest tests', 'no'],
  ['python scripts/plain.py', 'pytest tests', 'whole'],
  ['python scripts/plain.py', 'ruff check .', 'whole'],
  ['python scripts/plain.py tests/test_a.py', 'ruff check .', 'whole'],
  ['python scripts/plain.py --fix', 'ruff check .', 'no'],
  ['python scripts/above.py', 'cd python && pytest tests', 'whole'],
  ['python scripts/above.py', 'pytest tests', 'no'],
]);
