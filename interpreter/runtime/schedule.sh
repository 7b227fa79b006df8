# shellcheck shell=bash

# schedule: runs the stages; returns when each has a state that lasts
schedule() {
  while :; do
    start_ready
    ((UNSETTLED)) || return 0
    [[ -z $CHANGED ]] || write_status
    ticks
    # The bounded read is the only place where main waits: messages of the stages wake it at once.
    hear_next "$REPLY" || :
    keep_time
  done
}

start_ready() {
  local i
  for i in "${!STAGE[@]}"; do
    [[ ${STATES[i]} == pending ]] || continue
    if [[ -n $STOPPING ]]; then
      end_unstarted "$i" "$STOP_STATE" "$STOP_REASON"
    elif [[ -n ${VERDICT[i]-} ]] && is_kept "$i"; then
      continue
    elif [[ -n ${OFF[i]} ]]; then
      end_unstarted "$i" skipped "${OFF[i]}"
    elif is_ready "$i"; then
      start "$i"
    fi
  done
}

# is_ready STAGE-INDEX: also settles it when what it needs will not come
is_ready() {
  local i=$1 need
  for need in ${NEEDS[i]}; do
    case ${STATES[need]} in
    passed | cached) ;;
    pending | running) return 1 ;;
    skipped)
      ! is_made_elsewhere "$i" "$need" || continue
      end_unstarted "$i" skipped "${NEEDED["$i:$need"]:+\`${NEEDED["$i:$need"]}\` is not made: }\`${STAGE[need]}\` is skipped"
      return 1
      ;;
    *)
      how_ended "${STATES[need]}"
      end_unstarted "$i" blocked "${NEEDED["$i:$need"]:+\`${NEEDED["$i:$need"]}\` is not there: }\`${STAGE[need]}\` $REPLY"
      return 1
      ;;
    esac
  done
  now
  ((REPLY >= NOT_BEFORE[i])) || return 1
  if ((${#RUNNING[@]})); then
    need=${RUNNING[0]}
    ((ALONE[i] == 0 && ALONE[need] == 0 && ${#RUNNING[@]} < CORES)) || return 1
  fi
  if [[ -n ${CONDITION[i]} ]] && ! holds "$i"; then
    end_unstarted "$i" skipped 'its condition is false on this machine'
    return 1
  fi
  has_inputs "$i"
}

# is_made_elsewhere STAGE-INDEX STAGE-INDEX: what the first wants of the second, which is skipped, has another maker that is not
is_made_elsewhere() {
  local other path=${NEEDED["$1:$2"]}
  [[ -n $path ]] || return
  for other in ${NEEDS[$1]}; do
    [[ ${NEEDED["$1:$other"]} != "$path" || ${STATES[other]} == skipped ]] || return 0
  done
  return 1
}

has_inputs() {
  local k
  for ((k = INPUT_FIRST[$1]; k < INPUT_FIRST[$1 + 1]; k++)); do
    exists "${INPUT_KIND[k]}" "${INPUT_PATH[k]}" && continue
    end_unstarted "$1" blocked "\`${INPUT_PATH[k]}\` is missing"
    return 1
  done
  place "${STAGE_CWD[$1]}"
  [[ -d $REPLY ]] && return
  end_unstarted "$1" blocked "its directory ${STAGE_CWD[$1]} is missing"
  return 1
}

# start STAGE-INDEX: one more attempt, as a process beside this one
start() {
  local i=$1 name
  use_stage "$i"
  [[ -z ${BEGAN[i]} ]] || mv -fT -- "$STAGE_DIR/log" "$STAGE_DIR/log.${ATTEMPT[i]}"
  ATTEMPT[i]=$((ATTEMPT[i] + 1))
  [[ -d $STAGE_DIR ]] || mkdir -p -- "$STAGE_DIR" "$RUN_DIR"/{owed,saved,events}
  : >"$STAGE_DIR/log"
  : >"$STAGE_DIR/end"
  : >"$STAGE_DIR/stop"
  at_line "${RUN_LINE[i]}" "${RUN[i]}"
  printf '%s' "$REPLY" >"$STAGE_DIR/run"
  STATES[i]=running WHY[i]='' ENDED[i]='' STOPPED_AT[i]=0
  RUNNING+=("$i")
  stamp
  BEGAN[i]=$REPLY
  now
  BEGUN_AT[i]=$REPLY
  attempt "$i" "${ATTEMPT[i]}" &
  SUPERVISOR[i]=$!
  printf '%s\n' "$!" >"$STAGE_DIR/supervisor"
  HARNESS_PIDS+=" $!"
  json_string "${STAGE[i]}"
  name=$REPLY
  event stage-started "\"stage\":$name,\"attempt\":${ATTEMPT[i]}"
  say "${STAGE[i]}: started$( ((ATTEMPT[i] > 1)) && printf ' (attempt %d of %d)' "${ATTEMPT[i]}" "${ATTEMPTS[i]}")"
  CHANGED=1
}
