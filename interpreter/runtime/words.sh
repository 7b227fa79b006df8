# shellcheck shell=bash

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
