# shellcheck shell=bash

# The instance metadata of EC2, version 2 of its protocol:
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html

# has_imds: whether it may be asked. On a machine that is not Amazon's its address may belong to something else.
has_imds() {
  [[ ${AWS_EC2_METADATA_DISABLED-} != [Tt][Rr][Uu][Ee] ]] && have curl || return
  [[ -z ${AWS_EC2_METADATA_SERVICE_ENDPOINT-} && $PROVISION == 0 && $MARKET != spot ]] || return 0
  slurp /sys/class/dmi/id/sys_vendor
  [[ $REPLY == 'Amazon EC2' ]]
}

# imds PATH…: what each says of this machine, in ANSWERS; empty where there is no such thing. REPLY is the first.
# Fails when it could not be asked.
imds() {
  local path text
  local -a urls=()
  for path; do urls+=("$IMDS/latest/meta-data/$path"); done
  ANSWERS=() REPLY=
  # A token that has expired is refused with 401: then once more with another one.
  for _ in 1 2; do
    [[ -n $IMDS_TOKEN ]] || IMDS_TOKEN=$(ask_imds -f -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 21600' "$IMDS/latest/api/token") || IMDS_TOKEN=
    [[ -n $IMDS_TOKEN ]] || return
    text=$(ask_imds -f -w '\n%{http_code}\n' -H "X-aws-ec2-metadata-token: $IMDS_TOKEN" "${urls[@]}")
    take_answers "$text" || return
    ((${#ANSWERS[@]} == 0)) || break
    IMDS_TOKEN=
  done
  ((${#ANSWERS[@]} == $#)) && REPLY=${ANSWERS[0]}
}

# take_answers TEXT: of each path one line, if it is there, an empty one where it does not end in a newline, and the status
take_answers() {
  local line answer=
  ANSWERS=()
  while IFS= read -r line; do
    case $line in
    200 | 404) ANSWERS+=("$answer") answer= ;;
    401) return 0 ;;
    [0-9][0-9][0-9]) return 1 ;;
    '') ;;
    *) answer=$line ;;
    esac
  done <<<"$1"
}

# ask_imds WORD…: as curl, bounded, past every proxy and start-up file
ask_imds() { curl -q -s --noproxy '*' --connect-timeout 2 --max-time 4 "$@" 2>/dev/null; }

# look_at_instance: what EC2 says of this machine, as facts
look_at_instance() {
  IMDS=${AWS_EC2_METADATA_SERVICE_ENDPOINT:-http://169.254.169.254} IMDS_TOKEN='' INSTANCE_TYPE='' ON_EC2=''
  IMDS=${IMDS%/}
  if ! has_imds || ! imds instance-id instance-type placement/availability-zone placement/region ami-id instance-life-cycle; then
    # EC2's firmware knows the id: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/identify_ec2_instances.html
    slurp /sys/class/dmi/id/board_asset_tag
    [[ $REPLY != i-* ]] || fact instanceId "$REPLY"
    return 0
  fi
  ON_EC2=1 INSTANCE_TYPE=${ANSWERS[1]}
  fact instanceId "${ANSWERS[0]}"
  fact instanceType "$INSTANCE_TYPE"
  fact availabilityZone "${ANSWERS[2]}"
  fact region "${ANSWERS[3]}"
  fact imageId "${ANSWERS[4]}"
  fact lifeCycle "${ANSWERS[5]}"
}
