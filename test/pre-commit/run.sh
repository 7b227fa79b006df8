#!/usr/bin/env bash
# Runs the hook of .pre-commit-hooks.yaml by the real pre-commit, from a clean clone of the commit that is checked out: campaigns
# with a fault must be rejected, also where only CI's workflow has changed; the same campaigns without it must pass.
set -euo pipefail
cd "$(dirname "$0")/../.."

say() { printf 'test:pre-commit: %s\n' "$*" >&2; }
die() {
  say "$*"
  exit 1
}

if ! command -v pre-commit >/dev/null; then
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then die 'pre-commit is missing: install it and try again'; fi
  apt-get -qq -o DPkg::Lock::Timeout=300 update >&2
  DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 install --no-install-recommends pre-commit >&2
fi

commit=$(git rev-parse HEAD)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PRE_COMMIT_HOME=$work/pre-commit-home GIT_CONFIG_GLOBAL=$work/gitconfig
git config --global user.name 'campaign tests'
git config --global user.email tests@localhost
git config --global init.defaultBranch main

git clone -q . "$work/hooks"
git -C "$work/hooks" checkout -q --detach "$commit"
git -C "$work/hooks" tag v0-test
git init -q --bare "$work/remote.git"
git init -q "$work/project"
cd "$work/project"
git remote add origin "$work/remote.git"
cat >.pre-commit-config.yaml <<YAML
repos:
  - repo: file://$work/hooks
    rev: v0-test
    hooks: [{ id: campaign-lint }]
YAML

campaign() { # file, wall limit
  mkdir -p "$(dirname "$1")"
  printf 'campaign: hooked\nversion: 1\nci: { workflows: [".github/workflows/*.yml"] }\nlimits: { wall: %s, stage: 1m }\nstages:\n  hello:\n    run: make -C tools check > hello.txt\n    produces: [hello.txt]\n' "$2" >"$1"
}

workflow() { # command of its only step
  mkdir -p .github/workflows
  printf 'on: [pull_request]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: %s\n' "$1" >.github/workflows/ci.yml
}

save() { # subject
  git add -A
  git commit -q -m "$1" --no-verify
  git push -q origin HEAD
}

hook() { # what it is to find ('' for nothing), then the arguments of pre-commit run
  local wanted=$1 status=0
  shift
  pre-commit run "$@" >"$work/out" 2>&1 || status=$?
  if [ -z "$wanted" ] && [ "$status" -eq 0 ]; then return; fi
  if [ -n "$wanted" ] && [ "$status" -ne 0 ] && grep -q -- "$wanted" "$work/out"; then return; fi
  cat "$work/out" >&2
  die "the hook ended with $status and was to find ${wanted:-nothing}"
}

mkdir tools
printf 'check:\n\t./check.sh\n' >tools/Makefile
printf '#!/bin/sh\necho ok\n' >tools/check.sh
chmod +x tools/check.sh
workflow 'make -C tools build'
campaign campaign.yaml 5m
campaign bench/load.campaign.yaml 5m
save 'Write two campaigns'
hook '' --all-files

campaign campaign.yaml 5s
save 'Give one too little time'
hook over-budget --all-files
campaign campaign.yaml 5m

campaign bench/load.campaign.yaml 5s
git add -A
hook 'bench/load.campaign.yaml'
campaign bench/load.campaign.yaml 5m
git add -A
hook ''
save 'Give both time'

workflow 'make -C tools check'
git add -A
hook ci-overlap
git checkout -q HEAD -- .
hook '' --all-files

sed -i 's/^limits:/limtis:/' bench/load.campaign.yaml
sed -i 's/\[{ id: campaign-lint }\]/[{ id: campaign-lint, args: [--fix] }]/' .pre-commit-config.yaml
git add -A
hook 'files were modified by this hook'
grep -q '^limits:' bench/load.campaign.yaml || die '--fix as an argument of the hook wrote nothing'
git add -A
hook ''
say 'faults were rejected with their findings, in each of two campaigns and after a change of CI alone; clean campaigns passed; --fix wrote'
