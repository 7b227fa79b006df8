# shellcheck shell=bash

# stage_pids STAGE-INDEX: PIDS are all living processes of the stage: of its control group, its session, its environment mark, or holding its log
stage_pids() {
  local pid entry log=$RUN_DIR/stages/${STAGE[$1]}/log mark=CAMPAIGN_STAGE_MARK=$RUN_DIR/$1
  PIDS=()
  if [[ -n $CGROUP && -r $CGROUP/$1/cgroup.procs ]]; then
    while read -r pid; do PIDS+=("$pid"); done <"$CGROUP/$1/cgroup.procs"
  fi
  marked_pids "$mark"
  for entry in /proc/[0-9]*; do
    pid=${entry#/proc/}
    if [[ $pid == "$BASHPID" || " $HARNESS_PIDS " == *" $pid "* ]]; then continue; fi
    if [[ $entry/fd/1 -ef $log || $entry/fd/2 -ef $log ]]; then PIDS+=("$pid"); fi
  done
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
