# shellcheck shell=bash

# place PATH: REPLY is where a path of the campaign lies on this machine. Checkouts lie under $TREE, which is empty when they lie
# where the campaign says.
place() {
  local dir
  REPLY=$1
  if [[ $1 != /* ]]; then
    REPLY=$SOURCE_ROOT/$1
    return
  fi
  for dir in "${REPO_DIR[@]}"; do
    [[ $1 == "$dir" || $1 == "$dir"/* ]] && REPLY=$TREE$1 && return
  done
  return 0
}

# list_files KIND PATH: FILES are the files and links that it names now, relative to FILES_IN
list_files() {
  # Names are told apart by characters; what is no valid UTF-8 still matches byte for byte.
  local LC_ALL=C.UTF-8 IFS='' path=$2
  local -A seen=()
  FILES=() FILES_IN=$SOURCE_ROOT
  if [[ $2 == /* ]]; then
    place "$2"
    FILES_IN=${REPLY%"$2"}/ path=${2#/}
  fi
  cd -- "$FILES_IN" 2>/dev/null || return 0
  shopt -s globstar dotglob nullglob
  case $1 in
  file) list_one "$path" ;;
  directory) list_directory "${path%/}" ;;
  glob) list_glob ;;
  esac
  shopt -u globstar dotglob nullglob
  cd /
}

list_directory() {
  local name base=$1/
  [[ $1 != . ]] || base=
  for name in "$base"**; do
    list_one "$name"
  done
}

list_one() {
  [[ -f $1 || -L $1 ]] && [[ -z ${seen["$1"]-} ]] || return 0
  seen["$1"]=1
  FILES+=("$1")
}

# list_glob: $path holds a pattern a line
list_glob() {
  local name pattern
  local -a found
  while IFS= read -r pattern; do
    # The pattern is data: it is expanded as a path name, never split (IFS is empty), never run.
    # shellcheck disable=SC2206
    found=(${pattern#/})
    for name in "${found[@]}"; do
      if [[ -d $name && ! -L $name ]]; then list_directory "$name"; else list_one "$name"; fi
    done
  done <<<"$path"
}

# exists KIND PATH: whether an input is there
exists() {
  place "$2"
  case $1 in
  file) [[ -e $REPLY ]] ;;
  directory) [[ -d $REPLY ]] ;;
  *)
    list_files "$1" "$2"
    ((${#FILES[@]}))
    ;;
  esac
}

# marks: MARKS[k] tells FILES[k] apart from every other content it may have had: inode, size, times
marks() {
  local k
  MARKS=()
  for ((k = 0; k < ${#FILES[@]}; k += 500)); do
    mapfile -d '' -t -O "$k" MARKS < <(cd -- "$FILES_IN" && stat --printf '%i %s %.9Y %.9Z\0' -- "${FILES[@]:k:500}")
  done
}

# remember_outputs STAGE-INDEX: what is there before the stage begins
remember_outputs() {
  local k f
  declare -gA BEFORE=()
  for ((k = OUTPUT_FIRST[$1]; k < OUTPUT_FIRST[$1 + 1]; k++)); do
    list_files "${OUTPUT_KIND[k]}" "${OUTPUT_PATH[k]}"
    ((${#FILES[@]})) || continue
    marks
    for f in "${!FILES[@]}"; do BEFORE["$FILES_IN/${FILES[f]}"]=${MARKS[f]}; done
  done
}

# sums DIRECTORY NAME…: SIZES, SUMS and MODES of the files; a link that is kept counts as the text it holds, and has `>` and that
# text in place of a mode
sums() {
  local directory=$1 k
  local -a found
  shift
  SIZES=() SUMS=() MODES=()
  for ((k = 1; k <= $#; k += 500)); do
    mapfile -d '' -t found < <(cd -- "$directory" && measure stat_files "${@:k:500}" && measure hash_files "${@:k:500}")
    SIZES+=("${found[@]:0:${#found[@]}/2}") SUMS+=("${found[@]:${#found[@]}/2}")
  done
  SUMS=("${SUMS[@]%% *}") MODES=("${SIZES[@]#* }") SIZES=("${SIZES[@]%% *}")
  ((${#SIZES[@]} == $# && ${#SUMS[@]} == $#))
}

stat_files() { stat -L --printf '%s %a\0' -- "$@"; }

hash_files() { sha256sum -bz -- "$@"; }

# measure FUNCTION NAME…: all at once, unless there are links among them
measure() {
  local name text some=''
  for name in "${@:2}"; do
    if [[ -L $name ]]; then some=1; fi
  done
  [[ -n $some ]] || { "$@" && return; }
  for name in "${@:2}"; do
    if keeps_link "$name"; then
      text=$(readlink -n -- "$name" && echo .)
      if [[ $1 == stat_files ]]; then printf '%d >%s\0' $((${#text} - 1)) "${text%.}"; else printf %s "${text%.}" | hash_files -; fi
    else
      "$1" "$name"
    fi
  done
}

# keeps_link NAME: whether it stays a link in the store. One that leads out of what is stored would lose its bytes: it is followed.
keeps_link() {
  local to
  [[ -L $1 ]] || return 1
  [[ -f $1 ]] || return 0
  [[ -z $FOLLOW_LINKS ]] || return 1
  to=$(readlink -n -- "$1")
  [[ $to != /* && /$to/ != */../* ]]
}

# judge_outputs STAGE-INDEX: notes every new file of its outputs in MADE_*; REASON says what is not as it was promised
judge_outputs() {
  local k f name shown stale bytes
  local -a NOWHERE
  no_outputs
  REASON=
  has_expectations && judge_expectations "$1" log "$STAGE_DIR" log
  for ((k = OUTPUT_FIRST[$1]; k < OUTPUT_FIRST[$1 + 1]; k++)); do
    shown=${OUTPUT_PATH[k]} stale=0 bytes=0
    list_files "${OUTPUT_KIND[k]}" "$shown"
    keep_new
    if ((${#FILES[@]} == 0)); then
      if ((stale)); then complain "$shown: stale, not written by this attempt"; else complain "$shown: missing"; fi
      continue
    fi
    FOLLOW_LINKS=1
    [[ ${OUTPUT_KIND[k]} != directory ]] || FOLLOW_LINKS=
    leads_nowhere
    for name in "${NOWHERE[@]}"; do complain "$name: a link that leads to no file"; done
    ((${#FILES[@]})) || continue
    if ! sums "$FILES_IN" "${FILES[@]}"; then
      complain "$shown: cannot be read"
      continue
    fi
    for f in "${!FILES[@]}"; do
      note_output "$k" "$f"
      bytes=$((bytes + SIZES[f]))
    done
    ((bytes)) || complain "$shown: empty"
    if ((bytes)) && has_expectations; then judge_expectations "$1" "$k" "$FILES_IN" "${FILES[@]}"; fi
  done
}

# leads_nowhere: takes the links out of FILES that must be followed and lead to no file; NOWHERE names them
leads_nowhere() {
  local name
  local -a whole=()
  NOWHERE=()
  [[ -n $FOLLOW_LINKS ]] || return 0
  for name in "${FILES[@]}"; do
    if [[ -f $FILES_IN/$name ]]; then whole+=("$name"); else NOWHERE+=("$name"); fi
  done
  FILES=("${whole[@]}")
}

# must_follow NAME: REPLY is 1 when a link at this place has to be stored as the file it leads to
must_follow() {
  REPLY=$FOLLOW_LINKS
  if [[ -L $1 ]] && ! keeps_link "$1"; then REPLY=1; fi
}

# note_output OUTPUT-INDEX FILE-INDEX: one more in MADE_*, if it is none of them yet
note_output() {
  local name=${FILES[$2]} shown key
  output_key "$1" "$name"
  key=$REPLY shown=$name
  [[ ${OUTPUT_PATH[$1]} == /* ]] && shown=/$name
  if [[ -n $key && -n ${TAKEN["$key"]-} ]]; then
    [[ ${TAKEN["$key"]} != "$FILES_IN/$name" ]] || return 0
    complain "$shown: another output is stored as $key already"
    # It did not pass, so it lies under partial/, where a longer name does no harm.
    key=$key.d/$name
  fi
  [[ -z $key ]] || TAKEN["$key"]=$FILES_IN/$name
  must_follow "$FILES_IN/$name"
  MADE_NAME+=("$shown") MADE_IN+=("$FILES_IN") MADE_KEY+=("$key") MADE_SIZE+=("${SIZES[$2]}") MADE_SUM+=("${SUMS[$2]}") MADE_MODE+=("${MODES[$2]}") MADE_FOLLOW+=("$REPLY") MADE_FILE+=("$name")
}

# A campaign without expectations comes without the fragment that judges them.
has_expectations() { ((${#EXPECT_OF[@]})); }

no_outputs() {
  MADE_NAME=() MADE_FILE=() MADE_IN=() MADE_KEY=() MADE_SIZE=() MADE_SUM=() MADE_MODE=() MADE_FOLLOW=()
  declare -gA TAKEN=()
}

# keep_new: takes out of FILES what was there, as it is, when the stage began; or what is older than the file SINCE
keep_new() {
  local f
  local -a recent=()
  if [[ -n $SINCE ]]; then
    for f in "${FILES[@]}"; do [[ $FILES_IN/$f -ot $SINCE ]] || recent+=("$f"); done
    FILES=("${recent[@]}")
  fi
  ((${#BEFORE[@]} && ${#FILES[@]})) || return 0
  recent=()
  marks
  for f in "${!FILES[@]}"; do
    if [[ ${BEFORE["$FILES_IN/${FILES[f]}"]-} == "${MARKS[f]}" ]]; then stale=1; else recent+=("${FILES[f]}"); fi
  done
  FILES=("${recent[@]}")
}

# output_key OUTPUT-INDEX NAME: its key under the stage's outputs/; empty when it is not uploaded
output_key() {
  local as=${OUTPUT_AS[$1]} path=${OUTPUT_PATH[$1]#/}
  REPLY=
  [[ ${OUTPUT_UPLOAD[$1]} == upload ]] || return 0
  REPLY=$2
  [[ ${OUTPUT_PATH[$1]} == /* ]] && REPLY=root/$2
  [[ -n $as ]] || return 0
  case ${OUTPUT_KIND[$1]} in
  file) REPLY=$as ;;
  directory) REPLY=${as%/}/${2#"${path%/}"/} ;;
  *) REPLY=${as%/}/${2##*/} ;;
  esac
}

complain() { REASON+=${REASON:+; }$1; }
