# shellcheck shell=bash

# settle_provisioning: PROVISION is 1 when the script may change the machine: as user data, and where it is told so
settle_provisioning() {
  PROVISION=${CAMPAIGN_PROVISION-}
  if [[ -z $PROVISION ]]; then
    PROVISION=0
    [[ $CALLED_AS != /var/lib/cloud/instance*/scripts/* ]] || PROVISION=1
  fi
  [[ $PROVISION == [01] ]] || die 2 "CAMPAIGN_PROVISION is $PROVISION: set it to 0 or 1"
  # The watchdog runs from another place, and has to know.
  export CAMPAIGN_PROVISION=$PROVISION
  ((PROVISION)) || return 0
  # cloud-init and the SSM agent give a bare environment.
  local directory
  for directory in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin /snap/bin; do
    [[ :$PATH: == *":$directory:"* ]] || PATH+=:$directory
  done
  export PATH
}

# user_of STAGE-INDEX: REPLY is the user to become for it; empty: it runs as whoever runs this
user_of() {
  REPLY=
  ((PROVISION)) && [[ $EUID == 0 ]] || return 0
  REPLY=${STAGE_USER[$1]:-$BOX_USER}
  [[ $REPLY != root ]] || REPLY=
}

# find_users: USERS are all that stages of this run become, the box's own first
find_users() {
  local i
  USERS=()
  [[ -z $BOX_USER || $BOX_USER == root ]] || USERS=("$BOX_USER")
  for i in "${!STAGE[@]}"; do
    wanted "$i" || continue
    user_of "$i"
    [[ -z $REPLY || " ${USERS[*]} " == *" $REPLY "* ]] || USERS+=("$REPLY")
  done
}

# know_user NAME: PASSWD[NAME] is its line of the user database
know_user() {
  [[ -n ${PASSWD["$1"]-} ]] || PASSWD["$1"]=$(getent passwd "$1")
}

make_users() {
  local user
  for user in "${USERS[@]}"; do
    id -u -- "$user" >/dev/null 2>&1 || useradd -m -s /bin/bash -- "$user" || lacks "user $user: it is not there and cannot be made"
    as_user "$user"
    "${AS[@]}" test -r "$RUN_DIR/run.json" || lacks "user $user: it cannot read $RUN_DIR; set CAMPAIGN_HOME to a place that everybody may enter"
  done
  ((${#MISSING[@]} == 0))
}

# as_user NAME: AS runs a command as that user, in the groups it has now; empty for whoever runs this
as_user() {
  local group
  AS=()
  [[ -n $1 ]] || return 0
  know_user "$1"
  if have setpriv; then
    IFS=: read -r _ _ _ group _ <<<"${PASSWD["$1"]}"
    AS=(setpriv "--reuid=$1" "--regid=$group" --init-groups --)
  else
    AS=(runuser -u "$1" --)
  fi
}

# give_user PATH…: with all that lies in it, to the user of the stages; links themselves, not what they lead to
give_user() {
  ((PROVISION)) && [[ $EUID == 0 && ${#USERS[@]} -gt 0 && $# -gt 0 ]] || return 0
  chown -R -- "${USERS[0]}:" "$@"
}

# be_user NAME: the variables that a login gives
be_user() {
  local name home shell directory
  know_user "$1"
  IFS=: read -r _ _ _ _ _ home shell <<<"${PASSWD["$1"]}"
  for name in "${!XDG_@}" "${!SUDO_@}"; do unset "$name"; done
  export USER=$1 LOGNAME=$1 HOME=${home:-/} SHELL=${shell:-/bin/sh}
  for directory in "$HOME/.local/bin" "$HOME/.cargo/bin"; do
    [[ ! -d $directory || :$PATH: == *":$directory:"* ]] || PATH=$directory:$PATH
  done
}

# in_stage STAGE-INDEX COMMAND…: runs it as the stage would
in_stage() {
  (
    stage_environment "$1"
    user_of "$1"
    as_user "$REPLY"
    cd -- "$SOURCE_ROOT" 2>/dev/null || cd /
    exec "${AS[@]}" "${@:2}"
  )
}
