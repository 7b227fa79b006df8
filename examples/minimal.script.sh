#!/bin/bash
# Campaign minimal: 4 stages.
# Made by campaign 0.1.0 from examples/minimal.campaign.yaml
#   campaign  sha256:60cb5040e9015c34b364c2f1904470f524c0687e246de74cf016d5bdb8a6963d
#   source    https://example.com/repository.git
#   commit    0123456789abcdef0123456789abcdef01234567
# Change the campaign and compile it again rather than editing this.
#
# To run it: bash script.sh, on Linux with bash 4.4 or newer. It reads these variables and no others:
#   CAMPAIGN_STORE      store URL in place of STORE_URL below: s3://bucket/prefix or file:///directory
#   CAMPAIGN_RUN_ID     names this run, or takes it up again; resume:ID also one that is complete; a new id otherwise
#   CAMPAIGN_HOME       where it keeps its own files; /var/lib/campaign otherwise
#   CAMPAIGN_PROVISION  1: packages, services, users and setup first, power-off at the end; 0: none of these. As user data 1, else 0
#   CAMPAIGN_STAGES     only these stages, and what they need
#   AWS_*               as the aws command reads them, AWS_ENDPOINT_URL_S3 included
#
# Exit status: 0 every stage passed and everything is in the store, 1 some stage did not pass, 2 called wrongly,
# 3 something was missing and nothing was run, 4 the store is incomplete, 130 and 143 interrupted.
#
# To read it: what follows are its parts, each found by its line; the runtime is functions only, and main is called at the very end.
# A stage says where it stands in the campaign, `runs` on which line its text begins. Line numbers in its messages are of the
# campaign, too.
#
# Settings
# Runtime: main        the run, from its beginning to its end
# Runtime: unit        a unit of systemd for it, on a machine of its own
# Runtime: takeup      taking up a run that has begun
# Runtime: earlier     what earlier starts left of each stage, and whether it counts
# Runtime: restore     outputs of an earlier start, put back in their places
# Runtime: preflight   everything that must be there, before anything is run
# Runtime: provision   packages, services and setup
# Runtime: users       whether we provision, and the users of the stages
# Runtime: checkout    the source, at its commit
# Runtime: background  what takes long, beside main
# Runtime: schedule    which stage runs, and when
# Runtime: attempt     one attempt of a stage, and how it ended
# Runtime: outputs     what a stage leaves: found, new, and not empty
# Runtime: expect      what it expects of its outputs and its log
# Runtime: settle      what becomes of a stage that has ended, and of those that wait for it
# Runtime: cgroup      a control group for each stage
# Runtime: kill        ending all of a stage
# Runtime: containers  containers that a stage leaves running
# Runtime: checkpoint  the process that saves while stages run
# Runtime: publish     all of a stage into the store, or owed
# Runtime: gather      many files in one directory, to be stored at once
# Runtime: store       what every store can do
# Runtime: store-file  a store in a directory
# Runtime: store-s3    a store in a bucket
# Runtime: store-s3-claim of two that take a key of a bucket, one has it
# Runtime: store-s3-proof what is in a bucket, held against what was put
# Runtime: aws-cli     the aws command, bounded
# Runtime: time        limits, signals and the heartbeat
# Runtime: notice      notices that a spot instance is taken away
# Runtime: imds        the metadata of an instance
# Runtime: hold        what could not be saved yet is tried again
# Runtime: finish      the end: everything saved, the mark last
# Runtime: watchdog    the process that ends the run when main cannot
# Runtime: poweroff    the end of a machine of our own
# Runtime: records     events, status.json and run.json
# Runtime: json        texts as JSON
# Runtime: words       small words that all the others use
# Runtime: stages      the words in which the stages at the end are written
# Stages, in the order in which they run

# shellcheck disable=SC2034,SC2317 # a campaign uses only some of the words and settings; checks and traps call functions by name

# A bash that takes no start-up file, functions or options from the environment of the caller
[[ $- == *p* ]] || exec "$BASH" -p "${BASH_SOURCE[0]}" "$@"

# ── Settings ──────────────────────────────────────────────────────────────────────────────────────────────────────
# Times are in seconds. REPO_* are the source and its siblings, RECORD is for run.json, CAMPAIGN_TEXT is the campaign as it was written.
CAMPAIGN='minimal'
STORE_URL=''
STORE_REGION=''
WALL=300
COST_SECONDS=0
HOLD=1800
MARKET='on-demand'
CHECKPOINT=30
GRACE=10
IN_PLACE=''
RUN_ID_MARK=''
REPO_URL=('https://example.com/repository.git')
REPO_COMMIT=('0123456789abcdef0123456789abcdef01234567')
REPO_DIR=('/opt/campaign/minimal')
IFS= read -r -d '' RECORD <<'END_OF_RECORD'
  "campaign": "minimal",
  "compiler": "campaign 0.1.0",
  "profile": null,
  "campaignSha256": "60cb5040e9015c34b364c2f1904470f524c0687e246de74cf016d5bdb8a6963d",
  "params": {},
  "repositories": [
    {
      "repo": "https://example.com/repository.git",
      "ref": "HEAD",
      "commit": "0123456789abcdef0123456789abcdef01234567",
      "dir": "/opt/campaign/minimal",
      "dirtyAtCompile": false
    }
  ],
  "env": {},
  "secrets": []
END_OF_RECORD
IFS= read -r -d '' CAMPAIGN_TEXT <<'END_OF_CAMPAIGN'
# yaml-language-server: $schema=../schema/campaign.schema.json
#
# The least that is a campaign: what runs, what it needs, what it leaves, and how it is known to be complete.
#   campaign run examples/minimal.campaign.yaml
campaign: minimal
version: 1

limits: { wall: 5m, stage: 1m }

stages:
  # Written first, run last: it requires what the three others produce.
  sizes:
    run: wc -c lock-*.gz | tee sizes.txt
    requires: ["lock-*.gz"]
    produces: [{ path: sizes.txt, expect: { lines: 4 } }]

  compress:
    matrix: { level: [1, 6, 9] }
    run: gzip -${{ matrix.level }} --no-name <package-lock.json >lock-${{ matrix.level }}.gz
    requires: [package-lock.json, { tool: gzip }]
    produces: ["lock-${{ matrix.level }}.gz"]
END_OF_CAMPAIGN

# ── Runtime: main ─────────────────────────────────────────────────────────────────────────────────────────────────

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

# ── Runtime: unit ─────────────────────────────────────────────────────────────────────────────────────────────────

# find_unit: UNIT is the unit of systemd that the run has to itself, or empty
find_unit() {
  UNIT=
  slurp /proc/self/cgroup
  [[ ! $REPLY =~ /(campaign-[^/]+\.service) ]] || UNIT=${BASH_REMATCH[1]}
}

