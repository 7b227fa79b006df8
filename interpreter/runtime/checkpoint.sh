# shellcheck shell=bash

start_uploader() {
  uploader &
  UPLOADER=$!
  printf '%s\n' "$UPLOADER" >"$RUN_DIR/uploader"
  HARNESS_PIDS+=" $UPLOADER"
}

# uploader: a process beside main that saves running stages and debts, as idle work, until it is told to end
uploader() {
  local word every=$((CHECKPOINT < 5 ? CHECKPOINT : 5)) next=0 self=$BASHPID recorder=
  trap '' TERM INT HUP
  trap - EXIT
  be_idle
  while alive "$MAIN_PID" "$MAIN_START"; do
    keep_going "$recorder" || start_recorder "$self" "$every"
    word=
    IFS= read -r -t "$every" -u "$UPLOADER_ORDERS" word
    [[ $word != quit ]] || break
    [[ $word != save ]] || next=0 SAVE_NEXT=()
    guard
    doubt_tomorrow
    now
    ((REPLY >= next)) || continue
    next=$((REPLY + CHECKPOINT * 100 - 5))
    save_running
    pay_debts
  done
  # It ends when it has saved what it is saving: nothing older may come after what main saves then.
  kill -s USR1 "$recorder"
  wait "$recorder" 2>/dev/null
  [[ $word == quit ]] || guard
}

# be_idle: nice counts within a session only where the kernel groups by sessions (sched(7), autogroup), and a stage has its own; so what
# works hard gets one too, IDLE, whose group is as nice as it is
be_idle() {
  renice -n 19 -p "$BASHPID" >/dev/null 2>&1
  have ionice && ionice -c 3 -p "$BASHPID" >/dev/null 2>&1
  # shellcheck disable=SC2016 # the text is a program: that bash expands it
  [[ ! -w /proc/self/autogroup ]] || ! have setsid || IDLE=(setsid -w "$BASH" -c '{ echo 19 >/proc/self/autogroup; } 2>/dev/null; exec "$@"' idle)
}

start_recorder() {
  recorder "$@" &
  recorder=$!
  printf '%s\n' "$recorder" >"$RUN_DIR/recorder"
}

# recorder UPLOADER-PID SECONDS: a process beside the uploader, whose work may take long, so that the records show that we are alive;
# and so that a stop that is asked for in the store is heard.
# Where saving them costs more than a rename, a stage that is measured has it only as often as its checkpoints.
recorder() {
  local saved=0 saving='' over='' told='' STOP_LINK='' STOP_LINK_UNTIL=0
  # What is being saved is saved to its end: its mark says already that it is.
  trap 'over=1; [[ -n $saving ]] || exit 0' USR1
  while kill -0 "$1" 2>/dev/null; do
    pause "$2"
    now
    ((REPLY - saved >= CHECKPOINT * 100 - 5)) || ! is_dear || continue
    saved=$REPLY
    is_ours || exit 0
    saving=1
    if save_records; then
      spoken "$saved"
      # A store that takes nothing is not asked for anything either.
      [[ -n $told ]] || ! store_told_to_stop || { told=1 && tell stop 'a request in the store'; }
    fi
    saving=
    [[ -z $over ]] || exit 0
  done
}

# is_dear: whether a stage runs that is measured, and the store is one that takes a process of its own
is_dear() {
  local i
  [[ $STORE != file ]] || return
  for i in "${!STAGE[@]}"; do
    use_stage "$i"
    ((ALONE[i] == 0)) || ! is_running || return 0
  done
  return 1
}

