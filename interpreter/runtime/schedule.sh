# shellcheck shell=bash

# schedule: runs the stages; returns when each has a state that lasts
schedule() {
  local line
  while :; do
    start_ready
    ((UNSETTLED)) || return 0
    [[ -z $CHANGED ]] || write_status
    ticks
    # The bounded read is the only place where main waits: messages of the stages wake it at once.
    if IFS= read -r -t "$REPLY" -u "$WAKE" line; then hear "$line"; fi
    keep_time
  done
}

start_ready() {
  local i
  for i in "${!STAGE[@]}"; do
    [[ ${STATES[i]} == pending ]] || continue
    if [[ -n $STOPPING ]]; then
      end_unstarted "$i" "$STOP_STATE" "$STOP_REASON"
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

# how_ended STATE: REPLY says in words, after a stage's name, that it ended so
how_ended() {
  case $1 in
  failed) REPLY=failed ;;
  timed-out) REPLY='timed out' ;;
  killed | interrupted) REPLY="was $1" ;;
  *) REPLY="is $1" ;;
  esac
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
  ATTEMPT[i]=$((ATTEMPT[i] + 1))
  [[ -d $STAGE_DIR ]] || mkdir -p -- "$STAGE_DIR" "$RUN_DIR"/{owed,saved,events}
  : >"$STAGE_DIR/log"
  : >"$STAGE_DIR/end"
  : >"$STAGE_DIR/stop"
  printf '%s' "${RUN[i]}" >"$STAGE_DIR/run"
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

# end_unstarted STAGE-INDEX STATE REASON
end_unstarted() {
  local i=$1
  STATE=$2 REASON=$3 EXIT_CODE=null SIGNAL='' RESOURCES=''
  no_outputs
  use_stage "$i"
  note_result "$i" "${ATTEMPT[i]}" '' 0
  note_end "${ATTEMPT[i]}" '' 0
  : >"$RUN_DIR/owed/$i"
  settled "$i"
}

# settled STAGE-INDEX: takes over what its `end` file says
settled() {
  local i=$1 name reason signal
  local -a end
  use_stage "$i"
  [[ -s $STAGE_DIR/end ]] || lost_notes "$i"
  mapfile -t end <"$STAGE_DIR/end"
  ((${#end[@]} >= 6)) || end=(failed null '' "${ATTEMPT[i]}" '' 0 'how it ended could not be noted')
  STATES[i]=${end[0]} BEGAN[i]=${end[4]} TOOK[i]=${end[5]} WHY[i]=${end[6]-}
  if [[ -n ${end[4]} ]]; then
    stamp
    ENDED[i]=$REPLY
  fi
  no_longer_running "$i"
  UNSETTLED=$((UNSETTLED - 1))
  json_string "${STAGE[i]}"
  name=$REPLY
  json_string "${WHY[i]}"
  reason=$REPLY
  json_or_null "${end[2]}"
  signal=$REPLY
  [[ -n ${TOLD[i]-} ]] || event stage-ended "\"stage\":$name,\"attempt\":${end[3]},\"state\":\"${end[0]}\",\"reason\":$reason,\"exitCode\":${end[1]},\"signal\":$signal,\"seconds\":${end[5]}"
  [[ -n ${TOLD[i]-} ]] || say "${STAGE[i]}: ${STATES[i]}${WHY[i]:+: ${WHY[i]}}${end[4]:+ (${end[5]} s)}"
  row "$i"
  CHANGED=1
  [[ ${ON_FAILURE[i]} == continue || -n $STOPPING ]] && return
  case ${STATES[i]} in
  passed | skipped | cached) ;;
  *)
    how_ended "${STATES[i]}"
    stop_run on-failure "\`${STAGE[i]}\` $REPLY" blocked "the run was stopped because \`${STAGE[i]}\` $REPLY"
    ;;
  esac
}

# lost_notes STAGE-INDEX: its directory is gone, or the disk of CAMPAIGN_HOME is full
lost_notes() {
  mkdir -p -- "$STAGE_DIR" "$RUN_DIR"/{owed,saved,events} 2>/dev/null
  LOST=1
  salvage "$1" failed 'how it ended could not be noted'
} 2>/dev/null

no_longer_running() {
  local k
  local -a left=()
  for k in "${RUNNING[@]}"; do [[ $k == "$1" ]] || left+=("$k"); done
  RUNNING=("${left[@]}")
}

# again STAGE-INDEX: its attempt ended in a way that is tried again
again() {
  local i=$1 name
  local -a end
  use_stage "$i"
  mapfile -t end <"$STAGE_DIR/end"
  no_longer_running "$i"
  STATES[i]=pending WHY[i]="attempt ${ATTEMPT[i]} of ${ATTEMPTS[i]}: ${end[6]}"
  now
  NOT_BEFORE[i]=$((REPLY + BACKOFF[i] * 100))
  json_string "${STAGE[i]}"
  name=$REPLY
  json_string "${end[6]}"
  event stage-retried "\"stage\":$name,\"attempt\":${ATTEMPT[i]},\"reason\":$REPLY"
  say "${STAGE[i]}: ${WHY[i]}; tried again"
  row "$i"
  CHANGED=1
}

# hear LINE: what a stage or the uploader tells
hear() {
  local text=${1#* } bytes
  case ${1%% *} in
  ended) [[ ${STATES[text]} != running ]] || settled "$text" ;;
  retry) if [[ -n $STOPPING ]]; then give_up "$text"; else again "$text"; fi ;;
  event)
    event "${text%% *}" "${text#* }"
    if [[ ${text%% *} == uploaded ]]; then
      bytes=${text##*\"bytes\":}
      UPLOADS=$((UPLOADS + 1)) UPLOADED_BYTES=$((UPLOADED_BYTES + ${bytes%%,*}))
    fi
    ;;
  file)
    slurp "$text"
    rm -f -- "$text"
    hear "$REPLY"
    ;;
  esac
}

