# shellcheck shell=bash

# arm_watchdog: a process that ends the run when main cannot. Where the run has a unit, it gets one too, which systemd starts again when
# it is killed; elsewhere it has a session of its own.
arm_watchdog() {
  local -a watchdog=("$RUN_DIR/script.sh" --watchdog "$RUN_ID" "$MAIN_PID" "$MAIN_START" "$BEGUN")
  if [[ -n $UNIT ]]; then
    in_unit "$RUN_ID-watchdog" -p Restart=on-abnormal -p RestartSec=100ms -p StartLimitIntervalSec=0 -- "${watchdog[@]}" 2>/dev/null && return
    # It is there already: systemd is about to start it again.
    [[ $(systemctl show -p LoadState --value "campaign-$RUN_ID-watchdog.service") != loaded ]] || return 0
  fi
  "${SESSION[@]}" "$BASH" -p "${watchdog[@]}" </dev/null >>"$RUN_DIR/watchdog" 2>&1 &
  printf '%s\n' "$!" >"$RUN_DIR/watchdog.pid"
  HARNESS_PIDS+=" $!"
}

# guard: whatever is left of the run sees that there is a watchdog, and that it goes. A run that has ended has no pipe for one.
guard() {
  [[ -p $RUN_DIR/dog ]] || return 0
  slurp "$RUN_DIR/watchdog.pid"
  keep_going "$REPLY" || arm_watchdog
}

# watchdog RUN-ID MAIN-PID MAIN-START BEGUN
watchdog() {
  local CAUSE=''
  MAIN_PID=$2 MAIN_START=$3 BEGUN=$4
  trap '' HUP INT TERM
  find_run "$1"
  know_directory
  find_unit
  # Two of us may have been started at once, by two that missed one.
  exec {ONLY}>>"$RUN_DIR/watchdog.lock"
  ! have flock || flock -n "$ONLY" || return 0
  printf '%s\n' "$BASHPID" >"$RUN_DIR/watchdog.pid"
  open_quiet
  [[ -p $RUN_DIR/dog ]] && exec {DOG}<>"$RUN_DIR/dog" || return 0
  watch_main || return 0
  ((PROVISION)) && trap power_off EXIT
  say "watchdog: $CAUSE"
  take_over
}

# watch_main: CAUSE is why main must be replaced; fails when it has ended by itself. Main tells the first letter of its phase every two seconds.
watch_main() {
  local word phase='' stopped=0 silent=0 late
  while :; do
    word=
    if IFS= read -r -t 1 -u "$DOG" word; then silent=0 phase=$word; else silent=$((silent + 1)); fi
    [[ $word != "done" ]] || return
    CAUSE='the main process was killed'
    alive "$MAIN_PID" "$MAIN_START" || return 0
    if [[ $PROCESS_STATE == [Tt] ]]; then stopped=$((stopped + 1)); else stopped=0; fi
    CAUSE='the main process was stopped'
    ((stopped < STOPPED_LONG)) || return 0
    CAUSE='the main process made no progress'
    [[ $phase != r ]] || ((silent < 120)) || return 0
    now
    late=$(((REPLY - BEGUN) / 100 - RUN_LIMIT - GRACE))
    CAUSE="the main process did not end at $LIMIT_TEXT"
    # What is being saved then has five minutes.
    if [[ $phase == [uh] ]]; then late=$((late - 240)); fi
    ((late < 60)) || return 0
  done
}

# take_over: ends everything, then saves what there is
take_over() {
  local -a begun
  end_everything
  [[ ! -e $RUN_DIR/begun ]] || mapfile -t begun <"$RUN_DIR/begun"
  if [[ ${begun[0]-} != "$BEGUN" ]]; then
    say 'watchdog: nothing had begun'
    exit 3
  fi
  # Where main shares no open files with us, its lock is free now; a new start that was faster goes on with the run.
  [[ -z $UNIT ]] || hold_lock || alive "$MAIN_PID" "$MAIN_START" || exit 3
  BEGAN_AT=${begun[1]} SCRIPT_SHA256=${begun[2]} START=${begun[3]} RESUMED=${begun[4]} FIRST_BEGAN_AT=${begun[5]} STARTS=${begun[6]-}
  MAIN_PID=$BASHPID
  no_run_state
  store_open
  if overtaken; then
    say 'watchdog: another start has taken the run up; nothing more is saved here'
    exit 3
  fi
  choose_stages
  recover
  EVENT_COUNT=$(grep -c '' "$RUN_DIR/events.jsonl")
  json_string "$CAUSE"
  event stopping "\"why\":\"watchdog\",\"detail\":$REPLY"
  STOPPING=watchdog STOP_STATE=interrupted STOP_REASON=$CAUSE
  settle_recovered
  finish_run
}

# end_everything: main, its helpers and every stage
end_everything() {
  local i
  ! alive "$MAIN_PID" "$MAIN_START" || kill -s KILL "$MAIN_PID"
  end_background KILL
  end_helpers
  slurp "$RUN_DIR/cgroup"
  CGROUP=$REPLY HARNESS_PIDS=$BASHPID
  # What needs no further process comes first: there may be no room for one.
  for i in "${!STAGE[@]}"; do end_group "$i"; done
  for i in "${!STAGE[@]}"; do
    use_stage "$i"
    [[ ! -s $STAGE_DIR/started ]] || end_stage "$i"
  done
}

# end_helpers: what worked for a main that is gone
end_helpers() {
  local file
  for file in "$RUN_DIR"/{uploader,recorder,notices} "$RUN_DIR"/stages/*/supervisor; do
    [[ -s $file ]] || continue
    slurp "$file"
    kill_helper "$REPLY"
  done
  store_halt
}

# kill_helper PID: a subshell of main runs the same script; a process id that was taken over by something else does not
kill_helper() {
  local line
  { IFS= read -r -d '' line && IFS= read -r -d '' line && IFS= read -r -d '' line; } <"/proc/$1/cmdline" || return 0
  [[ $line != *script.sh && $line != "$CALLED_AS" ]] || kill -s KILL "$1"
} 2>/dev/null

# recover: what main knew, from the files of the stages
recover() {
  local i
  local -a end
  # What earlier starts of the run told is told anew.
  i=$(grep -an '"event":"run-started",' "$RUN_DIR/events.jsonl" | tail -n 1)
  tail -n "+${i%%:*}" -- "$RUN_DIR/events.jsonl" >"$RUN_DIR/told"
  for i in "${!STAGE[@]}"; do
    use_stage "$i"
    json_string "${STAGE[i]}"
    if grep -aqF -- "\"event\":\"stage-ended\",\"stage\":$REPLY," "$RUN_DIR/told"; then TOLD[i]=1; fi
    [[ -s $STAGE_DIR/started ]] || continue
    mapfile -t end <"$STAGE_DIR/started"
    ATTEMPT[i]=${end[0]} BEGAN[i]=${end[1]}
    RECOVERED[i]=running
  done
}

settle_recovered() {
  local i
  for i in "${!STAGE[@]}"; do
    use_stage "$i"
    if [[ ! -s $STAGE_DIR/end && ${RECOVERED[i]-} == running ]]; then
      salvage "$i" interrupted "$STOP_REASON"
    elif [[ ! -s $STAGE_DIR/end ]]; then
      end_unstarted "$i" interrupted "$STOP_REASON"
      continue
    fi
    owe_unpublished "$i"
    settled "$i"
  done
}
