# shellcheck shell=bash

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
