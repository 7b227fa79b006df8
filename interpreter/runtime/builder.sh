# shellcheck shell=bash

# What takes the place of `main` where an artifact is built: the source comes as it does on a box, the command runs as a stage would, and
# what has been packed is brought back by the very code with which a box brings it.

# builder STEP: `make` leaves archives in artifact.<n>, `try` brings them, `clear` removes the checkouts. Exit 3: `fault` holds what
# was being done, and why it did not come to be.
builder() {
  end_with_caller
  settle_caller
  PROVISION=${CAMPAIGN_PROVISION:-0} RUN_DIR=$CAMPAIGN_HOME RUN_ID=$CAMPAIGN_RUN_ID HARNESS_PIDS=$$
  TREE='' SOURCE_ROOT=${REPO_DIR[0]} IN_PLACE='' STOPPING='' LOOK_ONLY=0 SERVICES=() MISSING=() BUILDER=$((${#STAGE[@]} - 1))
  mkdir -p -- "$RUN_DIR/provision"
  "${1}_artifacts"
}

# end_with_caller: stdin is a pipe that ends with the process that started this. What went on building alone would write into the source
# that the next one has checked out there.
end_with_caller() {
  exec 8<&0 </dev/null
  {
    read -r -u 8
    kill -s KILL -- "-$$"
  } >/dev/null 2>&1 &
  exec 8<&-
}

# give_up DOING WHY
give_up() {
  printf '%s\n%s' "$1" "$2" >"$RUN_DIR/fault"
  exit 3
}

# There are no records of this, nobody to hear, and no time but that of whoever waits for it.
event() { :; }
post() { :; }
pause() { sleep "$1"; }
warn() { say "warning: $*"; }
step() {
  say "$1: $2"
  "$4" || lacks "$1: it ended with $?"
  ((${#MISSING[@]} == 0))
}

make_artifacts() {
  local k
  : >"$RUN_DIR/run.json"
  if ((PROVISION)); then
    provision
    ((${#MISSING[@]} == 0)) || give_up 'preparing the machine' "${MISSING[*]}"
  fi
  say "checking out ${REPO_COMMIT[0]} in $SOURCE_ROOT"
  check_out || give_up 'checking out the source' "${MISSING[0]}"
  ((PROVISION == 0)) || set_up || give_up 'preparing the machine' "${MISSING[*]}"
  note_strangers
  for k in "${!PREBUILT_URL[@]}"; do
    [[ -z ${PREBUILT_BUILD[k]} ]] || make_artifact "$k"
  done
}

# make_artifact INDEX: the archive, and what is to be known of how it was made
make_artifact() {
  local at=$RUN_DIR/artifact.$1 code
  mkdir -p -- "$at"
  say "building ${PREBUILT_URL[$1]}"
  in_stage "$BUILDER" "$BASH" -euo pipefail -c "${PREBUILT_BUILD[$1]}" </dev/null
  code=$?
  ((code == 0)) || give_up 'building' "the command ended with exit code $code"
  PREBUILT=$1
  find_paths "$SOURCE_ROOT" || give_up 'building' "the command ended well, but ${ERROR/does not hold/has not made}"
  find_odd || give_up 'packing' "$ERROR"
  describe_build "$at" "${PREBUILT_BUILD[$1]}"
  say "packing ${NAMES[*]}"
  pack "$at" "${PREBUILT_URL[$1]}" || give_up 'packing' "$ERROR"
}

# find_odd: fails with ERROR when there is something in NAMES that no box would unpack
find_odd() {
  local odd name target
  odd=$(cd -- "$SOURCE_ROOT" && find -- "${NAMES[@]/#/./}" ! -type d ! -type f ! -type l -print -quit)
  while [[ -z $odd ]] && IFS= read -r -d '' name && IFS= read -r -d '' target; do
    if [[ $target == /* || $(realpath -ms -- "${name%/*}/$target") != "$SOURCE_ROOT"/* ]]; then odd=$name; fi
  done < <(cd -- "$SOURCE_ROOT" && find "${NAMES[@]/#/$SOURCE_ROOT/}" -type l -printf '%p\0%l\0')
  odd=${odd#"$SOURCE_ROOT/"}
  ERROR="it holds ${odd#./}, which is no plain file and no link to one of its own"
  [[ -z $odd ]]
}

# describe_build DIRECTORY COMMAND: what the manifest says of this machine, and of what cargo was told
describe_build() {
  local word
  local -a words=()
  uname -m >"$1/architecture"
  getconf GNU_LIBC_VERSION >"$1/libc" 2>/dev/null
  cargo_settings "$BUILDER" >"$1/settings"
  if stage_has_cargo "$BUILDER"; then in_stage "$BUILDER" rustc --version >"$1/rustc" 2>/dev/null; fi
  (cd -- "$SOURCE_ROOT" && find -- "${NAMES[@]/#/./}" -type f -print0) >"$1/files"
  # What cargo noted down knows of .cargo/config.toml too.
  {
    printf '%s\n' "$2" "${ENV_VALUE[@]:ENV_FIRST[BUILDER]}"
    find "$SOURCE_ROOT" -path '*/.fingerprint/*.json' -exec grep -ohE '"rustflags":\[[^]]*\]' -- {} + 2>/dev/null
  } | grep -oE '(target-cpu|target-feature|-march|-mcpu)=[A-Za-z0-9._,+-]+' | sort -u >"$1/codegen"
  [[ -s $1/rustc ]] || return 0
  while IFS= read -r word; do words+=(-C "$word"); done < <(grep '^target-' "$1/codegen")
  ((${#words[@]} == 0)) || in_stage "$BUILDER" rustc --print cfg "${words[@]}" >"$1/cfg" 2>/dev/null || :
}

# pack DIRECTORY URL: the same tree gives the same bytes
pack() {
  local at ends
  local -a writer=(cat)
  case $2 in
  *.zst | *.tzst) writer=(zstd -q -6 -T0 -c) ;;
  *.gz | *.tgz) writer=(gzip -n -c) ;;
  esac
  for at in tar "${writer[0]}"; do
    ERROR="tool $at is missing"
    have "$at" || return
  done
  at=$(clean_git -C "$SOURCE_ROOT" log -1 --format=%ct)
  printf '%s\0' "${NAMES[@]}" | sort -zu >"$1/names"
  ERROR=$({
    tar -c -f - --format=posix --pax-option='exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime' --sort=name --mtime="@$at" \
      --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX -C "$SOURCE_ROOT" --null --verbatim-files-from -T "$1/names" |
      "${writer[@]}" >"$1/archive"
    ends=${PIPESTATUS[*]}
    [[ $ends == '0 0' ]]
  } 2>&1)
}

# note_strangers: what lies in the source before anything is built, and is not of its commit
note_strangers() {
  local k
  for k in "${!REPO_DIR[@]}"; do clean_git -C "${REPO_DIR[k]}" ls-files -z --others >"$RUN_DIR/strangers.$k"; done
}

# try_artifacts: the source becomes what it was before it was built, and each archive is brought as on a box
try_artifacts() {
  local flag
  fresh_again || give_up 'checking out the source again' "$ERROR"
  look_at_machine
  # A box may have no cargo, though this machine has one.
  # shellcheck disable=SC2317 # it is called in place of the one that asks this machine
  if [[ ${CAMPAIGN_BOX_CARGO-} == no ]]; then stage_has_cargo() { false; }; fi
  # It may have been built for a CPU that has more than this one.
  for flag in ${CAMPAIGN_CPU_FLAGS-}; do CPU_FLAGS+="$flag "; done
  for PREBUILT in "${!PREBUILT_URL[@]}"; do
    [[ -n ${PREBUILT_BUILD[PREBUILT]} ]] || continue
    say "bringing ${PREBUILT_URL[PREBUILT]} as a box does"
    PREBUILT_URL[PREBUILT]=file://$RUN_DIR/artifact.$PREBUILT/archive
    bring >/dev/null 2>&1 || give_up 'bringing it as a box does' "${ERROR#it is of no use here: }"
  done
}

fresh_again() {
  local k name
  local -a keep
  for k in "${!REPO_DIR[@]}"; do
    keep=()
    while IFS= read -r -d '' name; do keep+=(-e "$name"); done < <(sed -z -e 's/[][\\*?!# ]/\\&/g' -e 's|^|/|' -- "$RUN_DIR/strangers.$k")
    ERROR=$({
      clean_git -C "${REPO_DIR[k]}" reset -q --hard && clean_git -C "${REPO_DIR[k]}" clean -qffdx "${keep[@]}"
      clean_git -C "${REPO_DIR[k]}" submodule --quiet foreach --recursive 'git reset -q --hard && git clean -qffdx'
    } 2>&1) && date_sources "${REPO_DIR[k]}" && ERROR=$(give_user "${REPO_DIR[k]}" 2>&1) || return
  done
}

# clear_artifacts: the checkouts that this has made, and no others
clear_artifacts() {
  local dir
  for dir in "${REPO_DIR[@]}"; do
    slurp "$dir/.git/campaign"
    [[ $REPLY != "$RUN_ID" ]] || rm -rf -- "$dir"
  done
}
