# shellcheck shell=bash

# A container belongs to its engine: no stage's end can reach it, and the next stage may need it. So what is left running is told.

# list_containers STAGE-INDEX: REPLY is `id name` of each that runs, a line each, where the stage speaks of an engine that is here
list_containers() {
  local engine lines=''
  for engine in docker podman; do
    [[ ${RUN[$1]} != *"$engine"* ]] || ! have "$engine" || lines+=$(timeout 10 "$engine" ps --format '{{.ID}} {{.Names}}' 2>/dev/null)$'\n'
  done
  REPLY=$lines
}

# tell_containers STAGE-INDEX BEFORE
tell_containers() {
  local line others=''
  list_containers "$1"
  while IFS= read -r line; do
    [[ -z $line || $'\n'$2 == *$'\n'"$line"$'\n'* ]] || others+=${others:+, }$line
  done <<<"$REPLY"
  [[ -z $others ]] || warn "${STAGE[$1]}: it left containers running: $others"
}
