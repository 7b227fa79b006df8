# shellcheck shell=bash

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
