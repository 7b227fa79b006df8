# shellcheck shell=bash

# unpack: the script is on stdin, as base64 of its gzip
unpack() {
  name_script || give_up
  ERROR=$({ base64 -d | gzip -dc >"$SCRIPT.part"; } 2>&1) || give_up
  take_script "$SCRIPT.part" 'what was unpacked' || give_up
  start
}
