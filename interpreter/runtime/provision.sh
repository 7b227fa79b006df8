# shellcheck shell=bash

# What the box needs, in the words that stand before the stages
packages() { PACKAGES+=("$@"); }
services() { SERVICES+=("$@"); }
box_user() { BOX_USER=$1; }
box_sets() { SETUP_NAME+=("$1") SETUP_VALUE+=("$2"); }

# box_setup SECONDS [LINE] <<'MARK': bash that runs once, as root, before the first stage
box_setup() {
  SETUP_LIMIT=$1 SETUP_LINE=${2-1}
  IFS= read -r -d '' SETUP || :
}

# provision: makes the machine what the campaign says it is; what fails goes to MISSING
provision() {
  if [[ $EUID != 0 ]]; then
    lacks "root: CAMPAIGN_PROVISION=1 installs packages and runs stages as other users, which $(id -un) may not; set CAMPAIGN_PROVISION=0"
    return
  fi
  find_users
  find_packages
  ((${#INSTALL[@]} == 0)) || step packages "${INSTALL[*]}" 1800 install_packages
  ((${#USERS[@]} == 0)) || step users "${USERS[*]}" 120 make_users
  ((${#SERVICES[@]} == 0)) || step services "${SERVICES[*]}" 600 start_services
}

# set_up: machine.setup, once all it may build on is there
set_up() {
  [[ -n $SETUP && ${#MISSING[@]} == 0 ]] || return 0
  mkdir -p -- "$RUN_DIR/provision"
  at_line "$SETUP_LINE" "$SETUP"
  printf '%s' "$REPLY" >"$RUN_DIR/provision/setup"
  step setup machine.setup "$SETUP_LIMIT" run_setup
}

# find_packages: those of the campaign, and what we ourselves cannot do without
find_packages() {
  local tool
  local -a needed=()
  INSTALL=("${PACKAGES[@]}")
  [[ -n $IN_PLACE ]] || needed+=(git)
  # It asks for the spot notice.
  [[ $MARKET != spot ]] || needed+=(curl)
  ((${#PREBUILT_URL[@]} == 0)) || needed+=(tar gzip zstd)
  for tool in "${needed[@]}"; do have "$tool" || INSTALL+=("$tool"); done
  have setpriv || have runuser || INSTALL+=(util-linux)
  if [[ " ${SERVICES[*]} " == *' docker '* ]] && ! have docker; then
    find_manager
    if [[ $REPLY == dnf ]]; then INSTALL+=(docker); else INSTALL+=(docker.io); fi
  fi
}

# step WHAT DETAIL SECONDS FUNCTION: a part of provisioning, told in the events
step() {
  local begun before=${#MISSING[@]} state='done'
  [[ -z $STOPPING ]] || return
  tell_step "$1" "$2" started 0 ''
  say "$1: $2"
  now
  begun=$REPLY
  in_background "$3" "$4" "$1" || state=failed
  now
  begun=$((REPLY - begun))
  tell_step "$1" "$2" "$state" "$begun" "${MISSING[*]:before}"
  say "$1: $state"
  [[ $state == "done" ]]
}

# tell_step WHAT DETAIL STATE HUNDREDTHS REASON
tell_step() {
  local detail reason
  json_string "$2"
  detail=$REPLY
  json_string "$5"
  reason=$REPLY
  seconds "$4"
  event provision "\"step\":\"$1\",\"detail\":$detail,\"state\":\"$3\",\"seconds\":$REPLY,\"reason\":$reason"
}

# install_packages: all in one transaction. First boot is busy with package managers, and networks come late: so it is tried again,
# unless a name is unknown.
install_packages() {
  local round code=1 said=$RUN_DIR/provision/said manager
  find_manager
  manager=$REPLY
  if [[ -z $manager ]]; then
    lacks "dnf or apt-get, to install ${INSTALL[*]}"
    return 1
  fi
  for round in 1 2 3 4; do
    "install_with_$manager" "${INSTALL[@]}" >"$said" 2>&1
    code=$?
    cat -- "$said"
    ((code)) || break
    unknown_packages "$said" && break
    ((round == 4)) || pause $((round * round * 5))
  done
  ((code == 0 || ${#MISSING[@]})) || lacks "packages ${INSTALL[*]} (exit code $code: $(grep -aE '^(E|Error):' -- "$said" | tail -n 1))"
  rm -f -- "$said"
  return "$code"
}

# find_manager: REPLY is dnf or apt; where both are, the one that PATH has first, and dnf only if it has repositories
find_manager() {
  local directory
  local -a directories
  IFS=: read -r -a directories <<<"$PATH"
  for directory in "${directories[@]}"; do
    REPLY=
    [[ ! -x $directory/apt-get ]] || REPLY=apt
    [[ ! -x $directory/dnf ]] || { [[ -n $REPLY ]] && ! compgen -G '/etc/yum.repos.d/*.repo' >/dev/null; } || REPLY=dnf
    [[ -z $REPLY ]] || return 0
  done
}

# unknown_packages FILE: the names that dnf and apt-get say they have nothing for
unknown_packages() {
  local name
  while IFS= read -r name; do
    lacks "package $name: the machine's repositories do not have it"
  done < <(sed -nE -e 's/^(No match for argument|Unable to find a match|E: Unable to locate package):? //p' -e "s/^E: Package '(.*)' has no installation candidate/\1/p" "$1" | sort -u)
  ((${#MISSING[@]}))
}

# curl and gnupg2 cannot stand beside the minimal ones that Amazon Linux 2023 comes with (amazonlinux/amazon-linux-2023 #470)
install_with_dnf() {
  local replace=''
  [[ ! " $* " =~ ' '(curl|gnupg2)[\ -] ]] || replace=--allowerasing
  timeout -k 10 900 dnf -y install ${replace:+"$replace"} "$@"
}

# The lock belongs to the first boot's unattended upgrade for a while; needrestart would ask (Ubuntu since 22.04).
install_with_apt() {
  local -a apt=(apt-get -y -o 'DPkg::Lock::Timeout=600' -o 'Acquire::Retries=3' -o 'Dpkg::Options::=--force-confold')
  export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a
  timeout -k 10 900 "${apt[@]}" update && timeout -k 10 900 "${apt[@]}" install "$@"
}

# start_services: each is waited for
start_services() {
  local name user
  for name in "${SERVICES[@]}"; do
    [[ $name != docker ]] || give_docker
    is_up "$name" || start_service "$name" || lacks "service $name does not start: $ERROR"
  done
  ((${#MISSING[@]} == 0)) || return
  [[ " ${SERVICES[*]} " == *' docker '* ]] || return 0
  for user in "${USERS[@]}"; do
    as_user "$user"
    "${AS[@]}" docker info >/dev/null || lacks "docker for user $user: it does not answer in a session of theirs"
  done
}

# start_service NAME: without blocking, because one that is ordered after the boot's last stage would wait for us (amazon-ecs-agent #1707)
start_service() {
  local round
  ERROR='neither systemctl nor service is there'
  if have systemctl && ERROR=$(systemctl enable --now --no-block -- "$1" 2>&1); then
    ERROR='it is not up after 120 s'
  elif have service && service "$1" start; then
    ERROR='it is not up after 120 s'
  else
    return 1
  fi
  for round in {1..120}; do
    is_up "$1" && return
    pause 1
  done
  return 1
}

# is_up NAME: docker is up when its engine answers
is_up() {
  if [[ $1 == docker ]]; then
    timeout 20 docker info >/dev/null 2>&1
  elif have systemctl; then
    systemctl is-active --quiet -- "$1"
  else
    service "$1" status >/dev/null 2>&1
  fi
}

# give_docker: to the users of the stages, by its group: the socket stays as it is
give_docker() {
  local user
  getent group docker >/dev/null || groupadd -r docker
  for user in "${USERS[@]}"; do usermod -aG docker "$user" || lacks "docker for user $user: cannot join its group"; done
}

run_setup() {
  local k name
  for name in "${!CAMPAIGN_@}" "${SECRET_NAME[@]}"; do unset "$name"; done
  export CAMPAIGN_STAGE_MARK=$RUN_DIR/provision
  be_user root
  for k in "${!SETUP_NAME[@]}"; do export "${SETUP_NAME[k]}=${SETUP_VALUE[k]}"; done
  cd -- "$SOURCE_ROOT" 2>/dev/null || cd /
  "$BASH" -euo pipefail "$RUN_DIR/provision/setup"
}
