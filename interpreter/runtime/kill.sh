# shellcheck shell=bash

# stage_pids STAGE-INDEX: PIDS are all living processes of the stage: of its control group, with its mark in the environment or in the
# limits, or writing to its log. Daemons leave some of these, hardly one leaves all.
stage_pids() {
  local pid entry limits pipe=$RUN_DIR/stages/${STAGE[$1]}/pipe mark=CAMPAIGN_STAGE_MARK=$RUN_DIR/$1
  PIDS=()
  if [[ -n $CGROUP && -r $CGROUP/$1/cgroup.procs ]]; then
    while read -r pid; do PIDS+=("$pid"); done <"$CGROUP/$1/cgroup.procs"
  fi
  marked_pids "$mark"
  for entry in /proc/[0-9]*; do
    pid=${entry#/proc/}
    if [[ $pid == "$BASHPID" || " $HARNESS_PIDS " == *" $pid "* ]]; then continue; fi
    limits=
    { IFS= read -r -d '' limits <"$entry/limits"; } 2>/dev/null
    if [[ $limits == *" file locks            $((LIMIT_MARK + $1)) "* || $entry/fd/1 -ef $pipe || $entry/fd/2 -ef $pipe ]]; then PIDS+=("$pid"); fi
  done
}

# mark_limits STAGE-INDEX: a limit that no kernel since 2.4.25 heeds (getrlimit(2), RLIMIT_LOCKS), that every descendant inherits, and
# that no daemon resets when it leaves its session, its control group, its environment and its open files
mark_limits() { ulimit -S -x $((LIMIT_MARK + $1)) 2>/dev/null || :; }

# know_directory: RUN_NODE tells the run's own directory, which has no double, from all others; LIMIT_MARK is a number made of it
know_directory() {
  RUN_NODE=$(stat -c %d-%i -- "$RUN_DIR")
  LIMIT_MARK=$(((${RUN_NODE%-*} * 1000003 + ${RUN_NODE#*-}) % 10000000000000 * 10000))
}

# marked_pids MARK: adds to PIDS the processes that have it in their environment
marked_pids() {
  local pid
  while IFS=/ read -r _ _ pid _; do
    [[ $pid == "$BASHPID" || " $HARNESS_PIDS " == *" $pid "* ]] || PIDS+=("$pid")
  done < <(grep -lazxF -- "$1" /proc/[0-9]*/environ 2>/dev/null)
}

# signal_stage STAGE-INDEX SIGNAL
signal_stage() {
  stage_pids "$1"
  ((${#PIDS[@]} == 0)) || kill -s "$2" -- "${PIDS[@]}" 2>/dev/null || :
}

# end_group STAGE-INDEX: all of it at once, where the kernel does that
end_group() { [[ -z $CGROUP || ! -w $CGROUP/$1/cgroup.kill ]] || echo 1 >"$CGROUP/$1/cgroup.kill"; }

# end_stage STAGE-INDEX: nothing of it runs afterwards
end_stage() {
  local round
  for round in {1..200}; do
    end_group "$1"
    stage_pids "$1"
    ((${#PIDS[@]})) || return 0
    kill -s KILL -- "${PIDS[@]}" 2>/dev/null || :
    pause 0.01
  done
  warn "${STAGE[$1]}: processes ${PIDS[*]} do not end"
}
