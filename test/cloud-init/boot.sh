#!/usr/bin/env bash
# Boots a throwaway machine with user data, by the real systemd and the real cloud-init, and waits until its power is off.
#   usage: boot.sh ROOT USER-DATA OUT nocloud|ec2 SECONDS [COMMAND…]
# ROOT is not touched. OUT is /out on the machine; what lies under OUT/files is put into its root first, and under OUT/bucket into
# the emulated bucket. Afterwards OUT holds what it left: console, cloud-init's logs, the emulated
# store under s3/, /var/lib/campaign under home/. COMMAND runs beside the machine, in its network, with OUT as its directory
# and the variables of the emulated cloud. Nothing outside can be reached: the network is one of its own, with loopback alone.
# Exit status: 0 the machine powered itself off, 124 it was still up after SECONDS.
set -euo pipefail

if [ "${1-}" != --inside ]; then
  exec unshare --net --mount --propagation private -- "$BASH" "${BASH_SOURCE[0]}" --inside "$@"
fi
shift
root=$(realpath "$1") user_data=$(realpath "$2") out=$(realpath "$3") source=$4 limit=$5
shift 5
project=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")

ip link set lo up
ip addr add 169.254.169.254/32 dev lo
export AWS_EC2_METADATA_DISABLED=true

# A control group of its own wherever systemd would make some: machines that boot at the same time must not share them.
group=campaign-boot-$$
hierarchies=()
for hierarchy in /sys/fs/cgroup /sys/fs/cgroup/unified /sys/fs/cgroup/systemd; do
  [ ! -e "$hierarchy/cgroup.procs" ] || hierarchies+=("$hierarchy")
done
for hierarchy in "${hierarchies[@]}"; do
  mkdir "$hierarchy/$group"
  echo $$ >"$hierarchy/$group/cgroup.procs"
done

# The machine: what it writes is in memory and goes away.
work=$out.machine
mkdir "$work"
mount -t tmpfs tmpfs "$work"
mkdir "$work"/{upper,work,machine}
machine=$work/machine
mount -t overlay overlay -o "lowerdir=$root,upperdir=$work/upper,workdir=$work/work" "$machine"
cloud=''
# shellcheck disable=SC2317 # the trap calls it
cleanup() {
  [ -z "$cloud" ] || { kill "$cloud" && wait "$cloud"; } 2>/dev/null || :
  for hierarchy in "${hierarchies[@]}"; do
    echo $$ >"$hierarchy/cgroup.procs"
    find "$hierarchy/$group" -depth -type d -exec rmdir {} + || :
  done
  umount -l "$machine" "$work"
  rmdir "$work"
}
trap cleanup EXIT

# The cloud: S3 and the metadata of an instance.
mkfifo "$out/cloud"
"$project/node_modules/.bin/tsx" "$project/rehearsal/emulator/serve.ts" --bucket results --user-data "$user_data" \
  --imds-host 169.254.169.254 --imds-port 80 --imds-v1 <>"$out/cloud" >"$out/cloud.json" 2>"$out/cloud.log" &
cloud=$!
for _ in {1..200}; do
  [ ! -s "$out/cloud.json" ] || break
  sleep 0.1
done
field() { jq -r "$1" "$out/cloud.json"; }
endpoint=$(field .s3.url)
AWS_ACCESS_KEY_ID=$(field .s3.accessKeyId) AWS_SECRET_ACCESS_KEY=$(field .s3.secretAccessKey)
CLOUD_CONTROL=$(field .control.url)
export AWS_ENDPOINT_URL_S3=$endpoint AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_REGION=us-east-1 CLOUD_CONTROL
if [ -d "$out/bucket" ]; then aws --endpoint-url "$endpoint" s3 cp --quiet --recursive "$out/bucket" s3://results; fi

case $source in
ec2) sources='[ Ec2, None ]' ;;
nocloud)
  sources='[ NoCloud, None ]'
  seed=$machine/var/lib/cloud/seed/nocloud
  mkdir -p "$seed"
  cp "$user_data" "$seed/user-data"
  printf 'instance-id: i-1\nlocal-hostname: box\n' >"$seed/meta-data"
  ;;
esac
cat >"$machine/etc/cloud/cloud.cfg.d/99_test.cfg" <<CONFIG
datasource_list: $sources
datasource: { Ec2: { strict_id: false, timeout: 5, max_wait: 10 } }
network: { config: disabled }
cloud_init_modules: [ write-files, set_hostname ]
cloud_config_modules: [ runcmd ]
cloud_final_modules: [ scripts-per-once, scripts-user, final-message ]
CONFIG
# A box of EC2 knows its region and its S3; this one is told.
mkdir -p "$machine/etc/systemd/system/cloud-final.service.d"
cat >"$machine/etc/systemd/system/cloud-final.service.d/test.conf" <<UNIT
[Service]
Environment=AWS_ENDPOINT_URL_S3=$endpoint AWS_REGION=us-east-1
UNIT
[ ! -d "$out/files" ] || cp -a "$out/files/." "$machine/"
rm -f "$machine"/etc/systemd/system/getty.target.wants/* "$machine/etc/fstab"
: >"$machine/etc/machine-id"

beside=''
if [ $# -gt 0 ]; then
  (cd "$out" && exec "$@" >beside.log 2>&1) &
  beside=$!
fi
status=0
timeout "$limit" systemd-nspawn --quiet --register=no --keep-unit --network-namespace-path=/proc/self/ns/net \
  --bind="$out:/out" --console=pipe --boot --directory="$machine" </dev/null >"$out/console" 2>&1 || status=$?
[ -z "$beside" ] || kill "$beside" 2>/dev/null || :
cp "$machine"/var/log/cloud-init*.log "$out/" || :
[ ! -d "$machine/var/lib/campaign" ] || cp -a "$machine/var/lib/campaign" "$out/home"
# The store is looked at as it is, without the faults it was given.
curl -fsS -X DELETE "$CLOUD_CONTROL/s3/faults"
timeout 60 aws --endpoint-url "$endpoint" s3 cp --quiet --recursive s3://results "$out/s3"
exit "$status"
