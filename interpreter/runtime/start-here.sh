# shellcheck shell=bash

# start ARGUMENT...: this process becomes the script
start() {
  hand_over
  exec "$BASH" "$SCRIPT" "$@"
}
