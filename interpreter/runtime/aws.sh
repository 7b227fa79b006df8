# shellcheck shell=bash

# find_aws ENDPOINT: ASK is an aws command that asks there. The CLI of many images is too old to read an endpoint from the environment.
find_aws() {
  local endpoint=${1:-${AWS_ENDPOINT_URL-}} region=${AWS_REGION:-${AWS_DEFAULT_REGION:-$STORE_REGION}}
  ERROR='tool aws is missing'
  have aws || return
  ASK=(aws --cli-connect-timeout 5 --cli-read-timeout 20)
  [[ -z $endpoint ]] || ASK+=(--endpoint-url "$endpoint")
  [[ -z $region ]] || ASK+=(--region "$region")
  export AWS_PAGER=
}

# ask_aws ENDPOINT WORD…: REPLY is the text it prints, byte for byte; ERROR the last line of its complaint
ask_aws() {
  local said=$RUN_DIR/aws.$BASHPID text
  find_aws "$1" || return
  # It ends what it prints with a newline of its own; one that belongs to the value must not be lost with it.
  text=$(timeout -k 5 90 "${ASK[@]}" --output text "${@:2}" 2>"$said" </dev/null && printf x)
  slurp "$said"
  rm -f -- "$said"
  ERROR=${REPLY##*$'\n'}
  ERROR=${ERROR:-the aws command gave no answer in time}
  [[ $text == *x ]] || return
  REPLY=${text%x}
  REPLY=${REPLY%$'\n'}
}

# bucket_has URL: whether the object, or anything under the prefix, is there
bucket_has() {
  local key=${1#s3://*/}
  case $1 in
  s3://*/?*[!/]) ask_aws "${AWS_ENDPOINT_URL_S3-}" s3api head-object --bucket "${1:5:${#1}-${#key}-6}" --key "$key" ;;
  *) ask_aws "${AWS_ENDPOINT_URL_S3-}" s3 ls "$1" ;;
  esac
}

# bucket_copy URL FILE: fails with ABSENT set when there is no such object
bucket_copy() {
  find_aws "${AWS_ENDPOINT_URL_S3-}" || return
  ERROR=$(timeout -k 5 3600 "${ASK[@]}" s3 cp --only-show-errors "$1" "$2" 2>&1 </dev/null) && return
  ERROR=${ERROR##*$'\n'}
  [[ $ERROR != *'(404)'* && $ERROR != *NoSuch* ]] || ABSENT=1
  return 1
}