# enter_unit ARGUMENT…: on a machine of our own that has systemd, the run gets a unit. A script of user data is told to end only when
# network and disks are gone already; a unit is told first, and has the time to save. What it says still goes where this goes.
enter_unit() {
  local own=${BASH_SOURCE[-1]} run before status
  find_unit
  ((PROVISION && EUID == 0)) && [[ -z $UNIT ]] && has_systemd || return 0
  if [[ -z ${CAMPAIGN_RUN_ID-} ]]; then
    new_run_id
    export CAMPAIGN_RUN_ID=$REPLY
  fi
  run=${CAMPAIGN_RUN_ID#resume:}
  slurp "$HOME_DIR/runs/$run/pid"
  before=$REPLY
  stay_up
  in_unit "$run" --wait --pipe --same-dir -p "UMask=$CALLER_UMASK" -- "$own" "$@"
  status=$?
  # A run that has begun has noted its process.
  slurp "$HOME_DIR/runs/$run/pid"
  [[ $REPLY == "$before" ]] || exit "$status"
  trap power_off EXIT
  say 'systemd gave the run no unit of its own; it goes on without'
}

# in_unit NAME OPTION… -- SCRIPT ARGUMENT…: runs it as the unit campaign-NAME, with our environment. TERM goes to the main process alone,
# so that it can end the stages; one that the kernel kills for want of memory does not end the others.
in_unit() {
  local name=$1 kept=$HOME_DIR/environment-$1
  local -a options=()
  shift
  while [[ $1 != -- ]]; do
    options+=("$1")
    shift
  done
  # Not as a setting of the unit: everybody on the machine may read those.
  mkdir -p -- "$HOME_DIR" || return
  (umask 077 && export -p >"$kept" && printf 'LC_ALL=%q\n' "$CALLER_LC_ALL" >>"$kept") || return
  # shellcheck disable=SC2016 # the text is a program, for the shell that is started
  systemd-run --quiet --collect "--unit=campaign-$name" -p Type=exec -p KillMode=mixed -p TimeoutStopSec=110 -p OOMPolicy=continue -p Delegate=yes \
    -p TasksMax=infinity -p After=network-online.target "${options[@]}" -- "$BASH" -p -c '. "$0"; exec "$BASH" -p "$@"' "$kept" "${@:2}"
}

# ── Runtime: takeup ───────────────────────────────────────────────────────────────────────────────────────────────

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

# ── Runtime: earlier ──────────────────────────────────────────────────────────────────────────────────────────────

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

# ── Runtime: restore ──────────────────────────────────────────────────────────────────────────────────────────────

# read_outputs STAGE-INDEX: OUT_* are the files of its earlier result; OUT_AT is where each lies on this machine
read_outputs() {
  local line row root=stages/${STAGE[$1]}/outputs/
  local -a rows=()
  OUT_PATH=() OUT_KEY=() OUT_SIZE=() OUT_SUM=() OUT_MODE=() OUT_AT=()
  read_result "$RUN_DIR/results/stages/${STAGE[$1]}/result.json" || return
  [[ -z $R_OUTPUTS ]] || mapfile -t rows <<<"${R_OUTPUTS//'},{"path":'/$'\n{"path":'}"
  for row in "${rows[@]}"; do
    line=${row#'{"path":'}
    plain_text "${line%%,\"key\":*}"
    OUT_PATH+=("$REPLY")
    place "$REPLY"
    OUT_AT+=("$REPLY")
    line=${line#*,\"key\":}
    plain_text "${line%%,\"size\":*}"
    OUT_KEY+=("${REPLY#"$root"}")
    line=${line#*,\"size\":}
    OUT_SIZE+=("${line%%,*}")
    line=${line#*,\"sha256\":\"}
    OUT_SUM+=("${line%%\"*}")
    line=${line#*\",\"}
    if [[ $line == link* ]]; then
      line=${line#'link":'}
      plain_text "${line%\}}"
      OUT_MODE+=(">$REPLY")
    else
      line=${line#'mode":"'}
      OUT_MODE+=("${line%%\"*}")
    fi
  done
}

# stored_outputs: NAMES are the keys of those that were uploaded, and AT their numbers; ABSENT names the first that was not
stored_outputs() {
  local k
  NAMES=() AT=()
  for k in "${!OUT_KEY[@]}"; do
    if [[ -n ${OUT_KEY[k]} ]]; then
      NAMES+=("${OUT_KEY[k]}") AT+=("$k")
    else
      ABSENT[$1]=${ABSENT[$1]-${OUT_PATH[k]}}
    fi
  done
}

# same_sums: whether SUMS are those of the result; REPLY names what is not
same_sums() {
  local k
  for k in "${!NAMES[@]}"; do
    [[ -n ${SUMS[k]} && ${SUMS[k]} != "${OUT_SUM[AT[k]]}" || ${SIZES[k]} != "${OUT_SIZE[AT[k]]}" ]] || continue
    REPLY="the stored copy of \`${OUT_PATH[AT[k]]}\` is damaged"
    return 1
  done
}

# all_there STAGE-INDEX: whether the store has every one of NAMES
all_there() {
  local k
  for k in "${!NAMES[@]}"; do
    [[ -z ${THERE["stages/${STAGE[$1]}/outputs/${NAMES[k]}"]-} ]] || continue
    REPLY="its output \`${OUT_PATH[AT[k]]}\` is not in the store"
    return 1
  done
}

# check STAGE-INDEX: whether what it left is whole in the store. Nothing that runs needs it, so it stays there, and what was not
# uploaded is not missed.
check() {
  read_outputs "$1"
  stored_outputs "$1"
  all_there "$1" || return
  ((${#NAMES[@]})) || return 0
  from_store store_sums "stages/${STAGE[$1]}/outputs" "${NAMES[@]}" && same_sums
}

# from_store COMMAND...: tries some times. That a stage runs again because its outputs cannot be read is only said of a store that answers.
from_store() {
  local round why
  for round in 1 2 3; do
    "$@" && return
    why=$ERROR
    ((round == 3)) || pause "$round"
  done
  store_list stages/ || abandon 4 "the store $STORE_URL cannot be read: $ERROR"
  REPLY="its outputs in the store cannot be read${why:+: $why}"
  return 1
}

# restore STAGE-INDEX: puts what it left in its place, from this machine where it is still whole here, else from the store
restore() {
  local i=$1 from=$RUN_DIR/restored
  read_outputs "$i"
  ! restore_here || return 0
  stored_outputs "$i"
  if [[ -n ${ABSENT[i]-} ]]; then
    REPLY="\`${ABSENT[i]}\` was not uploaded, is not on this machine and is needed"
    return 1
  fi
  all_there "$i" || return
  ((${#NAMES[@]})) || return 0
  rm -rf -- "$from"
  from_store store_fetch_tree "stages/${STAGE[i]}/outputs/" "$from" || return
  FOLLOW_LINKS=
  sums "$from" "${NAMES[@]}" || return
  same_sums || return
  settle_modes "$from" || abandon 4 "outputs of \`${STAGE[i]}\` cannot be restored: $ERROR"
  put_back "$from" || abandon 4 "outputs of \`${STAGE[i]}\` cannot be put back: $ERROR"
  rm -rf -- "$from"
  say "${STAGE[i]}: ${#NAMES[@]} outputs restored from the store"
}

# restore_here: from the checkout of an earlier start on this machine, or, in place, where they are
restore_here() {
  local tree k
  local -a trees=("$RUN_DIR"/earlier.*)
  NAMES=() AT=()
  [[ -z $IN_PLACE ]] || trees=('')
  for k in "${!OUT_AT[@]}"; do
    NAMES+=("${OUT_AT[k]#"$TREE"/}") AT+=("$k")
    [[ -z $TREE || ${OUT_AT[k]} == "$TREE"/* ]] || return
  done
  ((${#NAMES[@]})) || return 0
  FOLLOW_LINKS=
  for tree in "${trees[@]}"; do
    { sums "$tree/" "${NAMES[@]}" && same_sums; } 2>/dev/null || continue
    [[ -n $tree ]] || return 0
    ERROR=$(link_or_copy "$tree" "${TREE:-/}" "${NAMES[@]}" 2>&1) && give_back && return
  done
  return 1
}

# link_or_copy DIRECTORY TO NAME…: the names with their directories, without a second copy where both are on one disk
link_or_copy() {
  local k
  mkdir -p -- "$2" && cd -- "$1" || return
  for ((k = 3; k <= $#; k += 500)); do
    cp -al --remove-destination --parents -t "$2" -- "${@:k:500}" 2>/dev/null || cp -a --remove-destination --parents -t "$2" -- "${@:k:500}" || return
  done
}

# settle_modes DIRECTORY: links and permissions as the result has them; a store need not keep either
settle_modes() {
  local k mode name
  local -A with=()
  local -a numbers
  for k in "${!NAMES[@]}"; do
    name=$1/${NAMES[k]} mode=${OUT_MODE[AT[k]]}
    if [[ $mode == '>'* ]]; then
      [[ -L $name ]] || ERROR=$(ln -sfnT -- "${mode:1}" "$name" 2>&1) || return
    else
      with[$mode]+="$k "
    fi
  done
  for mode in "${!with[@]}"; do
    read -r -a numbers <<<"${with[$mode]}"
    change_modes "$1" "$mode" "${numbers[@]}" || return
  done
}

# change_modes DIRECTORY MODE NUMBER…: of NAMES
change_modes() {
  local k
  local -a names=()
  for k in "${@:3}"; do names+=("${NAMES[k]}"); done
  for ((k = 0; k < ${#names[@]}; k += 500)); do
    ERROR=$({ cd -- "$1" && chmod "$2" -- "${names[@]:k:500}"; } 2>&1) || return
  done
}

# put_back DIRECTORY: to where the stage wrote it. What is stored under its own name goes all at once.
put_back() {
  local k name
  local -a same=()
  for k in "${!NAMES[@]}"; do
    name=${NAMES[k]}
    if [[ ${OUT_AT[AT[k]]} == "$SOURCE_ROOT/$name" ]]; then
      same+=("$name")
      continue
    fi
    ERROR=$({ mkdir -p -- "${OUT_AT[AT[k]]%/*}" && cp -a --remove-destination -T -- "$1/$name" "${OUT_AT[AT[k]]}"; } 2>&1) || return
  done
  ((${#same[@]} == 0)) || ERROR=$(link_or_copy "$1" "$SOURCE_ROOT" "${same[@]}" 2>&1) || return
  give_back
}

# give_back: what was put into the source belongs to the user of the stages, with the directories made for it
give_back() {
  local path
  local -A tops=()
  for path in "${OUT_AT[@]}"; do
    [[ $path == "$SOURCE_ROOT"/* ]] || continue
    path=${path#"$SOURCE_ROOT"/}
    tops["$SOURCE_ROOT/${path%%/*}"]=1
  done
  ERROR=$(give_user "${!tops[@]}" 2>&1)
}

# aside STAGE-INDEX: what an earlier attempt left under final keys is to make room, as the attempt's own: result.N.json, log.N,
# outputs.N/. The result goes first, so that no result ever names outputs that are not there.
aside() {
  local i=$1 key=stages/${STAGE[$1]} n=${ATTEMPT[$1]} name
  use_stage "$i"
  rm -f -- "$STAGE_DIR/stands"
  if ((n == 0)); then
    plan_move "$key/result.json" ''
    return
  fi
  plan_move "$key/result.json" "$key/result.$n.json"
  plan_move "$key/outputs/" "$key/outputs.$n/"
  if [[ -n ${THERE["$key/log"]-} ]]; then name=log; else name=partial/log; fi
  plan_move "$key/$name" "$key/log.$n"
  for name in "${!THERE[@]}"; do
    [[ $name != "$key"/partial/log.[0-9]* ]] || plan_move "$name" "$key/${name##*/}"
  done
}

no_moves() { MOVE_FROM=() MOVE_TO=(); }

# plan_move KEY TO: one object, or with a slash at the end all that lies under it; without TO it only goes
plan_move() { MOVE_FROM+=("$1") MOVE_TO+=("$2"); }

# move_all: first the copies are there, then the ledger knows them, and that the old ones go, then they go: what the ledger says is true
# after every one of these
move_all() {
  local k
  local -a moved=()
  for k in "${!MOVE_FROM[@]}"; do
    move_one "${MOVE_FROM[k]}" "${MOVE_TO[k]}" || return
  done
  ((${#moved[@]})) || return 0
  store_flush || return
  for k in "${moved[@]}"; do store_drop "$k" || return; done
}

# move_one KEY TO: all but its removal
move_one() {
  local key rest at
  local -a keys=() added=() old=() unknown=()
  for key in "${!THERE[@]}"; do [[ $key != "$1" && ($1 != */ || $key != "$1"*) ]] || keys+=("$key"); done
  ((${#keys[@]})) || return 0
  [[ -z $2 ]] || store_clone "$1" "$2" || return
  for key in "${keys[@]}"; do
    json_string "$key"
    at=$REPLY rest=${KNOWN["$REPLY"]-}
    [[ -z $rest ]] || old+=("{\"key\":$at$rest\"kind\":\"dropped\"}")
    [[ -n $2 ]] || continue
    json_string "$2${key#"$1"}"
    # What lay under partial/ may have been written once more than the ledger knows.
    if [[ -z $rest || $key == */partial/* ]]; then
      unknown+=("$2${key#"$1"}")
    else
      added+=("{\"key\":$REPLY$rest\"kind\":\"final\"}")
    fi
  done
  note_sums "${unknown[@]}" || return
  note_lines "${added[@]}" "${old[@]}"
  moved+=("$1")
}

# read_ledger: KNOWN is, for each object of the ledger as JSON, the rest of its line up to its kind
read_ledger() {
  local line key
  declare -gA KNOWN=()
  [[ -e $RUN_DIR/ledger.jsonl ]] || return 0
  while IFS= read -r line; do
    key=${line#'{"key":'}
    key=${key%%',"size":'*}
    line=${line#"{\"key\":$key"}
    if [[ $line == *'"kind":"dropped"}' ]]; then unset 'KNOWN[$key]'; else KNOWN["$key"]=${line%'"kind":'*}; fi
  done <"$RUN_DIR/ledger.jsonl"
}

# note_unknown STAGE-INDEX: a start that died may have stored more than it could enter in the ledger
note_unknown() {
  local key
  local -a unknown=()
  for key in "${!THERE[@]}"; do
    [[ $key == "stages/${STAGE[$1]}/"* && $key != "stages/${STAGE[$1]}/partial/"* ]] || continue
    json_string "$key"
    [[ -n ${KNOWN["$REPLY"]-} ]] || unknown+=("$key")
  done
  note_sums "${unknown[@]}"
}

# note_sums KEY...: enters them as they are in the store now
note_sums() {
  local k at
  local -a lines=()
  (($#)) || return 0
  ERROR='what is stored cannot be read'
  store_sums '' "$@" || return
  stamp
  at=$REPLY
  for ((k = 0; k < $#; k++)); do
    json_string "${@:k+1:1}"
    [[ -z ${SUMS[k]} ]] || lines+=("{\"key\":$REPLY,\"size\":${SIZES[k]},\"sha256\":\"${SUMS[k]}\",\"at\":\"$at\",\"kind\":\"final\"}")
  done
  note_lines "${lines[@]}"
}

# note_lines LINE...: to both copies of the ledger
note_lines() {
  local lines
  (($#)) || return 0
  printf -v lines '%s\n' "$@"
  printf '%s' "$lines" >>"$RUN_DIR/ledger.jsonl"
  store_append ledger.jsonl "$lines"
}

# ── Runtime: preflight ────────────────────────────────────────────────────────────────────────────────────────────

# preflight: fails when anything is missing; MISSING lists all of it. Where the machine is provisioned, what no installation mends is
# looked for first, so that nothing is installed in vain.
preflight() {
  local k ok=true
  MISSING=()
  check_store
  if ((PROVISION)); then
    check_needs ' cpu cores memory disk env '
    ! have aws || check_secrets
    ((${#MISSING[@]})) || provision
    if ((${#MISSING[@]} == 0)); then
      find_sources && set_up
      check_needs ' tool service url '
      have_secrets || check_secrets
      check_json
      find_builds
    fi
  else
    [[ -n $IN_PLACE ]] || have git || lacks 'tool git'
    check_needs ' tool service url cpu cores memory disk env '
    check_secrets
    check_json
    find_sources
    find_builds
  fi
  [[ -z $STOPPING ]] || return
  ((${#MISSING[@]} == 0)) || ok=false
  json_list "${MISSING[@]}"
  event preflight "\"ok\":$ok,\"missing\":$REPLY"
  ((${#MISSING[@]})) || return 0
  say "preflight: ${#MISSING[@]} missing, nothing was run"
  for k in "${MISSING[@]}"; do say "  $k"; done
  return 1
}

# refuse ERROR: there is no store for a run to begin in; what else can be seen to be missing is told with it
refuse() {
  local k
  no_run_state
  choose_stages
  MISSING=("$1")
  check_needs ' cpu cores memory disk env '
  ((PROVISION)) || check_needs ' tool service url '
  say "preflight: ${#MISSING[@]} missing, nothing was run"
  for k in "${MISSING[@]}"; do say "  $k"; done
  { printf 'done\n' >&"$DOG"; } 2>/dev/null || :
  exit 3
}

# check_needs KINDS: of the stages that are to run
check_needs() {
  local k
  for k in "${!NEED_KIND[@]}"; do
    if [[ $1 == *" ${NEED_KIND[k]} "* ]] && wanted "${NEED_STAGE[k]}"; then
      "check_${NEED_KIND[k]}" "${NEED_TEXT[k]}" "${NEED_VERSION[k]}" "${NEED_STAGE[k]}"
    fi
  done
}

find_sources() {
  if [[ -z $IN_PLACE ]] && have git; then in_background "$WALL" check_out checkout || return; fi
}

# A campaign without secrets or artifacts comes without the fragments for them.
check_secrets() { ((${#SECRET_NAME[@]} == 0)) || read_secrets; }
have_secrets() { [[ -n ${SECRETS_READ-} ]]; }
find_builds() { ((${#PREBUILT_URL[@]} == 0)) || find_prebuilt; }

# wanted STAGE-INDEX: whether it is to run
wanted() { [[ -z ${OFF[$1]} ]]; }

lacks() {
  local one
  for one in "${MISSING[@]}"; do [[ $one != "$1" ]] || return 0; done
  MISSING+=("$1")
}

# check_store: a real put, get and compare
check_store() {
  local probe=$RUN_DIR/probe try ERROR=''
  printf 'campaign %s\n' "$RUN_ID" >"$probe"
  for try in 1 2 3; do
    if store_replace .probe "$probe" 2>/dev/null && store_get .probe && [[ $REPLY == "campaign $RUN_ID" ]]; then
      store_drop .probe
      return
    fi
    ((try == 3)) || pause $((2 * try))
  done
  lacks "store $STORE_URL cannot be written and read back${ERROR:+ ($ERROR)}"
}

# check_tool TOOL VERSION STAGE-INDEX
check_tool() {
  local version
  if ((PROVISION)); then
    # shellcheck disable=SC2016 # its bash is to read $1
    in_stage "$3" "$BASH" -c 'type -P -- "$1"' - "$1" >/dev/null
  else
    have "$1"
  fi || { lacks "tool $1${2:+ $2}" && return; }
  tool_version "$1" "$3"
  version=$REPLY
  [[ -z $2 ]] || satisfies "$version" "$2" || lacks "tool $1 $2 (it is ${version:-of no known version})"
}

# tool_version TOOL STAGE-INDEX: REPLY is the number in the first line that it tells of itself
tool_version() {
  local text limit=()
  ((PROVISION == 0)) || limit=(in_stage "$2")
  have timeout && limit+=(timeout 20)
  text=$("${limit[@]}" "$1" --version 2>&1 </dev/null) || text=$("${limit[@]}" "$1" version 2>&1 </dev/null) || text=
  text=${text%%$'\n'*}
  [[ -z $text ]] || TOOL_VERSION[$1]=$text
  REPLY=
  [[ $text =~ [0-9]+(\.[0-9]+)* ]] && REPLY=${BASH_REMATCH[0]}
  return 0
}

# satisfies VERSION WANTED: WANTED is like `>=1.80` or `>=1.80, <2`; a bare number is a prefix
satisfies() {
  local part operator
  local -a parts
  [[ -n $1 ]] || return
  IFS=', ' read -r -a parts <<<"${2//[[:space:]]/}"
  for part in "${parts[@]}"; do
    operator=${part%%[0-9v]*}
    part=${part#"$operator"}
    part=${part#v}
    if [[ -z $operator || $operator == = || $operator == == ]]; then
      [[ $1 == "$part" || $1 == "$part".* ]] || return
      continue
    fi
    compare_versions "$1" "$part"
    case $operator$REPLY in
    '>=1' | '>=0' | '>1' | '<=-1' | '<=0' | '<-1' | '!=1' | '!=-1') ;;
    *) return 1 ;;
    esac
  done
}

# compare_versions A B: REPLY is -1, 0 or 1
compare_versions() {
  local k
  local -a left right
  IFS=. read -r -a left <<<"$1"
  IFS=. read -r -a right <<<"$2"
  for ((k = 0; k < ${#left[@]} || k < ${#right[@]}; k++)); do
    REPLY=$((10#${left[k]-0} < 10#${right[k]-0} ? -1 : 10#${left[k]-0} > 10#${right[k]-0}))
    ((REPLY == 0)) || return 0
  done
}

# check_env NAME: a secret of that name is looked for with the secrets
check_env() { [[ -n ${!1-} || " ${SECRET_NAME[*]} " == *" $1 "* ]] || lacks "env $1"; }

check_cpu() { [[ $CPU_FLAGS == *" $1 "* ]] || lacks "cpu $1"; }

check_cores() { ((CORES >= $1)) || lacks "cores $1 (it has $CORES)"; }

check_memory() { ((MEMORY >= $1)) || lacks "memory $1 bytes (it has $MEMORY)"; }

# check_disk BYTES: free where the source lies, or will lie
check_disk() {
  local at=$SOURCE_ROOT free size
  while [[ ! -d $at ]]; do at=${at%/*} && at=${at:-/}; done
  read -r free size < <(stat -f -c '%a %S' -- "$at")
  ((free * size >= $1)) || lacks "disk $1 bytes ($((free * size)) are free at $at)"
}

# check_service NAME VERSION STAGE-INDEX: docker has to answer in a session of the stage's user
check_service() {
  if [[ $1 == docker ]] && have docker; then
    in_stage "$3" timeout 20 docker info >/dev/null 2>&1 && return
  elif have systemctl; then
    systemctl is-active --quiet -- "$1" 2>/dev/null && return
  fi
  lacks "service $1 is not running"
}

check_url() {
  case $1 in
  file://*) [[ -e ${1#file://} ]] && return ;;
  s3://*) bucket_has "$1" && return ;;
  http://* | https://*) have curl && curl -fsIL --max-time 20 -o /dev/null -- "$1" && return ;;
  esac
  lacks "url $1"
}

# check_json: what reads JSON for the expectations
check_json() {
  local what
  for what in "${EXPECT_WHAT[@]}"; do
    [[ $what == json ]] || continue
    have jq || have python3 || lacks 'tool jq, or python3: expectations on JSON need one of them'
    return
  done
}

# ── Runtime: provision ────────────────────────────────────────────────────────────────────────────────────────────

# What the box needs, in the words that stand before the stages
packages() { PACKAGES+=("$@"); }
services() { SERVICES+=("$@"); }
box_user() { BOX_USER=$1; }
box_sets() { SETUP_NAME+=("$1") SETUP_VALUE+=("$2"); }

# box_setup SECONDS [LINE] <<'MARK': bash that runs once, as root, before the first stage
box_setup() {
  SETUP_LIMIT=$1 SETUP_LINE=${2-1}
  IFS= read -r -d '' SETUP || :
}

# provision: makes the machine what the campaign says it is; what fails goes to MISSING
provision() {
  if [[ $EUID != 0 ]]; then
    lacks "root: CAMPAIGN_PROVISION=1 installs packages and runs stages as other users, which $(id -un) may not; set CAMPAIGN_PROVISION=0"
    return
  fi
  find_users
  find_packages
  ((${#INSTALL[@]} == 0)) || step packages "${INSTALL[*]}" 1800 install_packages
  ((${#USERS[@]} == 0)) || step users "${USERS[*]}" 120 make_users
  ((${#SERVICES[@]} == 0)) || step services "${SERVICES[*]}" 600 start_services
}

# set_up: machine.setup, once all it may build on is there
set_up() {
  [[ -n $SETUP && ${#MISSING[@]} == 0 ]] || return 0
  mkdir -p -- "$RUN_DIR/provision"
  at_line "$SETUP_LINE" "$SETUP"
  printf '%s' "$REPLY" >"$RUN_DIR/provision/setup"
  step setup machine.setup "$SETUP_LIMIT" run_setup
}

# find_packages: those of the campaign, and what we ourselves cannot do without
find_packages() {
  local tool
  local -a needed=()
  INSTALL=("${PACKAGES[@]}")
  [[ -n $IN_PLACE ]] || needed+=(git)
  # It asks for the spot notice.
  [[ $MARKET != spot ]] || needed+=(curl)
  ((${#PREBUILT_URL[@]} == 0)) || needed+=(tar gzip zstd)
  for tool in "${needed[@]}"; do have "$tool" || INSTALL+=("$tool"); done
  have setpriv || have runuser || INSTALL+=(util-linux)
  if [[ " ${SERVICES[*]} " == *' docker '* ]] && ! have docker; then
    find_manager
    if [[ $REPLY == dnf ]]; then INSTALL+=(docker); else INSTALL+=(docker.io); fi
  fi
}

# step WHAT DETAIL SECONDS FUNCTION: a part of provisioning, told in the events
step() {
  local begun before=${#MISSING[@]} state='done'
  [[ -z $STOPPING ]] || return
  tell_step "$1" "$2" started 0 ''
  say "$1: $2"
  now
  begun=$REPLY
  in_background "$3" "$4" "$1" || state=failed
  now
  begun=$((REPLY - begun))
  tell_step "$1" "$2" "$state" "$begun" "${MISSING[*]:before}"
  say "$1: $state"
  [[ $state == "done" ]]
}

# tell_step WHAT DETAIL STATE HUNDREDTHS REASON
tell_step() {
  local detail reason
  json_string "$2"
  detail=$REPLY
  json_string "$5"
  reason=$REPLY
  seconds "$4"
  event provision "\"step\":\"$1\",\"detail\":$detail,\"state\":\"$3\",\"seconds\":$REPLY,\"reason\":$reason"
}

# install_packages: all in one transaction. First boot is busy with package managers, and networks come late: so it is tried again,
# unless a name is unknown.
install_packages() {
  local round code=1 said=$RUN_DIR/provision/said manager
  find_manager
  manager=$REPLY
  if [[ -z $manager ]]; then
    lacks "dnf or apt-get, to install ${INSTALL[*]}"
    return 1
  fi
  for round in 1 2 3 4; do
    "install_with_$manager" "${INSTALL[@]}" >"$said" 2>&1
    code=$?
    cat -- "$said"
    ((code)) || break
    unknown_packages "$said" && break
    ((round == 4)) || pause $((round * round * 5))
  done
  ((code == 0 || ${#MISSING[@]})) || lacks "packages ${INSTALL[*]} (exit code $code: $(grep -aE '^(E|Error):' -- "$said" | tail -n 1))"
  rm -f -- "$said"
  return "$code"
}

# find_manager: REPLY is dnf or apt; where both are, the one that PATH has first, and dnf only if it has repositories
find_manager() {
  local directory
  local -a directories
  IFS=: read -r -a directories <<<"$PATH"
  for directory in "${directories[@]}"; do
    REPLY=
    [[ ! -x $directory/apt-get ]] || REPLY=apt
    [[ ! -x $directory/dnf ]] || { [[ -n $REPLY ]] && ! compgen -G '/etc/yum.repos.d/*.repo' >/dev/null; } || REPLY=dnf
    [[ -z $REPLY ]] || return 0
  done
}

# unknown_packages FILE: the names that dnf and apt-get say they have nothing for
unknown_packages() {
  local name
  while IFS= read -r name; do
    lacks "package $name: the machine's repositories do not have it"
  done < <(sed -nE -e 's/^(No match for argument|Unable to find a match|E: Unable to locate package):? //p' -e "s/^E: Package '(.*)' has no installation candidate/\1/p" "$1" | sort -u)
  ((${#MISSING[@]}))
}

# curl and gnupg2 cannot stand beside the minimal ones that Amazon Linux 2023 comes with (amazonlinux/amazon-linux-2023 #470)
install_with_dnf() {
  local replace=''
  [[ ! " $* " =~ ' '(curl|gnupg2)[\ -] ]] || replace=--allowerasing
  timeout -k 10 900 dnf -y install ${replace:+"$replace"} "$@"
}

# The lock belongs to the first boot's unattended upgrade for a while; needrestart would ask (Ubuntu since 22.04).
install_with_apt() {
  local -a apt=(apt-get -y -o 'DPkg::Lock::Timeout=600' -o 'Acquire::Retries=3' -o 'Dpkg::Options::=--force-confold')
  export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a
  timeout -k 10 900 "${apt[@]}" update && timeout -k 10 900 "${apt[@]}" install "$@"
}

# start_services: each is waited for
start_services() {
  local name user
  for name in "${SERVICES[@]}"; do
    [[ $name != docker ]] || give_docker
    is_up "$name" || start_service "$name" || lacks "service $name does not start: $ERROR"
  done
  ((${#MISSING[@]} == 0)) || return
  [[ " ${SERVICES[*]} " == *' docker '* ]] || return 0
  for user in "${USERS[@]}"; do
    as_user "$user"
    "${AS[@]}" docker info >/dev/null || lacks "docker for user $user: it does not answer in a session of theirs"
  done
}

# start_service NAME: without blocking, because one that is ordered after the boot's last stage would wait for us (amazon-ecs-agent #1707)
start_service() {
  local round
  ERROR='neither systemctl nor service is there'
  if have systemctl && ERROR=$(systemctl enable --now --no-block -- "$1" 2>&1); then
    ERROR='it is not up after 120 s'
  elif have service && service "$1" start; then
    ERROR='it is not up after 120 s'
  else
    return 1
  fi
  for round in {1..120}; do
    is_up "$1" && return
    pause 1
  done
  return 1
}

# is_up NAME: docker is up when its engine answers
is_up() {
  if [[ $1 == docker ]]; then
    timeout 20 docker info >/dev/null 2>&1
  elif have systemctl; then
    systemctl is-active --quiet -- "$1"
  else
    service "$1" status >/dev/null 2>&1
  fi
}

# give_docker: to the users of the stages, by its group: the socket stays as it is
give_docker() {
  local user
  getent group docker >/dev/null || groupadd -r docker
  for user in "${USERS[@]}"; do usermod -aG docker "$user" || lacks "docker for user $user: cannot join its group"; done
}

run_setup() {
  local k name
  for name in "${!CAMPAIGN_@}" "${SECRET_NAME[@]}"; do unset "$name"; done
  export CAMPAIGN_STAGE_MARK=$RUN_DIR/provision
  be_user root
  for k in "${!SETUP_NAME[@]}"; do export "${SETUP_NAME[k]}=${SETUP_VALUE[k]}"; done
  cd -- "$SOURCE_ROOT" 2>/dev/null || cd /
  "$BASH" -euo pipefail "$RUN_DIR/provision/setup"
}

# ── Runtime: users ────────────────────────────────────────────────────────────────────────────────────────────────

# settle_provisioning: PROVISION is 1 when the script may change the machine: as user data, and where it is told so
settle_provisioning() {
  PROVISION=${CAMPAIGN_PROVISION-}
  if [[ -z $PROVISION ]]; then
    PROVISION=0
    [[ $CALLED_AS != /var/lib/cloud/instance*/scripts/* ]] || PROVISION=1
  fi
  [[ $PROVISION == [01] ]] || die 2 "CAMPAIGN_PROVISION is $PROVISION: set it to 0 or 1"
  # The watchdog runs from another place, and has to know.
  export CAMPAIGN_PROVISION=$PROVISION
  ((PROVISION)) || return 0
  # cloud-init and the SSM agent give a bare environment.
  local directory
  for directory in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin /snap/bin; do
    [[ :$PATH: == *":$directory:"* ]] || PATH+=:$directory
  done
  export PATH
}

# user_of STAGE-INDEX: REPLY is the user to become for it; empty: it runs as whoever runs this
user_of() {
  REPLY=
  ((PROVISION)) && [[ $EUID == 0 ]] || return 0
  REPLY=${STAGE_USER[$1]:-$BOX_USER}
  [[ $REPLY != root ]] || REPLY=
}

# find_users: USERS are all that stages of this run become, the box's own first
find_users() {
  local i
  USERS=()
  [[ -z $BOX_USER || $BOX_USER == root ]] || USERS=("$BOX_USER")
  for i in "${!STAGE[@]}"; do
    wanted "$i" || continue
    user_of "$i"
    [[ -z $REPLY || " ${USERS[*]} " == *" $REPLY "* ]] || USERS+=("$REPLY")
  done
}

# know_user NAME: PASSWD[NAME] is its line of the user database
know_user() {
  [[ -n ${PASSWD["$1"]-} ]] || PASSWD["$1"]=$(getent passwd "$1")
}

make_users() {
  local user
  for user in "${USERS[@]}"; do
    id -u -- "$user" >/dev/null 2>&1 || useradd -m -s /bin/bash -- "$user" || lacks "user $user: it is not there and cannot be made"
    as_user "$user"
    "${AS[@]}" test -r "$RUN_DIR/run.json" || lacks "user $user: it cannot read $RUN_DIR; set CAMPAIGN_HOME to a place that everybody may enter"
  done
  ((${#MISSING[@]} == 0))
}

# as_user NAME: AS runs a command as that user, in the groups it has now; empty for whoever runs this
as_user() {
  local group
  AS=()
  [[ -n $1 ]] || return 0
  know_user "$1"
  if have setpriv; then
    IFS=: read -r _ _ _ group _ <<<"${PASSWD["$1"]}"
    AS=(setpriv "--reuid=$1" "--regid=$group" --init-groups --)
  else
    AS=(runuser -u "$1" --)
  fi
}

# give_user PATH…: with all that lies in it, to the user of the stages; links themselves, not what they lead to
give_user() {
  ((PROVISION)) && [[ $EUID == 0 && ${#USERS[@]} -gt 0 && $# -gt 0 ]] || return 0
  chown -R -- "${USERS[0]}:" "$@"
}

# be_user NAME: the variables that a login gives
be_user() {
  local name home shell directory
  know_user "$1"
  IFS=: read -r _ _ _ _ _ home shell <<<"${PASSWD["$1"]}"
  for name in "${!XDG_@}" "${!SUDO_@}"; do unset "$name"; done
  export USER=$1 LOGNAME=$1 HOME=${home:-/} SHELL=${shell:-/bin/sh}
  for directory in "$HOME/.local/bin" "$HOME/.cargo/bin"; do
    [[ ! -d $directory || :$PATH: == *":$directory:"* ]] || PATH=$directory:$PATH
  done
}

# in_stage STAGE-INDEX COMMAND…: runs it as the stage would
in_stage() {
  (
    stage_environment "$1"
    user_of "$1"
    as_user "$REPLY"
    cd -- "$SOURCE_ROOT" 2>/dev/null || cd /
    exec "${AS[@]}" "${@:2}"
  )
}

# ── Runtime: checkout ─────────────────────────────────────────────────────────────────────────────────────────────

# git, without the hooks, prompts and ties of whoever called. A checkout may belong to the user of the stages, and files that Git LFS
# keeps must not come as pointers because nobody has run `git lfs install`.
clean_git() {
  local name
  local -a settings=(-c core.hooksPath=/dev/null -c advice.detachedHead=false -c gc.auto=0 -c init.defaultBranch=main -c 'safe.directory=*')
  (
    for name in GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_PREFIX GIT_COMMON_DIR GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES; do unset "$name"; done
    export GIT_TERMINAL_PROMPT=0 GIT_LFS_SKIP_SMUDGE=${GIT_LFS_SKIP_SMUDGE-0}
    ! have git-lfs || settings+=(-c 'filter.lfs.smudge=git-lfs smudge -- %f' -c 'filter.lfs.process=git-lfs filter-process' -c filter.lfs.required=true)
    exec git "${settings[@]}" "$@" </dev/null
  )
}

# check_out: every pinned commit comes to this machine and is checked out, or is named as missing
check_out() {
  local k dir url commit
  [[ -z ${EARLIER_HERE-} || ! -d $TREE ]] || mv -T -- "$TREE" "$RUN_DIR/earlier.$START"
  for k in "${!REPO_DIR[@]}"; do
    dir=$TREE${REPO_DIR[k]} url=${REPO_URL[k]} commit=${REPO_COMMIT[k]}
    if ! fetch_commit "$dir" "$url" "$commit"; then
      # The last lines of git are advice.
      [[ $ERROR != *'fatal: '* ]] || ERROR="fatal: ${ERROR#*'fatal: '}"
      lacks "commit $commit of $url (${ERROR%%$'\n'*})"
    elif ! has_large_files "$dir" "$commit"; then
      lacks "tool git-lfs: $url keeps files in Git LFS"
    elif ! check_out_one "$dir" "$commit"; then
      lacks "checkout of $url (${ERROR##*$'\n'})"
    else
      tell_checkout "${REPO_DIR[k]}" "$commit"
    fi
  done
  ((${#MISSING[@]} == 0))
}

tell_checkout() {
  local dir
  json_string "$1"
  dir=$REPLY
  json_string "$2"
  post checkout "\"dir\":$dir,\"commit\":$REPLY"
}

# fetch_commit DIRECTORY URL COMMIT: the one commit alone where the server gives it, everything otherwise. Networks come late on a
# machine that has just started, so what may be the network is tried again.
fetch_commit() {
  local round
  make_room "$1" || return
  for round in 1 2 3; do
    if fetch_once "$@"; then return; fi
    [[ $ERROR =~ (resolve|timed out|Connection|connect to|early EOF|RPC failed|unreachable) ]] || break
    ((round == 3)) || pause $((round * 5))
  done
  return 1
}

# make_room DIRECTORY: removes a checkout of ours, and nothing else; one of an earlier start of this run is put aside, on the same disk
make_room() {
  local aside
  if [[ -z $TREE && ! -e $1/.git/campaign ]] && [[ -n $(ls -A -- "$1" 2>/dev/null) ]]; then
    ERROR="$1 is there already and is no checkout of a campaign: move it away"
    return 1
  fi
  slurp "$1/.git/campaign"
  if [[ -z $TREE && -n ${EARLIER_HERE-} && $REPLY == "$RUN_ID" && $(stat -c %d -- "$1") == "$(stat -c %d -- "$RUN_DIR")" ]]; then
    aside=$RUN_DIR/earlier.$START$1
    ERROR=$({ mkdir -p -- "${aside%/*}" && mv -T -- "$1" "$aside"; } 2>&1) || return
  fi
  ERROR=$({ rm -rf -- "$1" && mkdir -p -- "$1" && clean_git init -q -- "$1" && printf %s "$RUN_ID" >"$1/.git/campaign"; } 2>&1)
}

# fetch_once DIRECTORY URL COMMIT
fetch_once() {
  ERROR=$(clean_git -C "$1" config remote.origin.url "$2" 2>&1) || return
  ERROR=$(clean_git -C "$1" fetch -q --no-tags --depth 1 origin "$3" 2>&1) && return
  ERROR=$(clean_git -C "$1" fetch -q origin '+refs/*:refs/remotes/origin/*' 2>&1) || return
  ERROR='the repository does not have it'
  clean_git -C "$1" cat-file -e "$3^{commit}" 2>/dev/null
}

# has_large_files DIRECTORY COMMIT: fails when Git LFS is asked for and is not here
has_large_files() {
  ! clean_git -C "$1" grep -qE '(^|[[:space:]])filter=lfs' "$2" -- '.gitattributes' '**/.gitattributes' 2>/dev/null && return
  have git-lfs && return
  ((PROVISION)) || return
  INSTALL=(git-lfs)
  install_packages && have git-lfs
}

# check_out_one DIRECTORY COMMIT: with its submodules; it belongs to the user of the stages
check_out_one() {
  ERROR=$(clean_git -C "$1" checkout -q --detach "$2" 2>&1) || return
  if [[ -e $1/.gitmodules ]]; then
    ERROR=$(clean_git -C "$1" submodule --quiet update --init --recursive 2>&1) || return
  fi
  [[ ${#PREBUILT_URL[@]} == 0 ]] || date_sources "$1" || return
  ERROR=$(give_user "$1" 2>&1)
}

# ── Runtime: background ───────────────────────────────────────────────────────────────────────────────────────────

# in_background SECONDS FUNCTION NAME: runs what may take long beside main, which hears, keeps time, and ends it when its time or the run
# is over. What it lacks, main lacks; what it prints is in provision/log.
in_background() {
  local end stopped=0 signal=TERM pid code
  local -a missing=()
  mkdir -p -- "$RUN_DIR/provision"
  rm -f -- "$RUN_DIR/provision/missing"
  now
  end=$((REPLY + $1 * 100))
  beside_main "$2" &
  pid=$!
  printf '%s\n' "$pid" >"$RUN_DIR/provision/pid"
  while kill -0 "$pid" 2>/dev/null; do
    hear_next 1 || :
    [[ $HEARD != 'over '"$pid" ]] || break
    keep_time
    now
    if [[ -n $STOPPING ]] || ((REPLY >= end)); then
      ((stopped)) || stopped=$REPLY
      ((REPLY < stopped + GRACE * 100)) || signal=KILL
      end_background "$signal"
    fi
  done
  wait "$pid"
  code=$?
  rm -f -- "$RUN_DIR/provision/pid"
  [[ -z $STOPPING ]] || return
  [[ ! -s $RUN_DIR/provision/missing ]] || mapfile -t -d '' missing <"$RUN_DIR/provision/missing"
  if ((stopped)); then missing=("$3: stopped after its limit of $1 s"); fi
  if ((code && ${#missing[@]} == 0)); then missing=("$3: exit code $code ($(last_words))"); fi
  for line in "${missing[@]}"; do lacks "$line"; done
  ((${#missing[@]} == 0))
}

# beside_main FUNCTION
beside_main() {
  local code
  trap - INT HUP EXIT
  trap 'exit 143' TERM
  exec </dev/null >>"$RUN_DIR/provision/log" 2>&1
  export CAMPAIGN_STAGE_MARK=$RUN_DIR/provision
  MISSING=()
  "$1"
  code=$?
  ((${#MISSING[@]} == 0)) || printf '%s\0' "${MISSING[@]}" >"$RUN_DIR/provision/missing"
  tell over "$BASHPID"
  exit "$code"
}

# end_background SIGNAL: also all that it has started
end_background() {
  slurp "$RUN_DIR/provision/pid"
  [[ -n $REPLY ]] || return 0
  PIDS=()
  marked_pids "CAMPAIGN_STAGE_MARK=$RUN_DIR/provision"
  kill -s "$1" -- "$REPLY" "${PIDS[@]}" 2>/dev/null || :
}

# last_words: prints the last line of provision/log
last_words() { tail -n 1 -- "$RUN_DIR/provision/log" | head -c 300; }

# ── Runtime: schedule ─────────────────────────────────────────────────────────────────────────────────────────────

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

# ── Runtime: attempt ──────────────────────────────────────────────────────────────────────────────────────────────

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

# ── Runtime: outputs ──────────────────────────────────────────────────────────────────────────────────────────────

# place PATH: REPLY is where a path of the campaign lies on this machine. Checkouts lie under $TREE, which is empty when they lie
# where the campaign says.
place() {
  local dir
  REPLY=$1
  if [[ $1 != /* ]]; then
    REPLY=$SOURCE_ROOT/$1
    return
  fi
  for dir in "${REPO_DIR[@]}"; do
    [[ $1 == "$dir" || $1 == "$dir"/* ]] && REPLY=$TREE$1 && return
  done
  return 0
}

# list_files KIND PATH: FILES are the files and links that it names now, relative to FILES_IN
list_files() {
  # Names are told apart by characters; what is no valid UTF-8 still matches byte for byte.
  local LC_ALL=C.UTF-8 IFS='' path=$2
  local -A seen=()
  FILES=() FILES_IN=$SOURCE_ROOT
  if [[ $2 == /* ]]; then
    place "$2"
    FILES_IN=${REPLY%"$2"}/ path=${2#/}
  fi
  cd -- "$FILES_IN" 2>/dev/null || return 0
  shopt -s globstar dotglob nullglob
  case $1 in
  file) list_one "$path" ;;
  directory) list_directory "${path%/}" ;;
  glob) list_glob ;;
  esac
  shopt -u globstar dotglob nullglob
  cd /
}

list_directory() {
  local name base=$1/
  [[ $1 != . ]] || base=
  for name in "$base"**; do
    list_one "$name"
  done
}

list_one() {
  [[ -f $1 || -L $1 ]] && [[ -z ${seen["$1"]-} ]] || return 0
  seen["$1"]=1
  FILES+=("$1")
}

# list_glob: $path holds a pattern a line
list_glob() {
  local name pattern
  local -a found
  while IFS= read -r pattern; do
    # The pattern is data: it is expanded as a path name, never split (IFS is empty), never run.
    # shellcheck disable=SC2206
    found=(${pattern#/})
    for name in "${found[@]}"; do
      if [[ -d $name && ! -L $name ]]; then list_directory "$name"; else list_one "$name"; fi
    done
  done <<<"$path"
}

# exists KIND PATH: whether an input is there
exists() {
  place "$2"
  case $1 in
  file) [[ -e $REPLY ]] ;;
  directory) [[ -d $REPLY ]] ;;
  *)
    list_files "$1" "$2"
    ((${#FILES[@]}))
    ;;
  esac
}

# marks: MARKS[k] tells FILES[k] apart from every other content it may have had: inode, size, times
marks() {
  local k
  MARKS=()
  for ((k = 0; k < ${#FILES[@]}; k += 500)); do
    mapfile -d '' -t -O "$k" MARKS < <(cd -- "$FILES_IN" && stat --printf '%i %s %.9Y %.9Z\0' -- "${FILES[@]:k:500}")
  done
}

# remember_outputs STAGE-INDEX: what is there before the stage begins
remember_outputs() {
  local k f
  declare -gA BEFORE=()
  for ((k = OUTPUT_FIRST[$1]; k < OUTPUT_FIRST[$1 + 1]; k++)); do
    list_files "${OUTPUT_KIND[k]}" "${OUTPUT_PATH[k]}"
    ((${#FILES[@]})) || continue
    marks
    for f in "${!FILES[@]}"; do BEFORE["$FILES_IN/${FILES[f]}"]=${MARKS[f]}; done
  done
}

# sums DIRECTORY NAME…: SIZES, SUMS and MODES of the files; a link that is kept counts as the text it holds, and has `>` and that
# text in place of a mode
sums() {
  local directory=$1 k
  local -a found
  shift
  SIZES=() SUMS=() MODES=()
  for ((k = 1; k <= $#; k += 500)); do
    mapfile -d '' -t found < <(cd -- "$directory" && measure stat_files "${@:k:500}" && measure hash_files "${@:k:500}")
    SIZES+=("${found[@]:0:${#found[@]}/2}") SUMS+=("${found[@]:${#found[@]}/2}")
  done
  SUMS=("${SUMS[@]%% *}") MODES=("${SIZES[@]#* }") SIZES=("${SIZES[@]%% *}")
  ((${#SIZES[@]} == $# && ${#SUMS[@]} == $#))
}

stat_files() { stat -L --printf '%s %a\0' -- "$@"; }

hash_files() { sha256sum -bz -- "$@"; }

# measure FUNCTION NAME…: all at once, unless there are links among them
measure() {
  local name text some=''
  for name in "${@:2}"; do
    if [[ -L $name ]]; then some=1; fi
  done
  [[ -n $some ]] || { "$@" && return; }
  for name in "${@:2}"; do
    if keeps_link "$name"; then
      text=$(readlink -n -- "$name" && echo .)
      if [[ $1 == stat_files ]]; then printf '%d >%s\0' $((${#text} - 1)) "${text%.}"; else printf %s "${text%.}" | hash_files -; fi
    else
      "$1" "$name"
    fi
  done
}

# keeps_link NAME: whether it stays a link in the store. One that leads out of what is stored would lose its bytes: it is followed.
keeps_link() {
  local to
  [[ -L $1 ]] || return 1
  [[ -f $1 ]] || return 0
  [[ -z $FOLLOW_LINKS ]] || return 1
  to=$(readlink -n -- "$1")
  [[ $to != /* && /$to/ != */../* ]]
}

# judge_outputs STAGE-INDEX: notes every new file of its outputs in MADE_*; REASON says what is not as it was promised
judge_outputs() {
  local k f name shown stale bytes
  local -a NOWHERE
  no_outputs
  REASON=
  has_expectations && judge_expectations "$1" log "$STAGE_DIR" log
  for ((k = OUTPUT_FIRST[$1]; k < OUTPUT_FIRST[$1 + 1]; k++)); do
    shown=${OUTPUT_PATH[k]} stale=0 bytes=0
    list_files "${OUTPUT_KIND[k]}" "$shown"
    keep_new
    if ((${#FILES[@]} == 0)); then
      if ((stale)); then complain "$shown: stale, not written by this attempt"; else complain "$shown: missing"; fi
      continue
    fi
    FOLLOW_LINKS=1
    [[ ${OUTPUT_KIND[k]} != directory ]] || FOLLOW_LINKS=
    leads_nowhere
    for name in "${NOWHERE[@]}"; do complain "$name: a link that leads to no file"; done
    ((${#FILES[@]})) || continue
    if ! sums "$FILES_IN" "${FILES[@]}"; then
      complain "$shown: cannot be read"
      continue
    fi
    for f in "${!FILES[@]}"; do
      note_output "$k" "$f"
      bytes=$((bytes + SIZES[f]))
    done
    ((bytes)) || complain "$shown: empty"
    if ((bytes)) && has_expectations; then judge_expectations "$1" "$k" "$FILES_IN" "${FILES[@]}"; fi
  done
}

# leads_nowhere: takes the links out of FILES that must be followed and lead to no file; NOWHERE names them
leads_nowhere() {
  local name
  local -a whole=()
  NOWHERE=()
  [[ -n $FOLLOW_LINKS ]] || return 0
  for name in "${FILES[@]}"; do
    if [[ -f $FILES_IN/$name ]]; then whole+=("$name"); else NOWHERE+=("$name"); fi
  done
  FILES=("${whole[@]}")
}

# must_follow NAME: REPLY is 1 when a link at this place has to be stored as the file it leads to
must_follow() {
  REPLY=$FOLLOW_LINKS
  if [[ -L $1 ]] && ! keeps_link "$1"; then REPLY=1; fi
}

# note_output OUTPUT-INDEX FILE-INDEX: one more in MADE_*, if it is none of them yet
note_output() {
  local name=${FILES[$2]} shown key
  output_key "$1" "$name"
  key=$REPLY shown=$name
  [[ ${OUTPUT_PATH[$1]} == /* ]] && shown=/$name
  if [[ -n $key && -n ${TAKEN["$key"]-} ]]; then
    [[ ${TAKEN["$key"]} != "$FILES_IN/$name" ]] || return 0
    complain "$shown: another output is stored as $key already"
    # It did not pass, so it lies under partial/, where a longer name does no harm.
    key=$key.d/$name
  fi
  [[ -z $key ]] || TAKEN["$key"]=$FILES_IN/$name
  must_follow "$FILES_IN/$name"
  MADE_NAME+=("$shown") MADE_IN+=("$FILES_IN") MADE_KEY+=("$key") MADE_SIZE+=("${SIZES[$2]}") MADE_SUM+=("${SUMS[$2]}") MADE_MODE+=("${MODES[$2]}") MADE_FOLLOW+=("$REPLY") MADE_FILE+=("$name")
}

# A campaign without expectations comes without the fragment that judges them.
has_expectations() { ((${#EXPECT_OF[@]})); }

no_outputs() {
  MADE_NAME=() MADE_FILE=() MADE_IN=() MADE_KEY=() MADE_SIZE=() MADE_SUM=() MADE_MODE=() MADE_FOLLOW=()
  declare -gA TAKEN=()
}

# keep_new: takes out of FILES what was there, as it is, when the stage began; or what is older than the file SINCE
keep_new() {
  local f
  local -a recent=()
  if [[ -n $SINCE ]]; then
    for f in "${FILES[@]}"; do [[ $FILES_IN/$f -ot $SINCE ]] || recent+=("$f"); done
    FILES=("${recent[@]}")
  fi
  ((${#BEFORE[@]} && ${#FILES[@]})) || return 0
  recent=()
  marks
  for f in "${!FILES[@]}"; do
    if [[ ${BEFORE["$FILES_IN/${FILES[f]}"]-} == "${MARKS[f]}" ]]; then stale=1; else recent+=("${FILES[f]}"); fi
  done
  FILES=("${recent[@]}")
}

# output_key OUTPUT-INDEX NAME: its key under the stage's outputs/; empty when it is not uploaded
output_key() {
  local as=${OUTPUT_AS[$1]} path=${OUTPUT_PATH[$1]#/}
  REPLY=
  [[ ${OUTPUT_UPLOAD[$1]} == upload ]] || return 0
  REPLY=$2
  [[ ${OUTPUT_PATH[$1]} == /* ]] && REPLY=root/$2
  [[ -n $as ]] || return 0
  case ${OUTPUT_KIND[$1]} in
  file) REPLY=$as ;;
  directory) REPLY=${as%/}/${2#"${path%/}"/} ;;
  *) REPLY=${as%/}/${2##*/} ;;
  esac
}

complain() { REASON+=${REASON:+; }$1; }

# ── Runtime: expect ───────────────────────────────────────────────────────────────────────────────────────────────

# judge_expectations STAGE-INDEX OUTPUT-INDEX|log DIRECTORY NAME…: complains of what falls short
judge_expectations() {
  local i=$1 of=$2 in=$3 e
  shift 3
  for ((e = EXPECT_FIRST[i]; e < EXPECT_FIRST[i + 1]; e++)); do
    [[ ${EXPECT_OF[e]} == "$of" ]] || continue
    "expect_${EXPECT_WHAT[e]}" "$e" "$in" "$@"
  done
}

# expected EXPECTATION-INDEX NUMBER NOUN-PHRASE
expected() {
  local min=${EXPECT_MIN[$1]} max=${EXPECT_MAX[$1]} wanted
  if [[ -n $min && $2 -lt $min || -n $max && $2 -gt $max ]]; then
    wanted="$min to $max"
    [[ $min == "$max" ]] && wanted=$min
    [[ -n $max ]] || wanted="at least $min"
    [[ -n $min ]] || wanted="at most $max"
    expected_name "$1"
    complain "$REPLY: $2 $3, $wanted wanted"
  fi
}

expected_name() {
  REPLY=${EXPECT_OF[$1]}
  if [[ $REPLY == log ]]; then REPLY='the log'; else REPLY=${OUTPUT_PATH[REPLY]}; fi
}

expect_bytes() {
  local total=0 size
  local -a sizes
  mapfile -d '' -t sizes < <(cd -- "$2" && measure stat_files "${@:3}")
  sizes=("${sizes[@]%% *}")
  for size in "${sizes[@]}"; do total=$((total + size)); done
  expected "$1" "$total" bytes
}

expect_files() { expected "$1" $(($# - 2)) files; }

expect_lines() { expected "$1" "$(count_lines '' "${@:2}")" lines; }

expect_matches() { expected "$1" "$(count_lines "${EXPECT_TEXT[$1]}" "${@:2}")" "lines match /${EXPECT_SHOWN[$1]}/"; }

# count_lines ERE DIRECTORY NAME…: lines that match, over all the files; a last line without its newline counts
count_lines() {
  local LC_ALL=C.UTF-8 ere=$1 total=0 count k
  cd -- "$2" || return
  shift 2
  while read -r count; do
    total=$((total + count))
  done < <(for ((k = 1; k <= $#; k += 500)); do grep -ahcE -e "$ere" -- "${@:k:500}"; done)
  echo "$total"
}

expect_sha256() {
  local sum
  sum=$(cd -- "$2" && sha256sum -bz -- "$3" | tr -d '\0')
  [[ ${sum%% *} == "${EXPECT_TEXT[$1]}" ]] && return
  expected_name "$1"
  complain "$REPLY: its SHA-256 is ${sum%% *}, ${EXPECT_TEXT[$1]} wanted"
}

# ── Runtime: settle ───────────────────────────────────────────────────────────────────────────────────────────────

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

# ── Runtime: cgroup ───────────────────────────────────────────────────────────────────────────────────────────────

# find_cgroup: CGROUP is a control group of our own, or empty where the system gives us none. Also what earlier runs left is removed.
find_cgroup() {
  local root line
  CGROUP=
  for root in /sys/fs/cgroup /sys/fs/cgroup/unified; do
    [[ -e $root/cgroup.controllers ]] || continue
    while IFS= read -r line; do [[ $line != 0::/* ]] || root+=${line#0::}; done </proc/self/cgroup
    root=${root%/}
    remove_leftovers "$root"
    [[ -z $UNIT ]] || take_controllers "$root"
    CGROUP=$root/campaign-$RUN_ID-$RUN_NODE
    mkdir -- "$CGROUP" 2>/dev/null || [[ -d $CGROUP ]] || CGROUP=
    break
  done
  [[ -z $CGROUP ]] || { echo +memory >"$CGROUP/cgroup.subtree_control"; } 2>/dev/null
  printf '%s\n' "$CGROUP" >"$RUN_DIR/cgroup"
}

# take_controllers GROUP: the group of our unit, which systemd leaves to us. Memory is counted and limited by stage only where the group
# above has no process of its own (cgroups(7), the rule of no internal processes).
take_controllers() {
  mkdir -p -- "$1/harness" && echo "$BASHPID" >"$1/harness/cgroup.procs" && echo +memory >"$1/cgroup.subtree_control"
} 2>/dev/null

# remove_leftovers GROUP: those of runs of this home that were killed whole; what is still in them belongs to nobody any more
remove_leftovers() {
  local group run lock
  have flock || return 0
  for group in "$1"/campaign-*; do
    run=${group##*/campaign-}
    run=$HOME_DIR/runs/${run%-*-*}
    [[ -d $group && -e $run/lock && $run != "$RUN_DIR" ]] || continue
    # Runs in other homes may have the same id.
    [[ $group == *-$(stat -c %d-%i -- "$run") ]] || continue
    exec {lock}>>"$run/lock"
    if flock -n "$lock"; then
      [[ ! -w $group/cgroup.kill ]] || echo 1 >"$group/cgroup.kill"
      remove_group "$group"
    fi
    exec {lock}>&-
  done
}

# remove_group DIRECTORY: a killed process stays in it for a moment
remove_group() {
  local round
  for round in {1..100}; do
    rmdir -- "$1"/*/ "$1" 2>/dev/null
    [[ -d $1 ]] || return 0
    pause 0.05
  done
}

# oom_kills STAGE-INDEX: how often the kernel has killed for want of memory: OF_STAGE, where that is counted, else on the whole machine
oom_kills() {
  local name count from=/proc/vmstat
  REPLY=0 OF_STAGE=
  [[ -z $CGROUP || ! -r $CGROUP/$1/memory.events ]] || OF_STAGE=1 from=$CGROUP/$1/memory.events
  while read -r name count; do
    [[ $name != oom_kill ]] || REPLY=$count
  done <"$from"
}

# cpu_used STAGE-INDEX: microseconds, or empty where the system does not tell
cpu_used() {
  local name count
  REPLY=
  [[ -n $CGROUP && -r $CGROUP/$1/cpu.stat ]] || return 0
  while read -r name count; do
    [[ $name != usage_usec ]] || REPLY=$count
  done <"$CGROUP/$1/cpu.stat"
}

# memory_used STAGE-INDEX: the most bytes it has had at once, or empty where the system does not tell
memory_used() {
  REPLY=
  [[ -z $CGROUP ]] || slurp "$CGROUP/$1/memory.peak"
}

# ── Runtime: kill ─────────────────────────────────────────────────────────────────────────────────────────────────

# stage_pids STAGE-INDEX: PIDS are all living processes of the stage: of its control group, with its mark in the environment or in the
# limits, or writing to its log. Daemons leave some of these, hardly one leaves all.
stage_pids() {
  local pid entry limits pipe=$RUN_DIR/stages/${STAGE[$1]}/pipe mark=CAMPAIGN_STAGE_MARK=$RUN_DIR/$1
  PIDS=()
  if [[ -n $CGROUP && -r $CGROUP/$1/cgroup.procs ]]; then
    while read -r pid; do PIDS+=("$pid"); done <"$CGROUP/$1/cgroup.procs"
  fi
  marked_pids "$mark"
  for entry in /proc/[0-9]*; do
    pid=${entry#/proc/}
    if [[ $pid == "$BASHPID" || " $HARNESS_PIDS " == *" $pid "* ]]; then continue; fi
    limits=
    { IFS= read -r -d '' limits <"$entry/limits"; } 2>/dev/null
    if [[ $limits == *" file locks            $((LIMIT_MARK + $1)) "* || $entry/fd/1 -ef $pipe || $entry/fd/2 -ef $pipe ]]; then PIDS+=("$pid"); fi
  done
}

# mark_limits STAGE-INDEX: a limit that no kernel since 2.4.25 heeds (getrlimit(2), RLIMIT_LOCKS), that every descendant inherits, and
# that no daemon resets when it leaves its session, its control group, its environment and its open files
mark_limits() { ulimit -S -x $((LIMIT_MARK + $1)) 2>/dev/null || :; }

# know_directory: RUN_NODE tells the run's own directory, which has no double, from all others; LIMIT_MARK is a number made of it
know_directory() {
  RUN_NODE=$(stat -c %d-%i -- "$RUN_DIR")
  LIMIT_MARK=$(((${RUN_NODE%-*} * 1000003 + ${RUN_NODE#*-}) % 10000000000000 * 10000))
}

# marked_pids MARK: adds to PIDS the processes that have it in their environment
marked_pids() {
  local pid
  while IFS=/ read -r _ _ pid _; do
    [[ $pid == "$BASHPID" || " $HARNESS_PIDS " == *" $pid "* ]] || PIDS+=("$pid")
  done < <(grep -lazxF -- "$1" /proc/[0-9]*/environ 2>/dev/null)
}

# signal_stage STAGE-INDEX SIGNAL
signal_stage() {
  stage_pids "$1"
  ((${#PIDS[@]} == 0)) || kill -s "$2" -- "${PIDS[@]}" 2>/dev/null || :
}

# end_group STAGE-INDEX: all of it at once, where the kernel does that
end_group() { [[ -z $CGROUP || ! -w $CGROUP/$1/cgroup.kill ]] || echo 1 >"$CGROUP/$1/cgroup.kill"; }

# end_stage STAGE-INDEX: nothing of it runs afterwards
end_stage() {
  local round
  for round in {1..200}; do
    end_group "$1"
    stage_pids "$1"
    ((${#PIDS[@]})) || return 0
    kill -s KILL -- "${PIDS[@]}" 2>/dev/null || :
    pause 0.01
  done
  warn "${STAGE[$1]}: processes ${PIDS[*]} do not end"
}

# ── Runtime: containers ───────────────────────────────────────────────────────────────────────────────────────────

# A container belongs to its engine: no stage's end can reach it, and the next stage may need it. So what is left running is told.

# list_containers STAGE-INDEX: REPLY is `id name` of each that runs, a line each, where the stage speaks of an engine that is here
list_containers() {
  local engine lines=''
  for engine in docker podman; do
    [[ ${RUN[$1]} != *"$engine"* ]] || ! have "$engine" || lines+=$(timeout 10 "$engine" ps --format '{{.ID}} {{.Names}}' 2>/dev/null)$'\n'
  done
  REPLY=$lines
}

# tell_containers STAGE-INDEX BEFORE
tell_containers() {
  local line others=''
  list_containers "$1"
  while IFS= read -r line; do
    [[ -z $line || $'\n'$2 == *$'\n'"$line"$'\n'* ]] || others+=${others:+, }$line
  done <<<"$REPLY"
  [[ -z $others ]] || warn "${STAGE[$1]}: it left containers running: $others"
}

# ── Runtime: checkpoint ───────────────────────────────────────────────────────────────────────────────────────────

start_uploader() {
  uploader &
  UPLOADER=$!
  printf '%s\n' "$UPLOADER" >"$RUN_DIR/uploader"
  HARNESS_PIDS+=" $UPLOADER"
}

# uploader: a process beside main that saves running stages and debts, as idle work, until it is told to end
uploader() {
  local word every=$((CHECKPOINT < 5 ? CHECKPOINT : 5)) next=0 self=$BASHPID recorder=
  trap '' TERM INT HUP
  trap - EXIT
  be_idle
  while alive "$MAIN_PID" "$MAIN_START"; do
    keep_going "$recorder" || start_recorder "$self" "$every"
    word=
    IFS= read -r -t "$every" -u "$UPLOADER_ORDERS" word
    [[ $word != quit ]] || break
    [[ $word != save ]] || next=0 SAVE_NEXT=()
    guard
    doubt_tomorrow
    now
    ((REPLY >= next)) || continue
    next=$((REPLY + CHECKPOINT * 100 - 5))
    save_running
    pay_debts
  done
  # It ends when it has saved what it is saving: nothing older may come after what main saves then.
  kill -s USR1 "$recorder"
  wait "$recorder" 2>/dev/null
  [[ $word == quit ]] || guard
}

# be_idle: nice counts within a session only where the kernel groups by sessions (sched(7), autogroup), and a stage has its own; so what
# works hard gets one too, IDLE, whose group is as nice as it is
be_idle() {
  renice -n 19 -p "$BASHPID" >/dev/null 2>&1
  have ionice && ionice -c 3 -p "$BASHPID" >/dev/null 2>&1
  # shellcheck disable=SC2016 # the text is a program: that bash expands it
  [[ ! -w /proc/self/autogroup ]] || ! have setsid || IDLE=(setsid -w "$BASH" -c '{ echo 19 >/proc/self/autogroup; } 2>/dev/null; exec "$@"' idle)
}

start_recorder() {
  recorder "$@" &
  recorder=$!
  printf '%s\n' "$recorder" >"$RUN_DIR/recorder"
}

# recorder UPLOADER-PID SECONDS: a process beside the uploader, whose work may take long, so that the records show that we are alive;
# and so that a stop that is asked for in the store is heard.
# Where saving them costs more than a rename, a stage that is measured has it only as often as its checkpoints.
recorder() {
  local saved=0 saving='' over='' told='' STOP_LINK='' STOP_LINK_UNTIL=0
  # What is being saved is saved to its end: its mark says already that it is.
  trap 'over=1; [[ -n $saving ]] || exit 0' USR1
  while kill -0 "$1" 2>/dev/null; do
    pause "$2"
    now
    ((REPLY - saved >= CHECKPOINT * 100 - 5)) || ! is_dear || continue
    saved=$REPLY
    is_ours || exit 0
    saving=1
    if save_records; then
      spoken "$saved"
      # A store that takes nothing is not asked for anything either.
      [[ -n $told ]] || ! store_told_to_stop || { told=1 && tell stop 'a request in the store'; }
    fi
    saving=
    [[ -z $over ]] || exit 0
  done
}

# is_dear: whether a stage runs that is measured, and the store is one that takes a process of its own
is_dear() {
  local i
  [[ $STORE != file ]] || return
  for i in "${!STAGE[@]}"; do
    use_stage "$i"
    ((ALONE[i] == 0)) || ! is_running || return 0
  done
  return 1
}

# doubt_tomorrow: when the clock has been set back, what is written now looks older than the marks of what was saved before
doubt_tomorrow() {
  local mark
  : >"$RUN_DIR/today"
  for mark in "$RUN_DIR"/saved/* "$RUN_DIR"/stages/*/saved.*; do
    [[ ! $mark -nt $RUN_DIR/today ]] || rm -f -- "$mark"
  done
  for mark in "$RUN_DIR"/stages/*/started; do
    [[ ! $mark -nt $RUN_DIR/today ]] || touch -- "$mark"
  done
}

# save_records: what readers of the store follow, all by one put
save_records() {
  local file
  local -a fresh=()
  no_files
  for file in "$RUN_DIR"/events/*.jsonl "$RUN_DIR/provision/log"; do
    name_mark "$file"
    [[ ! -s $file || -e $REPLY && $file -ot $REPLY ]] && continue
    fresh+=("$REPLY")
    : >"$REPLY"
    REPLY=$file
    [[ $file == *.jsonl ]] || safe_log "$file" || continue
    put_whole record "${file#"$RUN_DIR/"}" "$REPLY"
  done
  put_whole record status.json "$RUN_DIR/status.json"
  if ((${#PUT_KEY[@]} == ${#fresh[@]} + 1)) && store_replace_all; then
    drop_masked
    return
  fi
  drop_masked
  ((${#fresh[@]} == 0)) || rm -f -- "${fresh[@]}"
  return 1
} 2>/dev/null

# name_mark FILE: REPLY is the file that is as old as what is saved of it
name_mark() {
  REPLY=${1#"$RUN_DIR/"}
  REPLY=$RUN_DIR/saved/${REPLY//\//.}
}

save_running() {
  local i
  for i in "${!STAGE[@]}"; do
    use_stage "$i"
    is_running || continue
    PUBLISHING=${STAGE[i]}
    save_stage "$i"
    # It may have ended and been saved meanwhile: then this came too late.
    [[ ! -e $STAGE_DIR/published ]] || drop_partial "$i"
  done
}

is_running() { [[ -s $STAGE_DIR/started && -e $STAGE_DIR/end && ! -s $STAGE_DIR/end ]]; }

# save_stage STAGE-INDEX: its log and outputs as they are now, if they have changed
save_stage() {
  local mark
  local -a marks=()
  no_files
  add_live_log
  add_live_outputs "$1"
  if ((${#PUT_KEY[@]} == 0)); then
    ((${#marks[@]} == 0)) || rm -f -- "${marks[@]}"
    return 0
  fi
  : >"$STAGE_DIR/partial"
  put_stage "$1" && return
  rm -f -- "${marks[@]}"
  # When it has ended meanwhile, all of it is saved elsewhere.
  ! is_running || fault "stages/${STAGE[$1]}/partial"
}

# A file that changed in the same tick of the clock as the mark is saved once more rather than missed: hence not older, not newer.
add_live_log() {
  local file mark
  for file in "$STAGE_DIR"/log "$STAGE_DIR"/log.[0-9]*; do
    mark=$STAGE_DIR/saved.${file##*/}
    [[ ! -s $file || -e $mark && $file -ot $mark ]] && continue
    # What is written from here on is newer than the mark.
    marks+=("$mark")
    : >"$mark"
    add_log partial "partial/${file##*/}" "$file"
  done
}

add_live_outputs() {
  local k f mark some
  local -a NOWHERE
  for ((k = OUTPUT_FIRST[$1]; k < OUTPUT_FIRST[$1 + 1]; k++)); do
    [[ ${OUTPUT_UPLOAD[k]} == upload && ${OUTPUT_EVERY[k]} != 0 ]] || continue
    now
    ((REPLY >= ${SAVE_NEXT[k]-0})) || continue
    SAVE_NEXT[k]=$((REPLY + OUTPUT_EVERY[k] * 100 - 5))
    mark=$STAGE_DIR/saved.$k some=
    list_files "${OUTPUT_KIND[k]}" "${OUTPUT_PATH[k]}"
    FOLLOW_LINKS=1
    [[ ${OUTPUT_KIND[k]} != directory ]] || FOLLOW_LINKS=
    leads_nowhere
    for f in "${FILES[@]}"; do
      if [[ $FILES_IN/$f -ot $STAGE_DIR/started || -e $mark && $FILES_IN/$f -ot $mark ]]; then continue; fi
      output_key "$k" "$f"
      some=partial/$REPLY
      must_follow "$FILES_IN/$f"
      put_file partial "$some" "$FILES_IN" "$f" '' "$REPLY"
    done
    [[ -z $some ]] || { marks+=("$mark") && : >"$mark"; }
  done
}

stop_uploader() {
  local round patience=300
  [[ -n $UPLOADER ]] || return 0
  # After a spot notice there are two minutes in all.
  [[ $STOPPING != spot ]] || patience=50
  printf 'quit\n' >&"$UPLOADER_ORDERS"
  for ((round = 0; round < patience; round++)); do
    kill -0 "$UPLOADER" 2>/dev/null || break
    pause 0.1
  done
  if ((round == patience)); then
    slurp "$RUN_DIR/recorder"
    kill -s KILL "$UPLOADER" "$REPLY" 2>/dev/null || :
    store_halt
  fi
  UPLOADER=
}

# ── Runtime: publish ──────────────────────────────────────────────────────────────────────────────────────────────

no_files() { ASIDE='' PUT_KIND=() PUT_KEY=() PUT_IN=() PUT_FILE=() PUT_SUM=() PUT_FOLLOW=(); }

# put_file KIND KEY DIRECTORY FILE SUM FOLLOW: one more for store_put_all; an empty SUM is not compared, FOLLOW follows links
put_file() { PUT_KIND+=("$1") PUT_KEY+=("$2") PUT_IN+=("$3") PUT_FILE+=("$4") PUT_SUM+=("$5") PUT_FOLLOW+=("$6"); }

# put_whole KIND KEY FILE: the same for a file of our own
put_whole() { put_file "$1" "$2" "${3%/*}" "${3##*/}" '' 1; }

# keep_files INDEX…: of all that put_file has named, only these
keep_files() {
  local k aside=$ASIDE
  local -a kinds=("${PUT_KIND[@]}") keys=("${PUT_KEY[@]}") places=("${PUT_IN[@]}") names=("${PUT_FILE[@]}") wanted=("${PUT_SUM[@]}") follows=("${PUT_FOLLOW[@]}")
  no_files
  for k; do put_file "${kinds[k]}" "${keys[k]}" "${places[k]}" "${names[k]}" "${wanted[k]}" "${follows[k]}"; done
  ASIDE=$aside
}

# set_aside: takes out of what put_file has named what cannot be stored; ASIDE says why of the first. Then nothing may look whole, so
# the records are taken out too. A checkpoint of what is gone by now is no fault.
set_aside() {
  local k from why
  local -a keep=()
  for k in "${!PUT_KEY[@]}"; do
    from=${PUT_IN[k]}/${PUT_FILE[k]} why=
    if [[ ! -e $from && ! -L $from ]]; then
      [[ ${PUT_KIND[k]} != partial ]] || continue
      why='it is gone'
    elif [[ ! -L $from && ! -r $from ]]; then
      why='it may not be read'
    elif ! "${STORE}_takes" "${PUT_KEY[k]}"; then
      why=$REPLY
    fi
    if [[ -z $why ]]; then keep+=("$k"); else ASIDE=${ASIDE:-${PUT_KEY[k]}: $why}; fi
  done
  ((${#keep[@]} == ${#PUT_KEY[@]})) || keep_files "${keep[@]}"
  [[ -n $ASIDE ]] || return 0
  keep=()
  for k in "${!PUT_KEY[@]}"; do [[ ${PUT_KIND[k]} == record ]] || keep+=("$k"); done
  keep_files "${keep[@]}"
}

# enter_all PREFIX: the ledger and the events say what is proven to be in the store, how large it is and what proved it
enter_all() {
  local k key at ledger='' stage
  local -a events=()
  stamp
  at=$REPLY
  json_string "${PUBLISHING-}"
  stage=$REPLY
  for k in "${!PUT_KEY[@]}"; do
    json_string "$1${1:+/}${PUT_KEY[k]}"
    key=$REPLY
    ledger+="{\"key\":$key,\"size\":${SIZES[k]},\"sha256\":\"${SUMS[k]}\",\"at\":\"$at\",\"kind\":\"${PUT_KIND[k]}\",\"proof\":\"${PROOFS[k]-read-back}\"}"$'\n'
    if [[ ${PUT_KIND[k]} == partial ]]; then
      events+=("checkpoint \"stage\":$stage,\"key\":$key,\"bytes\":${SIZES[k]}")
    else
      events+=("uploaded \"key\":$key,\"bytes\":${SIZES[k]},\"sha256\":\"${SUMS[k]}\"")
    fi
  done
  printf '%s' "$ledger" >>"$RUN_DIR/ledger.jsonl"
  store_append ledger.jsonl "$ledger"
  post_all "${events[@]}"
}

# publish STAGE-INDEX: everything of a stage that has ended goes to the store, its result last; may be repeated until it succeeds
publish() {
  local i=$1 state result=
  use_stage "$i"
  PUBLISHING=${STAGE[i]}
  slurp "$STAGE_DIR/state"
  state=$REPLY
  no_files
  add_outputs "$state"
  add_logs "$state"
  [[ ! -e $STAGE_DIR/result.json ]] || result=1
  [[ -z $result ]] || put_whole record result.json "$STAGE_DIR/result.json"
  put_stage "$i" || fault "stages/$PUBLISHING" || return
  ERROR='it could not be written'
  [[ -n $result ]] || fault "stages/$PUBLISHING/result.json" || return
  drop_partial "$i"
  : >"$STAGE_DIR/published"
}

# drop_partial STAGE-INDEX: what the checkpoints of a stage that has ended have left, unless it is all there is of it
drop_partial() {
  local state
  slurp "$STAGE_DIR/state"
  state=$REPLY
  [[ $state == interrupted || $state != passed && -s $STAGE_DIR/made ]] && return
  [[ -e $RUN_DIR/fresh && ! -e $STAGE_DIR/partial ]] || store_drop "stages/${STAGE[$1]}/partial/"
}

# add_outputs STATE: what passed goes to outputs/, anything else to partial/
add_outputs() {
  local kind=partial to=partial key in file sum follow
  [[ $1 != passed ]] || kind=final to=outputs
  [[ -e $STAGE_DIR/made ]] || return 0
  while IFS= read -r -d '' key && IFS= read -r -d '' in && IFS= read -r -d '' file && IFS= read -r -d '' sum && IFS= read -r -d '' follow; do
    put_file "$kind" "$to/$key" "$in" "$file" "$sum" "$follow"
  done <"$STAGE_DIR/made"
}

# add_logs STATE: of every attempt
add_logs() {
  local file kind=final to=
  [[ $1 != interrupted ]] || kind=partial to=partial/
  for file in "$STAGE_DIR"/log "$STAGE_DIR"/log.[0-9]*; do
    [[ -e $file ]] || continue
    add_log "$kind" "$to${file##*/}" "$file"
  done
}

# add_log KIND KEY FILE: without the secrets in it
add_log() {
  if safe_log "$3"; then put_whole "$1" "$2" "$REPLY"; else ASIDE="$2: $ERROR"; fi
}

# safe_log FILE: REPLY is what may be saved of it: the file itself, or a masked copy. A campaign without secrets comes without the
# fragment that masks them.
safe_log() {
  REPLY=$1
  ((${#SECRET_NAME[@]} == 0)) || mask_log "$1"
}

# put_stage STAGE-INDEX: what put_file has named of it
put_stage() {
  local status=0
  store_put_all "stages/${STAGE[$1]}" || status=$?
  drop_masked
  return "$status"
}

drop_masked() { ((${#SECRET_NAME[@]} == 0)) || rm -f -- "$RUN_DIR/masked.$BASHPID".*; }

# fault KEY: reports that it is not in the store; always fails
fault() {
  local key
  json_string "$1"
  key=$REPLY
  json_string "${ERROR:-cannot be written}"
  post upload-failed "\"key\":$key,\"attempt\":${TRY:-1},\"error\":$REPLY"
  return 1
}

# owe_unpublished STAGE-INDEX: what saves it may die before it has, or before it could owe it
owe_unpublished() {
  use_stage "$1"
  [[ -e $STAGE_DIR/published ]] || : >"$RUN_DIR/owed/$1"
}

# publish_or_owe STAGE-INDEX: tries some times, once where the store owes us more; what still fails is owed, and tried again at every
# checkpoint and at the end
publish_or_owe() {
  local TRY tries='1 2 3'
  ! is_owed || tries=1
  for TRY in $tries; do
    publish "$1" && return
    [[ $TRY == "${tries##* }" ]] || pause "$TRY"
  done
  : >"$RUN_DIR/owed/$1"
}

# pay_debts: tries once more to save what is owed; not all of it where a store lets us wait
pay_debts() {
  local debt TRY=4 begun
  for debt in "$RUN_DIR"/owed/*; do
    [[ -e $debt ]] || continue
    now
    begun=$REPLY
    if publish "${debt##*/}"; then
      rm -f -- "$debt"
      continue
    fi
    now
    ((REPLY - begun < 2000)) || return
  done
}

# ── Runtime: gather ───────────────────────────────────────────────────────────────────────────────────────────────

# gather copy|link DIRECTORY: all that put_file has named, under their keys: as copies, or as links to where they lie, which cost nothing.
# Neighbours go together, in portions because a command line has a limit.
gather() {
  local k from=0 style to this last=''
  for k in "${!PUT_KEY[@]}"; do
    gather_style "$1" "$k"
    this=$REPLY
    if [[ $this != "$last" ]] || ((k - from == 500)); then
      gather_some "$1" "$2" "$from" "$k" || return
      from=$k last=$this
    fi
  done
  gather_some "$1" "$2" "$from" ${#PUT_KEY[@]}
}

# gather_style copy|link INDEX: REPLY is the same for those that one command can take. `whole`: the key ends with the path of the file;
# `flat`: with its name; `as`: it has another name; `text`: a link that is kept where only files can be.
gather_style() {
  local key=${PUT_KEY[$2]} file=${PUT_FILE[$2]}
  if [[ /$key == */"$file" ]]; then
    style=whole to=${key%"$file"}
  elif [[ ${key##*/} == "${file##*/}" ]]; then
    style=flat to=${key%/*}
  else
    style=as to=$key
  fi
  if [[ $1 == link && -z ${PUT_FOLLOW[$2]} && -L ${PUT_IN[$2]}/$file ]]; then style=text to=$key; fi
  REPLY=$style,${PUT_FOLLOW[$2]},${PUT_IN[$2]}//$to
}

# gather_some copy|link DIRECTORY FROM TO
gather_some() {
  local links=-P in=${PUT_IN[$3]-} root=$2 style to
  (($4 > $3)) || return 0
  gather_style "$1" "$3"
  [[ -z ${PUT_FOLLOW[$3]} ]] || links=-L
  to=$2/$to
  ERROR=$({ "gather_$1" "${PUT_FILE[@]:$3:$4-$3}"; } 2>&1)
}

gather_copy() {
  local folder=$to
  local -a copy=(cp -R "$links" '--preserve=mode,timestamps')
  [[ $style != as ]] || folder=${to%/*}
  # From within, so that a store that is away is not made anew.
  cd -- "$root" && { [[ -d $folder ]] || mkdir -p -- "./${folder#"$root"}"; } && cd -- "$in" || return
  case $style in
  whole) "${copy[@]}" --parents -t "$to" -- "$@" ;;
  flat) "${copy[@]}" -t "$to" -- "$@" ;;
  as) "${copy[@]}" -T -- "$1" "$to" ;;
  esac
}

# gather_link: cp wants absolute names for links, and keeps all of them; so they are made aside, and moved together
gather_link() {
  local aside=$RUN_DIR/gather.$BASHPID
  case $style in
  whole)
    mkdir -p -- "$to" "$aside" && cp -s --parents -t "$aside" -- "${@/#/"$in/"}" && cp -RP -T -- "$aside/$in" "$to"
    local status=$?
    rm -rf -- "$aside"
    return "$status"
    ;;
  flat) mkdir -p -- "$to" && ln -s -t "$to" -- "${@/#/"$in/"}" ;;
  as) mkdir -p -- "${to%/*}" && ln -s -T -- "$in/$1" "$to" ;;
  text) mkdir -p -- "${to%/*}" && readlink -n -- "$in/$1" >"$to" ;;
  esac
}

# ── Runtime: store ────────────────────────────────────────────────────────────────────────────────────────────────

# The store: what survives. A key is a path in the run's folder, STORE_URL/CAMPAIGN/RUN-ID. $STORE is the kind of store that the URL
# names: `file` or `s3`; each provides all of these. Those that can fail say why in ERROR.

# store_open: finds the run's folder; writes nothing
store_open() { "${STORE}_open"; }

# store_claim: takes the run for this machine, by a conditional create. 0: it is ours; 1: it was taken before; 2: the store is of no use
store_claim() { "${STORE}_claim"; }

# store_exists: whether the run's folder is there
store_exists() { "${STORE}_exists"; }

# store_reserve KEY FILE: by a conditional create; FILE holds what no other has. 0: made; 1: others have it; 2: the store is of no use
store_reserve() { "${STORE}_reserve" "$1" "$2"; }

# store_age KEY: REPLY is how many seconds ago it was written; where it is not there, how long ago the run last gave a sign
store_age() { "${STORE}_age" "$1"; }

# store_has KEY
store_has() { "${STORE}_has" "$1"; }

# store_told_to_stop: whether there is an object `stop`, by which anybody who may write there asks the run to stop and save
store_told_to_stop() { "${STORE}_told_to_stop"; }

# store_get KEY: REPLY is its text without trailing newlines; fails when it cannot be read
store_get() { "${STORE}_get" "$1"; }

# store_list PREFIX: KEYS and SIZES of all that lies under it. PREFIX is empty or ends in a slash; nothing there is no failure.
store_list() { "${STORE}_list" "$1"; }

# store_fetch KEY FILE: one object into a local file, whole or not at all
store_fetch() { "${STORE}_fetch" "$1" "$2"; }

# store_fetch_tree PREFIX DIRECTORY: all that lies under it. Only a file store knows modes and kept links; result.json knows them always.
store_fetch_tree() { "${STORE}_fetch_tree" "$1" "$2"; }

# store_fetch_each DIRECTORY KEY...: some objects, each at its key under DIRECTORY
store_fetch_each() { "${STORE}_fetch_each" "$@"; }

# store_sums PREFIX NAME...: SIZES and SUMS of what lies there now; fails when one is missing. An empty sum: only its size is known.
store_sums() { "${STORE}_sums" "$@"; }

# store_clone FROM TO: a second copy in the store, of one object or, with slashes at the ends, of all that lies under FROM
store_clone() { "${STORE}_clone" "$1" "$2"; }

# store_replace KEY FILE: a record that is written again and again; whole or not at all
store_replace() { "${STORE}_replace" "$1" "$2"; }

# store_replace_all: the same for all that put_file has named
store_replace_all() { "${STORE}_replace_all"; }

# store_append KEY TEXT: lines for a record that only grows. A store without appending takes it as a whole with the next records.
store_append() { "${STORE}_append" "$1" "$2"; }

# store_flush: what store_append was given is in the store afterwards
store_flush() { "${STORE}_flush"; }

# store_put_all PREFIX: all that put_file has named, with keys under PREFIX: written, proven to be there, entered in the ledger; those
# of kind `record` after all others. A `final` key is written once: again with the same bytes is fine, with others an error. What cannot
# be stored keeps nothing else from it, but the whole has failed then.
store_put_all() {
  local PUT_PREFIX=$1 PUT_ENDED=
  # A put of partial files alone is one of a stage that runs: they may change, or go, while they are put.
  [[ " ${PUT_KIND[*]} " != *' record '* && " ${PUT_KIND[*]} " != *' final '* ]] || PUT_ENDED=1
  is_ours || return
  set_aside
  ERROR=$ASIDE
  ((${#PUT_KEY[@]} == 0)) || "${STORE}_put_all" "$1" || return
  ERROR=$ASIDE
  [[ -z $ASIDE ]]
}

# store_put KIND KEY FILE: the same for one file of our own
store_put() {
  no_files
  put_whole "$@"
  store_put_all ''
}

# store_halt: ends what processes of ours that are gone may still be writing
store_halt() { "${STORE}_halt"; }

# store_drop PREFIX: removes what lies under it; PREFIX ends in a slash, or is one key
store_drop() { "${STORE}_drop" "$1"; }

# store_end: removes what our own work has left lying about in the store
store_end() { "${STORE}_end"; }

# ── Runtime: store-file ───────────────────────────────────────────────────────────────────────────────────────────

# The store in a directory; what each function means is said in the fragment `store`.

file_open() {
  STORE_DIR=${STORE_URL#file://}/$CAMPAIGN/$RUN_ID
}

# file_claim: mkdir is the conditional create
file_claim() {
  mkdir -p -- "${STORE_DIR%/*}" 2>/dev/null
  mkdir -- "$STORE_DIR" 2>/dev/null && return
  [[ ! -d $STORE_DIR ]] || return 1
  ERROR="the store $STORE_URL cannot be written: no folder $CAMPAIGN/$RUN_ID could be made"
  return 2
}

file_exists() { [[ -d $STORE_DIR ]]; }

# file_reserve: noclobber opens with O_EXCL
file_reserve() {
  local to=$STORE_DIR/$1
  file_folder "${to%/*}" || return 2
  if (set -C && : >"$to") 2>/dev/null; then
    cat -- "$2" >>"$to" || :
    return 0
  fi
  [[ ! -e $to ]] || return 1
  ERROR="$to cannot be written"
  return 2
}

file_age() {
  local file=$STORE_DIR/$1 at
  [[ -e $file ]] || file=$STORE_DIR
  at=$(stat -c %Y -- "$file") || at=0
  printf -v REPLY '%(%s)T' -1
  REPLY=$((REPLY - at))
}

file_has() { [[ -f $STORE_DIR/$1 || -L $STORE_DIR/$1 ]]; }

file_told_to_stop() { [[ -e $STORE_DIR/stop ]]; }

file_get() {
  slurp "$STORE_DIR/$1"
  [[ -r $STORE_DIR/$1 ]]
}

# file_list: a kept link is an object like a file, of the size of its text; .new.* are copies that have no name yet
file_list() {
  local LC_ALL=C name directory=$STORE_DIR/$1 k
  local -a names=()
  KEYS=() SIZES=()
  [[ -d $directory ]] || return 0
  cd -- "$directory" 2>/dev/null || { ERROR="$directory cannot be read" && return 1; }
  shopt -s globstar dotglob nullglob
  for name in **; do [[ -d $name && ! -L $name || $1$name == .new.* ]] || names+=("$name"); done
  shopt -u globstar dotglob nullglob
  for ((k = 0; k < ${#names[@]}; k += 500)); do
    mapfile -d '' -t -O "$k" SIZES < <(stat --printf '%s\0' -- "${names[@]:k:500}")
  done
  cd /
  KEYS=("${names[@]/#/$1}")
}

file_fetch() {
  ERROR=$({ cp -L --preserve=mode,timestamps -- "$STORE_DIR/$1" "$2.part" && mv -fT -- "$2.part" "$2"; } 2>&1)
}

file_fetch_tree() {
  ERROR=$({ mkdir -p -- "$2" && cp -R -P --preserve=mode,timestamps -T -- "$STORE_DIR/$1" "$2"; } 2>&1)
}

# file_takes KEY: every name of a file is a name here too
file_takes() { :; }

file_fetch_each() {
  local k
  ERROR=$(mkdir -p -- "$1" 2>&1) || return
  for ((k = 2; k <= $#; k += 500)); do
    ERROR=$({ cd -- "$STORE_DIR" && cp --parents -t "$1" -- "${@:k:500}"; } 2>&1) || return
  done
}

file_sums() {
  FOLLOW_LINKS=
  sums "$STORE_DIR/$1" "${@:2}" 2>/dev/null
}

# file_clone: by links, which take no room; what has a key is never written to, only renamed over
file_clone() {
  local from=$STORE_DIR/${1%/} to=$STORE_DIR/${2%/}
  file_folder "${to%/*}" && ERROR=$({ cp -alfT -- "$from" "$to" || cp -afT -- "$from" "$to"; } 2>&1)
}

file_replace() {
  no_files
  put_whole record "$1" "$2"
  file_replace_all
}

file_replace_all() {
  local new=$STORE_DIR/.new.$BASHPID.records
  # What was deleted under us must not come back half empty.
  file_begin "$new" && gather copy "$new" && file_move "$new" "$STORE_DIR" "${PUT_KEY[@]}"
  local status=$?
  rm -rf -- "$new"
  return "$status"
}

file_append() { printf '%s' "$2" >>"$STORE_DIR/$1"; }

file_flush() { :; }

file_drop() { [[ ! -e $STORE_DIR/$1 ]] || rm -rf -- "${STORE_DIR:?}/$1"; }

# file_halt: what they write has no name yet
file_halt() { :; }

file_end() { rm -rf -- "${STORE_DIR:?}"/.new.*; }

# file_put_all: copies, reads the copies back, and only then names them
file_put_all() {
  local new=$STORE_DIR/.new.$BASHPID
  file_write_all "$new" "$1" && return
  # Copies that are of no use must not take the space of what would still fit.
  rm -rf -- "$new"
  return 1
}

# file_write_all NEW PREFIX
file_write_all() {
  local new=$1 k
  file_begin "$new" && gather copy "$new" || return
  FOLLOW_LINKS='' ERROR='what was written cannot be read back'
  sums "$new" "${PUT_KEY[@]}" || return
  for k in "${!PUT_KEY[@]}"; do
    [[ -z ${PUT_SUM[k]} || ${PUT_SUM[k]} == "${SUMS[k]}" ]] && continue
    ERROR="${PUT_KEY[k]} is not what the stage left: its SHA-256 is ${SUMS[k]}, not ${PUT_SUM[k]}"
    return 1
  done
  file_name "$new" "$STORE_DIR${2:+/$2}" && enter_all "$2"
}

# file_folder DIRECTORY: from within the run's folder, so that one that is gone is not made anew
file_folder() { ERROR=$({ cd -- "$STORE_DIR" && mkdir -p -- "./${1#"$STORE_DIR"}"; } 2>&1); }

file_begin() {
  [[ -d $STORE_DIR ]] || { ERROR="$STORE_DIR is gone" && return 1; }
  [[ ! -e $1 ]] || ERROR=$(rm -rf -- "$1" 2>&1) || return
  ERROR=$(mkdir -- "$1" 2>&1)
}

# file_name NEW TO: by one rename where nothing is there yet; the records after everything else otherwise
file_name() {
  local new=$1 to=$2 k top
  local -a left=() records=() written=("${SUMS[@]}")
  local -A tops=()
  if [[ ! -e $to ]]; then
    [[ -d ${to%/*} ]] || file_folder "${to%/*}" || return
    # It may have come to be meanwhile: then this fails.
    mv -T -- "$new" "$to" 2>/dev/null && return
  fi
  for k in "${!PUT_KEY[@]}"; do
    top=${PUT_KEY[k]%%/*}
    if [[ ${PUT_KIND[k]} == record ]]; then
      records+=("${PUT_KEY[k]}")
    elif [[ -n ${tops["$top"]-} || ! -e $to/$top && ! -L $to/$top ]]; then
      tops["$top"]=1
    elif [[ ${PUT_KIND[k]} != final || ! -e $to/${PUT_KEY[k]} ]]; then
      left+=("${PUT_KEY[k]}")
    elif ! (sums "$to" "${PUT_KEY[k]}" 2>/dev/null && [[ ${SUMS[0]} == "${written[k]}" ]]); then
      ERROR="${PUT_KEY[k]} is there already, and is not the same"
      return 1
    fi
  done
  file_move "$new" "$to" "${!tops[@]}" && file_move "$new" "$to" "${left[@]}" && file_move "$new" "$to" "${records[@]}" && rm -rf -- "$new"
}

# file_move FROM TO NAME…: neighbours in one directory by one mv
file_move() {
  local from=$1 to=$2 name directory last=
  local -a batch=()
  shift 2
  for name; do
    directory=
    [[ $name != */* ]] || directory=/${name%/*}
    if [[ $directory != "$last" ]]; then
      file_move_some "$to$last" "${batch[@]}" || return
      batch=() last=$directory
    fi
    batch+=("$from/$name")
  done
  file_move_some "$to$last" "${batch[@]}"
}

file_move_some() {
  (($# > 1)) || return 0
  [[ -d $1 ]] || file_folder "$1" || return
  ERROR=$(mv -f -t "$1" -- "${@:2}" 2>&1)
}

# ── Runtime: store-s3 ─────────────────────────────────────────────────────────────────────────────────────────────

# The store in a bucket, through the AWS CLI; what each function means is said in the fragment `store`. One run of the CLI costs about
# half a second and moves ten files at once, so everything goes by directories, never by files.

s3_open() {
  local at=${STORE_URL#s3://}/ endpoint=${AWS_ENDPOINT_URL_S3:-${AWS_ENDPOINT_URL-}} region=$STORE_REGION
  S3_BUCKET=${at%%/*} S3_PREFIX=${at#*/}$CAMPAIGN/$RUN_ID/
  [[ ${AWS_IGNORE_CONFIGURED_ENDPOINT_URLS-} != [Tt]rue ]] || endpoint=
  # The region that was compiled in is that of the bucket that was.
  [[ -n $region && -z ${CAMPAIGN_STORE-} ]] || region=${AWS_REGION:-${AWS_DEFAULT_REGION:-$region}}
  AWS_OPTIONS=(--output json --cli-connect-timeout 10 --cli-read-timeout 30)
  # Not every release reads the endpoint from the environment.
  [[ -z $endpoint ]] || AWS_OPTIONS+=(--endpoint-url "$endpoint")
  [[ -z $region ]] || AWS_OPTIONS+=(--region "$region")
  S3_ENDPOINT=$endpoint S3_CONDITIONAL='' S3_CHECKS='' AWS_PLAIN='' S3_LONG=21600 S3_TOTAL=0
  # What the first process of the run has learned
  slurp "$RUN_DIR/s3"
  [[ $REPLY != *conditional* ]] || S3_CONDITIONAL=1
  [[ $REPLY != *checks* ]] || S3_CHECKS=1
  [[ $REPLY != *plain* ]] || AWS_PLAIN=1
}

# s3_learn: whether there is a CLI, and whether it can create conditionally
s3_learn() {
  ERROR="the store $STORE_URL needs the tool aws, which is not there"
  have aws || return
  ERROR="the store $STORE_URL needs the tool timeout of the coreutils, which is not there"
  have timeout || return
  if ! aws_cli 60 s3api put-object --generate-cli-skeleton input; then
    ERROR="the aws command is of no use: $ERROR"
    return 1
  fi
  slurp "$AWS_OUT"
  [[ $REPLY != *'"IfNoneMatch"'* ]] || S3_CONDITIONAL=1
  # Releases that know this checksum send one with every upload, and S3 takes nothing that does not fit it.
  [[ $REPLY != *'"ChecksumCRC64NVME"'* ]] || S3_CHECKS=1
  s3_note
}

s3_note() { printf '%s\n' "${S3_CONDITIONAL:+conditional}" "${S3_CHECKS:+checks}" "${AWS_PLAIN:+plain}" >"$RUN_DIR/s3"; }

# s3_reason WORDS COMMAND…: says which store it is about when it fails
s3_reason() {
  "${@:2}" && return
  ERROR="the store $STORE_URL $1: $ERROR"
  return 1
}

s3_exists() { s3_list '' && ((${#KEYS[@]})); }

# s3_age KEY: by the server's clock, which an object that is put now tells
s3_age() {
  local k last=0 clock=0 at=''
  REPLY=0
  s3_replace .clock "$RUN_DIR/script.sh" && s3_list '' || return
  s3_drop .clock
  for k in "${!KEYS[@]}"; do
    REPLY=$(date -u -d "${TIMES[k]}" +%s)
    case ${KEYS[k]} in
    .clock) clock=$REPLY ;;
    "$1") at=$REPLY ;;
    launch/* | stop) ;;
    *) ((REPLY <= last)) || last=$REPLY ;;
    esac
  done
  REPLY=$((clock - ${at:-$last}))
}

s3_has() {
  s3_list "$1" || return
  [[ ${KEYS[0]-} == "$1" ]]
}

# s3_told_to_stop: an AWS CLI costs half a second of the processor, and this is asked again and again: so curl asks, by a link that the
# CLI makes once an hour. Where it cannot, the CLI does.
s3_told_to_stop() {
  local code=
  if have curl; then
    now
    if ((REPLY >= STOP_LINK_UNTIL)); then
      STOP_LINK_UNTIL=$((REPLY + 270000)) STOP_LINK=
      aws_cli 60 s3 presign --expires-in 3600 "s3://$S3_BUCKET/${S3_PREFIX}stop" && slurp "$AWS_OUT" && STOP_LINK=$REPLY
    fi
    # By its input: the words of a process are for everybody to read.
    [[ -z $STOP_LINK ]] || code=$(printf 'url = "%s"\n' "$STOP_LINK" | curl -q -s -o /dev/null --connect-timeout 3 --max-time 6 -w '%{http_code}' -K - 2>/dev/null)
    case $code in 200) return ;; 404) return 1 ;; esac
  fi
  s3_has stop
}

s3_get() {
  REPLY=
  aws_cli 120 s3api get-object --bucket "$S3_BUCKET" --key="$S3_PREFIX$1" "$RUN_DIR/got.$BASHPID" || return
  slurp "$RUN_DIR/got.$BASHPID"
}

# s3_list PREFIX: also TAGS, the ETags, and TIMES, when each was put
s3_list() {
  local k
  KEYS=() SIZES=() TAGS=() TIMES=()
  aws_list 300 s3api list-objects-v2 --bucket "$S3_BUCKET" --prefix="$S3_PREFIX$1" --query 'Contents[].[Key,Size,ETag,LastModified][]' || return
  for ((k = 0; k < ${#LIST[@]}; k += 4)); do
    KEYS+=("${LIST[k]#"$S3_PREFIX"}") SIZES+=("${LIST[k + 1]}") TAGS+=("${LIST[k + 2]//\"/}") TIMES+=("${LIST[k + 3]}")
  done
}

s3_fetch() {
  aws_cli "$S3_LONG" s3 cp --only-show-errors "s3://$S3_BUCKET/$S3_PREFIX$1" "$2.part" && ERROR=$(mv -fT -- "$2.part" "$2" 2>&1)
}

s3_fetch_tree() {
  mkdir -p -- "$2" && aws_cli "$S3_LONG" s3 cp --only-show-errors --recursive "s3://$S3_BUCKET/$S3_PREFIX$1" "$2"
}

s3_fetch_each() { s3_fetch_some '' "$@"; }

# s3_fetch_some PREFIX DIRECTORY KEY…: the CLI takes patterns, so the keys are written as such
s3_fetch_some() {
  local prefix=$1 to=$2 key
  local -a words=(--exclude '*')
  shift 2
  for key; do
    key=${key//'['/'[[]'} key=${key//'*'/'[*]'}
    words+=(--include "${key//'?'/'[?]'}")
  done
  ERROR=$(mkdir -p -- "$to" 2>&1) || return
  aws_cli "$S3_LONG" s3 cp --recursive "${words[@]}" --only-show-errors "s3://$S3_BUCKET/$S3_PREFIX$prefix" "$to"
}

# s3_sums: what is small is read back; of the rest only the size is known
s3_sums() {
  local prefix=$1 back=$RUN_DIR/back.$BASHPID k total=0
  local -A there=()
  shift
  s3_list "${prefix:+$prefix/}" || return
  for k in "${!KEYS[@]}"; do there["${KEYS[k]#"${prefix:+$prefix/}"}"]=${SIZES[k]}; done
  SIZES=() SUMS=()
  for k; do
    ERROR="$k is not there"
    [[ -n ${there["$k"]-} ]] || return
    SIZES+=("${there["$k"]}") SUMS+=('')
    total=$((total + there["$k"]))
  done
  (($# <= 500 && total <= 67108864)) || return 0
  rm -rf -- "$back"
  FOLLOW_LINKS=
  s3_fetch_some "${prefix:+$prefix/}" "$back" "$@" && sums "$back" "$@"
  local status=$?
  rm -rf -- "$back"
  return "$status"
}

s3_clone() {
  local -a all=()
  [[ $1 != */ ]] || all=(--recursive)
  aws_cli "$S3_LONG" s3 cp --only-show-errors "${all[@]}" "s3://$S3_BUCKET/$S3_PREFIX$1" "s3://$S3_BUCKET/$S3_PREFIX$2"
}

# s3_takes KEY: REPLY is why it cannot be a key. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
s3_takes() {
  local LC_ALL=C text=$1
  REPLY='a name that is not valid UTF-8 cannot be stored in S3'
  json_utf8
  [[ $text == "$1" ]] || return
  REPLY='its key would be longer than the 1,024 bytes that S3 allows'
  ((${#S3_PREFIX} + ${#PUT_PREFIX} + ${#1} <= 1023)) || return
  REPLY="its key would have a part that is empty, '.' or '..'"
  [[ /$1/ != *//* && /$1/ != */./* && /$1/ != */../* ]]
}

s3_replace() { aws_cli 300 s3 cp --only-show-errors "$2" "s3://$S3_BUCKET/$S3_PREFIX$1"; }

# s3_replace_all: copies, because some of them are replaced while they are read; and the ledger, which cannot be appended to
s3_replace_all() {
  local copies=$RUN_DIR/put.$BASHPID mark=$RUN_DIR/saved/ledger status=0
  if [[ -s $RUN_DIR/ledger.jsonl && ! (-e $mark && $RUN_DIR/ledger.jsonl -ot $mark) ]]; then
    : >"$mark"
    put_whole record ledger.jsonl "$RUN_DIR/ledger.jsonl"
  fi
  s3_send_all copy "$copies" '' || status=$?
  ((status == 0)) || rm -f -- "$mark"
  return "$status"
}

s3_append() { :; }

s3_flush() { [[ ! -s $RUN_DIR/ledger.jsonl ]] || s3_replace ledger.jsonl "$RUN_DIR/ledger.jsonl"; }

# s3_send_all copy|link DIRECTORY PREFIX: all that put_file has named, by one run of the CLI
s3_send_all() {
  rm -rf -- "$2"
  mkdir -- "$2" && gather "$1" "$2" && aws_cli "$S3_LONG" s3 cp --recursive --only-show-errors "$2" "s3://$S3_BUCKET/$S3_PREFIX$3"
  local status=$?
  rm -rf -- "$2"
  return "$status"
}

# s3_drop PREFIX
s3_drop() {
  local -a all=()
  [[ $1 != */ ]] || all=(--recursive)
  aws_cli 600 s3 rm --only-show-errors "${all[@]}" "s3://$S3_BUCKET/$S3_PREFIX$1"
}

s3_halt() { aws_halt; }

# s3_end: parts of uploads that were cut off stay, and cost money, until they are given up. Who may not list them loses nothing else.
s3_end() {
  local k
  rm -f -- "$RUN_DIR"/{aws,got}.*
  aws_list 120 s3api list-multipart-uploads --bucket "$S3_BUCKET" --prefix="$S3_PREFIX" --query 'Uploads[].[Key,UploadId][]' || return 0
  for ((k = 0; k < ${#LIST[@]}; k += 2)); do
    aws_cli 60 s3api abort-multipart-upload --bucket "$S3_BUCKET" --key="${LIST[k]}" --upload-id="${LIST[k + 1]}" || :
  done
}

# s3_put_all: what is told of comes before what tells of it
s3_put_all() {
  local k
  local -a files=() records=()
  for k in "${!PUT_KEY[@]}"; do
    if [[ ${PUT_KIND[k]} == record ]]; then records+=("$k"); else files+=("$k"); fi
  done
  if ((${#files[@]} && ${#records[@]})); then
    local -a keys=("${PUT_KEY[@]}") places=("${PUT_IN[@]}") names=("${PUT_FILE[@]}")
    keep_files "${files[@]}"
    s3_put_part "$1" || return
    no_files
    for k in "${records[@]}"; do put_file record "${keys[k]}" "${places[k]}" "${names[k]}" '' 1; done
  fi
  s3_put_part "$1"
}

# s3_put_part: links to the files are all that lies on this disk
s3_put_part() {
  local prefix=${1:+$1/} tree=$RUN_DIR/put.$BASHPID status=0
  rm -rf -- "$tree"
  mkdir -- "$tree" && : >"$tree.mark" && gather link "$tree" && s3_put_tree && s3_prove || status=$?
  rm -rf -- "$tree" "$tree.mark"
  ((status)) || enter_all "$1"
  return "$status"
}

s3_put_tree() {
  local to="s3://$S3_BUCKET/$S3_PREFIX$prefix"
  s3_written_once || return
  S3_TOTAL=$(du -bLs -- "$tree" 2>/dev/null)
  S3_TOTAL=${S3_TOTAL%%[^0-9]*}
  S3_LONG=$((600 + S3_TOTAL / 200000))
  if ((${#PUT_KEY[@]} > 1)); then
    # 2: something was gone when it was to be sent, which is no fault while a stage runs; what is missing is seen in the proof.
    aws_cli "$S3_LONG" s3 cp --recursive --only-show-errors "$tree" "$to" || { (($? == 2)) && [[ ${PUT_KIND[0]} == partial ]]; }
  elif [[ -n $S3_CONDITIONAL && ${PUT_KIND[0]} == final ]] && ((S3_TOTAL < 67108864)); then
    s3_put_once "${PUT_KEY[0]}"
  else
    aws_cli "$S3_LONG" s3 cp --only-show-errors "$tree/${PUT_KEY[0]}" "$to${PUT_KEY[0]}"
  fi
}

# s3_put_once KEY: as a conditional create. A put whose answer got lost finds itself there.
s3_put_once() {
  local why
  aws_cli "$S3_LONG" s3api put-object --bucket "$S3_BUCKET" --key="$S3_PREFIX$prefix$1" --body "$tree/$1" --if-none-match '*' && return
  why=$ERROR
  s3_has "$prefix$1" || { ERROR=$why && return 1; }
  s3_sum "$prefix$1" || return
  [[ $REPLY != "$(sha256sum -b <"$tree/$1")" ]] || return 0
  ERROR="$1 is there already, and is not the same"
  return 1
}

# s3_written_once: what the ledger knows under a final key does not change. Only this run's machine writes there: it holds the claim.
s3_written_once() {
  local k ledger line sum
  local -A here=()
  slurp "$RUN_DIR/ledger.jsonl"
  ledger=$REPLY
  json_string "$prefix"
  [[ $ledger == *"\"key\":${REPLY%\"}"* ]] || return 0
  for k in "${!PUT_KEY[@]}"; do
    [[ ${PUT_KIND[k]} == final ]] || continue
    json_string "$prefix${PUT_KEY[k]}"
    line=${ledger##*"\"key\":$REPLY,"}
    line=${line%%$'\n'*}
    [[ $line == *'"kind":"final"'* && $line != '{'* ]] || continue
    sum=${PUT_SUM[k]}
    [[ -n $sum ]] || { s3_hash here sha256sum "${PUT_KEY[k]}" && sum=${here["${PUT_KEY[k]}"]-}; }
    [[ $line != *"\"sha256\":\"$sum\""* ]] || continue
    ERROR="${PUT_KEY[k]} is there already, and is not the same"
    return 1
  done
}

# ── Runtime: store-s3-claim ───────────────────────────────────────────────────────────────────────────────────────

# s3_claim: the object `claim`. A folder in which there is more, but for what a launcher leaves there, was begun by somebody else.
s3_claim() {
  local try status
  s3_learn || return 2
  slurp /proc/sys/kernel/random/uuid
  printf '%s\n' "$REPLY" >"$RUN_DIR/claim"
  # A store that is busy for a moment must not cost the whole run.
  for try in 1 2 3; do
    s3_claim_once && status=0 || status=$?
    ((status == 2 && try < 3)) || break
    pause $((2 * try))
  done
  return "$status"
}

s3_claim_once() {
  local k others=0
  s3_reserve claim "$RUN_DIR/claim" || return
  s3_list '' || return 2
  for k in "${!KEYS[@]}"; do s3_is_launchers "${KEYS[k]}" || others=$((others + 1)); done
  ((others == 1))
}

# s3_is_launchers KEY: whether it comes from whoever started or stops the run, and is no sign of the run itself
s3_is_launchers() { [[ $1 == launch/* || $1 == stop ]]; }

# s3_reserve: what FILE holds tells an answer that got lost, or a put that the CLI repeated, from an object of others
s3_reserve() {
  local status=0 why
  if [[ -z $S3_CONDITIONAL ]]; then
    s3_reserve_in_turn "$@"
    return
  fi
  s3_create "$@" && status=$? || status=$?
  if ((status)) && [[ $1 == claim && -n $S3_ENDPOINT && -z $AWS_PLAIN ]] && ! s3_has claim; then
    # Other servers may know nothing of the checksums that the CLI sends by itself.
    AWS_PLAIN=1
    s3_create "$@" && status=0 && s3_note || AWS_PLAIN=
  fi
  why=$ERROR
  if ! s3_get "$1"; then
    ERROR="the store $STORE_URL cannot be written: $([[ $status == 0 ]] && printf %s "$ERROR" || printf %s "$why")"
    return 2
  fi
  [[ $REPLY == "$(<"$2")" ]] || return 1
  [[ $1 == claim && -n $S3_ENDPOINT ]] && s3_create "$1" "$2" || return 0
  # It took a second one in place of the first.
  say "the store $STORE_URL heeds no conditions"
  S3_CONDITIONAL=
  s3_note
  s3_drop "$1" && s3_reserve_in_turn "$@"
}

# s3_create KEY FILE
s3_create() {
  aws_cli 120 s3api put-object --bucket "$S3_BUCKET" --key="$S3_PREFIX$1" --body "$2" --if-none-match '*'
}

# s3_reserve_in_turn KEY FILE: without conditions. Everybody draws a ticket and waits until all that were drawn within the same second of
# the server's clock can be seen; the first one, by time and name, has the key.
s3_reserve_in_turn() {
  local k own first='' at=0 now=0
  say "$1 is taken by turns: the aws command, or the server, cannot create conditionally"
  slurp /proc/sys/kernel/random/uuid
  own=turns/$1/$REPLY
  s3_reason 'cannot be written' s3_replace "$own" "$2" || return 2
  pause 3
  s3_reason 'cannot be listed' s3_list '' || return 2
  for k in "${!KEYS[@]}"; do [[ ${KEYS[k]} != "$own" ]] || now=$(date -u -d "${TIMES[k]}" +%s); done
  for k in "${!KEYS[@]}"; do
    [[ ${KEYS[k]} != "$1" ]] || first="$1"
    [[ ${KEYS[k]} == "turns/$1/"* && $first != "$1" ]] || continue
    at=$(date -u -d "${TIMES[k]}" +%s)
    # Whoever drew it ten minutes ago has died since.
    ((now - at < 600)) || continue
    REPLY="$at ${KEYS[k]}"
    [[ -n $first && ! $REPLY < $first ]] || first=$REPLY
  done
  if [[ $first == *" $own" ]]; then
    s3_reason 'cannot be written' s3_replace "$1" "$2" || return 2
    s3_drop "$own"
    return 0
  fi
  s3_drop "$own"
  return 1
}

# ── Runtime: store-s3-proof ───────────────────────────────────────────────────────────────────────────────────────

# s3_sum KEY: REPLY is the SHA-256 of what is stored, as sha256sum prints it; nothing of it is kept
s3_sum() {
  local sum said=$RUN_DIR/aws.$BASHPID.said
  sum=$(
    (
      aws_environment
      exec "${IDLE[@]}" timeout -k 5 "$S3_LONG" aws "${AWS_OPTIONS[@]}" s3 cp --only-show-errors "s3://$S3_BUCKET/$S3_PREFIX$1" -
    ) </dev/null 2>"$said" | sha256sum -b
    [[ ${PIPESTATUS[*]} == "0 0" ]]
  )
  local status=$?
  REPLY=$sum
  ((status)) || return 0
  AWS_OUT=${said%.said}
  aws_error "$S3_LONG" "$status"
  return "$status"
}

# s3_prove: SIZES, SUMS and PROOFS of what is in the store. Up to 256 MiB are read back; of more, and of a stage that runs, the ETags
# have to be the MD5 of what is here.
s3_prove() {
  local k
  local -a wrong=()
  if ((S3_TOTAL > 268435456)) || [[ -z $PUT_ENDED ]]; then s3_prove_by_tag; else s3_prove_by_reading; fi || return
  ((${#wrong[@]})) || return 0
  # What is wrong does not stay under a final key, if the store can be spoken to.
  local why=$ERROR
  for k in "${wrong[@]}"; do
    [[ ${PUT_KIND[k]} == partial ]] || s3_drop "$prefix${PUT_KEY[k]}" || break
  done
  ERROR=$why
  return 1
}

s3_prove_by_reading() {
  local back=$RUN_DIR/back.$BASHPID k
  local -a arrived=() all=()
  local -A here=()
  PROOFS=() SIZES=() SUMS=() FOLLOW_LINKS=''
  rm -rf -- "$back"
  # What the CLI says of an object that is damaged differs from release to release: what did not arrive is wrong.
  if ((${#PUT_KEY[@]} <= 20)); then
    s3_fetch_some "$prefix" "$back" "${PUT_KEY[@]}" || :
  else
    [[ " ${PUT_KIND[*]} " == *' partial '* ]] || all=(--exclude 'partial/*')
    aws_cli "$S3_LONG" s3 cp --recursive "${all[@]}" --only-show-errors "s3://$S3_BUCKET/$S3_PREFIX$prefix" "$back" || :
  fi
  # What nobody has measured yet has to be what is here.
  for k in "${!PUT_KEY[@]}"; do
    [[ ! -e $back/${PUT_KEY[k]} ]] || arrived+=("${PUT_KEY[k]}")
    [[ -n ${PUT_SUM[k]} ]] || here["${PUT_KEY[k]}"]=
  done
  s3_hash here sha256sum "${!here[@]}"
  ((${#arrived[@]} == 0)) || sums "$back" "${arrived[@]}" || { rm -rf -- "$back" && return 1; }
  rm -rf -- "$back"
  s3_compare
}

# s3_compare: SIZES and SUMS are of those that have `arrived`, in their order
s3_compare() {
  local k j=0 sum
  for k in "${!PUT_KEY[@]}"; do
    sum=${PUT_SUM[k]:-${here["${PUT_KEY[k]}"]-}}
    if [[ ${arrived[j]-} != "${PUT_KEY[k]}" ]]; then
      ((${#wrong[@]})) || ERROR="${PUT_KEY[k]} cannot be read back${ERROR:+: $ERROR}"
    elif [[ ${SUMS[j++]} != "$sum" ]]; then
      ERROR="${PUT_KEY[k]} is not in the store as it was put: its SHA-256 there is ${SUMS[j - 1]}, not $sum"
    else
      continue
    fi
    wrong+=("$k")
  done
}

# s3_hash ARRAY TOOL NAME…: the hashes of files of the tree, by name
s3_hash() {
  local -n into=$1
  local tool=$2 line k
  shift 2
  for ((k = 1; k <= $#; k += 500)); do
    while IFS= read -r -d '' line; do into["${line#* \*}"]=${line%% *}; done < <(cd -- "$tree" && "$tool" -bz -- "${@:k:500}" 2>/dev/null)
  done
}

s3_prove_by_tag() {
  local k key
  local -A here=() md5=() size=() tag=()
  local -a keep=() sizes=() sums=() proofs=()
  s3_list "$prefix" || return
  for k in "${!KEYS[@]}"; do
    key=${KEYS[k]#"$prefix"}
    size["$key"]=${SIZES[k]} tag["$key"]=${TAGS[k]}
  done
  s3_hash md5 md5sum "${PUT_KEY[@]}"
  s3_hash here sha256sum "${PUT_KEY[@]}"
  for k in "${!PUT_KEY[@]}"; do
    key=${PUT_KEY[k]}
    # A stage that runs may have removed it before it could be sent.
    if [[ ! -e $tree/$key && ${PUT_KIND[k]} == partial && -z ${size["$key"]-} ]]; then continue; fi
    ERROR="$key is not in the store after it was put"
    [[ -n ${size["$key"]-} ]] || return
    s3_prove_one "$key" "${size["$key"]}" "${tag["$key"]}" || return
    keep+=("$k") sizes+=("${size["$key"]}") sums+=("${REPLY%% *}") proofs+=("${REPLY#* }")
    [[ -n ${PUT_SUM[k]} && ${PUT_SUM[k]} != "${REPLY%% *}" ]] || continue
    ERROR="$key is not in the store as it was put: its SHA-256 there is ${REPLY%% *}, not ${PUT_SUM[k]}"
    wrong+=("$k")
  done
  ((${#wrong[@]})) || keep_files "${keep[@]}"
  SIZES=("${sizes[@]}") SUMS=("${sums[@]}") PROOFS=("${proofs[@]}")
}

# s3_prove_one KEY SIZE TAG: REPLY is the SHA-256 of what is stored, and what proved it
s3_prove_one() {
  local file=$tree/$1 pair sum=${here["$1"]-}
  if [[ $file -ot $tree.mark && -n $sum ]]; then
    # It has not changed since before it was sent.
    REPLY="$sum etag"
    [[ ${md5["$1"]} != "$3" ]] || return 0
    [[ $3 != *-* ]] || ! s3_is_parts "$file" "$2" "$3" || return 0
    REPLY="$sum checksum"
    [[ -n $S3_CHECKS && -z $AWS_PLAIN ]] && (($2 > 67108864 && $2 == $(stat -L -c %s -- "$file"))) && return
  else
    # It may have grown: then what was sent is how it begins.
    pair=$({ head -c "$2" -- "$file" | tee /dev/fd/3 | sha256sum -b >"$tree.sum"; } 3>&1 2>/dev/null | md5sum)
    slurp "$tree.sum"
    REPLY="${REPLY%% *} etag"
    [[ ${pair%% *} != "$3" ]] || return 0
    [[ $3 != *-* ]] || ! s3_is_parts "$file" "$2" "$3" || return 0
  fi
  s3_sum "$prefix$1" || return
  REPLY="${REPLY%% *} read-back"
}

# s3_is_parts FILE SIZE TAG: whether the tag is that of its first SIZE bytes in parts of the CLI's own size: the MD5 of the MD5s
s3_is_parts() {
  local part=8388608 sums REPLY
  while (((($2 + part - 1) / part) > 10000)); do part=$((part * 2)); done
  ((($2 + part - 1) / part == ${3#*-})) || return
  sums=$(head -c "$2" -- "$1" | split -b "$part" --filter=md5sum | sed -E 's/ .*//; s/../\\x&/g')
  sums=$(printf %b "${sums//$'\n'/}" | md5sum)
  [[ ${sums%% *} == "${3%-*}" ]]
}

# ── Runtime: aws-cli ──────────────────────────────────────────────────────────────────────────────────────────────

# aws_cli SECONDS WORD…: the AWS CLI, v1 or v2, bounded; what it prints is in the file AWS_OUT. When it fails, ERROR is its last line: text
# for people, whose form changes from release to release, so nothing is decided by it.
aws_cli() {
  local status=0
  AWS_OUT=$RUN_DIR/aws.$BASHPID
  (
    aws_environment
    exec "${IDLE[@]}" timeout -k 5 "$1" aws "${AWS_OPTIONS[@]}" "${@:2}"
  ) </dev/null >"$AWS_OUT" 2>"$AWS_OUT.said" || status=$?
  ((status)) || return 0
  aws_error "$1" "$status"
  return "$status"
}

# aws_error SECONDS STATUS
aws_error() {
  slurp "$AWS_OUT.said"
  ERROR=${REPLY##*$'\n'}
  [[ $2 != 124 && $2 != 137 ]] || ERROR="no answer within $1 s${ERROR:+; $ERROR}"
  ERROR=${ERROR:-the aws command ended with $2 and said nothing}
  # Where our own links lie tells nobody anything.
  [[ $ERROR != 'upload failed: '*' to s3://'* ]] || ERROR="upload failed: s3://${ERROR#*' to s3://'}"
  [[ $ERROR != 'download failed: s3://'*" to "*"$RUN_ID/back."* ]] || ERROR="${ERROR%%' to '*}: ${ERROR#*' to '* }"
}

# aws_environment: it reads names and credentials by this, in a process of their own. C.UTF-8: in the C locale it skips other names than
# ASCII. What the caller has set stays.
aws_environment() {
  export LC_ALL=C.UTF-8 PYTHONUTF8=1 AWS_PAGER='' AWS_CLI_AUTO_PROMPT=off CAMPAIGN_UPLOAD_MARK=$RUN_DIR
  export AWS_RETRY_MODE=${AWS_RETRY_MODE:-standard} AWS_MAX_ATTEMPTS=${AWS_MAX_ATTEMPTS:-3}
  # A box that has just booted may have to wait for its role.
  export AWS_METADATA_SERVICE_TIMEOUT=${AWS_METADATA_SERVICE_TIMEOUT:-5} AWS_METADATA_SERVICE_NUM_ATTEMPTS=${AWS_METADATA_SERVICE_NUM_ATTEMPTS:-5}
  [[ -z $AWS_PLAIN ]] || export AWS_REQUEST_CHECKSUM_CALCULATION=WHEN_REQUIRED AWS_RESPONSE_CHECKSUM_VALIDATION=WHEN_REQUIRED
}

# aws_list WORD…: LIST are the scalars that it prints as JSON, each on a line of its own, as the CLI writes a flat list
aws_list() {
  local LC_ALL=C.UTF-8 line slash=\\
  LIST=()
  aws_cli "$@" || return
  while IFS= read -r line; do
    line=${line#"${line%%[! ]*}"}
    line=${line%,}
    case $line in
    '[' | ']' | '[]' | null | '') continue ;;
    '"'*)
      line=${line:1:${#line}-2}
      # All that JSON escapes in a string, printf %b reads, but the quotation mark.
      printf -v line %b "${line//"$slash\""/\"}"
      ;;
    esac
    LIST+=("$line")
  done <"$AWS_OUT"
}

# aws_halt: ends what processes of ours that are gone have left running
aws_halt() {
  PIDS=()
  marked_pids "CAMPAIGN_UPLOAD_MARK=$RUN_DIR"
  ((${#PIDS[@]} == 0)) || kill -s KILL -- "${PIDS[@]}" 2>/dev/null || :
}

# ── Runtime: time ─────────────────────────────────────────────────────────────────────────────────────────────────

# settle_limits: RUN_LIMIT is how long the run may take: what limits.wall says, or what limits.cost buys where that is less
settle_limits() {
  RUN_LIMIT=$WALL LIMITED_BY=wall LIMIT_TEXT="its wall limit of $WALL s"
  ((COST_SECONDS == 0 || COST_SECONDS >= WALL)) || RUN_LIMIT=$COST_SECONDS LIMITED_BY=cost LIMIT_TEXT="its cost limit of $COST_LIMIT"
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

# keep_time: whatever time has brought: limits, the end of the run, signals, the heartbeat
keep_time() {
  local i at
  now
  at=$REPLY
  for i in "${RUNNING[@]}"; do
    [[ ${STATES[i]} == running ]] || continue
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
  if ! may_stop; then
    :
  elif [[ -n $SIGNALLED ]]; then
    stop_run signal "${STOPPED_BY:-SIG$SIGNALLED}" interrupted "the run was stopped by ${STOPPED_BY:-SIG$SIGNALLED}"
  elif ((at - BEGUN >= RUN_LIMIT * 100)); then
    stop_run "$LIMITED_BY" "$LIMIT_TEXT" interrupted "the run reached $LIMIT_TEXT"
  fi
  ((at - HEARTBEAT >= 200)) || return 0
  write_status
  keep_going "$UPLOADER" || start_uploader
  guard
  [[ -z $NOTICES ]] || keep_going "$NOTICES" || start_notices
}

# keep_going PID: fails when this process of ours is gone; what a stage has stopped is set going again
keep_going() {
  process_start "$1"
  [[ -n $REPLY ]] || return
  [[ $PROCESS_STATE != [Tt] ]] || kill -s CONT "$1"
}

# may_stop: whether the stages that run may still be told to end; a failed stage stops the others before they begin, not while they run
may_stop() { [[ $PHASE == @(preflight|running) && (-z $STOPPING || $STOPPING == on-failure) ]]; }

# stop_stage STAGE-INDEX STATE REASON: asks it to end; after the grace it is killed
stop_stage() {
  use_stage "$1"
  keep stop "$2" "$3"
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

# ── Runtime: notice ───────────────────────────────────────────────────────────────────────────────────────────────

# start_notices: a process beside main that asks EC2 whether the machine will be taken away
start_notices() {
  [[ -n $ON_EC2 || $PROVISION == 1 ]] || return 0
  if ! has_imds; then
    [[ $PHASE$MARKET != runningspot ]] || have curl || warn 'there is no curl: a spot notice would not be seen'
    return
  fi
  notices &
  NOTICES=$!
  printf '%s\n' "$NOTICES" >"$RUN_DIR/notices"
  HARNESS_PIDS+=" $NOTICES"
}

# notices: AWS advises to ask every 5 seconds: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html
notices() {
  local failed=0 rebalance=
  trap '' TERM INT HUP
  trap - EXIT
  while alive "$MAIN_PID" "$MAIN_START"; do
    if imds spot/instance-action events/recommendations/rebalance; then
      failed=0
      if [[ -n ${ANSWERS[0]} ]]; then
        tell notice "${ANSWERS[0]}"
        return
      fi
      [[ -z ${ANSWERS[1]} || -n $rebalance ]] || tell rebalance "${ANSWERS[1]}"
      rebalance+=${ANSWERS[1]}
    else
      failed=$((failed + 1))
      ((failed != 3)) || warn 'the instance metadata does not answer: a spot notice would not be seen'
    fi
    guard
    pause 4
  done
  guard
}

# spot_notice JSON: the machine will be taken away, in two minutes or less
spot_notice() {
  local action=interrupt time='' detail
  [[ $1 =~ \"action\"\ *:\ *\"([a-z]+)\" ]] && action=${BASH_REMATCH[1]}
  [[ $1 =~ \"time\"\ *:\ *\"([0-9TZ:.+-]+)\" ]] && time=${BASH_REMATCH[1]}
  event spot-notice "\"action\":\"$action\",\"time\":\"$time\""
  detail="the spot notice of EC2: $action${time:+ at $time}"
  # Who told us has ended.
  LEAVING=1 NOTICES=
  ! may_stop || stop_run spot "$detail" interrupted "the run was stopped by $detail"
}

# rebalance JSON: it may be taken away soon, so what there is is saved now
rebalance() {
  local time=
  [[ $1 =~ \"noticeTime\"\ *:\ *\"([0-9TZ:.+-]+)\" ]] && time=${BASH_REMATCH[1]}
  event rebalance "\"time\":\"$time\""
  say 'EC2 recommends to leave this machine: saving what there is'
  printf 'save\n' >&"$UPLOADER_ORDERS"
}

stop_notices() {
  # bash says of a process that was killed, unless that is where nobody hears it.
  [[ -z $NOTICES ]] || { kill -s KILL "$NOTICES" && wait "$NOTICES"; } 2>/dev/null || :
  NOTICES=
}

# ── Runtime: imds ─────────────────────────────────────────────────────────────────────────────────────────────────

# The instance metadata of EC2, version 2 of its protocol:
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html

# has_imds: whether it may be asked. On a machine that is not Amazon's its address may belong to something else.
has_imds() {
  [[ ${AWS_EC2_METADATA_DISABLED-} != [Tt][Rr][Uu][Ee] ]] && have curl || return
  [[ -z ${AWS_EC2_METADATA_SERVICE_ENDPOINT-} && $PROVISION == 0 && $MARKET != spot ]] || return 0
  slurp /sys/class/dmi/id/sys_vendor
  [[ $REPLY == 'Amazon EC2' ]]
}

# imds PATH…: what each says of this machine, in ANSWERS; empty where there is no such thing. REPLY is the first.
# Fails when it could not be asked.
imds() {
  local path text
  local -a urls=()
  for path; do urls+=("$IMDS/latest/meta-data/$path"); done
  ANSWERS=() REPLY=
  # A token that has expired is refused with 401: then once more with another one.
  for _ in 1 2; do
    [[ -n $IMDS_TOKEN ]] || IMDS_TOKEN=$(ask_imds -f -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 21600' "$IMDS/latest/api/token") || IMDS_TOKEN=
    [[ -n $IMDS_TOKEN ]] || return
    text=$(ask_imds -f -w '\n%{http_code}\n' -H "X-aws-ec2-metadata-token: $IMDS_TOKEN" "${urls[@]}")
    take_answers "$text" || return
    ((${#ANSWERS[@]} == 0)) || break
    IMDS_TOKEN=
  done
  ((${#ANSWERS[@]} == $#)) && REPLY=${ANSWERS[0]}
}

# take_answers TEXT: of each path one line, if it is there, an empty one where it does not end in a newline, and the status
take_answers() {
  local line answer=
  ANSWERS=()
  while IFS= read -r line; do
    case $line in
    200 | 404) ANSWERS+=("$answer") answer= ;;
    401) return 0 ;;
    [0-9][0-9][0-9]) return 1 ;;
    '') ;;
    *) answer=$line ;;
    esac
  done <<<"$1"
}

# ask_imds WORD…: as curl, bounded, past every proxy and start-up file
ask_imds() { curl -q -s --noproxy '*' --connect-timeout 2 --max-time 4 "$@" 2>/dev/null; }

# look_at_instance: what EC2 says of this machine, as facts
look_at_instance() {
  IMDS=${AWS_EC2_METADATA_SERVICE_ENDPOINT:-http://169.254.169.254} IMDS_TOKEN='' INSTANCE_TYPE='' ON_EC2=''
  IMDS=${IMDS%/}
  if ! has_imds || ! imds instance-id instance-type placement/availability-zone placement/region ami-id instance-life-cycle; then
    # EC2's firmware knows the id: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/identify_ec2_instances.html
    slurp /sys/class/dmi/id/board_asset_tag
    [[ $REPLY != i-* ]] || fact instanceId "$REPLY"
    return 0
  fi
  ON_EC2=1 INSTANCE_TYPE=${ANSWERS[1]}
  fact instanceId "${ANSWERS[0]}"
  fact instanceType "$INSTANCE_TYPE"
  fact availabilityZone "${ANSWERS[2]}"
  fact region "${ANSWERS[3]}"
  fact imageId "${ANSWERS[4]}"
  fact lifeCycle "${ANSWERS[5]}"
}

# ── Runtime: hold ─────────────────────────────────────────────────────────────────────────────────────────────────

# settle_debts: what could not be saved yet is tried again: for a while on a machine of our own, some last times elsewhere
settle_debts() {
  local round
  ! pay_all || return 0
  # Where nothing was run, nothing is lost.
  if ((PROVISION)) && [[ -z $PREFLIGHT ]] && hold; then return; fi
  for round in 1 2 3 4; do
    pause "$round"
    ! pay_all || return 0
  done
}

# pay_all: whether everything that we have is in the store now
pay_all() {
  hear_all
  pay_debts
  hear_all
  ! is_owed && save_records
}

# hold: what is lost with the machine is lost for good, so it is tried again until limits.hold is over, or the time of the run, or the
# machine is about to go. Fails when there is no such time.
hold() {
  local until wait=4 owed=("$RUN_DIR"/owed/*)
  [[ -e ${owed[0]} ]] || owed=()
  now
  until=$((REPLY + HOLD * 100))
  ((until < BEGUN + RUN_LIMIT * 100)) || until=$((BEGUN + RUN_LIMIT * 100))
  ((REPLY < until)) || return
  seconds $((until - REPLY))
  say "not everything is in the store: trying again for up to $REPLY s"
  PHASE=holding
  event holding "\"owed\":${#owed[@]},\"seconds\":$REPLY"
  until hold_still "$wait" "$until"; do wait=$((wait < 30 ? wait * 2 : 60)); done
  PHASE=uploading
  write_status
}

# hold_still SECONDS UNTIL: waits and tries again; fails when there is time for another round
hold_still() {
  local left more=1
  for ((left = $1; left && more; left--)); do
    write_status
    pause 1
    hear_all
    now
    [[ -z $SIGNALLED$LEAVING ]] && ((REPLY < $2)) || more=0
  done
  pay_all || ((more == 0))
}

# ── Runtime: finish ───────────────────────────────────────────────────────────────────────────────────────────────

# finish_run: everything that is still here goes to the store; the mark is the last of all
finish_run() {
  local mark=COMPLETE complete=true status i
  PHASE=uploading
  # No stage runs any more that could take it: what was put aside is for the last words.
  # What prepared the machine is saved once more: whoever was saving it may have been killed.
  rm -f -- "$RUN_DIR"/ballast.* "$RUN_DIR/saved/provision.log"
  write_status
  stop_uploader
  for i in "${!STAGE[@]}"; do owe_unpublished "$i"; done
  settle_debts
  stop_notices
  remove_groups
  exit_status
  status=$REPLY
  if is_owed || [[ -n $LOST ]] || ! save_records; then
    mark=INCOMPLETE complete=false
    # An interrupted run says so first; its mark tells the rest.
    ((status > 128)) || status=4
  fi
  [[ $STOPPING != watchdog ]] || mark=INCOMPLETE complete=false
  PHASE=ended EXIT_STATUS=$status
  write_run_record
  store_put record run.json "$RUN_DIR/run.json" || { mark=INCOMPLETE complete=false && ((status > 128)) || status=4; }
  hear_all
  now
  seconds $((REPLY - BEGUN))
  event run-ended "\"exitStatus\":$status,\"complete\":$complete,\"seconds\":$REPLY"
  EXIT_STATUS=$status
  write_status
  if ! save_end "$mark" && [[ $mark == COMPLETE ]]; then
    mark=INCOMPLETE
    ((status > 128)) || status=4
    EXIT_STATUS=$status
    write_status
    warn_incomplete
  fi
  : >"$RUN_DIR/$mark"
  tell_end "$mark" "$status"
  exit "$status"
}

# save_end MARK
save_end() {
  save_records && store_end && : >"$RUN_DIR/mark" && store_replace "$1" "$RUN_DIR/mark"
} 2>/dev/null

warn_incomplete() { say 'the store could not take the last records'; }

hear_all() {
  [[ -n ${WAKE-} ]] || return 0
  while hear_next 0.01; do :; done
}

is_owed() {
  local debt
  for debt in "$RUN_DIR"/owed/*; do [[ ! -e $debt ]] || return 0; done
  return 1
}

# exit_status: as the states of the stages have it
exit_status() {
  local i
  REPLY=0
  if [[ -n $PREFLIGHT ]]; then
    REPLY=3
    return
  fi
  for i in "${!STAGE[@]}"; do
    case ${STATES[i]} in passed | skipped | cached) ;; *) REPLY=1 ;; esac
  done
  case $STOPPING in
  signal) [[ $SIGNALLED == INT ]] && REPLY=130 || REPLY=143 ;;
  spot) REPLY=143 ;;
  wall | cost | on-failure) REPLY=1 ;;
  watchdog) REPLY=4 ;;
  esac
}

remove_groups() {
  local i
  [[ -n $CGROUP ]] || return 0
  local -a directories=()
  for i in "${!STAGE[@]}"; do directories+=("$CGROUP/$i"); done
  rmdir -- "${directories[@]}" "$CGROUP" 2>/dev/null || :
}

# tell_end MARK STATUS: also lets the watchdog go, and removes a checkout that nobody needs any more
tell_end() {
  local passed=1 i
  { printf 'done\n' >&"$DOG"; } 2>/dev/null || :
  rm -f -- "$RUN_DIR/dog" "$HOME_DIR/environment-$RUN_ID"{,-watchdog}
  for i in "${!STAGE[@]}"; do
    case ${STATES[i]} in passed | skipped | cached) ;; *) passed=0 ;; esac
  done
  if [[ -n $TREE && $1 == COMPLETE && $passed == 1 ]]; then
    rm -rf -- "$TREE"
  elif [[ -n $TREE && -d $TREE ]]; then
    say "the checkout is kept: $SOURCE_ROOT"
  fi
  rm -f -- "$RUN_DIR"/{quiet,mask} "$RUN_DIR"/masked.*
  say "$1, exit status $2: $STORE_URL/$CAMPAIGN/$RUN_ID"
  [[ $1 == COMPLETE ]] || say "what is not in the store is in $RUN_DIR; to go on when the store can be written: CAMPAIGN_RUN_ID=resume:$RUN_ID"
}

# ── Runtime: watchdog ─────────────────────────────────────────────────────────────────────────────────────────────

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

# ── Runtime: poweroff ─────────────────────────────────────────────────────────────────────────────────────────────

# How a machine of the campaign's own ends. Anywhere else none of this does anything.

# bind_machine: from here on the machine ends when this process does, however that comes about
bind_machine() {
  POWER_OFF=
  ((PROVISION)) || return 0
  power_off_in $((WALL + 900))
  trap power_off EXIT
  # Who saves must not be the one that the kernel kills for want of memory.
  { echo -500 >/proc/self/oom_score_adj; } 2>/dev/null
}

# power_off_in SECONDS: even if nothing of ours is alive then. Both ways count on a clock that does not step.
power_off_in() {
  local -a timer=(systemd-run --quiet --collect "--unit=campaign-off-$$" "--on-active=$1" --timer-property=AccuracySec=1s)
  POWER_OFF="a timer of systemd, set for $1 s after the start of the script"
  if has_systemd && "${timer[@]}" -- systemctl --no-block poweroff; then return; fi
  POWER_OFF="a process that waits $1 s from the start of the script"
  # shellcheck disable=SC2016 # the text is a program, for the shell that is started
  "${SESSION[@]}" "$BASH" -c 'sleep "$0"; shutdown -h now || poweroff' "$1" </dev/null >/dev/null 2>&1 &
}

# power_off: never halt, which leaves an instance of EC2 running and paid for
power_off() {
  say 'powering off'
  if has_systemd && systemctl --no-block poweroff; then return; fi
  shutdown -h now || poweroff || say 'this machine could not be powered off, and goes on costing money'
}

# stay_up: this process may end and the machine go on
stay_up() { trap - EXIT; }

has_systemd() { [[ -d /run/systemd/system ]]; }

# ── Runtime: records ──────────────────────────────────────────────────────────────────────────────────────────────

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

# ── Runtime: json ─────────────────────────────────────────────────────────────────────────────────────────────────

# json_string TEXT: REPLY is TEXT as a JSON string, quotes included
json_string() {
  # Bytes, not characters: the length of a text and its validity must not depend on the caller's locale.
  local LC_ALL=C text=$1
  [[ $text == *[$'\x80'-$'\xff']* ]] && json_utf8
  if [[ $text == *[$'\x01'-$'\x1f"\\']* ]]; then json_escape; fi
  REPLY="\"$text\""
}

json_escape() {
  local code char escape slash=\\
  text=${text//"$slash"/"$slash$slash"}
  text=${text//'"'/"$slash\""}
  [[ $text == *[$'\x01'-$'\x1f']* ]] || return 0
  for code in {1..31}; do
    printf -v escape '\\u%04x' "$code"
    printf -v char '\\%03o' "$code"
    printf -v char %b "$char"
    text=${text//"$char"/"$escape"}
  done
}

# json_utf8: every byte of $text that is not part of valid UTF-8 becomes U+FFFD
json_utf8() {
  local a=$'[\x80-\xbf]' whole
  local two=$'[\xc2-\xdf]'"$a"
  local three=$'(\xe0[\xa0-\xbf]|[\xe1-\xec\xee\xef]'"$a"$'|\xed[\x80-\x9f])'"$a"
  local four=$'(\xf0[\x90-\xbf]|[\xf1-\xf3]'"$a"$'|\xf4[\x80-\x8f])'"$a$a"
  whole="^([^"$'\x80-\xff'"]|$two|$three|$four)"
  local rest=$text good=
  [[ $text =~ $whole*$ ]] && return
  while [[ -n $rest ]]; do
    if [[ $rest =~ $whole ]]; then
      good+=${BASH_REMATCH[0]}
      rest=${rest:${#BASH_REMATCH[0]}}
    else
      good+=$'\xef\xbf\xbd'
      rest=${rest:1}
    fi
  done
  text=$good
}

# json_or_null TEXT
json_or_null() {
  if [[ -n $1 ]]; then json_string "$1"; else REPLY=null; fi
}

# json_list TEXT…
json_list() {
  local item list=
  for item; do
    json_string "$item"
    list+=${list:+,}$REPLY
  done
  REPLY="[$list]"
}

# ── Runtime: words ────────────────────────────────────────────────────────────────────────────────────────────────

say() { printf 'campaign: %s\n' "$*" >&2; }

warn() {
  local text=$*
  say "warning: $text"
  json_string "$text"
  post warning "\"message\":$REPLY"
}

# die STATUS TEXT: before the run has begun; afterwards finish_run ends it.
die() {
  local status=$1
  shift
  say "$*"
  exit "$status"
}

have() { type -P "$1" >/dev/null; }

# now: hundredths of a second since boot. SECONDS and EPOCHREALTIME follow clock steps, this does not.
now() {
  local up
  read -r up _ </proc/uptime
  REPLY=$((10#${up/./}))
}

stamp() { TZ=UTC0 printf -v REPLY '%(%Y-%m-%dT%H:%M:%SZ)T' -1; }

# seconds HUNDREDTHS: as a JSON number
seconds() { printf -v REPLY '%d.%02d' $(($1 / 100)) $(($1 % 100)); }

# pause SECONDS: read with a timeout on a pipe that never has anything to say, because sleep would be one more process
pause() { read -r -t "$1" -u "$QUIET" || :; }

# slurp FILE: its text without trailing newlines, or nothing; no process
slurp() {
  REPLY=
  [[ -r $1 ]] || return 0
  IFS= read -r -d '' REPLY <"$1" || :
  while [[ $REPLY == *$'\n' ]]; do REPLY=${REPLY%$'\n'}; done
}

# alive PID START: whether the process runs that had this start time (field 22 of stat), so a reused id is not taken for it
alive() {
  process_start "$1"
  [[ -n $REPLY && $REPLY == "$2" ]]
}

process_start() {
  local text=
  { IFS= read -r text <"/proc/$1/stat"; } 2>/dev/null || :
  REPLY=
  [[ $text == *') '* ]] || return 0
  local fields
  IFS=' ' read -r -a fields <<<"${text##*) }"
  PROCESS_STATE=${fields[0]}
  [[ $PROCESS_STATE == Z ]] || REPLY=${fields[19]}
}

# ── Runtime: stages ───────────────────────────────────────────────────────────────────────────────────────────────

# The words in which the stages are written below. They only note things down: nothing runs before `main` does.
no_stages_yet() {
  declare -g BOX_USER='' SETUP='' SETUP_LIMIT=0
  declare -gA STAGE_INDEX=() NEEDED=() PASSWD=()
  declare -ga STAGE=() ORIGIN=() RUN=() RUN_LINE=() LIMIT=() ATTEMPTS=() BACKOFF=() RETRY_ON=() ALONE=() ON_FAILURE=() STAGE_CWD=() NEEDS=() OFF=() CONDITION=() FINGERPRINT=()
  declare -ga ENV_FIRST=() ENV_NAME=() ENV_VALUE=()
  declare -ga INPUT_FIRST=() INPUT_KIND=() INPUT_PATH=()
  declare -ga OUTPUT_FIRST=() OUTPUT_PATH=() OUTPUT_KIND=() OUTPUT_UPLOAD=() OUTPUT_EVERY=() OUTPUT_AS=()
  declare -ga EXPECT_FIRST=() EXPECT_OF=() EXPECT_WHAT=() EXPECT_MIN=() EXPECT_MAX=() EXPECT_TEXT=() EXPECT_SHOWN=()
  declare -ga PACKAGES=() SERVICES=() SETUP_NAME=() SETUP_VALUE=() USERS=() STAGE_USER=()
  declare -ga PREBUILT_URL=() PREBUILT_MISSING=() PREBUILT_PATHS=() PREBUILT_BUILD=() PREBUILT_STAGE=() PREBUILT_USERS=() BROUGHT=()
  declare -ga SECRET_NAME=() SECRET_SOURCE=() SECRET_VALUE=() STAGE_SECRETS=() MASK=()
  declare -ga NEED_KIND=() NEED_TEXT=() NEED_VERSION=() NEED_STAGE=()
}

# stage NAME PLACE: everything up to the next `stage` is about it
stage() {
  local i=${#STAGE[@]}
  STAGE[i]=$1 ORIGIN[i]=$2 STAGE_INDEX["$1"]=$i
  LIMIT[i]=0 ATTEMPTS[i]=1 BACKOFF[i]=0 RETRY_ON[i]='' ALONE[i]=1 ON_FAILURE[i]=continue STAGE_CWD[i]='' NEEDS[i]='' OFF[i]='' CONDITION[i]='' RUN[i]='' STAGE_SECRETS[i]='' STAGE_USER[i]=''
  INPUT_FIRST[i]=${#INPUT_PATH[@]} INPUT_FIRST[i + 1]=${#INPUT_PATH[@]}
  OUTPUT_FIRST[i]=${#OUTPUT_PATH[@]} OUTPUT_FIRST[i + 1]=${#OUTPUT_PATH[@]}
  EXPECT_FIRST[i]=${#EXPECT_OF[@]} EXPECT_FIRST[i + 1]=${#EXPECT_OF[@]}
  ENV_FIRST[i]=${#ENV_NAME[@]} ENV_FIRST[i + 1]=${#ENV_NAME[@]}
}

# needs STAGE [PATH…]: waits for it, because of these
needs() {
  local i=$((${#STAGE[@]} - 1)) to=${STAGE_INDEX["$1"]}
  NEEDS[i]+="$to "
  NEEDED["$i:$to"]=${2-}
}

# limit SECONDS: for one attempt
limit() { LIMIT[${#STAGE[@]} - 1]=$1; }

# attempts COUNT BACKOFF ON…: seconds between them; ON is exit, timeout, spot
attempts() {
  local i=$((${#STAGE[@]} - 1))
  ATTEMPTS[i]=$1 BACKOFF[i]=$2 RETRY_ON[i]=" ${*:3} "
}

# beside_others: it is no measurement, so it may overlap
beside_others() { ALONE[${#STAGE[@]} - 1]=0; }

stop_on_failure() { ON_FAILURE[${#STAGE[@]} - 1]=stop; }

# fingerprint SHA256 NAME=DIGEST…: what identifies its work, whole and by parts
fingerprint() { FINGERPRINT[${#STAGE[@]} - 1]=$*; }

works_in() { STAGE_CWD[${#STAGE[@]} - 1]=$1; }

# off WHY: decided when it was compiled
off() { OFF[${#STAGE[@]} - 1]=$1; }

sets() {
  ENV_NAME+=("$1") ENV_VALUE+=("$2")
  ENV_FIRST[${#STAGE[@]}]=${#ENV_NAME[@]}
}

# runs_as NAME: where the machine is provisioned
runs_as() { STAGE_USER[${#STAGE[@]} - 1]=$1; }

# gets NAME…: these secrets, as variables
gets() { STAGE_SECRETS[${#STAGE[@]} - 1]=" $* "; }

# takes KIND PATH: a file, directory or glob that must be there before it starts
takes() {
  INPUT_KIND+=("$1") INPUT_PATH+=("$2")
  INPUT_FIRST[${#STAGE[@]}]=${#INPUT_PATH[@]}
}

# asks KIND WHAT [VERSION]: what the machine must have; checked before the first stage
asks() { NEED_KIND+=("$1") NEED_TEXT+=("$2") NEED_VERSION+=("${3-}") NEED_STAGE+=($((${#STAGE[@]} - 1))); }

# leaves KIND PATH [upload|keep] [CHECKPOINT-SECONDS] [AS]
leaves() {
  OUTPUT_KIND+=("$1") OUTPUT_PATH+=("$2") OUTPUT_UPLOAD+=("${3-upload}") OUTPUT_EVERY+=("${4-$CHECKPOINT}") OUTPUT_AS+=("${5-}")
  OUTPUT_FIRST[${#STAGE[@]}]=${#OUTPUT_PATH[@]}
}

# expects WHAT MIN MAX [TEXT [SHOWN]]: of the output above, or of the log before any output; an empty MIN or MAX is open
expects() {
  local last=$((${#STAGE[@]} - 1)) of=log
  ((${#OUTPUT_PATH[@]} > OUTPUT_FIRST[last])) && of=$((${#OUTPUT_PATH[@]} - 1))
  EXPECT_OF+=("$of") EXPECT_WHAT+=("$1") EXPECT_MIN+=("$2") EXPECT_MAX+=("$3") EXPECT_TEXT+=("${4-}") EXPECT_SHOWN+=("${5-}")
  EXPECT_FIRST[last + 1]=${#EXPECT_OF[@]}
}

# runs [LINE] <<'MARK': the text that follows, as data; LINE of campaign.yaml is its first
runs() {
  RUN_LINE[${#STAGE[@]} - 1]=${1-1}
  IFS= read -r -d '' "RUN[${#STAGE[@]} - 1]" || :
}

# at_line LINE TEXT: REPLY is TEXT behind so many empty lines that bash speaks of its lines as campaign.yaml has them
at_line() {
  printf -v REPLY '%*s' $(($1 - 1)) ''
  REPLY=${REPLY// /$'\n'}$2
}

# ── Stages, in the order in which they run ────────────────────────────────────────────────────────────────────────

no_stages_yet

stage 'compress[level=1]' examples/minimal.campaign.yaml:17
limit 60
works_in /opt/campaign/minimal
fingerprint d9b6411ac43442e2682fff12a396d5732bf72e8cb363b006b1d982fd023eb8d6 commit=232017 machine=95cb9b command=c88a3d inputs=22ff61 outputs=96191c
takes file package-lock.json
asks tool gzip
leaves file lock-1.gz upload 30
runs 19 <<'END_OF_RUN'
gzip -1 --no-name <package-lock.json >lock-1.gz
END_OF_RUN

stage 'compress[level=6]' examples/minimal.campaign.yaml:17
limit 60
works_in /opt/campaign/minimal
fingerprint a1ea75c75032dd2ceecb3bb33ef49bb0ec1efbffa675f8d250272d17cb954706 commit=232017 machine=95cb9b command=02f222 inputs=22ff61 outputs=4c79b5
takes file package-lock.json
asks tool gzip
leaves file lock-6.gz upload 30
runs 19 <<'END_OF_RUN'
gzip -6 --no-name <package-lock.json >lock-6.gz
END_OF_RUN

stage 'compress[level=9]' examples/minimal.campaign.yaml:17
limit 60
works_in /opt/campaign/minimal
fingerprint c042b5ca6f4ad2700bf457496ec8764e7b4078211897efc63085c8bdd94775d5 commit=232017 machine=95cb9b command=b4b0c1 inputs=22ff61 outputs=50512c
takes file package-lock.json
asks tool gzip
leaves file lock-9.gz upload 30
runs 19 <<'END_OF_RUN'
gzip -9 --no-name <package-lock.json >lock-9.gz
END_OF_RUN

stage sizes examples/minimal.campaign.yaml:12
limit 60
works_in /opt/campaign/minimal
fingerprint 5f6e070e59e8ffe17f45ee11101e45bab0f0c90f17cb75495cb1d8af876d92e9 commit=232017 machine=95cb9b command=860d3f inputs=c38a46 outputs=7fbd3f
needs 'compress[level=1]' 'lock-*.gz'
needs 'compress[level=6]' 'lock-*.gz'
needs 'compress[level=9]' 'lock-*.gz'
takes glob 'lock-*.gz'
leaves file sizes.txt upload 30
expects lines 4 4
runs 13 <<'END_OF_RUN'
wc -c lock-*.gz | tee sizes.txt
END_OF_RUN

# ── Run ───────────────────────────────────────────────────────────────────────────────────────────────────────────

main "$@"
exit
