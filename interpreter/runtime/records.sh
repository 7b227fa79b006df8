# shellcheck shell=bash

# event NAME JSON-MEMBERS: only main numbers events
event() {
  local up at
  EVENT_COUNT=$((EVENT_COUNT + 1))
  now
  seconds $((REPLY - BEGUN))
  up=$REPLY
  stamp
  at=$REPLY
  printf -v REPLY '{"seq":%d,"at":"%s","up":%s,"event":"%s"%s}' "$EVENT_COUNT" "$at" "$up" "$1" "${2:+,$2}"
  # What was noted before may have been removed: then the record is whole no more.
  ((EVENT_COUNT == 1)) || [[ -e $RUN_DIR/events.jsonl ]] || LOST=1
  EVENTS_HELD+=$REPLY$'\n'
  if [[ -z $HOLDING ]] || ((EVENT_COUNT % 500 == 0)); then write_events; fi
}

# hold_events: until release_events they are only kept, so that many cost little
hold_events() { HOLDING=1; }

release_events() {
  HOLDING=
  write_events
}

write_events() {
  local segment
  [[ -n $EVENTS_HELD ]] || return 0
  printf -v segment '%06d' $((1 + (EVENT_COUNT - 1) / 500))
  add_lines "$RUN_DIR/events.jsonl" "$EVENTS_HELD"
  add_lines "$RUN_DIR/events/$segment.jsonl" "$EVENTS_HELD"
  EVENTS_HELD=
}

# add_lines FILE TEXT: to a record that only grows
add_lines() {
  printf '%s' "$2" >>"$1" && return
  take_back "$1" "$2"
  free_ballast && printf '%s' "$2" >>"$1" && return
  take_back "$1" "$2"
  LOST=1
} 2>/dev/null

