# shellcheck shell=bash

# The store in a directory; what each function means is said in the fragment `store`.

file_open() {
  STORE_DIR=${STORE_URL#file://}/$CAMPAIGN/$RUN_ID
}

# file_claim: mkdir is the conditional create
file_claim() {
  mkdir -p -- "${STORE_DIR%/*}" 2>/dev/null
  mkdir -- "$STORE_DIR" 2>/dev/null && return
  [[ ! -d $STORE_DIR ]] || return 1
  ERROR="the store $STORE_URL cannot be written: no folder $CAMPAIGN/$RUN_ID could be made"
  return 2
}

file_exists() { [[ -d $STORE_DIR ]]; }

file_age() {
  local file=$STORE_DIR/status.json at
  [[ -e $file ]] || file=$STORE_DIR
  at=$(stat -c %Y -- "$file") || at=0
  printf -v REPLY '%(%s)T' -1
  REPLY=$((REPLY - at))
}

file_has() { [[ -e $STORE_DIR/$1 ]]; }

file_get() {
  slurp "$STORE_DIR/$1"
  [[ -r $STORE_DIR/$1 ]]
}

# file_list: a kept link is an object like a file, of the size of its text; .new.* are copies that have no name yet
file_list() {
  local LC_ALL=C name directory=$STORE_DIR/$1 k
  local -a names=()
  KEYS=() SIZES=()
  [[ -d $directory ]] || return 0
  cd -- "$directory" 2>/dev/null || { ERROR="$directory cannot be read" && return 1; }
  shopt -s globstar dotglob nullglob
  for name in **; do [[ -d $name && ! -L $name || $1$name == .new.* ]] || names+=("$name"); done
  shopt -u globstar dotglob nullglob
  for ((k = 0; k < ${#names[@]}; k += 500)); do
    mapfile -d '' -t -O "$k" SIZES < <(stat --printf '%s\0' -- "${names[@]:k:500}")
  done
  cd /
  KEYS=("${names[@]/#/$1}")
}

file_fetch() {
  ERROR=$({ cp -L --preserve=mode,timestamps -- "$STORE_DIR/$1" "$2.part" && mv -fT -- "$2.part" "$2"; } 2>&1)
}

file_fetch_tree() {
  ERROR=$({ mkdir -p -- "$2" && cp -R -P --preserve=mode,timestamps -T -- "$STORE_DIR/$1" "$2"; } 2>&1)
}

file_replace() {
  local to=$STORE_DIR/$1 new=$STORE_DIR/.new.$BASHPID.record
  # What was deleted under us must not come back half empty.
  file_exists || return
  [[ -d ${to%/*} ]] || mkdir -p -- "${to%/*}" || return
  cp -- "$2" "$new" && mv -fT -- "$new" "$to"
}

file_append() { printf '%s\n' "$2" >>"$STORE_DIR/$1"; }

file_drop() { [[ ! -e $STORE_DIR/$1 ]] || rm -rf -- "${STORE_DIR:?}/$1"; }

# file_put: copies, reads the copy back, names it, enters it in the ledger
file_put() {
  local kind=$1 key=$2 from=$3 new=$STORE_DIR/.new.$BASHPID
  file_begin "$new" || return
  # cp's own message is the error that is reported
  ERROR=$({ cp -L --preserve=mode,timestamps -- "$from" "$new/file"; } 2>&1) || return
  file_check "$new" file || return
  file_name "$kind" "$new/file" "$key" || return
  enter "$kind" "$key" "${SIZES[0]}" "${SUMS[0]}"
}

# file_put_tree: final files appear together, by one rename
file_put_tree() {
  local kind=$1 prefix=$2 new=$STORE_DIR/.new.$BASHPID k
  file_begin "$new" && file_copy "$new" && file_check "$new" "${PUT_KEY[@]}" || return
  for k in "${!PUT_KEY[@]}"; do
    [[ -z ${PUT_SUM[k]} || ${PUT_SUM[k]} == "${SUMS[k]}" ]] && continue
    ERROR="${PUT_KEY[k]} is not what the stage left: its SHA-256 is ${SUMS[k]}, not ${PUT_SUM[k]}"
    return 1
  done
  file_name_tree "$kind" "$new" "$prefix" "${PUT_KEY[@]}" || return
  for k in "${!PUT_KEY[@]}"; do enter "$kind" "$prefix/${PUT_KEY[k]}" "${SIZES[k]}" "${SUMS[k]}"; done
}

file_begin() {
  [[ -d $STORE_DIR ]] || { ERROR="$STORE_DIR is gone" && return 1; }
  [[ ! -e $1 ]] || ERROR=$(rm -rf -- "$1" 2>&1) || return
  ERROR=$(mkdir -- "$1" 2>&1)
}

# file_copy DIRECTORY: neighbours that keep their names go together, in portions because a command line has a limit
file_copy() {
  local new=$1 k from=0 head last=''
  for k in "${!PUT_KEY[@]}"; do
    head=${PUT_KEY[k]%"${PUT_FILE[k]}"}
    [[ $head != "${PUT_KEY[k]}" ]] || head="as ${PUT_KEY[k]}"
    head=${PUT_FOLLOW[k]}/${PUT_IN[k]}//$head
    if [[ $head != "$last" ]] || ((k - from == 500)); then
      file_copy_some "$new" "$from" "$k" || return
      from=$k last=$head
    fi
  done
  file_copy_some "$new" "$from" ${#PUT_KEY[@]}
}

# file_copy_some DIRECTORY FROM TO
file_copy_some() {
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

# file_check DIRECTORY NAME…: SIZES and SUMS are what was written, read back
file_check() {
  FOLLOW_LINKS=
  ERROR='what was written cannot be read back'
  sums "$@"
}

file_name() {
  local to=$STORE_DIR/$3
  if [[ $1 == final && -e $to ]]; then
    ERROR="$3 is there already" && same_bytes "$2" "$to" || return
  fi
  { [[ -d ${to%/*} ]] || mkdir -p -- "${to%/*}"; } && ERROR=$(mv -fT -- "$2" "$to" 2>&1)
}

same_bytes() { cmp -s -- "$1" "$2"; }

file_name_tree() {
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
    [[ $directory == "$last" ]] || file_name_batch "$to/$last" "${batch[@]}" || return
    [[ $directory == "$last" ]] || batch=()
    last=$directory batch+=("$new/$name")
  done
  file_name_batch "$to/$last" "${batch[@]}"
}

file_name_batch() {
  (($# > 1)) || return 0
  mkdir -p -- "$1" && ERROR=$(mv -f -t "$1" -- "${@:2}" 2>&1)
}

file_end() { rm -rf -- "${STORE_DIR:?}"/.new.*; }