# give_up STAGE-INDEX: it would be tried again, but the run is being stopped
give_up() {
  no_longer_running "$1"
  end_unstarted "$1" "$STOP_STATE" "$STOP_REASON"
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

# keep_time: whatever time has brought: limits, the wall, signals, the heartbeat
keep_time() {
  local i at
  now
  at=$REPLY
  for i in "${RUNNING[@]}"; do
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
  if [[ -z $STOPPING && -n $SIGNALLED ]]; then
    stop_run signal "SIG$SIGNALLED" interrupted "the run was stopped by SIG$SIGNALLED"
  elif [[ -z $STOPPING ]] && ((at - BEGUN >= WALL * 100)); then
    stop_run wall "the wall limit of $WALL s" interrupted "the run reached its wall limit of $WALL s"
  fi
  ((at - HEARTBEAT >= 200)) || return 0
  write_status
  keep_going "$UPLOADER" || start_uploader
  keep_going "$WATCHDOG" || arm_watchdog
}

# keep_going PID: fails when this process of ours is gone; what a stage has stopped is set going again
keep_going() {
  process_start "$1"
  [[ -n $REPLY ]] || return
  [[ $PROCESS_STATE != [Tt] ]] || kill -s CONT "$1"
}

# stop_stage STAGE-INDEX STATE REASON: asks it to end; after the grace it is killed
stop_stage() {
  use_stage "$1"
  printf '%s\n' "$2" "$3" >"$STAGE_DIR/stop"
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

# bury STAGE-INDEX: its supervisor is gone without a word, so it is ended and judged here
bury() {
  local i=$1
  while IFS= read -r -t 0.01 -u "$WAKE" REPLY; do hear "$REPLY"; done
  [[ ${STATES[i]} == running ]] || return 0
  end_stage "$i"
  use_stage "$i"
  if [[ ! -s $STAGE_DIR/end ]]; then
    salvage "$i" killed 'the process that watched it was killed'
  fi
  owe_unpublished "$i"
  settled "$i"
}

# salvage STAGE-INDEX STATE REASON: the result of a stage whose supervisor cannot give it any more
salvage() {
  local i=$1
  local -a started=()
  use_stage "$i"
  [[ ! -e $STAGE_DIR/started ]] || mapfile -t started <"$STAGE_DIR/started"
  STATE=$2 REASON=$3 EXIT_CODE=null SIGNAL='' RESOURCES=''
  [[ $2 != killed ]] || SIGNAL=KILL
  BEFORE=()
  SINCE=$STAGE_DIR/started
  judge "$i"
  SINCE=
  now
  local took=$((REPLY - ${started[2]-REPLY}))
  note_result "$i" "${started[0]-1}" "${started[1]-}" "$took"
  note_end "${started[0]-1}" "${started[1]-}" "$took"
  : >"$RUN_DIR/owed/$i"
}
