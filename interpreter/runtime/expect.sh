# shellcheck shell=bash

# judge_expectations STAGE-INDEX OUTPUT-INDEX|log DIRECTORY NAME…: complains of what falls short
judge_expectations() {
  local i=$1 of=$2 in=$3 e
  shift 3
  for ((e = EXPECT_FIRST[i]; e < EXPECT_FIRST[i + 1]; e++)); do
    [[ ${EXPECT_OF[e]} == "$of" ]] || continue
    "expect_${EXPECT_WHAT[e]}" "$e" "$in" "$@"
  done
}

# expected EXPECTATION-INDEX NUMBER NOUN-PHRASE
expected() {
  local min=${EXPECT_MIN[$1]} max=${EXPECT_MAX[$1]} wanted
  if [[ -n $min && $2 -lt $min || -n $max && $2 -gt $max ]]; then
    wanted="$min to $max"
    [[ $min == "$max" ]] && wanted=$min
    [[ -n $max ]] || wanted="at least $min"
    [[ -n $min ]] || wanted="at most $max"
    expected_name "$1"
    complain "$REPLY: $2 $3, $wanted wanted"
  fi
}

expected_name() {
  REPLY=${EXPECT_OF[$1]}
  if [[ $REPLY == log ]]; then REPLY='the log'; else REPLY=${OUTPUT_PATH[REPLY]}; fi
}

expect_bytes() {
  local total=0 size
  local -a sizes
  mapfile -d '' -t sizes < <(cd -- "$2" && measure stat_files "${@:3}")
  sizes=("${sizes[@]%% *}")
  for size in "${sizes[@]}"; do total=$((total + size)); done
  expected "$1" "$total" bytes
}

expect_files() { expected "$1" $(($# - 2)) files; }

expect_lines() { expected "$1" "$(count_lines '' "${@:2}")" lines; }

expect_matches() { expected "$1" "$(count_lines "${EXPECT_TEXT[$1]}" "${@:2}")" "lines match /${EXPECT_SHOWN[$1]}/"; }

# count_lines ERE DIRECTORY NAME…: lines that match, over all the files; a last line without its newline counts
count_lines() {
  local LC_ALL=C.UTF-8 ere=$1 total=0 count k
  cd -- "$2" || return
  shift 2
  while read -r count; do
    total=$((total + count))
  done < <(for ((k = 1; k <= $#; k += 500)); do grep -ahcE -e "$ere" -- "${@:k:500}"; done)
  echo "$total"
}

expect_sha256() {
  local sum
  sum=$(cd -- "$2" && sha256sum -bz -- "$3" | tr -d '\0')
  [[ ${sum%% *} == "${EXPECT_TEXT[$1]}" ]] && return
  expected_name "$1"
  complain "$REPLY: its SHA-256 is ${sum%% *}, ${EXPECT_TEXT[$1]} wanted"
}
