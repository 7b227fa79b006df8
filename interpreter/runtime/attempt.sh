# shellcheck shell=bash

# attempt STAGE-INDEX NUMBER: runs as a process of its own beside main, and tells main how it ended
attempt() {
  local i=$1 number=$2 begun began ended code how ooms cpu containers
  # What tells the whole process group of main to end must leave us the time to save.
  trap '' TERM INT HUP
  trap - EXIT
  use_stage "$i"
  remember_outputs "$i"
  stamp
  began=$REPLY
  now
  begun=$REPLY
  printf '%s\n' "$number" "$began" "$begun" >"$STAGE_DIR/started"
  list_containers "$i"
  containers=$REPLY
  oom_kills "$i"
  ooms=$REPLY
  cpu_used "$i"
  cpu=$REPLY
  now
  begun=$REPLY
  # Whatever the stage does to the name of its log, this still leads to what it wrote.
  exec {LOG}<"$STAGE_DIR/log"
  # The only way in bash to tell a shell that was killed from one that exited with 137 is how the job table puts it.
  : >"$STAGE_DIR/how"
  trap '{ LC_ALL=C jobs -l >>"$STAGE_DIR/how"; } 2>/dev/null' CHLD
  open_log "$i"
  launch "$i" &
  CHILD=$!
  exec {OUT}>&-
  printf '%s\n' "$CHILD" >"$STAGE_DIR/pid"
  wait "$CHILD"
  code=$?
  trap - CHLD
  now
  ended=$REPLY
  end_stage "$i"
  close_log
  tell_containers "$i" "$containers"
  restore_log "$number" "$began" "$begun"
  slurp "$STAGE_DIR/how"
  how=$REPLY
  STATE='' REASON='' EXIT_CODE=null SIGNAL=''
  no_outputs
  name_ending "$i" "$code" "$how" "$ooms"
  judge "$i"
  [[ $STATE == failed || $STATE == killed ]] && name_full_disk
  cpu_used "$i"
  RESOURCES=
  [[ -z $cpu ]] || { seconds $(((REPLY - cpu) / 10000)) && RESOURCES="\"cpuSeconds\":$REPLY"; }
  memory_used "$i"
  [[ -z $REPLY ]] || RESOURCES+="${RESOURCES:+,}\"maxMemoryBytes\":$REPLY"
  settle "$i" "$number" "$began" $((ended - begun))
}

make_pipes() { rm -f -- "$@" && mkfifo -m 600 -- "$@"; }

# open_log STAGE-INDEX: OUT is a pipe into its log. A file it could cut short by opening /dev/stdout or /dev/stderr, or not open at all as
# another user. LOGGER ends when nobody can write any more.
open_log() {
  local pipe=$STAGE_DIR/pipe both in
  LOGGER=
  if [[ ! -p $pipe ]] && ! make_pipes "$pipe"; then
    exec {OUT}>>"$STAGE_DIR/log"
    return
  fi
  user_of "$1"
  [[ -z $REPLY ]] || chown -- "$REPLY" "$pipe"
  # Each end opens at once only while there is another.
  exec {both}<>"$pipe"
  exec {in}<"$pipe"
  exec {OUT}>"$pipe"
  (
    # It lives as long as the stage does, and must not make a dead run seem alive.
    [[ -z ${LOCK-} ]] || exec {LOCK}>&-
    exec cat <&"$in" >>"$STAGE_DIR/log" {both}>&- {in}<&- {OUT}>&-
  ) &
  LOGGER=$!
  exec {both}>&- {in}<&-
}

# close_log: all of it has arrived
close_log() {
  local round
  [[ -n $LOGGER ]] || return 0
  for round in {1..500}; do
    if ! kill -s CONT "$LOGGER"; then
      wait "$LOGGER" || warn "${STAGE_DIR##*/}: its log may be short: what writes it ended with $?"
      return 0
    fi
    pause 0.01
  done
  kill -s KILL "$LOGGER"
  warn "${STAGE_DIR##*/}: something still writes to its log"
} 2>/dev/null

# restore_log NUMBER BEGAN BEGUN: a stage may have removed or replaced its log, and our notes with it
restore_log() {
  [[ ! $STAGE_DIR/log -ef /proc/self/fd/$LOG ]] || { exec {LOG}<&- && return; }
  rm -rf -- "$STAGE_DIR/log"
  mkdir -p -- "$STAGE_DIR" "$RUN_DIR"/{owed,saved,events}
  cat <&"$LOG" >"$STAGE_DIR/log"
  exec {LOG}<&-
  [[ -e $STAGE_DIR/started ]] || printf '%s\n' "$@" >"$STAGE_DIR/started"
  warn "${STAGE_DIR##*/}: it removed its log, which is restored"
}

use_stage() { STAGE_DIR=$RUN_DIR/stages/${STAGE[$1]}; }

