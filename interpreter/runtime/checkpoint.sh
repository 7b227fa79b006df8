# shellcheck shell=bash

start_uploader() {
  uploader &
  UPLOADER=$!
  printf '%s\n' "$UPLOADER" >"$RUN_DIR/uploader"
  HARNESS_PIDS+=" $UPLOADER"
}

# uploader: a process beside main that saves records, running stages and debts, as idle work, until it is told to end
uploader() {
  local word every=$((CHECKPOINT < 5 ? CHECKPOINT : 5)) next=0
  trap - TERM INT HUP EXIT
  renice -n 19 -p "$BASHPID" >/dev/null 2>&1
  have ionice && ionice -c 3 -p "$BASHPID" >/dev/null 2>&1
  while alive "$MAIN_PID" "$MAIN_START"; do
    word=
    IFS= read -r -t "$every" -u "$UPLOADER_ORDERS" word
    [[ $word != quit ]] || return 0
    [[ $word != save ]] || next=0 SAVE_NEXT=()
    guard
    save_records
    now
    ((REPLY >= next)) || continue
    next=$((REPLY + CHECKPOINT * 100 - 5))
    save_running
    pay_debts
  done
  guard
}

# save_records: what readers of the store follow
save_records() {
  local file name
  for file in "$RUN_DIR"/events/*.jsonl; do
    name=${file##*/}
    [[ ! -e $file || $file -ot $RUN_DIR/saved/$name ]] && continue
    : >"$RUN_DIR/saved/$name"
    store_replace "events/$name" "$file" 2>/dev/null || { rm -f -- "$RUN_DIR/saved/$name" && return 1; }
  done
  save_provisioning && store_replace status.json "$RUN_DIR/status.json" 2>/dev/null
}

# save_provisioning: what preparing the machine printed, if it has grown
save_provisioning() {
  local file=$RUN_DIR/provision/log mark=$RUN_DIR/saved/provision
  [[ -s $file ]] || return 0
  [[ -e $mark && $file -ot $mark ]] && return
  : >"$mark"
  if safe_log "$file" && store_replace provision/log "$REPLY"; then
    [[ $REPLY == "$file" ]] || rm -f -- "$REPLY"
    return
  fi
  rm -f -- "$mark"
  return 1
} 2>/dev/null

save_running() {
  local i
  for i in "${!STAGE[@]}"; do
    use_stage "$i"
    is_running || continue
    PUBLISHING=${STAGE[i]}
    save_log "$i"
    save_outputs "$i"
  done
}

is_running() { [[ -s $STAGE_DIR/started && -e $STAGE_DIR/end && ! -s $STAGE_DIR/end ]]; }

# A file that changed in the same tick of the clock as the mark is saved once more rather than missed: hence not older, not newer.
save_log() {
  local mark=$STAGE_DIR/saved.log key=stages/${STAGE[$1]}/partial/log
  [[ -s $STAGE_DIR/log ]] || return 0
  [[ -e $mark && $STAGE_DIR/log -ot $mark ]] && return
  : >"$mark"
  put_log partial "$key" "$STAGE_DIR/log" && return
  rm -f -- "$mark"
  fault "$key"
}

save_outputs() {
  local k f mark key
  local -a NOWHERE
  for ((k = OUTPUT_FIRST[$1]; k < OUTPUT_FIRST[$1 + 1]; k++)); do
    [[ ${OUTPUT_UPLOAD[k]} == upload && ${OUTPUT_EVERY[k]} != 0 ]] || continue
    now
    ((REPLY >= ${SAVE_NEXT[k]-0})) || continue
    SAVE_NEXT[k]=$((REPLY + OUTPUT_EVERY[k] * 100 - 5))
    mark=$STAGE_DIR/saved.$k
    list_files "${OUTPUT_KIND[k]}" "${OUTPUT_PATH[k]}"
    FOLLOW_LINKS=1
    [[ ${OUTPUT_KIND[k]} != directory ]] || FOLLOW_LINKS=
    leads_nowhere
    no_files
    for f in "${FILES[@]}"; do
      if [[ $FILES_IN/$f -ot $STAGE_DIR/started || -e $mark && $FILES_IN/$f -ot $mark ]]; then continue; fi
      output_key "$k" "$f"
      key=$REPLY
      must_follow "$FILES_IN/$f"
      put_file "$key" "$FILES_IN" "$f" '' "$REPLY"
    done
    ((${#PUT_KEY[@]})) || continue
    : >"$mark"
    store_put_tree partial "stages/${STAGE[$1]}/partial" && continue
    rm -f -- "$mark"
    fault "stages/${STAGE[$1]}/partial"
  done
}

stop_uploader() {
  local round
  [[ -n $UPLOADER ]] || return 0
  printf 'quit\n' >&"$UPLOADER_ORDERS"
  for round in {1..300}; do
    kill -0 "$UPLOADER" 2>/dev/null || break
    pause 0.1
  done
  kill -s KILL "$UPLOADER" 2>/dev/null || :
  UPLOADER=
}
