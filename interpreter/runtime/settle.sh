# shellcheck shell=bash

# how_ended STATE: REPLY says in words, after a stage's name, that it ended so
how_ended() {
  case $1 in
  failed) REPLY=failed ;;
  timed-out) REPLY='timed out' ;;
  killed | interrupted) REPLY="was $1" ;;
  *) REPLY="is $1" ;;
  esac
}

# end_unstarted STAGE-INDEX STATE REASON: also one that would have been tried again
end_unstarted() {
  local i=$1
  use_stage "$i"
  # A stage may have removed all that lies here.
  [[ -d $STAGE_DIR ]] || mkdir -p -- "$STAGE_DIR" "$RUN_DIR"/{owed,saved,events}
  if [[ -n ${BEGAN[i]} ]]; then
    salvage "$@"
    settled "$i"
    return
  fi
  # Before a start that takes a run up has read the earlier results, it must not replace them.
  [[ $RESUMED == false || -e $RUN_DIR/looked ]] || keep stands "$2" null '' "${ATTEMPT[i]}" '' 0 "$3"
  if [[ -s $STAGE_DIR/stands ]]; then
    stand "$i"
    return
  fi
  STATE=$2 REASON=$3 EXIT_CODE=null SIGNAL='' RESOURCES=''
  no_outputs
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
  local i=$1 name reason
  use_stage "$i"
  slurp "$STAGE_DIR/why"
  reason=$REPLY
  no_longer_running "$i"
  STATES[i]=pending WHY[i]="attempt ${ATTEMPT[i]} of ${ATTEMPTS[i]}: $reason"
  now
  NOT_BEFORE[i]=$((REPLY + BACKOFF[i] * 100))
  json_string "${STAGE[i]}"
  name=$REPLY
  json_string "$reason"
  event stage-retried "\"stage\":$name,\"attempt\":${ATTEMPT[i]},\"reason\":$REPLY"
  say "${STAGE[i]}: ${WHY[i]}; tried again"
  row "$i"
  CHANGED=1
}

# hear_next SECONDS: hears what is told within that time, and HEARD is it; fails when nothing is
hear_next() {
  local rest=
  if ! IFS= read -r -t "$1" -u "$WAKE" HEARD; then
    [[ -n $HEARD ]] || return
    # The time was up within a line, and the rest of it is in the pipe.
    IFS= read -r -t 1 -u "$WAKE" rest || :
    HEARD+=$rest
  fi
  hear "$HEARD" || :
}

# hear LINE: what a stage or the uploader tells
hear() {
  local text=${1#* } bytes line
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
  notice) spot_notice "$text" ;;
  rebalance) rebalance "$text" ;;
  stop) SIGNALLED=${SIGNALLED:-INT} STOPPED_BY=$text ;;
  file)
    hold_events
    while IFS= read -r line; do hear "$line"; done <"$text"
    release_events
    rm -f -- "$text"
    ;;
  esac
}

# give_up STAGE-INDEX: it would be tried again, but the run is being stopped
give_up() {
  no_longer_running "$1"
  end_unstarted "$1" "$STOP_STATE" "$STOP_REASON"
}

# bury STAGE-INDEX: its supervisor is gone without a word, so it is ended and judged here
bury() {
  local i=$1
  # It may have ended since we looked for its word, so that is in the pipe now.
  hear_all
  [[ ${STATES[i]} == running ]] || return 0
  ! keep_going "${SUPERVISOR[i]}" || return 0
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
  was_stopped || [[ $2 != killed ]] || SIGNAL=KILL
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
