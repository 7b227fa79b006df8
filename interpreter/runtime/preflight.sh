# shellcheck shell=bash

# preflight: fails when anything is missing; MISSING lists all of it. Where the machine is provisioned, what no installation mends is
# looked for first, so that nothing is installed in vain.
preflight() {
  local k ok=true
  MISSING=()
  check_store
  if ((PROVISION)); then
    check_needs ' cpu cores memory disk env '
    ! have aws || check_secrets
    ((${#MISSING[@]})) || provision
    if ((${#MISSING[@]} == 0)); then
      find_sources && set_up
      check_needs ' tool service url '
      have_secrets || check_secrets
      check_json
      find_builds
    fi
  else
    [[ -n $IN_PLACE ]] || have git || lacks 'tool git'
    check_needs ' tool service url cpu cores memory disk env '
    check_secrets
    check_json
    find_sources
    find_builds
  fi
  [[ -z $STOPPING ]] || return
  ((${#MISSING[@]} == 0)) || ok=false
  json_list "${MISSING[@]}"
  event preflight "\"ok\":$ok,\"missing\":$REPLY"
  ((${#MISSING[@]})) || return 0
  say "preflight: ${#MISSING[@]} missing, nothing was run"
  for k in "${MISSING[@]}"; do say "  $k"; done
  return 1
}

# refuse ERROR: there is no store for a run to begin in; what else can be seen to be missing is told with it
refuse() {
  local k
  no_run_state
  choose_stages
  MISSING=("$1")
  check_needs ' cpu cores memory disk env '
  ((PROVISION)) || check_needs ' tool service url '
  say "preflight: ${#MISSING[@]} missing, nothing was run"
  for k in "${MISSING[@]}"; do say "  $k"; done
  { printf 'done\n' >&"$DOG"; } 2>/dev/null || :
  exit 3
}

# check_needs KINDS: of the stages that are to run
check_needs() {
  local k
  for k in "${!NEED_KIND[@]}"; do
    if [[ $1 == *" ${NEED_KIND[k]} "* ]] && wanted "${NEED_STAGE[k]}"; then
      "check_${NEED_KIND[k]}" "${NEED_TEXT[k]}" "${NEED_VERSION[k]}" "${NEED_STAGE[k]}"
    fi
  done
}

find_sources() {
  if [[ -z $IN_PLACE ]] && have git; then in_background "$WALL" check_out checkout || return; fi
}

# A campaign without secrets or artifacts comes without the fragments for them.
check_secrets() { ((${#SECRET_NAME[@]} == 0)) || read_secrets; }
have_secrets() { [[ -n ${SECRETS_READ-} ]]; }
find_builds() { ((${#PREBUILT_URL[@]} == 0)) || find_prebuilt; }

# wanted STAGE-INDEX: whether it is to run
wanted() { [[ -z ${OFF[$1]} ]]; }

lacks() {
  local one
  for one in "${MISSING[@]}"; do [[ $one != "$1" ]] || return 0; done
  MISSING+=("$1")
}

# check_store: a real put, get and compare
check_store() {
  local probe=$RUN_DIR/probe try ERROR=''
  printf 'campaign %s\n' "$RUN_ID" >"$probe"
  for try in 1 2 3; do
    if store_replace .probe "$probe" 2>/dev/null && store_get .probe && [[ $REPLY == "campaign $RUN_ID" ]]; then
      store_drop .probe
      return
    fi
    ((try == 3)) || pause $((2 * try))
  done
  lacks "store $STORE_URL cannot be written and read back${ERROR:+ ($ERROR)}"
}

# check_tool TOOL VERSION STAGE-INDEX
check_tool() {
  local version
  if ((PROVISION)); then
    # shellcheck disable=SC2016 # its bash is to read $1
    in_stage "$3" "$BASH" -c 'type -P -- "$1"' - "$1" >/dev/null
  else
    have "$1"
  fi || { lacks "tool $1${2:+ $2}" && return; }
  tool_version "$1" "$3"
  version=$REPLY
  [[ -z $2 ]] || satisfies "$version" "$2" || lacks "tool $1 $2 (it is ${version:-of no known version})"
}

# tool_version TOOL STAGE-INDEX: REPLY is the number in the first line that it tells of itself
tool_version() {
  local text limit=()
  ((PROVISION == 0)) || limit=(in_stage "$2")
  have timeout && limit+=(timeout 20)
  text=$("${limit[@]}" "$1" --version 2>&1 </dev/null) || text=$("${limit[@]}" "$1" version 2>&1 </dev/null) || text=
  text=${text%%$'\n'*}
  [[ -z $text ]] || TOOL_VERSION[$1]=$text
  REPLY=
  [[ $text =~ [0-9]+(\.[0-9]+)* ]] && REPLY=${BASH_REMATCH[0]}
  return 0
}

# satisfies VERSION WANTED: WANTED is like `>=1.80` or `>=1.80, <2`; a bare number is a prefix
satisfies() {
  local part operator
  local -a parts
  [[ -n $1 ]] || return
  IFS=', ' read -r -a parts <<<"${2//[[:space:]]/}"
  for part in "${parts[@]}"; do
    operator=${part%%[0-9v]*}
    part=${part#"$operator"}
    part=${part#v}
    if [[ -z $operator || $operator == = || $operator == == ]]; then
      [[ $1 == "$part" || $1 == "$part".* ]] || return
      continue
    fi
    compare_versions "$1" "$part"
    case $operator$REPLY in
    '>=1' | '>=0' | '>1' | '<=-1' | '<=0' | '<-1' | '!=1' | '!=-1') ;;
    *) return 1 ;;
    esac
  done
}

# compare_versions A B: REPLY is -1, 0 or 1
compare_versions() {
  local k
  local -a left right
  IFS=. read -r -a left <<<"$1"
  IFS=. read -r -a right <<<"$2"
  for ((k = 0; k < ${#left[@]} || k < ${#right[@]}; k++)); do
    REPLY=$((10#${left[k]-0} < 10#${right[k]-0} ? -1 : 10#${left[k]-0} > 10#${right[k]-0}))
    ((REPLY == 0)) || return 0
  done
}

# check_env NAME: a secret of that name is looked for with the secrets
check_env() { [[ -n ${!1-} || " ${SECRET_NAME[*]} " == *" $1 "* ]] || lacks "env $1"; }

check_cpu() { [[ $CPU_FLAGS == *" $1 "* ]] || lacks "cpu $1"; }

check_cores() { ((CORES >= $1)) || lacks "cores $1 (it has $CORES)"; }

check_memory() { ((MEMORY >= $1)) || lacks "memory $1 bytes (it has $MEMORY)"; }

# check_disk BYTES: free where the source lies, or will lie
check_disk() {
  local at=$SOURCE_ROOT free size
  while [[ ! -d $at ]]; do at=${at%/*} && at=${at:-/}; done
  read -r free size < <(stat -f -c '%a %S' -- "$at")
  ((free * size >= $1)) || lacks "disk $1 bytes ($((free * size)) are free at $at)"
}

# check_service NAME VERSION STAGE-INDEX: docker has to answer in a session of the stage's user
check_service() {
  if [[ $1 == docker ]] && have docker; then
    in_stage "$3" timeout 20 docker info >/dev/null 2>&1 && return
  elif have systemctl; then
    systemctl is-active --quiet -- "$1" 2>/dev/null && return
  fi
  lacks "service $1 is not running"
}

check_url() {
  case $1 in
  file://*) [[ -e ${1#file://} ]] && return ;;
  s3://*) bucket_has "$1" && return ;;
  http://* | https://*) have curl && curl -fsIL --max-time 20 -o /dev/null -- "$1" && return ;;
  esac
  lacks "url $1"
}

# check_json: what reads JSON for the expectations
check_json() {
  local what
  for what in "${EXPECT_WHAT[@]}"; do
    [[ $what == json ]] || continue
    have jq || have python3 || lacks 'tool jq, or python3: expectations on JSON need one of them'
    return
  done
}
