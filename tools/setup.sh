#!/usr/bin/env bash
# Brings what this project needs before `npm start` and `npm test`: npm packages as locked and, for the tests, Debian packages.
# Does nothing, quickly, when all of it is there.   usage: setup.sh [--tests]
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$*" >&2; }
die() {
  say "$*"
  exit 1
}

# Commands the tests call that are not on every machine, with the Debian package each comes from.
test_commands=(shellcheck:shellcheck git:git jq:jq ps:procps setsid:util-linux flock:util-linux zsh:zsh fish:fish aws:awscli openssl:openssl nvim:neovim chromium:chromium)

# The lock file whose packages are there. By what it says and not by its time: a checkout gives every file a new one.
installed=node_modules/.installed-lock.json

install_npm_packages() {
  # npm writes a copy of its own once an install has succeeded; whoever ran npm ci by hand has no other.
  if cmp -s package-lock.json "$installed" || [ node_modules/.package-lock.json -nt package-lock.json ]; then
    [ -f dist/campaign.cjs ] || node tools/build.mjs >&2
    return
  fi
  say 'npm ci (packages as locked, then the build)'
  npm ci >&2
  cp package-lock.json "$installed"
}

# The emulated boxes have only the system's own directories on PATH: a shim in somebody's home does not count.
system_path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

install_test_commands() {
  local entry missing=() packages=()
  for entry in "${test_commands[@]}"; do
    PATH=$system_path command -v "${entry%%:*}" >/dev/null && continue
    missing+=("${entry%%:*}")
    packages+=("${entry##*:}")
  done
  [ "${#missing[@]}" -eq 0 ] && return
  command -v apt-get >/dev/null || die "the tests need: ${missing[*]}. Install them and try again."
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || die "the tests need: ${missing[*]}. Run: sudo apt-get install ${packages[*]}"
    as_root=(sudo -n)
  fi
  say "apt-get install ${packages[*]}"
  "${as_root[@]}" apt-get -qq -o DPkg::Lock::Timeout=300 update >&2
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get -qq -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "${packages[@]}" >&2
}

install_npm_packages
if [ "${1:-}" = --tests ]; then install_test_commands; fi
