# shellcheck shell=bash

# A run that has begun is taken up again when it is dead, or when it is asked for. The n-th start of a run is whoever made the
# object starts/n, so of two that try at once one goes on.

# take_up: this start becomes the next one, or ends here
take_up() {
  local key last=1
  look_into_store || abandon 3 "the store $STORE_URL cannot be read: $ERROR"
  while [[ -n ${THERE["starts/$((last + 1))"]-} ]]; do last=$((last + 1)); done
  refuse_living "$last"
  was_here "$last"
  printf '%s %s %s.%s\n' "$HOSTNAME" "$BEGAN_AT" "$RANDOM" "$MAIN_START" >"$RUN_DIR/start"
  key=0
  store_reserve "starts/$((last + 1))" "$RUN_DIR/start" || key=$?
  ((key != 1)) || abandon 3 "run $RUN_ID is alive: another start has just taken it up"
  ((key == 0)) || abandon 3 "run $RUN_ID cannot be taken up: $ERROR"
  START=$((last + 1)) RESUMED=true
  continue_records
  for key in COMPLETE INCOMPLETE; do
    [[ -z ${THERE[$key]-} ]] || store_drop "$key"
    rm -f -- "$RUN_DIR/$key"
  done
  # It was meant for the start before.
  [[ -z ${THERE[stop]-} ]] || store_drop stop
}

# spoken NOW: the store has had a sign of us
spoken() { printf '%s\n' "$1" >"$RUN_DIR/spoke"; }

# is_ours: whether we may still write. Whoever was silent for so long counts as dead, and may have lost the run: a machine that was asleep,
# or cut off from the store. Then this start ends; its watchdog sees to what it runs.
is_ours() {
  local spoke
  slurp "$RUN_DIR/spoke"
  spoke=$REPLY
  now
  ((REPLY - ${spoke:-REPLY} > STOPPED_LONG * 100)) && overtaken || return 0
  ERROR='another start has taken the run up'
  say "$ERROR; this one ends"
  kill -s KILL "$MAIN_PID"
  return 1
}

# overtaken: whether another start has taken the run up from this one
overtaken() { store_has "starts/$((START + 1))"; }

# look_into_store: THERE is the size of every object of the run
look_into_store() {
  local k
  declare -gA THERE=()
  store_list '' || return
  for k in "${!KEYS[@]}"; do THERE["${KEYS[k]}"]=${SIZES[k]}; done
}

