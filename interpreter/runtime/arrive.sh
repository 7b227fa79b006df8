# shellcheck shell=bash

# What the loader and the starter have in common. The script itself brings its own.

say() { printf 'campaign: %s\n' "$*" >&2; }

# is_ours: whether this machine is the campaign's own, to be powered off: cloud-init runs us, or CAMPAIGN_PROVISION says so
is_ours() {
  [[ ${CAMPAIGN_PROVISION-} == 1 || -z ${CAMPAIGN_PROVISION-} && $0 == /var/lib/cloud/instance*/scripts/* ]]
}

name_script() {
  SCRIPT=${CAMPAIGN_HOME:-/var/lib/campaign}/scripts/$SCRIPT_SHA256.sh
  ERROR=$({ mkdir -p -- "${SCRIPT%/*}" && chmod 700 -- "${SCRIPT%/*}"; } 2>&1)
}

# take_script FILE FROM: FILE becomes SCRIPT if its bytes are those that were compiled
take_script() {
  local sum
  sum=$(sha256sum -b <"$1") && sum=${sum%% *}
  if [[ $sum != "$SCRIPT_SHA256" ]]; then
    ERROR="$2 is not the script that was compiled: its SHA-256 is $sum, not $SCRIPT_SHA256"
    return 1
  fi
  ERROR=$(mv -fT -- "$1" "$SCRIPT" 2>&1)
}

# give_up: nothing was started
give_up() {
  say "$ERROR; nothing is run"
  ! is_ours || power_off
  exit 3
}

# hand_over: from here on the script answers for the end; there is no moment without a timer
hand_over() {
  say "starting $SCRIPT, whose SHA-256 is as compiled"
  is_ours || return 0
  export CAMPAIGN_PROVISION=1
  power_off_in $((WALL + 900)) running
  [[ -z $ARMED ]] || call_off loading
}

power_off() { systemctl --no-block poweroff || shutdown -h now || poweroff; }

# power_off_in SECONDS NAME: whatever becomes of this process
power_off_in() {
  if [[ -d /run/systemd/system ]]; then
    systemd-run --quiet --collect --unit="campaign-$2" --on-active="$1" -- systemctl --no-block poweroff && return
  fi
  # shellcheck disable=SC2016 # the text is a program: that bash expands it
  setsid "$BASH" -c 'sleep "$0" && poweroff' "$1" </dev/null >/dev/null 2>&1 &
  TIMER[$2]=$!
}

# call_off NAME: the timer of that name
call_off() {
  if [[ -n ${TIMER[$1]-} ]]; then
    kill -s KILL -- "-${TIMER[$1]}"
  else
    systemctl --quiet stop "campaign-$1.timer"
  fi
}