# launch STAGE-INDEX: becomes the stage's own bash
launch() {
  local i=$1 k fd
  [[ -z $CGROUP ]] || echo "$BASHPID" 2>/dev/null >"$CGROUP/$i/cgroup.procs" || :
  mark_limits "$i"
  ((PROVISION == 0)) || echo 0 >/proc/self/oom_score_adj
  trap - CHLD TERM INT HUP
  exec </dev/null >&"$OUT" 2>&1
  for fd in /proc/self/fd/*; do
    fd=${fd##*/}
    ((fd <= 2 || fd == 255)) || exec {fd}>&-
  done
  stage_environment "$i"
  place "${STAGE_CWD[i]}"
  cd -- "$REPLY" || exit 126
  umask "$CALLER_UMASK"
  user_of "$i"
  as_user "$REPLY"
  exec "${SESSION[@]}" "${AS[@]}" "$BASH" -euo pipefail "$STAGE_DIR/run"
}

# stage_environment STAGE-INDEX: the caller's, without our own variables and the secrets of others, and what the campaign sets
stage_environment() {
  local name k
  for name in "${!CAMPAIGN_@}" "${SECRET_NAME[@]}"; do unset "$name"; done
  unset LC_ALL
  [[ -z $CALLER_LC_ALL ]] || export LC_ALL=$CALLER_LC_ALL
  user_of "$1"
  if ((PROVISION)) && [[ $EUID == 0 ]]; then be_user "${REPLY:-root}"; fi
  export HOME=${HOME-$(cd ~ && pwd)} LANG=${LANG-C.UTF-8} CAMPAIGN_STAGE_MARK=$RUN_DIR/$1
  for ((k = ENV_FIRST[$1]; k < ENV_FIRST[$1 + 1]; k++)); do export "${ENV_NAME[k]}=${ENV_VALUE[k]}"; done
  for k in "${!SECRET_NAME[@]}"; do
    name=${SECRET_NAME[k]}
    [[ ${STAGE_SECRETS[$1]} != *" $name "* ]] || export "$name=${SECRET_VALUE[k]}"
  done
}

# name_ending STAGE-INDEX STATUS HOW OOM-KILLS-BEFORE: STATE, REASON, EXIT_CODE and SIGNAL
name_ending() {
  local code=$2 signal=''
  ((code <= 128)) || signal=$(kill -l "$code" 2>/dev/null)
  if was_stopped; then
    SIGNAL=$signal
    [[ -n $signal ]] || EXIT_CODE=$code
    return
  fi
  if [[ -n $signal && $3 != *"Exit $code"* ]]; then
    STATE=killed SIGNAL=$signal REASON="killed by SIG$signal"
  elif ((code == 0)); then
    STATE=passed EXIT_CODE=0
    return
  else
    STATE=failed EXIT_CODE=$code REASON="exit code $code"
    [[ -z $signal ]] || REASON+=" (a command in it ended by SIG$signal)"
  fi
  oom_kills "$1"
  ((REPLY > $4)) || return 0
  if ((code == 137)); then
    STATE=killed SIGNAL=KILL EXIT_CODE=null REASON='out of memory: the kernel killed a process of it (SIGKILL)'
  elif [[ -n $OF_STAGE ]]; then
    REASON+='; out of memory: the kernel killed a process of it'
  fi
}

# was_stopped: whether it was asked to end; then STATE and REASON are what it was asked to end with, whatever ended it at last
was_stopped() {
  slurp "$STAGE_DIR/stop"
  [[ -n $REPLY ]] || return
  STATE=${REPLY%%$'\n'*} REASON=${REPLY#*$'\n'}
}

# judge STAGE-INDEX: collects its outputs; only one that did well can fall short of what it promised
judge() {
  local reason=$REASON
  judge_outputs "$1"
  if [[ $STATE != passed ]]; then
    REASON=$reason
  elif [[ -n $REASON ]]; then
    STATE=incomplete
  fi
}

# name_full_disk: adds to REASON that there was no space left, where that is so
name_full_disk() {
  local free
  free=$(stat -f -c '<%a>' -- "$SOURCE_ROOT" "$STAGE_DIR" 2>/dev/null)
  if [[ $free == *'<0>'* ]] || tail -c 65536 -- "$STAGE_DIR/log" | grep -aqF 'No space left on device'; then
    REASON+='; disk full: no space left on device'
  fi
}

# settle STAGE-INDEX NUMBER BEGAN HUNDREDTHS: notes the result, saves what there is, tells main
settle() {
  local i=$1 number=$2
  if retries "$i" "$number"; then
    # It has not ended yet: until it goes on, checkpoints and whoever must end it instead see what this attempt has left.
    keep why "$REASON"
    tell retry "$i"
    return
  fi
  note_result "$i" "$number" "$3" "$4"
  note_end "$number" "$3" "$4"
  publish_or_owe "$i"
  tell ended "$i"
  alive "$MAIN_PID" "$MAIN_START" || guard
}

# retries STAGE-INDEX NUMBER: whether another attempt follows this ending
retries() {
  local on=none
  case $STATE in
  failed | killed | incomplete) on='exit' ;;
  timed-out) on='timeout' ;;
  esac
  (($2 < ATTEMPTS[$1])) && [[ ${RETRY_ON[$1]} == *" $on "* ]]
}

