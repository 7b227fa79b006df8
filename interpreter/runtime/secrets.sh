# shellcheck shell=bash

# secret NAME SOURCE: read on the box; SOURCE is ssm:/path or secretsmanager:id
secret() { SECRET_NAME+=("$1") SECRET_SOURCE+=("$2"); }

# read_secrets: those that stages of this run ask for; MASK is what must be in no log. Their values are in no file, no argument
# and no environment but that of the stages that name them; the words to mask are kept for the watchdog, for root or us alone.
read_secrets() {
  local k file=$RUN_DIR/mask
  # From here on no value is traced, even under `bash -x`.
  set +x
  MASK=() SECRETS_READ=1
  for k in "${!SECRET_NAME[@]}"; do
    is_asked_for "${SECRET_NAME[k]}" || continue
    if read_secret "$k"; then mask "$k"; else lacks "secret ${SECRET_NAME[k]} cannot be read from ${SECRET_SOURCE[k]} ($ERROR)"; fi
  done
  rm -f -- "$file"
  (umask 077 && printf '%s' "${MASK[@]/%/$'\n'}" >"$file") || lacks "cannot write to $RUN_DIR"
}

# is_asked_for SECRET-NAME
is_asked_for() {
  local i
  for i in "${!STAGE[@]}"; do
    [[ ${STAGE_SECRETS[i]} == *" $1 "* ]] && wanted "$i" && return
  done
  return 1
}

# read_secret SECRET-INDEX: the environment comes first, for machines without AWS
read_secret() {
  local name=${SECRET_NAME[$1]} source=${SECRET_SOURCE[$1]}
  SECRET_VALUE[$1]=${!name-}
  if [[ -n ${!name-} ]]; then
    say "secret $name: taken from the environment"
  else
    case $source in
    ssm:*) ask_aws "${AWS_ENDPOINT_URL_SSM-}" ssm get-parameter --with-decryption --name "${source#ssm:}" --query Parameter.Value ;;
    *) ask_aws "${AWS_ENDPOINT_URL_SECRETS_MANAGER-}" secretsmanager get-secret-value --secret-id "${source#secretsmanager:}" --query SecretString ;;
    esac || return
    SECRET_VALUE[$1]=$REPLY
  fi
  ERROR='it is empty'
  [[ -n ${SECRET_VALUE[$1]} ]]
}

# mask SECRET-INDEX: notes what of it must be in no log: each of its lines, and the whole in base64. Shorter parts would mask
# half of any log.
mask() {
  local value=${SECRET_VALUE[$1]} line before=${#MASK[@]}
  while IFS= read -r line || [[ -n $line ]]; do mask_word "$line"; done < <(printf %s "$value")
  ((${#MASK[@]} > before)) || lacks "secret ${SECRET_NAME[$1]} cannot be masked: no line of its value has 4 characters"
  while IFS= read -r line; do mask_word "$line"; done < <(for line in '' $'\n'; do
    printf '%s' "$value$line" | base64 -w 0 && echo
    printf '%s' "$value$line" | base64
  done)
}

# mask_word TEXT: without the blanks around it, unless it is too short
mask_word() {
  local text=$1 known
  text=${text#"${text%%[![:space:]]*}"}
  text=${text%"${text##*[![:space:]]}"}
  ((${#text} >= 4)) || return 0
  for known in "${MASK[@]}"; do [[ $known != "$text" ]] || return 0; done
  MASK+=("$text")
}

# mask_log FILE: REPLY is a copy of it as it is now, with *** in place of all that MASK holds; fails rather than leave any in it
mask_log() {
  local size masked=$RUN_DIR/masked.$BASHPID.${1##*/}
  ERROR='what to mask in it is not known any more'
  if ((${#MASK[@]} == 0)) && [[ -e $RUN_DIR/mask ]]; then mapfile -t MASK <"$RUN_DIR/mask"; fi
  [[ -e $RUN_DIR/mask || ${#MASK[@]} -gt 0 || $1 != "$RUN_DIR"/stages/* ]] || return
  ((${#MASK[@]})) || { REPLY=$1 && return; }
  ERROR="$1 cannot be masked"
  size=$(stat -c %s -- "$1") || return
  held_back "$1" "$size"
  {
    head -c $((size - REPLY)) -- "$1" | sed -E -f <(mask_script)
    [[ ${PIPESTATUS[*]} == '0 0' ]] && { ((REPLY == 0)) || printf '***'; }
  } >"$masked" || return
  REPLY=$masked
} 2>/dev/null

# mask_script: of sed, which replaces the longest of them at each place
mask_script() {
  local pattern='' word char
  for word in "${MASK[@]}"; do
    # shellcheck disable=SC1003 # a backslash, to be escaped first
    for char in '\' / . '[' '(' ')' '*' + '?' '{' '|' '^' '$'; do word=${word//"$char"/"\\$char"}; done
    pattern+=${pattern:+|}$word
  done
  printf 's/%s/***/g\n' "$pattern"
}

# held_back FILE SIZE: REPLY is how many bytes at its end are the beginning of a word whose rest is still to come
held_back() {
  local word end='' length=0 k
  REPLY=0
  for word in "${MASK[@]}"; do ((${#word} <= length)) || length=${#word}; done
  end=$(head -c "$2" -- "$1" | tail -c $((length - 1)) | tr '\0' '\n' && printf x)
  end=${end%x}
  [[ $end != *$'\n' ]] || return 0
  for word in "${MASK[@]}"; do
    k=$((${#word} - 1 < ${#end} ? ${#word} - 1 : ${#end}))
    for (( ; k >= 4 && k > REPLY; k--)); do
      [[ ${end: -k} != "${word:0:k}" ]] || REPLY=$k
    done
  done
}
