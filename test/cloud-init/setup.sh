#!/usr/bin/env bash
# Makes the root file system that the boots use: Debian with systemd, cloud-init, apt and dnf, kept in the user's cache.
# Prints its directory.   usage: setup.sh
set -euo pipefail

suite=bookworm
packages=apt,systemd-sysv,dbus,cloud-init,iproute2,procps,curl,ca-certificates,git,awscli,jq,dnf
name=$suite-$(printf '%s' "$packages" | sha256sum | cut -c1-12)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/campaign-tests
root=$cache/$name

say() { printf 'test:cloud-init: %s\n' "$*" >&2; }
die() {
  say "$*"
  exit 1
}

[ "$(id -u)" -eq 0 ] || die 'it mounts and unshares: run it as root'
[ "$(uname -m)" = x86_64 ] || [ "$(uname -m)" = aarch64 ] || die "no Debian is made here for $(uname -m)"

missing=()
command -v mmdebstrap >/dev/null || missing+=(mmdebstrap)
[ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || missing+=(debian-archive-keyring)
command -v aws >/dev/null || missing+=(awscli)
command -v rpmbuild >/dev/null || missing+=(rpm)
command -v createrepo_c >/dev/null || missing+=(createrepo-c)
command -v systemd-nspawn >/dev/null || missing+=(systemd-container)
if [ "${#missing[@]}" -gt 0 ]; then
  command -v apt-get >/dev/null || die "it needs: ${missing[*]}"
  say "apt-get install ${missing[*]}"
  apt-get -qq -o DPkg::Lock::Timeout=300 update >&2
  DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "${missing[@]}" >&2
fi

if [ ! -d "$root" ]; then
  say "making $root, once (one to two minutes)"
  mkdir -p "$cache"
  new=$(mktemp -d "$cache/.new.XXXXXX")
  trap 'rm -rf "$new"' EXIT
  # shellcheck disable=SC2016 # apt expands it
  mirror=$(apt-get indextargets --format '$(ORIGIN) $(SITE)' 'Created-By: Packages' 2>/dev/null | sed -n 's/^Debian //p' | head -n 1)
  mmdebstrap --quiet --variant=essential --mode=root --include="$packages" \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    "$suite" "$new/root.tar" ${mirror:+"$mirror"} >&2
  mkdir "$new/root"
  tar -C "$new/root" -xf "$new/root.tar"
  rm "$new/root.tar"
  mv -T "$new/root" "$root"
fi
printf '%s\n' "$root"
