# shellcheck shell=bash
# shellcheck disable=SC2154 # `tree` and `prefix` are what s3_put_all puts

# s3_sum KEY: REPLY is the SHA-256 of what is stored, as sha256sum prints it; nothing of it is kept
s3_sum() {
  local sum said=$RUN_DIR/aws.$BASHPID.said
  sum=$(
    (
      aws_environment
      exec "${IDLE[@]}" timeout -k 5 "$S3_LONG" aws "${AWS_OPTIONS[@]}" s3 cp --only-show-errors "s3://$S3_BUCKET/$S3_PREFIX$1" -
    ) </dev/null 2>"$said" | sha256sum -b
    [[ ${PIPESTATUS[*]} == "0 0" ]]
  )
  local status=$?
  REPLY=$sum
  ((status)) || return 0
  AWS_OUT=${said%.said}
  aws_error "$S3_LONG" "$status"
  return "$status"
}

# s3_prove: SIZES, SUMS and PROOFS of what is in the store. Up to 256 MiB are read back; of more, and of a stage that runs, the ETags
# have to be the MD5 of what is here.
s3_prove() {
  local k
  local -a wrong=()
  if ((S3_TOTAL > 268435456)) || [[ -z $PUT_ENDED ]]; then s3_prove_by_tag; else s3_prove_by_reading; fi || return
  ((${#wrong[@]})) || return 0
  # What is wrong does not stay under a final key, if the store can be spoken to.
  local why=$ERROR
  for k in "${wrong[@]}"; do
    [[ ${PUT_KIND[k]} == partial ]] || s3_drop "$prefix${PUT_KEY[k]}" || break
  done
  ERROR=$why
  return 1
}

s3_prove_by_reading() {
  local back=$RUN_DIR/back.$BASHPID k
  local -a arrived=() all=()
  local -A here=()
  PROOFS=() SIZES=() SUMS=() FOLLOW_LINKS=''
  rm -rf -- "$back"
  # What the CLI says of an object that is damaged differs from release to release: what did not arrive is wrong.
  if ((${#PUT_KEY[@]} <= 20)); then
    s3_fetch_some "$prefix" "$back" "${PUT_KEY[@]}" || :
  else
    [[ " ${PUT_KIND[*]} " == *' partial '* ]] || all=(--exclude 'partial/*')
    aws_cli "$S3_LONG" s3 cp --recursive "${all[@]}" --only-show-errors "s3://$S3_BUCKET/$S3_PREFIX$prefix" "$back" || :
  fi
  # What nobody has measured yet has to be what is here.
  for k in "${!PUT_KEY[@]}"; do
    [[ ! -e $back/${PUT_KEY[k]} ]] || arrived+=("${PUT_KEY[k]}")
    [[ -n ${PUT_SUM[k]} ]] || here["${PUT_KEY[k]}"]=
  done
  s3_hash here sha256sum "${!here[@]}"
  ((${#arrived[@]} == 0)) || sums "$back" "${arrived[@]}" || { rm -rf -- "$back" && return 1; }
  rm -rf -- "$back"
  s3_compare
}

# s3_compare: SIZES and SUMS are of those that have `arrived`, in their order
s3_compare() {
  local k j=0 sum
  for k in "${!PUT_KEY[@]}"; do
    sum=${PUT_SUM[k]:-${here["${PUT_KEY[k]}"]-}}
    if [[ ${arrived[j]-} != "${PUT_KEY[k]}" ]]; then
      ((${#wrong[@]})) || ERROR="${PUT_KEY[k]} cannot be read back${ERROR:+: $ERROR}"
    elif [[ ${SUMS[j++]} != "$sum" ]]; then
      ERROR="${PUT_KEY[k]} is not in the store as it was put: its SHA-256 there is ${SUMS[j - 1]}, not $sum"
    else
      continue
    fi
    wrong+=("$k")
  done
}

# s3_hash ARRAY TOOL NAME…: the hashes of files of the tree, by name
s3_hash() {
  local -n into=$1
  local tool=$2 line k
  shift 2
  for ((k = 1; k <= $#; k += 500)); do
    while IFS= read -r -d '' line; do into["${line#* \*}"]=${line%% *}; done < <(cd -- "$tree" && "$tool" -bz -- "${@:k:500}" 2>/dev/null)
  done
}

s3_prove_by_tag() {
  local k key
  local -A here=() md5=() size=() tag=()
  local -a keep=() sizes=() sums=() proofs=()
  s3_list "$prefix" || return
  for k in "${!KEYS[@]}"; do
    key=${KEYS[k]#"$prefix"}
    size["$key"]=${SIZES[k]} tag["$key"]=${TAGS[k]}
  done
  s3_hash md5 md5sum "${PUT_KEY[@]}"
  s3_hash here sha256sum "${PUT_KEY[@]}"
  for k in "${!PUT_KEY[@]}"; do
    key=${PUT_KEY[k]}
    # A stage that runs may have removed it before it could be sent.
    if [[ ! -e $tree/$key && ${PUT_KIND[k]} == partial && -z ${size["$key"]-} ]]; then continue; fi
    ERROR="$key is not in the store after it was put"
    [[ -n ${size["$key"]-} ]] || return
    s3_prove_one "$key" "${size["$key"]}" "${tag["$key"]}" || return
    keep+=("$k") sizes+=("${size["$key"]}") sums+=("${REPLY%% *}") proofs+=("${REPLY#* }")
    [[ -n ${PUT_SUM[k]} && ${PUT_SUM[k]} != "${REPLY%% *}" ]] || continue
    ERROR="$key is not in the store as it was put: its SHA-256 there is ${REPLY%% *}, not ${PUT_SUM[k]}"
    wrong+=("$k")
  done
  ((${#wrong[@]})) || keep_files "${keep[@]}"
  SIZES=("${sizes[@]}") SUMS=("${sums[@]}") PROOFS=("${proofs[@]}")
}

# s3_prove_one KEY SIZE TAG: REPLY is the SHA-256 of what is stored, and what proved it
s3_prove_one() {
  local file=$tree/$1 pair sum=${here["$1"]-}
  if [[ $file -ot $tree.mark && -n $sum ]]; then
    # It has not changed since before it was sent.
    REPLY="$sum etag"
    [[ ${md5["$1"]} != "$3" ]] || return 0
    [[ $3 != *-* ]] || ! s3_is_parts "$file" "$2" "$3" || return 0
    REPLY="$sum checksum"
    [[ -n $S3_CHECKS && -z $AWS_PLAIN ]] && (($2 > 67108864 && $2 == $(stat -L -c %s -- "$file"))) && return
  else
    # It may have grown: then what was sent is how it begins.
    pair=$({ head -c "$2" -- "$file" | tee /dev/fd/3 | sha256sum -b >"$tree.sum"; } 3>&1 2>/dev/null | md5sum)
    slurp "$tree.sum"
    REPLY="${REPLY%% *} etag"
    [[ ${pair%% *} != "$3" ]] || return 0
    [[ $3 != *-* ]] || ! s3_is_parts "$file" "$2" "$3" || return 0
  fi
  s3_sum "$prefix$1" || return
  REPLY="${REPLY%% *} read-back"
}

# s3_is_parts FILE SIZE TAG: whether the tag is that of its first SIZE bytes in parts of the CLI's own size: the MD5 of the MD5s
s3_is_parts() {
  local part=8388608 sums REPLY
  while (((($2 + part - 1) / part) > 10000)); do part=$((part * 2)); done
  ((($2 + part - 1) / part == ${3#*-})) || return
  sums=$(head -c "$2" -- "$1" | split -b "$part" --filter=md5sum | sed -E 's/ .*//; s/../\\x&/g')
  sums=$(printf %b "${sums//$'\n'/}" | md5sum)
  [[ ${sums%% *} == "${3%-*}" ]]
}
