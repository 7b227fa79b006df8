# shellcheck shell=bash

# prebuilt URL fail|build KIND:PATH…: an archive, and what of it belongs to the source
prebuilt() {
  local IFS=$'\n'
  PREBUILT_URL+=("$1") PREBUILT_MISSING+=("$2") PREBUILT_PATHS+=("${*:3}") PREBUILT_BUILD+=('') PREBUILT_STAGE+=('') PREBUILT_USERS+=('')
}

# built_by <<'MARK': the command that makes the same
built_by() { IFS= read -r -d '' "PREBUILT_BUILD[${#PREBUILT_URL[@]} - 1]" || :; }

# uses_prebuilt INDEX, makes_prebuilt INDEX: the stage above does
uses_prebuilt() { PREBUILT_USERS[$1]+="$((${#STAGE[@]} - 1)) "; }
makes_prebuilt() { PREBUILT_STAGE[$1]=$((${#STAGE[@]} - 1)); }

# find_prebuilt: what was built elsewhere comes to its place; what keeps it from there is missing, or it is built here
find_prebuilt() {
  for PREBUILT in "${!PREBUILT_URL[@]}"; do
    is_prebuilt_wanted || continue
    mkdir -p -- "$RUN_DIR/provision"
    rm -f -- "$RUN_DIR/provision/unusable"
    LOOK_ONLY=${#MISSING[@]}
    step prebuilt "${PREBUILT_URL[PREBUILT]}" "$WALL" bring_prebuilt || continue
    if [[ -s $RUN_DIR/provision/unusable ]]; then
      slurp "$RUN_DIR/provision/unusable"
      warn "prebuilt ${PREBUILT_URL[PREBUILT]}: $REPLY; it is built here instead"
    elif [[ -n ${PREBUILT_STAGE[PREBUILT]} ]]; then
      BROUGHT[PREBUILT_STAGE[PREBUILT]]="fetched from ${PREBUILT_URL[PREBUILT]}"
    fi
  done
}

# is_prebuilt_wanted: unless only stages use it that are not to run
is_prebuilt_wanted() {
  local i
  [[ -n ${PREBUILT_USERS[PREBUILT]} ]] || return 0
  for i in ${PREBUILT_USERS[PREBUILT]}; do ! wanted "$i" || return 0; done
  return 1
}

# skip_prebuilt: the stages that would make what has been brought
skip_prebuilt() {
  local i
  for i in "${!BROUGHT[@]}"; do ! wanted "$i" || end_unstarted "$i" cached "${BROUGHT[i]}"; done
}

# bring_prebuilt: in the background. Whatever keeps the archive from being used is told; where it may be built, the run goes on.
bring_prebuilt() {
  ERROR=''
  bring && return
  if [[ ${PREBUILT_MISSING[PREBUILT]} == build ]]; then
    printf '%s' "$ERROR" | tee -- "$RUN_DIR/provision/unusable"
  else
    lacks "prebuilt ${PREBUILT_URL[PREBUILT]}: $ERROR"
  fi
}

bring() {
  local at=$RUN_DIR/provision/prebuilt sum
  if [[ -n $IN_PLACE ]] && find_paths "$SOURCE_ROOT"; then
    echo "all of it is there: ${NAMES[*]}"
    return
  fi
  rm -rf -- "$at"
  ERROR="cannot write to $RUN_DIR"
  mkdir -p -- "$at/out" && read_manifest "$at" && no_difference || return
  ((LOOK_ONLY == 0)) || return 0
  fetch "${PREBUILT_URL[PREBUILT]}" "$at/archive" || return
  sum=$(sha256sum -b <"$at/archive")
  if [[ ${sum%% *} != "${MANIFEST[sha256]}" ]]; then
    ERROR="it is damaged: its SHA-256 is ${sum%% *}, not ${MANIFEST[sha256]}"
    return 1
  fi
  unpack "$at/archive" "$at/out" && move_in "$at/out" || return
  rm -rf -- "$at"
  prove
}

# fetch URL FILE: fails with ERROR, and with ABSENT where the URL is known to lead to nothing
fetch() {
  local code
  ABSENT='' ERROR='it is not there'
  case $1 in
  s3://*) bucket_copy "$1" "$2" ;;
  file://*)
    [[ -e ${1#file://} ]] || ABSENT=1
    [[ -z $ABSENT ]] && ERROR=$(cp -- "${1#file://}" "$2" 2>&1)
    ;;
  *)
    ERROR='tool curl is missing'
    have curl || return
    code=$(curl -fsSL --retry 3 --connect-timeout 10 --max-time 3600 -o "$2" -w '%{http_code}' -- "$1" 2>"$2.said") && return
    slurp "$2.said"
    ERROR=${REPLY##*$'\n'}
    [[ $code != 404 && $code != 410 ]] || ABSENT=1 ERROR='it is not there (404)'
    return 1
    ;;
  esac
}

# read_manifest DIRECTORY: MANIFEST is what URL.json says of the archive; where there is only URL.sha256, its SHA-256
read_manifest() {
  local url=${PREBUILT_URL[PREBUILT]} name value
  declare -gA MANIFEST=()
  ERROR='tool jq, or python3, is missing'
  have jq || have python3 || return
  if fetch "$url.json" "$1/json"; then
    while IFS='=' read -r name value; do MANIFEST[$name]=$value; done < <(manifest_lines "$1/json")
    ERROR="$url.json is no manifest of version 1"
    [[ ${MANIFEST[version]-} == 1 ]] && is_sum "${MANIFEST[sha256]-}"
  elif [[ -z $ABSENT ]]; then
    ERROR="$url.json: $ERROR"
    return 1
  elif fetch "$url.sha256" "$1/sha256"; then
    read -r value _ <"$1/sha256"
    MANIFEST[sha256]=$value ERROR="$url.sha256 holds no SHA-256"
    is_sum "$value"
  elif [[ -n $ABSENT ]]; then
    ERROR="neither $url.json nor $url.sha256 is there to verify it by"
    return 1
  else
    ERROR="$url.sha256: $ERROR"
    return 1
  fi
}

is_sum() { [[ $1 =~ ^[0-9a-f]{64}$ ]]; }

# manifest_lines FILE: its members, one NAME=VALUE a line; those of its maps as env.NAME and tools.NAME
manifest_lines() {
  if have jq; then
    # shellcheck disable=SC2016 # the dollar is jq's
    jq -r 'def text: if type == "array" then map(tostring) | join(" ") else tostring end | gsub("\n"; " ");
      to_entries[] | .key as $name | if (.value | type) == "object" then .value | to_entries[] | "\($name).\(.key)=\(.value | text)" else "\(.key)=\(.value | text)" end' "$1"
  elif have python3; then
    python3 -c 'import json, sys
text = lambda v: (" ".join(map(str, v)) if isinstance(v, list) else str(v)).replace("\n", " ")
for name, value in json.load(open(sys.argv[1], encoding="utf-8")).items():
    if isinstance(value, dict):
        for key, inner in value.items(): print("%s.%s=%s" % (name, key, text(inner)))
    else: print("%s=%s" % (name, text(value)))' "$1"
  fi
}

# no_difference: whether this machine and these stages can use it; ERROR lists what stands against it
no_difference() {
  local flag i
  ERROR=
  same commit "${REPO_COMMIT[0]}"
  same architecture "$(uname -m)"
  for flag in ${MANIFEST[cpuFlags]-}; do [[ $CPU_FLAGS == *" $flag "* ]] || differs "this CPU has no $flag, which its code uses"; done
  flag=$(getconf GNU_LIBC_VERSION 2>/dev/null)
  if [[ -n $flag && -n ${MANIFEST[glibc]-} ]]; then
    compare_versions "${flag##* }" "${MANIFEST[glibc]}"
    ((REPLY >= 0)) || differs "this machine has $flag, and it needs ${MANIFEST[glibc]}"
  fi
  prebuilt_stages
  for i in "${STAGES[@]}"; do
    # Without a compiler nothing can be built again.
    if [[ -n ${MANIFEST[version]-} ]] && stage_has_cargo "$i"; then
      same_settings "$i"
      flag=$(in_stage "$i" rustc --version 2>/dev/null)
      same tools.rustc "$flag"
    fi
  done
  [[ -z $ERROR ]] || ERROR="it is of no use here: $ERROR"
  [[ -z $ERROR ]] || return
  [[ -z ${MANIFEST[path]-} || ${MANIFEST[path]} == "$SOURCE_ROOT" ]] ||
    warn "prebuilt ${PREBUILT_URL[PREBUILT]} was built in ${MANIFEST[path]} and lies in $SOURCE_ROOT: a program that remembers where it was built looks for its files there"
}

# same NAME VALUE: what the manifest says of it, if it does
same() {
  [[ -z ${MANIFEST[$1]-} || -z $2 || ${MANIFEST[$1]} == "$2" ]] || differs "its ${1#*.} is ${MANIFEST[$1]}, and $2 here"
}

differs() { [[ "; $ERROR;" == *"; $1;"* ]] || ERROR+=${ERROR:+; }$1; }

# prebuilt_stages: STAGES are those that use it; where none says so, the one that would make it, or all
prebuilt_stages() {
  local i
  STAGES=()
  for i in ${PREBUILT_USERS[PREBUILT]:-${PREBUILT_STAGE[PREBUILT]:-${!STAGE[@]}}}; do ! wanted "$i" || STAGES+=("$i"); done
}

stage_has_cargo() { in_stage "$1" "$BASH" -c 'type -P cargo' >/dev/null; }

# same_settings STAGE-INDEX: the variables by which cargo tells one build from another
same_settings() {
  local name value
  local -A present=()
  while IFS='=' read -r name value; do present[$name]=$value; done < <(cargo_settings "$1")
  for name in "${!MANIFEST[@]}"; do
    [[ $name != env.* || -n ${present[${name#env.}]+set} ]] || present[${name#env.}]=
  done
  for name in "${!present[@]}"; do
    [[ ${present[$name]} == "${MANIFEST[env.$name]-}" ]] ||
      differs "$name is \`${present[$name]}\` in \`${STAGE[$1]}\`, and was \`${MANIFEST[env.$name]-}\` where it was built"
  done
}

cargo_settings() {
  (
    stage_environment "$1"
    for name in $(compgen -e); do
      case $name in
      RUSTFLAGS | CARGO_ENCODED_RUSTFLAGS | CARGO_BUILD_RUSTFLAGS | CARGO_BUILD_TARGET | CARGO_TARGET_* | CARGO_PROFILE_*) printf '%s=%s\n' "$name" "${!name//$'\n'/ }" ;;
      esac
    done
  )
}

# unpack FILE DIRECTORY: as the user of the stages, and nothing but plain files, directories and links among them
unpack() {
  local odd target name root
  local -a reader=(cat)
  case $(head -c 4 -- "$1" | od -An -tx1) in
  ' 28 b5 2f fd') reader=(zstd -dcq) ;;
  ' 1f 8b '*) reader=(gzip -dc) ;;
  esac
  for name in tar "${reader[0]}"; do
    ERROR="tool $name is missing"
    have "$name" || return
  done
  as_user "${USERS[0]-}"
  [[ ${#AS[@]} == 0 ]] || ERROR=$(chown -- "${USERS[0]}:" "$2" 2>&1) || return
  ERROR=$({
    "${reader[@]}" <"$1" | "${AS[@]}" tar -x -f - --no-same-owner --no-same-permissions -C "$2"
    [[ ${PIPESTATUS[*]} == '0 0' ]]
  } 2>&1) || { ERROR="it cannot be unpacked: ${ERROR%%$'\n'*}" && return 1; }
  odd=$(find "$2" ! -type d ! -type f ! -type l -print -quit)
  root=$(realpath -- "$2")
  while [[ -z $odd ]] && IFS= read -r -d '' name && IFS= read -r -d '' target; do
    [[ $target == /* ]] || target=${name%/*}/$target
    # With links on the way: `..` after one leads up from where it leads.
    [[ $(realpath -m -- "$target" 2>/dev/null) == "$root"/* ]] || odd=$name
  done < <(find "$2" -type l -printf '%p\0%l\0')
  ERROR="it holds ${odd#"$2/"}, which is no plain file and no link to one of its own"
  [[ -z $odd ]]
}

# find_paths DIRECTORY: NAMES are what the archive provides, as it lies there; fails when one is not there
find_paths() {
  local path found
  NAMES=()
  while IFS= read -r path; do
    found=$(cd -- "$1" && expand_path "${path%%:*}" "${path#*:}")
    ERROR="it does not hold ${path#*:}"
    [[ -n $found ]] || return
    while IFS= read -r path; do NAMES+=("${path%/}"); done <<<"$found"
  done <<<"${PREBUILT_PATHS[PREBUILT]}"
}

# expand_path KIND PATH: prints the names there are for it, one a line
expand_path() {
  local IFS=''
  if [[ $1 != glob ]]; then
    [[ ! -e $2 ]] || printf '%s\n' "$2"
    return
  fi
  shopt -s globstar dotglob nullglob
  # It is expanded as a path name, never split, never run.
  # shellcheck disable=SC2086
  printf '%s\n' $2
}

# move_in DIRECTORY: what it provides goes to its place in the source, and nothing else
move_in() {
  local name to
  find_paths "$1" || return
  for name in "${NAMES[@]}"; do
    to=$SOURCE_ROOT/$name
    ERROR="$to is there already"
    [[ ! -e $to ]] || return
    ERROR=$({ "${AS[@]}" mkdir -p -- "${to%/*}" && mv -T -- "$1/$name" "$to"; } 2>&1) || return
  done
  [[ -n $IN_PLACE ]] || touch -d "@$(clean_git -C "$SOURCE_ROOT" log -1 --format=%ct)" -- "$SOURCE_ROOT"
}

# date_sources DIRECTORY: everything in a checkout has the time of its commit. A file that is newer than what was built of it is built
# again, and for a build script without rerun-if-changed cargo compares the time itself; so the builder does the same.
date_sources() {
  ERROR=$({
    local at
    at=$(clean_git -C "$1" log -1 --format=%ct) && find "$1" -name .git -prune -o -exec touch -h -d "@$at" -- {} +
  } 2>&1)
}

# prove: cargo itself says whether it would compile anything, by the very command that built it; as soon as it begins to, it is ended
prove() {
  local i settings known=$'\n'
  [[ ${PREBUILT_BUILD[PREBUILT]} =~ (^|[^[:alnum:]_-])cargo[[:space:]] ]] || return 0
  prebuilt_stages
  for i in "${STAGES[@]}"; do
    stage_has_cargo "$i" || continue
    settings=$(cargo_settings "$i")
    [[ $known != *$'\n'"$settings"$'\n'* ]] || continue
    known+=$settings$'\n'
    compiles_nothing "$i" || return
  done
}

# compiles_nothing STAGE-INDEX
compiles_nothing() {
  local said=$RUN_DIR/provision/cargo pid end dirty=''
  in_stage "$1" env CARGO_TERM_VERBOSE=true CARGO_TERM_QUIET=false CARGO_TERM_COLOR=never "$BASH" -euo pipefail -c "${PREBUILT_BUILD[PREBUILT]}" >"$said" 2>&1 &
  pid=$!
  now
  end=$((REPLY + 30000))
  while kill -0 "$pid" 2>/dev/null && ((REPLY < end)); do
    pause 0.1
    dirty=$(grep -aE -m 1 '^ *(Dirty|Compiling) ' -- "$said") && break
    now
  done
  PIDS=()
  marked_pids "CAMPAIGN_STAGE_MARK=$RUN_DIR/$1"
  [[ ${#PIDS[@]} == 0 ]] || kill -s KILL -- "${PIDS[@]}" 2>/dev/null
  wait "$pid"
  pid=$?
  [[ -n $dirty ]] || dirty=$(grep -aE -m 1 '^ *(Dirty|Compiling) ' -- "$said")
  cat -- "$said"
  ERROR="it is of no use here: cargo would compile in \`${STAGE[$1]}\`: ${dirty#"${dirty%%[![:space:]]*}"}"
  [[ -z $dirty ]] || return
  ERROR="whether cargo would compile cannot be told: its command ended with $pid ($(tail -n 1 -- "$said"))"
  ((pid == 0))
}
