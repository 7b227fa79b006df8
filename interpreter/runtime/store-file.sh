# shellcheck shell=bash

# The store in a directory. Every store is these functions: store_open store_claim store_has store_age store_put store_put_tree
# store_replace store_append store_get store_drop. A key is a path under the run's folder.

store_open() {
  STORE_DIR=${STORE_URL#file://}/$CAMPAIGN/$RUN_ID
}

# store_claim: makes the run's folder; fails when it is there already (mkdir is the conditional create)
store_claim() {
  mkdir -p -- "${STORE_DIR%/*}" 2>/dev/null
  mkdir -- "$STORE_DIR" 2>/dev/null
}

store_exists() { [[ -d $STORE_DIR ]]; }

# store_age: REPLY is how many seconds ago the run last gave a sign
store_age() {
  local file=$STORE_DIR/status.json at
  [[ -e $file ]] || file=$STORE_DIR
  at=$(stat -c %Y -- "$file") || at=0
  printf -v REPLY '%(%s)T' -1
  REPLY=$((REPLY - at))
}

store_has() { [[ -e $STORE_DIR/$1 ]]; }

# store_get KEY: REPLY is its text
store_get() { slurp "$STORE_DIR/$1"; }

# store_replace KEY FILE: a record that is written again and again; whole or not at all
store_replace() {
  local to=$STORE_DIR/$1 new=$STORE_DIR/.new.$BASHPID.record
  # What was deleted under us must not come back half empty.
  store_exists || return
  [[ -d ${to%/*} ]] || mkdir -p -- "${to%/*}" || return
  cp -- "$2" "$new" && mv -fT -- "$new" "$to"
}

# store_append KEY LINE
store_append() { printf '%s\n' "$2" >>"$STORE_DIR/$1"; }

# store_drop PREFIX: removes what lies under it
store_drop() { [[ ! -e $STORE_DIR/$1 ]] || rm -rf -- "${STORE_DIR:?}/$1"; }

# store_put KIND KEY FILE: copies, reads the copy back, names it, enters it in the ledger
store_put() {
  local kind=$1 key=$2 from=$3 new=$STORE_DIR/.new.$BASHPID
  store_begin "$new" || return
  # cp's own message is the error that is reported
  ERROR=$({ cp -L --preserve=mode,timestamps -- "$from" "$new/file"; } 2>&1) || return
  store_check "$new" file || return
  store_name "$kind" "$new/file" "$key" || return
  enter "$kind" "$key" "${SIZES[0]}" "${SUMS[0]}"
}

# store_put_tree KIND PREFIX: all that put_file has named, at once. Final files appear together, by one rename.
store_put_tree() {
  local kind=$1 prefix=$2 new=$STORE_DIR/.new.$BASHPID k
  store_begin "$new" && store_copy "$new" && store_check "$new" "${PUT_KEY[@]}" || return
  for k in "${!PUT_KEY[@]}"; do
    [[ -z ${PUT_SUM[k]} || ${PUT_SUM[k]} == "${SUMS[k]}" ]] && continue
    ERROR="${PUT_KEY[k]} is not what the stage left: its SHA-256 is ${SUMS[k]}, not ${PUT_SUM[k]}"
    return 1
  done
  store_name_tree "$kind" "$new" "$prefix" "${PUT_KEY[@]}" || return
  for k in "${!PUT_KEY[@]}"; do enter "$kind" "$prefix/${PUT_KEY[k]}" "${SIZES[k]}" "${SUMS[k]}"; done
}

store_begin() {
  [[ -d $STORE_DIR ]] || { ERROR="$STORE_DIR is gone" && return 1; }
  [[ ! -e $1 ]] || ERROR=$(rm -rf -- "$1" 2>&1) || return
  ERROR=$(mkdir -- "$1" 2>&1)
}

# store_copy DIRECTORY: neighbours that keep their names go together, in portions because a command line has a limit
store_copy() {
  local new=$1 k from=0 head last=''
  for k in "${!PUT_KEY[@]}"; do
    head=${PUT_KEY[k]%"${PUT_FILE[k]}"}
    [[ $head != "${PUT_KEY[k]}" ]] || head="as ${PUT_KEY[k]}"
    head=${PUT_FOLLOW[k]}/${PUT_IN[k]}//$head
    if [[ $head != "$last" ]] || ((k - from == 500)); then
      store_copy_some "$new" "$from" "$k" || return
      from=$k last=$head
    fi
  done
  store_copy_some "$new" "$from" ${#PUT_KEY[@]}
}

# store_copy_some DIRECTORY FROM TO
store_copy_some() {
  local key=${PUT_KEY[$2]} file=${PUT_FILE[$2]} links=-P
  (($3 > $2)) || return 0
  [[ -z ${PUT_FOLLOW[$2]} ]] || links=-L
  local -a copy=(cp -R "$links" '--preserve=mode,timestamps')
  if [[ $key == *"$file" ]]; then
    local to=$1/${key%"$file"}
    copy+=(--parents -t "$to" -- "${PUT_FILE[@]:$2:$3-$2}")
  else
    local to=$1/$key
    copy+=(-T -- "$file" "$to")
    to=${to%/*}
  fi
  ERROR=$({ mkdir -p -- "$to" && cd -- "${PUT_IN[$2]}" && "${copy[@]}"; } 2>&1)
}

# store_check DIRECTORY NAME…: SIZES and SUMS are what was written, read back
store_check() {
  FOLLOW_LINKS=
  ERROR='what was written cannot be read back'
  sums "$@"
}

store_name() {
  local to=$STORE_DIR/$3
  if [[ $1 == final && -e $to ]]; then
    ERROR="$3 is there already" && same_bytes "$2" "$to" || return
  fi
  { [[ -d ${to%/*} ]] || mkdir -p -- "${to%/*}"; } && ERROR=$(mv -fT -- "$2" "$to" 2>&1)
}

same_bytes() { cmp -s -- "$1" "$2"; }

store_name_tree() {
  local kind=$1 new=$2 to=$STORE_DIR/$3 name directory
  shift 3
  if [[ $kind == final ]]; then
    mkdir -p -- "${to%/*}" || return
    # An earlier try that was cut off after the rename: the same names must hold the same bytes.
    if [[ -d $to ]]; then ERROR="$to is there already" && diff -rq -- "$new" "$to" >/dev/null || return 1; fi
    [[ -d $to ]] || ERROR=$(mv -T -- "$new" "$to" 2>&1)
    return
  fi
  # Neighbours in one directory are named by one mv.
  local -a batch=()
  local last=.
  for name; do
    directory=.
    [[ $name == */* ]] && directory=${name%/*}
    [[ $directory == "$last" ]] || store_name_batch "$to/$last" "${batch[@]}" || return
    [[ $directory == "$last" ]] || batch=()
    last=$directory batch+=("$new/$name")
  done
  store_name_batch "$to/$last" "${batch[@]}"
}

store_name_batch() {
  (($# > 1)) || return 0
  mkdir -p -- "$1" && ERROR=$(mv -f -t "$1" -- "${@:2}" 2>&1)
}

store_end() { rm -rf -- "${STORE_DIR:?}"/.new.*; }
