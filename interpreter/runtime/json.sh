# shellcheck shell=bash

# json_string TEXT: REPLY is TEXT as a JSON string, quotes included
json_string() {
  # Bytes, not characters: the length of a text and its validity must not depend on the caller's locale.
  local LC_ALL=C text=$1
  [[ $text == *[$'\x80'-$'\xff']* ]] && json_utf8
  if [[ $text == *[$'\x01'-$'\x1f"\\']* ]]; then json_escape; fi
  REPLY="\"$text\""
}

json_escape() {
  local code char escape slash=\\
  text=${text//"$slash"/"$slash$slash"}
  text=${text//'"'/"$slash\""}
  [[ $text == *[$'\x01'-$'\x1f']* ]] || return 0
  for code in {1..31}; do
    printf -v escape '\\u%04x' "$code"
    printf -v char '\\%03o' "$code"
    printf -v char %b "$char"
    text=${text//"$char"/"$escape"}
  done
}

# json_utf8: every byte of $text that is not part of valid UTF-8 becomes U+FFFD
json_utf8() {
  local a=$'[\x80-\xbf]' whole
  local two=$'[\xc2-\xdf]'"$a"
  local three=$'(\xe0[\xa0-\xbf]|[\xe1-\xec\xee\xef]'"$a"$'|\xed[\x80-\x9f])'"$a"
  local four=$'(\xf0[\x90-\xbf]|[\xf1-\xf3]'"$a"$'|\xf4[\x80-\x8f])'"$a$a"
  whole="^([^"$'\x80-\xff'"]|$two|$three|$four)"
  local rest=$text good=
  [[ $text =~ $whole*$ ]] && return
  while [[ -n $rest ]]; do
    if [[ $rest =~ $whole ]]; then
      good+=${BASH_REMATCH[0]}
      rest=${rest:${#BASH_REMATCH[0]}}
    else
      good+=$'\xef\xbf\xbd'
      rest=${rest:1}
    fi
  done
  text=$good
}

# json_or_null TEXT
json_or_null() {
  if [[ -n $1 ]]; then json_string "$1"; else REPLY=null; fi
}

# json_list TEXT…
json_list() {
  local item list=
  for item; do
    json_string "$item"
    list+=${list:+,}$REPLY
  done
  REPLY="[$list]"
}
