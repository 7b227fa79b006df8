# shellcheck shell=bash

# start_notices: a process beside main that asks EC2 whether the machine will be taken away
start_notices() {
  [[ -n $ON_EC2 || $PROVISION == 1 ]] || return 0
  if ! has_imds; then
    [[ $PHASE$MARKET != runningspot ]] || have curl || warn 'there is no curl: a spot notice would not be seen'
    return
  fi
  notices &
  NOTICES=$!
  printf '%s\n' "$NOTICES" >"$RUN_DIR/notices"
  HARNESS_PIDS+=" $NOTICES"
}

# notices: AWS advises to ask every 5 seconds: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html
notices() {
  local failed=0 rebalance=
  trap '' TERM INT HUP
  trap - EXIT
  while alive "$MAIN_PID" "$MAIN_START"; do
    if imds spot/instance-action events/recommendations/rebalance; then
      failed=0
      if [[ -n ${ANSWERS[0]} ]]; then
        tell notice "${ANSWERS[0]}"
        return
      fi
      [[ -z ${ANSWERS[1]} || -n $rebalance ]] || tell rebalance "${ANSWERS[1]}"
      rebalance+=${ANSWERS[1]}
    else
      failed=$((failed + 1))
      ((failed != 3)) || warn 'the instance metadata does not answer: a spot notice would not be seen'
    fi
    guard
    pause 4
  done
  guard
}

# spot_notice JSON: the machine will be taken away, in two minutes or less
spot_notice() {
  local action=interrupt time='' detail
  [[ $1 =~ \"action\"\ *:\ *\"([a-z]+)\" ]] && action=${BASH_REMATCH[1]}
  [[ $1 =~ \"time\"\ *:\ *\"([0-9TZ:.+-]+)\" ]] && time=${BASH_REMATCH[1]}
  event spot-notice "\"action\":\"$action\",\"time\":\"$time\""
  detail="the spot notice of EC2: $action${time:+ at $time}"
  # Who told us has ended.
  LEAVING=1 NOTICES=
  ! may_stop || stop_run spot "$detail" interrupted "the run was stopped by $detail"
}

# rebalance JSON: it may be taken away soon, so what there is is saved now
rebalance() {
  local time=
  [[ $1 =~ \"noticeTime\"\ *:\ *\"([0-9TZ:.+-]+)\" ]] && time=${BASH_REMATCH[1]}
  event rebalance "\"time\":\"$time\""
  say 'EC2 recommends to leave this machine: saving what there is'
  printf 'save\n' >&"$UPLOADER_ORDERS"
}

stop_notices() {
  # bash says of a process that was killed, unless that is where nobody hears it.
  [[ -z $NOTICES ]] || { kill -s KILL "$NOTICES" && wait "$NOTICES"; } 2>/dev/null || :
  NOTICES=
}