# note_end: what main reads back, one field a line, the reason last
note_end() {
  seconds "$3"
  keep end "$STATE" "$EXIT_CODE" "$SIGNAL" "$1" "$2" "$REPLY" "$REASON"
}

# keep NAME LINE…: one of our notes on a stage
keep() { noted "$STAGE_DIR/$1" printf '%s\n' "${@:2}"; }

# note_result STAGE-INDEX NUMBER BEGAN HUNDREDTHS: result.json and the list of files that belong to it
note_result() {
  local k list='' key line
  for k in "${!MADE_NAME[@]}"; do
    key=
    if [[ $STATE == passed && -n ${MADE_KEY[k]} ]]; then key=stages/${STAGE[$1]}/outputs/${MADE_KEY[k]}; fi
    if [[ $STATE != passed && -n ${MADE_KEY[k]} ]]; then key=stages/${STAGE[$1]}/partial/${MADE_KEY[k]}; fi
    json_or_null "$key"
    key=$REPLY
    json_string "${MADE_NAME[k]}"
    line="{\"path\":$REPLY,\"key\":$key,\"size\":${MADE_SIZE[k]},\"sha256\":\"${MADE_SUM[k]}\""
    if [[ ${MADE_MODE[k]} == '>'* ]]; then
      json_string "${MADE_MODE[k]:1}"
      line+=",\"link\":$REPLY"
    else
      line+=",\"mode\":\"${MADE_MODE[k]}\""
    fi
    list+="${list:+,}$line}"
  done
  # What could not be noted whole is not saved either, so the run cannot become complete.
  if ! { noted "$STAGE_DIR/made" made_files && noted "$STAGE_DIR/state" printf '%s' "$STATE" && noted "$STAGE_DIR/result.json" result_json "$@" "$list"; }; then
    rm -f -- "$STAGE_DIR"/{made,result.json}
  fi
}

made_files() {
  local k
  for k in "${!MADE_NAME[@]}"; do
    [[ -n ${MADE_KEY[k]} ]] || continue
    printf '%s\0' "${MADE_KEY[k]}" "${MADE_IN[k]}" "${MADE_FILE[k]}" "${MADE_SUM[k]}" "${MADE_FOLLOW[k]}" || return
  done
}

result_json() {
  local name reason signal began=null ended=null
  json_string "${STAGE[$1]}"
  name=$REPLY
  json_string "$REASON"
  reason=$REPLY
  json_or_null "$SIGNAL"
  signal=$REPLY
  if [[ -n $3 ]]; then
    began="\"$3\""
    stamp
    ended="\"$REPLY\""
  fi
  json_string "$MACHINE"
  local machine=$REPLY print=${FINGERPRINT[$1]} parts
  parts=\"${print#* }\"
  parts=${parts//=/\":\"} parts=${parts// /\",\"}
  seconds "$4"
  # fetch_results takes it apart again by the names of its members: their order is fixed.
  printf '{"stage":%s,"state":"%s","reason":%s,"exitCode":%s,"signal":%s,"attempt":%d,"startedAt":%s,"endedAt":%s,"seconds":%s,"fingerprint":"%s","parts":{%s},"machine":%s%s,"outputs":[%s]}\n' \
    "$name" "$STATE" "$reason" "$EXIT_CODE" "$signal" "$2" "$began" "$ended" "$REPLY" "${print%% *}" "$parts" "$machine" "${RESOURCES:+,\"resources\":{$RESOURCES\}}" "$5"
}

# tell WORD TEXT: a line to main
tell() { tell_all "$1 $2"; }

# tell_all LINES: a pipe keeps up to 4,096 bytes whole; more goes by a file
tell_all() {
  local LC_ALL=C lines=$1
  if ((${#lines} > 4000)); then
    local file=$RUN_DIR/told.$BASHPID.$RANDOM
    printf '%s\n' "$lines" >"$file"
    lines="file $file"
  fi
  # A message to a main that is gone must not end what tells it.
  { printf '%s\n' "$lines" >&"$WAKE"; } 2>/dev/null || :
}

# post EVENT JSON-MEMBERS: asks main to enter an event, which numbers them
post() { post_all "$1 $2"; }

# post_all TEXT…: the same for many, each EVENT JSON-MEMBERS
post_all() {
  local text
  if [[ $BASHPID == "$MAIN_PID" ]]; then
    hold_events
    for text; do hear "event $text"; done
    release_events
  else
    printf -v text '\nevent %s' "$@"
    tell_all "${text:1}"
  fi
}