# doubt_tomorrow: when the clock has been set back, what is written now looks older than the marks of what was saved before
doubt_tomorrow() {
  local mark
  : >"$RUN_DIR/today"
  for mark in "$RUN_DIR"/saved/* "$RUN_DIR"/stages/*/saved.*; do
    [[ ! $mark -nt $RUN_DIR/today ]] || rm -f -- "$mark"
  done
  for mark in "$RUN_DIR"/stages/*/started; do
    [[ ! $mark -nt $RUN_DIR/today ]] || touch -- "$mark"
  done
}

# save_records: what readers of the store follow, all by one put
save_records() {
  local file
  local -a fresh=()
  no_files
  for file in "$RUN_DIR"/events/*.jsonl "$RUN_DIR/provision/log"; do
    name_mark "$file"
    [[ ! -s $file || -e $REPLY && $file -ot $REPLY ]] && continue
    fresh+=("$REPLY")
    : >"$REPLY"
    REPLY=$file
    [[ $file == *.jsonl ]] || safe_log "$file" || continue
    put_whole record "${file#"$RUN_DIR/"}" "$REPLY"
  done
  put_whole record status.json "$RUN_DIR/status.json"
  if ((${#PUT_KEY[@]} == ${#fresh[@]} + 1)) && store_replace_all; then
    drop_masked
    return
  fi
  drop_masked
  ((${#fresh[@]} == 0)) || rm -f -- "${fresh[@]}"
  return 1
} 2>/dev/null

# name_mark FILE: REPLY is the file that is as old as what is saved of it
name_mark() {
  REPLY=${1#"$RUN_DIR/"}
  REPLY=$RUN_DIR/saved/${REPLY//\//.}
}

save_running() {
  local i
  for i in "${!STAGE[@]}"; do
    use_stage "$i"
    is_running || continue
    PUBLISHING=${STAGE[i]}
    save_stage "$i"
    # It may have ended and been saved meanwhile: then this came too late.
    [[ ! -e $STAGE_DIR/published ]] || drop_partial "$i"
  done
}

is_running() { [[ -s $STAGE_DIR/started && -e $STAGE_DIR/end && ! -s $STAGE_DIR/end ]]; }

# save_stage STAGE-INDEX: its log and outputs as they are now, if they have changed
save_stage() {
  local mark
  local -a marks=()
  no_files
  add_live_log
  add_live_outputs "$1"
  if ((${#PUT_KEY[@]} == 0)); then
    ((${#marks[@]} == 0)) || rm -f -- "${marks[@]}"
    return 0
  fi
  : >"$STAGE_DIR/partial"
  put_stage "$1" && return
  rm -f -- "${marks[@]}"
  # When it has ended meanwhile, all of it is saved elsewhere.
  ! is_running || fault "stages/${STAGE[$1]}/partial"
}

# A file that changed in the same tick of the clock as the mark is saved once more rather than missed: hence not older, not newer.
add_live_log() {
  local file mark
  for file in "$STAGE_DIR"/log "$STAGE_DIR"/log.[0-9]*; do
    mark=$STAGE_DIR/saved.${file##*/}
    [[ ! -s $file || -e $mark && $file -ot $mark ]] && continue
    # What is written from here on is newer than the mark.
    marks+=("$mark")
    : >"$mark"
    add_log partial "partial/${file##*/}" "$file"
  done
}

add_live_outputs() {
  local k f mark some
  local -a NOWHERE
  for ((k = OUTPUT_FIRST[$1]; k < OUTPUT_FIRST[$1 + 1]; k++)); do
    [[ ${OUTPUT_UPLOAD[k]} == upload && ${OUTPUT_EVERY[k]} != 0 ]] || continue
    now
    ((REPLY >= ${SAVE_NEXT[k]-0})) || continue
    SAVE_NEXT[k]=$((REPLY + OUTPUT_EVERY[k] * 100 - 5))
    mark=$STAGE_DIR/saved.$k some=
    list_files "${OUTPUT_KIND[k]}" "${OUTPUT_PATH[k]}"
    FOLLOW_LINKS=1
    [[ ${OUTPUT_KIND[k]} != directory ]] || FOLLOW_LINKS=
    leads_nowhere
    for f in "${FILES[@]}"; do
      if [[ $FILES_IN/$f -ot $STAGE_DIR/started || -e $mark && $FILES_IN/$f -ot $mark ]]; then continue; fi
      output_key "$k" "$f"
      some=partial/$REPLY
      must_follow "$FILES_IN/$f"
      put_file partial "$some" "$FILES_IN" "$f" '' "$REPLY"
    done
    [[ -z $some ]] || { marks+=("$mark") && : >"$mark"; }
  done
}

stop_uploader() {
  local round patience=300
  [[ -n $UPLOADER ]] || return 0
  # After a spot notice there are two minutes in all.
  [[ $STOPPING != spot ]] || patience=50
  printf 'quit\n' >&"$UPLOADER_ORDERS"
  for ((round = 0; round < patience; round++)); do
    kill -0 "$UPLOADER" 2>/dev/null || break
    pause 0.1
  done
  if ((round == patience)); then
    slurp "$RUN_DIR/recorder"
    kill -s KILL "$UPLOADER" "$REPLY" 2>/dev/null || :
    store_halt
  fi
  UPLOADER=
}
