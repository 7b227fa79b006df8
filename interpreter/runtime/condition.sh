# shellcheck shell=bash
# shellcheck disable=SC2034 # the scheduler reads it

# only_if TOKEN…: its `if`, operands first: `env:NAME`, `string:TEXT`, `number:N`, `boolean:B`, then `!`, `==`, `!=`, `&&`, `||`
only_if() {
  local token
  for token; do CONDITION[${#STAGE[@]} - 1]+="$token"$'\x1f'; done
}

# holds STAGE-INDEX: whether its condition is true on this machine
holds() {
  local token name right rest=${CONDITION[$1]}
  local -a stack=()
  while [[ -n $rest ]]; do
    token=${rest%%$'\x1f'*}
    rest=${rest#*$'\x1f'}
    case $token in
    env:*)
      name=${token#env:}
      stack+=("string:${!name-}")
      ;;
    '!') stack[-1]=boolean:$(is_true "${stack[-1]}" && echo false || echo true) ;;
    '==' | '!=' | '&&' | '||')
      right=${stack[-1]}
      unset 'stack[-1]'
      stack[-1]=boolean:$(joined "${stack[-1]}" "$token" "$right" && echo true || echo false)
      ;;
    *) stack+=("$token") ;;
    esac
  done
  is_true "${stack[0]}"
}

joined() {
  case $2 in
  ==) [[ ${1#*:} == "${3#*:}" ]] ;;
  !=) [[ ${1#*:} != "${3#*:}" ]] ;;
  '&&') is_true "$1" && is_true "$3" ;;
  '||') is_true "$1" || is_true "$3" ;;
  esac
}

# is_true VALUE: every text that is not empty is; 0 and false as a number and a boolean are not
is_true() { [[ $1 != string: && $1 != boolean:false && $1 != number:0 ]]; }
