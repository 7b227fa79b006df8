#!/usr/bin/env bash
# Stands for shutdown, poweroff, halt, reboot and systemctl in a box, which has no systemd: tells its first process.
# systemctl answers anything else as on a machine that was not booted with systemd.
set -u

# off WORD: a power-off is asked for and not waited for
off() {
  echo "$1" >/run/power
  exit 0
}

case ${0##*/} in
poweroff) off poweroff ;;
halt)
  case " $* " in *' -p '* | *' --poweroff '*) off poweroff ;; esac
  off halt
  ;;
reboot)
  echo 'reboot: this emulated machine cannot boot twice' >&2
  exit 1
  ;;
systemctl)
  for word; do
    case $word in
    -*) ;;
    poweroff) off poweroff ;;
    halt) off halt ;;
    *) break ;;
    esac
  done
  case $* in
  is-system-running*) echo offline ;;
  *) echo "System has not been booted with systemd as init system (PID 1). Can't operate." >&2 ;;
  esac
  exit 1
  ;;
esac

word=poweroff when=+1
for each; do
  case $each in
  -H | --halt) word=halt ;;
  -r | --reboot)
    echo 'shutdown: this emulated machine cannot boot twice' >&2
    exit 1
    ;;
  -c)
    if [ -f /run/shutdown.pid ]; then kill "$(cat /run/shutdown.pid)" && rm -f /run/shutdown.pid; fi
    exit 0
    ;;
  -*) ;;
  *)
    when=$each
    break
    ;;
  esac
done
case $when in
now | +0 | 0) off "$word" ;;
+[0-9]* | [0-9]*)
  minutes=${when#+}
  case $minutes in
  *[!0-9]*)
    echo "shutdown: $when: this emulated machine knows minutes only" >&2
    exit 1
    ;;
  esac
  # shellcheck disable=SC2016 # the text is a program
  setsid bash -c 'echo $$ >/run/shutdown.pid; sleep "$1"; echo "$2" >/run/power' shutdown "$((minutes * 60))" "$word" </dev/null >/dev/null 2>&1 &
  ;;
*)
  echo "shutdown: Failed to parse time specification: $when" >&2
  exit 1
  ;;
esac
