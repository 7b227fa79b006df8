# shellcheck shell=bash

# enter KIND KEY SIZE SUM: the ledger holds what was read back from the store
enter() {
  local line at key
  stamp
  at=$REPLY
  json_string "$2"
  key=$REPLY
  line="{\"key\":$key,\"size\":$3,\"sha256\":\"$4\",\"at\":\"$at\",\"kind\":\"$1\"}"
  printf '%s\n' "$line" >>"$RUN_DIR/ledger.jsonl"
  store_append ledger.jsonl "$line"
  if [[ $1 == partial ]]; then
    json_string "$PUBLISHING"
    post checkpoint "\"stage\":$REPLY,\"key\":$key,\"bytes\":$3"
  else
    post uploaded "\"key\":$key,\"bytes\":$3,\"sha256\":\"$4\""
  fi
}

# publish STAGE-INDEX: everything of a stage that has ended goes to the store; may be repeated until it succeeds
publish() {
  local i=$1 state kind=record key
  use_stage "$i"
  PUBLISHING=${STAGE[i]}
  key=stages/$PUBLISHING
  slurp "$STAGE_DIR/state"
  state=$REPLY
  publish_outputs "$key" "$state" || return
  if [[ -e $STAGE_DIR/log ]]; then
    publish_logs "$key" "$state" || return
  fi
  store_put "$kind" "$key/result.json" "$STAGE_DIR/result.json" || fault "$key/result.json" || return
  [[ $state == interrupted || $state != passed && -s $STAGE_DIR/made ]] || store_drop "$key/partial"
  : >"$STAGE_DIR/published"
}

publish_logs() {
  local file name
  for file in "$STAGE_DIR"/log "$STAGE_DIR"/log.[0-9]*; do
    name=${file##*/}
    [[ -e $file ]] || continue
    if [[ $2 == interrupted ]]; then
      put_log partial "$1/partial/$name" "$file" || fault "$1/partial/$name" || return
    else
      put_log final "$1/$name" "$file" || fault "$1/$name" || return
    fi
  done
}

# put_log KIND KEY FILE: without the secrets in it
put_log() {
  local file
  safe_log "$3" || return
  file=$REPLY
  store_put "$1" "$2" "$file" || return
  [[ $file == "$3" ]] || rm -f -- "$file"
}

# safe_log FILE: REPLY is what may be saved of it: the file itself, or a masked copy. A campaign without secrets comes without the
# fragment that masks them.
safe_log() {
  REPLY=$1
  ((${#SECRET_NAME[@]} == 0)) || mask_log "$1"
}

# publish_outputs KEY STATE: what passed goes to outputs/, anything else to partial/
publish_outputs() {
  local to=partial kind=partial
  [[ $2 == passed ]] && to=outputs kind=final
  no_files
  if [[ -e $STAGE_DIR/made ]]; then read_files <"$STAGE_DIR/made"; fi
  ((${#PUT_KEY[@]} == 0)) || store_put_tree "$kind" "$1/$to" || fault "$1/$to"
}

no_files() { PUT_KEY=() PUT_IN=() PUT_FILE=() PUT_SUM=() PUT_FOLLOW=(); }

# put_file KEY DIRECTORY FILE SUM FOLLOW: one more for store_put_tree; an empty SUM is not compared, FOLLOW follows links
put_file() { PUT_KEY+=("$1") PUT_IN+=("$2") PUT_FILE+=("$3") PUT_SUM+=("$4") PUT_FOLLOW+=("$5"); }

read_files() {
  local key in file sum follow
  while IFS= read -r -d '' key && IFS= read -r -d '' in && IFS= read -r -d '' file && IFS= read -r -d '' sum && IFS= read -r -d '' follow; do
    put_file "$key" "$in" "$file" "$sum" "$follow"
  done
}

# fault KEY: reports that it is not in the store; always fails
fault() {
  local key
  json_string "$1"
  key=$REPLY
  json_string "${ERROR:-cannot be written}"
  post upload-failed "\"key\":$key,\"attempt\":${TRY:-1},\"error\":$REPLY"
  return 1
}

# owe_unpublished STAGE-INDEX: what saves it may die before it has, or before it could owe it
owe_unpublished() {
  use_stage "$1"
  [[ -e $STAGE_DIR/published ]] || : >"$RUN_DIR/owed/$1"
}

# publish_or_owe STAGE-INDEX: tries some times; what still fails is owed, and tried again at every checkpoint and at the end
publish_or_owe() {
  local TRY
  for TRY in 1 2 3; do
    publish "$1" && return
    pause "$TRY"
  done
  : >"$RUN_DIR/owed/$1"
}

# pay_debts: tries once more to save what is owed
pay_debts() {
  local debt TRY=4
  for debt in "$RUN_DIR"/owed/*; do
    [[ -e $debt ]] || continue
    publish "${debt##*/}" && rm -f -- "$debt"
  done
}
