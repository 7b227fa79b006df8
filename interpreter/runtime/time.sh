# shellcheck shell=bash

# settle_limits: RUN_LIMIT is how long the run may take: what limits.wall says, or what limits.cost buys where that is less
settle_limits() {
  RUN_LIMIT=$WALL LIMITED_BY=wall LIMIT_TEXT="its wall limit of $WALL s"
  ((COST_SECONDS == 0 || COST_SECONDS >= WALL)) || RUN_LIMIT=$COST_SECONDS LIMITED_BY=cost LIMIT_TEXT="its cost limit of $COST_LIMIT"
}

# ticks: REPLY is how long main may wait: until the next deadline, a second at most
ticks() {
  local i wait=100 at
  now
  for i in "${RUNNING[@]}"; do
    at=0
    ((LIMIT[i] == 0)) || at=$((BEGUN_AT[i] + LIMIT[i] * 100))
    ((STOPPED_AT[i] == 0)) || at=$((STOPPED_AT[i] + GRACE * 100))
    ((at == 0 || at - REPLY >= wait)) || wait=$((at - REPLY))
  done
  ((wait > 1)) || wait=1
  seconds "$wait"
}

# keep_time: whatever time has brought: limits, the end of the run, signals, the heartbeat
keep_time() {
  local i at
  now
  at=$REPLY
  for i in "${RUNNING[@]}"; do
    [[ ${STATES[i]} == running ]] || continue
    if ((STOPPED_AT[i])); then
      if ((at >= STOPPED_AT[i] + GRACE * 100)); then
        end_stage "$i"
        # Its supervisor still has to save what it left; a second from now we look again.
        STOPPED_AT[i]=$((at + 100 - GRACE * 100))
      fi
    elif ((LIMIT[i] && at >= BEGUN_AT[i] + LIMIT[i] * 100)); then
      stop_stage "$i" timed-out "stopped after its limit of ${LIMIT[i]} s"
    fi
    keep_going "${SUPERVISOR[i]}" || bury "$i"
  done
  if ! may_stop; then
    :
  elif [[ -n $SIGNALLED ]]; then
    stop_run signal "${STOPPED_BY:-SIG$SIGNALLED}" interrupted "the run was stopped by ${STOPPED_BY:-SIG$SIGNALLED}"
  elif ((at - BEGUN >= RUN_LIMIT * 100)); then
    stop_run "$LIMITED_BY" "$LIMIT_TEXT" interrupted "the run reached $LIMIT_TEXT"
  fi
  ((at - HEARTBEAT >= 200)) || return 0
  write_status
  keep_going "$UPLOADER" || start_uploader
  guard
  [[ -z $NOTICES ]] || keep_going "$NOTICES" || start_notices
}

# keep_going PID: fails when this process of ours is gone; what a stage has stopped is set going again
keep_going() {
  process_start "$1"
  [[ -n $REPLY ]] || return
  [[ $PROCESS_STATE != [Tt] ]] || kill -s CONT "$1"
}

# may_stop: whether the stages that run may still be told to end; a failed stage stops the others before they begin, not while they run
may_stop() { [[ $PHASE == @(preflight|running) && (-z $STOPPING || $STOPPING == on-failure) ]]; }

# stop_stage STAGE-INDEX STATE REASON: asks it to end; after the grace it is killed
stop_stage() {
  use_stage "$1"
  keep stop "$2" "$3"
  now
  STOPPED_AT[$1]=$REPLY
  signal_stage "$1" TERM
}

# stop_run WHY DETAIL STATE REASON: STATE and REASON are for the stages that this cuts short
stop_run() {
  local i
  STOPPING=$1 STOP_STATE=$3 STOP_REASON=$4
  json_string "$2"
  event stopping "\"why\":\"$1\",\"detail\":$REPLY"
  say "stopping: $2"
  [[ $1 != on-failure ]] || return 0
  for i in "${RUNNING[@]}"; do
    ((STOPPED_AT[i])) || stop_stage "$i" "$3" "$4"
  done
}
