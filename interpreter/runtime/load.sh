# shellcheck shell=bash

# load ARGUMENT...: fetches the script, and starts it with these
load() {
  # Before anything that can fail: a box that gets no script must not stay up.
  ! is_ours || { power_off_in "$LOAD_LIMIT" loading && ARMED=1; }
  local pause=1 deadline HOPELESS=''
  boot_seconds
  deadline=$((REPLY + LOAD_LIMIT - 60))
  until name_script && fetch "$SCRIPT.part" && take_script "$SCRIPT.part" "what lies at ${SCRIPT_URL%%\?*}"; do
    boot_seconds
    [[ -z $HOPELESS ]] || give_up
    ((REPLY + pause < deadline)) || give_up
    say "$ERROR; trying again in $pause s"
    sleep "$pause"
    pause=$((pause < 30 ? pause * 2 : 30))
  done
  start "$@"
}

# boot_seconds: REPLY is whole seconds since boot; the clock of a box that has just booted may step
boot_seconds() {
  read -r REPLY _ </proc/uptime
  REPLY=${REPLY%.*}
}

# fetch FILE: from SCRIPT_URL, or ERROR; HOPELESS where trying again is of no use
fetch() {
  local tool=curl
  [[ $SCRIPT_URL != s3://* ]] || tool=aws
  HOPELESS=
  type -P "$tool" >/dev/null || { HOPELESS=1 ERROR="this machine has no $tool command" && return 1; }
  ERROR=$({ if [[ $tool == aws ]]; then fetch_by_aws "$1"; else fetch_by_curl "$1"; fi; } 2>&1 </dev/null) && return
  ERROR="${SCRIPT_URL%%\?*} cannot be fetched: ${ERROR##*$'\n'}"
  return 1
}

fetch_by_curl() { curl -fsSL --connect-timeout 10 --max-time 120 -o "$1" -- "$SCRIPT_URL"; }

fetch_by_aws() {
  local endpoint=${AWS_ENDPOINT_URL_S3:-${AWS_ENDPOINT_URL-}}
  local -a to=()
  # Not every release of the aws command reads the endpoint from the environment.
  [[ -z $endpoint ]] || to+=(--endpoint-url "$endpoint")
  [[ -z $SCRIPT_REGION ]] || to+=(--region "$SCRIPT_REGION")
  export AWS_PAGER='' AWS_MAX_ATTEMPTS=3 AWS_METADATA_SERVICE_TIMEOUT=5 AWS_METADATA_SERVICE_NUM_ATTEMPTS=5
  timeout -k 5 120 aws "${to[@]}" --cli-connect-timeout 10 --cli-read-timeout 30 s3 cp --only-show-errors "$SCRIPT_URL" "$1"
}
