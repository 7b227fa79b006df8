#!/usr/bin/env bash
# What the numbers were measured on: without it nobody can repeat or compare them.
set -euo pipefail

echo "kernel    $(uname -srm)"
lscpu | sed -nE 's/^ *(Model name|CPU\(s\)|Thread\(s\) per core|L2 cache|L3 cache): +(.*)/\1: \2/p'
awk '/^MemTotal/ { printf "memory    %.1f GiB\n", $2 / 1048576 }' /proc/meminfo
for governor in /sys/devices/system/cpu/cpu0/cpufreq/scaling_governor; do
  if [ -r "$governor" ]; then echo "governor  $(cat "$governor")"; else echo "governor  not shown to this guest"; fi
done
echo "node      $(node --version)"
echo "engines   $(node -p 'Object.entries(require("./bench/engines/package.json").dependencies).map(e => e.join(" ")).join(", ")')"
echo "commit    $(git rev-parse HEAD)"
