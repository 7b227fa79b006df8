# shellcheck shell=bash

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
