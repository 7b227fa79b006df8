# shellcheck shell=bash

# main: the run from its beginning to its end
main() {
  settle_caller
  settle_provisioning
  # Before anything can fail
  [[ ${1-} == --watchdog ]] || bind_machine
  ((BASH_VERSINFO[0] > 4 || (BASH_VERSINFO[0] == 4 && BASH_VERSINFO[1] >= 4))) || die 2 "bash $BASH_VERSION is too old: 4.4 or newer is needed"
  settle_environment
  settle_limits
  if [[ ${1-} == --watchdog ]]; then
    watchdog "${@:2}"
    return
  fi
  enter_unit "$@"
  begin_run
  arm_watchdog
  claim_run
  trap 'SIGNALLED=TERM' TERM
  trap 'SIGNALLED=INT' INT
  trap 'SIGNALLED=HUP' HUP
  event run-started "\"campaign\":\"$CAMPAIGN\",\"runId\":\"$RUN_ID\",\"resumed\":$RESUMED"
  say "run $RUN_ID of $CAMPAIGN$([[ $RESUMED == false ]] || printf ', taken up again (start %d)' "$START"), records in $RUN_DIR, results in $STORE_URL/$CAMPAIGN/$RUN_ID"
  write_run_record
  write_status
  save_records
  if [[ $RESUMED == true ]]; then
    end_leftovers
    save_leftovers
    look_back
  fi
  save_script
  start_uploader
  start_notices
  if preflight; then
    write_run_record
    run_stages
  else
    [[ -n $STOPPING ]] || PREFLIGHT=failed STOPPING=preflight STOP_STATE=blocked STOP_REASON='preflight failed: nothing was run'
    start_ready
  fi
  finish_run
}

