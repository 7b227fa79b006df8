#!/usr/bin/env bash
# The first process of a box: makes its root file system out of this machine's, and its network, then waits for its power to go.
#   usage: unshare --mount --net --pid --ipc --uts --fork --kill-child -- bash init.sh PARTS SECONDS NAME
# PARTS: the directory with what is put into the box; SECONDS: between TERM and the end; NAME: its host name.
# Its standard input is open as long as the box may live. Its standard output is the console. Descriptor 3 tells what happens, a line each: `pid N` as the world outside counts,
# `ready`, and at last `poweroff` or `halt`. /run/power is a pipe for those two words and for `boot`, which runs what cloud-init would.
set -euo pipefail
parts=$1 seconds=$2 name=$3

# The /proc that is here still counts as the world outside does.
read -r outside _ </proc/self/stat
hostname "$name"
ip link set lo up
ip addr add 169.254.169.254/32 dev lo

# What the box writes is in memory and goes away with its last process; below it lies this machine's disk, which cannot be written.
mount -t tmpfs -o mode=0755 none /mnt
mkdir /mnt/upper /mnt/work /mnt/box
mount -t overlay none -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work /mnt/box
box=/mnt/box
mkdir -p "$box"/{proc,sys,dev,run,tmp,var/tmp,var/lib,var/log,usr/local/sbin}

# A new machine has no history: what programs have left here, and who may use them, is not in the box.
for directory in run tmp var/tmp root home work mnt media srv opt/cloud var/lib/campaign var/lib/cloud; do
  [ ! -L "$box/$directory" ] || continue
  [ -d "$box/$directory" ] || [ "$directory" = run ] || continue
  mount -t tmpfs -o mode=0755 none "$box/$directory"
done
chmod 1777 "$box/tmp" "$box/var/tmp"
chmod 0700 "$box/root"
# Compilers and the like that live in a home are tools of the machine.
for tools in .pyenv .cargo/bin .rustup; do
  [ -d "/root/$tools" ] || continue
  mkdir -p "$box/root/$tools"
  mount --rbind "/root/$tools" "$box/root/$tools"
  mount -o remount,bind,ro "$box/root/$tools"
done
rm -f "$box"/var/log/cloud-init*.log

mount -t proc proc "$box/proc"
mount -t sysfs -o ro sysfs "$box/sys"
# Its own control group, where it was started in one of its own.
if [ -n "${BOX_CGROUP-}" ]; then mount -t cgroup2 cgroup2 "$box/sys/fs/cgroup"; fi
mount -t tmpfs -o mode=0755 none "$box/dev"
for device in null zero full random urandom tty; do
  : >"$box/dev/$device"
  mount --bind "/dev/$device" "$box/dev/$device"
done
mkdir "$box/dev/pts" "$box/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620 devpts "$box/dev/pts"
mount -t tmpfs -o mode=1777 none "$box/dev/shm"
ln -s pts/ptmx "$box/dev/ptmx"
ln -s /proc/self/fd "$box/dev/fd"
for each in 0:stdin 1:stdout 2:stderr; do ln -s "/proc/self/fd/${each%:*}" "$box/dev/${each#*:}"; done

# The ways to end a machine. Programs call them by any of these paths.
for command in shutdown poweroff halt reboot systemctl; do
  for directory in usr/local/sbin usr/sbin usr/bin; do
    rm -f "$box/$directory/$command"
    cp "$parts/power.sh" "$box/$directory/$command"
    chmod 0755 "$box/$directory/$command"
  done
done
rm -f "$box"/usr/bin/systemd-run
cp "$parts/aws.sh" "$box/usr/local/bin/aws"
chmod 0755 "$box/usr/local/bin/aws"
cp "$parts/cloud-init.sh" "$box/run/cloud-init.sh"
mkfifo -m 0600 "$box/run/power"

cd "$box"
mkdir "$box/mnt/.outside"
pivot_root . mnt/.outside
umount -l /mnt/.outside
rmdir /mnt/.outside
exec {power}<>/run/power
# Whoever started the box holds the other end of its input.
{
  read -r _ || :
  echo poweroff >&"$power"
} <&0 3>&- >/dev/null 2>&1 &
exec </dev/null
echo "pid $outside" >&3
echo ready >&3

# others: whether a process but this one lives here
others() {
  local each
  for each in /proc/[0-9]*; do
    [ "$each" = /proc/1 ] || ! [ -e "$each/exe" ] || return 0
  done
  return 1
}

while read -r word <&"$power"; do
  case $word in
  boot) setsid bash /run/cloud-init.sh </dev/null {power}>&- 3>&- & ;;
  poweroff | halt)
    echo "$word" >&3
    kill -TERM -1 2>/dev/null || :
    for ((tenths = seconds * 10; tenths > 0; tenths--)); do
      others || break
      sleep 0.1
    done
    exit 0
    ;;
  esac
done
