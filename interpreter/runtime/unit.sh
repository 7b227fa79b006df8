# shellcheck shell=bash

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