# refuse_living LAST: ends here when the run is alive, or complete and not asked for
refuse_living() {
  local patience=$((2 * CHECKPOINT > 10 ? 2 * CHECKPOINT : 10)) spoke=1 state='' status=''
  if [[ -n ${THERE[status.json]-} ]]; then
    store_get status.json || abandon 3 "how run $RUN_ID stands cannot be read: $ERROR"
    state=${REPLY#*\"state\":\"} status=${REPLY#*\"exitStatus\":}
    state=${state%%\"*} status=${status%%,*}
    if [[ $REPLY == *'","start":'* ]]; then
      spoke=${REPLY#*\",\"start\":}
      spoke=${spoke%%,*}
    fi
  fi
  if [[ $spoke == "$1" && -n ${THERE[COMPLETE]-} ]]; then
    # An end that was forced on it, or a preflight that found something missing, asks for another start.
    case $status in 3 | 130 | 143) return ;; esac
    [[ -z $RESUME ]] || return 0
    [[ $status == 0 ]] || say "to run what did not pass again: CAMPAIGN_RUN_ID=resume:$RUN_ID"
    abandon 0 "run $RUN_ID is complete in $STORE_URL: nothing to do"
  fi
  [[ $spoke != "$1" || $state != ended ]] || return 0
  if [[ $spoke == "$1" ]]; then store_age status.json; else store_age "starts/$1"; fi
  ((REPLY > patience)) || abandon 3 "run $RUN_ID is alive: its last sign in $STORE_URL is $REPLY s old, and it counts as dead after $patience s"
}

# was_here LAST: EARLIER_HERE is set when the last start was on this machine, which may then hold more than the store
was_here() {
  local -a begun=()
  local own
  EARLIER_HERE=''
  [[ -e $RUN_DIR/events.jsonl ]] || return 0
  [[ ! -e $RUN_DIR/begun ]] || mapfile -t begun <"$RUN_DIR/begun"
  slurp "$RUN_DIR/start"
  own=$REPLY
  if [[ ${begun[3]-} == "$1" ]]; then
    EARLIER_HERE=1
  elif [[ -n $own && $1 != 1 ]]; then
    store_get "starts/$1" || abandon 3 "the last start of run $RUN_ID cannot be read: $ERROR"
    [[ $REPLY != "$own" ]] || EARLIER_HERE=1
  fi
}

# continue_records: events, ledger and starts go on where the last start left them
continue_records() {
  EARLIER_STAGES=0
  rm -f -- "$RUN_DIR"/{looked,fresh}
  if [[ -n $EARLIER_HERE ]]; then
    for REPLY in "$RUN_DIR"/stages/*/; do EARLIER_STAGES=$((EARLIER_STAGES + 1)); done
    whole_lines "$RUN_DIR/events.jsonl"
    for REPLY in "$RUN_DIR"/events/*.jsonl; do whole_lines "$REPLY"; done
    [[ ! -e $RUN_DIR/ledger.jsonl ]] || whole_lines "$RUN_DIR/ledger.jsonl"
  else
    rm -rf -- "$RUN_DIR"/{stages,owed,saved,events,events.jsonl,ledger.jsonl}
    mkdir -p -- "$RUN_DIR"/{owed,saved,events}
    [[ -z ${THERE["events/000001.jsonl"]-} ]] || store_fetch_tree events/ "$RUN_DIR/events" || abandon 3 "the events of run $RUN_ID cannot be read: $ERROR"
    cat -- "$RUN_DIR"/events/*.jsonl >"$RUN_DIR/events.jsonl" 2>/dev/null || :
    [[ -z ${THERE[ledger.jsonl]-} ]] || store_fetch ledger.jsonl "$RUN_DIR/ledger.jsonl" || abandon 3 "the ledger of run $RUN_ID cannot be read: $ERROR"
  fi
  rm -f -- "$RUN_DIR"/owed/* "$RUN_DIR"/saved/*
  REPLY=$(tail -n 1 -- "$RUN_DIR/events.jsonl")
  REPLY=${REPLY#'{"seq":'}
  EARLIER_EVENTS=${REPLY%%,*}
  [[ -n ${THERE[run.json]-} ]] || return 0
  store_get run.json || abandon 3 "run.json of run $RUN_ID cannot be read: $ERROR"
  FIRST_BEGAN_AT=${REPLY#*\"startedAt\":\"}
  FIRST_BEGAN_AT=${FIRST_BEGAN_AT%%\"*}
  if [[ $REPLY == *,\"starts\":\[* ]]; then
    STARTS=${REPLY#*,\"starts\":[}
    STARTS=${STARTS%%],\"machine\":*},
  fi
}

# whole_lines FILE: a kill may have cut its last line short
whole_lines() { [[ ! -s $1 || -z $(tail -c 1 -- "$1") ]] || sed -i '$d' -- "$1"; }

# end_leftovers: what still runs of an earlier start on this machine, whose main and watchdog are gone
end_leftovers() {
  local i
  [[ -n $EARLIER_HERE ]] || return 0
  end_helpers
  # Control groups and marks go by number, and a changed campaign may number its stages otherwise.
  for ((i = 0; i < ${#STAGE[@]} || i < EARLIER_STAGES; i++)); do end_stage "$i"; done
}

# save_leftovers: what an earlier start on this machine has not saved: stages that ended unsaved, and those it was cut off in
save_leftovers() {
  local i
  [[ -n $EARLIER_HERE ]] || return 0
  for i in "${!STAGE[@]}"; do
    use_stage "$i"
    [[ -s $STAGE_DIR/started && ! -e $STAGE_DIR/published ]] || continue
    [[ -s $STAGE_DIR/end && -s $STAGE_DIR/result.json ]] || salvage "$i" interrupted 'the run died'
    publish "$i" || abandon 4 "what the last start left here of \`${STAGE[i]}\` cannot be saved ($ERROR); start it again when the store can be written"
    save_records
  done
  rm -f -- "$RUN_DIR"/owed/*
}

# abandon STATUS TEXT: leaves everything as it is, and needs no watchdog any more
abandon() {
  { printf 'done\n' >&"$DOG"; } 2>/dev/null || :
  die "$@"
}
