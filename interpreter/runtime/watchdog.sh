# shellcheck shell=bash

# arm_watchdog: a process in a session of its own that ends the run when main cannot
arm_watchdog() {
  "${SESSION[@]}" "$BASH" -p "$RUN_DIR/script.sh" --watchdog "$RUN_ID" "$MAIN_PID" "$MAIN_START" </dev/null >>"$RUN_DIR/watchdog" 2>&1 &
  WATCHDOG=$!
  HARNESS_PIDS+=" $!"
}

# watchdog RUN-ID MAIN-PID MAIN-START
watchdog() {
  local stopped=0 word
  local -a begun
  MAIN_PID=$2 MAIN_START=$3
  trap '' HUP INT TERM
  find_run "$1"
  open_quiet
  exec {DOG}<>"$RUN_DIR/dog"
  mapfile -t begun <"$RUN_DIR/begun"
  BEGUN=${begun[0]} BEGAN_AT=${begun[1]} SCRIPT_SHA256=${begun[2]} START=${begun[3]} RESUMED=${begun[4]} FIRST_BEGAN_AT=${begun[5]} STARTS=${begun[6]-}
  while :; do
    word=
    IFS= read -r -t 1 -u "$DOG" word
    [[ $word != "done" ]] || return 0
    alive "$MAIN_PID" "$MAIN_START" || break
    if [[ $PROCESS_STATE == [Tt] ]]; then stopped=$((stopped + 1)); else stopped=0; fi
    ((stopped < STOPPED_LONG)) || break
    now
    ((REPLY - BEGUN < (RUN_LIMIT + GRACE + 60) * 100)) || break
  done
  take_over "$stopped"
}

# take_over STOPPED: ends everything, then saves what there is
take_over() {
  local why='the main process was killed' i
  [[ $1 == 0 ]] || why='the main process was stopped'
  ! alive "$MAIN_PID" "$MAIN_START" || { [[ $1 != 0 ]] || why='the main process did not end at the wall limit'; }
  say "watchdog: $why"
  end_everything
  MAIN_PID=$BASHPID
  no_run_state
  store_open
  choose_stages
  recover "$why"
  EVENT_COUNT=$(grep -c '' "$RUN_DIR/events.jsonl")
  json_string "$why"
  event stopping "\"why\":\"watchdog\",\"detail\":$REPLY"
  STOPPING=watchdog STOP_STATE=interrupted STOP_REASON=$why
  settle_recovered
  finish_run
}

# end_everything: main, its helpers and every stage
end_everything() {
  local i file
  ! alive "$MAIN_PID" "$MAIN_START" || kill -s KILL "$MAIN_PID"
  end_background KILL
  for file in "$RUN_DIR"/{uploader,notices} "$RUN_DIR"/stages/*/supervisor; do
    [[ -s $file ]] || continue
    slurp "$file"
    kill_helper "$REPLY"
  done
  find_cgroup
  HARNESS_PIDS=$BASHPID
  for i in "${!STAGE[@]}"; do
    use_stage "$i"
    [[ ! -s $STAGE_DIR/started ]] || end_stage "$i"
  done
}

# kill_helper PID: a subshell of main runs the same script; a process id that was taken over by something else does not
kill_helper() {
  local line
  { IFS= read -r -d '' line && IFS= read -r -d '' line && IFS= read -r -d '' line; } <"/proc/$1/cmdline" || return 0
  [[ $line != *script.sh && $line != "$CALLED_AS" ]] || kill -s KILL "$1"
} 2>/dev/null

# recover WHY: what main knew, from the files of the stages
recover() {
  local i
  local -a end
  for i in "${!STAGE[@]}"; do
    use_stage "$i"
    json_string "${STAGE[i]}"
    if grep -aqF -- "\"event\":\"stage-ended\",\"stage\":$REPLY," "$RUN_DIR/events.jsonl"; then TOLD[i]=1; fi
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
