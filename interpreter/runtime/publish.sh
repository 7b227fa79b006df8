# shellcheck shell=bash

no_files() { ASIDE='' PUT_KIND=() PUT_KEY=() PUT_IN=() PUT_FILE=() PUT_SUM=() PUT_FOLLOW=(); }

# put_file KIND KEY DIRECTORY FILE SUM FOLLOW: one more for store_put_all; an empty SUM is not compared, FOLLOW follows links
put_file() { PUT_KIND+=("$1") PUT_KEY+=("$2") PUT_IN+=("$3") PUT_FILE+=("$4") PUT_SUM+=("$5") PUT_FOLLOW+=("$6"); }

# put_whole KIND KEY FILE: the same for a file of our own
put_whole() { put_file "$1" "$2" "${3%/*}" "${3##*/}" '' 1; }

# keep_files INDEX…: of all that put_file has named, only these
keep_files() {
  local k aside=$ASIDE
  local -a kinds=("${PUT_KIND[@]}") keys=("${PUT_KEY[@]}") places=("${PUT_IN[@]}") names=("${PUT_FILE[@]}") wanted=("${PUT_SUM[@]}") follows=("${PUT_FOLLOW[@]}")
  no_files
  for k; do put_file "${kinds[k]}" "${keys[k]}" "${places[k]}" "${names[k]}" "${wanted[k]}" "${follows[k]}"; done
  ASIDE=$aside
}

