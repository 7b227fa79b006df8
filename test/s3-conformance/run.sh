#!/usr/bin/env bash
# Holds Ceph's radosgw, somebody else's S3 that runs in production, to the cases that our own emulator is held to: what they
# disagree in is listed in expected.ts with its reason, and a new difference fails. Everything listens on loopback, lives in a
# scratch directory, and ends with this script.   usage: run.sh [vitest's arguments]
set -euo pipefail
cd "$(dirname "$0")/../.."

say() { printf 'test:s3-conformance: %s\n' "$*" >&2; }
die() {
  say "$*"
  exit 1
}

# Daemons that were started, the last one first.
pids=()

end_all() {
  local pid
  for pid in "${pids[@]}"; do
    kill "$pid" 2>/dev/null || continue
    wait "$pid" 2>/dev/null || :
  done
  rm -rf "$work"
}

install_ceph() {
  command -v radosgw >/dev/null && command -v ceph-osd >/dev/null && command -v ceph-mon >/dev/null && return
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then die 'radosgw, ceph-mon and ceph-osd are missing: install them and try again'; fi
  say 'apt-get install radosgw ceph-mon ceph-osd (64 MB)'
  apt-get -qq -o DPkg::Lock::Timeout=300 update >&2
  # With this run level nothing starts by being installed.
  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 install --no-install-recommends \
    radosgw ceph-mon ceph-mgr ceph-osd ceph-common >&2
}

# REPLY = a port of loopback that nobody listens on.
free_port() {
  REPLY=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
}

daemon() { # command …
  "$@" >>"$work/daemons.log" 2>&1 &
  pids=("$!" "${pids[@]}")
}

write_config() {
  cat >ceph.conf <<CONF
[global]
fsid = $fsid
mon_host = [v2:127.0.0.1:$mon_v2,v1:127.0.0.1:$mon_v1]
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
auth_cluster_required = cephx
auth_service_required = cephx
auth_client_required = cephx
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 4
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
run_dir = $work
log_file = $work/\$name.log
admin_socket = $work/\$name.asok
pid_file = $work/\$name.pid
keyring = $work/admin.keyring
[mon]
mon_data = $work/mon
mon_initial_members = a
keyring = $work/mon.keyring
[osd]
osd_data = $work/osd
osd_objectstore = memstore
memstore_device_bytes = 6442450944
keyring = $work/osd/keyring
[client]
rgw_data = $work/rgw
rgw_frontends = beast endpoint=127.0.0.1:$port
CONF
}

start_monitor() {
  ceph-authtool --create-keyring admin.keyring --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
  ceph-authtool --create-keyring mon.keyring --gen-key -n mon. --cap mon 'allow *'
  ceph-authtool mon.keyring --import-keyring admin.keyring
  monmaptool --create --addv a "[v2:127.0.0.1:$mon_v2,v1:127.0.0.1:$mon_v1]" --fsid "$fsid" monmap
  ceph-mon -c ceph.conf --mkfs -i a --monmap monmap --keyring mon.keyring
  daemon ceph-mon -f -c ceph.conf -i a
}

start_storage() {
  local id
  id=$(cat /proc/sys/kernel/random/uuid)
  timeout 60 ceph -c ceph.conf osd new "$id"
  timeout 60 ceph -c ceph.conf auth get-or-create osd.0 mon 'allow profile osd' osd 'allow *' -o osd/keyring
  ceph-osd -c ceph.conf -i 0 --mkfs --osd-uuid "$id"
  daemon ceph-osd -f -c ceph.conf -i 0
  timeout 60 ceph -c ceph.conf osd crush add osd.0 1.0 root=default host=localhost
}

start_gateway() {
  daemon radosgw -f -c ceph.conf -n client.admin
  local round
  for round in {1..240}; do
    # shellcheck disable=SC2188 # nothing is sent: whether it connects is all that is asked
    if (: >"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then break; fi
    kill -0 "${pids[0]}" 2>/dev/null || return 1
    [ "$round" -lt 240 ] || return 1
    sleep 0.5
  done
  timeout 60 radosgw-admin -c ceph.conf user create --uid=t --display-name=t --access-key=AKTEST --secret-key=SKTEST
}

install_ceph
work=$(mktemp -d)
trap end_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
fsid=$(cat /proc/sys/kernel/random/uuid)
free_port && port=$REPLY
free_port && mon_v2=$REPLY
free_port && mon_v1=$REPLY

say "starting $(radosgw --version | cut -d' ' -f1-3) on 127.0.0.1:$port"
(
  cd "$work"
  mkdir mon osd rgw
)
cd "$work"
write_config
for step in start_monitor start_storage start_gateway; do
  "$step" >>"$work/daemons.log" 2>&1 || {
    tail -n 30 "$work/daemons.log" >&2
    die "$step failed"
  }
done
cd "$OLDPWD"
say "the gateway listens after $SECONDS s"

S3_CONFORMANCE_URL=http://127.0.0.1:$port S3_CONFORMANCE_KEY=AKTEST S3_CONFORMANCE_SECRET=SKTEST \
  npx vitest run --config test/s3-conformance/vitest.config.ts "$@"
