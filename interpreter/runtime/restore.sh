# shellcheck shell=bash

# read_outputs STAGE-INDEX: OUT_* are the files of its earlier result; OUT_AT is where each lies on this machine
read_outputs() {
  local line row root=stages/${STAGE[$1]}/outputs/
  local -a rows=()
  OUT_PATH=() OUT_KEY=() OUT_SIZE=() OUT_SUM=() OUT_MODE=() OUT_AT=()
  read_result "$RUN_DIR/results/stages/${STAGE[$1]}/result.json" || return
  [[ -z $R_OUTPUTS ]] || mapfile -t rows <<<"${R_OUTPUTS//'},{"path":'/$'\n{"path":'}"
  for row in "${rows[@]}"; do
    line=${row#'{"path":'}
    plain_text "${line%%,\"key\":*}"
    OUT_PATH+=("$REPLY")
    place "$REPLY"
    OUT_AT+=("$REPLY")
    line=${line#*,\"key\":}
    plain_text "${line%%,\"size\":*}"
    OUT_KEY+=("${REPLY#"$root"}")
    line=${line#*,\"size\":}
    OUT_SIZE+=("${line%%,*}")
    line=${line#*,\"sha256\":\"}
    OUT_SUM+=("${line%%\"*}")
    line=${line#*\",\"}
    if [[ $line == link* ]]; then
      line=${line#'link":'}
      plain_text "${line%\}}"
      OUT_MODE+=(">$REPLY")
    else
      line=${line#'mode":"'}
      OUT_MODE+=("${line%%\"*}")
    fi
  done
}

# stored_outputs: NAMES are the keys of those that were uploaded, and AT their numbers; ABSENT names the first that was not
stored_outputs() {
  local k
  NAMES=() AT=()
  for k in "${!OUT_KEY[@]}"; do
    if [[ -n ${OUT_KEY[k]} ]]; then
      NAMES+=("${OUT_KEY[k]}") AT+=("$k")
    else
      ABSENT[$1]=${ABSENT[$1]-${OUT_PATH[k]}}
    fi
  done
}

# same_sums: whether SUMS are those of the result; REPLY names what is not
same_sums() {
  local k
  for k in "${!NAMES[@]}"; do
    [[ -n ${SUMS[k]} && ${SUMS[k]} != "${OUT_SUM[AT[k]]}" || ${SIZES[k]} != "${OUT_SIZE[AT[k]]}" ]] || continue
    REPLY="the stored copy of \`${OUT_PATH[AT[k]]}\` is damaged"
    return 1
  done
}

# all_there STAGE-INDEX: whether the store has every one of NAMES
all_there() {
  local k
  for k in "${!NAMES[@]}"; do
    [[ -z ${THERE["stages/${STAGE[$1]}/outputs/${NAMES[k]}"]-} ]] || continue
    REPLY="its output \`${OUT_PATH[AT[k]]}\` is not in the store"
    return 1
  done
}

# check STAGE-INDEX: whether what it left is whole in the store. Nothing that runs needs it, so it stays there, and what was not
# uploaded is not missed.
check() {
  read_outputs "$1"
  stored_outputs "$1"
  all_there "$1" || return
  ((${#NAMES[@]})) || return 0
  from_store store_sums "stages/${STAGE[$1]}/outputs" "${NAMES[@]}" && same_sums
}

# from_store COMMAND...: tries some times. That a stage runs again because its outputs cannot be read is only said of a store that answers.
from_store() {
  local round why
  for round in 1 2 3; do
    "$@" && return
    why=$ERROR
    ((round == 3)) || pause "$round"
  done
  store_list stages/ || abandon 4 "the store $STORE_URL cannot be read: $ERROR"
  REPLY="its outputs in the store cannot be read${why:+: $why}"
  return 1
}

# restore STAGE-INDEX: puts what it left in its place, from this machine where it is still whole here, else from the store
restore() {
  local i=$1 from=$RUN_DIR/restored
  read_outputs "$i"
  ! restore_here || return 0
  stored_outputs "$i"
  if [[ -n ${ABSENT[i]-} ]]; then
    REPLY="\`${ABSENT[i]}\` was not uploaded, is not on this machine and is needed"
    return 1
  fi
  all_there "$i" || return
  ((${#NAMES[@]})) || return 0
  rm -rf -- "$from"
  from_store store_fetch_tree "stages/${STAGE[i]}/outputs/" "$from" || return
  FOLLOW_LINKS=
  sums "$from" "${NAMES[@]}" || return
  same_sums || return
  settle_modes "$from" || abandon 4 "outputs of \`${STAGE[i]}\` cannot be restored: $ERROR"
  put_back "$from" || abandon 4 "outputs of \`${STAGE[i]}\` cannot be put back: $ERROR"
  rm -rf -- "$from"
  say "${STAGE[i]}: ${#NAMES[@]} outputs restored from the store"
}

# restore_here: from the checkout of an earlier start on this machine, or, in place, where they are
restore_here() {
  local tree k
  local -a trees=("$RUN_DIR"/earlier.*)
  NAMES=() AT=()
  [[ -z $IN_PLACE ]] || trees=('')
  for k in "${!OUT_AT[@]}"; do
    NAMES+=("${OUT_AT[k]#"$TREE"/}") AT+=("$k")
    [[ -z $TREE || ${OUT_AT[k]} == "$TREE"/* ]] || return
  done
  ((${#NAMES[@]})) || return 0
  FOLLOW_LINKS=
  for tree in "${trees[@]}"; do
    { sums "$tree/" "${NAMES[@]}" && same_sums; } 2>/dev/null || continue
    [[ -n $tree ]] || return 0
    ERROR=$(link_or_copy "$tree" "${TREE:-/}" "${NAMES[@]}" 2>&1) && give_back && return
  done
  return 1
}

# link_or_copy DIRECTORY TO NAME…: the names with their directories, without a second copy where both are on one disk
link_or_copy() {
  local k
  mkdir -p -- "$2" && cd -- "$1" || return
  for ((k = 3; k <= $#; k += 500)); do
    cp -al --remove-destination --parents -t "$2" -- "${@:k:500}" 2>/dev/null || cp -a --remove-destination --parents -t "$2" -- "${@:k:500}" || return
  done
}

# settle_modes DIRECTORY: links and permissions as the result has them; a store need not keep either
settle_modes() {
  local k mode name
  local -A with=()
  local -a numbers
  for k in "${!NAMES[@]}"; do
    name=$1/${NAMES[k]} mode=${OUT_MODE[AT[k]]}
    if [[ $mode == '>'* ]]; then
      [[ -L $name ]] || ERROR=$(ln -sfnT -- "${mode:1}" "$name" 2>&1) || return
    else
      with[$mode]+="$k "
    fi
  done
  for mode in "${!with[@]}"; do
    read -r -a numbers <<<"${with[$mode]}"
    change_modes "$1" "$mode" "${numbers[@]}" || return
  done
}

# change_modes DIRECTORY MODE NUMBER…: of NAMES
change_modes() {
  local k
  local -a names=()
  for k in "${@:3}"; do names+=("${NAMES[k]}"); done
  for ((k = 0; k < ${#names[@]}; k += 500)); do
    ERROR=$({ cd -- "$1" && chmod "$2" -- "${names[@]:k:500}"; } 2>&1) || return
  done
}

# put_back DIRECTORY: to where the stage wrote it. What is stored under its own name goes all at once.
put_back() {
  local k name
  local -a same=()
  for k in "${!NAMES[@]}"; do
    name=${NAMES[k]}
    if [[ ${OUT_AT[AT[k]]} == "$SOURCE_ROOT/$name" ]]; then
      same+=("$name")
      continue
    fi
    ERROR=$({ mkdir -p -- "${OUT_AT[AT[k]]%/*}" && cp -a --remove-destination -T -- "$1/$name" "${OUT_AT[AT[k]]}"; } 2>&1) || return
  done
  ((${#same[@]} == 0)) || ERROR=$(link_or_copy "$1" "$SOURCE_ROOT" "${same[@]}" 2>&1) || return
  give_back
}

# give_back: what was put into the source belongs to the user of the stages, with the directories made for it
give_back() {
  local path
  local -A tops=()
  for path in "${OUT_AT[@]}"; do
    [[ $path == "$SOURCE_ROOT"/* ]] || continue
    path=${path#"$SOURCE_ROOT"/}
    tops["$SOURCE_ROOT/${path%%/*}"]=1
  done
  ERROR=$(give_user "${!tops[@]}" 2>&1)
}

# aside STAGE-INDEX: what an earlier attempt left under final keys is to make room, as the attempt's own: result.N.json, log.N,
# outputs.N/. The result goes first, so that no result ever names outputs that are not there.
aside() {
  local i=$1 key=stages/${STAGE[$1]} n=${ATTEMPT[$1]} name
  use_stage "$i"
  rm -f -- "$STAGE_DIR/stands"
  if ((n == 0)); then
    plan_move "$key/result.json" ''
    return
  fi
  plan_move "$key/result.json" "$key/result.$n.json"
  plan_move "$key/outputs/" "$key/outputs.$n/"
  if [[ -n ${THERE["$key/log"]-} ]]; then name=log; else name=partial/log; fi
  plan_move "$key/$name" "$key/log.$n"
  for name in "${!THERE[@]}"; do
    [[ $name != "$key"/partial/log.[0-9]* ]] || plan_move "$name" "$key/${name##*/}"
  done
}

no_moves() { MOVE_FROM=() MOVE_TO=(); }

# plan_move KEY TO: one object, or with a slash at the end all that lies under it; without TO it only goes
plan_move() { MOVE_FROM+=("$1") MOVE_TO+=("$2"); }

# move_all: first the copies are there, then the ledger knows them, and that the old ones go, then they go: what the ledger says is true
# after every one of these
move_all() {
  local k
  local -a moved=()
  for k in "${!MOVE_FROM[@]}"; do
    move_one "${MOVE_FROM[k]}" "${MOVE_TO[k]}" || return
  done
  ((${#moved[@]})) || return 0
  store_flush || return
  for k in "${moved[@]}"; do store_drop "$k" || return; done
}

# move_one KEY TO: all but its removal
move_one() {
  local key rest at
  local -a keys=() added=() old=() unknown=()
  for key in "${!THERE[@]}"; do [[ $key != "$1" && ($1 != */ || $key != "$1"*) ]] || keys+=("$key"); done
  ((${#keys[@]})) || return 0
  [[ -z $2 ]] || store_clone "$1" "$2" || return
  for key in "${keys[@]}"; do
    json_string "$key"
    at=$REPLY rest=${KNOWN["$REPLY"]-}
    [[ -z $rest ]] || old+=("{\"key\":$at$rest\"kind\":\"dropped\"}")
    [[ -n $2 ]] || continue
    json_string "$2${key#"$1"}"
    # What lay under partial/ may have been written once more than the ledger knows.
    if [[ -z $rest || $key == */partial/* ]]; then
      unknown+=("$2${key#"$1"}")
    else
      added+=("{\"key\":$REPLY$rest\"kind\":\"final\"}")
    fi
  done
  note_sums "${unknown[@]}" || return
  note_lines "${added[@]}" "${old[@]}"
  moved+=("$1")
}

# read_ledger: KNOWN is, for each object of the ledger as JSON, the rest of its line up to its kind
read_ledger() {
  local line key
  declare -gA KNOWN=()
  [[ -e $RUN_DIR/ledger.jsonl ]] || return 0
  while IFS= read -r line; do
    key=${line#'{"key":'}
    key=${key%%',"size":'*}
    line=${line#"{\"key\":$key"}
    if [[ $line == *'"kind":"dropped"}' ]]; then unset 'KNOWN[$key]'; else KNOWN["$key"]=${line%'"kind":'*}; fi
  done <"$RUN_DIR/ledger.jsonl"
}

# note_unknown STAGE-INDEX: a start that died may have stored more than it could enter in the ledger
note_unknown() {
  local key
  local -a unknown=()
  for key in "${!THERE[@]}"; do
    [[ $key == "stages/${STAGE[$1]}/"* && $key != "stages/${STAGE[$1]}/partial/"* ]] || continue
    json_string "$key"
    [[ -n ${KNOWN["$REPLY"]-} ]] || unknown+=("$key")
  done
  note_sums "${unknown[@]}"
}

# note_sums KEY...: enters them as they are in the store now
note_sums() {
  local k at
  local -a lines=()
  (($#)) || return 0
  ERROR='what is stored cannot be read'
  store_sums '' "$@" || return
  stamp
  at=$REPLY
  for ((k = 0; k < $#; k++)); do
    json_string "${@:k+1:1}"
    [[ -z ${SUMS[k]} ]] || lines+=("{\"key\":$REPLY,\"size\":${SIZES[k]},\"sha256\":\"${SUMS[k]}\",\"at\":\"$at\",\"kind\":\"final\"}")
  done
  note_lines "${lines[@]}"
}

# note_lines LINE...: to both copies of the ledger
note_lines() {
  local lines
  (($#)) || return 0
  printf -v lines '%s\n' "$@"
  printf '%s' "$lines" >>"$RUN_DIR/ledger.jsonl"
  store_append ledger.jsonl "$lines"
}
