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
    [[ -z $UNIT ]] || take_controllers "$root"
    CGROUP=$root/campaign-$RUN_ID-$RUN_NODE
    mkdir -- "$CGROUP" 2>/dev/null || [[ -d $CGROUP ]] || CGROUP=
    break
  done
  [[ -z $CGROUP ]] || { echo +memory >"$CGROUP/cgroup.subtree_control"; } 2>/dev/null
  printf '%s\n' "$CGROUP" >"$RUN_DIR/cgroup"
}

# take_controllers GROUP: the group of our unit, which systemd leaves to us. Memory is counted and limited by stage only where the group
# above has no process of its own (cgroups(7), the rule of no internal processes).
take_controllers() {
  mkdir -p -- "$1/harness" && echo "$BASHPID" >"$1/harness/cgroup.procs" && echo +memory >"$1/cgroup.subtree_control"
} 2>/dev/null

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
  for round in {1..100}; do
    rmdir -- "$1"/*/ "$1" 2>/dev/null
    [[ -d $1 ]] || return 0
    pause 0.05
  done
}

# oom_kills STAGE-INDEX: how often the kernel has killed for want of memory: OF_STAGE, where that is counted, else on the whole machine
oom_kills() {
  local name count from=/proc/vmstat
  REPLY=0 OF_STAGE=
  [[ -z $CGROUP || ! -r $CGROUP/$1/memory.events ]] || OF_STAGE=1 from=$CGROUP/$1/memory.events
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

# memory_used STAGE-INDEX: the most bytes it has had at once, or empty where the system does not tell
memory_used() {
  REPLY=
  [[ -z $CGROUP ]] || slurp "$CGROUP/$1/memory.peak"
}
