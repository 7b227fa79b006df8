# shellcheck shell=bash

# aws_cli SECONDS WORD…: the AWS CLI, v1 or v2, bounded; what it prints is in the file AWS_OUT. When it fails, ERROR is its last line: text
# for people, whose form changes from release to release, so nothing is decided by it.
aws_cli() {
  local status=0
  AWS_OUT=$RUN_DIR/aws.$BASHPID
  (
    aws_environment
    exec "${IDLE[@]}" timeout -k 5 "$1" aws "${AWS_OPTIONS[@]}" "${@:2}"
  ) </dev/null >"$AWS_OUT" 2>"$AWS_OUT.said" || status=$?
  ((status)) || return 0
  aws_error "$1" "$status"
  return "$status"
}

# aws_error SECONDS STATUS
aws_error() {
  slurp "$AWS_OUT.said"
  ERROR=${REPLY##*$'\n'}
  [[ $2 != 124 && $2 != 137 ]] || ERROR="no answer within $1 s${ERROR:+; $ERROR}"
  ERROR=${ERROR:-the aws command ended with $2 and said nothing}
  # Where our own links lie tells nobody anything.
  [[ $ERROR != 'upload failed: '*' to s3://'* ]] || ERROR="upload failed: s3://${ERROR#*' to s3://'}"
  [[ $ERROR != 'download failed: s3://'*" to "*"$RUN_ID/back."* ]] || ERROR="${ERROR%%' to '*}: ${ERROR#*' to '* }"
}

# aws_environment: it reads names and credentials by this, in a process of their own. C.UTF-8: in the C locale it skips other names than
# ASCII. What the caller has set stays.
aws_environment() {
  export LC_ALL=C.UTF-8 PYTHONUTF8=1 AWS_PAGER='' AWS_CLI_AUTO_PROMPT=off CAMPAIGN_UPLOAD_MARK=$RUN_DIR
  export AWS_RETRY_MODE=${AWS_RETRY_MODE:-standard} AWS_MAX_ATTEMPTS=${AWS_MAX_ATTEMPTS:-3}
  # A box that has just booted may have to wait for its role.
  export AWS_METADATA_SERVICE_TIMEOUT=${AWS_METADATA_SERVICE_TIMEOUT:-5} AWS_METADATA_SERVICE_NUM_ATTEMPTS=${AWS_METADATA_SERVICE_NUM_ATTEMPTS:-5}
  [[ -z $AWS_PLAIN ]] || export AWS_REQUEST_CHECKSUM_CALCULATION=WHEN_REQUIRED AWS_RESPONSE_CHECKSUM_VALIDATION=WHEN_REQUIRED
}

# aws_list WORD…: LIST are the scalars that it prints as JSON, each on a line of its own, as the CLI writes a flat list
aws_list() {
  local LC_ALL=C.UTF-8 line slash=\\
  LIST=()
  aws_cli "$@" || return
  while IFS= read -r line; do
    line=${line#"${line%%[! ]*}"}
    line=${line%,}
    case $line in
    '[' | ']' | '[]' | null | '') continue ;;
    '"'*)
      line=${line:1:${#line}-2}
      # All that JSON escapes in a string, printf %b reads, but the quotation mark.
      printf -v line %b "${line//"$slash\""/\"}"
      ;;
    esac
    LIST+=("$line")
  done <"$AWS_OUT"
}

# aws_halt: ends what processes of ours that are gone have left running
aws_halt() {
  PIDS=()
  marked_pids "CAMPAIGN_UPLOAD_MARK=$RUN_DIR"
  ((${#PIDS[@]} == 0)) || kill -s KILL -- "${PIDS[@]}" 2>/dev/null || :
}