run_stages() {
  ((${#BROUGHT[@]} == 0)) || skip_prebuilt
  if [[ $RESUMED == true ]]; then
    decide
    rm -rf -- "$RUN_DIR"/earlier.*
  fi
  PHASE=running
  write_status
  # curl may have come with the packages.
  [[ -n $NOTICES ]] || start_notices
  schedule
}

# settle_caller: ours does not depend on who called; the caller's goes to the stages
settle_caller() {
  CALLER_UMASK=$(umask) CALLER_LC_ALL=${LC_ALL-} CALLED_AS=$0
  umask 022
  set +o posix
  export LC_ALL=C
  PATH=${PATH:-/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin}
  shopt -u patsub_replacement 2>/dev/null || :
  shopt -s inherit_errexit
  # What reads our messages may go away before us.
  trap '' PIPE
  find_session_tools
}

settle_environment() {
  local files
  files=$(ulimit -H -n)
  [[ $files == unlimited ]] || ((files >= 24)) || die 3 "no more than $files files may be open at once; raise ulimit -n"
  ulimit -S -n "$files" 2>/dev/null || :
  HOME_DIR=${CAMPAIGN_HOME:-/var/lib/campaign}
  [[ $HOME_DIR == /* ]] || HOME_DIR=$PWD/$HOME_DIR
  STORE_URL=${CAMPAIGN_STORE:-$STORE_URL}
  STORE_URL=${STORE_URL%/}
  case $STORE_URL in
  file:///*) STORE='file' ;;
  s3://[a-z0-9]*) STORE='s3' ;;
  '') die 3 'the campaign names no store; set CAMPAIGN_STORE=file:///… or s3://…' ;;
  *) die 3 "the store $STORE_URL is neither file:///… nor s3://…; set CAMPAIGN_STORE" ;;
  esac
  STOPPED_LONG=$((2 * CHECKPOINT > 10 ? 2 * CHECKPOINT : 10))
}

# find_session_tools: SESSION starts a command in a session of its own, where the system has setsid, with the signals as they were
find_session_tools() {
  SESSION=()
  if env --default-signal=INT true 2>/dev/null; then SESSION=("$(type -P env)" '--default-signal=INT,QUIT,PIPE,HUP'); fi
  if have setsid; then
    SESSION+=("$(type -P setsid)")
  else
    set -m
  fi
}

# find_run RUN-ID
find_run() {
  RUN_ID=$1
  RUN_DIR=$HOME_DIR/runs/$RUN_ID
  SOURCE_ROOT=${REPO_DIR[0]} TREE=
  [[ -n $IN_PLACE || $PROVISION == 1 ]] || TREE=$RUN_DIR/tree
  SOURCE_ROOT=$TREE${REPO_DIR[0]}
  SINCE='' IDLE=() UPLOADER='' NOTICES='' LEAVING='' FOLLOW_LINKS='' ERROR=''
  declare -gA BEFORE=() TOOL_VERSION=() CHECKPOINTS=()
  name_the_run
}

# name_the_run: the run's id where the campaign asked for it
name_the_run() {
  local name
  [[ -n $RUN_ID_MARK ]] || return 0
  for name in RUN STAGE_CWD ENV_VALUE INPUT_PATH OUTPUT_PATH OUTPUT_AS EXPECT_TEXT NEED_TEXT SECRET_SOURCE PREBUILT_URL SETUP STORE_URL; do
    put_run_id "$name"
  done
}

# put_run_id NAME: of a variable, which may be a list
put_run_id() {
  local k
  local -n held=$1
  for k in "${!held[@]}"; do held[k]=${held[k]//"$RUN_ID_MARK"/"$RUN_ID"}; done
}

no_run_state() {
  local i
  EVENT_COUNT=0 EVENTS_HELD='' HOLDING='' UPLOADS=0 UPLOADED_BYTES=0 PHASE=preflight EXIT_STATUS='' STOPPING='' STOP_STATE='' STOP_REASON='' SIGNALLED='' STOPPED_BY='' PREFLIGHT='' HARNESS_PIDS=$$
  RUNNING=() STATES=() WHY=() ATTEMPT=() BEGAN=() ENDED=() TOOK=() NOT_BEFORE=() STOPPED_AT=() SUPERVISOR=() ROW=() RECOVERED=() TOLD=() LOST='' CHANGED=''
  for i in "${!STAGE[@]}"; do
    STATES[i]=pending WHY[i]='' ATTEMPT[i]=0 BEGAN[i]='' ENDED[i]='' TOOK[i]=0 NOT_BEFORE[i]=0 STOPPED_AT[i]=0 BEGUN_AT[i]=0
    row "$i"
  done
  UNSETTLED=${#STAGE[@]}
  EVENT_COUNT=${EARLIER_EVENTS:-0}
  look_at_machine
}

new_run_id() {
  local letters=abcdefghijklmnopqrstuvwxyz0123456789 k
  TZ=UTC0 printf -v REPLY '%(%Y%m%dT%H%M%SZ)T-' -1
  for k in {1..6}; do REPLY+=${letters:RANDOM%36:1}; done
}

# begin_run: the run's own directory, held by a lock
begin_run() {
  local own=${BASH_SOURCE[-1]} i
  REPLY=${CAMPAIGN_RUN_ID-} RESUME=''
  [[ $REPLY != resume:* ]] || RESUME=1 REPLY=${REPLY#resume:}
  [[ -n $REPLY || -z $RESUME ]] || die 2 'CAMPAIGN_RUN_ID=resume: names no run'
  [[ -n $REPLY ]] || new_run_id
  [[ $REPLY =~ ^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$ ]] || die 2 "\`$REPLY\` cannot name a run: use letters, digits, dots, dashes and underscores"
  find_run "$REPLY"
  [[ -f $own ]] || die 2 'the script must be a file: bash script.sh'
  mkdir -p -- "$RUN_DIR/events" "$RUN_DIR/owed" "$RUN_DIR/saved" || die 3 "cannot write to $RUN_DIR"
  know_directory
  if ! hold_lock; then
    stay_up
    die 3 "run $RUN_ID is alive on this machine: its lock is held"
  fi
  [[ $own -ef $RUN_DIR/script.sh ]] || cp -- "$own" "$RUN_DIR/script.sh" || die 3 "cannot write to $RUN_DIR"
  SCRIPT_SHA256=$(sha256sum -b <"$own")
  SCRIPT_SHA256=${SCRIPT_SHA256%% *}
  MAIN_PID=$BASHPID
  process_start "$MAIN_PID"
  MAIN_START=$REPLY
  printf '%s\n' "$MAIN_PID" >"$RUN_DIR/pid"
  open_pipes
  now
  BEGUN=$REPLY
  stamp
  BEGAN_AT=$REPLY
  START=1 RESUMED=false FIRST_BEGAN_AT=$BEGAN_AT STARTS=''
}

# hold_lock: inherited by our helpers, never by a stage, so it is held as long as anything of ours may still write
hold_lock() {
  local pid=
  if have flock; then
    exec {LOCK}>>"$RUN_DIR/lock"
    # A watchdog that was just let go, or that has seen nothing begin, needs a moment.
    flock -w 1 "$LOCK"
    return
  fi
  slurp "$RUN_DIR/pid"
  pid=$REPLY
  [[ -z $pid || $pid == "$$" ]] || ! kill -0 "$pid" 2>/dev/null
}

# claim_run: one run, one place. The run is new, or it is taken up again, or this start ends here.
claim_run() {
  local claimed=0
  store_open
  ERROR="there is no run $RUN_ID in $STORE_URL/$CAMPAIGN"
  [[ -z $RESUME ]] || store_exists || abandon 3 "$ERROR"
  store_claim || claimed=$?
  ((claimed < 2)) || refuse "$ERROR"
  # Nothing can be in the folder of a run that was just made but what this machine puts there.
  if ((claimed)); then take_up; else : >"$RUN_DIR/fresh"; fi
  open_run
}

open_run() {
  local i
  local -a directories=() pipes=()
  no_run_state
  choose_stages
  for i in "${!STAGE[@]}"; do directories+=("$RUN_DIR/stages/${STAGE[i]}"); done
  mkdir -p -- "${directories[@]}" || die 3 "cannot write to $RUN_DIR"
  for i in "${directories[@]}"; do [[ -p $i/pipe ]] || pipes+=("$i/pipe"); done
  ((${#pipes[@]} == 0)) || make_pipes "${pipes[@]}" || die 3 "cannot write to $RUN_DIR"
  find_cgroup
  if [[ -n $CGROUP ]]; then
    directories=()
    for i in "${!STAGE[@]}"; do directories+=("$CGROUP/$i"); done
    mkdir -p -- "${directories[@]}" 2>/dev/null || CGROUP=
  fi
  spoken "$BEGUN"
  printf '%s\n' "$BEGUN" "$BEGAN_AT" "$SCRIPT_SHA256" "$START" "$RESUMED" "$FIRST_BEGAN_AT" "$STARTS" >"$RUN_DIR/begun"
  head -c 1000000 /dev/zero | split -b 125000 - "$RUN_DIR/ballast."
}

open_pipes() {
  rm -f -- "$RUN_DIR"/{wake,dog,orders}
  mkfifo -- "$RUN_DIR"/{wake,dog,orders,quiet} 2>/dev/null
  open_quiet
  exec {WAKE}<>"$RUN_DIR/wake" {DOG}<>"$RUN_DIR/dog" {UPLOADER_ORDERS}<>"$RUN_DIR/orders"
  # Ours by inheritance from here on; without their names no stage can speak in them.
  rm -f -- "$RUN_DIR"/{wake,orders}
}

open_quiet() { exec {QUIET}<>"$RUN_DIR/quiet"; }

# choose_stages: CAMPAIGN_STAGES switches off all but those it names, which includes all instances of a name, and what they need
choose_stages() {
  local i name found need
  local -a names keep=()
  UNASKED=()
  asked_stages
  ((${#names[@]})) || return 0
  for name in "${names[@]}"; do
    found=
    [[ -n $name ]] || continue
    for i in "${!STAGE[@]}"; do
      [[ ${STAGE[i]} == "$name" || ${STAGE[i]} == "${name}["* ]] && keep[i]=1 found=1
    done
    [[ -n $found ]] || die 2 "CAMPAIGN_STAGES names \`$name\`, which is no stage of this campaign"
  done
  # Stages come after what they need, so one walk backwards finds everything.
  for ((i = ${#STAGE[@]} - 1; i >= 0; i--)); do
    [[ -n ${keep[i]-} ]] || continue
    for need in ${NEEDS[i]}; do keep[need]=1; done
  done
  for i in "${!STAGE[@]}"; do
    [[ -n ${keep[i]-} || -n ${OFF[i]} ]] || { OFF[i]='not among the stages that were asked for' && UNASKED[i]=1; }
  done
}

# asked_stages: $names are those in CAMPAIGN_STAGES: one a line, or between spaces or commas that are in no brackets
asked_stages() {
  local rest=${CAMPAIGN_STAGES-} one='^[[:space:],]*([^[:space:],[]+(\[[^]]*\])?)'
  names=()
  if [[ $rest == *$'\n'* ]]; then mapfile -t names <<<"$rest" && return; fi
  while [[ $rest =~ $one ]]; do
    names+=("${BASH_REMATCH[1]}")
    rest=${rest:${#BASH_REMATCH[0]}}
  done
  [[ -z ${rest//[[:space:],]/} ]] || names+=("$rest")
}

# save_script: what ran, exactly
save_script() {
  local name
  printf '%s' "$CAMPAIGN_TEXT" >"$RUN_DIR/campaign.yaml"
  no_files
  for name in script.sh campaign.yaml run.json; do put_whole record "$name" "$RUN_DIR/$name"; done
  store_put_all ''
}
