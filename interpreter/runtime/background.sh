# shellcheck shell=bash

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
