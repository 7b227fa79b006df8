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

# file_reserve: noclobber opens with O_EXCL
file_reserve() {
  local to=$STORE_DIR/$1
  file_folder "${to%/*}" || return 2
  if (set -C && : >"$to") 2>/dev/null; then
    cat -- "$2" >>"$to" || :
    return 0
  fi
  [[ ! -e $to ]] || return 1
  ERROR="$to cannot be written"
  return 2
}

file_age() {
  local file=$STORE_DIR/$1 at
  [[ -e $file ]] || file=$STORE_DIR
  at=$(stat -c %Y -- "$file") || at=0
  printf -v REPLY '%(%s)T' -1
  REPLY=$((REPLY - at))
}

file_has() { [[ -f $STORE_DIR/$1 || -L $STORE_DIR/$1 ]]; }

file_told_to_stop() { [[ -e $STORE_DIR/stop ]]; }

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

# file_takes KEY: every name of a file is a name here too
file_takes() { :; }

file_fetch_each() {
  local k
  ERROR=$(mkdir -p -- "$1" 2>&1) || return
  for ((k = 2; k <= $#; k += 500)); do
    ERROR=$({ cd -- "$STORE_DIR" && cp --parents -t "$1" -- "${@:k:500}"; } 2>&1) || return
  done
}

file_sums() {
  FOLLOW_LINKS=
  sums "$STORE_DIR/$1" "${@:2}" 2>/dev/null
}

# file_clone: by links, which take no room; what has a key is never written to, only renamed over
file_clone() {
  local from=$STORE_DIR/${1%/} to=$STORE_DIR/${2%/}
  file_folder "${to%/*}" && ERROR=$({ cp -alfT -- "$from" "$to" || cp -afT -- "$from" "$to"; } 2>&1)
}

file_replace() {
  no_files
  put_whole record "$1" "$2"
  file_replace_all
}

file_replace_all() {
  local new=$STORE_DIR/.new.$BASHPID.records
  # What was deleted under us must not come back half empty.
  file_begin "$new" && gather copy "$new" && file_move "$new" "$STORE_DIR" "${PUT_KEY[@]}"
  local status=$?
  rm -rf -- "$new"
  return "$status"
}

file_append() { printf '%s' "$2" >>"$STORE_DIR/$1"; }

file_flush() { :; }

file_drop() { [[ ! -e $STORE_DIR/$1 ]] || rm -rf -- "${STORE_DIR:?}/$1"; }

# file_halt: what they write has no name yet
file_halt() { :; }

file_end() { rm -rf -- "${STORE_DIR:?}"/.new.*; }

# file_put_all: copies, reads the copies back, and only then names them
file_put_all() {
  local new=$STORE_DIR/.new.$BASHPID
  file_write_all "$new" "$1" && return
  # Copies that are of no use must not take the space of what would still fit.
  rm -rf -- "$new"
  return 1
}

# file_write_all NEW PREFIX
file_write_all() {
  local new=$1 k
  file_begin "$new" && gather copy "$new" || return
  FOLLOW_LINKS='' ERROR='what was written cannot be read back'
  sums "$new" "${PUT_KEY[@]}" || return
  for k in "${!PUT_KEY[@]}"; do
    [[ -z ${PUT_SUM[k]} || ${PUT_SUM[k]} == "${SUMS[k]}" ]] && continue
    ERROR="${PUT_KEY[k]} is not what the stage left: its SHA-256 is ${SUMS[k]}, not ${PUT_SUM[k]}"
    return 1
  done
  file_name "$new" "$STORE_DIR${2:+/$2}" && enter_all "$2"
}

# file_folder DIRECTORY: from within the run's folder, so that one that is gone is not made anew
file_folder() { ERROR=$({ cd -- "$STORE_DIR" && mkdir -p -- "./${1#"$STORE_DIR"}"; } 2>&1); }

file_begin() {
  [[ -d $STORE_DIR ]] || { ERROR="$STORE_DIR is gone" && return 1; }
  [[ ! -e $1 ]] || ERROR=$(rm -rf -- "$1" 2>&1) || return
  ERROR=$(mkdir -- "$1" 2>&1)
}

# file_name NEW TO: by one rename where nothing is there yet; the records after everything else otherwise
file_name() {
  local new=$1 to=$2 k top
  local -a left=() records=() written=("${SUMS[@]}")
  local -A tops=()
  if [[ ! -e $to ]]; then
    [[ -d ${to%/*} ]] || file_folder "${to%/*}" || return
    # It may have come to be meanwhile: then this fails.
    mv -T -- "$new" "$to" 2>/dev/null && return
  fi
  for k in "${!PUT_KEY[@]}"; do
    top=${PUT_KEY[k]%%/*}
    if [[ ${PUT_KIND[k]} == record ]]; then
      records+=("${PUT_KEY[k]}")
    elif [[ -n ${tops["$top"]-} || ! -e $to/$top && ! -L $to/$top ]]; then
      tops["$top"]=1
    elif [[ ${PUT_KIND[k]} != final || ! -e $to/${PUT_KEY[k]} ]]; then
      left+=("${PUT_KEY[k]}")
    elif ! (sums "$to" "${PUT_KEY[k]}" 2>/dev/null && [[ ${SUMS[0]} == "${written[k]}" ]]); then
      ERROR="${PUT_KEY[k]} is there already, and is not the same"
      return 1
    fi
  done
  file_move "$new" "$to" "${!tops[@]}" && file_move "$new" "$to" "${left[@]}" && file_move "$new" "$to" "${records[@]}" && rm -rf -- "$new"
}

# file_move FROM TO NAME…: neighbours in one directory by one mv
file_move() {
  local from=$1 to=$2 name directory last=
  local -a batch=()
  shift 2
  for name; do
    directory=
    [[ $name != */* ]] || directory=/${name%/*}
    if [[ $directory != "$last" ]]; then
      file_move_some "$to$last" "${batch[@]}" || return
      batch=() last=$directory
    fi
    batch+=("$from/$name")
  done
  file_move_some "$to$last" "${batch[@]}"
}

file_move_some() {
  (($# > 1)) || return 0
  [[ -d $1 ]] || file_folder "$1" || return
  ERROR=$(mv -f -t "$1" -- "${@:2}" 2>&1)
}
