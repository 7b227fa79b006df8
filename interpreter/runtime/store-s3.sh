# shellcheck shell=bash

# The store in a bucket, through the AWS CLI; what each function means is said in the fragment `store`. One run of the CLI costs about
# half a second and moves ten files at once, so everything goes by directories, never by files.

s3_open() {
  local at=${STORE_URL#s3://}/ endpoint=${AWS_ENDPOINT_URL_S3:-${AWS_ENDPOINT_URL-}} region=$STORE_REGION
  S3_BUCKET=${at%%/*} S3_PREFIX=${at#*/}$CAMPAIGN/$RUN_ID/
  [[ ${AWS_IGNORE_CONFIGURED_ENDPOINT_URLS-} != [Tt]rue ]] || endpoint=
  # The region that was compiled in is that of the bucket that was.
  [[ -n $region && -z ${CAMPAIGN_STORE-} ]] || region=${AWS_REGION:-${AWS_DEFAULT_REGION:-$region}}
  AWS_OPTIONS=(--output json --cli-connect-timeout 10 --cli-read-timeout 30)
  # Not every release reads the endpoint from the environment.
  [[ -z $endpoint ]] || AWS_OPTIONS+=(--endpoint-url "$endpoint")
  [[ -z $region ]] || AWS_OPTIONS+=(--region "$region")
  S3_ENDPOINT=$endpoint S3_CONDITIONAL='' S3_CHECKS='' AWS_PLAIN='' S3_LONG=21600 S3_TOTAL=0
  # What the first process of the run has learned
  slurp "$RUN_DIR/s3"
  [[ $REPLY != *conditional* ]] || S3_CONDITIONAL=1
  [[ $REPLY != *checks* ]] || S3_CHECKS=1
  [[ $REPLY != *plain* ]] || AWS_PLAIN=1
}

# s3_learn: whether there is a CLI, and whether it can create conditionally
s3_learn() {
  ERROR="the store $STORE_URL needs the tool aws, which is not there"
  have aws || return
  ERROR="the store $STORE_URL needs the tool timeout of the coreutils, which is not there"
  have timeout || return
  if ! aws_cli 60 s3api put-object --generate-cli-skeleton input; then
    ERROR="the aws command is of no use: $ERROR"
    return 1
  fi
  slurp "$AWS_OUT"
  [[ $REPLY != *'"IfNoneMatch"'* ]] || S3_CONDITIONAL=1
  # Releases that know this checksum send one with every upload, and S3 takes nothing that does not fit it.
  [[ $REPLY != *'"ChecksumCRC64NVME"'* ]] || S3_CHECKS=1
  s3_note
}

s3_note() { printf '%s\n' "${S3_CONDITIONAL:+conditional}" "${S3_CHECKS:+checks}" "${AWS_PLAIN:+plain}" >"$RUN_DIR/s3"; }

# s3_reason WORDS COMMAND…: says which store it is about when it fails
s3_reason() {
  "${@:2}" && return
  ERROR="the store $STORE_URL $1: $ERROR"
  return 1
}

s3_exists() { s3_list '' && ((${#KEYS[@]})); }

# s3_age KEY: by the server's clock, which an object that is put now tells
s3_age() {
  local k last=0 clock=0 at=''
  REPLY=0
  s3_replace .clock "$RUN_DIR/script.sh" && s3_list '' || return
  s3_drop .clock
  for k in "${!KEYS[@]}"; do
    REPLY=$(date -u -d "${TIMES[k]}" +%s)
    case ${KEYS[k]} in
    .clock) clock=$REPLY ;;
    "$1") at=$REPLY ;;
    launch/* | stop) ;;
    *) ((REPLY <= last)) || last=$REPLY ;;
    esac
  done
  REPLY=$((clock - ${at:-$last}))
}

s3_has() {
  s3_list "$1" || return
  [[ ${KEYS[0]-} == "$1" ]]
}

# s3_told_to_stop: an AWS CLI costs half a second of the processor, and this is asked again and again: so curl asks, by a link that the
# CLI makes once an hour. Where it cannot, the CLI does.
s3_told_to_stop() {
  local code=
  if have curl; then
    now
    if ((REPLY >= STOP_LINK_UNTIL)); then
      STOP_LINK_UNTIL=$((REPLY + 270000)) STOP_LINK=
      aws_cli 60 s3 presign --expires-in 3600 "s3://$S3_BUCKET/${S3_PREFIX}stop" && slurp "$AWS_OUT" && STOP_LINK=$REPLY
    fi
    # By its input: the words of a process are for everybody to read.
    [[ -z $STOP_LINK ]] || code=$(printf 'url = "%s"\n' "$STOP_LINK" | curl -q -s -o /dev/null --connect-timeout 3 --max-time 6 -w '%{http_code}' -K - 2>/dev/null)
    case $code in 200) return ;; 404) return 1 ;; esac
  fi
  s3_has stop
}

s3_get() {
  REPLY=
  aws_cli 120 s3api get-object --bucket "$S3_BUCKET" --key="$S3_PREFIX$1" "$RUN_DIR/got.$BASHPID" || return
  slurp "$RUN_DIR/got.$BASHPID"
}

# s3_list PREFIX: also TAGS, the ETags, and TIMES, when each was put
s3_list() {
  local k
  KEYS=() SIZES=() TAGS=() TIMES=()
  aws_list 300 s3api list-objects-v2 --bucket "$S3_BUCKET" --prefix="$S3_PREFIX$1" --query 'Contents[].[Key,Size,ETag,LastModified][]' || return
  for ((k = 0; k < ${#LIST[@]}; k += 4)); do
    KEYS+=("${LIST[k]#"$S3_PREFIX"}") SIZES+=("${LIST[k + 1]}") TAGS+=("${LIST[k + 2]//\"/}") TIMES+=("${LIST[k + 3]}")
  done
}

s3_fetch() {
  aws_cli "$S3_LONG" s3 cp --only-show-errors "s3://$S3_BUCKET/$S3_PREFIX$1" "$2.part" && ERROR=$(mv -fT -- "$2.part" "$2" 2>&1)
}

s3_fetch_tree() {
  mkdir -p -- "$2" && aws_cli "$S3_LONG" s3 cp --only-show-errors --recursive "s3://$S3_BUCKET/$S3_PREFIX$1" "$2"
}

s3_fetch_each() { s3_fetch_some '' "$@"; }

# s3_fetch_some PREFIX DIRECTORY KEY…: the CLI takes patterns, so the keys are written as such
s3_fetch_some() {
  local prefix=$1 to=$2 key
  local -a words=(--exclude '*')
  shift 2
  for key; do
    key=${key//'['/'[[]'} key=${key//'*'/'[*]'}
    words+=(--include "${key//'?'/'[?]'}")
  done
  ERROR=$(mkdir -p -- "$to" 2>&1) || return
  aws_cli "$S3_LONG" s3 cp --recursive "${words[@]}" --only-show-errors "s3://$S3_BUCKET/$S3_PREFIX$prefix" "$to"
}

# s3_sums: what is small is read back; of the rest only the size is known
s3_sums() {
  local prefix=$1 back=$RUN_DIR/back.$BASHPID k total=0
  local -A there=()
  shift
  s3_list "${prefix:+$prefix/}" || return
  for k in "${!KEYS[@]}"; do there["${KEYS[k]#"${prefix:+$prefix/}"}"]=${SIZES[k]}; done
  SIZES=() SUMS=()
  for k; do
    ERROR="$k is not there"
    [[ -n ${there["$k"]-} ]] || return
    SIZES+=("${there["$k"]}") SUMS+=('')
    total=$((total + there["$k"]))
  done
  (($# <= 500 && total <= 67108864)) || return 0
  rm -rf -- "$back"
  FOLLOW_LINKS=
  s3_fetch_some "${prefix:+$prefix/}" "$back" "$@" && sums "$back" "$@"
  local status=$?
  rm -rf -- "$back"
  return "$status"
}

s3_clone() {
  local -a all=()
  [[ $1 != */ ]] || all=(--recursive)
  aws_cli "$S3_LONG" s3 cp --only-show-errors "${all[@]}" "s3://$S3_BUCKET/$S3_PREFIX$1" "s3://$S3_BUCKET/$S3_PREFIX$2"
}

# s3_takes KEY: REPLY is why it cannot be a key. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
s3_takes() {
  local LC_ALL=C text=$1
  REPLY='a name that is not valid UTF-8 cannot be stored in S3'
  json_utf8
  [[ $text == "$1" ]] || return
  REPLY='its key would be longer than the 1,024 bytes that S3 allows'
  ((${#S3_PREFIX} + ${#PUT_PREFIX} + ${#1} <= 1023)) || return
  REPLY="its key would have a part that is empty, '.' or '..'"
  [[ /$1/ != *//* && /$1/ != */./* && /$1/ != */../* ]]
}

s3_replace() { aws_cli 300 s3 cp --only-show-errors "$2" "s3://$S3_BUCKET/$S3_PREFIX$1"; }

# s3_replace_all: copies, because some of them are replaced while they are read; and the ledger, which cannot be appended to
s3_replace_all() {
  local copies=$RUN_DIR/put.$BASHPID mark=$RUN_DIR/saved/ledger status=0
  if [[ -s $RUN_DIR/ledger.jsonl && ! (-e $mark && $RUN_DIR/ledger.jsonl -ot $mark) ]]; then
    : >"$mark"
    put_whole record ledger.jsonl "$RUN_DIR/ledger.jsonl"
  fi
  s3_send_all copy "$copies" '' || status=$?
  ((status == 0)) || rm -f -- "$mark"
  return "$status"
}

s3_append() { :; }

s3_flush() { [[ ! -s $RUN_DIR/ledger.jsonl ]] || s3_replace ledger.jsonl "$RUN_DIR/ledger.jsonl"; }

# s3_send_all copy|link DIRECTORY PREFIX: all that put_file has named, by one run of the CLI
s3_send_all() {
  rm -rf -- "$2"
  mkdir -- "$2" && gather "$1" "$2" && aws_cli "$S3_LONG" s3 cp --recursive --only-show-errors "$2" "s3://$S3_BUCKET/$S3_PREFIX$3"
  local status=$?
  rm -rf -- "$2"
  return "$status"
}

# s3_drop PREFIX
s3_drop() {
  local -a all=()
  [[ $1 != */ ]] || all=(--recursive)
  aws_cli 600 s3 rm --only-show-errors "${all[@]}" "s3://$S3_BUCKET/$S3_PREFIX$1"
}

s3_halt() { aws_halt; }

# s3_end: parts of uploads that were cut off stay, and cost money, until they are given up. Who may not list them loses nothing else.
s3_end() {
  local k
  rm -f -- "$RUN_DIR"/{aws,got}.*
  aws_list 120 s3api list-multipart-uploads --bucket "$S3_BUCKET" --prefix="$S3_PREFIX" --query 'Uploads[].[Key,UploadId][]' || return 0
  for ((k = 0; k < ${#LIST[@]}; k += 2)); do
    aws_cli 60 s3api abort-multipart-upload --bucket "$S3_BUCKET" --key="${LIST[k]}" --upload-id="${LIST[k + 1]}" || :
  done
}

# s3_put_all: what is told of comes before what tells of it
s3_put_all() {
  local k
  local -a files=() records=()
  for k in "${!PUT_KEY[@]}"; do
    if [[ ${PUT_KIND[k]} == record ]]; then records+=("$k"); else files+=("$k"); fi
  done
  if ((${#files[@]} && ${#records[@]})); then
    local -a keys=("${PUT_KEY[@]}") places=("${PUT_IN[@]}") names=("${PUT_FILE[@]}")
    keep_files "${files[@]}"
    s3_put_part "$1" || return
    no_files
    for k in "${records[@]}"; do put_file record "${keys[k]}" "${places[k]}" "${names[k]}" '' 1; done
  fi
  s3_put_part "$1"
}

# s3_put_part: links to the files are all that lies on this disk
s3_put_part() {
  local prefix=${1:+$1/} tree=$RUN_DIR/put.$BASHPID status=0
  rm -rf -- "$tree"
  mkdir -- "$tree" && : >"$tree.mark" && gather link "$tree" && s3_put_tree && s3_prove || status=$?
  rm -rf -- "$tree" "$tree.mark"
  ((status)) || enter_all "$1"
  return "$status"
}

s3_put_tree() {
  local to="s3://$S3_BUCKET/$S3_PREFIX$prefix"
  s3_written_once || return
  S3_TOTAL=$(du -bLs -- "$tree" 2>/dev/null)
  S3_TOTAL=${S3_TOTAL%%[^0-9]*}
  S3_LONG=$((600 + S3_TOTAL / 200000))
  if ((${#PUT_KEY[@]} > 1)); then
    # 2: something was gone when it was to be sent, which is no fault while a stage runs; what is missing is seen in the proof.
    aws_cli "$S3_LONG" s3 cp --recursive --only-show-errors "$tree" "$to" || { (($? == 2)) && [[ ${PUT_KIND[0]} == partial ]]; }
  elif [[ -n $S3_CONDITIONAL && ${PUT_KIND[0]} == final ]] && ((S3_TOTAL < 67108864)); then
    s3_put_once "${PUT_KEY[0]}"
  else
    aws_cli "$S3_LONG" s3 cp --only-show-errors "$tree/${PUT_KEY[0]}" "$to${PUT_KEY[0]}"
  fi
}

# s3_put_once KEY: as a conditional create. A put whose answer got lost finds itself there.
s3_put_once() {
  local why
  aws_cli "$S3_LONG" s3api put-object --bucket "$S3_BUCKET" --key="$S3_PREFIX$prefix$1" --body "$tree/$1" --if-none-match '*' && return
  why=$ERROR
  s3_has "$prefix$1" || { ERROR=$why && return 1; }
  s3_sum "$prefix$1" || return
  [[ $REPLY != "$(sha256sum -b <"$tree/$1")" ]] || return 0
  ERROR="$1 is there already, and is not the same"
  return 1
}

# s3_written_once: what the ledger knows under a final key does not change. Only this run's machine writes there: it holds the claim.
s3_written_once() {
  local k ledger line sum
  local -A here=()
  slurp "$RUN_DIR/ledger.jsonl"
  ledger=$REPLY
  json_string "$prefix"
  [[ $ledger == *"\"key\":${REPLY%\"}"* ]] || return 0
  for k in "${!PUT_KEY[@]}"; do
    [[ ${PUT_KIND[k]} == final ]] || continue
    json_string "$prefix${PUT_KEY[k]}"
    line=${ledger##*"\"key\":$REPLY,"}
    line=${line%%$'\n'*}
    [[ $line == *'"kind":"final"'* && $line != '{'* ]] || continue
    sum=${PUT_SUM[k]}
    [[ -n $sum ]] || { s3_hash here sha256sum "${PUT_KEY[k]}" && sum=${here["${PUT_KEY[k]}"]-}; }
    [[ $line != *"\"sha256\":\"$sum\""* ]] || continue
    ERROR="${PUT_KEY[k]} is there already, and is not the same"
    return 1
  done
}
