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
  in_unit "$run" --wait --pipe --same-dir -p "UMask=$CALLER_UMASK" -- "$BASH" -p "$own" "$@"
  status=$?
  # A run that has begun has noted its process.
  slurp "$HOME_DIR/runs/$run/pid"
  [[ $REPLY == "$before" ]] || exit "$status"
  trap power_off EXIT
  say 'systemd gave the run no unit of its own; it goes on without'
}

# in_unit NAME OPTION… -- COMMAND…: runs it as the unit campaign-NAME, with our environment. TERM goes to the main process alone, so
# that it can end the stages; one that the kernel kills for want of memory does not end the others.
in_unit() {
  local name
  local -a settings=()
  for name in $(compgen -e); do
    case $name in _ | LC_ALL | PWD | OLDPWD | SHLVL | INVOCATION_ID | JOURNAL_STREAM | NOTIFY_SOCKET | SYSTEMD_EXEC_PID | MAINPID) ;; *) settings+=("--setenv=$name=${!name}") ;; esac
  done
  systemd-run --quiet --collect "--unit=campaign-$1" -p Type=exec -p KillMode=mixed -p TimeoutStopSec=110 -p OOMPolicy=continue -p Delegate=yes \
    -p TasksMax=infinity -p After=network-online.target "--setenv=LC_ALL=$CALLER_LC_ALL" "${settings[@]}" "${@:2}"
}