# take_back FILE TEXT: a full disk has taken only the beginning of what was added
take_back() {
  local length=${#2} end
  end=$(tail -c "$length" -- "$1" && echo .)
  end=${end%.}
  while [[ $end != *"${2:0:length}" ]]; do length=$((length - 1)); done
  truncate -s "-$length" -- "$1"
}

# noted FILE COMMAND…: what it prints becomes the file
noted() { "${@:2}" >"$1" || { free_ballast && "${@:2}" >"$1"; }; } 2>/dev/null

# free_ballast: the disk of CAMPAIGN_HOME is full, so a piece of what was put aside for our records is used now. Piece by piece,
# because a stage that still runs may take what becomes free.
free_ballast() {
  local -a pieces=("$RUN_DIR"/ballast.*)
  [[ -e ${pieces[0]} ]] && rm -f -- "${pieces[0]}"
}

# row STAGE-INDEX: its entry in status.json
row() {
  local i=$1 name reason began ended
  json_string "${STAGE[i]}"
  name=$REPLY
  json_string "${WHY[i]}"
  reason=$REPLY
  json_or_null "${BEGAN[i]}"
  began=$REPLY
  json_or_null "${ENDED[i]}"
  ended=$REPLY
  if [[ ${STATES[i]} == running ]]; then
    now
    seconds $((REPLY - BEGUN_AT[i]))
    TOOK[i]=$REPLY
  fi
  printf -v "ROW[$i]" '{"stage":%s,"state":"%s","reason":%s,"attempt":%d,"startedAt":%s,"endedAt":%s,"seconds":%s,"timeoutSeconds":%d}' \
    "$name" "${STATES[i]}" "$reason" "${ATTEMPT[i]}" "$began" "$ended" "${TOOK[i]}" "${LIMIT[i]}"
}

# write_status: status.json, and what the watchdog has to know
write_status() {
  local up i campaign runid rows
  CHANGED=
  local -a owed
  for i in "${RUNNING[@]}"; do row "$i"; done
  now
  HEARTBEAT=$REPLY
  seconds $((REPLY - BEGUN))
  up=$REPLY
  printf '%s\n' "${PHASE:0:1}" >&"$DOG"
  shopt -s nullglob
  owed=("$RUN_DIR"/owed/*)
  shopt -u nullglob
  printf -v rows ',%s' "${ROW[@]}"
  json_string "$CAMPAIGN"
  campaign=$REPLY
  json_string "$RUN_ID"
  runid=$REPLY
  stamp
  printf '{"version":1,"campaign":%s,"runId":%s,"state":"%s","start":%d,"startedAt":"%s","updatedAt":"%s","seconds":%s,"wallSeconds":%d,"checkpointSeconds":%d,"exitStatus":%s,"stages":[%s],"uploads":{"done":%d,"failed":%d,"bytes":%d}}\n' \
    "$campaign" "$runid" "$PHASE" "$START" "$BEGAN_AT" "$REPLY" "$up" "$WALL" "$CHECKPOINT" "${EXIT_STATUS:-null}" "${rows:1}" "$UPLOADS" "${#owed[@]}" "$UPLOADED_BYTES" \
    >"$RUN_DIR/status.part" && mv -f -- "$RUN_DIR/status.part" "$RUN_DIR/status.json" || LOST=1
}

# write_run_record: run.json; SECONDS and EXIT_STATUS are empty until the end
write_run_record() {
  local ended=null took=null
  if [[ -n $EXIT_STATUS ]]; then
    stamp
    ended="\"$REPLY\""
    now
    seconds $((REPLY - BEGUN))
    took=$REPLY
  fi
  tools_json
  local tools=$REPLY id
  plan_json
  local plan=$REPLY
  json_string "$RUN_ID"
  id=$REPLY
  local starts="$STARTS{\"startedAt\":\"$BEGAN_AT\",\"resumed\":$RESUMED,\"scriptSha256\":\"$SCRIPT_SHA256\",\"machine\":{$MACHINE_FACTS}}"
  # What the compiler knew is one JSON text already; the rest is what only the run knows.
  printf '{"version":1,"runId":%s,"scriptSha256":"%s","startedAt":"%s","endedAt":%s,"seconds":%s,"exitStatus":%s,"starts":[%s],"machine":{%s},"tools":{%s},"plan":[%s],%s}\n' \
    "$id" "$SCRIPT_SHA256" "$FIRST_BEGAN_AT" "$ended" "$took" "${EXIT_STATUS:-null}" "$starts" "$MACHINE_FACTS" "$tools" "$plan" "$RECORD" >"$RUN_DIR/run.part" && mv -f -- "$RUN_DIR/run.part" "$RUN_DIR/run.json" || LOST=1
}

plan_json() {
  local i need name plan=''
  local -a names
  for i in "${!STAGE[@]}"; do
    names=()
    for need in ${NEEDS[i]}; do names+=("${STAGE[need]}"); done
    json_string "${STAGE[i]}"
    name=$REPLY
    json_list "${names[@]}"
    plan+="${plan:+,}{\"stage\":$name,\"needs\":$REPLY,\"timeoutSeconds\":${LIMIT[i]},\"exclusive\":"
    if ((ALONE[i])); then plan+=true; else plan+=false; fi
    json_list "${OUTPUT_PATH[@]:OUTPUT_FIRST[i]:OUTPUT_FIRST[i + 1]-OUTPUT_FIRST[i]}"
    plan+=",\"produces\":$REPLY}"
  done
  REPLY=$plan
}

# fact NAME VALUE: a member of `machine`; a number as one
fact() {
  [[ -n $2 ]] || return 0
  local value=$2
  if [[ ! $2 =~ ^(0|[1-9][0-9]*)$ ]]; then
    json_string "$2"
    value=$REPLY
  fi
  FACTS+="${FACTS:+,}\"$1\":$value"
}

# os_name: os-release is made to be sourced; in a process of its own it touches nothing
# shellcheck source=/dev/null
os_name() { . /etc/os-release 2>/dev/null && printf %s "${PRETTY_NAME-}"; }

# look_at_machine: what is known of the box, once
look_at_machine() {
  local key value model='' flags='' microcode=''
  CORES=$(nproc 2>/dev/null) || CORES=1
  MEMORY=0 CPU_FLAGS=' ' FACTS=''
  while IFS=: read -r key value; do
    key=${key%%$'\t'*} value=${value# }
    case $key in
    'model name') model=$value ;;
    microcode) microcode=$value ;;
    flags | Features) flags=$value ;;
    '') break ;;
    esac
  done </proc/cpuinfo
  CPU_FLAGS=" $flags "
  while read -r key value _; do
    [[ $key != MemTotal: ]] || MEMORY=$((value * 1024))
  done </proc/meminfo
  fact hostname "$HOSTNAME"
  fact powerOff "${POWER_OFF-}"
  slurp /proc/sys/kernel/osrelease
  fact kernel "$REPLY"
  fact os "$(os_name)"
  fact architecture "$HOSTTYPE"
  fact cpuModel "$model"
  fact cpuFlags "$flags"
  fact microcode "$microcode"
  fact cores "$CORES"
  fact memoryBytes "$MEMORY"
  slurp /sys/class/dmi/id/product_name
  fact product "$REPLY"
  look_at_instance
  MACHINE_FACTS=$FACTS MACHINE=${INSTANCE_TYPE:-${model:-$HOSTTYPE}, $CORES cores}
}

tools_json() {
  local name text=''
  for name in "${!TOOL_VERSION[@]}"; do
    json_string "$name"
    text+=${text:+,}$REPLY:
    json_string "${TOOL_VERSION[$name]}"
    text+=$REPLY
  done
  REPLY=$text
}
