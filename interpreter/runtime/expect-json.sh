# shellcheck shell=bash

# TEXT is `pointer US operation US value`; operation is equals, length, minimum or maximum
expect_json() {
  local e=$1 in=$2 name pointer operation value answer rest=${EXPECT_TEXT[$1]}
  shift 2
  json_checks
  pointer=${rest%%$'\x1f'*} rest=${rest#*$'\x1f'}
  operation=${rest%%$'\x1f'*} value=${rest#*$'\x1f'}
  for name; do
    answer=$(json_answer "$in/$name" "$pointer" "$operation" "$value" "${EXPECT_MIN[e]}" "${EXPECT_MAX[e]}" 2>/dev/null) || answer='is no JSON'
    [[ -z $answer ]] || complain "$name: ${pointer:-the document} $answer"
  done
}

# json_answer FILE POINTER OPERATION VALUE MIN MAX: prints what is wrong, nothing when all is well
json_answer() {
  if have jq; then
    jq -rs --arg pointer "$2" --arg op "$3" --argjson value "${4:-null}" --argjson min "${5:-null}" --argjson max "${6:-null}" \
      "$JSON_CHECK_JQ" "$1"
  else
    python3 -c "$JSON_CHECK_PYTHON" "$@"
  fi
}

json_checks() {
  # shellcheck disable=SC2016 # the dollars are jq's
  JSON_CHECK_JQ='
if length != 1 then "is no JSON" else .[0] |
  try (reduce ($pointer | if . == "" then empty else .[1:] | split("/")[] | gsub("~1"; "/") | gsub("~0"; "~") end) as $key
        (.; if type == "array" and ($key | test("^(0|[1-9][0-9]*)$")) and ($key | tonumber) < length then .[$key | tonumber]
            elif type == "object" and has($key) then .[$key] else error("absent") end)
       | if $op == "equals" then if . == $value then "" else "is \(tojson), \($value | tojson) wanted" end
         elif $op == "length" then if (type == "array" or type == "object" or type == "string") | not then "has no length"
           elif ($min != null and length < $min) or ($max != null and length > $max) then "has length \(length), \($min // "any") to \($max // "any") wanted" else "" end
         elif type != "number" then "is no number"
         elif $min != null and . < $min then "is \(.), at least \($min) wanted"
         elif $max != null and . > $max then "is \(.), at most \($max) wanted" else "" end)
  catch "is missing" end'
  JSON_CHECK_PYTHON='
import json, sys
path, pointer, op, value, low, high = sys.argv[1:7]
low, high = (float(t) if t else None for t in (low, high))
at = json.load(open(path, encoding="utf-8"))
try:
    for key in pointer.split("/")[1:]:
        key = key.replace("~1", "/").replace("~0", "~")
        at = at[int(key)] if isinstance(at, list) and (key == "0" or key.isdigit() and key[0] != "0") else at[key]
except (KeyError, IndexError, TypeError):
    print("is missing"); sys.exit()
number = lambda v: isinstance(v, (int, float)) and not isinstance(v, bool)
def same(a, b):
    if number(a) and number(b): return a == b
    if type(a) is not type(b): return False
    if isinstance(a, list): return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict): return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    return a == b
if op == "equals":
    want = json.loads(value)
    if not same(at, want): print("is %s, %s wanted" % (json.dumps(at), json.dumps(want)))
elif op == "length":
    if not isinstance(at, (list, dict, str)): print("has no length")
    elif low is not None and len(at) < low or high is not None and len(at) > high: print("has length %d" % len(at))
elif not number(at): print("is no number")
elif low is not None and at < low: print("is %s, at least %s wanted" % (at, low))
elif high is not None and at > high: print("is %s, at most %s wanted" % (at, high))'
}
