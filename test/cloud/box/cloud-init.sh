#!/usr/bin/env bash
# What cloud-init's last stage does with the parts that lie in /var/lib/cloud/instance/scripts: runs each in the order of its name,
# as root, with / as its directory, HOME unset, no input, its output to the console and to cloud-init-output.log.
# One that fails is told of and nothing else: the next runs, and the machine stays up.
set -u
cd /
umask 0022
ulimit -Sn 1024
failed=0
{
  echo "Cloud-init v. 22.2.2 running 'modules:final' at $(date -u '+%a, %d %b %Y %T +0000'). Up $(cut -d' ' -f1 /proc/uptime) seconds."
  for script in /var/lib/cloud/instance/scripts/*; do
    [ -x "$script" ] || continue
    "$script" </dev/null || failed=$((failed + 1))
  done
  [ "$failed" = 0 ] || echo "Runparts: $failed failures ($failed) in $(find /var/lib/cloud/instance/scripts -type f | wc -l) attempted commands"
  echo "Cloud-init v. 22.2.2 finished at $(date -u '+%a, %d %b %Y %T +0000'). Datasource DataSourceEc2Local.  Up $(cut -d' ' -f1 /proc/uptime) seconds"
} 2>&1 | tee -a /var/log/cloud-init-output.log
