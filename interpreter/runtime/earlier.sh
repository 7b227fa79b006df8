# shellcheck shell=bash

# What earlier starts of the run left of each stage, and what becomes of it. VERDICT is, for each stage:
#   keep   it passed, with the same fingerprint, and all of it is there: it is not run again
#   maybe  the same, but something that it took is made anew; it is kept if that comes out as it was
#   again  it runs; WHY says why
# and empty for a stage of which nothing is known.

# look_back: reads the results; until then, and where this fails, nothing of them is touched
look_back() {
  local i
  local -a keys=()
  declare -ga STOOD=() STOOD_BEGAN=() STOOD_PRINT=() STOOD_PARTS=() STOOD_ON=()
  look_into_store || abandon 3 "the store $STORE_URL cannot be read: $ERROR"
  for i in "${!STAGE[@]}"; do
    [[ -z ${THERE["stages/${STAGE[i]}/result.json"]-} ]] || keys+=("stages/${STAGE[i]}/result.json")
  done
  rm -rf -- "$RUN_DIR/results"
  ((${#keys[@]} == 0)) || store_fetch_each "$RUN_DIR/results" "${keys[@]}" || abandon 3 "the results of run $RUN_ID cannot be read: $ERROR"
  read_ledger
  count_attempts
  for i in "${!STAGE[@]}"; do
    use_stage "$i"
    rm -rf -- "${STAGE_DIR:?}"
    mkdir -p -- "$STAGE_DIR"
    last_attempt "$i"
    ATTEMPT[i]=$REPLY ATTEMPTS[i]=$((ATTEMPTS[i] + REPLY))
    read_result "$RUN_DIR/results/stages/${STAGE[i]}/result.json" || continue
    STOOD[i]=$R_STATE STOOD_BEGAN[i]=$R_BEGAN STOOD_PRINT[i]=$R_PRINT STOOD_PARTS[i]=$R_PARTS STOOD_ON[i]=$R_MACHINE
    ((R_ATTEMPT <= ATTEMPT[i])) || ATTEMPT[i]=$R_ATTEMPT
    keep stands "$R_STATE" "$R_CODE" "$R_SIGNAL" "$R_ATTEMPT" "$R_BEGAN" "$R_TOOK" "${R_REASON//$'\n'/ }" "$R_ENDED"
  done
  : >"$RUN_DIR/looked"
}

# count_attempts: of each stage, ASIDE_LAST is the last attempt that was moved aside, LEFT is set where the store holds more of it than a
# result, and CHECKPOINTS where there are such
count_attempts() {
  local key name rest
  declare -gA ASIDE_LAST=() LEFT=()
  for key in "${!THERE[@]}"; do
    [[ $key == stages/*/* ]] || continue
    name=${key#stages/}
    rest=${name#*/} name=${name%%/*}
    case $rest in
    result.json) ;;
    log.[0-9]* | result.[0-9]* | outputs.[0-9]*)
      rest=${rest%%/*}
      rest=${rest#*.}
      rest=${rest%.json}
      ((rest <= ${ASIDE_LAST["$name"]-0})) || ASIDE_LAST["$name"]=$rest
      ;;
    *) LEFT["$name"]=1 ;;&
    partial/*) CHECKPOINTS["$name"]=1 ;;
    esac
  done
}

# last_attempt STAGE-INDEX: REPLY is the number of the last one that began. The events may be behind what else it left.
last_attempt() {
  local aside=${ASIDE_LAST["${STAGE[$1]}"]-0}
  [[ -z ${LEFT["${STAGE[$1]}"]-} ]] || aside=$((aside + 1))
  json_string "${STAGE[$1]}"
  REPLY=$(grep -aF -- "\"event\":\"stage-started\",\"stage\":$REPLY,\"attempt\":" "$RUN_DIR/events.jsonl" | tail -n 1)
  REPLY=${REPLY##*\"attempt\":}
  REPLY=${REPLY%\}}
  ((aside <= ${REPLY:=0})) || REPLY=$aside
  # The log of an attempt gets its number when the next one begins.
  [[ -z ${THERE["stages/${STAGE[$1]}/partial/log.$REPLY"]-} ]] || REPLY=$((REPLY + 1))
}

# read_result FILE: R_* are its members. It is our own writing, so each member is found by the name of the next; no name stands
# unescaped in a text.
read_result() {
  slurp "$1"
  [[ $REPLY == '{"stage":'*']}' && $REPLY == *',"fingerprint":"'* ]] || return
  local text=$REPLY
  text=${text#*,\"state\":}
  R_STATE=${text%%,*} text=${text#*,\"reason\":}
  R_REASON=${text%%,\"exitCode\":*} text=${text#*,\"exitCode\":}
  R_CODE=${text%%,*} text=${text#*,\"signal\":}
  R_SIGNAL=${text%%,*} text=${text#*,\"attempt\":}
  R_ATTEMPT=${text%%,*} text=${text#*,\"startedAt\":}
  R_BEGAN=${text%%,*} text=${text#*,\"endedAt\":}
  R_ENDED=${text%%,*} text=${text#*,\"seconds\":}
  R_TOOK=${text%%,*} text=${text#*,\"fingerprint\":}
  R_PRINT=${text%%,*} text=${text#*,\"parts\":\{}
  R_PARTS=${text%%\}*} text=${text#*\},\"machine\":}
  R_MACHINE=${text%%,\"outputs\":[*}
  R_MACHINE=${R_MACHINE%%,\"resources\":\{*}
  R_MACHINE=${R_MACHINE%%,\"comparable\":*}
  R_OUTPUTS=${text#*,\"outputs\":[}
  R_OUTPUTS=${R_OUTPUTS%]\}}
  for text in R_STATE R_REASON R_SIGNAL R_BEGAN R_ENDED R_PRINT R_MACHINE; do
    plain_text "${!text}"
    printf -v "$text" %s "$REPLY"
  done
}

# plain_text JSON: REPLY is the text of a JSON string as json_string writes it; nothing for null
plain_text() {
  # Bytes: the one that stands for a backslash on the way is in no JSON text.
  local LC_ALL=C text=$1 code char slash=\\ mark=$'\xff'
  REPLY=
  [[ $1 == '"'* ]] || return 0
  text=${text#'"'} text=${text%'"'}
  if [[ $text == *"$slash"* ]]; then
    text=${text//"$slash$slash"/"$mark"}
    text=${text//"$slash\""/'"'}
    for code in {1..31}; do
      printf -v char '\\%03o' "$code"
      printf -v char %b "$char"
      printf -v code '\\u%04x' "$code"
      text=${text//"$code"/"$char"}
    done
    text=${text//"$mark"/"$slash"}
  fi
  REPLY=$text
}

# decide: a verdict on every stage; what is kept and needed is put in its place
decide() {
  local i
  declare -ga VERDICT=() REMADE=() ABSENT=() CHECKED=() RESTORED=()
  no_moves
  for i in "${!STAGE[@]}"; do
    if ! wanted "$i"; then
      [[ -n ${UNASKED[i]-} ]] || aside "$i"
      continue
    fi
    if [[ ${STATES[i]} != pending ]]; then
      VERDICT[i]=keep
      continue
    fi
    [[ -n ${STOOD[i]-} ]] || { ((ATTEMPT[i] == 0)) || run_again "$i" "attempt ${ATTEMPT[i]} was cut off"; }
    [[ -n ${STOOD[i]-} ]] || continue
    if [[ ${STOOD[i]} != passed ]]; then
      how_ended "${STOOD[i]}"
      if ((ATTEMPT[i])); then run_again "$i" "attempt ${ATTEMPT[i]} $REPLY"; else run_again "$i" "it $REPLY"; fi
    elif [[ ${STOOD_PRINT[i]} != "${FINGERPRINT[i]%% *}" ]]; then
      changed_part "$i"
      run_again "$i" "$REPLY"
    elif ! is_current "$i"; then
      run_again "$i" "$REPLY"
    else
      VERDICT[i]=keep
    fi
  done
  until agreed; do :; done
  for i in "${!STAGE[@]}"; do
    if [[ ${STATES[i]} == pending && (${VERDICT[i]-} == keep || ${VERDICT[i]-} == maybe) ]]; then
      note_unknown "$i" || abandon 4 "what is stored of \`${STAGE[i]}\` cannot be entered in the ledger: $ERROR"
    fi
    [[ ${VERDICT[i]-} == again ]] || continue
    tell_again "$i"
    aside "$i"
  done
  move_all || abandon 4 "what earlier attempts left in the store cannot be moved aside: $ERROR"
}

# tell_again STAGE-INDEX: that it runs again, and why; nothing of one that has never begun
tell_again() {
  local i=$1 name
  ((ATTEMPT[i])) || { WHY[i]='' && return; }
  json_string "${STAGE[i]}"
  name=$REPLY
  json_string "${WHY[i]}"
  event stage-rerun "\"stage\":$name,\"attempt\":${ATTEMPT[i]},\"reason\":$REPLY"
  say "${STAGE[i]}: runs again: ${WHY[i]}"
  row "$i"
}

# run_again STAGE-INDEX WHY
run_again() { VERDICT[$1]=again WHY[$1]=$2; }

# agreed: fails as long as one verdict follows from another that has changed
agreed() {
  local i need steady=0
  for i in "${!STAGE[@]}"; do
    case ${VERDICT[i]-} in keep | maybe) ;; *) continue ;; esac
    [[ ${STATES[i]} == pending ]] || continue
    for need in ${NEEDS[i]}; do
      if [[ ${VERDICT[need]-} == maybe || -n ${REMADE[need]-} ]]; then
        [[ ${VERDICT[i]} == maybe ]] || steady=1
        VERDICT[i]=maybe
      elif [[ ${VERDICT[need]-} != keep ]] && wanted "$need"; then
        run_again "$i" "${NEEDED["$i:$need"]:+\`${NEEDED["$i:$need"]}\` is made anew: }\`${STAGE[need]}\` runs again"
        steady=1
        continue 2
      fi
    done
    is_usable "$i" || steady=1
  done
  return "$steady"
}

# is_usable STAGE-INDEX: whether what it left is good; where something that runs needs it, it is in its place afterwards
is_usable() {
  local i=$1
  if is_needed "$i"; then
    [[ -z ${RESTORED[i]-} ]] || return 0
    RESTORED[i]=1
    restore "$i" && return
    [[ -z ${ABSENT[i]-} ]] || REMADE[i]=1
  else
    [[ -z ${CHECKED[i]-} ]] || return 0
    CHECKED[i]=1
    check "$i" && return
  fi
  run_again "$i" "$REPLY"
  return 1
}

# is_needed STAGE-INDEX: whether a stage that runs, or may run, takes something of it
is_needed() {
  local other
  for other in "${!STAGE[@]}"; do
    [[ " ${NEEDS[other]}" == *" $1 "* && ${VERDICT[other]-} != keep ]] && wanted "$other" && return
  done
  return 1
}

# changed_part STAGE-INDEX: REPLY says in words what makes its fingerprint another one
changed_part() {
  local i=$1 word old need
  local -A was=()
  IFS=, read -r -a old <<<"${STOOD_PARTS[i]//\"/}"
  for word in "${old[@]}"; do was[${word%:*}]=${word#*:}; done
  for word in ${FINGERPRINT[i]#* }; do
    if [[ ${was[${word%=*}]-} != "${word#*=}" ]]; then
      part_in_words "${word%=*}"
      return
    fi
    unset "was[${word%=*}]"
  done
  for word in "${!was[@]}"; do
    part_in_words "$word"
    return
  done
  REPLY='something that it waits for changed'
  for need in ${NEEDS[i]}; do
    [[ ${VERDICT[need]-} != keep ]] || continue
    REPLY="${NEEDED["$i:$need"]:+\`${NEEDED["$i:$need"]}\` is made anew: }\`${STAGE[need]}\` runs again"
    return
  done
}

part_in_words() {
  case $1 in
  env.*) REPLY="the environment variable ${1#env.} changed" ;;
  command | directory | user | condition) REPLY="its $1 changed" ;;
  inputs) REPLY='what it requires changed' ;;
  outputs) REPLY='what it produces or expects changed' ;;
  secrets) REPLY='the names of its secrets changed' ;;
  commit) REPLY='the commit changed' ;;
  machine) REPLY='the type or image of the machine changed' ;;
  *) REPLY="$1 changed" ;;
  esac
}

# is_current STAGE-INDEX: in place, the source is no commit: what it takes from there must be older than what it left
is_current() {
  local k f need made
  [[ -n $IN_PLACE ]] || return 0
  # To the second: what was written in the second of its beginning was there before, as far as anybody can tell.
  touch -d "${STOOD_BEGAN[$1]} 1 second" -- "$RUN_DIR/began" || return
  for ((k = INPUT_FIRST[$1]; k < INPUT_FIRST[$1 + 1]; k++)); do
    made=
    for need in ${NEEDS[$1]}; do [[ ${NEEDED["$1:$need"]} != "${INPUT_PATH[k]}" ]] || made=1; done
    [[ -z $made ]] || continue
    list_files "${INPUT_KIND[k]}" "${INPUT_PATH[k]}"
    for f in "${FILES[@]}"; do
      [[ $FILES_IN/$f -nt $RUN_DIR/began ]] || continue
      REPLY="\`$f\` has changed since"
      return 1
    done
  done
}

# is_kept STAGE-INDEX: settles one that needs no run; fails when it is to run
is_kept() {
  local i=$1 need
  [[ ${VERDICT[i]-} == keep || ${VERDICT[i]-} == maybe ]] || return
  if [[ ${VERDICT[i]} == maybe ]]; then
    for need in ${NEEDS[i]}; do [[ ${STATES[need]} != pending && ${STATES[need]} != running ]] || return 0; done
    for need in ${NEEDS[i]}; do
      came_out_same "$need" && continue
      run_again "$i" "${NEEDED["$i:$need"]:+\`${NEEDED["$i:$need"]}\` came out otherwise: }\`${STAGE[need]}\` ran again"
      tell_again "$i"
      no_moves
      aside "$i"
      move_all || warn "what an earlier attempt of ${STAGE[i]} left in the store cannot be moved aside: $ERROR"
      return 1
    done
  fi
  stand "$i"
}

# came_out_same STAGE-INDEX: whether what it made anew is what it had made before
came_out_same() {
  local before after
  [[ ${STATES[$1]} == passed ]] || return 0
  read_result "$RUN_DIR/results/stages/${STAGE[$1]}/result.json" || return
  before=$R_OUTPUTS
  read_result "$RUN_DIR/stages/${STAGE[$1]}/result.json" || return
  after=$R_OUTPUTS
  [[ $before == "$after" ]]
}

# stand STAGE-INDEX: the result of an earlier attempt is its result
stand() {
  local i=$1 name reason
  local -a stands
  use_stage "$i"
  mapfile -t stands <"$STAGE_DIR/stands"
  STATES[i]=${stands[0]} ATTEMPT[i]=${stands[3]} BEGAN[i]=${stands[4]} TOOK[i]=${stands[5]} WHY[i]=${stands[6]} ENDED[i]=${stands[7]-}
  if [[ ${STATES[i]} == passed ]]; then
    STATES[i]=cached WHY[i]="passed in attempt ${ATTEMPT[i]}"
    # It may have died between its result and this.
    [[ -z ${CHECKPOINTS["${STAGE[i]}"]-} ]] || store_drop "stages/${STAGE[i]}/partial/"
    compare_machines "$i"
  fi
  : >>"$STAGE_DIR/published"
  UNSETTLED=$((UNSETTLED - 1))
  json_string "${STAGE[i]}"
  name=$REPLY
  json_string "${WHY[i]}"
  reason=$REPLY
  json_or_null "${stands[2]}"
  [[ -n ${TOLD[i]-} ]] || event stage-ended "\"stage\":$name,\"attempt\":${ATTEMPT[i]},\"state\":\"${STATES[i]}\",\"reason\":$reason,\"exitCode\":${stands[1]},\"signal\":$REPLY,\"seconds\":${TOOK[i]}"
  [[ -n ${TOLD[i]-} ]] || say "${STAGE[i]}: ${STATES[i]}${WHY[i]:+: ${WHY[i]}}"
  row "$i"
  CHANGED=1
}

# compare_machines STAGE-INDEX: a measurement that was taken on another kind of machine is marked in its result, and no longer marked
# once the run is back on one of that kind
compare_machines() {
  local i=$1 mark='' text
  ((ALONE[i])) && [[ -n ${STOOD_ON[i]-} && -e $RUN_DIR/results/stages/${STAGE[i]}/result.json ]] || return 0
  if [[ ${STOOD_ON[i]} != "$MACHINE" ]]; then
    json_string "measured on ${STOOD_ON[i]}; this start runs on $MACHINE"
    mark=",\"comparable\":false,\"comparableReason\":$REPLY"
  fi
  slurp "$RUN_DIR/results/stages/${STAGE[i]}/result.json"
  text=$REPLY
  read_result "$RUN_DIR/results/stages/${STAGE[i]}/result.json"
  json_string "$R_MACHINE"
  # The mark follows the machine, and what follows the mark is either of the two.
  local head=${text%%\},\"machine\":*}"},\"machine\":$REPLY" tail=",\"outputs\":[${text#*,\"outputs\":[}"
  [[ $text != *,\"resources\":\{* ]] || tail=",\"resources\":{${text#*,\"resources\":\{}"
  [[ $head$mark$tail != "$text" ]] || return 0
  # As with every final key: the ledger lets go of the old bytes before the new ones come.
  json_string "stages/${STAGE[i]}/result.json"
  [[ -z ${KNOWN["$REPLY"]-} ]] || note_lines "{\"key\":$REPLY${KNOWN["$REPLY"]}\"kind\":\"dropped\"}"
  store_flush
  printf '%s\n' "$head$mark$tail" >"$STAGE_DIR/result.json"
  printf passed >"$STAGE_DIR/state"
  rm -f -- "$STAGE_DIR/published"
  : >"$RUN_DIR/owed/$i"
}