# set_aside: takes out of what put_file has named what cannot be stored; ASIDE says why of the first. Then nothing may look whole, so
# the records are taken out too. A checkpoint of what is gone by now is no fault.
set_aside() {
  local k from why
  local -a keep=()
  for k in "${!PUT_KEY[@]}"; do
    from=${PUT_IN[k]}/${PUT_FILE[k]} why=
    if [[ ! -e $from && ! -L $from ]]; then
      [[ ${PUT_KIND[k]} != partial ]] || continue
      why='it is gone'
    elif [[ ! -L $from && ! -r $from ]]; then
      why='it may not be read'
    elif ! "${STORE}_takes" "${PUT_KEY[k]}"; then
      why=$REPLY
    fi
    if [[ -z $why ]]; then keep+=("$k"); else ASIDE=${ASIDE:-${PUT_KEY[k]}: $why}; fi
  done
  ((${#keep[@]} == ${#PUT_KEY[@]})) || keep_files "${keep[@]}"
  [[ -n $ASIDE ]] || return 0
  keep=()
  for k in "${!PUT_KEY[@]}"; do [[ ${PUT_KIND[k]} == record ]] || keep+=("$k"); done
  keep_files "${keep[@]}"
}

# enter_all PREFIX: the ledger and the events say what is proven to be in the store, how large it is and what proved it
enter_all() {
  local k key at ledger='' stage
  local -a events=()
  stamp
  at=$REPLY
  json_string "${PUBLISHING-}"
  stage=$REPLY
  for k in "${!PUT_KEY[@]}"; do
    json_string "$1${1:+/}${PUT_KEY[k]}"
    key=$REPLY
    ledger+="{\"key\":$key,\"size\":${SIZES[k]},\"sha256\":\"${SUMS[k]}\",\"at\":\"$at\",\"kind\":\"${PUT_KIND[k]}\",\"proof\":\"${PROOFS[k]-read-back}\"}"$'\n'
    if [[ ${PUT_KIND[k]} == partial ]]; then
      events+=("checkpoint \"stage\":$stage,\"key\":$key,\"bytes\":${SIZES[k]}")
    else
      events+=("uploaded \"key\":$key,\"bytes\":${SIZES[k]},\"sha256\":\"${SUMS[k]}\"")
    fi
  done
  printf '%s' "$ledger" >>"$RUN_DIR/ledger.jsonl"
  store_append ledger.jsonl "$ledger"
  post_all "${events[@]}"
}

# publish STAGE-INDEX: everything of a stage that has ended goes to the store, its result last; may be repeated until it succeeds
publish() {
  local i=$1 state result=
  use_stage "$i"
  PUBLISHING=${STAGE[i]}
  slurp "$STAGE_DIR/state"
  state=$REPLY
  no_files
  add_outputs "$state"
  add_logs "$state"
  [[ ! -e $STAGE_DIR/result.json ]] || result=1
  [[ -z $result ]] || put_whole record result.json "$STAGE_DIR/result.json"
  put_stage "$i" || fault "stages/$PUBLISHING" || return
  ERROR='it could not be written'
  [[ -n $result ]] || fault "stages/$PUBLISHING/result.json" || return
  drop_partial "$i"
  : >"$STAGE_DIR/published"
}

# drop_partial STAGE-INDEX: what the checkpoints of a stage that has ended have left, unless it is all there is of it
drop_partial() {
  local state
  slurp "$STAGE_DIR/state"
  state=$REPLY
  [[ $state == interrupted || $state != passed && -s $STAGE_DIR/made ]] && return
  [[ -e $RUN_DIR/fresh && ! -e $STAGE_DIR/partial ]] || store_drop "stages/${STAGE[$1]}/partial/"
}

# add_outputs STATE: what passed goes to outputs/, anything else to partial/
add_outputs() {
  local kind=partial to=partial key in file sum follow
  [[ $1 != passed ]] || kind=final to=outputs
  [[ -e $STAGE_DIR/made ]] || return 0
  while IFS= read -r -d '' key && IFS= read -r -d '' in && IFS= read -r -d '' file && IFS= read -r -d '' sum && IFS= read -r -d '' follow; do
    put_file "$kind" "$to/$key" "$in" "$file" "$sum" "$follow"
  done <"$STAGE_DIR/made"
}

# add_logs STATE: of every attempt
add_logs() {
  local file kind=final to=
  [[ $1 != interrupted ]] || kind=partial to=partial/
  for file in "$STAGE_DIR"/log "$STAGE_DIR"/log.[0-9]*; do
    [[ -e $file ]] || continue
    add_log "$kind" "$to${file##*/}" "$file"
  done
}

# add_log KIND KEY FILE: without the secrets in it
add_log() {
  if safe_log "$3"; then put_whole "$1" "$2" "$REPLY"; else ASIDE="$2: $ERROR"; fi
}

# safe_log FILE: REPLY is what may be saved of it: the file itself, or a masked copy. A campaign without secrets comes without the
# fragment that masks them.
safe_log() {
  REPLY=$1
  ((${#SECRET_NAME[@]} == 0)) || mask_log "$1"
}

# put_stage STAGE-INDEX: what put_file has named of it
put_stage() {
  local status=0
  store_put_all "stages/${STAGE[$1]}" || status=$?
  drop_masked
  return "$status"
}

drop_masked() { ((${#SECRET_NAME[@]} == 0)) || rm -f -- "$RUN_DIR/masked.$BASHPID".*; }

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

# publish_or_owe STAGE-INDEX: tries some times, once where the store owes us more; what still fails is owed, and tried again at every
# checkpoint and at the end
publish_or_owe() {
  local TRY tries='1 2 3'
  ! is_owed || tries=1
  for TRY in $tries; do
    publish "$1" && return
    [[ $TRY == "${tries##* }" ]] || pause "$TRY"
  done
  : >"$RUN_DIR/owed/$1"
}

# pay_debts: tries once more to save what is owed; not all of it where a store lets us wait
pay_debts() {
  local debt TRY=4 begun
  for debt in "$RUN_DIR"/owed/*; do
    [[ -e $debt ]] || continue
    now
    begun=$REPLY
    if publish "${debt##*/}"; then
      rm -f -- "$debt"
      continue
    fi
    now
    ((REPLY - begun < 2000)) || return
  done
}
