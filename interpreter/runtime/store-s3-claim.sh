# shellcheck shell=bash

# s3_claim: the object `claim`. A folder in which there is more, but for what a launcher leaves there, was begun by somebody else.
s3_claim() {
  local try status
  s3_learn || return 2
  slurp /proc/sys/kernel/random/uuid
  printf '%s\n' "$REPLY" >"$RUN_DIR/claim"
  # A store that is busy for a moment must not cost the whole run.
  for try in 1 2 3; do
    s3_claim_once && status=0 || status=$?
    ((status == 2 && try < 3)) || break
    pause $((2 * try))
  done
  return "$status"
}

s3_claim_once() {
  local k others=0
  s3_reserve claim "$RUN_DIR/claim" || return
  s3_list '' || return 2
  for k in "${!KEYS[@]}"; do s3_is_launchers "${KEYS[k]}" || others=$((others + 1)); done
  ((others == 1))
}

# s3_is_launchers KEY: whether it comes from whoever started or stops the run, and is no sign of the run itself
s3_is_launchers() { [[ $1 == launch/* || $1 == stop ]]; }

# s3_reserve: what FILE holds tells an answer that got lost, or a put that the CLI repeated, from an object of others
s3_reserve() {
  local status=0 why
  if [[ -z $S3_CONDITIONAL ]]; then
    s3_reserve_in_turn "$@"
    return
  fi
  s3_create "$@" && status=$? || status=$?
  if ((status)) && [[ $1 == claim && -n $S3_ENDPOINT && -z $AWS_PLAIN ]] && ! s3_has claim; then
    # Other servers may know nothing of the checksums that the CLI sends by itself.
    AWS_PLAIN=1
    s3_create "$@" && status=0 && s3_note || AWS_PLAIN=
  fi
  why=$ERROR
  if ! s3_get "$1"; then
    ERROR="the store $STORE_URL cannot be written: $([[ $status == 0 ]] && printf %s "$ERROR" || printf %s "$why")"
    return 2
  fi
  [[ $REPLY == "$(<"$2")" ]] || return 1
  [[ $1 == claim && -n $S3_ENDPOINT ]] && s3_create "$1" "$2" || return 0
  # It took a second one in place of the first.
  say "the store $STORE_URL heeds no conditions"
  S3_CONDITIONAL=
  s3_note
  s3_drop "$1" && s3_reserve_in_turn "$@"
}

# s3_create KEY FILE
s3_create() {
  aws_cli 120 s3api put-object --bucket "$S3_BUCKET" --key="$S3_PREFIX$1" --body "$2" --if-none-match '*'
}

# s3_reserve_in_turn KEY FILE: without conditions. Everybody draws a ticket and waits until all that were drawn within the same second of
# the server's clock can be seen; the first one, by time and name, has the key.
s3_reserve_in_turn() {
  local k own first='' at=0 now=0
  say "$1 is taken by turns: the aws command, or the server, cannot create conditionally"
  slurp /proc/sys/kernel/random/uuid
  own=turns/$1/$REPLY
  s3_reason 'cannot be written' s3_replace "$own" "$2" || return 2
  pause 3
  s3_reason 'cannot be listed' s3_list '' || return 2
  for k in "${!KEYS[@]}"; do [[ ${KEYS[k]} != "$own" ]] || now=$(date -u -d "${TIMES[k]}" +%s); done
  for k in "${!KEYS[@]}"; do
    [[ ${KEYS[k]} != "$1" ]] || first="$1"
    [[ ${KEYS[k]} == "turns/$1/"* && $first != "$1" ]] || continue
    at=$(date -u -d "${TIMES[k]}" +%s)
    # Whoever drew it ten minutes ago has died since.
    ((now - at < 600)) || continue
    REPLY="$at ${KEYS[k]}"
    [[ -n $first && ! $REPLY < $first ]] || first=$REPLY
  done
  if [[ $first == *" $own" ]]; then
    s3_reason 'cannot be written' s3_replace "$1" "$2" || return 2
    s3_drop "$own"
    return 0
  fi
  s3_drop "$own"
  return 1
}
