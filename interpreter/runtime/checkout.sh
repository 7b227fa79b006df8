# shellcheck shell=bash

# git, without the hooks, prompts and ties of whoever called
clean_git() {
  local name
  (
    for name in GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_PREFIX GIT_COMMON_DIR GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES; do unset "$name"; done
    export GIT_TERMINAL_PROMPT=0 GIT_LFS_SKIP_SMUDGE=${GIT_LFS_SKIP_SMUDGE-0}
    exec git -c core.hooksPath=/dev/null -c advice.detachedHead=false -c gc.auto=0 -c init.defaultBranch=main "$@" </dev/null
  )
}

# fetch_repositories: every pinned commit comes to this machine, or is named as missing
fetch_repositories() {
  local k
  for k in "${!REPO_DIR[@]}"; do
    fetch_commit "$TREE${REPO_DIR[k]}" "${REPO_URL[k]}" "${REPO_COMMIT[k]}" ||
      lacks "commit ${REPO_COMMIT[k]} of ${REPO_URL[k]} (${ERROR##*$'\n'})"
  done
}

# fetch_commit DIRECTORY URL COMMIT: the one commit alone where the server gives it, everything otherwise
fetch_commit() {
  ERROR=$({
    rm -rf -- "$1" && mkdir -p -- "$1" && clean_git init -q -- "$1" && clean_git -C "$1" remote add origin "$2"
  } 2>&1) || return
  ERROR=$(clean_git -C "$1" fetch -q --no-tags --depth 1 origin "$3" 2>&1) && return
  ERROR=$(clean_git -C "$1" fetch -q origin '+refs/*:refs/remotes/origin/*' 2>&1) || return
  ERROR='the repository does not have it'
  clean_git -C "$1" cat-file -e "$3^{commit}" 2>/dev/null
}

# check_out: the source and its siblings, at their commits
check_out() {
  local k dir commit
  for k in "${!REPO_DIR[@]}"; do
    if ! check_out_one "$TREE${REPO_DIR[k]}" "${REPO_COMMIT[k]}"; then
      say "checkout of ${REPO_URL[k]} failed: $ERROR"
      return 1
    fi
    json_string "${REPO_DIR[k]}"
    dir=$REPLY
    json_string "${REPO_COMMIT[k]}"
    commit=$REPLY
    event checkout "\"dir\":$dir,\"commit\":$commit"
  done
}

check_out_one() {
  ERROR=$(clean_git -C "$1" checkout -q --detach "$2" 2>&1) || return
  [[ -e $1/.gitmodules ]] || return 0
  ERROR=$(clean_git -C "$1" submodule --quiet update --init --recursive 2>&1) || return
}
