# shellcheck shell=bash

# find_cgroup: CGROUP is a control group of our own, or empty where the system gives us none. Also what earlier runs left is removed.
find_cgroup() {
  local root line
  CGROUP=
  for root in /sys/fs/cgroup /sys/fs/cgroup/unified; do
    [[ -e $root/cgroup.controllers ]] || continue
    while IFS= read -r line; do [[ $line != 0::/* ]] || root+=${line#0::}; done </proc/self/cgroup
    root=${root%/}
    remove_leftovers "$root"
    CGROUP=$root/campaign-$RUN_ID-$RUN_NODE
    mkdir -- "$CGROUP" 2>/dev/null || [[ -d $CGROUP ]] || CGROUP=
    break
  done
  printf '%s\n' "$CGROUP" >"$RUN_DIR/cgroup"
}

# remove_leftovers GROUP: those of runs of this home that were killed whole; what is still in them belongs to nobody any more
remove_leftovers() {
  local group run lock
  have flock || return 0
  for group in "$1"/campaign-*; do
    run=${group##*/campaign-}
    run=$HOME_DIR/runs/${run%-*-*}
    [[ -d $group && -e $run/lock && $run != "$RUN_DIR" ]] || continue
    # Runs in other homes may have the same id.
    [[ $group == *-$(stat -c %d-%i -- "$run") ]] || continue
    exec {lock}>>"$run/lock"
    if flock -n "$lock"; then
      [[ ! -w $group/cgroup.kill ]] || echo 1 >"$group/cgroup.kill"
      remove_group "$group"
    fi
    exec {lock}>&-
  done
}

# remove_group DIRECTORY: a killed process stays in it for a moment
remove_group() {
  local round
  for round in {1..20}; do
    rmdir -- "$1"/*/ "$1" 2>/dev/null
    [[ -d $1 ]] || return 0
    pause 0.05
  done
}

# oom_kills STAGE-INDEX: how often the kernel has killed for want of memory: in the stage's group where that is counted, else since boot
oom_kills() {
  local name count from=/proc/vmstat
  REPLY=0
  [[ -z $CGROUP || ! -r $CGROUP/$1/memory.events ]] || from=$CGROUP/$1/memory.events
  while read -r name count; do
    [[ $name != oom_kill ]] || REPLY=$count
  done <"$from"
}

# cpu_used STAGE-INDEX: microseconds, or empty where the system does not tell
cpu_used() {
  local name count
  REPLY=
  [[ -n $CGROUP && -r $CGROUP/$1/cpu.stat ]] || return 0
  while read -r name count; do
    [[ $name != usage_usec ]] || REPLY=$count
  done <"$CGROUP/$1/cpu.stat"
}
