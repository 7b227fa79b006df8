#!/usr/bin/env bash
# Stands before the real AWS CLI in a box: its older versions heed no AWS_ENDPOINT_URL, and a box has no other way to a service
# than the emulator. Whoever names an endpoint of its own is left alone.
set -u
real=''
while read -r each; do
  [ "$each" -ef "$0" ] || { real=$each && break; }
done < <(type -ap aws)
[ -n "$real" ] || { echo 'aws: command not found' >&2 && exit 127; }
for word; do
  case $word in --endpoint-url*) exec "$real" "$@" ;; esac
done
[ -z "${AWS_ENDPOINT_URL-}" ] || set -- --endpoint-url "$AWS_ENDPOINT_URL" "$@"
exec "$real" "$@"
