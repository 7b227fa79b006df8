# shellcheck shell=bash

# start: leaves the script running, apart from whoever called. One that waits for our output, or kills its group, does not reach it.
start() {
  local name unit=${CAMPAIGN_RUN_ID:-$CAMPAIGN}
  local -a settings=()
  unit=campaign-${unit#resume:}
  # Systems Manager may deliver a command twice, and the second time the run may be over.
  if [[ -n ${DELIVERY-} ]] && ! mkdir -- "${SCRIPT%/*}/delivered-$DELIVERY"; then
    say 'not started: what this delivery was to start has been started already'
    exit 0
  fi
  hand_over
  if [[ ! -d /run/systemd/system ]]; then
    setsid "$BASH" "$SCRIPT" </dev/null >>"$SCRIPT.log" 2>&1 &
    say "started, process $!; what it says is in $SCRIPT.log"
    return
  fi
  for name in "${!CAMPAIGN_@}" "${!AWS_@}"; do settings+=("--setenv=$name=${!name}"); done
  # A unit does not belong to what started us, is told to end before the machine is, and is there once.
  if systemd-run --quiet --collect --unit="$unit" -p Type=exec -p KillMode=mixed -p TimeoutStopSec=120 "${settings[@]}" -- "$BASH" "$SCRIPT"; then
    say "started as unit $unit: journalctl -fu $unit"
  else
    say "not started; does it run already? systemctl status $unit"
    exit 3
  fi
}
