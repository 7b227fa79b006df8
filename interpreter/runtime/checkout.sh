# shellcheck shell=bash

# git, without the hooks, prompts and ties of whoever called. A checkout may belong to the user of the stages, and files that Git LFS
# keeps must not come as pointers because nobody has run `git lfs install`.
clean_git() {
  local name
  local -a settings=(-c core.hooksPath=/dev/null -c advice.detachedHead=false -c gc.auto=0 -c init.defaultBranch=main -c 'safe.directory=*')
  (
    for name in GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_PREFIX GIT_COMMON_DIR GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES; do unset "$name"; done
    export GIT_TERMINAL_PROMPT=0 GIT_LFS_SKIP_SMUDGE=${GIT_LFS_SKIP_SMUDGE-0}
    ! have git-lfs || settings+=(-c 'filter.lfs.smudge=git-lfs smudge -- %f' -c 'filter.lfs.process=git-lfs filter-process' -c filter.lfs.required=true)
    exec git "${settings[@]}" "$@" </dev/null
  )
}

# check_out: every pinned commit comes to this machine and is checked out, or is named as missing
check_out() {
  local k dir url commit
  [[ -z ${EARLIER_HERE-} || ! -d $TREE ]] || mv -T -- "$TREE" "$RUN_DIR/earlier.$START"
  for k in "${!REPO_DIR[@]}"; do
    dir=$TREE${REPO_DIR[k]} url=${REPO_URL[k]} commit=${REPO_COMMIT[k]}
    if ! fetch_commit "$dir" "$url" "$commit"; then
      # The last lines of git are advice.
      [[ $ERROR != *'fatal: '* ]] || ERROR="fatal: ${ERROR#*'fatal: '}"
      lacks "commit $commit of $url (${ERROR%%$'\n'*})"
    elif ! has_large_files "$dir" "$commit"; then
      lacks "tool git-lfs: $url keeps files in Git LFS"
    elif ! check_out_one "$dir" "$commit"; then
      lacks "checkout of $url (${ERROR##*$'\n'})"
    else
      tell_checkout "${REPO_DIR[k]}" "$commit"
    fi
  done
  ((${#MISSING[@]} == 0))
}

tell_checkout() {
  local dir
  json_string "$1"
  dir=$REPLY
  json_string "$2"
  post checkout "\"dir\":$dir,\"commit\":$REPLY"
}

# fetch_commit DIRECTORY URL COMMIT: the one commit alone where the server gives it, everything otherwise. Networks come late on a
# machine that has just started, so what may be the network is tried again.
fetch_commit() {
  local round
  make_room "$1" || return
  for round in 1 2 3; do
    if fetch_once "$@"; then return; fi
    [[ $ERROR =~ (resolve|timed out|Connection|connect to|early EOF|RPC failed|unreachable) ]] || break
    ((round == 3)) || pause $((round * 5))
  done
  return 1
}

# make_room DIRECTORY: removes a checkout of ours, and nothing else; one of an earlier start of this run is put aside, on the same disk
make_room() {
  local aside
  if [[ -z $TREE && ! -e $1/.git/campaign ]] && [[ -n $(ls -A -- "$1" 2>/dev/null) ]]; then
    ERROR="$1 is there already and is no checkout of a campaign: move it away"
    return 1
  fi
  slurp "$1/.git/campaign"
  if [[ -z $TREE && -n ${EARLIER_HERE-} && $REPLY == "$RUN_ID" && $(stat -c %d -- "$1") == "$(stat -c %d -- "$RUN_DIR")" ]]; then
    aside=$RUN_DIR/earlier.$START$1
    ERROR=$({ mkdir -p -- "${aside%/*}" && mv -T -- "$1" "$aside"; } 2>&1) || return
  fi
  ERROR=$({ rm -rf -- "$1" && mkdir -p -- "$1" && clean_git init -q -- "$1" && printf %s "$RUN_ID" >"$1/.git/campaign"; } 2>&1)
}

# fetch_once DIRECTORY URL COMMIT
fetch_once() {
  ERROR=$(clean_git -C "$1" config remote.origin.url "$2" 2>&1) || return
  ERROR=$(clean_git -C "$1" fetch -q --no-tags --depth 1 origin "$3" 2>&1) && return
  ERROR=$(clean_git -C "$1" fetch -q origin '+refs/*:refs/remotes/origin/*' 2>&1) || return
  ERROR='the repository does not have it'
  clean_git -C "$1" cat-file -e "$3^{commit}" 2>/dev/null
}

# has_large_files DIRECTORY COMMIT: fails when Git LFS is asked for and is not here
has_large_files() {
  ! clean_git -C "$1" grep -qE '(^|[[:space:]])filter=lfs' "$2" -- '.gitattributes' '**/.gitattributes' 2>/dev/null && return
  have git-lfs && return
  ((PROVISION)) || return
  INSTALL=(git-lfs)
  install_packages && have git-lfs
}

# check_out_one DIRECTORY COMMIT: with its submodules; it belongs to the user of the stages
check_out_one() {
  ERROR=$(clean_git -C "$1" checkout -q --detach "$2" 2>&1) || return
  if [[ -e $1/.gitmodules ]]; then
    ERROR=$(clean_git -C "$1" submodule --quiet update --init --recursive 2>&1) || return
  fi
  [[ ${#PREBUILT_URL[@]} == 0 ]] || date_sources "$1" || return
  ERROR=$(give_user "$1" 2>&1)
}
