#!/usr/bin/env bash
# Runs the hook of .pre-commit-hooks.yaml by the real pre-commit, from a clean clone of the commit that is checked out:
# a campaign with a fault must be rejected, the same campaign without it must pass.
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

campaign() { # wall limit
  printf 'campaign: hooked\nversion: 1\nci: { none: true, reason: a test }\nlimits: { wall: %s, stage: 1m }\nstages:\n  hello:\n    run: echo hello > hello.txt\n    produces: [hello.txt]\n' "$1" >campaign.yaml
  git add -A
  git commit -q -m 'Write a campaign' --no-verify
  git push -q origin HEAD
}

campaign 5s
if pre-commit run --all-files >"$work/out" 2>&1; then
  cat "$work/out" >&2
  die 'a campaign over its wall limit passed the hook'
fi
grep -q 'over-budget' "$work/out" || {
  cat "$work/out" >&2
  die 'the hook failed, but not with the finding'
}
campaign 5m
pre-commit run --all-files >"$work/out" 2>&1 || {
  cat "$work/out" >&2
  die 'a clean campaign did not pass the hook'
}
say 'the fault was rejected with its finding, the clean campaign passed'
